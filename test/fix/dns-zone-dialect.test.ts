import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hosterInstructions } from '../../src/fix/dialects/dns-zone/hoster-instructions.ts';
import { zoneDiff } from '../../src/fix/dialects/dns-zone/zone-diff.ts';
import { changedRecords } from '../../src/fix/dialects/dns-zone/zone-lines.ts';
import { type DnsChange, invert } from '../../src/model/change.ts';
import { plain } from '../../src/model/text.ts';
import { parseZone } from '../../src/protocols/zone/parse-zone.ts';

const spf = (before: string[], after: string[], owner = 'contoso.com'): DnsChange => ({
  target: 'dns',
  owner,
  type: 'TXT',
  before,
  after,
});

const change = spf(
  ['"v=spf1 -all"', '"other=verification"'],
  ['"v=spf1 ip4:198.51.100.7 -all"', '"other=verification"'],
);

const lines = (diff: string): readonly string[] => diff.split('\n').filter((line) => /^[-+ @]/u.test(line));

test('records that go, come and stay, with their TTL', () => {
  expect(lines(zoneDiff([change], () => 3600))).toEqual([
    '@@ contoso.com. TXT @@',
    '-contoso.com. 3600 IN TXT "v=spf1 -all"',
    ' contoso.com. 3600 IN TXT "other=verification"',
    '+contoso.com. 3600 IN TXT "v=spf1 ip4:198.51.100.7 -all"',
  ]);
});

test('nothing in DNS is an empty text', () => {
  expect(zoneDiff([], () => undefined)).toBe('');
});

test('the way back swaps the signs', () => {
  const back = invert(change) as DnsChange;
  const signs = (diff: string) => lines(diff).filter((line) => /^[-+]/u.test(line));
  const turned = signs(zoneDiff([change], () => undefined)).map(
    (line) => (line.startsWith('-') ? '+' : '-') + line.slice(1),
  );
  expect([...signs(zoneDiff([back], () => undefined))].sort()).toEqual([...turned].sort());
});

test('text over 255 octets stands in several strings, which joined are the text (RFC 1035 3.3, RFC 7208 3.3)', () => {
  const long = `v=spf1 ${'ip4:192.0.2.1 '.repeat(20)}-all`;
  const [, added = ''] = lines(zoneDiff([spf([], [`"${long}"`])], () => undefined));
  const strings = [...added.matchAll(/"([^"]*)"/gu)].map((match) => match[1] ?? '');
  expect(strings.map((part) => part.length)).toEqual([255, long.length - 255]);
  expect(strings.join('')).toBe(long);
});

test('names of hosts end with their dot, so that no zone completes them', () => {
  const mx: DnsChange = {
    target: 'dns',
    owner: 'contoso.com',
    type: 'MX',
    before: [],
    after: ['10 mx.filter.example'],
  };
  expect(lines(zoneDiff([mx], () => undefined))).toEqual([
    '@@ contoso.com. MX @@',
    '+contoso.com. IN MX 10 mx.filter.example.',
  ]);
  expect(hosterInstructions(mx).map((one) => plain(one))).toEqual([
    'Add a record for contoso.com, type MX, with the priority 10 and the host mx.filter.example.',
  ]);
});

test('for a panel, the text is one piece without quotes', () => {
  expect(hosterInstructions(change).map((one) => plain(one))).toEqual([
    'Edit the record of contoso.com, type TXT, with the value v=spf1 -all: it becomes the value v=spf1 ip4:198.51.100.7 -all.',
  ]);
});

test.each([['"a"\nevil.example. IN A 192.0.2.1'], ['"a\n" \n$INCLUDE /etc/passwd'], ['"open'], ['( "a"'], ['']])(
  '%j is no value of one record, and adds no line',
  (data) => {
    const hostile = spf([], [data]);
    expect(changedRecords(hostile, undefined).ok).toBe(false);
    const diff = zoneDiff([hostile], () => undefined);
    expect(lines(diff)).toEqual(['@@ contoso.com. TXT @@']);
    expect(diff.split('\n').filter((line) => line !== '' && !/^(#|@@)/u.test(line))).toEqual([]);
  },
);

test('law: whatever a text holds, a line of the diff is one record of that name with the same octets', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)), maxLength: 700 }),
      (content) => {
        const data = `"${content.replace(/["\\]/gu, '\\$&')}"`;
        const added = lines(zoneDiff([spf([], [data])], () => undefined)).filter((line) => line.startsWith('+'));
        expect(added).toHaveLength(1);
        const { records, problems, notices } = parseZone((added[0] ?? '').slice(1));
        expect([problems, notices]).toEqual([[], []]);
        expect(
          records.map(({ owner, data: read }) => [owner, read.type === 'TXT' ? read.strings.join('') : read]),
        ).toEqual([['contoso.com', content]]);
      },
    ),
    { numRuns: 300 },
  );
});
