import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/simulate/trace.ts';
import { follow, only, openPoints, outcomeOf, type Piece, wayOf } from '../follow.ts';
import { hybrid } from '../hybrid-parts.ts';

const relayDomain = { DomainName: 'contoso.com', DomainType: 'InternalRelay' };
const recipients = [
  { address: 'anna@contoso.com', aliases: ['Anna.Smith@contoso.com'], mailbox: 'cloud' },
  { address: 'bob@contoso.com', mailbox: 'onPremises' },
  { address: 'eve@contoso.com', mailbox: 'onPremises', synced: false },
  { address: 'old@contoso.com', mailbox: 'none' },
];

/** The wizard's hybrid with MX at Exchange Online, parts of it replaced. */
const world = (tenant: Piece = {}, rest: Piece = {}) => {
  const base = hybrid({ mx: 'E', cmt: false });
  return { ...base, recipients, ...rest, tenant: { ...base.tenant, ...tenant } };
};
const relay = (tenant: Piece = {}, rest: Piece = {}) =>
  world(
    {
      acceptedDomains: [relayDomain, { DomainName: 'contoso.mail.onmicrosoft.com', IsCoexistenceDomain: true }],
      ...tenant,
    },
    rest,
  );
const inwards = (to: string, rest: Piece = {}): Piece => ({
  from: 'alice@example.org',
  to: [to],
  source: { address: '192.0.2.10' },
  ...rest,
});
const code = (outcome: Outcome) => `${outcome.status} ${outcome.reply?.enhanced ?? ''}`.trim();

describe('edge blocking', () => {
  test('ACC-4, ACC-5: an unknown recipient of an Authoritative domain is refused at RCPT: 550 5.4.1', async () => {
    const outcome = await outcomeOf(world(), inwards('nobody@contoso.com'));
    expect([wayOf(outcome), outcome.endsAt, outcome.reply]).toMatchObject([
      'rejected: internet > tenant',
      'tenant',
      { code: '550', enhanced: '5.4.1', text: expect.stringContaining('Recipient address rejected: Access denied') },
    ]);
  });

  test.each([
    { who: 'a mailbox', to: 'anna@contoso.com' },
    { who: 'an alias, whatever its case', to: 'anna.smith@CONTOSO.com' },
    { who: 'a mail user', to: 'bob@contoso.com' },
  ])('ACC-6: $who is known', async ({ to }) => {
    expect(code(await outcomeOf(world(), inwards(to)))).toBe('delivered');
  });

  test.each([
    { who: 'somebody on-premises who is not synchronised (CMIS-18)', to: 'eve@contoso.com' },
    { who: 'somebody known not to exist', to: 'old@contoso.com' },
  ])('ACC-8: $who is not', async ({ to }) => {
    expect(code(await outcomeOf(world(), inwards(to)))).toBe('rejected 5.4.1');
  });

  test('ACC-4, ACC-10: an InternalRelay domain lets the unknown in and relays by the matching connector', async () => {
    const outcome = await outcomeOf(relay(), inwards('eve@contoso.com'));
    expect([wayOf(outcome), outcome.connectors[0]]).toEqual([
      'delivered: internet > tenant > server:EX01',
      'outbound:Outbound to premises',
    ]);
  });

  test('ACC-10: there the next system owes the NDR', async () => {
    const outcome = await outcomeOf(relay(), inwards('nobody@contoso.com'));
    expect([code(outcome), outcome.endsAt, outcome.reply?.from, outcome.reply?.returnedTo]).toEqual([
      'bounced 5.1.10',
      'server:EX01',
      'server:EX01',
      ['alice@example.org'],
    ]);
  });

  test('a refusal of the second system is a bounce, and of a null sender a drop', async () => {
    const outcome = await outcomeOf(relay(), inwards('nobody@contoso.com', { mailFrom: '<>', type: 'ndr' }));
    expect([outcome.status, outcome.reply?.returnedTo]).toEqual(['dropped', []]);
  });

  test('ACC-24: from a mailbox here the unknown recipient is an NDR, 5.1.10', async () => {
    const outcome = await outcomeOf(world(), { from: 'anna@contoso.com', to: ['nobody@contoso.com'] });
    expect([code(outcome), outcome.endsAt, outcome.reply?.returnedTo]).toEqual([
      'bounced 5.1.10',
      'tenant',
      ['anna@contoso.com'],
    ]);
  });

  test('CUNC-11: whether edge blocking acts on Originating sessions is an open point', async () => {
    const id = 'edge.unknownRecipientOnOriginating';
    const tenant = {
      inboundConnectors: [{ Name: 'App', ConnectorType: 'OnPremises', SenderIPAddresses: ['192.0.2.10'] }],
    };
    const message = inwards('nobody@contoso.com', { from: 'app@contoso.com' });
    const trace = await follow(world(tenant), message);
    expect([code(only(trace)), openPoints(trace), only(trace).assumptions]).toEqual(['bounced 5.1.10', [id], [id]]);
    const settled = await follow(world(tenant), message, { assume: { [id]: 'reject' } });
    expect([code(only(settled)), openPoints(settled)]).toEqual(['rejected 5.4.1', []]);
  });

  test('ACC-2: SendingToDomainDisabled blocks the domain', async () => {
    const tenant = { acceptedDomains: [{ DomainName: 'contoso.com', SendingToDomainDisabled: true }] };
    expect((await outcomeOf(world(tenant), inwards('anna@contoso.com'))).status).toBe('rejected');
    const inside = await outcomeOf(world(tenant), { from: 'anna@contoso.com', to: ['anna@contoso.com'] });
    expect([inside.status, inside.reply?.enhanced]).toEqual(['bounced', '5.4.x']);
  });

  test('one unknown among several recipients is refused alone', async () => {
    const trace = await follow(world(), {
      ...inwards('anna@contoso.com'),
      to: ['anna@contoso.com', 'nobody@contoso.com'],
    });
    expect(trace.outcomes.map(code)).toEqual(['delivered', 'rejected 5.4.1']);
  });

  test('ORDER-18: edge blocking answers before the connection filter', async () => {
    const tenant = { hostedConnectionFilterPolicies: [{ Name: 'Default', IPBlockList: ['192.0.2.10'] }] };
    expect(code(await outcomeOf(world(tenant), inwards('nobody@contoso.com')))).toBe('rejected 5.4.1');
  });
});

describe('directories that disagree', () => {
  test.each([
    { side: 'tenant', tenant: { recipients: { 'bob@contoso.com': null } }, premises: {}, end: 'rejected 5.4.1' },
    { side: 'premises', tenant: {}, premises: { recipients: { 'bob@contoso.com': null } }, end: 'bounced 5.1.10' },
  ])('an override with null takes the recipient out of the $side', async ({ tenant, premises, end }) => {
    const base = world(tenant);
    const topology = { ...base, onPremises: { ...base.onPremises, ...premises } };
    expect(code(await outcomeOf(topology, inwards('bob@contoso.com')))).toBe(end);
  });

  test('HYB-3: a remote mailbox without routing address: 550 5.1.1', async () => {
    const base = world({ acceptedDomains: ['contoso.com'] });
    const outcome = await outcomeOf(base, { from: 'bob@contoso.com', to: ['anna@contoso.com'] });
    expect([code(outcome), outcome.endsAt, outcome.reply?.code]).toEqual(['bounced 5.1.1', 'server:EX01', '550']);
  });

  test('HYB 6.1: an on-premises mailbox also answers to its address in the coexistence domain', async () => {
    const local = await follow(
      world({}, { recipients: [...recipients, { address: 'carl@contoso.com', mailbox: 'onPremises' }] }),
      { from: 'bob@contoso.com', to: ['carl@contoso.mail.onmicrosoft.com'] },
    );
    expect([wayOf(only(local)), only(local).finalRecipient, local.alternatives]).toEqual([
      'delivered: server:EX01',
      'carl@contoso.com',
      [],
    ]);
  });

  test('HYB-3: a remote mailbox addressed in the coexistence domain goes to the tenant without an open question', async () => {
    const trace = await follow(world(), { from: 'bob@contoso.com', to: ['anna@contoso.mail.onmicrosoft.com'] });
    expect([wayOf(only(trace)), only(trace).finalRecipient, trace.alternatives]).toEqual([
      'delivered: server:EX01 > tenant',
      'anna@contoso.com',
      [],
    ]);
  });
});

describe('recipients that nobody declared', () => {
  test('they are taken to exist in the cloud, and with servers the other place is an alternative', async () => {
    const trace = await follow(world({}, { recipients: [] }), inwards('somebody@contoso.com'));
    expect([wayOf(only(trace)), trace.alternatives.flatMap((one) => one.outcomes.map(wayOf))]).toEqual([
      'delivered: internet > tenant',
      ['delivered: internet > tenant > server:EX01'],
    ]);
  });

  test('without servers there is no alternative', async () => {
    const base = world({ outboundConnectors: [], inboundConnectors: [] });
    const { onPremises: _, ...cloudOnly } = base;
    const trace = await follow({ ...cloudOnly, recipients: [] }, inwards('somebody@contoso.com'));
    expect([wayOf(only(trace)), trace.alternatives]).toEqual(['delivered: internet > tenant', []]);
  });
});

describe('MatchSubDomains', () => {
  const withSub = { DomainName: 'contoso.com', DomainType: 'InternalRelay', MatchSubDomains: true };
  const records = (base: ReturnType<typeof world>) => ({
    ...base,
    dns: { records: `${base.dns.records}\nsales.contoso.com. MX 0 contoso-com.mail.protection.outlook.com.` },
    onPremises: {
      ...base.onPremises,
      acceptedDomains: ['contoso.com', 'sales.contoso.com'].map((DomainName) => ({ DomainName })),
    },
  });

  test('ACC-13: mail for an unknown recipient of a subdomain is relayed by a connector for `*.contoso.com`', async () => {
    const [connector] = hybrid({ mx: 'E', cmt: false }).tenant.outboundConnectors;
    const base = records(
      world(
        {
          acceptedDomains: [withSub],
          outboundConnectors: [{ ...connector, RecipientDomains: ['contoso.com', '*.contoso.com'] }],
        },
        { recipients: [...recipients, { address: 'sid@sales.contoso.com', mailbox: 'onPremises', synced: false }] },
      ),
    );
    const trace = await follow(base, inwards('sid@sales.contoso.com'));
    expect(wayOf(only(trace))).toBe('delivered: internet > tenant > server:EX01');
  });

  test('ACC-13: recipients of a subdomain belong to the accepted domain whose list is complete: unknown ones are relayed', async () => {
    const [connector] = hybrid({ mx: 'E', cmt: false }).tenant.outboundConnectors;
    const base = records(
      world({
        acceptedDomains: [withSub],
        outboundConnectors: [{ ...connector, RecipientDomains: ['contoso.com', '*.contoso.com'] }],
      }),
    );
    const trace = await follow(base, inwards('somebody@sales.contoso.com'));
    expect([only(trace).route.slice(0, 3), only(trace).connectors[0]]).toEqual([
      ['internet', 'tenant', 'server:EX01'],
      'outbound:Outbound to premises',
    ]);
  });

  test('CMIS-21: a connector for `contoso.com` alone does not match the subdomain, which then goes by MX and round', async () => {
    const base = records(world({ acceptedDomains: [withSub] }));
    const outcome = await outcomeOf(base, inwards('somebody@sales.contoso.com'));
    expect([outcome.status, outcome.endsAt, outcome.reply?.enhanced]).toEqual(['looped', 'tenant', '5.4.14']);
  });

  test('without MatchSubDomains a subdomain belongs to nobody: 5.7.64', async () => {
    const base = records(world());
    const outcome = await outcomeOf(base, inwards('x@sales.contoso.com', { deliverTo: 'tenant' }));
    expect(code(outcome)).toBe('rejected 5.7.64');
  });
});

describe('groups and contacts', () => {
  const group = (rest: Piece): Piece => ({
    address: 'all@contoso.com',
    members: ['anna@contoso.com', 'bob@contoso.com'],
    ...rest,
  });
  const many = (more: readonly Piece[]) => world({}, { recipients: [...recipients, ...more] });

  test('HYB-2: a cloud group is expanded in the cloud, one copy for each member, in declared order', async () => {
    const trace = await follow(many([group({})]), inwards('all@contoso.com'));
    expect(trace.outcomes.map((one) => [one.recipient, one.finalRecipient, wayOf(one)])).toEqual([
      ['all@contoso.com', 'anna@contoso.com', 'delivered: internet > tenant'],
      ['all@contoso.com', 'bob@contoso.com', 'delivered: internet > tenant > server:EX01'],
    ]);
  });

  test('`home: onPremises` expands it there, and the cloud member comes back', async () => {
    const trace = await follow(many([group({ home: 'onPremises' })]), inwards('all@contoso.com'));
    expect(trace.outcomes.map(wayOf)).toEqual([
      'delivered: internet > tenant > server:EX01 > tenant',
      'delivered: internet > tenant > server:EX01',
    ]);
  });

  test('CMIS-27: a group for insiders refuses anonymous mail with 5.7.133 and takes that of a mailbox', async () => {
    const topology = many([group({ internalOnly: true })]);
    const outside = await follow(topology, inwards('all@contoso.com'));
    const inside = await follow(topology, { from: 'bob@contoso.com', to: ['all@contoso.com'] });
    expect([outside.outcomes.map(code), inside.outcomes.map(code)]).toEqual([
      ['bounced 5.7.133'],
      ['delivered', 'delivered'],
    ]);
  });

  test.each([
    { who: 'a mailbox', address: 'anna@contoso.com', mailbox: 'cloud', enhanced: '5.7.134' },
    { who: 'a mail user', address: 'bob@contoso.com', mailbox: 'onPremises', enhanced: '5.7.136' },
  ])('section 9: $who for insiders refuses anonymous mail with $enhanced', async ({ address, mailbox, enhanced }) => {
    const topology = world({}, { recipients: [{ address, mailbox, internalOnly: true }] });
    expect(code(await outcomeOf(topology, inwards(address)))).toBe(`bounced ${enhanced}`);
  });

  test('a group that holds itself ends, and its other members get their copy', async () => {
    const topology = many([
      group({ members: ['inner@contoso.com', 'anna@contoso.com'] }),
      { address: 'inner@contoso.com', members: ['all@contoso.com'] },
    ]);
    const trace = await follow(topology, inwards('all@contoso.com'));
    expect(trace.outcomes.map((one) => [one.finalRecipient, one.status])).toEqual([['anna@contoso.com', 'delivered']]);
  });

  test.each(['cloud', 'onPremises'])(
    'a group in %s that leads to nobody discards the message, and says so',
    async (home) => {
      const circle = many([group({ members: ['all@contoso.com'], home })]);
      const empty = many([group({ members: [], home })]);
      for (const topology of [circle, empty]) {
        const trace = await follow(topology, inwards('all@contoso.com'));
        expect(trace.outcomes.map((one) => one.status)).toEqual(['dropped']);
      }
    },
  );

  test('a contact is known at the edge, and leads outside', async () => {
    const topology = many([{ address: 'fab@contoso.com', contact: 'fab@fabrikam.com' }]);
    const outcome = await outcomeOf(topology, inwards('fab@contoso.com'));
    expect([wayOf(outcome), outcome.finalRecipient]).toEqual([
      'sent: internet > tenant > internet',
      'fab@fabrikam.com',
    ]);
  });

  test('a contact that stands for somebody inside leads to his mailbox, on both sides', async () => {
    const topology = many([{ address: 'nick@contoso.com', contact: 'bob@contoso.com' }]);
    const cloud = await outcomeOf(topology, { from: 'anna@contoso.com', to: ['nick@contoso.com'] });
    const premises = await outcomeOf(topology, { from: 'bob@contoso.com', to: ['nick@contoso.com'] });
    expect([wayOf(cloud), wayOf(premises)]).toEqual(['delivered: tenant > server:EX01', 'delivered: server:EX01']);
  });
});
