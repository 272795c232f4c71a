import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readTopology } from '../../../src/input/topology/read-topology.ts';
import { plain } from '../../../src/model/text.ts';
import { noFiles } from '../../support/topology-reading.ts';

const folder = new URL('../../../fixtures/invalid/', import.meta.url);
const files = readdirSync(folder);
const documents = files.filter((name) => /\.(?:yaml|json)$/u.test(name));

/*
 * Beside each document stands <case>.problems.txt: one line a problem, its place first (where it matters) and then
 * words that what is said must contain. There are as many lines as problems.
 */
describe('an unusable document says what is wrong, where, and what would be valid', () => {
  test('there are documents, and every file beside them belongs to one', () => {
    expect(documents.length).toBeGreaterThanOrEqual(40);
    expect(files).toHaveLength(documents.length * 2);
  });

  test.each(documents)('%s', async (name) => {
    const expected = readFileSync(new URL(name.replace(/\.\w+$/u, '.problems.txt'), folder), 'utf8')
      .trimEnd()
      .split('\n');
    const read = await readTopology(name, readFileSync(new URL(name, folder)), noFiles);
    if (read.ok) throw new Error('the document was read');
    const said = read.problems.map(
      ({ at, problem, remedy }) =>
        `${at?.line}:${at?.column} ${plain(problem)} ${remedy === undefined ? '' : plain(remedy)}`,
    );
    expect(said).toHaveLength(expected.length);
    expected.forEach((line, index) => {
      const [, place, words] = /^(?:(\d+:\d+) )?(.*)$/u.exec(line) ?? [];
      if (place !== undefined) expect(said[index]?.split(' ')[0]).toBe(place);
      expect(said[index]).toContain(words);
    });
    for (const { at } of read.problems) expect(at?.file).toBe(name);
  });
});
