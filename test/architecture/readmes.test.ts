import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow, readText, root } from './source-files.ts';

const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();
const files = new Set(filesBelow('src'));

test.each(folders)('src/%s says what it is for, in at most 40 lines', (folder) => {
  const path = `src/${folder}/README.md`;
  expect(files.has(path)).toBe(true);
  const lines = readText(path).trimEnd().split('\n').length;
  expect(lines).toBeGreaterThan(5);
  expect(lines).toBeLessThanOrEqual(40);
});

test('files that a README of src names exist', () => {
  const missing = [...files]
    .filter((path) => path.endsWith('README.md'))
    .flatMap((path) => {
      const folder = path.slice(0, -'README.md'.length);
      const named = [...readText(path).matchAll(/`([a-z0-9./-]+\.(?:ts|json))`/gu)].map((match) => match[1] ?? '');
      return named
        .filter((name) => ![...files].some((file) => file.startsWith(folder) && file.endsWith(`/${name}`)))
        .filter((name) => !filesBelow('').some((file) => file === name || file.endsWith(`/${name}`)))
        .map((name) => `${path}: ${name}`);
    });
  expect(missing).toEqual([]);
});
