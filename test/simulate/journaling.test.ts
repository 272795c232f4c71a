import { describe, expect, test } from 'vitest';
import { readable } from '../support/topology-reading.ts';
import { type FollowOptions, follow, type Piece, wayOf } from './follow.ts';

interface Journals {
  readonly cloud?: readonly Piece[];
  readonly premises?: readonly Piece[];
  readonly organization?: Piece;
  readonly tenant?: Piece;
}

/** anna and alan in the cloud, bob and carl on own servers, an archive outside; both halves may journal. */
const site = ({ cloud = [], premises = [], organization = {}, tenant = {} }: Journals): Piece => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: [
      { DomainName: 'contoso.com', Default: true },
      { DomainName: 'contoso.mail.onmicrosoft.com', IsCoexistenceDomain: true },
    ],
    organizationConfig: organization,
    journalRules: named('C', cloud),
    inboundConnectors: [
      {
        Name: 'From premises',
        ConnectorType: 'OnPremises',
        SenderDomains: ['*'],
        TlsSenderCertificateName: 'mail.contoso.com',
        RequireTls: true,
        CloudServicesMailEnabled: true,
      },
    ],
    outboundConnectors: [
      {
        Name: 'To premises',
        ConnectorType: 'OnPremises',
        RecipientDomains: ['contoso.com'],
        UseMXRecord: false,
        SmartHosts: ['mail.contoso.com'],
        TlsSettings: 'DomainValidation',
        TlsDomain: 'mail.contoso.com',
        CloudServicesMailEnabled: true,
      },
    ],
    ...tenant,
  },
  onPremises: {
    servers: [
      { name: 'EX01', addresses: ['203.0.113.10'], fqdn: 'mail.contoso.com', certificate: 'hybrid' },
      { name: 'EX02', addresses: ['203.0.113.12'], fqdn: 'mail2.contoso.com' },
    ],
    journalRules: named('P', premises),
  },
  recipients: [
    { address: 'anna@contoso.com', mailbox: 'cloud' },
    { address: 'alan@contoso.com', mailbox: 'cloud' },
    { address: 'bob@contoso.com', mailbox: 'EX01' },
    { address: 'carl@contoso.com', mailbox: 'EX02' },
    { address: 'legal@contoso.com', members: ['anna@contoso.com'], home: 'cloud' },
  ],
  certificates: { hybrid: { dnsNames: ['mail.contoso.com'], publiclyTrusted: true } },
  dns: {
    records: [
      'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.',
      'mail.contoso.com. A 203.0.113.10',
      'contoso.com. TXT "v=spf1 ip4:203.0.113.10 include:spf.protection.outlook.com -all"',
      'example.org. MX 0 mx.example.org.',
      'mx.example.org. A 198.51.100.9',
      'example.org. TXT "v=spf1 ip4:198.51.100.7 -all"',
      'archive.example. MX 0 mx.archive.example.',
      'mx.archive.example. A 198.51.100.50',
      'refuses.example. MX 0 .',
    ].join('\n'),
  },
});

const archive = 'journal@archive.example';
const named = (prefix: string, rules: readonly Piece[]) =>
  rules.map((rule, index) => ({
    Name: `${prefix}${index + 1}`,
    JournalEmailAddress: archive,
    Scope: 'Global',
    Enabled: true,
    ...rule,
  }));

const inbound: Piece = { from: 'alice@example.org', to: ['anna@contoso.com'], source: { address: '198.51.100.7' } };
const outbound: Piece = { from: 'anna@contoso.com', to: ['alice@example.org'] };
const inside: Piece = { from: 'anna@contoso.com', to: ['alan@contoso.com'] };

const traced = (journals: Journals, message: Piece, options?: FollowOptions) =>
  follow(site(journals), message, options);

/** How each report goes; the message's own copies are left out. */
const reports = async (journals: Journals, message: Piece, options?: FollowOptions) =>
  (await traced(journals, message, options)).outcomes
    .filter((one) => one.journalReport === true)
    .map((one) => `${one.recipient} ${wayOf(one)}`);

const sent = `${archive} sent: tenant > internet`;

describe('journal rules of Exchange Online', () => {
  test('a report is a further copy behind those of the message, to the journaling mailbox', async () => {
    const trace = await traced({ cloud: [{}] }, { ...inside, to: ['alan@contoso.com', 'anna@contoso.com'] });
    expect(trace.outcomes.map((one) => [one.recipient, one.status])).toEqual([
      ['alan@contoso.com', 'delivered'],
      ['anna@contoso.com', 'delivered'],
      [archive, 'sent'],
    ]);
    const report = trace.outcomes[2];
    expect([report?.directionality, report?.authAs, report?.spf, report?.rules]).toEqual([
      'Originating',
      'Internal',
      null,
      [],
    ]);
  });

  test('JRN-3: a report is a message of its own, which goes its way wherever the message was handed in', async () => {
    expect(await reports({ cloud: [{}] }, { ...inbound, deliverTo: 'tenant' })).toEqual([sent]);
  });

  test('without a rule that is enabled nothing is added', async () => {
    expect(await reports({}, inside)).toEqual([]);
    expect(await reports({ cloud: [{ Enabled: false }] }, inside)).toEqual([]);
  });

  test.each([
    ['Internal', inside, 1],
    ['Internal', inbound, 0],
    ['Internal', outbound, 0],
    ['External', inside, 0],
    ['External', inbound, 1],
    ['External', outbound, 1],
    ['Global', inbound, 1],
  ] as const)('Scope %s', async (Scope, message, count) => {
    expect(await reports({ cloud: [{ Scope }] }, message)).toHaveLength(count);
  });

  test('JRN-2: inside is an envelope sender in an accepted domain, spoofed or not', async () => {
    const spoofed = { ...inbound, from: 'alan@contoso.com', deliverTo: 'tenant' };
    expect(await reports({ cloud: [{ Scope: 'Internal' }] }, spoofed)).toHaveLength(1);
    const envelope = { ...inbound, from: 'alan@contoso.com', mailFrom: 'x@example.org' };
    expect(await reports({ cloud: [{ Scope: 'Internal' }] }, envelope)).toHaveLength(0);
  });

  test('JRN-2: internal and external recipients are two forks, and two reports', async () => {
    const both = { ...outbound, to: ['alice@example.org', 'alan@contoso.com', 'bert@example.org'] };
    expect(await reports({ cloud: [{}] }, both)).toEqual([sent, sent]);
    expect(await reports({ cloud: [{ Scope: 'External' }] }, both)).toEqual([sent]);
  });

  test('two rules with one journaling mailbox make one report, with two mailboxes two', async () => {
    expect(await reports({ cloud: [{}, { JournalEmailAddress: 'JOURNAL@archive.example' }] }, inside)).toEqual([sent]);
    expect(await reports({ cloud: [{}, { JournalEmailAddress: 'second@archive.example' }] }, inside)).toEqual([
      sent,
      'second@archive.example sent: tenant > internet',
    ]);
  });

  test.each([
    ['the sender', 'anna@contoso.com', 1],
    ['a recipient', 'alan@contoso.com', 1],
    ['a member of the group', 'legal@contoso.com', 1],
    ['somebody else', 'bob@contoso.com', 0],
  ])('Recipient: %s', async (_, Recipient, count) => {
    expect(await reports({ cloud: [{ Recipient }] }, inside)).toHaveLength(count);
  });

  test('a Recipient whom nobody declares leaves it open', async () => {
    const trace = await traced({ cloud: [{ Recipient: 'Legal Hold' }] }, inside);
    expect([trace.outcomes.length, trace.alternatives.map((one) => one.outcomes.length)]).toEqual([1, [2]]);
  });

  test('RULE-28b, JRN-3: no mail flow rule sees a report, though it sees the message', async () => {
    const tenant = { transportRules: [{ Name: 'All', DeleteMessage: true, SentToScope: 'NotInOrganization' }] };
    const trace = await traced({ cloud: [{}], tenant }, { ...inside, to: ['alan@contoso.com'] });
    expect(trace.outcomes.map((one) => [one.status, one.rules])).toEqual([
      ['delivered', []],
      ['sent', []],
    ]);
  });

  test('ORDER-14: what a mail flow rule deletes is not journaled, what it adds is', async () => {
    const tenant = (action: Piece) => ({ transportRules: [{ Name: 'R', SentTo: ['alan@contoso.com'], ...action }] });
    expect(await reports({ cloud: [{}], tenant: tenant({ DeleteMessage: true }) }, inside)).toEqual([]);
    const added = { cloud: [{ Scope: 'External' }], tenant: tenant({ BlindCopyTo: ['alice@example.org'] }) };
    expect(await reports(added, inside)).toEqual([sent]);
  });

  test('JRN-3: a report takes the way of any message, here a connector', async () => {
    const connector = {
      Name: 'To archive',
      ConnectorType: 'Partner',
      RecipientDomains: ['archive.example'],
      TlsSettings: 'EncryptionOnly',
    };
    const tenant = { outboundConnectors: [connector] };
    const [, report] = (await traced({ cloud: [{}], tenant }, inside)).outcomes;
    expect([report?.connectors, report?.tls]).toEqual([['outbound:To archive'], 'encrypted']);
  });

  test('JRN-1: a report that cannot be delivered goes to JournalingReportNdrTo; without it nobody hears of it', async () => {
    const cloud = [{ JournalEmailAddress: 'journal@refuses.example' }];
    const outcomeOf = async (organization: Piece) => (await traced({ cloud, organization }, inside)).outcomes[1];
    const told = await outcomeOf({ JournalingReportNdrTo: 'undelivered@archive.example' });
    expect([told?.status, told?.reply?.returnedTo, told?.lastMailFrom]).toEqual([
      'bounced',
      ['undelivered@archive.example'],
      'undelivered@archive.example',
    ]);
    expect((await outcomeOf({ JournalingReportNdrTo: '<>' }))?.status).toBe('dropped');
  });

  test('JRN-1: a mailbox of Exchange Online cannot be the target', async () => {
    const [own, report] = (await traced({ cloud: [{ JournalEmailAddress: 'anna@contoso.com' }] }, inside)).outcomes;
    expect([own?.status, report?.status, report?.recipient]).toEqual(['delivered', 'undetermined', 'anna@contoso.com']);
  });

  test('a mailbox of own servers can', async () => {
    expect(await reports({ cloud: [{ JournalEmailAddress: 'bob@contoso.com' }] }, inside)).toEqual([
      'bob@contoso.com delivered: tenant > server:EX01',
    ]);
  });

  test('what is expected of all copies is not expected of reports', async () => {
    const expected = { ...inside, expect: { status: 'delivered' } };
    expect((await traced({ cloud: [{}] }, expected)).expectation).toEqual({ met: true, failures: [] });
    const named = { ...inside, expect: { [archive]: { status: 'delivered' } } };
    expect((await traced({ cloud: [{}] }, named)).expectation?.met).toBe(false);
  });
});

describe('journal rules of own servers', () => {
  const local: Piece = { from: 'bob@contoso.com', to: ['carl@contoso.com'] };

  test('the first mailbox server makes the report', async () => {
    expect(await reports({ premises: [{}] }, local)).toEqual([`${archive} sent: server:EX01 > internet`]);
  });

  test('JRN-2: both halves journal what passes both, unless PreventDuplicateJournalingEnabled', async () => {
    const message = { from: 'bob@contoso.com', to: ['anna@contoso.com'] };
    const both = { cloud: [{}], premises: [{}] };
    expect(await reports(both, message)).toEqual([`${archive} sent: server:EX01 > internet`, sent]);
    const organization = { PreventDuplicateJournalingEnabled: true };
    expect(await reports({ ...both, organization }, message)).toEqual([`${archive} sent: server:EX01 > internet`]);
    expect(await reports({ cloud: [{}], organization }, message)).toEqual([sent]);
  });

  test('JRN-3: reports of own servers to a cloud mailbox need Journaling Archive', async () => {
    const premises = [{ JournalEmailAddress: 'anna@contoso.com' }];
    const [, refused] = (await traced({ premises }, local)).outcomes;
    expect([refused?.endsAt, refused?.status, refused?.reply?.enhanced]).toEqual(['tenant', 'dropped', '5.3.190']);
    const organization = { JournalArchivingEnabled: true };
    const [, taken] = (await traced({ premises, organization }, local)).outcomes;
    expect([taken?.endsAt, taken?.status]).toEqual(['tenant', 'delivered']);
  });
});

describe('reading journal rules', () => {
  const read = (rule: Piece) =>
    readable(JSON.stringify({ mxproof: 1, ...site({ cloud: [rule] }) }), undefined, 'topology.json');

  test('the scope is Global and the rule enabled where nothing else is said', async () => {
    const { topology } = await read({ Scope: null, Enabled: null });
    expect(topology.tenant?.journalRules[0]).toMatchObject({ scope: 'Global', enabled: true, recipient: undefined });
  });

  test.each([
    ['no address', { JournalEmailAddress: null }, /JournalEmailAddress of the journal rule C1 is missing/],
    [
      'an address that is none',
      { JournalEmailAddress: 'archive' },
      /JournalEmailAddress of C1 is archive, which is no mail address/,
    ],
    ['a scope that is none', { Scope: 'Outside' }, /Outside is no value of Scope/],
  ] as const)('%s is a problem', async (_, rule, said) => {
    await expect(read(rule)).rejects.toThrow(said);
  });

  test('a property that nobody knows is noticed', async () => {
    const { notices } = await read({ JournalAdress: archive });
    expect(notices.map((one) => [one.rule, one.subject])).toEqual([['topology/unknown-property', 'policy:c1']]);
  });
});
