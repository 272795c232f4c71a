import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../architecture/source-files.ts';

const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as readonly {
  readonly entry: string;
  readonly files: string;
}[];

test('the hook calls the program that the package installs', () => {
  const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { bin: Record<string, string> };
  expect(Object.keys(bin)).toContain(hook?.entry.split(' ')[0]);
});

test.each([
  ['topology.yaml', true],
  ['tenants/contoso/topology.hybrid.yml', true],
  ['topology.json', true],
  ['notes/topology.md', false],
  ['my-topology.yaml', false],
])('%s is taken: %s', (path, taken) => {
  expect(new RegExp(hook?.files ?? '', 'u').test(path)).toBe(taken);
});
