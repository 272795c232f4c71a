import { describe, expect, test } from 'vitest';
import type { NonDeliveryReport, Outcome } from '../../src/simulate/trace.ts';
import { follow, idsOf, only, outcomeOf, type Piece, wayOf } from './follow.ts';

/*
 * RFC 5321 6.1: who takes a message and cannot deliver it reports to its envelope sender, with a null sender of its own,
 * and nobody reports about the report.
 */
const records = [
  'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.',
  'contoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"',
  'example.org. TXT "v=spf1 ip4:192.0.2.10 -all"',
  'example.org. MX 0 mx.example.org.',
  'example.net. MX 0 .',
];
const world = (tenant: Piece = {}, rest: Piece = {}): Piece => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: [{ DomainName: 'contoso.com', Default: true }],
    organizationConfig: { RejectDirectSend: false },
    ...tenant,
  },
  recipients: [
    { address: 'anna@contoso.com', mailbox: 'cloud' },
    { address: 'net@contoso.com', contact: 'net@example.net' },
    { address: 'staff@contoso.com', members: ['anna@contoso.com'], internalOnly: true },
  ],
  dns: { records: records.join('\n') },
  ...rest,
});
const alice: Piece = { from: 'alice@example.org', source: { address: '192.0.2.10' } };

const reportOf = (outcome: Outcome): NonDeliveryReport | undefined => outcome.reply?.ndr;
/** The only copy of the report, and what a reader asks of it. */
function copyOf(outcome: Outcome): Outcome {
  const [copy, ...more] = reportOf(outcome)?.outcomes ?? [];
  if (copy === undefined || more.length > 0) throw new Error('the report has one copy');
  return copy;
}
const fateOf = (copy: Outcome) =>
  copy.reply === null ? wayOf(copy) : `${wayOf(copy)} ${copy.reply.code} ${copy.reply.enhanced}`;

describe('reports of Exchange Online', () => {
  test('to an own mailbox, from the Exchange recipient of the default domain, seen by no rule (RULE-28a)', async () => {
    const transportRules = [{ Name: 'All', DeleteMessage: true, ExceptIfSubjectContainsWords: ['Hello'] }];
    const outcome = await outcomeOf(world({ transportRules }), {
      from: 'anna@contoso.com',
      to: ['typo@contoso.com'],
      subject: 'Hello',
    });
    const copy = copyOf(outcome);
    expect([fateOf(copy), copy.lastMailFrom, copy.rules, copy.authAs]).toEqual([
      'delivered: tenant',
      '<>',
      [],
      'Internal',
    ]);
    expect(reportOf(outcome)).toMatchObject({
      by: 'tenant',
      from: 'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@contoso.com',
    });
  });

  test('to a sender outside, from the postmaster, through the high-risk pool (CFWD-5, SRS-6)', async () => {
    const outcome = await outcomeOf(world(), { ...alice, to: ['staff@contoso.com'] });
    const copy = copyOf(outcome);
    expect([outcome.status, fateOf(copy), copy.egressPool, copy.egressSpf, copy.lastMailFrom]).toEqual([
      'bounced',
      'sent: tenant > internet',
      'highRisk',
      null,
      '<>',
    ]);
    expect(reportOf(outcome)?.from).toBe('postmaster@contoso.com');
  });

  test('ExternalPostmasterAddress is the sender outside', async () => {
    const organizationConfig = { RejectDirectSend: false, ExternalPostmasterAddress: 'no-reply@contoso.com' };
    const outcome = await outcomeOf(world({ organizationConfig }), { ...alice, to: ['staff@contoso.com'] });
    expect(reportOf(outcome)?.from).toBe('no-reply@contoso.com');
  });

  test('a sender without mailbox is told nothing: the report is dropped, and says why', async () => {
    const topology = world(
      { inboundConnectors: [{ Name: 'Apps', ConnectorType: 'OnPremises', SenderIPAddresses: ['203.0.113.40'] }] },
      {
        onPremises: { servers: [{ name: 'APP', role: 'application', addresses: ['203.0.113.40'], submits: 'relay' }] },
      },
    );
    const message = { from: 'scanner@contoso.com', to: ['typo@contoso.com'], source: 'server:APP' };
    const outcome = await outcomeOf(topology, message);
    expect([outcome.status, outcome.reply?.returnedTo]).toEqual(['bounced', ['scanner@contoso.com']]);
    expect(fateOf(copyOf(outcome))).toBe('dropped: tenant 550 5.1.10');
    expect(copyOf(outcome).reply).toMatchObject({ returnedTo: [] });
    expect(copyOf(outcome).reply?.ndr).toBeUndefined();
  });

  test('a partner without TLS, to whom a connector demands it, gets none: it waits as its mail would (OUT-22)', async () => {
    const topology = world(
      {
        outboundConnectors: [
          {
            Name: 'To fabrikam',
            ConnectorType: 'Partner',
            RecipientDomains: ['fabrikam.com'],
            TlsSettings: 'EncryptionOnly',
          },
        ],
      },
      {
        partners: [
          {
            name: 'fabrikam',
            domains: ['fabrikam.com'],
            addresses: ['192.0.2.20'],
            receivesAt: ['mx.fabrikam.com'],
            tls: 'none',
          },
        ],
        dns: { records: [...records, 'fabrikam.com. MX 0 mx.fabrikam.com.'].join('\n') },
      },
    );
    const outcome = await outcomeOf(topology, { from: 'bob@fabrikam.com', to: ['staff@contoso.com'] });
    const copy = copyOf(outcome);
    expect([outcome.status, fateOf(copy), copy.connectors]).toEqual([
      'bounced',
      'deferred: tenant 450 4.4.317',
      ['outbound:To fabrikam'],
    ]);
  });

  test("a partner's rules see it, since it was produced elsewhere (RULE-28a)", async () => {
    const tenant = {
      domain: 'fabrikam.onmicrosoft.com',
      acceptedDomains: ['fabrikam.com'],
      transportRules: [{ Name: 'No reports', SubjectContainsWords: ['Undeliverable'], RejectMessageReasonText: 'no' }],
    };
    const topology = world({}, { partners: [{ name: 'fabrikam', domains: ['fabrikam.com'], tenant }] });
    const copy = copyOf(
      await outcomeOf(topology, { from: 'bob@fabrikam.com', to: ['staff@contoso.com'], subject: 'Hi' }),
    );
    expect([copy.status, copy.route, copy.rules]).toEqual([
      'dropped',
      ['tenant', 'partner:fabrikam'],
      ['fabrikam/No reports'],
    ]);
  });

  test('of a loop: by the node that breaks it, and it goes round itself where the sender is behind the loop', async () => {
    const acceptedDomains = [{ DomainName: 'contoso.com', DomainType: 'InternalRelay' }];
    const outside = await outcomeOf(world({ acceptedDomains }), { ...alice, to: ['typo@contoso.com'] });
    expect([outside.status, fateOf(copyOf(outside))]).toEqual(['looped', 'sent: tenant > internet']);
    const inside = await outcomeOf(world({ acceptedDomains }), {
      from: 'ghost@contoso.com',
      to: ['typo@contoso.com'],
      source: 'internet',
      dkim: [{ domain: 'contoso.com' }],
    });
    expect([inside.status, fateOf(copyOf(inside)), copyOf(inside).reply?.returnedTo]).toEqual([
      'looped',
      'looped: tenant > tenant 554 5.4.14',
      [],
    ]);
  });
});

describe('a remote domain without NDREnabled (RD-10)', () => {
  const remote = (name: string, NDREnabled: boolean) => ({ Name: name, DomainName: name, NDREnabled });
  const message = { ...alice, to: ['staff@contoso.com'] };
  const told = async (remoteDomains: readonly Piece[]) =>
    (await outcomeOf(world({ remoteDomains }), message)).reply?.returnedTo;

  test('keeps the sender from ever knowing, and the trace says why', async () => {
    const trace = await follow(world({ remoteDomains: [remote('example.org', false)] }), message);
    const outcome = only(trace);
    expect([outcome.status, outcome.reply?.returnedTo, outcome.reply?.ndr]).toEqual(['bounced', [], undefined]);
    expect(idsOf(trace, 'apply-remote-domain')).toEqual(['RD-10']);
  });
  test('the specific one decides alone (RD-3)', async () => {
    expect(await told([remote('*', false)])).toEqual([]);
    expect(await told([remote('*', false), remote('example.org', true)])).toEqual(['alice@example.org']);
    expect(await told([remote('example.net', false)])).toEqual(['alice@example.org']);
  });
  test('own senders are told: accepted domains are not remote (RD-4)', async () => {
    const outcome = await outcomeOf(world({ remoteDomains: [remote('*', false)] }), {
      from: 'anna@contoso.com',
      to: ['typo@contoso.com'],
    });
    expect([outcome.reply?.returnedTo, fateOf(copyOf(outcome))]).toEqual([['anna@contoso.com'], 'delivered: tenant']);
  });
});

describe('what comes back to a sender that SRS rewrote (SRS-2)', () => {
  test('of forwarded mail, the original sender gets it', async () => {
    const outcome = await outcomeOf(world(), { ...alice, to: ['net@contoso.com'] });
    expect(outcome.reply?.returnedTo).toEqual(['net+SRS=hash=time=example.org=alice@contoso.com']);
    const copy = copyOf(outcome);
    expect([fateOf(copy), copy.finalRecipient, copy.egressPool]).toEqual([
      'sent: tenant > internet',
      'alice@example.org',
      'highRisk',
    ]);
    // The documents do not say so; it is named as what decides.
    expect([copy.assumptions, copy.confidence]).toEqual([['srs.returnedMail'], 'inferred']);
  });

  test('or the mailbox, where that is assumed', async () => {
    const options = { assume: { 'srs.returnedMail': 'forwarding-mailbox' } };
    const recipients = [
      { address: 'anna@contoso.com', mailbox: 'cloud' },
      { address: 'net@contoso.com', contact: 'net@example.net' },
    ];
    const outcome = await outcomeOf(world({}, { recipients }), { ...alice, to: ['net@contoso.com'] }, options);
    // The contact itself takes no mail, so the report meets what the message met.
    expect(fateOf(copyOf(outcome))).toBe('dropped: tenant 556 5.1.10');
  });

  const relaying = (...more: readonly Piece[]): Piece =>
    world(
      {
        inboundConnectors: [{ Name: 'Apps', ConnectorType: 'OnPremises', TlsSenderCertificateName: 'app.contoso.com' }],
      },
      {
        certificates: { app: { subject: 'CN=app.contoso.com', issuer: 'CN=Public CA' } },
        onPremises: {
          servers: [
            { name: 'APP', role: 'application', addresses: ['192.0.2.10'], certificate: 'app', submits: 'relay' },
          ],
        },
        recipients: [{ address: 'anna@contoso.com', mailbox: 'cloud' }, ...more],
      },
    );
  const relayed: Piece = { from: 'alice@example.org', to: ['x@example.net'], source: 'server:APP' };

  test('PMIS-69: of relayed mail, a bounces mailbox that nobody made', async () => {
    const outcome = await outcomeOf(relaying(), relayed);
    expect(outcome.reply?.returnedTo).toEqual(['bounces+SRS=hash=time@contoso.com']);
    expect(fateOf(copyOf(outcome))).toBe('dropped: tenant 550 5.1.10');
  });

  test('and the one that somebody made', async () => {
    const outcome = await outcomeOf(relaying({ address: 'bounces@contoso.com', mailbox: 'cloud' }), relayed);
    const copy = copyOf(outcome);
    expect([fateOf(copy), copy.finalRecipient]).toEqual(['delivered: tenant', 'bounces@contoso.com']);
  });

  test('a report from outside comes in by the same decision', async () => {
    const message = {
      from: 'mailer-daemon@example.org',
      mailFrom: '<>',
      type: 'ndr',
      source: { address: '192.0.2.10' },
    };
    const back = await outcomeOf(world(), { ...message, to: ['net+SRS=aB=cD=example.org=alice@contoso.com'] });
    expect([wayOf(back), back.finalRecipient]).toEqual(['sent: internet > tenant > internet', 'alice@example.org']);
    const lost = await outcomeOf(world(), { ...message, to: ['bounces+SRS=aB=cD@contoso.com'] });
    expect(fateOf(lost)).toBe('rejected: internet > tenant 550 5.4.1');
    // Only what has no sender comes back.
    const mail = await outcomeOf(world(), { ...alice, to: ['net+SRS=aB=cD=example.org=alice@contoso.com'] });
    expect(fateOf(mail)).toBe('rejected: internet > tenant 550 5.4.1');
  });
});

describe('reports of other systems', () => {
  const premises = {
    servers: [{ name: 'EX01', addresses: ['203.0.113.10'], fqdn: 'mail.contoso.com' }],
    sendConnectors: [],
  };
  const both = (onPremises: Piece): Piece =>
    world(
      {},
      {
        onPremises,
        recipients: [
          { address: 'anna@contoso.com', mailbox: 'cloud' },
          { address: 'bob@contoso.com', mailbox: 'onPremises' },
        ],
      },
    );

  test('an Exchange server, to a mailbox of its own', async () => {
    const outcome = await outcomeOf(both(premises), { from: 'bob@contoso.com', to: ['x@example.org'] });
    expect([outcome.status, fateOf(copyOf(outcome)), reportOf(outcome)?.by]).toEqual([
      'deferred',
      'delivered: server:EX01',
      'server:EX01',
    ]);
  });

  const filter = (delivers: readonly Piece[]): Piece =>
    world(
      {},
      {
        services: [{ name: 'filter', receivesAt: ['mx.filter.example'], addresses: ['198.51.100.25'], delivers }],
        dns: { records: ['contoso.com. MX 0 mx.filter.example.', ...records.slice(1)].join('\n') },
      },
    );
  const toTenant = { domains: ['contoso.com'], to: 'tenant' };

  test('a filter that has taken what the tenant refuses, by its own address', async () => {
    const outcome = await outcomeOf(filter([toTenant, { domains: ['*'], to: 'mx' }]), {
      ...alice,
      to: ['typo@contoso.com'],
    });
    const copy = copyOf(outcome);
    expect([outcome.reply?.from, fateOf(copy), copy.egressIp, reportOf(outcome)?.from]).toEqual([
      'tenant',
      'sent: service:filter > internet',
      '198.51.100.25',
      'MAILER-DAEMON@mx.filter.example',
    ]);
  });

  test('whose table says nothing of the sender: not known', async () => {
    const outcome = await outcomeOf(filter([toTenant]), { ...alice, to: ['typo@contoso.com'] });
    expect([copyOf(outcome).status, copyOf(outcome).missing === null]).toEqual(['undetermined', false]);
  });

  test('a host outside: nobody knows', async () => {
    const refused = await outcomeOf(world(), { ...alice, to: ['typo@contoso.com'] });
    expect([refused.status, refused.reply?.ndr]).toEqual(['rejected', undefined]);
    const waiting = await outcomeOf(world({ licensed: false }), { ...alice, to: ['anna@contoso.com'] });
    expect([waiting.status, waiting.endsAt, waiting.reply?.returnedTo, waiting.reply?.ndr]).toEqual([
      'deferred',
      'internet',
      ['alice@example.org'],
      undefined,
    ]);
  });

  test('of a message without sender there is none', async () => {
    const outcome = await outcomeOf(world(), { ...alice, mailFrom: '<>', to: ['staff@contoso.com'] });
    expect([outcome.status, outcome.reply?.ndr]).toEqual(['dropped', undefined]);
  });
});
