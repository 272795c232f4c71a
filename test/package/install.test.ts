import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../architecture/source-files.ts';

const directory = mkdtempSync(join(tmpdir(), 'mxproof-install-'));
afterAll(() => rmSync(directory, { recursive: true }));

const npm = (cwd: string, ...args: readonly string[]) =>
  spawnSync('npm', [...args], { cwd, encoding: 'utf8', env: { ...process.env, NODE_ENV: '' }, timeout: 120_000 });

describe('the package in an empty folder', () => {
  let files: readonly string[] = [];
  let unreachable = '';
  beforeAll(() => {
    // dist is there already: the tests run what was built.
    const packed = npm(root, 'pack', '--ignore-scripts', '--json', '--pack-destination', directory);
    const [made] = JSON.parse(packed.stdout) as readonly { filename: string; files: readonly { path: string }[] }[];
    files = made?.files.map(({ path }) => path) ?? [];
    writeFileSync(join(directory, 'package.json'), '{ "name": "empty", "private": true }\n');
    const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
    const installed = npm(directory, 'install', ...options, `./${made?.filename ?? ''}`);
    if (installed.status === 0) return;
    const said = installed.stderr;
    if (!/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ENOTCACHED/u.test(said)) throw new Error(said);
    unreachable = 'no package can be fetched here';
  }, 180_000);

  const mxproof = (...args: readonly string[]) =>
    spawnSync(join(directory, 'node_modules/.bin/mxproof'), [...args], { cwd: directory, encoding: 'utf8' });

  test('holds what runs and what people read, and nothing of how it is made', () => {
    expect(files).toContain('dist/cli.js');
    expect(files).toContain('dist/types/index.d.ts');
    expect(files).toContain('schemas/topology.schema.json');
    expect(files).toContain('LICENSE');
    expect(files.filter((path) => /^(?:src|test|node_modules|\.ci)\//u.test(path))).toEqual([]);
  });

  test('runs, writes a topology to start from, and checks it', ({ skip }) => {
    skip(unreachable !== '', unreachable);
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(mxproof('--version').stdout).toBe(`${version}\n`);
    expect(mxproof('init', 'cloud-only', '--output', 'topology.yaml').status).toBe(0);
    const { status, stdout } = mxproof('check', 'topology.yaml');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Nothing found|^\d+ messages? traced/mu);
    expect(readdirSync(directory)).toContain('topology.yaml');
  });

  test('is a library, too', ({ skip }) => {
    skip(unreachable !== '', unreachable);
    const program = `import { checkHost, dnsFromRecords } from 'mxproof';
const dns = dnsFromRecords({ 'example.org': { TXT: ['v=spf1 ip4:192.0.2.1 -all'] } });
console.log(checkHost({ ip: '192.0.2.1', sender: 'a@example.org', helo: 'example.org' }, dns).result);`;
    writeFileSync(join(directory, 'use.mjs'), program);
    expect(spawnSync(process.execPath, ['use.mjs'], { cwd: directory, encoding: 'utf8' }).stdout).toBe('pass\n');
  });
});
