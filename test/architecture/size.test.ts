import { expect, test } from 'vitest';
import { readText, sources } from './source-files.ts';

const linesMax = 300;

/**
 * Files over the limit, with the most lines that each may have. The list may only shrink: numbers go down, and a file
 * that has come under the limit leaves it.
 */
const tooLong: Readonly<Record<string, number>> = {
  // Nouns of the contract without any logic, each next to those it refers to.
  'src/model/topology.ts': 477,
  'src/input/documents/parse-plain-yaml.ts': 306,
};

const linesOf = (path: string): number => readText(path).trimEnd().split('\n').length;

test('no file of src is longer than it may be', () => {
  const over = sources.filter((path) => linesOf(path) > (tooLong[path] ?? linesMax));
  expect(over.map((path) => `${path}: ${linesOf(path)} lines of ${tooLong[path] ?? linesMax}`)).toEqual([]);
});

test('the list of long files names only files that are long', () => {
  const gone = Object.keys(tooLong).filter((path) => !sources.includes(path) || linesOf(path) <= linesMax);
  expect(gone).toEqual([]);
});

test('line counts are real: most files are short, none is empty', () => {
  const counts = sources.map(linesOf).sort((left, right) => left - right);
  expect(counts[0]).toBeGreaterThan(0);
  expect(counts[Math.floor(counts.length / 2)]).toBeLessThanOrEqual(150);
});
