import { describe, expect, test } from 'vitest';
import { readTopology } from '../../../src/input/topology/read-topology.ts';
import { plain } from '../../../src/model/text.ts';
import type { SampleMessage } from '../../../src/model/topology.ts';
import { alice, mail, multipart } from '../../support/messages.ts';
import { filesOf, noticeLines, readable } from '../../support/topology-reading.ts';

const received = {
  'Return-Path': '<bounce@mailer.example>',
  Received: 'from mx.example.org (mx.example.org [198.51.100.7]) by in.filter.example',
  ...alice,
  Cc: 'bob@contoso.com',
  Importance: 'high',
};
const files = { 'samples/hello.eml': mail(received, 'Hello') };

async function read(message: string, more: Readonly<Record<string, string>> = {}) {
  const document = `mxproof: 1\nmessages:\n  - { name: a, ${message} }\n`;
  return readable(document, filesOf({ ...files, ...more }));
}

async function sample(message: string, more: Readonly<Record<string, string>> = {}): Promise<SampleMessage> {
  const [first] = (await read(message, more)).topology.messages;
  if (first === undefined) throw new Error('the message is there');
  return first;
}

async function problems(message: string, more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const document = `mxproof: 1\nmessages:\n  - { name: a, ${message} }\n`;
  const found = await readTopology('topology.yaml', document, filesOf({ ...files, ...more }));
  return found.ok
    ? []
    : found.problems.map(
        ({ at, problem, remedy }) => `${at?.file}:${at?.line} ${plain(problem)} ${remedy && plain(remedy)}`,
      );
}

const envelope = ({ recipients }: SampleMessage): readonly string[] =>
  recipients.map(({ text, box }) => `${box} ${text}`);

describe('a message file stands for the fields of a sample message', () => {
  test('all of them', async () => {
    const message = await sample('eml: samples/hello.eml');
    expect(message).toMatchObject({
      from: 'alice@example.org',
      mailFrom: 'bounce@mailer.example',
      subject: 'Hello',
      source: undefined,
      type: 'normal',
      dkimDeclared: false,
      size: mail(received, 'Hello').length,
      eml: { path: 'samples/hello.eml', senderFrom: 'Return-Path' },
    });
    expect(message.body.trim()).toBe('Hello');
    expect(envelope(message)).toEqual(['to anna@contoso.com', 'cc bob@contoso.com']);
    expect(message.headers.get('importance')).toBe('high');
    expect(message.headers.has('return-path')).toBe(false);
  });

  test('of a repeated field every instance, newest first', async () => {
    const twice = `X-Test: one\r\nX-Test: =?utf-8?Q?tw=C3=B6?=\r\n${mail(alice)}`;
    const message = await sample('eml: b.eml', { 'b.eml': twice });
    expect(message.headers.get('x-test')?.split('\n')).toEqual(['one', '=?utf-8?Q?tw=C3=B6?=']);
  });

  test('what stands beside it takes the place of what it says', async () => {
    const message = await sample(
      'eml: samples/hello.eml, from: x@example.net, mailFrom: "<>", subject: Bye, body: other, type: oof, headers: { IMPORTANCE: low, X-New: 1 }',
    );
    expect(message).toMatchObject({ from: 'x@example.net', mailFrom: '', subject: 'Bye', body: 'other', type: 'oof' });
    expect([...message.headers].filter(([name]) => /^(importance|x-new|from)$/iu.test(name))).toEqual([
      ['IMPORTANCE', 'low'],
      ['X-New', '1'],
    ]);
    expect(message.size).toBeUndefined();
    expect(message.eml?.senderFrom).toBeUndefined();
  });

  test('one box that is declared is the envelope; the fields To and Cc stay for rules that read them', async () => {
    const message = await sample('eml: samples/hello.eml, bcc: [carol@contoso.com]');
    expect(envelope(message)).toEqual(['bcc carol@contoso.com']);
    expect([message.eml?.to, message.eml?.cc]).toEqual([['anna@contoso.com'], ['bob@contoso.com']]);
    expect((await sample('eml: samples/hello.eml, to: [carol@contoso.com]')).eml?.to).toBeUndefined();
  });

  test.each<readonly [string, Readonly<Record<string, string>>, string, string | undefined]>([
    ['Return-Path', { 'Return-Path': '<>' }, '', 'Return-Path'],
    ['Sender, where there is no Return-Path', { Sender: 'list@example.net' }, 'list@example.net', 'Sender'],
    ['From, where there is neither', {}, 'alice@example.org', 'From'],
    ['its type', { 'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=b' }, '', 'type'],
  ])('the envelope sender is that of %s', async (_, fields, address, origin) => {
    const content = mail({ ...fields, ...alice }, '--b', '', '--b--');
    const message = await sample('eml: b.eml', { 'b.eml': content });
    expect([message.mailFrom, message.eml?.senderFrom]).toEqual([address, origin]);
  });

  test('attachments that are declared beside it count instead of its own', async () => {
    const content = multipart('multipart/mixed', alice, [{}, 'x'], [{ 'Content-Type': 'image/png; name=a.png' }, 'x']);
    expect((await sample('eml: b.eml', { 'b.eml': content })).attachments).toMatchObject([{ name: 'a.png' }]);
    const declared = await sample('eml: b.eml, attachments: [{ name: c.zip, text: t, executable: false }]', {
      'b.eml': content,
    });
    expect(declared.attachments).toEqual([{ name: 'c.zip', size: undefined, text: 't', executable: false }]);
  });

  test('a file that several messages name is read once', async () => {
    let count = 0;
    const access = filesOf(files);
    const counting = {
      ...access,
      read(path: string) {
        count++;
        return access.read(path);
      },
    };
    const document = `mxproof: 1\nmessages:\n${[1, 2, 3].map((name) => `  - { name: m${name}, eml: samples/hello.eml }\n`).join('')}`;
    expect((await readable(document, counting)).topology.messages).toHaveLength(3);
    expect(count).toBe(1);
  });
});

describe('what is wrong with a message file', () => {
  test.each<readonly [string, string, RegExp]>([
    ['missing', 'none.eml', /^topology\.yaml:3 The file none\.eml does not exist/u],
    ['outside', '../a.eml', /^topology\.yaml:3 The file \.\.\/a\.eml lies outside/u],
    ['absolute', '/etc/passwd', /^topology\.yaml:3 The file \/etc\/passwd lies outside/u],
    ['no message', 'bad.eml', /^bad\.eml:2 The file is no message/u],
    ['cut off', 'cut.eml', /^cut\.eml:1 The message is cut off/u],
  ])('%s', async (_, path, said) => {
    const found = await problems(`eml: ${path}`, {
      'bad.eml': 'From: a@example.org\r\nX: \0\r\n\r\n',
      'cut.eml': mail({ ...alice, 'Content-Type': 'multipart/mixed; boundary=b' }, '--b', ''),
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(said);
  });

  test('too large: what to write instead', async () => {
    const access = { ...filesOf({}), read: () => ({ ok: false as const, because: 'too-large' as const }) };
    const found = await readTopology('t.yaml', 'mxproof: 1\nmessages: [{ name: a, eml: big.eml }]\n', access);
    expect(found.ok ? '' : found.problems.map(({ remedy }) => remedy && plain(remedy)).join()).toBe(
      'Save it without its large attachments, and declare attachments and size beside eml.',
    );
  });

  test('all files of a topology together have a bound', async () => {
    const bytes = new Uint8Array(15 * 1024 * 1024).fill(97);
    bytes.set(
      new TextEncoder().encode('Content-Transfer-Encoding: base64\r\nFrom: a@example.org\r\nTo: b@contoso.com\r\n\r\n'),
    );
    const access = { ...filesOf({}), read: () => ({ ok: true as const, bytes }) };
    const document = `mxproof: 1\nmessages:\n${[1, 2, 3, 4, 5].map((name) => `  - { name: m${name}, eml: ${name}.eml }\n`).join('')}`;
    const found = await readTopology('t.yaml', document, access);
    expect(found.ok ? [] : found.problems.map(({ at, problem }) => `${at?.line} ${plain(problem)}`)).toEqual([
      '7 The message files of the topology have more than 64 MB together.',
    ]);
  });

  test('no recipient, and nobody who names one', async () => {
    const content = mail({ From: 'a@example.org', To: 'undisclosed-recipients:;' });
    expect(await problems('eml: b.eml', { 'b.eml': content })).toEqual([
      'topology.yaml:3 The message a has no to. Add to, or eml with a message file.',
    ]);
    expect(envelope(await sample('eml: b.eml, to: [anna@contoso.com]', { 'b.eml': content }))).toEqual([
      'to anna@contoso.com',
    ]);
  });

  test('what it leaves open is noticed at its line, unless the topology decides it', async () => {
    const content = mail({ ...alice, 'Auto-Submitted': 'auto-replied' });
    const { notices } = await read('eml: b.eml', { 'b.eml': content });
    expect(notices[0]?.at?.file).toBe('b.eml');
    expect(noticeLines(notices)).toEqual([
      'topology/undetermined message:a 4:1 The message is an automatic reply. Write type: oof beside eml if Exchange takes it for that, else type: normal.',
    ]);
    expect((await read('eml: b.eml, type: normal', { 'b.eml': content })).notices).toEqual([]);
  });
});
