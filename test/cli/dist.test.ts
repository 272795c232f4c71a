import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import flags from '../../src/cli/v8-flags.json' with { type: 'json' };

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const isBuilt = existsSync(cli);
const built = describe.skipIf(!isBuilt);
const suffix = isBuilt ? '' : ' (skipped: dist is missing, npm run build makes it)';

const topology = (status: string): string => `mxproof: 1
asOf: 2026-11-21
tenant:
  domain: contoso.onmicrosoft.com
  acceptedDomains: [contoso.com]
recipients:
  - { address: anna@contoso.com, mailbox: cloud }
dns:
  records: |
    contoso.com.  MX  0 contoso-com.mail.protection.outlook.com.
    contoso.com.  TXT "v=spf1 include:spf.protection.outlook.com -all"
messages:
  - name: Hello
    from: alice@example.org
    to: [anna@contoso.com]
    expect: { status: ${status} }
`;

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mxproof-cli-'));
  writeFileSync(join(directory, 'good.yaml'), topology('delivered'));
  writeFileSync(join(directory, 'unmet.yaml'), topology('quarantined'));
  writeFileSync(
    join(directory, 'bad.yaml'),
    topology('delivered').replace('tenant:', 'tenat:').replace('dns:', 'dnss:'),
  );
});
afterAll(() => rmSync(directory, { recursive: true }));

function mxproof(
  args: readonly string[],
  options: { input?: string; env?: Record<string, string> } = {},
): SpawnSyncReturns<string> {
  const { NO_COLOR, FORCE_COLOR, MXPROOF_DEBUG, ...env } = process.env;
  return spawnSync(process.execPath, [cli, ...args], {
    cwd: directory,
    encoding: 'utf8',
    input: options.input ?? '',
    env: { ...env, ...options.env },
  });
}

built(`the built program${suffix}`, () => {
  test('has stored code that is valid under its flags, in a process of this version of Node.js', () => {
    const program = `const { readFileSync } = require('node:fs');
      for (const flag of ${JSON.stringify(flags)}) require('node:v8').setFlagsFromString(flag);
      const [source, cachedData] = [readFileSync('program.bundle', 'latin1'), readFileSync('program.code')];
      process.stdout.write(String(new (require('node:vm').Script)(source, { cachedData }).cachedDataRejected));`;
    const { stdout } = spawnSync(process.execPath, ['-e', program], { cwd: dirname(cli), encoding: 'utf8' });
    expect(stdout).toBe('false');
  });

  test('prints its version alone', () => {
    const { stdout, status } = mxproof(['--version']);
    expect([stdout, status]).toEqual([
      `${JSON.parse(readFileSync(join(cli, '../../package.json'), 'utf8')).version}\n`,
      0,
    ]);
  });

  test.each([
    ['met expectations', ['trace', 'good.yaml'], 0],
    ['an unmet expectation', ['trace', 'unmet.yaml'], 1],
    ['an unmet expectation in check', ['check', 'unmet.yaml'], 1],
    ['an unmet expectation with --fail-on never', ['check', 'unmet.yaml', '--fail-on', 'never'], 0],
    ['an unknown key', ['check', 'bad.yaml'], 2],
    ['a missing file', ['check', 'nowhere.yaml'], 2],
    ['a pattern that matches nothing', ['check', 'no*.yaml'], 2],
    ['one unusable topology of two', ['check', 'good.yaml', 'bad.yaml', '--fail-on', 'never'], 2],
    ['an unknown option', ['check', 'good.yaml', '--quite'], 2],
    ['a node that is not declared', ['check', 'good.yaml', '--at-down', 'server:X'], 2],
    ['an open point that is none', ['check', 'good.yaml', '--assume', 'loop.hopLimt=3'], 2],
    [
      'an open point with a value that is none',
      ['check', 'good.yaml', '--assume', 'outbound.wildcardIncludesApex=maybe'],
      2,
    ],
    ['a rule that is none', ['check', 'good.yaml', '--rule', 'spf/misssing=off'], 2],
    ['a message that is not declared', ['trace', 'good.yaml', '--message', 'Helo'], 2],
    ['a file that cannot be written', ['check', 'good.yaml', '--output', 'no/such/file'], 2],
    ['spf of a declared domain', ['spf', 'good.yaml', 'contoso.com'], 0],
    ['spf for something that is no address', ['spf', 'good.yaml', 'contoso.com', '--ip', 'x'], 2],
    ['help', ['check', '--help'], 0],
  ] as const)('%s: %j gives %i', (_, args, code) => {
    const { status, stdout, stderr } = mxproof(args);
    expect({ status, stderr: stderr !== '' }).toEqual({ status: code, stderr: code === 2 });
    if (code === 2) expect(stdout).toBe('');
    expect(stderr).not.toMatch(/^\s+at .*:\d+/mu);
  });

  test('all problems of a document are named at once, each with its place, its line and what would be valid', () => {
    const { stderr } = mxproof(['check', 'bad.yaml']);
    expect(stderr).toContain('bad.yaml:3:1\n');
    expect(stderr).toContain('3 | tenat:\n');
    expect(stderr).toMatch(/\btenant\b/u);
    expect(stderr).toContain('bad.yaml:8:1\n');
  });

  test('reads standard input, names it, and does not look at the clock when the document says which day it is', () => {
    const { status, stdout } = mxproof(['trace', '-', '--format', 'json'], { input: topology('delivered') });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ asOf: '2026-11-21T00:00:00Z', traces: [{ name: 'Hello' }] });
    expect(mxproof(['check', '-'], { input: 'tenat: 1\n' }).stderr).toContain('<stdin>:1:1');
  });

  test('--as-of overrides the document', () => {
    const { stdout } = mxproof(['check', 'good.yaml', '--as-of', '2027-06-01', '--format', 'json']);
    expect(JSON.parse(stdout).asOf).toBe('2027-06-01T00:00:00Z');
  });

  test('the JSON of every command satisfies the published schema', () => {
    const schema = JSON.parse(readFileSync(join(cli, '../../schemas/report.schema.json'), 'utf8'));
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
    for (const args of [
      ['check', 'good.yaml', 'unmet.yaml'],
      ['trace', 'unmet.yaml'],
      ['trace', 'good.yaml', '--from', 'x@example.org', '--to', 'nobody@contoso.com', '--mail-from', '<>'],
      ['spf', 'good.yaml', 'contoso.com', '--second-opinion'],
      ['spf', 'good.yaml', 'contoso.com', '--ip', '192.0.2.1'],
      ['explain', 'ATTR-7'],
    ]) {
      const { stdout, stderr } = mxproof([...args, '--format', 'json']);
      expect(stderr).toBe('');
      expect(validate(JSON.parse(stdout)) || validate.errors).toBe(true);
    }
  });

  test('writes several formats, each to its file, and the same bytes twice', () => {
    const args = ['check', 'good.yaml', '--format', 'json=a.json', '--format', 'terminal', '--output', 'a.txt'];
    expect(mxproof(args)).toMatchObject({ stdout: '', stderr: '' });
    const first = [readFileSync(join(directory, 'a.json'), 'utf8'), readFileSync(join(directory, 'a.txt'), 'utf8')];
    mxproof(args, { env: { TZ: 'Pacific/Auckland', LC_ALL: 'tr_TR.UTF-8' } });
    expect([readFileSync(join(directory, 'a.json'), 'utf8'), readFileSync(join(directory, 'a.txt'), 'utf8')]).toEqual(
      first,
    );
  });

  test('colours only when it is told to, because a pipe is no terminal', () => {
    const ansi = '\u001b[';
    expect(mxproof(['trace', 'unmet.yaml']).stdout).not.toContain(ansi);
    expect(mxproof(['trace', 'unmet.yaml'], { env: { FORCE_COLOR: '1' } }).stdout).toContain(ansi);
    expect(mxproof(['trace', 'unmet.yaml', '--no-color'], { env: { FORCE_COLOR: '1' } }).stdout).not.toContain(ansi);
    expect(mxproof(['trace', 'unmet.yaml'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).stdout).not.toContain(ansi);
  });

  test('progress goes to standard error, and only when asked for', () => {
    expect(mxproof(['check', 'good.yaml']).stderr).toBe('');
    expect(mxproof(['check', 'good.yaml', '--progress', 'always']).stderr).toBe('mxproof: 1/1 good.yaml\n');
  });

  test('a pattern is a portfolio: one report with every topology', () => {
    const { stdout } = mxproof(['check', '*?t.yaml', 'good.yaml', '--format', 'json']);
    const files = JSON.parse(stdout).topologies.map((it: { file: string }) => it.file);
    expect(files).toEqual(['unmet.yaml', 'good.yaml']);
  });

  test('a reader that leaves early ends it quietly, with the code of the analysis', async () => {
    const child = spawn(process.execPath, [cli, 'trace', 'unmet.yaml', '--format', 'json'], { cwd: directory });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, stderr]).toEqual([1, '']);
  });

  test('a hostile name cannot write to the terminal', () => {
    const evil = topology('delivered').replace('name: Hello', 'name: "\\e]0;owned\\a\\u202eHello\\e[31m"');
    const { stdout, status } = mxproof(['trace', '-'], { input: evil });
    expect(status).toBe(0);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(stdout).toContain('\\u{1b}]0;owned');
  });
});
