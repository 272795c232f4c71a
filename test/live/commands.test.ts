import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readZoneSource } from '../../src/input/dns/read-zone-source.ts';
import { askServer } from '../../src/live/ask-server.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(root, 'dist/cli.js');
const world = join(root, 'fixtures/worlds/third-party-filter/topology.yaml');
const isBuilt = existsSync(cli);
const unless = isBuilt ? '' : ' (skipped: dist is missing, npm run build makes it)';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Program {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  /** What has been printed so far. */
  readonly told: { out: string; err: string };
  readonly ended: Promise<Ended>;
}

function start(...args: readonly string[]): Program {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'], cwd: root });
  const told = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    told.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    told.err += chunk.toString();
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...told })));
  return { process: child, told, ended };
}

const run = (...args: readonly string[]): Promise<Ended> => start(...args).ended;

async function served(program: Program): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const port = /on port (\d+)/u.exec(program.told.out)?.[1];
    if (port !== undefined) return Number(port);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing is served: ${program.told.err}`);
}

describe.skipIf(!isBuilt)(`the program${unless}`, () => {
  let server: Program;
  let port = 0;
  const directory = mkdtempSync(join(tmpdir(), 'mxproof-capture-'));

  beforeAll(async () => {
    server = start('serve-dns', world, '--port', '0', '--verbose');
    port = await served(server);
  }, 20_000);
  afterAll(async () => {
    server.process.kill('SIGKILL');
    await server.ended;
    rmSync(directory, { recursive: true });
  });

  test('capture writes what serve-dns declares, whole and over what was there', async () => {
    const file = join(directory, 'contoso.com.zone');
    writeFileSync(file, 'old');
    const { code, out, err } = await run('capture', 'contoso.com', '--server', `127.0.0.1:${port}`, '-o', file);
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('mxproof: no answer: selector1._domainkey.contoso.com TXT: 127.0.0.1');
    expect(err).toMatch(/: \d+ of \d+ questions are answered\.\n$/u);
    expect(readdirSync(directory)).toEqual(['contoso.com.zone']);
    const source = await readZoneSource(readFileSync(file, 'utf8'), { file });
    expect(source.problems).toEqual([]);
    expect(source.records.map(({ owner, type }) => `${owner} ${type}`)).toEqual(
      expect.arrayContaining(['contoso.com MX', 'contoso.com TXT', '_dmarc.contoso.com TXT']),
    );
  });

  test('what is not answered counts where it is asked to, and addresses come from a topology', async () => {
    const args = ['capture', 'contoso.com', '--server', `127.0.0.1:${port}`, '--topology', world];
    const { code, out } = await run(...args, '--fail-on-undetermined', '--progress', 'always');
    expect(code).toBe(1);
    expect(out).toContain(';! no-answer 1.10.10.10.in-addr.arpa. PTR');
    expect(server.told.err).toContain('udp 127.0.0.1 contoso.com MX NOERROR 1');
  });

  test('without an answer nothing is written, and every mistake is named', async () => {
    const file = join(directory, 'never.zone');
    const silent = await run('capture', 'contoso.com', '--server', '127.0.0.1:9', '--retries', '0', '-o', file);
    expect([silent.code, existsSync(file)]).toEqual([2, false]);
    expect(silent.err).toContain('No question has been answered: 127.0.0.1:9 cannot be reached: ECONNREFUSED.');
    const wrong = await run('capture', 'contoso..com', '--timeout', '0', '--format', 'json', '--selector', 'a..b');
    expect(wrong.code).toBe(2);
    for (const word of ['contoso..com', '--timeout 0', '--format', '--selector a..b', 'No server is named']) {
      expect(wrong.err).toContain(word);
    }
  });

  test('a port that is taken is said', async () => {
    const { code, err } = await run('serve-dns', world, '--port', String(port));
    expect(code).toBe(2);
    expect(err).toContain(`Port ${port} is taken.`);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the server well', async (signal) => {
    const other = start('serve-dns', world, '--port', '0');
    const address = { address: '127.0.0.1', port: await served(other) };
    expect((await askServer(address, 'contoso.com', 'MX', 2000)).kind).toBe('message');
    other.process.kill(signal);
    expect(await other.ended).toMatchObject({ code: 0, err: '' });
  });
});
