import { describe, expect, test } from 'vitest';
import { follow, only, openPoints, outcomeOf, type Piece, wayOf } from '../follow.ts';

const connector = (name: string, rest: Piece): Piece => ({
  Name: name,
  ConnectorType: 'OnPremises',
  UseMXRecord: false,
  SmartHosts: ['gw.contoso.com'],
  ...rest,
});

interface World {
  readonly connectors?: readonly Piece[];
  readonly accepted?: readonly unknown[];
  readonly recipients?: readonly Piece[];
  readonly records?: readonly string[];
  readonly more?: Piece;
}

/** Everything outbound that has a connector goes to one MTA that takes it and sends on by MX. */
const world = ({
  connectors = [],
  accepted = ['contoso.com'],
  recipients = [],
  records = [],
  more = {},
}: World): Piece => ({
  tenant: { domain: 'contoso.onmicrosoft.com', acceptedDomains: accepted, outboundConnectors: connectors },
  onPremises: {
    servers: [
      {
        name: 'GW',
        role: 'mta',
        addresses: ['203.0.113.30'],
        fqdn: 'gw.contoso.com',
        delivers: [{ domains: ['*'], to: 'mx' }],
      },
    ],
  },
  recipients: [{ address: 'anna@contoso.com', mailbox: 'cloud' }, ...recipients],
  dns: { records: ['contoso.com. MX 0 contoso-com.mail.protection.outlook.com.', ...records].join('\n') },
  ...more,
});

const to = (address: string): Piece => ({ from: 'anna@contoso.com', to: [address] });
const chosen = async (topology: Piece, address: string, assume: Readonly<Record<string, string>> = {}) =>
  (await outcomeOf(topology, to(address), { assume })).connectors[0] ?? null;

describe('the outbound connector for a domain', () => {
  test('OUT-5, OUT-6, DEC-3: the documented example: fabrikam by all accepted, contoso exact, sales by wildcard', async () => {
    const accepted = ['contoso.com', 'sales.contoso.com', 'fabrikam.com'].map((DomainName) => ({
      DomainName,
      DomainType: 'InternalRelay',
    }));
    const recipients = ['contoso.com', 'sales.contoso.com', 'fabrikam.com'].map((domain) => ({
      address: `known@${domain}`,
      mailbox: 'cloud',
    }));
    const topology = world({
      accepted,
      recipients,
      records: ['sales.contoso.com', 'fabrikam.com'].map((domain) => `${domain}. MX 10 mx.elsewhere.example.`),
      connectors: [
        connector('C1', { AllAcceptedDomains: true }),
        connector('C2', { RecipientDomains: ['contoso.com'] }),
        connector('C3', { RecipientDomains: ['*.contoso.com'] }),
      ],
    });
    expect([
      await chosen(topology, 'x@fabrikam.com'),
      await chosen(topology, 'x@contoso.com'),
      await chosen(topology, 'x@sales.contoso.com'),
    ]).toEqual(['outbound:C1', 'outbound:C2', 'outbound:C3']);
    const id = 'outbound.specificity';
    // Where the undeclared host of the MX takes own mail is open as well: to the tenant, for all that is declared.
    const elsewhere = 'tenant';
    expect(openPoints(await follow(topology, to('x@sales.contoso.com')))).toEqual([id, elsewhere]);
    expect(openPoints(await follow(topology, to('x@fabrikam.com')))).toEqual([elsewhere]);
    expect(await chosen(topology, 'x@sales.contoso.com', { [id]: 'all-accepted-before-wildcard' })).toBe('outbound:C1');
  });

  test('OUT-5: the longest wildcard wins, `*` comes last', async () => {
    const topology = world({
      connectors: [
        connector('Star', { RecipientDomains: ['*'] }),
        connector('Short', { RecipientDomains: ['*.example.org'] }),
        connector('Long', { RecipientDomains: ['*.sub.example.org'] }),
      ],
    });
    expect([
      await chosen(topology, 'x@a.sub.example.org'),
      await chosen(topology, 'x@a.example.org'),
      await chosen(topology, 'x@example.net'),
      await chosen(topology, 'x@notexample.org'),
    ]).toEqual(['outbound:Long', 'outbound:Short', 'outbound:Star', 'outbound:Star']);
  });

  test('OUT-6b, DEC-11: that `*.x` holds x is an open point, and can be settled either way', async () => {
    const id = 'outbound.wildcardIncludesApex';
    const topology = world({ connectors: [connector('Below', { RecipientDomains: ['*.example.org'] })] });
    const trace = await follow(topology, to('x@example.org'));
    expect([only(trace).connectors, openPoints(trace), only(trace).assumptions]).toEqual([
      ['outbound:Below'],
      [id],
      [id],
    ]);
    expect(await chosen(topology, 'x@example.org', { [id]: 'no' })).toBeNull();
    expect(openPoints(await follow(topology, to('x@a.example.org')))).toEqual([]);
  });

  test('DEC-11: an exact entry elsewhere decides, whatever the wildcard means', async () => {
    const topology = world({
      connectors: [
        connector('Below', { RecipientDomains: ['*.example.org'] }),
        connector('Exact', { RecipientDomains: ['example.org'] }),
      ],
    });
    const trace = await follow(topology, to('x@example.org'));
    expect([only(trace).connectors, openPoints(trace)]).toEqual([['outbound:Exact'], []]);
  });

  test('OUT-5: AllAcceptedDomains is for accepted domains only, and for type OnPremises only', async () => {
    const all = connector('All', { AllAcceptedDomains: true });
    expect(await chosen(world({ connectors: [all] }), 'x@example.org')).toBeNull();
  });

  test('OUT-7, DEC-5: two connectors for one domain are an open question', async () => {
    const one = connector('One', { RecipientDomains: ['example.org'] });
    const trace = await follow(world({ connectors: [one, { ...one, Name: 'Two' }] }), to('x@example.org'));
    const all = [only(trace), ...trace.alternatives.flatMap((other) => other.outcomes)].map((o) => o.connectors[0]);
    expect(all.sort()).toEqual(['outbound:One', 'outbound:Two']);
  });

  test.each([
    { what: 'a disabled connector (OUT 5.1)', rest: { Enabled: false } },
    { what: 'a rule-scoped connector (OUT-3, ROUTE-1)', rest: { IsTransportRuleScoped: true } },
  ])('$what is not chosen by domain: the mail goes by MX (CMIS-43)', async ({ rest }) => {
    const topology = world({ connectors: [connector('C', { RecipientDomains: ['example.org'], ...rest })] });
    const outcome = await outcomeOf(topology, to('x@example.org'));
    expect([wayOf(outcome), outcome.connectors]).toEqual(['sent: tenant > internet', []]);
  });

  test('OUT-8: Partner and OnPremises connectors match alike', async () => {
    const topology = world({
      connectors: [
        connector('Star', { RecipientDomains: ['*'] }),
        connector('Theirs', { RecipientDomains: ['example.org'], ConnectorType: 'Partner' }),
      ],
    });
    expect(await chosen(topology, 'x@example.org')).toBe('outbound:Theirs');
  });

  test('OUT-1: a mailbox here needs no connector', async () => {
    const topology = world({
      connectors: [connector('C', { RecipientDomains: ['contoso.com', '*'] })],
      recipients: [{ address: 'carl@contoso.com', mailbox: 'cloud' }],
    });
    const outcome = await outcomeOf(topology, to('carl@contoso.com'));
    expect([wayOf(outcome), outcome.connectors]).toEqual(['delivered: tenant', []]);
  });

  test('OUT-2: a contact is routed by its external address', async () => {
    const topology = world({
      connectors: [connector('C', { RecipientDomains: ['fabrikam.com'] })],
      recipients: [{ address: 'fab@contoso.com', contact: 'fab@fabrikam.com' }],
    });
    const outcome = await outcomeOf(topology, to('fab@contoso.com'));
    expect([outcome.connectors, outcome.recipient, outcome.finalRecipient]).toEqual([
      ['outbound:C'],
      'fab@contoso.com',
      'fab@fabrikam.com',
    ]);
  });

  test('OUT-9: without connector by MX, with nothing demanded of TLS', async () => {
    const outcome = await outcomeOf(world({}), to('x@example.org'));
    expect([wayOf(outcome), outcome.tls]).toEqual(['sent: tenant > internet', 'opportunistic']);
  });

  test('OUT-10: a connector with UseMXRecord goes where the MX leads, with its own TLS demand', async () => {
    const byMx = connector('By MX', {
      ConnectorType: 'Partner',
      RecipientDomains: ['example.org'],
      UseMXRecord: true,
      SmartHosts: [],
      TlsSettings: 'EncryptionOnly',
    });
    const outcome = await outcomeOf(world({ connectors: [byMx] }), to('x@example.org'));
    expect([wayOf(outcome), outcome.connectors, outcome.tls]).toEqual([
      'sent: tenant > internet',
      ['outbound:By MX'],
      'encrypted',
    ]);
  });
});

describe('centralised transport', () => {
  const central = (rest: Piece = {}): Piece =>
    connector('Central', { RouteAllMessagesViaOnPremises: true, RecipientDomains: ['*'], ...rest });

  test('OUT-4, HYB-6: all that leaves goes through the premises', async () => {
    const outcome = await outcomeOf(world({ connectors: [central()] }), to('x@example.org'));
    expect([wayOf(outcome), outcome.connectors]).toEqual(['sent: tenant > server:GW > internet', ['outbound:Central']]);
  });

  test('OUT-4: it beats a connector for the very domain', async () => {
    const exact = connector('Exact', { RecipientDomains: ['example.org'], ConnectorType: 'Partner' });
    expect(await chosen(world({ connectors: [exact, central()] }), 'x@example.org')).toBe('outbound:Central');
  });

  test('CMIS-16: limited to accepted domains, mail for the outside goes round: 5.4.14 at the tenant', async () => {
    const outcome = await outcomeOf(
      world({ connectors: [central({ RecipientDomains: ['contoso.com'] })] }),
      to('x@example.org'),
    );
    expect([outcome.status, outcome.endsAt, outcome.reply]).toMatchObject([
      'looped',
      'tenant',
      { code: '554', enhanced: '5.4.14', from: 'tenant', returnedTo: ['anna@contoso.com'] },
    ]);
  });

  test('OUT-4: another OnPremises connector for `*` takes what the limited one does not', async () => {
    const star = connector('Star', { RecipientDomains: ['*'] });
    const outcome = await outcomeOf(
      world({ connectors: [central({ RecipientDomains: ['contoso.com'] }), star] }),
      to('x@example.org'),
    );
    expect([wayOf(outcome), outcome.connectors]).toEqual(['sent: tenant > server:GW > internet', ['outbound:Star']]);
  });

  test('OUT-4: a Partner connector for `*` is no such rescue', async () => {
    const star = connector('Star', { RecipientDomains: ['*'], ConnectorType: 'Partner' });
    const outcome = await outcomeOf(
      world({ connectors: [central({ RecipientDomains: ['contoso.com'] }), star] }),
      to('x@example.org'),
    );
    expect([outcome.status, outcome.reply?.enhanced]).toEqual(['looped', '5.4.14']);
  });

  test('HYB-5: what came from on-premises is not sent back, but to the Internet', async () => {
    const topology = world({ connectors: [central()] });
    const tenant = {
      ...(topology.tenant as Piece),
      inboundConnectors: [{ Name: 'From premises', ConnectorType: 'OnPremises', SenderIPAddresses: ['203.0.113.50'] }],
    };
    const outcome = await outcomeOf(
      { ...topology, tenant },
      { from: 'app@contoso.com', to: ['x@example.org'], source: { address: '203.0.113.50' }, deliverTo: 'tenant' },
    );
    expect([wayOf(outcome), outcome.connectors]).toEqual([
      'sent: internet > tenant > internet',
      ['inbound:From premises'],
    ]);
  });

  test('the switch means nothing on a Partner connector (OUT 5.1)', async () => {
    const partner = central({ ConnectorType: 'Partner', RecipientDomains: ['example.net'] });
    expect(await chosen(world({ connectors: [partner] }), 'x@example.org')).toBeNull();
  });

  test('OUT-1: mail among mailboxes here stays here under centralised transport', async () => {
    const topology = world({
      connectors: [central()],
      recipients: [{ address: 'carl@contoso.com', mailbox: 'cloud' }],
    });
    expect(wayOf(await outcomeOf(topology, to('carl@contoso.com')))).toBe('delivered: tenant');
  });
});

describe('several recipients', () => {
  test('HYB-2, ROUTE-15: each takes its own way out of one message', async () => {
    const topology = world({
      connectors: [connector('C', { RecipientDomains: ['example.org'] })],
      recipients: [{ address: 'carl@contoso.com', mailbox: 'cloud' }],
    });
    const trace = await follow(topology, {
      from: 'anna@contoso.com',
      to: ['x@example.org', 'carl@contoso.com', 'y@example.net'],
    });
    expect(trace.outcomes.map(wayOf)).toEqual([
      'sent: tenant > server:GW > internet',
      'delivered: tenant',
      'sent: tenant > internet',
    ]);
  });
});
