import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow, readText, root } from './source-files.ts';

const text = /\.(ts|mjs|cjs|js|json|yaml|yml|md|txt|zone|inc|pem|html|svg)$|^\.ci\/run$|^\.[^/]*$/u;
const itself = 'test/architecture/words.test.ts';
const tree = filesBelow('').filter((path) => text.test(path) && path !== itself && path !== '.npmrc');

/** Paths of one machine, and hosts that packages are fetched from: neither holds for the next reader. */
const foreign: readonly RegExp[] = [
  /(^|[\s"'`(])\/(work|root|home\/[a-z]+)\//u,
  /\bregistry\.[a-z0-9.-]+\.[a-z]{2,}\b/iu,
];

const unfinished = /\b(TODO|FIXME|XXX|HACK)\b/u;

const hits = (content: string, patterns: readonly RegExp[]): readonly string[] =>
  content
    .split('\n')
    .flatMap((line, index) =>
      patterns.some((pattern) => pattern.test(line)) ? [`${index + 1}: ${line.trim().slice(0, 120)}`] : [],
    );

const hitsInTree = (patterns: readonly RegExp[]): readonly string[] =>
  tree.flatMap((path) => hits(readText(path), patterns).map((hit) => `${path}:${hit}`));

test('the tree names no path of a machine and no host of packages', () => {
  expect(tree.length).toBeGreaterThan(500);
  expect(hitsInTree(foreign)).toEqual([]);
});

test.each([
  ['see ', 'home', 'anna', 'topology.yaml'].join('/'),
  `https://${['registry', 'packages', 'example'].join('.')}/yaml`,
])('this would be found: %s', (planted) => {
  expect(hits(planted, foreign)).toHaveLength(1);
});

test.each(['one SMTP session for all recipients', 'transport agents of Exchange', 'the IANA registry'])(
  'this is a word of mail: %s',
  (innocent) => {
    expect(hits(innocent, foreign)).toEqual([]);
  },
);

test('nothing is left to be done later in a comment', () => {
  expect(hitsInTree([unfinished])).toEqual([]);
  expect(hits(`// ${'TO'}${'DO'}: later`, [unfinished])).toHaveLength(1);
});

test('the lock file names no host to fetch packages from', () => {
  const lock = JSON.parse(readText('package-lock.json')) as {
    readonly packages: Readonly<Record<string, { readonly resolved?: string; readonly integrity?: string }>>;
  };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  expect(packages.length).toBeGreaterThan(100);
  expect(packages.filter(([, one]) => one.resolved !== undefined).map(([path]) => path)).toEqual([]);
  expect(packages.filter(([, one]) => one.integrity === undefined).map(([path]) => path)).toEqual([]);
});

test('the README gives the test command that CI runs', () => {
  if (!existsSync(join(root, 'README.md'))) return;
  expect(readText('README.md')).toContain('npm ci && npm test');
  expect(readText('.ci/run')).toContain('npm ci && npm test');
});
