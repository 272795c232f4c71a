import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMessage } from '../../../src/input/messages/read-message.ts';
import { plain } from '../../../src/model/text.ts';
import { alice, eml, mail, multipart } from '../../support/messages.ts';

const octets = (content: string): Uint8Array => new TextEncoder().encode(content);
const latin = (content: string): Uint8Array => Uint8Array.from(content, (one) => one.charCodeAt(0));

/** Line and words of the problem, or `usable`. */
async function verdict(bytes: Uint8Array): Promise<string> {
  const read = await readMessage(bytes);
  return read.ok ? 'usable' : `${read.problem.line}: ${plain(read.problem.problem)} ${plain(read.problem.remedy)}`;
}

const nested = (levels: number): string => {
  const opens = Array.from({ length: levels }, (_, index) =>
    eml(`Content-Type: multipart/mixed; boundary="b${index}"`, '', `--b${index}`),
  );
  const closes = Array.from({ length: levels }, (_, index) => eml(`--b${levels - 1 - index}--`));
  return [...opens, eml('', 'x'), ...closes].join('');
};

const parts = (count: number) => Array.from({ length: count }, () => [{}, 'x'] as const);

describe('a file that cannot be used says in which line and why', () => {
  test.each<readonly [string, Uint8Array, RegExp]>([
    ['empty', new Uint8Array(), /^1: The file is empty/u],
    ['random bytes', latin('\x7fELF\x02\x01\x01\0\0\0'), /^1: The file is no message: .*RFC 5322 2\.2/u],
    ['prose', octets('Hello Anna,\nsee you\n'), /^1: The file is no message/u],
    [
      'an Outlook file',
      latin('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
      /^1: The file is in the format of Outlook \(\.msg\).*Save the message as \.eml/u,
    ],
    ['UTF-16', latin('\xff\xfeF\0r\0o\0m\0'), /^1: The file is UTF-16 text/u],
    ['NUL in the header', octets(eml('From: a@example.org', 'Subject: a\0b', '', '')), /^2: The file is no message/u],
    [
      'cut within a multipart',
      octets(multipart('multipart/mixed', alice, [{}, 'x']).replace('--b--\r\n', '')),
      /^1: The message is cut off: the multipart that begins here has no end, --b--\./u,
    ],
    [
      'cut within its first part',
      octets(mail({ ...alice, 'Content-Type': 'multipart/mixed; boundary=b' }, '--b', 'Content-Type: text/pl')),
      /^1: The message is cut off/u,
    ],
    [
      'a multipart without boundary',
      octets(mail({ ...alice, 'Content-Type': 'multipart/mixed' }, 'x')),
      /^1: A part of the type multipart\/mixed names no boundary/u,
    ],
    [
      'two thousand parts',
      octets(multipart('multipart/mixed', alice, ...parts(2_000))),
      /^\d+: The message has more than 1000 parts\. Exchange takes 250/u,
    ],
    [
      'two hundred levels',
      octets(nested(200)),
      /^\d+: More than 100 multiparts stand inside each other\. Exchange takes 30/u,
    ],
    [
      'a huge header',
      octets(`From: a@example.org\r\nX: ${'y'.repeat(600_000)}\r\n\r\n`),
      /^2: The header of the message has more than 524288 characters/u,
    ],
    [
      'a huge header of a part',
      octets(multipart('multipart/mixed', alice, [{ X: 'y'.repeat(600_000) }, 'x'])),
      /^8: The header of the part that begins in line 8 has more than/u,
    ],
    [
      'a million lines',
      octets(mail(alice, 'x\r\n'.repeat(1_000_000))),
      /^200005: The message has more than 200000 lines of plain text/u,
    ],
    [
      'two thousand recipients',
      octets(
        mail({
          From: 'a@example.org',
          To: Array.from({ length: 2_000 }, (_, index) => `u${index}@contoso.com`).join(', '),
        }),
      ),
      /^2: The message has 2000 recipients/u,
    ],
  ])('%s', async (_, bytes, said) => {
    expect(await verdict(bytes)).toMatch(said);
  });

  test('control characters and NUL in the body are content', async () => {
    expect(await verdict(octets(mail(alice, 'a\0\x1b[31mb')))).toBe('usable');
  });

  test('thirty levels are none too many', async () => {
    expect(await verdict(octets(`From: a@example.org\r\n${nested(30)}`))).toBe('usable');
  });
});

describe('time and memory grow with the length of a file and no faster', () => {
  const megabyte = 1024 * 1024;
  test.each<readonly [string, string]>([
    ['a long line', mail(alice, 'x'.repeat(4 * megabyte))],
    [
      'lines that look like boundaries',
      mail({ ...alice, 'Content-Type': 'multipart/mixed; boundary=b' }, `${'--bb\r\n'.repeat(30_000)}--b`, '', '--b--'),
    ],
    ['tags that never end', mail({ ...alice, 'Content-Type': 'text/html' }, '<a '.repeat(megabyte))],
    ['signs that begin no tag', mail({ ...alice, 'Content-Type': 'text/html' }, '<'.repeat(megabyte))],
    ['comments that never end', mail({ ...alice, 'Content-Type': 'text/html' }, '<!--'.repeat(megabyte))],
    ['scripts that never end', mail({ ...alice, 'Content-Type': 'text/html' }, '<script>'.repeat(megabyte / 2))],
    ['entities', mail({ ...alice, 'Content-Type': 'text/html' }, '&amp'.repeat(megabyte))],
    ['many small fields', `${eml('From: a@example.org')}${'a:\r\n'.repeat(50_000)}\r\n`],
    ['parameters', mail({ ...alice, 'Content-Type': `text/plain${';a="'.repeat(100_000)}` }, 'x')],
    ['comments in an address', mail({ From: `${'('.repeat(200_000)}a@example.org`, To: 'anna@contoso.com' })],
    ['base64 without end', mail({ ...alice, 'Content-Transfer-Encoding': 'base64' }, 'QUJD'.repeat(megabyte))],
  ])('%s', async (_, content) => {
    const start = performance.now();
    expect(await verdict(octets(content))).toBe('usable');
    expect(performance.now() - start).toBeLessThan(8_000);
  });
});

test('whatever a file holds, reading ends with a message or with a problem in a line of it', async () => {
  const line = fc.constantFrom(
    'From: a@example.org',
    'To: x',
    'Content-Type: multipart/mixed; boundary=b',
    'Content-Type: text/html; charset=utf-16',
    'Content-Type: message/rfc822',
    'Content-Transfer-Encoding: base64',
    '--b',
    '--b--',
    '',
    ' folded',
    'From x',
    '\0',
    '<p>',
    'Received: from (((',
    'DKIM-Signature: d=',
  );
  const input = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.array(line, { maxLength: 25 }).map((lines) => octets(lines.join('\r\n'))),
  );
  await fc.assert(
    fc.asyncProperty(input, async (bytes) => {
      const read = await readMessage(bytes);
      if (!read.ok) expect(read.problem.line).toBeGreaterThanOrEqual(1);
    }),
    { seed: 20_261_122, numRuns: 1_000 },
  );
});
