import { describe, expect, test } from 'vitest';
import { toRanges } from '../../../src/model/addresses/address-set.ts';
import { plain } from '../../../src/model/text.ts';
import { analyzeSpf } from '../../../src/protocols/spf/analyze-spf.ts';
import { checkHost } from '../../../src/protocols/spf/check-host.ts';
import type { ZoneRecords } from './zone-view.ts';
import { zoneView } from './zone-view.ts';

const txt = (...texts: string[]) => ({ TXT: texts });
const analyze = (record: string, zone: ZoneRecords = {}) =>
  analyzeSpf(
    'contoso.com',
    zoneView({ ...zone, 'contoso.com': { ...(zone['contoso.com'] as object), TXT: [record] } }),
  );
const authorised = (record: string, zone: ZoneRecords = {}) => toRanges(analyze(record, zone).records[0].authorised);

describe('the addresses that pass', () => {
  test('networks are merged and sorted', () => {
    expect(authorised('v=spf1 ip4:192.0.2.128/25 ip4:192.0.2.0/25 ip4:198.51.100.7 ip6:2001:db8::/33 -all')).toEqual([
      '192.0.2.0/24',
      '198.51.100.7',
      '2001:db8::/33',
    ]);
  });
  test('the first match wins, so an earlier - takes addresses away', () => {
    expect(authorised('v=spf1 -ip4:192.0.2.0/25 ip4:192.0.2.0/24 ?all')).toEqual(['192.0.2.128/25']);
    expect(authorised('v=spf1 ip4:192.0.2.0/24 -ip4:192.0.2.0/25 ?all')).toEqual(['192.0.2.0/24']);
  });
  test.each(['-', '~', '?'])('addresses behind %s do not pass', (qualifier) => {
    expect(authorised(`v=spf1 ${qualifier}ip4:192.0.2.0/24 ip4:198.51.100.0/24 -all`)).toEqual(['198.51.100.0/24']);
  });
  test('+all passes every address', () => {
    expect(authorised('v=spf1 -ip4:0.0.0.0/1 +all')).toEqual(['128.0.0.0/1', '::/0']);
  });
  test('an include gives what passes there, under its own qualifier', () => {
    const zone = { 'i.contoso.com': txt('v=spf1 ip4:192.0.2.0/25 ~ip4:198.51.100.0/24 -all') };
    expect(authorised('v=spf1 include:i.contoso.com -all', zone)).toEqual(['192.0.2.0/25']);
    expect(authorised('v=spf1 -include:i.contoso.com ip4:192.0.2.0/24 -all', zone)).toEqual(['192.0.2.128/25']);
  });
  test('a redirect gives what passes there and was not decided before', () => {
    const zone = { 'r.contoso.com': txt('v=spf1 ip4:192.0.2.0/24 -all') };
    expect(authorised('v=spf1 -ip4:192.0.2.0/25 redirect=r.contoso.com', zone)).toEqual(['192.0.2.128/25']);
    expect(authorised('v=spf1 redirect=r.contoso.com ?all', zone)).toEqual([]);
  });
  test('a and mx give their addresses with their lengths', () => {
    const zone = {
      'contoso.com': { A: ['192.0.2.1'], MX: [[10, 'mx.contoso.com']] as const },
      'mx.contoso.com': { A: ['198.51.100.9'], AAAA: ['2001:db8::9'] },
    };
    expect(authorised('v=spf1 a mx/24//64 -all', zone)).toEqual(['192.0.2.1', '198.51.100.0/24', '2001:db8::/64']);
  });
  test('each term has the addresses that pass because of it', () => {
    const [record] = analyze('v=spf1 ip4:192.0.2.0/25 ip4:192.0.2.0/24 ip4:192.0.2.7 -all').records;
    expect(record.terms.map(({ contributes }) => toRanges(contributes))).toEqual([
      ['192.0.2.0/25'],
      ['192.0.2.128/25'],
      [],
      [],
    ]);
    expect(record.terms.map(({ addresses }) => toRanges(addresses)[0])).toEqual([
      '192.0.2.0/25',
      '192.0.2.0/24',
      '192.0.2.7',
      '0.0.0.0/0',
    ]);
  });
  test('nobody passes behind an include without a record, nor in a record with an error', () => {
    expect(authorised('v=spf1 ip4:192.0.2.1 include:gone.contoso.com ip4:192.0.2.2 -all')).toEqual(['192.0.2.1']);
    expect(authorised('v=spf1 ip4:192.0.2.1 moo -all')).toEqual([]);
  });
  test('macros of the domain are expanded; those of the message, and ptr, are an unknown part', () => {
    const zone = { 'contoso.com.spf.contoso.com': txt('v=spf1 ip4:192.0.2.1 -all') };
    expect(authorised('v=spf1 include:%{d2}.spf.contoso.com -all', zone)).toEqual(['192.0.2.1']);
    const [record] = analyze('v=spf1 exists:%{i}.x.contoso.com ptr ip4:192.0.2.1 -all').records;
    expect(record.exact).toBe(false);
    expect(record.terms.map(({ unknown }) => unknown !== undefined)).toEqual([true, true, false, false]);
    expect(toRanges(record.authorised)).toEqual(['192.0.2.1']);
  });
  test('agrees with checkHost on every edge of every network', () => {
    const zone = {
      'contoso.com': txt(
        'v=spf1 -ip4:192.0.2.64/26 include:i.contoso.com ~ip4:198.51.100.8/29 a:h.contoso.com/28 redirect=r.contoso.com',
      ),
      'i.contoso.com': txt('v=spf1 ip4:192.0.2.0/24 ?ip4:203.0.113.0/25 ip4:203.0.113.0/24 -all'),
      'h.contoso.com': { A: ['198.51.100.5'] },
      'r.contoso.com': txt('v=spf1 ip4:203.0.113.32/27 ip4:198.51.100.0/25 -all'),
    };
    const dns = zoneView(zone);
    const passes = new Set(toRanges(analyzeSpf('contoso.com', dns).records[0].authorised).flatMap(expand));
    for (const net of ['192.0.2', '198.51.100', '203.0.113']) {
      for (let host = 0; host < 256; host++) {
        const ip = `${net}.${host}`;
        expect([ip, passes.has(ip)]).toEqual([
          ip,
          checkHost({ ip, sender: 'a@contoso.com', helo: 'h' }, dns).result === 'pass',
        ]);
      }
    }
  });
});

/** The addresses of a range inside one /24, as text. */
function expand(range: string): string[] {
  const [first = '', last] = range.split('-');
  const [start = '', length] = first.split('/');
  const at = start.lastIndexOf('.') + 1;
  const low = Number(start.slice(at));
  const high =
    last === undefined ? low + 2 ** (32 - Number(length ?? 32)) - 1 : Number(last.slice(last.lastIndexOf('.') + 1));
  return Array.from({ length: high - low + 1 }, (_, index) => `${start.slice(0, at)}${low + index}`);
}

describe('4.6.4: the cost for a client that matches nothing', () => {
  test('look-ups are counted over the whole tree, as often as they happen, and beyond ten', () => {
    const zone = {
      'i.contoso.com': txt(`v=spf1 ${'a:h.contoso.com '.repeat(6)}-all`),
      'h.contoso.com': { A: ['192.0.2.1'] },
    };
    const [record] = analyze('v=spf1 include:i.contoso.com include:i.contoso.com mx:h.contoso.com -all', zone).records;
    expect(record.lookups).toBe(15);
    expect(record.terms.map(({ lookups }) => lookups)).toEqual([7, 7, 1, 0]);
    expect(record.voidLookups).toEqual({ ipv4: 1, ipv6: 13 });
  });
  test('terms behind all cost nothing', () => {
    expect(analyze('v=spf1 -all include:i.contoso.com a mx').records[0].lookups).toBe(0);
  });
  test('void look-ups differ with the family of the client', () => {
    const zone = { 'four.contoso.com': { A: ['192.0.2.1'] }, 'six.contoso.com': { AAAA: ['2001:db8::1'] } };
    const [record] = analyze(
      'v=spf1 a:four.contoso.com a:six.contoso.com a:gone.contoso.com exists:four.contoso.com ?all',
      zone,
    ).records;
    expect(record.voidLookups).toEqual({ ipv4: 2, ipv6: 2 });
  });
  test('a loop is named with all its members, and ends', () => {
    const zone = {
      'b.contoso.com': txt('v=spf1 redirect=c.contoso.com'),
      'c.contoso.com': txt('v=spf1 include:b.contoso.com -all'),
    };
    const analysis = analyze('v=spf1 include:b.contoso.com -all', zone);
    expect(analysis.loops).toEqual([['b.contoso.com', 'c.contoso.com', 'b.contoso.com']]);
    expect(analysis.records.map(({ domain }) => domain)).toEqual(['contoso.com', 'b.contoso.com', 'c.contoso.com']);
  });
  test('more than ten MX hosts are counted', () => {
    const zone = {
      'contoso.com': { MX: Array.from({ length: 12 }, (_, index) => [index, `m${index}.contoso.com`] as const) },
    };
    expect(analyze('v=spf1 mx -all', zone).records[0].terms[0]?.mxHosts).toBe(12);
  });
  test('the eleventh MX host never passes, and nobody gets beyond it', () => {
    const zone: Record<string, ZoneRecords[string]> = {
      'contoso.com': { MX: Array.from({ length: 11 }, (_, index) => [20 - index, `m${index}.contoso.com`] as const) },
    };
    for (let index = 0; index < 11; index++) zone[`m${index}.contoso.com`] = { A: [`192.0.2.${index}`] };
    // The host with the highest preference is m0.
    expect(authorised('v=spf1 mx ip4:198.51.100.1 -all', zone)).toEqual(['192.0.2.1-192.0.2.10']);
  });
  test('records that include each other many times over are read once', () => {
    const zone: Record<string, ReturnType<typeof txt>> = {};
    for (let level = 0; level < 60; level++) {
      zone[`l${level}.contoso.com`] = txt(`v=spf1 ${`include:l${level + 1}.contoso.com `.repeat(10)}-all`);
    }
    const analysis = analyze('v=spf1 include:l0.contoso.com -all', zone);
    expect(analysis.records).toHaveLength(62);
    expect(analysis.records[0].lookups).toBe(1_000_000);
  });
  test('a chain without end is cut, and says so', () => {
    const zone: Record<string, ReturnType<typeof txt>> = {};
    for (let level = 0; level < 400; level++)
      zone[`l${level}.contoso.com`] = txt(`v=spf1 include:l${level + 1}.contoso.com`);
    expect(analyze('v=spf1 include:l0.contoso.com -all', zone)).toMatchObject({ cut: true });
  });
});

describe('the record', () => {
  test.each([
    ['none', txt('other')],
    ['several', txt('v=spf1 -all', 'v=spf1 +all')],
    ['syntax-errors', txt('v=spf1 moo')],
    ['failure', 'TIMEOUT'],
    ['not-supplied', 'UNKNOWN'],
    ['valid', txt('v=spf1 -all')],
  ] as const)('is %s', (status, zone) => {
    expect(analyzeSpf('Contoso.com.', zoneView({ 'contoso.com': zone })).records[0].status).toBe(status);
  });
  test('that was not given is missing, at any depth', () => {
    const analysis = analyze('v=spf1 include:u.contoso.com a:v.contoso.com -all', {
      'u.contoso.com': 'UNKNOWN',
      'v.contoso.com': 'UNKNOWN',
    });
    expect(analysis.missing).toEqual(['u.contoso.com', 'v.contoso.com']);
    expect(analysis.records[0].exact).toBe(false);
  });
  test('has the origin of the line it came from', () => {
    const at = { kind: 'declared', at: { file: 'dns.zone', line: 3, column: 1 } } as const;
    const other = { kind: 'declared', at: { file: 'dns.zone', line: 2, column: 1 } } as const;
    const dns = { lookup: () => ({ status: 'records', records: ['x', 'v=spf1 -all'], origins: [other, at] }) as const };
    expect(analyzeSpf('contoso.com', dns).records[0].candidates).toEqual([{ text: 'v=spf1 -all', origin: at }]);
  });
  test('terms behind all, and a redirect beside it, are not reachable', () => {
    const [record] = analyze('v=spf1 redirect=r.contoso.com a -all mx exp=e.contoso.com').records;
    expect(record.terms.map(({ reachable }) => reachable)).toEqual([false, true, true, false, true]);
    expect(record.all).toBe('-');
  });
  test('all may be that of a redirect', () => {
    expect(analyze('v=spf1 redirect=r.contoso.com', { 'r.contoso.com': txt('v=spf1 ~all') }).records[0].all).toBe('~');
    expect(analyze('v=spf1 mx').records[0].all).toBeUndefined();
  });
  test('all errors are listed, of included records too', () => {
    const analysis = analyze('v=spf1 moo include:i.contoso.com ip4:x -all', { 'i.contoso.com': txt('v=spf1 a:x') });
    expect(analysis.records.map(({ errors }) => errors.map(({ column }) => column))).toEqual([[8, 38], [10]]);
  });
  test('a modifier named like a mechanism has no effect, which is noticed', () => {
    const [record] = analyze('v=spf1 ip4=192.0.2.1 -all').records;
    expect(record.status).toBe('valid');
    expect(record.notices.map(({ column, message }) => [column, plain(message)])).toEqual([
      [8, 'ip4=192.0.2.1 is read as an unknown modifier and has no effect; the mechanism is written ip4:192.0.2.1.'],
    ]);
  });
  test('the same mechanism twice is noticed', () => {
    const [record] = analyze('v=spf1 ip4:192.0.2.1 mx +IP4:192.0.2.1 -all').records;
    expect(record.notices.map(({ column }) => column)).toEqual([25]);
  });
  test('3.4: sizes are estimated from the texts', () => {
    const long = `v=spf1 ${'ip4:192.0.2.1 '.repeat(20)}-all`;
    const { records } = analyzeSpf('contoso.com', zoneView({ 'contoso.com': txt(long, 'x'.repeat(300)) }));
    expect(records[0].octets).toBe(291);
    // Header 12, question 11 + 2 + 4, and two records of 12 + text + two length octets each.
    expect(records[0].answerOctets).toBe(29 + (12 + 291 + 2) + (12 + 300 + 2));
  });
});
