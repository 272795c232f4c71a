import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadTopology } from '../../src/cli/load-topology.ts';
import { messageOfOptions } from '../../src/cli/message-of-options.ts';
import { asString, plain } from '../../src/model/text.ts';
import { alice, mail } from '../support/messages.ts';

const document = `mxproof: 1
tenant:
  domain: contoso.onmicrosoft.com
  acceptedDomains: [contoso.com]
recipients:
  - { address: anna@contoso.com, mailbox: cloud }
services:
  - { name: filter, addresses: [203.0.113.7], receivesAt: [mx.filter.example] }
messages:
  - { name: Declared, from: alice@example.org, to: [anna@contoso.com] }
`;

async function read(options: Readonly<Record<string, readonly string[]>>) {
  const loaded = await loadTopology('-', { content: new TextEncoder().encode(document) });
  if (!loaded.ok) throw new Error('the document of this test is good');
  return messageOfOptions(new Map(Object.entries(options)), loaded.value);
}
async function message(options: Readonly<Record<string, readonly string[]>>) {
  const result = await read(options);
  if (!result.ok) throw new Error(result.problems.map((it) => plain(it.problem)).join(' '));
  return result.message;
}
async function problems(options: Readonly<Record<string, readonly string[]>>): Promise<string> {
  const result = await read(options);
  if (result.ok) return '';
  expect(result.problems.every((it) => it.at === undefined)).toBe(true);
  return result.problems.map((it) => plain(it.problem)).join('\n');
}

const plainOptions = { from: ['alice@example.org'], to: ['anna@contoso.com'] };

describe('a message of the command line', () => {
  test('has the defaults of a declared one', async () => {
    const made = await message(plainOptions);
    expect(asString(made.name)).toBe('alice@example.org to anna@contoso.com');
    expect(made).toMatchObject({
      from: 'alice@example.org',
      mailFrom: 'alice@example.org',
      source: undefined,
      deliverTo: undefined,
      type: 'normal',
      expect: undefined,
    });
  });

  test('takes several recipients, repeated or in a list', async () => {
    const { recipients } = await message({ ...plainOptions, to: ['anna@contoso.com, b@contoso.com', 'c@contoso.com'] });
    expect(recipients.map((it) => it.text)).toEqual(['anna@contoso.com', 'b@contoso.com', 'c@contoso.com']);
  });

  test('takes the null sender, a subject and header fields', async () => {
    const it = await message({
      ...plainOptions,
      'mail-from': ['<>'],
      subject: ['Hi = there'],
      header: ['X-A=1=2', 'X-B='],
    });
    expect(it.mailFrom).toBe('');
    expect(it.subject).toBe('Hi = there');
    expect([...it.headers.values()]).toEqual(['1=2', '']);
  });

  test('an address as --source that belongs to a declared node is that node, any other is the Internet', async () => {
    expect((await message({ ...plainOptions, source: ['203.0.113.7'] })).source).toMatchObject({
      node: 'service:filter',
      address: '203.0.113.7',
    });
    expect((await message({ ...plainOptions, source: ['198.51.100.9'] })).source?.node).toBe('internet');
    expect((await message({ ...plainOptions, source: ['service:filter'] })).source?.node).toBe('service:filter');
  });
});

describe('a message of the command line that cannot be used', () => {
  test('misses its sender and its recipient, and both are named', async () => {
    expect(await problems({ subject: ['x'] })).toBe(
      'No sender is given for the message.\nNo recipient is given for the message.',
    );
  });

  test('has a header field without a name', async () => {
    expect(await problems({ ...plainOptions, header: ['X Test=1', 'no-equals'] })).toBe(
      '--header X Test=1 is no header field.\n--header no-equals is no header field.',
    );
  });

  test.each([
    ['a source that nothing declares', { source: ['service:other'] }, /service:other/u],
    ['a sender that is no address', { from: ['alice'] }, /alice/u],
    ['an own sender without a mailbox and without a source', { from: ['nobody@contoso.com'] }, /nobody@contoso\.com/u],
  ])('has %s', async (_, options, said) => {
    expect(await problems({ ...plainOptions, ...options })).toMatch(said);
  });
});

describe('a message file of the command line', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mxproof-eml-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const saved = (name: string, content: string): string => {
    const path = join(directory, name);
    writeFileSync(path, content);
    return path;
  };

  test('needs neither --from nor --to, and may stand outside the tree of the topology', async () => {
    const path = saved('hello.eml', mail({ 'Return-Path': '<>', ...alice }));
    expect(await message({ eml: [path] })).toMatchObject({
      name: path,
      from: 'alice@example.org',
      mailFrom: '',
      subject: 'Hello',
      recipients: [{ text: 'anna@contoso.com' }],
    });
  });

  test('gives way to the other options', async () => {
    const path = saved('over.eml', mail({ ...alice, 'X-Test': 'file' }));
    const it = await message({
      eml: [path],
      from: ['x@example.net'],
      to: ['b@contoso.com'],
      'mail-from': ['m@example.net'],
      subject: ['Bye'],
      header: ['X-Test=option'],
      source: ['198.51.100.7'],
    });
    expect(it).toMatchObject({ from: 'x@example.net', mailFrom: 'm@example.net', subject: 'Bye' });
    expect(it.recipients.map(({ text }) => text)).toEqual(['b@contoso.com']);
    expect(it.source?.address).toBe('198.51.100.7');
    expect([...it.headers].filter(([name]) => /^x-test$/iu.test(name))).toEqual([['X-Test', 'option']]);
  });

  test('that cannot be used is named with its line, and without one where there is none', async () => {
    expect(await problems({ eml: [join(directory, 'none.eml')] })).toBe(
      `There is no file ${join(directory, 'none.eml')}.`,
    );
    expect(await problems({ eml: [directory] })).toBe(`The file ${directory} cannot be read.`);
    const path = saved('bad.eml', 'no message\n');
    const result = await read({ eml: [path] });
    expect(result.ok ? [] : result.problems.map(({ at }) => [at?.file, at?.line])).toEqual([[path, 1]]);
  });

  test('leaves open what is told beside the trace', async () => {
    const path = saved('reply.eml', mail({ ...alice, 'Auto-Submitted': 'auto-replied' }));
    const result = await read({ eml: [path] });
    expect(result.ok ? result.notices.map(({ problem }) => plain(problem)) : []).toEqual([
      'The message is an automatic reply.',
    ]);
  });
});
