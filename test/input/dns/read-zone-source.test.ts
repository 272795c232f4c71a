import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildDnsView } from '../../../src/input/dns/build-dns-view.ts';
import { readZoneSource, recogniseDnsFormat } from '../../../src/input/dns/read-zone-source.ts';
import type { ZoneSource } from '../../../src/input/dns/zone-source.ts';
import { plain } from '../../../src/model/text.ts';
import { recordLine } from '../../../src/protocols/zone/record-line.ts';

const read = (content: string | object, file = 'zone'): Promise<ZoneSource> =>
  readZoneSource(typeof content === 'string' ? content : JSON.stringify(content, null, 1), { file });

const lines = (source: ZoneSource): readonly string[] => source.records.map(recordLine);
const problems = (source: ZoneSource): readonly string[] =>
  source.problems.map(({ at, problem }) => `${at.line} ${plain(problem)}`);
const view = (source: ZoneSource, unknownNames: 'unknown' | 'nxdomain' = 'unknown') =>
  buildDnsView({ sources: [source], unknownNames, bundled: { lookup: () => undefined } }).view;

describe('Route 53', () => {
  const sets = {
    ResourceRecordSets: [
      {
        Name: 'contoso.com.',
        Type: 'SOA',
        TTL: 900,
        ResourceRecords: [{ Value: 'ns1.example.net. h.example.net. 1 2 3 4 5' }],
      },
      { Name: 'contoso.com.', Type: 'MX', TTL: 300, ResourceRecords: [{ Value: '10 Mail.Contoso.com' }] },
      {
        Name: 'contoso.com.',
        Type: 'TXT',
        TTL: 300,
        ResourceRecords: [{ Value: '"v=spf1 ip4:192.0.2.1 " "-all"' }, { Value: '"caf\\303\\251 \\"x\\" \\\\ \\052"' }],
      },
      { Name: '\\052.contoso.com.', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.9' }] },
      { Name: 'www.contoso.com.', Type: 'A', AliasTarget: { DNSName: 'lb.example.net.', HostedZoneId: 'Z1' } },
      {
        Name: 'geo.contoso.com.',
        Type: 'MX',
        TTL: 60,
        SetIdentifier: 'a',
        Weight: 1,
        ResourceRecords: [{ Value: '1 a.example.net' }],
      },
    ],
  };

  test('values keep their strings; octal escapes of names and text become the octets they mean', async () => {
    const source = await read(sets);
    expect(problems(source)).toEqual([]);
    // \303\251 is é in UTF-8 (195, 169 in decimal), \052 the asterisk.
    expect(lines(source).slice(1)).toEqual([
      'contoso.com. 300 IN MX 10 mail.contoso.com.',
      'contoso.com. 300 IN TXT "v=spf1 ip4:192.0.2.1 " "-all"',
      'contoso.com. 300 IN TXT "caf\\195\\169 \\"x\\" \\\\ *"',
      '*.contoso.com. 60 IN A 192.0.2.9',
    ]);
  });

  test('an alias and a set chosen by weight are unknown, although the zone is complete; other types are absent', async () => {
    const source = await read(sets);
    const dns = view(source);
    expect(dns.lookup('www.contoso.com', 'A')).toMatchObject({ status: 'not-supplied', because: /lb\.example\.net/ });
    expect(dns.lookup('www.contoso.com', 'MX').status).toBe('no-such-type');
    expect(dns.lookup('geo.contoso.com', 'MX').status).toBe('not-supplied');
    expect(view(source, 'nxdomain').lookup('www.contoso.com', 'A').status).toBe('not-supplied');
    expect(source.unsettled?.map(({ owner, types }) => [owner, types])).toEqual([
      ['www.contoso.com', ['A']],
      ['geo.contoso.com', ['MX']],
    ]);
  });

  test('every record has the line of its value', async () => {
    const source = await read(
      '{"ResourceRecordSets": [\n{"Name": "a.example.org", "Type": "A", "TTL": 1,\n"ResourceRecords": [\n{"Value": "192.0.2.300"}]}]}',
    );
    expect(problems(source)).toEqual(['4 192.0.2.300 is no address of this type.']);
  });
});

describe('Azure DNS', () => {
  const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/dnszones/contoso.com';
  const lower = [
    {
      fqdn: 'contoso.com.',
      name: '@',
      type: 'Microsoft.Network/dnszones/MX',
      ttl: 3600,
      mxRecords: [{ exchange: 'contoso-com.mail.protection.outlook.com', preference: 0 }],
    },
    {
      fqdn: 'contoso.com.',
      name: '@',
      type: 'Microsoft.Network/dnszones/TXT',
      ttl: 60,
      txtRecords: [{ value: ['v=spf1 ', '-all'] }, { value: ['a;"b\\c'] }],
    },
    {
      id: `${id}/CNAME/www`,
      name: 'www',
      type: 'Microsoft.Network/dnszones/CNAME',
      TTL: 5,
      cnameRecord: { cname: 'x.example.net' },
    },
    {
      id: `${id}/A/app`,
      name: 'app',
      type: 'Microsoft.Network/dnszones/A',
      ttl: 5,
      aRecords: [],
      targetResource: { id: '/subscriptions/s/x' },
    },
  ];
  const upper = {
    value: [
      {
        id: `${id}/MX/@`,
        name: '@',
        type: 'Microsoft.Network/dnsZones/MX',
        properties: { TTL: 3600, MXRecords: [{ exchange: 'contoso-com.mail.protection.outlook.com.', preference: 0 }] },
      },
      {
        id: `${id}/TXT/@`,
        name: '@',
        type: 'Microsoft.Network/dnsZones/TXT',
        properties: { TTL: 60, TXTRecords: [{ value: ['v=spf1 ', '-all'] }, { value: ['a;"b\\c'] }] },
      },
      {
        id: `${id}/CNAME/www`,
        name: 'www',
        type: 'Microsoft.Network/dnsZones/CNAME',
        properties: { TTL: 5, CNAMERecord: { cname: 'x.example.net' } },
      },
      {
        id: `${id}/A/app`,
        name: 'app',
        type: 'Microsoft.Network/dnsZones/A',
        properties: { TTL: 5, targetResource: { id: '/subscriptions/s/x' } },
      },
    ],
  };
  const template = {
    resources: [
      { type: 'Microsoft.Network/dnszones', name: 'contoso.com' },
      ...upper.value.map(({ id: _, ...set }) => ({ ...set, name: `contoso.com/${set.name}` })),
    ],
  };

  test.each([
    ['az', lower],
    ['the REST API', upper],
    ['a template', template],
  ])('%s: both spellings, strings kept apart, an alias unknown', async (_, content) => {
    const source = await read(content);
    expect(problems(source)).toEqual([]);
    expect(lines(source)).toEqual([
      'contoso.com. 3600 IN MX 0 contoso-com.mail.protection.outlook.com.',
      'contoso.com. 60 IN TXT "v=spf1 " "-all"',
      'contoso.com. 60 IN TXT "a;\\"b\\\\c"',
      'www.contoso.com. 5 IN CNAME x.example.net.',
    ]);
    expect(view(source).lookup('app.contoso.com', 'A').status).toBe('not-supplied');
    expect(source.notices).toEqual([]);
  });

  test('a name that only a running template knows is a problem with its line', async () => {
    const source = await read(
      '[\n{"type": "Microsoft.Network/dnszones/A", "name": "[concat(parameters(\'zone\'), \'/@\')]"}]',
    );
    expect(problems(source)).toEqual(['2 The whole name of this record set is not in the file.']);
  });
});

describe('octoDNS', () => {
  const zone = `---
'':
  - type: MX
    values:
      - exchange: contoso-com.mail.protection.outlook.com
        preference: 0
  - ttl: 300
    type: TXT
    values:
      - v=spf1 include:spf.protection.outlook.com
        -all
      - 0123456789012345678901234567890
_dmarc:
  ttl: 300
  type: TXT
  value: v=DMARC1\\; p=none
'*.apps':
  type: CNAME
  value: Lb.Example.net.
mta-sts:
  ttl: 942942942
  type: Route53Provider/ALIAS
  value: { name: x.example.net., type: A }
www:
  type: ALIAS
  value: www.example.net.
pool:
  type: A
  value: 192.0.2.1
  dynamic: { pools: {} }
long:
  type: TXT
  value: ${'x'.repeat(300)}
`;

  test('names are relative to the zone of the file name; semicolons lose their backslash; numbers stay as written', async () => {
    const source = await read(zone, 'dns/contoso.com.yaml');
    expect(problems(source)).toEqual([]);
    expect(lines(source)).toEqual([
      'contoso.com. IN MX 0 contoso-com.mail.protection.outlook.com.',
      'contoso.com. 300 IN TXT "v=spf1 include:spf.protection.outlook.com -all"',
      'contoso.com. 300 IN TXT "0123456789012345678901234567890"',
      '_dmarc.contoso.com. 300 IN TXT "v=DMARC1; p=none"',
      '*.apps.contoso.com. IN CNAME lb.example.net.',
      `long.contoso.com. IN TXT "${'x'.repeat(255)}" "${'x'.repeat(45)}"`,
    ]);
    expect(source.records.map((record) => record.at.line)).toEqual([5, 10, 12, 16, 19, 33]);
  });

  test('aliases of a hoster and dynamic sets are unknown', async () => {
    const source = await read(zone, 'dns/contoso.com.yaml');
    expect(source.unsettled?.map(({ owner, types, at }) => [owner, types, at.line])).toEqual([
      ['mta-sts.contoso.com', ['A'], 20],
      ['www.contoso.com', ['A', 'AAAA'], 24],
      ['pool.contoso.com', ['A'], 27],
    ]);
  });

  test('text in quoted pieces is one text, in flow style too', async () => {
    const source = await read(`s1._domainkey: { type: TXT, value: '"v=DKIM1\\; p=ab" "cd"' }\n`, 'contoso.com.yaml');
    expect([problems(source), lines(source)]).toEqual([[], ['s1._domainkey.contoso.com. IN TXT "v=DKIM1; p=abcd"']]);
  });

  test('a file that is not named after its zone is a problem', async () => {
    expect(problems(await read(zone, 'zone.yaml'))).toEqual([
      '2 The name of the file does not say which zone this is.',
    ]);
  });
});

test('dnscontrol: both shapes of MX, TXT in strings or whole, aliases and proxied names unknown, views left out', async () => {
  const record = (type: string, name: string, target: string, more: object = {}) => ({
    type,
    name,
    target,
    ttl: 300,
    ...more,
  });
  const source = await read({
    registrars: [],
    dns_providers: [],
    domains: [
      {
        name: 'contoso.com',
        records: [
          record('MX', '@', 'a.contoso.com.', { mxpreference: 5 }),
          record('MX', '@', 'b.contoso.com.', { Fields: { Mx: 'b.contoso.com.', Preference: 7 } }),
          record('TXT', '@', 'v=spf1 -all', { txtstrings: ['v=spf1 ', '-all'] }),
          record('TXT', '_dmarc', 'v=DMARC1; p="none"'),
          record('CAA', '@', ';', { caatag: 'issue' }),
          record('ALIAS', '@', 'x.example.net.'),
          record('R53_ALIAS', 'r', 'x.example.net.', { r53_alias: { type: 'AAAA' } }),
          record('A', 'www', '192.0.2.1', { meta: { cloudflare_proxy: 'on' } }),
        ],
      },
      { name: 'contoso.com!inside', records: [record('A', '@', '10.0.0.1')] },
    ],
  });
  expect(problems(source)).toEqual([]);
  expect(lines(source)).toEqual([
    'contoso.com. 300 IN MX 5 a.contoso.com.',
    'contoso.com. 300 IN MX 7 b.contoso.com.',
    'contoso.com. 300 IN TXT "v=spf1 " "-all"',
    '_dmarc.contoso.com. 300 IN TXT "v=DMARC1; p=\\"none\\""',
    'contoso.com. 300 IN CAA 0 issue ";"',
  ]);
  expect(source.unsettled?.map(({ owner, types }) => [owner, types])).toEqual([
    ['contoso.com', ['A', 'AAAA']],
    ['r.contoso.com', ['AAAA']],
    ['www.contoso.com', ['A']],
  ]);
  expect(source.notices.map((notice) => notice.kind)).toContain('unread-record');
});

test("Cloudflare's export: proxied names and the flattened CNAME of the apex are unknown, and no conflict", async () => {
  const source = await read(
    [
      ';; Domain:     contoso.com.',
      'contoso.com\t3600\tIN\tSOA\tns.example.net. dns.example.net. 1 2 3 4 5',
      'contoso.com.\t1\tIN\tCNAME\tx.example.net. ; cf_tags=cf-proxied:false',
      'contoso.com.\t1\tIN\tMX\t10 mail.contoso.com.',
      'mail.contoso.com.\t1\tIN\tA\t192.0.2.1 ; cf_tags=cf-proxied:false',
      'www.contoso.com.\t1\tIN\tA\t192.0.2.2 ; a note cf_tags=cf-proxied:true',
      'shop.contoso.com.\t1\tIN\tCNAME\tx.example.net. ; cf_tags=cf-proxied:true',
      'contoso.com.\t1\tIN\tTXT\t"a ; cf-proxied:true"',
    ].join('\r\n'),
  );
  expect(problems(source)).toEqual([]);
  const dns = view(source);
  const status = (name: string, type: string) => dns.lookup(name, type).status;
  expect([status('contoso.com', 'A'), status('contoso.com', 'MX'), status('contoso.com', 'TXT')]).toEqual([
    'not-supplied',
    'records',
    'records',
  ]);
  expect([status('mail.contoso.com', 'A'), status('www.contoso.com', 'A'), status('www.contoso.com', 'MX')]).toEqual([
    'records',
    'not-supplied',
    'no-such-type',
  ]);
  expect([status('shop.contoso.com', 'A'), status('shop.contoso.com', 'CNAME'), status('no.contoso.com', 'A')]).toEqual(
    ['not-supplied', 'not-supplied', 'no-such-name'],
  );
  expect(source.records.find((record) => record.owner === 'mail.contoso.com')?.at.line).toBe(5);
});

test('the cache of mailauth', async () => {
  const source = await read({
    'contoso.com': {
      TXT: [['v=spf1 ', '-all']],
      MX: [{ exchange: 'mail.contoso.com', priority: 10 }],
      A: ['192.0.2.1'],
    },
  });
  expect(lines(source)).toEqual([
    'contoso.com. IN TXT "v=spf1 " "-all"',
    'contoso.com. IN MX 10 mail.contoso.com.',
    'contoso.com. IN A 192.0.2.1',
  ]);
});

describe('a capture', () => {
  const capture = `; mxproof capture 1
contoso.com. 60 IN MX 10 mail.contoso.com.
alias.contoso.com. 60 IN CNAME target.example.net.
;! no-such-type contoso.com. TXT ; 2026-01-01T00:00:00Z 192.0.2.53
;! no-such-name gone.contoso.com. ; 2026-01-01T00:00:00Z 192.0.2.53
;! no-such-type target.example.net. A ; 2026-01-01T00:00:00Z 192.0.2.53
;! no-answer slow.contoso.com. A ; 192.0.2.53 does not answer
`;

  test('what was asked and not found is absent; what was not answered or not asked is unknown', async () => {
    const dns = view(await read(capture));
    const status = (name: string, type: string) => dns.lookup(name, type).status;
    expect(status('contoso.com', 'MX')).toBe('records');
    expect(status('contoso.com', 'TXT')).toBe('no-such-type');
    expect(status('contoso.com', 'AAAA')).toBe('not-supplied');
    expect(status('gone.contoso.com', 'A')).toBe('no-such-name');
    expect(status('below.gone.contoso.com', 'A')).toBe('no-such-name');
    expect(status('other.contoso.com', 'A')).toBe('not-supplied');
    expect(status('slow.contoso.com', 'A')).toBe('not-supplied');
    expect(dns.lookup('alias.contoso.com', 'A').status).toBe('no-such-type');
  });

  test('notes mean nothing without the header, and a broken note is a problem', async () => {
    const other = await read(capture.slice(1));
    expect(other.absent).toBeUndefined();
    expect(problems(await read(`${capture};! no-such-nam x.\n;! no-such-type x. HUH\n`))).toEqual([
      '8 This line of the capture is no note of one.',
      '9 This line of the capture is no note of one.',
    ]);
  });
});

test.each([
  ['master-file', '$TTL 60\n@ A 192.0.2.1\ncontoso.com. A 192.0.2.1\n'],
  ['capture', '; mxproof capture 1\n'],
  ['cloudflare', 'contoso.com. 1 IN A 192.0.2.1 ; cf_tags=cf-proxied:true\nx.contoso.com. A 192.0.2.2'],
  ['route53', '[{"Name":"x.","Type":"A","ResourceRecords":[{"Value":"192.0.2.1"}]}]'],
  ['octodns', '# ours\n\nwww:\n  type: A\n  value: 192.0.2.1\n'],
  [undefined, '{"mxproof": 1, "name": "x"}'],
  [undefined, 'mxproof: 1\nname: x\n'],
  [undefined, 'Get-InboundConnector | fl\n\nName : x\n'],
])('the format is recognised by what the text holds: %s', async (format, content) => {
  expect(await recogniseDnsFormat(content)).toBe(format);
});

test('JSON that holds no records says what would', async () => {
  const source = await read({ hello: 1 });
  expect(problems(source)).toEqual(['1 This is no export of DNS records that is known.']);
});

test('any JSON in the shape of an export is read without throwing, each problem with a place', async () => {
  const scalar = fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null), fc.integer(), fc.boolean());
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('any')), tie('object')),
    object: fc.dictionary(
      fc.constantFrom('Name', 'Type', 'value', 'values', 'type', 'name', 'records', 'target'),
      tie('any'),
    ),
  })).any;
  const shape = fc.oneof(
    value.map((set) => ({ ResourceRecordSets: set })),
    fc.array(value).map((sets) => [{ Name: 'x.', Type: 'TXT', ResourceRecords: sets }]),
    value.map((set) => [{ type: 'Microsoft.Network/dnszones/TXT', fqdn: 'x.', txtRecords: set }]),
    value.map((records) => ({ domains: [{ name: 'x', records }] })),
    value.map((records) => ({ 'x.org': { TXT: [records] } })),
  );
  await fc.assert(
    fc.asyncProperty(shape, async (content) => {
      const source = await read(content);
      for (const { at } of [...source.problems, ...source.notices]) expect(at.line).toBeGreaterThan(0);
    }),
    { numRuns: 100, seed: 20261122 },
  );
});
