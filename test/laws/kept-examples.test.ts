import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examplesFolder, withKept } from './kept-examples.ts';

test('what a law has failed on is tried before anything else, and a failure says what to keep', () => {
  const tried: unknown[] = [];
  const law = fc.property(fc.anything(), fc.anything(), (topology, messages) => {
    tried.push([topology, messages]);
    return tried.length > 1;
  });
  const [kept] = withKept<[unknown, unknown]>('class-soundness', {}).examples ?? [];
  expect(kept).toHaveLength(2);
  expect(() => fc.assert(law, withKept('class-soundness', { seed: 1, numRuns: 3, endOnFailure: true }))).toThrow(
    'To keep in test/laws/examples/class-soundness.json:\n[{',
  );
  expect(tried).toEqual([kept]);
});

test('a law of which nothing is kept has its generated inputs alone', () => {
  expect(withKept('a-law-that-never-failed', { numRuns: 3 })).toMatchObject({ numRuns: 3, examples: [] });
});

test('each file is that of a law', () => {
  const laws = readdirSync(new URL('.', examplesFolder.href.replace('examples/', '')));
  const files = readdirSync(examplesFolder).filter((name) => name.endsWith('.json'));
  expect(files.length).toBeGreaterThan(0);
  for (const name of files) expect(laws).toContain(name.replace('.json', '.test.ts'));
});
