import { describe, expect, test } from 'vitest';
import { type MessageContent, readMessage } from '../../../src/input/messages/read-message.ts';
import { plain } from '../../../src/model/text.ts';
import { alice, eml, mail, multipart } from '../../support/messages.ts';

const octets = (content: string): Uint8Array => new TextEncoder().encode(content);

async function message(content: string | Uint8Array): Promise<MessageContent> {
  const read = await readMessage(typeof content === 'string' ? octets(content) : content);
  if (!read.ok) throw new Error(`${read.problem.line}: ${plain(read.problem.problem)}`);
  return read.message;
}

describe('addresses', () => {
  test('of all boxes, groups member by member, in the form that is compared', async () => {
    const read = await message(
      mail({
        From: '"Smith, Alice" <alice@EXAMPLE.org>',
        To: 'Team: Anna <anna@contoso.com>, bob@contoso.com;, =?utf-8?Q?Zo=C3=AB?= <zoe@bücher.example>',
        Cc: 'carol@contoso.com',
        Bcc: 'dave@contoso.com',
      }),
    );
    expect(read.from).toBe('alice@example.org');
    expect(read.to).toEqual(['anna@contoso.com', 'bob@contoso.com', 'zoe@xn--bcher-kva.example']);
    expect([read.cc, read.bcc]).toEqual([['carol@contoso.com'], ['dave@contoso.com']]);
    expect(read.remarks).toEqual([]);
  });

  test('that are none are left out with a word about it', async () => {
    const read = await message(eml('From: a@example.org', 'To: undisclosed-recipients:;, x@@y, b@contoso.com', '', ''));
    expect(read.to).toEqual(['b@contoso.com']);
    expect(read.remarks.map(({ line, problem }) => `${line} ${plain(problem)}`)).toEqual([
      '2 x@@y in the field to is no mail address.',
    ]);
  });

  test.each([
    ['<bounce@example.org>', 'bounce@example.org'],
    ['bounce@example.org', 'bounce@example.org'],
    ['<>', ''],
    ['nonsense', undefined],
  ])('RFC 5321 4.4: Return-Path %s', async (value, sender) => {
    expect((await message(mail({ 'Return-Path': value, ...alice }))).returnPath).toBe(sender);
  });
});

describe('header fields', () => {
  test('keep their order and their repetitions, unfolded', async () => {
    const { fields } = await message(
      eml('Received: one', '\tfolded', 'X-A : 1', 'Received: two', 'From: a@b.example', '', ''),
    );
    expect(fields.map(({ name, value, line }) => `${line} ${name}=${value}`)).toEqual([
      '1 received=one\tfolded',
      '3 x-a=1',
      '4 received=two',
      '5 from=a@b.example',
    ]);
  });

  test('behind the first line of an mbox and behind a byte order mark, with the lines of the file', async () => {
    const mbox = await message(eml('From alice@example.org Mon Nov  2 10:00:00 2026', 'From: a@b.example', '', ''));
    expect(mbox.fields.map(({ name, line }) => `${line} ${name}`)).toEqual(['2 from']);
    const marked = await message(`\ufeff${eml('From: a@b.example', '', '')}`);
    expect(marked.from).toBe('a@b.example');
  });

  test('with bytes of another character set are told', async () => {
    const bytes = new TextEncoder().encode(eml('From: a@b.example', 'Subject: R?sum?', '', ''));
    const read = await message(bytes.map((byte) => (byte === 0x3f ? 0xe9 : byte)));
    expect(read.subject).toBe('R\ufffdsum\ufffd');
    expect(read.remarks.map(({ line, problem }) => `${line} ${plain(problem)}`)).toEqual([
      '2 The header has bytes that are no UTF-8, in subject.',
    ]);
  });

  test('RFC 6376 3.5: the domains of signatures', async () => {
    const { signedBy } = await message(
      eml('DKIM-Signature: v=1; a=rsa-sha256; d=Example.org;', ' s=s1; bh=d; b=x', 'From: a@example.org', '', ''),
    );
    expect(signedBy).toEqual(['example.org']);
  });
});

describe('content', () => {
  test('a text in its transfer encoding and character set', async () => {
    const read = await message(
      mail(
        { ...alice, 'Content-Type': 'text/plain; charset=iso-8859-1', 'Content-Transfer-Encoding': 'quoted-printable' },
        'R=E9sum=E9',
      ),
    );
    expect(read.body.trim()).toBe('Résumé');
    expect(read.charsets).toEqual(['iso-8859-1']);
  });

  test('an HTML part alone is read as text', async () => {
    const html =
      '<html><head><style>p{}</style></head><body><!-- no --><p>Tom &amp; Jerry&#233;</p><p>a\r\n b<br>c</p>1 < 2</body>';
    const read = await message(mail({ ...alice, 'Content-Type': 'text/html; charset=utf-8' }, html));
    expect(read.body).toBe('Tom & Jerryé\na b\nc\n1 < 2');
    expect(read.otherBody).toBeUndefined();
  });

  test('two parts that say the same are one body, two that differ are two', async () => {
    const both = (html: string) =>
      message(
        multipart(
          'multipart/alternative',
          alice,
          [{ 'Content-Type': 'text/plain' }, 'Hello  you'],
          [{ 'Content-Type': 'text/html' }, html],
        ),
      );
    expect(await both('<p>Hello <b>you</b></p>')).toMatchObject({ otherBody: undefined });
    expect(await both('<p>Pay now</p>')).toMatchObject({ otherBody: 'Pay now' });
  });

  test('attachments with their decoded names and sizes, and the text of those that are text', async () => {
    const { attachments, body } = await message(
      multipart(
        'multipart/mixed',
        alice,
        [{ 'Content-Type': 'text/plain' }, 'see files'],
        [
          {
            'Content-Type': 'text/csv; charset=iso-8859-1',
            'Content-Disposition': 'attachment; filename="=?utf-8?Q?=C3=A9t=C3=A9.csv?="',
            'Content-Transfer-Encoding': 'base64',
          },
          btoa('caf\xe9;1'),
        ],
        [{ 'Content-Type': 'application/pdf; name="a.pdf"', 'Content-Transfer-Encoding': 'base64' }, btoa('%PDF-1.7')],
        [{ 'Content-Type': 'text/html', 'Content-Disposition': 'attachment; filename=a.html' }, '<p>iban</p>'],
        [{ 'Content-Type': 'image/png', 'Content-ID': '<x>', 'Content-Disposition': 'inline' }, ''],
        [{ 'Content-Type': 'message/rfc822' }, 'From: x@example.net\r\n\r\nsecret'],
      ),
    );
    expect(body.trim()).toBe('see files');
    expect(attachments).toEqual([
      { name: 'été.csv', size: 6, text: 'café;1' },
      { name: 'a.pdf', size: 8 },
      { name: 'a.html', size: expect.any(Number), text: 'iban' },
      { name: '', size: expect.any(Number) },
      { name: '', size: expect.any(Number) },
    ]);
  });

  test('a text whose character set nobody knows has no known text', async () => {
    const { attachments } = await message(
      multipart('multipart/mixed', alice, [
        { 'Content-Type': 'text/plain; charset=x-none; name=a.txt', 'Content-Disposition': 'attachment' },
        'abc',
      ]),
    );
    expect(attachments).toEqual([{ name: 'a.txt', size: expect.any(Number) }]);
  });
});

const report = (kind: string, status: string): string =>
  multipart(
    `multipart/report; report-type=${kind}`,
    alice,
    [{ 'Content-Type': 'text/plain' }, 'about your message'],
    [{ 'Content-Type': `message/${kind}` }, status],
  );

describe('the type, as far as it is sure', () => {
  test.each<readonly [string, string, string]>([
    ['nothing tells', mail(alice), 'normal'],
    ['RFC 3464: a failure', report('delivery-status', 'Reporting-MTA: dns; x\r\n\r\nAction: failed'), 'ndr'],
    [
      'RFC 3464: a delay is no NDR',
      report('delivery-status', 'Reporting-MTA: dns; x\r\n\r\nAction: delayed'),
      'normal',
    ],
    [
      'RFC 8098',
      report('disposition-notification', 'Disposition: manual-action/MDN-sent-manually; displayed'),
      'readReceipt',
    ],
    [
      'RFC 8551: enveloped',
      mail({ ...alice, 'Content-Type': 'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m' }, 'MII='),
      'encrypted',
    ],
    [
      'RFC 8551: opaque signed',
      mail({ ...alice, 'Content-Type': 'application/x-pkcs7-mime; smime-type=signed-data' }, 'MII='),
      'signed',
    ],
    [
      'RFC 8551: clear signed',
      multipart(
        'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256',
        alice,
        [{}, 'x'],
        [{ 'Content-Type': 'application/pkcs7-signature' }, 'MII='],
      ),
      'signed',
    ],
    [
      'OpenPGP is nothing to Exchange',
      multipart(
        'multipart/signed; protocol="application/pgp-signature"',
        alice,
        [{}, 'x'],
        [{ 'Content-Type': 'application/pgp-signature' }, 'x'],
      ),
      'normal',
    ],
    [
      'rights management',
      multipart(
        'multipart/mixed',
        alice,
        [{}, 'x'],
        [{ 'Content-Type': 'application/x-microsoft-rpmsg-message; name=message.rpmsg' }, 'x'],
      ),
      'permissionControlled',
    ],
    [
      'Content-Class of rights management',
      mail({ ...alice, 'Content-Class': 'rpmsg.message' }),
      'permissionControlled',
    ],
    ['[MS-OXCMAIL] 2.2.3.2.15', mail({ ...alice, 'Content-Class': 'voice-ca' }), 'voicemail'],
    [
      'RFC 6047: an invitation',
      multipart(
        'multipart/alternative',
        alice,
        [{}, 'x'],
        [{ 'Content-Type': 'text/calendar; method=REQUEST' }, 'BEGIN:VCALENDAR'],
      ),
      'calendaring',
    ],
    [
      'a calendar as a file is none',
      multipart(
        'multipart/mixed',
        alice,
        [{}, 'x'],
        [{ 'Content-Type': 'text/calendar; name=a.ics', 'Content-Disposition': 'attachment' }, 'BEGIN:VCALENDAR'],
      ),
      'normal',
    ],
    ['[MS-OXCMAIL] 2.1.3.2.21', mail({ ...alice, 'X-MS-Exchange-Organization-AutoForwarded': 'true' }), 'autoForward'],
    [
      'RULE-51: forwarded by an inbox rule',
      mail({ ...alice, 'X-MS-Exchange-Inbox-Rules-Loop': 'bob@contoso.com' }),
      'autoForward',
    ],
  ])('%s', async (_, content, type) => {
    const read = await message(content);
    expect(read.type).toBe(type);
    expect(read.typeRemark).toBeUndefined();
  });

  test.each<readonly [string, string, string]>([
    [
      'RFC 3834: a responder of any make',
      mail({ ...alice, 'Auto-Submitted': 'auto-replied' }),
      'The message is an automatic reply.',
    ],
    [
      'S/MIME of no stated kind',
      mail({ ...alice, 'Content-Type': 'application/pkcs7-mime; name=smime.p7m' }, 'MII='),
      'The message is an S/MIME one and does not say whether it is encrypted.',
    ],
    [
      'RULE-44: a redirect keeps its sender',
      mail({ ...alice, 'X-MS-Exchange-Inbox-Rules-Loop': 'bob@contoso.com', 'Resent-From': '<bob@contoso.com>' }),
      'An inbox rule has redirected the message; whether rules see an auto-forward is not documented.',
    ],
  ])('else normal with a word about it: %s', async (_, content, said) => {
    const read = await message(content);
    expect(read.type).toBe('normal');
    expect(read.typeRemark && plain(read.typeRemark.problem)).toBe(said);
  });
});

describe('what a message leaves open', () => {
  test('one that was saved inside of an organisation', async () => {
    const { remarks } = await message(mail({ 'X-MS-Exchange-Organization-AuthAs': 'Internal', ...alice }));
    expect(remarks.map(({ line }) => line)).toEqual([1]);
  });

  test('one in the format of Outlook, by the line of its part', async () => {
    const { remarks } = await message(
      multipart(
        'multipart/mixed',
        alice,
        [{}, 'x'],
        [{ 'Content-Type': 'application/ms-tnef; name=winmail.dat' }, 'x'],
      ),
    );
    expect(remarks.map(({ line, problem }) => `${line} ${plain(problem)}`)).toEqual([
      '11 The part in the format of Outlook (winmail.dat) is not unpacked.',
    ]);
  });

  test('LIM-15: more parts than Exchange takes', async () => {
    const parts = Array.from({ length: 251 }, () => [{}, 'x'] as const);
    const { remarks } = await message(multipart('multipart/mixed', alice, ...parts));
    expect(remarks.map(({ problem }) => plain(problem))).toEqual([
      'The message has 252 parts; Exchange takes 250 and 30 (LIM-15).',
    ]);
  });
});
