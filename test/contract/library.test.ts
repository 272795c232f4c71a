import { describe, expect, test } from 'vitest';
import { analyze, checkHost, dnsFromRecords, parseZone } from '../../src/index.ts';
import { loadTopology, renderReport } from '../../src/node.ts';

/* The library as spec/cli.md words it. */

const dns = dnsFromRecords({
  'example.com': { TXT: ['v=spf1 mx include:other.example -all'], MX: [[10, 'mx.example.com']], A: ['192.0.2.1'] },
  'mx.example.com': { A: ['192.0.2.7'] },
  'other.example': { TXT: ['v=spf1 ip4:198.51.100.0/24 ?all'] },
  'slow.example': { TXT: ['v=spf1 a -all'], A: 'TIMEOUT' },
  'alias.example': { CNAME: ['example.com'] },
});

describe('dnsFromRecords', () => {
  test.each([
    ['EXAMPLE.com.', 'MX', { status: 'records', records: [[10, 'mx.example.com']] }],
    ['alias.example', 'A', { status: 'records', records: ['192.0.2.1'] }],
    ['example.com', 'AAAA', { status: 'no-such-type' }],
    ['nothing.example', 'A', { status: 'no-such-name' }],
    ['slow.example', 'A', { status: 'failure' }],
  ])('%s %s', (name, type, answer) => {
    expect(dns.lookup(name, type)).toMatchObject(answer);
  });
});

describe('checkHost', () => {
  const of = (ip: string, sender: string, helo = 'client.example', domain?: string) =>
    checkHost({ ip, sender, helo, ...(domain === undefined ? {} : { domain }) }, dns);

  test.each([
    ['by MX', of('192.0.2.7', 'a@example.com'), { result: 'pass', mechanism: 'mx', undetermined: false, lookups: 1 }],
    [
      'by include',
      of('198.51.100.9', 'a@example.com'),
      { result: 'pass', mechanism: 'include:other.example', lookups: 2 },
    ],
    ['by nothing', of('203.0.113.1', 'a@example.com'), { result: 'fail', mechanism: '-all', voidLookups: 0 }],
    ['the null sender stands for the HELO name', of('192.0.2.7', '', 'example.com'), { result: 'pass' }],
    [
      'domain overrides the sender’s',
      of('192.0.2.7', 'a@nothing.example', 'x.example', 'alias.example'),
      { result: 'pass' },
    ],
    ['a domain without a record', of('192.0.2.7', 'a@nothing.example'), { result: 'none' }],
    ['a server that does not answer', of('192.0.2.7', 'a@slow.example'), { result: 'temperror' }],
  ])('%s', (_, found, expected) => {
    expect(found).toMatchObject(expected);
  });

  test('a view of one’s own: what is not supplied leaves the result undetermined', () => {
    const nothing = { lookup: () => ({ status: 'not-supplied' }) as const };
    expect(checkHost({ ip: '192.0.2.1', sender: 'a@example.com', helo: 'x' }, nothing)).toMatchObject({
      undetermined: true,
    });
  });
});

test('parseZone reads records and reports every fault with its place', () => {
  const { records, problems } = parseZone('$ORIGIN example.com.\n@ MX 10 mail\n@ TXT "a" "b"\n@ BAD 1\n');
  expect(records.map(({ owner, type }) => `${owner} ${type}`)).toEqual(['example.com MX', 'example.com TXT']);
  expect(problems.map(({ at }) => at?.line)).toEqual([4]);
});

describe('analyze', () => {
  const content = (asOf: string): Uint8Array =>
    new TextEncoder().encode(`mxproof: 1
${asOf}
tenant: { domain: contoso.onmicrosoft.com, acceptedDomains: [contoso.com] }
recipients: [{ address: anna@contoso.com, mailbox: cloud }]
dns: { records: "contoso.com. MX 0 contoso-com.mail.protection.outlook.com." }
messages: [{ name: m, from: x@example.org, to: [anna@contoso.com] }]
`);

  test('needs no option where the topology says as of when, and its report is printed without a style', async () => {
    const loaded = await loadTopology('-', { content: content('asOf: 2026-11-21') });
    if (!loaded.ok) throw new Error('the document is usable');
    const report = analyze(loaded.value);
    expect(report.traces.map(({ outcomes }) => outcomes.map(({ status }) => status))).toEqual([['delivered']]);
    const printed = renderReport({ version: '0.1.0', asOf: Date.UTC(2026, 10, 21), topologies: [report] }, 'json');
    expect(JSON.parse(printed)).toMatchObject({ mxproof: 1, asOf: '2026-11-21T00:00:00Z', collisions: [] });
  });
  test('says so where nobody tells it', async () => {
    const loaded = await loadTopology('-', { content: content('name: no date') });
    if (!loaded.ok) throw new Error('the document is usable');
    expect(() => analyze(loaded.value)).toThrow('as of when');
  });
});
