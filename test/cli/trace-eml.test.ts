import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { alice, mail } from '../support/messages.ts';

const directory = mkdtempSync(join(tmpdir(), 'mxproof-trace-'));
afterAll(() => rmSync(directory, { recursive: true }));

const saved = (name: string, content: string): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};

const topology = saved(
  'topology.yaml',
  `mxproof: 1
tenant: { domain: contoso.onmicrosoft.com, acceptedDomains: [contoso.com] }
recipients: [{ address: anna@contoso.com, mailbox: cloud }]
dns:
  records: |
    contoso.com. MX 0 contoso-com.mail.protection.outlook.com.
    example.org. TXT "v=spf1 ip4:198.51.100.7 -all"
messages:
  - { name: From a file, eml: hello.eml, expect: { status: delivered } }
`,
);
const hello = saved('hello.eml', mail({ 'Return-Path': '<bounce@example.org>', ...alice }, 'Hello'));

async function trace(...args: readonly string[]) {
  const machine = fakeMachine(['trace', topology, ...args]);
  const code = await run(machine);
  return { code, out: machine.out.text, err: machine.err.text };
}

test('a declared message file is traced, and the heading says what its envelope sender was taken from', async () => {
  const { code, out, err } = await trace();
  expect([code, err]).toEqual([0, '']);
  expect(out.replaceAll(/\s+/gu, ' ')).toContain(
    'from alice@example.org (envelope sender <bounce@example.org>) to anna@contoso.com, source internet, file hello.eml (envelope sender by Return-Path)',
  );
});

test('--eml traces a file that no topology names; other options take the place of what it says', async () => {
  const { code, out } = await trace('--eml', hello, '--mail-from', 'x@example.org', '--format', 'json');
  expect(code).toBe(0);
  const report = JSON.parse(out) as { readonly traces: readonly { readonly message: object }[] };
  expect(report.traces.map(({ message }) => message)).toEqual([
    {
      from: 'alice@example.org',
      mailFrom: 'x@example.org',
      to: ['anna@contoso.com'],
      source: 'internet',
      eml: { file: hello, mailFromOf: null },
    },
  ]);
});

test('what a file leaves open is told on standard error, and not with --quiet', async () => {
  const reply = saved('reply.eml', mail({ ...alice, 'Auto-Submitted': 'auto-replied' }));
  const { code, err } = await trace('--eml', reply);
  expect(code).toBe(0);
  expect(err).toBe(
    `mxproof: ${reply}:4:1: The message is an automatic reply. The message is traced as a normal one.\n`,
  );
  expect((await trace('--eml', reply, '--quiet')).err).toBe('');
});

test.each<readonly [string, string, RegExp]>([
  ['is not there', join(directory, 'none.eml'), /There is no file .*none\.eml\./u],
  ['is no message', saved('bad.eml', 'no message\n'), /bad\.eml:1:1\nmxproof: +The file is no message/u],
])('a file that %s gives 2 and no trace', async (_, path, said) => {
  const { code, out, err } = await trace('--eml', path);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(said);
  expect(err).not.toMatch(/\n +at /u);
});

test('--eml and --message are two ways to say which', async () => {
  const { code, err } = await trace('--eml', hello, '--message', 'From a file');
  expect(code).toBe(2);
  expect(err).toContain('--eml');
});
