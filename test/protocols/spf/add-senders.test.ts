import { expect, test } from 'vitest';
import { parseAddress } from '../../../src/model/addresses/address.ts';
import { type AddressSet, emptySet, fromPrefix, unionAll } from '../../../src/model/addresses/address-set.ts';
import { addSenders, type Offers } from '../../../src/protocols/spf/add-senders.ts';
import { amendedView } from '../../../src/protocols/spf/amended-view.ts';
import { analyzeSpf } from '../../../src/protocols/spf/analyze-spf.ts';
import { checkHost } from '../../../src/protocols/spf/check-host.ts';
import { dnsFromRecords } from '../../../src/protocols/zone/dns-from-records.ts';

const setOf = (...prefixes: string[]): AddressSet =>
  unionAll(
    prefixes.map((prefix) => {
      const [base = '', length] = prefix.split('/');
      const address = parseAddress(base);
      return address === undefined
        ? emptySet
        : fromPrefix(address, Number(length ?? (address.family === 4 ? 32 : 128)));
    }),
  );

type Records = Parameters<typeof dnsFromRecords>[0];

function ways(record: string, missing: AddressSet, offers: Partial<Offers> = {}, more: Records = {}) {
  const dns = dnsFromRecords({ 'contoso.com': { TXT: [record] }, ...more });
  const [root] = analyzeSpf('contoso.com', dns).records;
  const all = addSenders(root, missing, { include: undefined, hosts: [], own: emptySet, ...offers }, dns);
  const resultOf = (ip: string, to: string) =>
    checkHost({ ip, sender: 'a@contoso.com', helo: '' }, amendedView(dns, 'contoso.com', record, to)).result;
  return { all, texts: all.map(({ to }) => to), resultOf };
}

test('an address goes in front of all, because nothing behind all is asked (RFC 7208 5.1)', () => {
  const { texts, resultOf } = ways('v=spf1 ip4:192.0.2.1 -all', setOf('198.51.100.7'));
  expect(texts[0]).toBe('v=spf1 ip4:192.0.2.1 ip4:198.51.100.7 -all');
  expect(resultOf('198.51.100.7', texts[0] ?? '')).toBe('pass');
  expect(resultOf('198.51.100.8', texts[0] ?? '')).toBe('fail');
});

test('it goes in front of a redirect, and of the term that turns it away', () => {
  expect(
    ways(
      'v=spf1 redirect=_spf.contoso.com',
      setOf('198.51.100.7'),
      {},
      { '_spf.contoso.com': { TXT: ['v=spf1 -all'] } },
    ).texts[0],
  ).toBe('v=spf1 ip4:198.51.100.7 redirect=_spf.contoso.com');
  const { texts, resultOf } = ways('v=spf1 -ip4:198.51.100.0/24 ip4:192.0.2.1 -all', setOf('198.51.100.7'));
  expect(texts[0]).toBe('v=spf1 ip4:198.51.100.7 -ip4:198.51.100.0/24 ip4:192.0.2.1 -all');
  expect(resultOf('198.51.100.7', texts[0] ?? '')).toBe('pass');
  expect(resultOf('198.51.100.8', texts[0] ?? '')).toBe('fail');
});

test('without all or redirect it goes to the end', () => {
  expect(ways('v=spf1 ip4:192.0.2.1', setOf('198.51.100.7')).texts[0]).toBe('v=spf1 ip4:192.0.2.1 ip4:198.51.100.7');
});

test('two halves become one prefix, which passes exactly the same addresses', () => {
  const { all, resultOf } = ways('v=spf1 ip4:192.0.2.0/25 ip4:203.0.113.9 -all', setOf('192.0.2.128/25'));
  expect(all[0]).toMatchObject({
    to: 'v=spf1 ip4:192.0.2.0/24 ip4:203.0.113.9 -all',
    added: ['ip4:192.0.2.0/24'],
    replaced: ['ip4:192.0.2.0/25'],
    lookups: 0,
  });
  expect(resultOf('192.0.2.5', all[0]?.to ?? '')).toBe('pass');
  expect(resultOf('192.0.2.200', all[0]?.to ?? '')).toBe('pass');
  expect(resultOf('192.0.3.0', all[0]?.to ?? '')).toBe('fail');
});

test('a prefix that would pass one address more is not offered', () => {
  const { texts } = ways('v=spf1 ip4:192.0.2.0/31 -all', setOf('192.0.2.2'));
  expect(texts).toEqual(['v=spf1 ip4:192.0.2.0/31 ip4:192.0.2.2 -all']);
});

test('neighbours are not merged over a term that turns one of them away in between', () => {
  const record = 'v=spf1 ip4:192.0.2.0 -ip4:192.0.2.1 ip4:192.0.2.0/31 -all';
  const { texts, resultOf } = ways(record, setOf('192.0.2.2/31'));
  for (const to of texts) expect([to, resultOf('192.0.2.1', to)]).toEqual([to, 'fail']);
});

test('the name that the owner publishes comes first: his addresses may change', () => {
  const { all } = ways(
    'v=spf1 -all',
    setOf('203.0.113.5'),
    { include: 'spf.filter.example' },
    {
      'spf.filter.example': { TXT: ['v=spf1 ip4:203.0.113.0/28 -all'] },
    },
  );
  expect(all.map(({ to, lookups }) => [to, lookups])).toEqual([
    ['v=spf1 include:spf.filter.example -all', 1],
    ['v=spf1 ip4:203.0.113.5 -all', 0],
  ]);
});

test('an include that does not pass the address is not offered', () => {
  const { texts } = ways(
    'v=spf1 -all',
    setOf('203.0.113.99'),
    { include: 'spf.filter.example' },
    {
      'spf.filter.example': { TXT: ['v=spf1 ip4:203.0.113.0/28 -all'] },
    },
  );
  expect(texts).toEqual(['v=spf1 ip4:203.0.113.99 -all']);
});

test('where the include is the eleventh look-up, the addresses come first (RFC 7208 4.6.4)', () => {
  const names = Array.from({ length: 10 }, (_, index) => `s${index}.contoso.com`);
  const records = Object.fromEntries(names.map((name) => [name, { TXT: ['v=spf1 ip4:192.0.2.1 -all'] }]));
  const { all } = ways(
    `v=spf1 ${names.map((name) => `include:${name}`).join(' ')} -all`,
    setOf('203.0.113.5'),
    {
      include: 'spf.filter.example',
    },
    { ...records, 'spf.filter.example': { TXT: ['v=spf1 ip4:203.0.113.0/28 -all'] } },
  );
  expect(all.map(({ added, lookups, over }) => [added, lookups, over])).toEqual([
    [['ip4:203.0.113.5'], 10, false],
    [['include:spf.filter.example'], 11, true],
  ]);
});

test('a host with several addresses of the sender is shorter than all of them, and costs a look-up', () => {
  const addresses = ['203.0.113.5', '203.0.113.9', '198.51.100.7'];
  const { all } = ways(
    'v=spf1 -all',
    setOf(...addresses),
    { hosts: ['out.contoso.com'], own: setOf(...addresses) },
    {
      'out.contoso.com': { A: addresses },
    },
  );
  // A client over IPv6 asks for AAAA, finds nothing, and that is a void look-up (RFC 7208 4.6.4).
  expect(all[0]).toMatchObject({ to: 'v=spf1 a:out.contoso.com -all', lookups: 1, voidLookups: 1, over: false });
});

test('a host with an address that is not the sender is not offered', () => {
  const { texts } = ways(
    'v=spf1 -all',
    setOf('203.0.113.5'),
    { hosts: ['out.contoso.com'], own: setOf('203.0.113.5') },
    {
      'out.contoso.com': { A: ['203.0.113.5', '192.0.2.99'] },
    },
  );
  expect(texts).toEqual(['v=spf1 ip4:203.0.113.5 -all']);
});

test('one address is named by itself: it costs no look-up, and stays when the MX changes', () => {
  const { all } = ways(
    'v=spf1 -all',
    setOf('203.0.113.5'),
    { own: setOf('203.0.113.5') },
    {
      'contoso.com': { TXT: ['v=spf1 -all'], MX: [[10, 'mail.contoso.com']] },
      'mail.contoso.com': { A: ['203.0.113.5'] },
    },
  );
  expect(all.map(({ to, lookups }) => [to, lookups])).toEqual([
    ['v=spf1 ip4:203.0.113.5 -all', 0],
    ['v=spf1 mx -all', 1],
  ]);
});

test('IPv6 addresses are named by ip6, a single one without its length', () => {
  expect(ways('v=spf1 -all', setOf('2001:db8::5', '198.51.100.7')).texts[0]).toBe(
    'v=spf1 ip4:198.51.100.7 ip6:2001:db8::5 -all',
  );
});

test('what keeps the answer within 512 octets comes before the name of the owner (RFC 7208 3.4)', () => {
  // Header, question and owner take 29 octets, the record 12 more and one for each 255: 469 octets of text fit.
  const terms = Array.from({ length: 20 }, (_, index) => `ip4:198.18.${index + 100}.128/25`);
  const record = `v=spf1 ${terms.join(' ')} -all`;
  expect(record.length).toBe(451);
  const include = 'customers.spf.filter.example';
  const { all } = ways(
    record,
    setOf('203.0.113.5'),
    { include },
    { [include]: { TXT: ['v=spf1 ip4:203.0.113.5 -all'] } },
  );
  expect(all.map(({ added, answerOctets }) => [added, answerOctets > 512])).toEqual([
    [['ip4:203.0.113.5'], false],
    [[`include:${include}`], true],
  ]);
});

test('a record that is no valid one is not amended', () => {
  expect(ways('v=spf1 ip4:192.0.2 -all', setOf('203.0.113.5')).texts).toEqual([]);
});
