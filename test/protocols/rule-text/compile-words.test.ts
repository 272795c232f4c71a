import { describe, expect, test } from 'vitest';
import { compileWords } from '../../../src/protocols/rule-text/compile-words.ts';

const verdict = (words: readonly string[], content: string): string => compileWords(words)(content)?.verdict ?? 'no';

describe('a word counts where it stands alone (RULE-29)', () => {
  test.each([
    // The two examples of the documentation that do not match.
    ['contoso', 'Acontoso', 'no'],
    ['contoso', 'Contosoa', 'no'],
    ['contoso', 'contoso', 'yes'],
    ['contoso', 'Write to CONTOSO, today.', 'yes'],
    ['CONTOSO', '(contoso)', 'yes'],
    ['contoso', 'contoso2', 'no'],
    ['contoso', '', 'no'],
    // In an address @, . and - are punctuation.
    ['contoso.com', 'a@contoso.com', 'yes'],
    ['contoso.com', 'a@eu.contoso.com', 'yes'],
    ['contoso.com', 'a@contoso.com.au', 'yes'],
    ['contoso.com', 'a@mycontoso.com', 'no'],
    ['contoso.com', 'a@my-contoso.com', 'yes'],
    ['contoso.com', 'a@contosoxcom', 'no'],
    ['user', 'user+tag@contoso.com', 'yes'],
    // Phrases.
    ['sales forecast', 'the Sales Forecast for May', 'yes'],
    ['sales forecast', 'presales forecast', 'no'],
    ['sales forecast', 'sales forecasts', 'no'],
    ['sales forecast', 'sales and forecast', 'no'],
    // White space around a value does not count.
    ['  contoso ', 'contoso', 'yes'],
    ['', 'anything', 'no'],
    ['   ', 'a   b', 'no'],
  ])('%j in %j: %s', (word, content, expected) => {
    expect(verdict([word], content)).toBe(expected);
  });

  test.each([
    ['contoso*', 'contosoltd', 'no'],
    ['*', 'anything', 'no'],
    ['*', 'a * b', 'yes'],
    ['conto?o', 'contoso', 'no'],
    ['contoso*', 'the contoso* offer', 'yes'],
    ['contoso.*', 'contoso.com', 'no'],
  ])('there are no wildcards: %j in %j: %s', (word, content, expected) => {
    expect(verdict([word], content)).toBe(expected);
  });

  test.each([
    ['größe', 'Die GRÖSSE', 'no'],
    ['größe', 'Die GRÖßE zählt', 'yes'],
    ['contoso', 'écontoso', 'no'],
    ['привет', 'ПРИВЕТ, мир', 'yes'],
    // The accent belongs to its letter: this is another word.
    ['cafe', 'cafe\u0301', 'no'],
    ['😀', 'well 😀!', 'yes'],
    ['contoso', '😀contoso😀', 'yes'],
    ['𐐨', '𐐀', 'yes'],
  ])('letters are those of Unicode: %j in %j: %s', (word, content, expected) => {
    expect(verdict([word], content)).toBe(expected);
  });
});

describe('what is not documented is said to be so', () => {
  test.each([
    ['contoso', 'my_contoso'],
    ['contoso', 'contoso_old'],
    ['_contoso', 'my_contoso'],
  ])('an underscore that decides: %j in %j', (word, content) => {
    const found = compileWords([word])(content);
    expect(found?.verdict).toBe('undocumented');
    expect(found?.because?.values).toContain('_');
  });

  test.each([
    ['my_contoso', 'the my_contoso list'],
    ['contoso', 'my_contoso and contoso'],
    ['_contoso', 'see _contoso'],
  ])('an underscore that does not decide: %j in %j', (word, content) => {
    expect(verdict([word], content)).toBe('yes');
  });

  test('punctuation at the edge of a value, directly beside a letter', () => {
    expect(verdict(['@contoso.com'], 'user@contoso.com')).toBe('undocumented');
    expect(verdict(['@contoso.com'], 'see @contoso.com')).toBe('yes');
    expect(verdict(['contoso.'], 'contoso.com')).toBe('undocumented');
  });
});

describe('many words', () => {
  test('the certain match wins over one that is open, wherever they stand', () => {
    expect(compileWords(['old', 'new'])('very_old and new')).toEqual({
      verdict: 'yes',
      edges: [],
      word: 'new',
      start: 13,
      end: 16,
    });
  });

  test('a word inside a longer phrase that breaks off is found', () => {
    expect(compileWords(['a b c d', 'b c'])('a b c e')).toMatchObject({ word: 'b c', start: 2, end: 5 });
    expect(compileWords(['a b c', 'b'])('a b x')).toMatchObject({ word: 'b' });
  });

  test('offsets are those of the text as it was given', () => {
    const content = 'İİ 😀 Contoso';
    const found = compileWords(['contoso'])(content);
    expect(content.slice(found?.start, found?.end)).toBe('Contoso');
  });

  test('the automaton agrees with looking for each word by itself', () => {
    const random = generator(7);
    const letters = ['a', 'b', ' ', '.', 'c'];
    const make = (length: number): string => Array.from({ length }, () => letters[random(letters.length)]).join('');
    let found = 0;
    for (let round = 0; round < 800; round++) {
      const words = Array.from({ length: 1 + random(4) }, () => make(1 + random(5)).trim());
      const content = make(random(14));
      const expected = words.some((word) => reference(word, content));
      // The reference of RULE-29 decides where the edge of a value is punctuation, too; those values are left out.
      if (words.some((word) => !/^\w(?:.*\w)?$/u.test(word))) continue;
      expect([words, content, compileWords(words)(content)?.verdict === 'yes']).toEqual([words, content, expected]);
      if (expected) found += 1;
    }
    expect(found).toBeGreaterThan(30);
  });

  test('a long text and thousands of words that share their beginnings take linear time', () => {
    const words = Array.from({ length: 3000 }, (_, index) => `${'a '.repeat(index % 100)}b${index}`);
    words.push(`${'a '.repeat(4000)}b`);
    const matcher = compileWords(words);
    const time = (length: number): number => {
      const content = 'a '.repeat(length);
      const start = performance.now();
      expect(matcher(content)).toBeUndefined();
      return performance.now() - start;
    };
    time(10_000);
    expect(time(160_000) / Math.max(time(20_000), 4)).toBeLessThan(40);
  });
});

/** The reference implementation that RULE-29 gives. */
function reference(word: string, content: string): boolean {
  const quoted = word.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])${quoted}(?![\\p{L}\\p{N}_])`, 'iu').test(content);
}

function generator(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % count;
  };
}
