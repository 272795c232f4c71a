import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { collectingScript } from '../../src/input/collector/collecting-script.ts';
import { fakeMachine } from '../support/fake-machine.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mxproof-collect-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

async function collect(...args: readonly string[]) {
  const machine = fakeMachine(['collect', ...args]);
  const code = await run(machine);
  return { code, out: machine.out.text, err: machine.err.text };
}

test('prints the script and nothing else', async () => {
  expect(await collect('--print')).toEqual({ code: 0, out: collectingScript(), err: '' });
});

test('writes it into a file', async () => {
  const file = join(directory, 'collect.ps1');
  expect(await collect('--print', '--output', file)).toEqual({ code: 0, out: '', err: '' });
  expect(readFileSync(file, 'utf8')).toBe(collectingScript());
});

test('without --print it runs nothing and says what to write', async () => {
  const { code, out, err } = await collect();
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('mxproof collect --print > collect.ps1');
});

test('a script has no format', async () => {
  expect(await collect('--print', '--format', 'json')).toMatchObject({ code: 2, out: '' });
});
