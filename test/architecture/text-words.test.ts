import { expect, test } from 'vitest';
import { readText, sources } from './source-files.ts';

/**
 * Words of `text` templates outside ASCII. The program is bundled as ASCII, and of a tagged template the bundler cannot
 * write a character as an escape: it would come out as something else. In a hole it can.
 */
const wordsOutsideAscii = (content: string): readonly string[] =>
  [...content.matchAll(/\btext`((?:[^`\\$]|\\.|\$(?!\{)|\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\})*)`/gu)]
    .map(([, template = '']) => template.replace(/\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}/gu, ''))
    .filter((words) => /[^\n\x20-\x7e]/u.test(words));

test('every word of a text is ASCII', () => {
  const templates = sources.map((path) => readText(path));
  expect(templates.join('').match(/\btext`/gu)?.length).toBeGreaterThan(500);
  expect(templates.flatMap(wordsOutsideAscii)).toEqual([]);
});

test('a planted one is found, one in a hole is not', () => {
  expect(wordsOutsideAscii(['text`$', '{from} \u2192 $', '{to}`'].join(''))).toHaveLength(1);
  expect(wordsOutsideAscii(['text`$', '{route.join(" \u2192 ")} ends`'].join(''))).toEqual([]);
});
