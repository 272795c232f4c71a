import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFileAccess, fileBytesMax } from '../../src/cli/file-access.ts';

let root = '';
let inside = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'mxproof-access-'));
  inside = join(root, 'topology');
  mkdirSync(join(inside, 'dns'), { recursive: true });
  writeFileSync(join(root, 'secret.txt'), 'secret');
  writeFileSync(join(inside, 'dns', 'a.zone'), 'zone');
  writeFileSync(join(inside, '..odd.zone'), 'odd');
  symlinkSync(join(root, 'secret.txt'), join(inside, 'link.zone'));
  symlinkSync(root, join(inside, 'up'));
  symlinkSync(join('dns', 'a.zone'), join(inside, 'good-link.zone'));
  writeFileSync(join(inside, 'big.zone'), '');
  truncateSync(join(inside, 'big.zone'), fileBytesMax + 1);
});
afterAll(() => rmSync(root, { recursive: true }));

const access = (allowOutside = false) => createFileAccess(inside, { allowOutside, env: { PW: 'x' } });
function outcome(path: string, allowOutside = false): string {
  const read = access(allowOutside).read(path);
  return read.ok ? Buffer.from(read.bytes).toString() : read.because;
}

describe('files that a topology names', () => {
  test.each([
    ['dns/a.zone', 'zone'],
    ['./dns/../dns/a.zone', 'zone'],
    ['good-link.zone', 'zone'],
    ['..odd.zone', 'odd'],
  ])('%s inside the tree is read', (path, content) => {
    expect(outcome(path)).toBe(content);
  });

  test.each(['../secret.txt', 'dns/../../secret.txt', 'link.zone', 'up/secret.txt', '/etc/hostname', ''])(
    '%j leaves the tree and is refused',
    (path) => {
      expect(outcome(path)).toBe('outside');
    },
  );

  test('a file outside is not said to be missing, which would tell what exists there', () => {
    expect(outcome('../nothing-here.txt')).toBe('outside');
  });

  test('--allow-outside lets them leave it', () => {
    expect(outcome('../secret.txt', true)).toBe('secret');
    expect(outcome('link.zone', true)).toBe('secret');
    expect(outcome(join(root, 'secret.txt'), true)).toBe('secret');
  });

  test('what is not there is missing, what is no file cannot be read, what is too large is not read', () => {
    expect(outcome('dns/b.zone')).toBe('missing');
    expect(outcome('dns/a.zone/b')).toBe('missing');
    expect(outcome('dns')).toBe('unreadable');
    expect(outcome('big.zone')).toBe('too-large');
  });

  test('a device is not read, because it might have no end', () => {
    expect(outcome('/dev/zero', true)).toBe('unreadable');
  });

  test('a named pipe that nobody writes to does not hang', () => {
    const pipe = join(inside, 'pipe.zone');
    try {
      execFileSync('mkfifo', [pipe]);
    } catch {
      return;
    }
    expect(outcome('pipe.zone')).toBe('unreadable');
  });

  test('secrets come from the environment that was given', () => {
    expect(access().secret('PW')).toBe('x');
    expect(access().secret('OTHER')).toBeUndefined();
  });
});
