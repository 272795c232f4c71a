import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { plain } from '../../../src/model/text.ts';
import { loadPatternEngine } from '../../../src/protocols/rule-text/load-pattern-engine.ts';

const engine = await loadPatternEngine();

function answer(pattern: string, content: string, legacy = false): string {
  const compiled = engine.compilePattern(pattern, { legacy });
  return compiled.decidable ? compiled.matches(content) : compiled.refusal.kind;
}

function found(pattern: string, content: string): string | undefined {
  const compiled = engine.compilePattern(pattern, { legacy: false });
  const slice = compiled.decidable ? compiled.slice(content) : undefined;
  expect(slice?.text).toBe(slice === undefined ? undefined : content.slice(slice.start, slice.end));
  return slice?.text;
}

describe('a pattern is searched anywhere in the text, whatever its case (RULE-30)', () => {
  test.each([
    ['contoso', 'user@CONTOSO.com', 'yes'],
    // PMIS-13: an unescaped dot, and no anchor.
    ['contoso.com', 'a@contosoXcom.example.org', 'yes'],
    ['contoso\\.com', 'a@contosoXcom.example.org', 'no'],
    ['@contoso\\.com$', 'a@contoso.com', 'yes'],
    ['@contoso\\.com$', 'a@eu.contoso.com', 'no'],
    ['@contoso\\.com$', 'a@contoso.com.example.org', 'no'],
    ['^$', '', 'yes'],
    ['.', '', 'no'],
    ['.', 'x', 'yes'],
    ['[A-F]{2,3}x', 'zabcX', 'yes'],
    ['[^a]', 'A', 'no'],
    ['\\u0041\\x42', 'ab', 'yes'],
    ['a{,2}', 'A{,2}', 'yes'],
    ['a{2', 'aa', 'no'],
    ['a|b|', 'zzz', 'yes'],
    ["(?<name>a)(?'other'b)(?:c)", 'abc', 'yes'],
    ['a(?# no part of it )b', 'ab', 'yes'],
    ['a(?#c)*b', 'aab', 'yes'],
    ['(?i)a', 'A', 'yes'],
    ['\\cJ', '\n', 'yes'],
    ['\\033', '\u001b', 'yes'],
    ['[]a]', ']', 'yes'],
    ['[a-]', '-', 'yes'],
    ['[\\b]', '\b', 'yes'],
  ])('%j in %j: %s', (pattern, content, expected) => {
    expect(answer(pattern, content)).toBe(expected);
  });

  test('the slice is the leftmost match, in the text as it was given', () => {
    expect(found('o+', 'a Foo zoo')).toBe('oo');
    expect(found('\\boo?\\b', 'zoo 😀 OO')).toBe('OO');
    expect(found('a.*?b', '😀 aXXbXb')).toBe('aXXb');
    expect(found('x$', 'x\n')).toBe('x');
    expect(found('x', 'y')).toBeUndefined();
  });
});

describe('where .NET and other engines differ, .NET is followed', () => {
  test.each([
    // Digits and words of every script.
    ['^\\d+$', '٣٤٥', 'yes'],
    ['^\\D$', '٣', 'no'],
    ['^\\w+$', 'größe_1', 'yes'],
    ['^\\W$', 'é', 'no'],
    ['^\\w$', '½', 'no'],
    ['^\\s$', '\u00a0', 'yes'],
    ['^\\s$', '\u0085', 'yes'],
    ['^\\s$', '\ufeff', 'no'],
    // Word boundaries follow from them.
    ['\\bcontoso\\b', 'écontoso', 'no'],
    ['\\bcontoso\\b', 'contosoé', 'no'],
    ['\\bcontoso\\b', 'é contoso é', 'yes'],
    ['\\ba', 'éa', 'no'],
    ['\\Ba', 'éa', 'yes'],
    ['\\bà\\b', 'x à x', 'yes'],
    // A zero width joiner is no \w, and no end of a word either.
    ['a\\b', 'a\u200d', 'no'],
    ['a\\W', 'a\u200d', 'yes'],
    ['^\\b', '', 'no'],
    ['\\B', 'a', 'no'],
    ['foo\\b.*\\bbar', 'foo-bar', 'yes'],
    ['foo\\b.*\\bbar', 'foo-xbar', 'no'],
    // The end, and in front of a last line feed.
    ['a$', 'a\n', 'yes'],
    ['a\\Z', 'a\n', 'yes'],
    ['a\\z', 'a\n', 'no'],
    ['a$', 'a\n\n', 'no'],
    ['a$', 'a\r\n', 'no'],
    ['a$\\n', 'a\n', 'yes'],
    ['(a$|b)c', 'ac', 'no'],
    ['^b', 'a\nb', 'no'],
    ['\\Ab', 'a\nb', 'no'],
    ['\\Gb', 'ab', 'no'],
    ['(?m)^b$', 'a\nb\nc', 'yes'],
    ['(?m)\\Ab', 'a\nb', 'no'],
    ['(?m:^b)', 'a\nb', 'yes'],
    ['(?m:a)^b', 'a\nb', 'no'],
    // A dot matches all but the line feed, carriage return included.
    ['a.b', 'a\rb', 'yes'],
    ['a.b', 'a\u2028b', 'yes'],
    ['a.b', 'a\nb', 'no'],
    ['(?s)a.b', 'a\nb', 'yes'],
    ['(?s:a.)b.c', 'a\nb\nc', 'no'],
    // Code units, not characters.
    ['^.$', '😀', 'no'],
    ['^..$', '😀', 'yes'],
    ['^[^a]{2}$', '😀', 'yes'],
    ['^😀$', '😀', 'yes'],
    ['^\\p{Cs}{2}$', '😀', 'yes'],
    // Subtraction.
    ['^[a-z-[aeiou]]+$', 'bcd', 'yes'],
    ['[a-z-[aeiou]]', 'aeiou', 'no'],
    ['^[^\\d-[a]]$', 'a', 'no'],
    ['^[\\w-[\\d_-[5]]]$', '5', 'yes'],
    ['^[\\w-[\\d_-[5]]]$', '6', 'no'],
    // Spaces and comments that do not count.
    ['(?x) a b # to the end\n c', 'abc', 'yes'],
    ['(?x) a \\ [ ] b', 'a  b', 'yes'],
    ['(?x:a b)c d', 'abc d', 'yes'],
    ['(?x) a +', 'aa', 'yes'],
    // Lower case of the invariant culture: the Kelvin sign is a k, the long s is no s.
    ['k', '\u212a', 'yes'],
    ['[a-z]', '\u212a', 'yes'],
    ['s', '\u017f', 'no'],
    ['É', 'é', 'yes'],
  ])('%j in %j: %s', (pattern, content, expected) => {
    expect(answer(pattern, content)).toBe(expected);
  });
});

describe('what cannot be decided is never called no match', () => {
  test.each([
    'a(?=b)',
    '^(?!.*contoso)',
    '(?<=a)b',
    '(?<!a)b',
    '(?>a+)b',
    '(a)\\1',
    '(?<n>a)\\k<n>',
    '(?(a)b|c)',
    '(?<open-close>a)',
    '\\p{IsGreek}',
    '\\p{Lu}',
    '(?-i)a',
    '(?i-i:a)',
    '[[:alpha:]]',
    '(?m)^a$\\Z',
  ])('.NET knows it, this program does not: %s', (pattern) => {
    expect(answer(pattern, 'contoso')).toBe('not-modelled');
  });

  test.each([
    '(',
    ')',
    'a)',
    '[a',
    '[]',
    '*',
    'a**',
    'a{2}{3}',
    'a*+',
    '(?i)*',
    '|*',
    'a{3,2}',
    '[b-a]',
    '[a-\\d]',
    '\\',
    '\\y',
    '\\x1',
    '\\u12',
    '(?P<n>a)',
    '(?<1a>b)',
    '(?#',
    '[a-z-[b]c]',
    '\\pL',
    '(*a)',
  ])('.NET does not take it, and the reason says where: %s', (pattern) => {
    const compiled = engine.compilePattern(pattern, { legacy: false });
    expect(compiled.decidable ? 'decidable' : compiled.refusal.kind).toBe('not-valid');
    expect(compiled.decidable ? '' : plain(compiled.refusal.because)).toMatch(/^At character \d+ it is not/u);
  });

  test.each([
    'a{1001}',
    '(?:a{100}){100}',
    '\\w{5000}',
    'x'.repeat(9000),
    '[\\w-[b]]'.repeat(1000),
    '(?:a{1,10}b){1,90}'.repeat(20),
  ])('it is over our bounds', (pattern) => {
    expect(answer(pattern, 'contoso')).toBe('too-large');
  });

  test('nesting has an end and does not exhaust the stack', () => {
    for (const pattern of ['('.repeat(8000), '['.repeat(8000), `${'(?:'.repeat(2000)}a${')'.repeat(2000)}`]) {
      expect(['not-valid', 'not-modelled']).toContain(answer(pattern, 'a'));
      expect(['not-valid', 'not-modelled', 'no']).toContain(answer(pattern, 'a', true));
    }
    expect(answer(`${'[a-'.repeat(60)}b${']'.repeat(60)}`, 'a')).toBe('not-modelled');
  });
});

describe('a list of patterns', () => {
  const list = (...values: string[]) => engine.compilePatterns(values, { legacy: false });

  test('is settled by one sure match, whatever the others are', () => {
    const answer = list('(?=a)', 'b').match('xb');
    expect(answer).toMatchObject({ verdict: 'yes', pattern: 'b' });
    expect(answer.verdict === 'yes' && answer.slice()).toEqual({ start: 1, end: 2, text: 'b' });
  });

  test('is open when none surely matches and one cannot be decided', () => {
    expect(list('b', '(?=a)').match('x')).toMatchObject({ verdict: 'undecidable', pattern: '(?=a)' });
  });

  test('does not match when every pattern was decided, and an empty list never does', () => {
    expect(list('b', 'c').match('x')).toEqual({ verdict: 'no' });
    expect(list().match('x')).toEqual({ verdict: 'no' });
  });

  test('has an end: what comes after 64 KB is not compiled', () => {
    const many = list(...Array.from({ length: 20 }, (_, index) => `${index}${'x'.repeat(5000)}`));
    expect(many.patterns.map((one) => one.decidable).lastIndexOf(true)).toBe(12);
    expect(many.match('y').verdict).toBe('undecidable');
  });

  test('is open when a text is too long to be searched for so large a pattern', () => {
    const large = list(`^${'a?'.repeat(2000)}z`, 'b');
    expect(large.match('c'.repeat(1000)).verdict).toBe('no');
    expect(large.match('c'.repeat(200_000))).toMatchObject({ verdict: 'undecidable' });
    expect(large.match(`${'c'.repeat(200_000)}b`)).toMatchObject({ verdict: 'yes', pattern: 'b' });
  });

  test('compiles a pattern once', () => {
    const [first] = list('once').patterns;
    expect(engine.compilePattern('once', { legacy: false })).toBe(first);
    expect(engine.compilePattern('once', { legacy: true })).not.toBe(first);
  });
});

describe('the syntax of Exchange 2010 (RULE-31)', () => {
  test.each([
    ['a(bc)*d', 'xABCBCD', 'yes'],
    ['ab*c', 'ac', 'yes'],
    ['^(a|b)$', 'b', 'yes'],
    ['\\(525\\)', 'call (525) now', 'yes'],
    ['\\d\\D', '5x', 'yes'],
    ['\\s\\S', ' x', 'yes'],
    ['\\w', 'é', 'yes'],
    // A letter or a decimal digit, says the page; .NET takes connectors, too.
    ['\\w', '_', 'no'],
    ['\\W', '_', 'yes'],
    ['@contoso\\.com$', 'a@contoso.com', 'yes'],
    // A dot is not in the list: taken as it is, or as any character.
    ['contoso.com$', 'chris@contoso.com', 'yes'],
    ['contoso.com$', 'chris@contosoxcom', 'undocumented'],
    ['contoso.com$', 'chris@fabrikam.com', 'no'],
    ['a+', 'a', 'undocumented'],
    ['a+', 'a+', 'yes'],
    ['^a+$', 'a+', 'undocumented'],
    ['\\+49', '+49 30', 'yes'],
    ['a{2}', 'b', 'no'],
    ['[ab', '[ab', 'not-valid'],
    ['\\b', 'a', 'not-modelled'],
    ['*', 'a', 'not-valid'],
    ['(a', 'a', 'not-valid'],
    ['a)', 'a', 'not-valid'],
  ])('%j in %j: %s', (pattern, content, expected) => {
    expect(answer(pattern, content, true)).toBe(expected);
  });

  test('a list that may match by one of two readings is open', () => {
    const compiled = engine.compilePatterns(['contoso.com'], { legacy: true });
    expect(compiled.match('contosoxcom')).toMatchObject({ verdict: 'undecidable' });
    expect(compiled.match('contoso.com')).toMatchObject({ verdict: 'yes' });
  });
});

test('only the loader imports the engine, so that a run without patterns does not load its package', () => {
  const folder = new URL('../../../src/protocols/rule-text/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const importing = (what: RegExp) => files.filter((name) => what.test(readFileSync(new URL(name, folder), 'utf8')));
  expect(importing(/from 're2js'/u)).toEqual(['pattern-engine.ts']);
  expect(importing(/(?<!import type .*)from '\.\/pattern-engine\.ts'/u)).toEqual([]);
  expect(importing(/await import\('\.\/pattern-engine\.ts'\)/u)).toEqual(['load-pattern-engine.ts']);
});
