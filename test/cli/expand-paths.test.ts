import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expandPaths } from '../../src/cli/expand-paths.ts';

let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'mxproof-glob-'));
  for (const path of [
    'b/topology.yaml',
    'a/topology.yaml',
    'a/deep/er/topology.yaml',
    'a/x1.yaml',
    '.h/topology.yaml',
    'b/[x]*.yaml',
  ]) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), '');
  }
  symlinkSync(root, join(root, 'a', 'circle'));
});
afterAll(() => rmSync(root, { recursive: true }));

const expand = (pattern: string): readonly string[] =>
  expandPaths(`${root}/${pattern}`).map((path) => path.slice(root.length + 1));

describe('patterns of topologies', () => {
  test('a plain path is itself, there or not', () => {
    expect(expand('nowhere.yaml')).toEqual(['nowhere.yaml']);
    expect(expandPaths('-')).toEqual(['-']);
  });

  test('* and ? stay inside one name, and the matches are in order', () => {
    expect(expand('*/topology.yaml')).toEqual(['a/topology.yaml', 'b/topology.yaml']);
    expect(expand('a/x?.yaml')).toEqual(['a/x1.yaml']);
    expect(expand('*.yaml')).toEqual([]);
  });

  test('** goes through directories, and not round through links', () => {
    expect(expand('**/topology.yaml')).toEqual(['a/deep/er/topology.yaml', 'a/topology.yaml', 'b/topology.yaml']);
  });

  test('hidden directories are entered only when the pattern names them', () => {
    expect(expand('.h/*.yaml')).toEqual(['.h/topology.yaml']);
  });

  test('a file that is really called so is meant', () => {
    expect(expand('b/[x]*.yaml')).toEqual(['b/[x]*.yaml']);
  });

  test('a pattern made to be slow is not', () => {
    writeFileSync(join(root, 'a'.repeat(200)), '');
    const started = process.hrtime.bigint();
    expect(expand(`${'*a'.repeat(60)}b`)).toEqual([]);
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(1000);
  });
});
