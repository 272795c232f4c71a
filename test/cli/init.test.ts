import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { fakeMachine } from '../support/fake-machine.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mxproof-init-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

async function init(...args: readonly string[]) {
  const machine = fakeMachine(['init', ...args]);
  const code = await run(machine);
  return { code, out: machine.out.text, err: machine.err.text };
}

test('lists the scenarios, one a line, and so does a call without a name', async () => {
  const { code, out } = await init('--list');
  expect(code).toBe(0);
  expect(out).toMatch(/^ {2}hybrid-mx-cloud +\S.+$/mu);
  expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(await init()).toEqual({ code, out, err: '' });
  expect((await init('--list', '--quiet')).out.trim().split('\n').length).toBeGreaterThanOrEqual(10);
});

test('writes the scenario whole into a file or a directory, and nothing beside it', async () => {
  const folder = join(directory, 'folder');
  mkdirSync(folder);
  expect((await init('cloud-only', '--output', folder)).code).toBe(0);
  expect((await init('cloud-only', '--output', join(folder, 'own.yaml'))).code).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(['own.yaml', 'topology.yaml']);
  const content = readFileSync('fixtures/scenarios/cloud-only.yaml', 'utf8');
  expect(readFileSync(join(folder, 'topology.yaml'), 'utf8')).toBe(content);
  expect((await init('cloud-only', '--output', '-')).out).toBe(content);
});

test('what is written can be checked as it stands', async () => {
  const file = join(directory, 'checked.yaml');
  const { out } = await init('partner-tls', '--output', file);
  expect(out).toContain(`mxproof check ${file}`);
  expect(await run(fakeMachine(['check', file]))).toBe(0);
});

test('overwrites nothing', async () => {
  const file = join(directory, 'mine.yaml');
  writeFileSync(file, 'mine');
  const { code, out, err } = await init('cloud-only', '--output', file);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('is there already, and nothing is overwritten.');
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test('refuses what it cannot do, with what would be valid', async () => {
  expect((await init('hybrid-mx-clowd')).err).toContain('Did you mean hybrid-mx-cloud');
  expect((await init('zzzzzz')).err).toContain('The scenarios are add-on-service,');
  expect(await init('cloud-only', '--format', 'json')).toMatchObject({ code: 2, out: '' });
  const nowhere = await init('cloud-only', '--output', join(directory, 'no', 'such', 'place.yaml'));
  expect(nowhere.code).toBe(2);
  expect(nowhere.err).toContain('(ENOENT)');
});
