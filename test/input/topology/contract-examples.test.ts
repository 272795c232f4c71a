import { describe, expect, test } from 'vitest';
import { filesOf, noticeLines, readable } from '../../support/topology-reading.ts';

const smallest = `mxproof: 1
tenant:
  domain: contoso.onmicrosoft.com
  acceptedDomains: [contoso.com]
onPremises:
  servers: [{ name: EX01, addresses: [131.107.21.231] }]
services:
  - { name: filter, addresses: [10.10.10.1], receivesAt: [mx.filter.example] }
dns:
  records: |
    contoso.com.        MX  10 mx.filter.example.
    contoso.com.        TXT "v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 include:spf.protection.outlook.com -all"
`;

describe('the smallest useful document', () => {
  test('is read without a notice', async () => {
    expect((await readable(smallest)).notices).toEqual([]);
  });

  test('gives the initial domain beside the listed one, both Authoritative', async () => {
    const { topology } = await readable(smallest);
    expect(
      topology.tenant?.acceptedDomains.map(({ name, type, isInitial, isListed }) => ({
        name,
        type,
        isInitial,
        isListed,
      })),
    ).toEqual([
      { name: 'contoso.com', type: 'Authoritative', isInitial: false, isListed: true },
      { name: 'contoso.onmicrosoft.com', type: 'Authoritative', isInitial: true, isListed: false },
    ]);
  });

  test('leaves undeclared what it does not say', async () => {
    const { topology } = await readable(smallest);
    expect(topology.onPremises?.sendConnectors).toBeUndefined();
    expect(topology.onPremises?.acceptedDomains).toBeUndefined();
    expect(topology.onPremises?.servers[0]?.reachableFrom).toBeUndefined();
    expect(topology.services[0]?.accepts).toBeUndefined();
    expect(topology.tenant?.organization.rejectDirectSend).toBeUndefined();
    expect(topology.recipients).toEqual([]);
  });

  test('answers from its records, and knows nothing of other names', async () => {
    const { view } = (await readable(smallest)).topology.dns;
    expect(view.lookup('CONTOSO.com.', 'MX')).toMatchObject({
      status: 'records',
      records: [[10, 'mx.filter.example']],
    });
    expect(view.lookup('fabrikam.example', 'MX')).toMatchObject({ status: 'not-supplied' });
  });

  test('places inline records in the document', async () => {
    const { view } = (await readable(smallest)).topology.dns;
    expect(view.lookup('contoso.com', 'TXT')).toMatchObject({
      origins: [{ at: { file: 'topology.yaml', line: 12, column: 5 } }],
    });
  });

  test('means the same in JSON', async () => {
    const { document, topology } = await readable(smallest);
    const json = await readable(JSON.stringify(document.data), filesOf({}), 'topology.json');
    expect(json.topology.tenant).toEqual(topology.tenant);
    expect(json.topology.services).toEqual(topology.services);
    expect(json.topology.onPremises).toEqual(topology.onPremises);
  });
});

test('a document that uses every section is read, and the names in it are resolved', async () => {
  const { topology, notices, sources } = await readable(
    `mxproof: 1
name: Contoso hybrid
asOf: 2026-11-21
tenant:
  domain: contoso.onmicrosoft.com
  acceptedDomains:
    - { DomainName: contoso.com, DomainType: Authoritative, Default: true, MatchSubDomains: false }
    - { DomainName: contoso.mail.onmicrosoft.com, IsCoexistenceDomain: true }
  irmConfiguration: { TransportDecryptionSetting: Optional }
  arcConfig: { ArcTrustedSealers: [filter.example] }
onPremises:
  servers:
    - name: EX01
      fqdn: Mail.Contoso.com.
      certificate: hybrid
      reachableFrom: [tenant, service:filter, 203.0.113.0/24]
    - { name: MFP, role: device, submits: "via:EX01", sends: [scanner@contoso.com] }
    - { name: Gateway, role: mta, delivers: [{ domains: ["*"], to: tenant }] }
recipients:
  - { address: anna@contoso.com, mailbox: cloud }
  - { address: bob@contoso.com, mailbox: EX01 }
  - { address: carol@contoso.com, mailbox: cloud, forwardTo: carol@mail.example, keepCopy: true }
  - { address: dave@contoso.com, mailbox: cloud, inboxRules: [{ redirectTo: [dave@mail.example] }] }
  - { address: all@contoso.com, members: [anna@contoso.com, bob@contoso.com] }
  - { address: old@contoso.com, mailbox: none }
  - { address: fab@contoso.com, contact: fab@fabrikam.com }
  - { address: eve@contoso.com, mailbox: onPremises, synced: false, attributes: { Department: Sales, Manager: null } }
services:
  - name: filter
    receivesAt: [mx1.filter.example]
    addresses: [198.51.100.0/28]
    certificateNames: [out.filter.example]
    delivers: [{ domains: [contoso.com], to: EX01 }, { domains: ["*"], to: mx }]
    accepts: [internet, tenant]
    sendsAs: [{ from: contoso.com, mailFrom: bounces.mailer.example, dkim: contoso.com, to: outside }]
    modifies: { body: true, headers: [X-Signed], rewritesSender: false }
    stamps: { X-AddOn-Done: "true" }
partners:
  - { name: fabrikam, domains: [fabrikam.com], addresses: [192.0.2.10], tls: required, tenant: { domain: fabrikam.onmicrosoft.com, inboundConnectors: [{ Name: In, ConnectorType: Partner }] } }
dns: { zones: [dns/contoso.com.zone], unknownNames: nxdomain }
certificates:
  hybrid: { subject: "CN=mail.contoso.com", dnsNames: [mail.contoso.com], issuer: "CN=Public CA", notAfter: 2027-01-01 }
assumptions: { loop.hopLimit: 15, rules.recipientAddressType: 2022 }
intents:
  - { name: filtered, when: { from: internet, to: accepted }, must: { through: [service:filter] } }
messages:
  - name: in
    from: alice@example.org
    mailFrom: "<>"
    to: [anna@contoso.com, ANNA@contoso.com]
    cc: [bob@contoso.com]
    source: { address: 198.51.100.7, helo: out.filter.example }
    size: 25 MB
    attachments: [{ name: a.zip, size: 10 KB }]
    expect: { status: [delivered, sent], route: [internet, service:filter, tenant], spf: null }
settings:
  rules: { "spf/*": off }
  suppress: [{ rule: connector/shared-ip, subject: "inbound:from filter", reason: accepted, until: 2027-01-01 }]
`,
    filesOf({
      'dns/contoso.com.zone':
        '$ORIGIN contoso.com.\n@ 3600 IN SOA ns hostmaster 1 2 3 4 5\n@ 3600 IN NS ns\n$INCLUDE part.zone\n',
      'dns/part.zone': 'mail 3600 IN A 203.0.113.5\n',
    }),
  );
  expect(noticeLines(notices)).toEqual([]);
  const [ex01, mfp, gateway] = topology.onPremises?.servers ?? [];
  expect(ex01).toMatchObject({
    node: 'server:EX01',
    fqdn: 'mail.contoso.com',
    names: ['mail.contoso.com'],
    certificates: [{ key: 'hybrid' }],
  });
  expect(ex01?.reachableFrom?.map((peer) => (peer.kind === 'node' ? peer.node : peer.text))).toEqual([
    'tenant',
    'service:filter',
    '203.0.113.0/24',
  ]);
  expect(mfp).toMatchObject({ submits: { how: 'via', node: 'server:EX01' }, sends: [{ from: 'scanner@contoso.com' }] });
  expect(gateway?.delivers).toMatchObject([{ domains: [{ kind: 'all' }], to: { kind: 'tenant' } }]);
  expect(topology.recipients.map(({ kind, mailbox }) => mailbox ?? kind)).toEqual([
    { where: 'cloud' },
    { where: 'onPremises', node: 'server:EX01' },
    { where: 'cloud' },
    { where: 'cloud' },
    'group',
    'none',
    'contact',
    { where: 'onPremises', node: undefined },
  ]);
  expect(topology.recipients[7]?.attributes).toEqual(
    new Map([
      ['Department', 'Sales'],
      ['Manager', null],
    ]),
  );
  expect(topology.services[0]).toMatchObject({
    shared: false,
    delivers: [{ to: { kind: 'node', node: 'server:EX01' } }, { to: { kind: 'mx' } }],
    clientCertificates: [{ dnsNames: ['out.filter.example'] }],
    sendsAs: [{ from: 'contoso.com', mailFrom: 'bounces.mailer.example', dkim: 'contoso.com', to: 'outside' }],
    modifies: { body: true, subject: false, headers: ['X-Signed'], stripsInternalHeaders: undefined },
    encrypts: 'opportunistic',
  });
  expect(topology.partners[0]?.tenant).toMatchObject({
    node: 'partner:fabrikam',
    prefix: 'fabrikam/',
    inboundConnectors: [{ name: 'In', requireTls: true }],
  });
  expect(topology.dns.completeZones).toEqual(['contoso.com']);
  expect(topology.dns.view.lookup('mail.contoso.com', 'A')).toMatchObject({
    records: ['203.0.113.5'],
    origins: [{ at: { file: 'dns/part.zone', line: 1 } }],
  });
  expect(sources.line('dns/part.zone', 1)).toBe('mail 3600 IN A 203.0.113.5');
  expect([...topology.assumptions].map(([id, { value }]) => [id, value])).toEqual([
    ['loop.hopLimit', '15'],
    ['rules.recipientAddressType', '2022'],
  ]);
  const [message] = topology.messages;
  expect(message).toMatchObject({
    mailFrom: '',
    // 25 and 10 times 1024, as Exchange counts.
    size: 26_214_400,
    attachments: [{ name: 'a.zip', size: 10_240 }],
    // The address lies in the service's prefix, so the source is the service.
    source: { node: 'service:filter', address: '198.51.100.7', helo: 'out.filter.example' },
  });
  expect(message?.recipients.map(({ text, box }) => `${box} ${text}`)).toEqual([
    'to anna@contoso.com',
    'cc bob@contoso.com',
  ]);
  expect(message?.expect?.get('*')?.values.get('status')).toMatchObject({ list: true, values: ['delivered', 'sent'] });
  expect(message?.expect?.get('*')?.values.get('spf')).toMatchObject({ list: false, values: [null] });
  expect(topology.settings.rules.get('spf/*')?.severity).toBe('off');
  expect(topology.settings.suppress[0]).toMatchObject({ subject: 'inbound:from filter', until: Date.UTC(2027, 0, 1) });
});
