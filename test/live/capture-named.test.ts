import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDnsView } from '../../src/input/dns/build-dns-view.ts';
import { readZoneSource } from '../../src/input/dns/read-zone-source.ts';
import type { ZoneSource } from '../../src/input/dns/zone-source.ts';
import { type CapturedQuestion, capture } from '../../src/live/capture.ts';
import { captureText } from '../../src/live/capture-file.ts';
import type { DnsAnswer } from '../../src/model/dns.ts';
import { parseClientAddress } from '../../src/protocols/spf/address-words.ts';
import { parseZone } from '../../src/protocols/zone/parse-zone.ts';
import { recordLine } from '../../src/protocols/zone/record-line.ts';
import { hasProgram, type Named, startNamed } from './other-programs.ts';

const key = `"${'A'.repeat(250)}" "${'B'.repeat(140)}"`;
const verifications = Array.from({ length: 20 }, (_, index) => `@ TXT "verification-${index}=${'v'.repeat(80)}"`);

const contoso = String.raw`$TTL 3600
$ORIGIN contoso.com.
@ SOA ns1 hostmaster 1 7200 900 1209600 300
@ NS ns1
@ 600 MX 10 mx1
@ 600 MX 20 mx2.fabrikam.com.
@ TXT "v=spf1 a:out.contoso.com include:" "_spf.fabrikam.com mx -all"
@ TXT "caf\195\169 \255\000 \"quoted\" back\\slash; semicolon"
${verifications.join('\n')}
ns1 A 192.0.2.53
mx1 A 192.0.2.1
mx1 AAAA 2001:db8::1
_25._tcp.mx1 300 TLSA 3 1 1 0011223344556677889900112233445566778899001122334455667788990011
out A 192.0.2.2
out AAAA ::ffff:192.0.2.2
_dmarc TXT "v=DMARC1; p=reject"
_mta-sts TXT "v=STSv1; id=1;"
mta-sts CNAME www
www A 192.0.2.80
selector1._domainkey CNAME selector1.fabrikam.com.
s2026._domainkey TXT "v=DKIM1; p=" ${key}
`;

const fabrikam = `$TTL 60
@ SOA ns1.contoso.com. hostmaster 1 7200 900 1209600 300
@ NS ns1.contoso.com.
mx2 A 198.51.100.1
_spf TXT "v=spf1 ip4:198.51.100.0/24 redirect=_more.fabrikam.com"
_more TXT "v=spf1 exists:%{i}._look.%{d} ?all"
*._look._more A 127.0.0.2
selector1 TXT "v=DKIM1; p=" "xyz"
`;

const reverse = `$TTL 60
@ SOA ns1.contoso.com. hostmaster.contoso.com. 1 7200 900 1209600 300
@ NS ns1.contoso.com.
2 PTR out.contoso.com.
`;

const installed = hasProgram('named', '-v');
const unless = installed ? '' : ' (skipped: named of BIND 9 is not installed)';

const view = (sources: readonly ZoneSource[]) =>
  buildDnsView({ sources, unknownNames: 'unknown', bundled: { lookup: () => undefined } }).view;

const comparable = (answer: DnsAnswer): unknown =>
  answer.status === 'records' ? answer.records.map((record) => JSON.stringify(record)).sort() : answer.status;

describe.skipIf(!installed)(`a zone that named serves${unless}`, () => {
  let named: Named;
  let questions: readonly CapturedQuestion[];
  let told = 0;
  const zones = {
    'contoso.com': contoso,
    'fabrikam.com': fabrikam,
    '2.0.192.in-addr.arpa': reverse,
  };

  beforeAll(async () => {
    named = await startNamed(zones);
    questions = await capture(
      {
        domains: ['contoso.com', 'no-such.contoso.com'],
        selectors: ['selector1', 's2026'],
        addresses: ['192.0.2.2', '192.0.2.9'].flatMap((address) => parseClientAddress(address) ?? []),
      },
      {
        servers: [{ address: '127.0.0.1', port: named.port }],
        timeout: 3000,
        retries: 1,
        queriesMax: 500,
        now: () => Date.parse('2026-11-22T12:00:00Z'),
        progress: () => {
          told++;
        },
      },
    );
  }, 20_000);
  afterAll(() => named.stop());

  const declared = () =>
    Object.entries(zones).map(([origin, content]) => parseZone(content, { file: `${origin}.zone`, origin }));

  test('is read back the same: records with their TTLs and strings, names and types that do not exist', async () => {
    const text = captureText(questions, 'mxproof test');
    const source = await readZoneSource(text, { file: 'captured.zone' });
    expect(source.problems).toEqual([]);
    const [captured, original] = [view([source]), view(declared())];
    expect(questions.length).toBeGreaterThan(30);
    for (const { name, type } of questions) {
      const [left, right] = [captured.lookup(name, type), original.lookup(name, type)];
      expect([name, type, comparable(left)]).toEqual([name, type, comparable(right)]);
      expect(left.status).not.toBe('not-supplied');
    }
    const lines = new Set(declared().flatMap((zone) => zone.records.map((record) => recordLine(record))));
    for (const record of source.records) {
      // What a wildcard makes stands in no zone.
      if (!record.owner.includes('._look.')) expect(lines).toContain(recordLine(record));
    }
    expect(source.records.map((record) => recordLine(record))).toContain(
      '192.0.2.9._look._more.fabrikam.com. 60 IN A 127.0.0.2',
    );
  });

  test('what was not asked stays unknown, though its zone was', async () => {
    const source = await readZoneSource(captureText(questions, 'mxproof test'), { file: 'captured.zone' });
    expect(source.records.some((record) => record.type === 'SOA')).toBe(false);
    expect(view([source]).lookup('ns1.contoso.com', 'A').status).toBe('not-supplied');
    expect(view([source]).lookup('contoso.com', 'CAA').status).toBe('not-supplied');
  });

  test('the way that SPF, MX, DKIM, DMARC, MTA-STS, TLSA and PTR lead is followed, each question once', () => {
    const asked = questions.map(({ name, type }) => `${name} ${type}`);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked).toEqual(
      expect.arrayContaining([
        'contoso.com MX',
        'mx2.fabrikam.com A',
        '_25._tcp.mx1.contoso.com TLSA',
        'out.contoso.com AAAA',
        '_spf.fabrikam.com TXT',
        '_more.fabrikam.com TXT',
        's2026._domainkey.contoso.com TXT',
        '_dmarc.contoso.com TXT',
        '_mta-sts.contoso.com TXT',
        '_smtp._tls.contoso.com TXT',
        '2.2.0.192.in-addr.arpa PTR',
      ]),
    );
    expect(told).toBeGreaterThanOrEqual(questions.length);
  });

  test('an answer that is too long for UDP comes over TCP, and every one says when and where from', () => {
    const text = captureText(questions, 'mxproof test');
    expect(text).toContain(`; contoso.com. TXT: 2026-11-22T12:00:00Z 127.0.0.1:${named.port} tcp`);
    expect(text).toContain(`; _dmarc.contoso.com. TXT: 2026-11-22T12:00:00Z 127.0.0.1:${named.port} udp`);
    expect(text).toMatch(/^;! no-such-name no-such\.contoso\.com\. ; 2026-11-22T12:00:00Z /mu);
  });
});
