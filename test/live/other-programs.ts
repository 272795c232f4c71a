import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { askServer } from '../../src/live/ask-server.ts';
import { declaredAnswers } from '../../src/live/declared-answers.ts';
import { serveDns } from '../../src/live/serve-dns.ts';

/** Debian's own Python, which its packages belong to. */
export const python = '/usr/bin/python3';

export const hasProgram = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;

const run = promisify(execFile);

/** What a program prints; it must end well, and may take as long as `timeout` milliseconds. */
export async function output(command: string, args: readonly string[], timeout = 15_000): Promise<string> {
  return (await run(command, [...args], { timeout, maxBuffer: 1 << 24, encoding: 'utf8' })).stdout;
}

/** A port of the loopback interface that was free a moment ago, UDP and TCP. */
async function freePort(): Promise<number> {
  const served = await serveDns(declaredAnswers([], 'unknown', { lookup: () => undefined }), { port: 0 });
  if (!served.ok) throw new Error(served.because);
  await served.service.close();
  return served.service.port;
}

export interface Named {
  readonly port: number;
  stop(): Promise<void>;
}

/** BIND's name server with these zones, for nobody but us. */
export async function startNamed(zones: Readonly<Record<string, string>>): Promise<Named> {
  const directory = mkdtempSync(join(tmpdir(), 'mxproof-named-'));
  const port = await freePort();
  const declared = Object.keys(zones).map((zone) => `zone "${zone}" { type primary; file "${zone}"; };`);
  for (const [zone, content] of Object.entries(zones)) writeFileSync(join(directory, zone), content);
  const conf = join(directory, 'named.conf');
  writeFileSync(
    conf,
    `options { directory "${directory}"; listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; }; recursion no;
      pid-file none; lock-file none; dnssec-validation no; notify no; empty-zones-enable no;
      check-names primary ignore; };
    controls { };
    ${declared.join('\n')}
    `,
  );
  const server = spawn('named', ['-g', '-4', '-n', '1', '-c', conf], { stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  server.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => server.on('close', () => resolve()));
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  };
  const [first = ''] = Object.keys(zones);
  for (let tries = 0; tries < 50; tries++) {
    const heard = await askServer({ address: '127.0.0.1', port }, first, 'SOA', 200);
    if (heard.kind === 'message' && heard.packet.header.rcode === 0) return { port, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`named does not serve: ${told.slice(-2000)}`);
}
