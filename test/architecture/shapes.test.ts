import { expect, test } from 'vitest';
import { readText, sources } from './source-files.ts';

/** A copy or the message that it carries, spread into another; the reason why not is in `new-copy.ts`. */
const spread = /\{\s*\.\.\.(?:\w+\.)*(?:copy|transit)\b(?!\.)/gu;

test('copies and what they carry are changed by copyWith and transitWith alone', () => {
  const found = sources
    .filter((path) => path.startsWith('src/simulate/'))
    .flatMap((path) => [...readText(path).matchAll(spread)].map(([text]) => `${path}: ${text}`));
  expect(found).toEqual([]);
});

test('a planted spread is seen', () => {
  const planted = 'const there = {\n    ...one.copy,\n    address };\nconst calls = [...copy.route, { ...transit }];';
  expect([...planted.matchAll(spread)].map(([text]) => text.replace(/\s+/gu, ' '))).toEqual([
    '{ ...one.copy',
    '{ ...transit',
  ]);
});
