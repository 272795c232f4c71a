import type { SpfResult } from '../../../src/protocols/spf/spf-result.ts';
import type { ZoneRecords } from './zone-view.ts';

export interface Setting {
  readonly ip?: string;
  readonly sender?: string;
  readonly helo?: string;
  readonly domain?: string;
  readonly receiver?: string;
  readonly time?: number;
  readonly zone?: ZoneRecords;
  readonly mechanism?: string | undefined;
  readonly explanation?: string | undefined;
  readonly lookups?: number;
  readonly voidLookups?: number;
}
/** Name with the section, the TXT records of example.org, the result for 192.0.2.1 and ann@example.org. */
export type Case = readonly [name: string, records: string | readonly string[], result: SpfResult, setting?: Setting];

export const hosts: ZoneRecords = {
  'mail.example.org': { A: ['192.0.2.1'], AAAA: ['2001:db8::1'] },
  'other.example.org': { A: ['198.51.100.1'], AAAA: ['2001:db8:ffff::1'] },
};
export const txt = (text: string) => ({ TXT: [text] });
const includes = (count: number): string =>
  Array.from({ length: count }, (_, index) => `include:i${index}.example.org`).join(' ');
const included: ZoneRecords = Object.fromEntries(
  Array.from({ length: 12 }, (_, index) => [`i${index}.example.org`, txt('v=spf1 ?all')]),
);
const longLabel = 'a'.repeat(64);

const initial: readonly Case[] = [
  [
    '2.4: the null sender is postmaster at the HELO name',
    [],
    'pass',
    { sender: '', zone: { 'mail.example.org': txt('v=spf1 +all') } },
  ],
  ['2.6.1: no record is none', 'just text', 'none'],
  ['2.6.2: neutral is what ?all says', 'v=spf1 ?all', 'neutral', { mechanism: '?all' }],
  ['2.6.3: pass', 'v=spf1 +all', 'pass', { mechanism: '+all' }],
  ['2.6.4: fail', 'v=spf1 -all', 'fail', { mechanism: '-all' }],
  ['2.6.5: softfail', 'v=spf1 ~all', 'softfail', { mechanism: '~all' }],
  [
    '3.3: the record may hold what several strings were joined to',
    `v=spf1 ${'ip4:198.51.100.7 '.repeat(30)}ip4:192.0.2.1 -all`,
    'pass',
  ],
  ['4.3: a name that does not exist has no policy', [], 'none', { sender: 'ann@gone.example.org' }],
  ['4.3: a label of 64 characters is malformed', [], 'none', { sender: `ann@${longLabel}.example.org` }],
  [
    '4.3: a label of 63 characters is not',
    [],
    'fail',
    { sender: `ann@${'a'.repeat(63)}.example.org`, zone: { [`${'a'.repeat(63)}.example.org`]: txt('v=spf1 -all') } },
  ],
  ['4.3: an empty label is malformed', [], 'none', { sender: 'ann@mail..example.org' }],
  [
    '4.3: a domain of one label has no policy',
    [],
    'none',
    { sender: 'ann@localhost', zone: { localhost: txt('v=spf1 +all') } },
  ],
  ['4.3: an address literal is no domain', [], 'none', { sender: 'ann@[192.0.2.1]' }],
  ['4.3: the final dot of a domain does not count', 'v=spf1 +all', 'pass', { sender: 'ann@example.org.' }],
  [
    '4.3: a sender without local-part is postmaster',
    'v=spf1 exists:%{l}.x.example.org -all',
    'pass',
    { sender: '@example.org', zone: { 'postmaster.x.example.org': { A: ['127.0.0.2'] } } },
  ],
  [
    '4.3: a sender without @ is a domain',
    'v=spf1 exists:%{l}.x.example.org -all',
    'pass',
    { sender: 'example.org', zone: { 'postmaster.x.example.org': { A: ['127.0.0.2'] } } },
  ],
  [
    '4.3: the last @ separates, because a quoted local-part may hold one',
    'v=spf1 +all',
    'pass',
    { sender: '"x@b"@example.org' },
  ],
  ['4.3: domain names in any case', 'v=spf1 +all', 'pass', { sender: 'ann@EXAMPLE.Org' }],
  [
    '4.1: the domain may differ from that of the sender',
    [],
    'pass',
    { domain: 'helo.example.org', zone: { 'helo.example.org': txt('v=spf1 +all') } },
  ],
  ['4.4: a failing server is a temporary error', [], 'temperror', { zone: { 'example.org': 'TIMEOUT' } }],
  ['4.4: a name without TXT has no policy', [], 'none', { zone: { 'example.org': { A: ['192.0.2.1'] } } }],
  ['4.5: the version ends at a space', 'v=spf10 +all', 'none'],
  ['4.5: the version ends at a space, not at a tab', 'v=spf1\t+all', 'none'],
  ['4.5: the version may be all there is', 'v=spf1', 'neutral'],
  ['4.5: the version in any case', 'V=SPF1 +all', 'pass'],
  ['4.5: a record does not begin with a space', ' v=spf1 +all', 'none'],
  ['4.5: other TXT records do not matter', ['a=b', 'v=spf1 +all', 'v=spf2.0/pra -all'], 'pass'],
  ['4.5: two records are a permanent error', ['v=spf1 +all', 'v=spf1 -all'], 'permerror'],
  ['4.5: two equal records are two records', ['v=spf1 +all', 'v=spf1 +all'], 'permerror'],
];

const grammar: readonly Case[] = [
  ['4.6: an error behind the match is an error of the record', 'v=spf1 +all moo', 'permerror'],
  ['4.6: an error before the match too', 'v=spf1 moo +all', 'permerror'],
  ['4.6.1: several spaces separate terms', 'v=spf1   a:other.example.org   +all  ', 'pass'],
  ['4.6.1: nothing but a space separates', 'v=spf1 ip4:192.0.2.1\t-all', 'permerror'],
  ['4.6.1: mechanism names in any case', 'v=spf1 Ip4:192.0.2.1 -ALL', 'pass', { mechanism: 'Ip4:192.0.2.1' }],
  [
    '4.6.1: modifier names in any case',
    'v=spf1 REDIRECT=r.example.org',
    'pass',
    { zone: { 'r.example.org': txt('v=spf1 +all') } },
  ],
  ['4.6.1: an unknown modifier is ignored', 'v=spf1 x-y.z_1=%{d}/any:thing +all', 'pass'],
  ['4.6.1: an unknown modifier may be empty', 'v=spf1 note= +all', 'pass'],
  ['4.6.1: the name of a modifier begins with a letter', 'v=spf1 1x=y +all', 'permerror'],
  ['4.6.1: the name of a modifier is not empty', 'v=spf1 =y +all', 'permerror'],
  ['4.6.1: the value of an unknown modifier is a macro-string', 'v=spf1 x=%zz +all', 'permerror'],
  ['4.6.1: a modifier has no qualifier', 'v=spf1 -redirect=r.example.org', 'permerror'],
  ['4.6.1: letters beyond ASCII', 'v=spf1 a:b\u00fccher.example.org +all', 'permerror'],
  ['4.6.2: the default qualifier is +', 'v=spf1 ip4:192.0.2.1 -all', 'pass'],
  ['4.6.2: one qualifier, not two', 'v=spf1 --all', 'permerror'],
  [
    '4.6.2: mechanisms from left to right, the first match counts',
    'v=spf1 -ip4:192.0.2.0/24 +ip4:192.0.2.1 +all',
    'fail',
    { mechanism: '-ip4:192.0.2.0/24' },
  ],
  [
    '4.7: nothing matches and there is no redirect: neutral',
    'v=spf1 ip4:198.51.100.1',
    'neutral',
    { mechanism: undefined },
  ],
  ['5.1: all takes no domain', 'v=spf1 all:example.org', 'permerror'],
  ['5.1: all takes no length', 'v=spf1 -all/8', 'permerror'],
  [
    '5.1: terms behind all are not evaluated',
    'v=spf1 -all a:x.example.org include:gone.example.org',
    'fail',
    { lookups: 0 },
  ],
];

const includeCases: readonly Case[] = [
  [
    'pass matches',
    'v=spf1 include:i.example.org -all',
    'pass',
    { zone: { 'i.example.org': txt('v=spf1 ip4:192.0.2.1 -all') }, mechanism: 'include:i.example.org' },
  ],
  [
    'the qualifier of the include counts, not that inside',
    'v=spf1 ~include:i.example.org -all',
    'softfail',
    { zone: { 'i.example.org': txt('v=spf1 +all') } },
  ],
  [
    'fail does not match',
    'v=spf1 include:i.example.org ~all',
    'softfail',
    { zone: { 'i.example.org': txt('v=spf1 -all') } },
  ],
  [
    'softfail does not match',
    'v=spf1 include:i.example.org ?all',
    'neutral',
    { zone: { 'i.example.org': txt('v=spf1 ~all') } },
  ],
  [
    'neutral does not match',
    'v=spf1 include:i.example.org -all',
    'fail',
    { zone: { 'i.example.org': txt('v=spf1 ?all') } },
  ],
  [
    'temperror goes through',
    'v=spf1 include:i.example.org +all',
    'temperror',
    { zone: { 'i.example.org': 'TIMEOUT' } },
  ],
  [
    'permerror goes through',
    'v=spf1 include:i.example.org +all',
    'permerror',
    { zone: { 'i.example.org': txt('v=spf1 foo') } },
  ],
  [
    'none is a permanent error',
    'v=spf1 include:i.example.org +all',
    'permerror',
    { zone: { 'i.example.org': txt('nothing') } },
  ],
  ['a name that does not exist is one too', 'v=spf1 include:gone.example.org +all', 'permerror'],
  ['a domain is needed', 'v=spf1 include +all', 'permerror'],
  ['the domain is not empty', 'v=spf1 include: +all', 'permerror'],
  ['no length', 'v=spf1 include:i.example.org/24 +all', 'permerror'],
  ['an error is not reached behind a match', 'v=spf1 ip4:192.0.2.1 include:gone.example.org', 'pass', { lookups: 0 }],
  [
    'the bare a of the included record is that of the included domain',
    'v=spf1 include:i.example.org -all',
    'pass',
    { zone: { 'i.example.org': { TXT: ['v=spf1 a -all'], A: ['192.0.2.1'] } } },
  ],
  [
    'a redirect inside belongs to the included record',
    'v=spf1 include:i.example.org -all',
    'pass',
    { zone: { 'i.example.org': txt('v=spf1 redirect=r.example.org'), 'r.example.org': txt('v=spf1 +all') } },
  ],
  ['a domain of one label, made by a macro, has no record', 'v=spf1 include:%{l} +all', 'permerror'],
];

const hostCases: readonly Case[] = [
  [
    '5.3: a matches the domain itself',
    'v=spf1 a -all',
    'pass',
    { zone: { 'example.org': { TXT: ['v=spf1 a -all'], A: ['192.0.2.1'] } }, mechanism: 'a' },
  ],
  ['5.3: a matches another name', 'v=spf1 a:mail.example.org -all', 'pass'],
  [
    '5.3: any of several addresses',
    'v=spf1 a:two.example.org -all',
    'pass',
    { zone: { 'two.example.org': { A: ['198.51.100.1', '192.0.2.1'] } } },
  ],
  ['5.3: no address matches', 'v=spf1 a:other.example.org -all', 'fail'],
  ['5.3: an IPv6 client asks for AAAA', 'v=spf1 a:mail.example.org -all', 'pass', { ip: '2001:db8::1' }],
  ['5.3: an IPv4 length', 'v=spf1 a:mail.example.org/24 -all', 'pass', { ip: '192.0.2.200' }],
  ['5.3: an IPv4 length does not count for IPv6', 'v=spf1 a:mail.example.org/0 -all', 'fail', { ip: '2001:db8::2' }],
  ['5.3: an IPv6 length', 'v=spf1 a:mail.example.org//64 -all', 'pass', { ip: '2001:db8::2' }],
  ['5.3: an IPv6 length does not count for IPv4', 'v=spf1 a:mail.example.org//0 -all', 'fail', { ip: '192.0.2.2' }],
  ['5.3: both lengths', 'v=spf1 a:mail.example.org/24//32 -all', 'pass', { ip: '2001:db8:1::' }],
  ['5.3: length 0 needs an address all the same', 'v=spf1 a:gone.example.org/0 -all', 'fail', { voidLookups: 1 }],
  ['5.3: length 0 matches everybody', 'v=spf1 a:other.example.org/0 -all', 'pass'],
  ['5.3: a length of 33', 'v=spf1 a/33 +all', 'permerror'],
  ['5.3: a length of 129', 'v=spf1 a//129 +all', 'permerror'],
  ['5.3: a length with a leading zero', 'v=spf1 a/024 +all', 'permerror'],
  ['5.3: the order of the lengths', 'v=spf1 a//64/24 +all', 'permerror'],
  ['5.3: an empty domain', 'v=spf1 a: +all', 'permerror'],
  ['5.3: a failing server', 'v=spf1 a:t.example.org +all', 'temperror', { zone: { 't.example.org': 'TIMEOUT' } }],
  [
    '5.3: an alias is followed',
    'v=spf1 a:www.example.org -all',
    'pass',
    { zone: { 'www.example.org': { CNAME: ['mail.example.org'] } } },
  ],
  [
    '5.4: mx matches the addresses of the hosts',
    'v=spf1 mx -all',
    'pass',
    { zone: { 'example.org': { TXT: ['v=spf1 mx -all'], MX: [[10, 'mail.example.org']] } } },
  ],
  [
    '5.4: mx of another name, with lengths',
    'v=spf1 mx:m.example.org/24//64 -all',
    'pass',
    {
      ip: '192.0.2.77',
      zone: {
        'm.example.org': {
          MX: [
            [10, 'other.example.org'],
            [20, 'mail.example.org'],
          ],
        },
      },
    },
  ],
  [
    '5.4: without MX the address of the name does not count',
    'v=spf1 mx:mail.example.org -all',
    'fail',
    { voidLookups: 1 },
  ],
  [
    '5.4: a null MX has no host',
    'v=spf1 mx:m.example.org -all',
    'fail',
    { zone: { 'm.example.org': { MX: [[0, '']] } } },
  ],
  [
    '5.4: a null MX written as a dot',
    'v=spf1 mx:m.example.org -all',
    'fail',
    { zone: { 'm.example.org': { MX: [[0, '.']] } } },
  ],
  ['5.4: a failing MX question', 'v=spf1 mx:m.example.org +all', 'temperror', { zone: { 'm.example.org': 'TIMEOUT' } }],
  [
    '5.4: a failing host behind a match is not asked',
    'v=spf1 mx:m.example.org -all',
    'pass',
    {
      zone: {
        'm.example.org': {
          MX: [
            [20, 't.example.org'],
            [10, 'mail.example.org'],
          ],
        },
        't.example.org': 'TIMEOUT',
      },
    },
  ],
  [
    '5.4: a failing host before a match',
    'v=spf1 mx:m.example.org -all',
    'temperror',
    {
      zone: {
        'm.example.org': {
          MX: [
            [5, 't.example.org'],
            [10, 'mail.example.org'],
          ],
        },
        't.example.org': 'TIMEOUT',
      },
    },
  ],
  ['5.6: ip4 without length is one address', 'v=spf1 ip4:192.0.2.1 -all', 'pass'],
  ['5.6: ip4 with length', 'v=spf1 ip4:192.0.2.128/25 -all', 'fail'],
  ['5.6: bits behind the length do not count', 'v=spf1 ip4:192.0.2.77/24 -all', 'pass'],
  ['5.6: length 0 matches every IPv4 client', 'v=spf1 ip4:198.51.100.1/0 -all', 'pass'],
  ['5.6: and no IPv6 client', 'v=spf1 ip4:198.51.100.1/0 -all', 'fail', { ip: '2001:db8::1' }],
  ['5.6: ip4 needs an address', 'v=spf1 ip4 +all', 'permerror'],
  ['5.6: four octets', 'v=spf1 ip4:192.0.2 +all', 'permerror'],
  ['5.6: octets up to 255', 'v=spf1 ip4:192.0.2.256 +all', 'permerror'],
  ['5.6: no leading zeros in octets', 'v=spf1 ip4:192.0.02.1 +all', 'permerror'],
  ['5.6: no port', 'v=spf1 ip4:192.0.2.1:25 +all', 'permerror'],
  ['5.6: a length of 33', 'v=spf1 ip4:192.0.2.1/33 +all', 'permerror'],
  ['5.6: a length is a number', 'v=spf1 ip4:192.0.2.1/ +all', 'permerror'],
  ['5.6: no two lengths', 'v=spf1 ip4:192.0.2.1/24//64 +all', 'permerror'],
  ['5.6: an IPv6 address is not ip4', 'v=spf1 ip4:2001:db8::1 +all', 'permerror'],
  ['5.6: ip6 with length', 'v=spf1 ip6:2001:db8::/32 -all', 'pass', { ip: '2001:DB8:ffff::1' }],
  ['5.6: a length across a word', 'v=spf1 ip6:2001:db8:0:0:8000::/65 -all', 'fail', { ip: '2001:db8::7fff:0:0:1' }],
  ['5.6: ip6 without length is one address', 'v=spf1 ip6:2001:db8:0:0:0:0:0:1 -all', 'pass', { ip: '2001:db8::1' }],
  ['5.6: ip6 length 0 matches no IPv4 client', 'v=spf1 ip6:::/0 -all', 'fail'],
  ['5.6: an IPv4 address is not ip6', 'v=spf1 ip6:192.0.2.1 +all', 'permerror'],
  ['5.6: two shortened runs', 'v=spf1 ip6:2001::db8::1 +all', 'permerror'],
  ['5.6: a dotted end', 'v=spf1 ip6:2001:db8::192.0.2.1 -all', 'pass', { ip: '2001:db8::c000:201' }],
  ['5: a mapped address is an IPv4 client', 'v=spf1 ip4:192.0.2.1 -all', 'pass', { ip: '::ffff:192.0.2.1' }],
  ['5: a mapped address in hexadecimal too', 'v=spf1 ip4:192.0.2.1 -all', 'pass', { ip: '::FFFF:c000:0201' }],
  ['5: a mapped address matches no ip6', 'v=spf1 ip6:::ffff:192.0.2.1 -all', 'fail', { ip: '::ffff:192.0.2.1' }],
  [
    '5.7: exists asks for A',
    'v=spf1 exists:yes.example.org -all',
    'pass',
    { zone: { 'yes.example.org': { A: ['127.0.0.2'] } } },
  ],
  [
    '5.7: exists asks for A for an IPv6 client too',
    'v=spf1 exists:six.example.org -all',
    'fail',
    { ip: '2001:db8::1', zone: { 'six.example.org': { AAAA: ['2001:db8::1'] } }, voidLookups: 1 },
  ],
  ['5.7: exists needs a domain', 'v=spf1 exists +all', 'permerror'],
  ['5.7: exists takes no length', 'v=spf1 exists:yes.example.org/24 +all', 'permerror'],
  ['5.7: a failing server', 'v=spf1 exists:t.example.org +all', 'temperror', { zone: { 't.example.org': 'TIMEOUT' } }],
];

export const reverse = '1.2.0.192.in-addr.arpa';
const ptrCases: readonly Case[] = [
  [
    'a validated name below the domain',
    'v=spf1 ptr -all',
    'pass',
    { zone: { [reverse]: { PTR: ['mail.example.org'] } } },
  ],
  [
    'the domain itself, in any case',
    'v=spf1 ptr:MAIL.example.ORG -all',
    'pass',
    { zone: { [reverse]: { PTR: ['Mail.Example.org.'] } } },
  ],
  [
    'a name that only ends alike',
    'v=spf1 ptr:ample.org -all',
    'fail',
    { zone: { [reverse]: { PTR: ['mail.example.org'] } } },
  ],
  [
    'a name whose address is another',
    'v=spf1 ptr -all',
    'fail',
    { zone: { [reverse]: { PTR: ['other.example.org'] } } },
  ],
  [
    'an IPv6 client',
    'v=spf1 ptr -all',
    'pass',
    {
      ip: '2001:db8::1',
      zone: {
        '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa': { PTR: ['mail.example.org'] },
      },
    },
  ],
  ['no PTR record is a void look-up', 'v=spf1 ptr -all', 'fail', { voidLookups: 1, lookups: 1 }],
  ['a failing PTR question does not match', 'v=spf1 ptr ~all', 'softfail', { zone: { [reverse]: 'TIMEOUT' } }],
  [
    'a name that fails is skipped',
    'v=spf1 ptr -all',
    'pass',
    { zone: { [reverse]: { PTR: ['t.example.org', 'mail.example.org'] }, 't.example.org': 'TIMEOUT' } },
  ],
  [
    'the eleventh name does not count',
    'v=spf1 ptr -all',
    'fail',
    {
      zone: {
        [reverse]: { PTR: [...Array.from({ length: 10 }, (_, index) => `x${index}.example.org`), 'mail.example.org'] },
      },
    },
  ],
  [
    'the tenth does',
    'v=spf1 ptr -all',
    'pass',
    {
      zone: {
        [reverse]: { PTR: [...Array.from({ length: 9 }, (_, index) => `x${index}.example.org`), 'mail.example.org'] },
      },
    },
  ],
  ['no length', 'v=spf1 ptr/24 +all', 'permerror'],
  ['no empty domain', 'v=spf1 ptr: +all', 'permerror'],
];

const limits: readonly Case[] = [
  ['ten look-ups are allowed', `v=spf1 ${includes(10)} -all`, 'fail', { zone: included, lookups: 10 }],
  ['eleven are not', `v=spf1 ${includes(11)} -all`, 'permerror', { zone: included, lookups: 11 }],
  [
    'only those that are evaluated count',
    `v=spf1 ip4:192.0.2.1 ${includes(11)} -all`,
    'pass',
    { zone: included, lookups: 0 },
  ],
  [
    'redirect counts',
    `v=spf1 ${includes(9)} redirect=r.example.org`,
    'permerror',
    { zone: { ...included, 'r.example.org': txt('v=spf1 a:mail.example.org -all') } },
  ],
  [
    'those of included records count',
    'v=spf1 include:i.example.org a:mail.example.org -all',
    'permerror',
    { zone: { 'i.example.org': txt(`v=spf1 ${'a:other.example.org '.repeat(9)}`) } },
  ],
  ['a loop of includes ends', 'v=spf1 include:example.org -all', 'permerror', { lookups: 11 }],
  ['a loop of redirects ends', 'v=spf1 redirect=example.org', 'permerror', { lookups: 11 }],
  ['ip4, ip6 and all are free', `v=spf1 ${'ip4:198.51.100.1 ip6:2001:db8::1 '.repeat(20)}-all`, 'fail', { lookups: 0 }],
  [
    'the addresses of MX hosts are not look-ups',
    'v=spf1 mx:m.example.org mx:m.example.org -all',
    'fail',
    {
      lookups: 2,
      zone: { 'm.example.org': { MX: Array.from({ length: 10 }, () => [10, 'other.example.org'] as const) } },
    },
  ],
  ['two void look-ups are allowed', 'v=spf1 a:v1.example.org a:v2.example.org -all', 'fail', { voidLookups: 2 }],
  ['three are not', 'v=spf1 a:v1.example.org a:v2.example.org a:v3.example.org -all', 'permerror', { voidLookups: 3 }],
  [
    'a name without the type is void like a name that does not exist',
    'v=spf1 a:w.example.org mx:w.example.org exists:w.example.org -all',
    'permerror',
    { zone: { 'w.example.org': txt('x') } },
  ],
  [
    'the third void look-up inside an include counts',
    'v=spf1 a:v1.example.org a:v2.example.org include:i.example.org +all',
    'permerror',
    { zone: { 'i.example.org': txt('v=spf1 a:v3.example.org +all') } },
  ],
  [
    'an IPv6 client and a name with IPv4 only: void',
    'v=spf1 a:four.example.org -all',
    'fail',
    { ip: '2001:db8::9', zone: { 'four.example.org': { A: ['192.0.2.1'] } }, voidLookups: 1 },
  ],
  [
    'MX hosts without an address are not void look-ups',
    'v=spf1 mx:m.example.org -all',
    'fail',
    {
      voidLookups: 0,
      zone: {
        'm.example.org': {
          MX: [
            [1, 'v1.example.org'],
            [2, 'v2.example.org'],
            [3, 'v3.example.org'],
          ],
        },
      },
    },
  ],
  [
    'eleven MX hosts without a match are a permanent error',
    'v=spf1 mx:m.example.org -all',
    'permerror',
    {
      zone: {
        'm.example.org': { MX: Array.from({ length: 11 }, (_, index) => [index, 'other.example.org'] as const) },
      },
    },
  ],
  [
    'eleven MX hosts with an early match are not',
    'v=spf1 mx:m.example.org -all',
    'pass',
    {
      zone: {
        'm.example.org': {
          MX: [
            [0, 'mail.example.org'],
            ...Array.from({ length: 10 }, (_, index) => [index + 1, 'other.example.org'] as const),
          ],
        },
      },
    },
  ],
  ['%{p} costs a look-up of its own', 'v=spf1 exists:%{p}.x.example.org -all', 'fail', { lookups: 2 }],
  ['%{p} and its term are void once', 'v=spf1 exists:%{p}.x.example.org -all', 'fail', { voidLookups: 1 }],
  [
    'the question for the first record is not void',
    [],
    'none',
    { zone: { 'example.org': { A: ['192.0.2.1'] } }, voidLookups: 0 },
  ],
];

const modifiers: readonly Case[] = [
  ['6: redirect twice', 'v=spf1 redirect=a.example.org redirect=b.example.org', 'permerror'],
  ['6: exp twice', 'v=spf1 exp=a.example.org exp=b.example.org -all', 'permerror'],
  ['6: a modifier may stand anywhere', 'v=spf1 redirect=r.example.org ip4:192.0.2.1', 'pass', { lookups: 0 }],
  [
    '6.1: redirect takes the result of the other record',
    'v=spf1 redirect=r.example.org',
    'softfail',
    { zone: { 'r.example.org': txt('v=spf1 ~all') }, mechanism: '~all' },
  ],
  ['6.1: redirect is not used when all is there', 'v=spf1 redirect=gone.example.org ?all', 'neutral', { lookups: 0 }],
  ['6.1: redirect to a name without record', 'v=spf1 redirect=gone.example.org', 'permerror'],
  ['6.1: redirect to a malformed name', 'v=spf1 redirect=%{l}', 'permerror'],
  [
    '6.1: redirect changes the domain',
    'v=spf1 redirect=r.example.org',
    'pass',
    { zone: { 'r.example.org': { TXT: ['v=spf1 a -all'], A: ['192.0.2.1'] } } },
  ],
  ['6.1: an empty redirect', 'v=spf1 redirect= ?all', 'permerror'],
  ['6.1: redirect as a mechanism', 'v=spf1 redirect:r.example.org', 'permerror'],
  ['6.1: a failing server', 'v=spf1 redirect=r.example.org', 'temperror', { zone: { 'r.example.org': 'TIMEOUT' } }],
  [
    '6.2: an explanation of a fail',
    'v=spf1 -all exp=e.example.org',
    'fail',
    { zone: { 'e.example.org': txt('See %{d}.') }, explanation: 'See example.org.' },
  ],
  [
    '6.2: no explanation of a softfail',
    'v=spf1 ~all exp=e.example.org',
    'softfail',
    { zone: { 'e.example.org': txt('x') }, explanation: undefined },
  ],
  [
    '6.2: no explanation out of an included record',
    'v=spf1 include:i.example.org -all',
    'fail',
    {
      zone: { 'i.example.org': txt('v=spf1 -all exp=e.example.org'), 'e.example.org': txt('x') },
      explanation: undefined,
    },
  ],
  [
    '6.2: a matching -include is explained by the outer record',
    'v=spf1 -include:i.example.org exp=e.example.org',
    'fail',
    {
      zone: {
        'i.example.org': txt('v=spf1 +all exp=f.example.org'),
        'e.example.org': txt('outer'),
        'f.example.org': txt('inner'),
      },
      explanation: 'outer',
    },
  ],
  [
    '6.2: after a redirect the other record explains',
    'v=spf1 redirect=r.example.org exp=f.example.org',
    'fail',
    {
      zone: {
        'r.example.org': txt('v=spf1 -all exp=e.example.org'),
        'e.example.org': txt('its'),
        'f.example.org': txt('ours'),
      },
      explanation: 'its',
    },
  ],
  [
    '6.2: two TXT records explain nothing',
    'v=spf1 -all exp=e.example.org',
    'fail',
    { zone: { 'e.example.org': { TXT: ['a', 'b'] } }, explanation: undefined },
  ],
  [
    '6.2: a syntax error in the explanation explains nothing',
    'v=spf1 -all exp=e.example.org',
    'fail',
    { zone: { 'e.example.org': txt('100% sure') }, explanation: undefined },
  ],
  [
    '6.2: a failing server explains nothing',
    'v=spf1 -all exp=e.example.org',
    'fail',
    { zone: { 'e.example.org': 'TIMEOUT' }, explanation: undefined },
  ],
  [
    '6.2: exp counts against no limit',
    `v=spf1 ${includes(10)} -all exp=e.example.org`,
    'fail',
    { zone: { ...included, 'e.example.org': txt('why') }, explanation: 'why', lookups: 10 },
  ],
  ['6.2: an empty exp', 'v=spf1 -all exp=', 'permerror'],
  ['6.2: the letters c, r and t belong into explanations', 'v=spf1 -all exp=%{r}.example.org', 'permerror'],
];

export const query: Setting = { sender: 'strong-bad@email.example.com', ip: '192.0.2.3', helo: 'mx.example.net' };
/** The examples of section 7.4, looked for under x.example.org. */
export const expansions: readonly (readonly [macro: string, expanded: string, setting?: Setting])[] = [
  ['%{s}', 'strong-bad@email.example.com'],
  ['%{o}', 'email.example.com'],
  ['%{d}', 'email.example.com'],
  ['%{d4}', 'email.example.com'],
  ['%{d3}', 'email.example.com'],
  ['%{d2}', 'example.com'],
  ['%{d1}', 'com'],
  ['%{dr}', 'com.example.email'],
  ['%{d2r}', 'example.email'],
  ['%{l}', 'strong-bad'],
  ['%{l-}', 'strong.bad'],
  ['%{lr}', 'strong-bad'],
  ['%{lr-}', 'bad.strong'],
  ['%{l1r-}', 'strong'],
  ['%{ir}.%{v}._spf.%{d2}', '3.2.0.192.in-addr._spf.example.com'],
  ['%{lr-}.lp._spf.%{d2}', 'bad.strong.lp._spf.example.com'],
  ['%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}', '3.2.0.192.in-addr.strong.lp._spf.example.com'],
  ['%{h}', 'mx.example.net'],
  ['%{D2R}', 'example.email'],
  ['%%%_%-', '% %20'],
  ['%{l+-}', 'a.b.c', { sender: 'a+b-c@email.example.com' }],
  ['%{L}', 'a%2Bb', { sender: 'a+b@email.example.com' }],
  ['%{d200}', 'email.example.com'],
  ['%{ir}', '1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2', { ip: '2001:db8::cb01' }],
  ['%{v}', 'ip6', { ip: '2001:db8::cb01' }],
  ['%{p}', 'unknown'],
];

export const tables: readonly (readonly [string, readonly Case[]])[] = [
  ['2 to 4.5: the domain and its record', initial],
  ['4.6 to 5.1: the grammar and the order', grammar],
  ['5.2: include', includeCases],
  ['5.3 to 5.7: addresses', hostCases],
  ['5.5: ptr', ptrCases],
  ['4.6.4: limits', limits],
  ['6: modifiers', modifiers],
];
