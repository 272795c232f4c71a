import { describe, expect, test } from 'vitest';
import { list, plain, text } from '../../src/model/text.ts';
import { translateBy } from '../../src/report/language/translate.ts';

const joints = { ', ': ', ', ' and ': ' et ', ' or ': ' ou ' };

describe('a translation', () => {
  const say = translateBy(
    { '{0} errors': { one: '{0} erreur', other: '{0} erreurs' }, 'from {0} to {1}': 'vers {1} depuis {0}' },
    joints,
  );

  test.each([
    ['0', '0 erreur'],
    ['1', '1 erreur'],
    ['2', '2 erreurs'],
  ])('chooses the form by the number: %s', (number, said) => {
    expect(plain(say(text`${number} errors`))).toBe(said);
  });

  test('orders values as the sentence wants', () => {
    expect(plain(say(text`from ${'a'} to ${'b'}`))).toBe('vers b depuis a');
  });

  test('joins lists and translates what is nested', () => {
    expect(plain(say(list(['a', 'b', text`${'3'} errors`])))).toBe('a, b et 3 erreurs');
    expect(plain(say(list(['a', 'b'], 'or')))).toBe('a ou b');
  });

  test('tells what is missing, and says it in English', () => {
    const missing: string[] = [];
    const strict = translateBy({}, joints, (key) => missing.push(key));
    expect(plain(strict(text`a ${'b'} c`))).toBe('a b c');
    expect(missing).toEqual(['a {0} c']);
  });

  test('does not take a value for a sentence', () => {
    expect(plain(say(text`${'{0} errors'}`))).toBe('{0} errors');
  });
});
