import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/simulate/trace.ts';
import { follow, only, openPoints, outcomeOf, type Piece } from '../follow.ts';

const partner = (name: string, rest: Piece): Piece => ({
  Name: name,
  ConnectorType: 'Partner',
  SenderDomains: ['*'],
  RequireTls: false,
  ...rest,
});
const lockByAddress = partner('Lock', {
  RestrictDomainsToIPAddresses: true,
  SenderIPAddresses: ['198.51.100.25'],
});
const lockByName = partner('Lock by name', {
  RestrictDomainsToCertificate: true,
  TlsSenderCertificateName: '*.filter.example',
});

const world = (connectors: readonly Piece[], organization: Piece = { RejectDirectSend: false }): Piece => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: ['contoso.com'],
    organizationConfig: organization,
    inboundConnectors: connectors,
  },
  recipients: [{ address: 'anna@contoso.com', mailbox: 'cloud' }],
  certificates: {
    filter: { subject: 'CN=out.filter.example', dnsNames: ['out.filter.example'], issuer: 'CN=Public CA' },
    stranger: { subject: 'CN=mail.example.org', dnsNames: ['mail.example.org'], issuer: 'CN=Public CA' },
    self: { subject: 'CN=out.filter.example', dnsNames: ['out.filter.example'], issuer: 'CN=out.filter.example' },
  },
});

const from = (address: string, rest: Piece = {}): Piece => ({
  from: 'alice@example.org',
  to: ['anna@contoso.com'],
  source: { address },
  deliverTo: 'tenant',
  ...rest,
});
const filter = '198.51.100.25';
const stranger = '203.0.113.99';
const withCertificate = (address: string, certificate: string, rest: Piece = {}): Piece =>
  from(address, { source: { address, certificate }, ...rest });
const inClear = (address: string, rest: Piece = {}): Piece =>
  from(address, { source: { address, tls: 'none' }, ...rest });

const taken = ({ status, reply, connectors, tls, directionality }: Outcome) => ({
  end: reply === null ? status : `${status} ${reply.enhanced}`,
  connectors,
  tls,
  directionality,
});
const admitted = (name: string | undefined, tls = 'opportunistic') => ({
  end: 'delivered',
  connectors: name === undefined ? [] : [`inbound:${name}`],
  tls,
  directionality: 'Incoming',
});

describe('a Partner connector that restricts', () => {
  test('INB-2: mail of its SenderDomains from another address is refused with 5.7.51', async () => {
    const outcome = await outcomeOf(world([lockByAddress]), from(stranger));
    expect([outcome.status, outcome.endsAt, outcome.reply]).toMatchObject([
      'rejected',
      'tenant',
      { code: '550', enhanced: '5.7.51', from: 'tenant' },
    ]);
  });

  test('INB-2: from its address the message is attributed to it, Incoming', async () => {
    expect(taken(await outcomeOf(world([lockByAddress]), from(filter)))).toEqual(admitted('Lock'));
  });

  test('INB-4: the lock-down also refuses recipients in the initial domain, and the null sender', async () => {
    const initial = { ...from(stranger), to: ['anna@contoso.onmicrosoft.com'] };
    const ndr = { ...from(stranger), mailFrom: '<>', type: 'ndr' };
    const ends = [await outcomeOf(world([lockByAddress]), initial), await outcomeOf(world([lockByAddress]), ndr)];
    expect(ends.map((one) => one.reply?.enhanced)).toEqual(['5.7.51', '5.7.51']);
  });

  test('INB-2: mail of other domains than its SenderDomains is none of its business', async () => {
    const connector = { ...lockByAddress, SenderDomains: ['fabrikam.com'] };
    expect(taken(await outcomeOf(world([connector]), from(stranger)))).toEqual(admitted(undefined));
  });

  test('INB-22: SenderDomains `*.fabrikam.com` covers the domain itself and what is below it, nothing beside it', async () => {
    const connector = { ...lockByAddress, SenderDomains: ['*.fabrikam.com'] };
    const codes = [];
    for (const sender of ['a@fabrikam.com', 'a@x.y.fabrikam.com', 'a@notfabrikam.com'])
      codes.push((await outcomeOf(world([connector]), from(stranger, { from: sender }))).reply?.enhanced);
    expect(codes).toEqual(['5.7.51', '5.7.51', undefined]);
  });

  test('a null sender is in no domain: only SenderDomains `*` covers it', async () => {
    const connector = { ...lockByAddress, SenderDomains: ['example.org'] };
    const ndr = { ...from(stranger), mailFrom: '<>', type: 'ndr' };
    expect(taken(await outcomeOf(world([connector]), ndr)).end).toBe('delivered');
  });

  test('INB-2: a certificate restriction is met by a matching certificate, and the leg is verified', async () => {
    for (const RequireTls of [true, false])
      expect(
        taken(await outcomeOf(world([{ ...lockByName, RequireTls }]), withCertificate(stranger, 'filter'))),
      ).toEqual(admitted('Lock by name', 'verified'));
  });

  test.each([
    { what: 'another name', message: withCertificate(stranger, 'stranger') },
    { what: 'no certificate', message: from(stranger) },
    { what: 'no TLS', message: inClear(stranger) },
  ])(
    'section 13: the restriction by certificate is not met by $what: 5.7.51 comes before any TLS demand',
    async ({ message }) => {
      const outcome = await outcomeOf(world([{ ...lockByName, RequireTls: true }]), message);
      expect(outcome.reply?.enhanced).toBe('5.7.51');
    },
  );

  test('section 13: whether a self-signed certificate serves is open', async () => {
    const trace = await follow(world([lockByName]), withCertificate(stranger, 'self'));
    const ends = [only(trace), ...trace.alternatives.flatMap((one) => one.outcomes)].map((one) => taken(one).end);
    expect(ends.sort()).toEqual(['delivered', 'rejected 5.7.51']);
  });

  test('INB-9: both restrictions on one connector must both be met', async () => {
    const both = partner('Both', {
      RestrictDomainsToIPAddresses: true,
      SenderIPAddresses: [filter],
      RestrictDomainsToCertificate: true,
      TlsSenderCertificateName: '*.filter.example',
    });
    const ends = [];
    for (const message of [withCertificate(filter, 'filter'), from(filter), withCertificate(stranger, 'filter')])
      ends.push(taken(await outcomeOf(world([both]), message)).end);
    expect(ends).toEqual(['delivered', 'rejected 5.7.51', 'rejected 5.7.51']);
  });

  test('INB-8, DEC-8: of several restricting connectors one is enough, as an open point', async () => {
    const id = 'partner.severalRestrictions';
    const topology = world([lockByAddress, lockByName]);
    const trace = await follow(topology, from(filter));
    expect([taken(only(trace)).end, openPoints(trace), only(trace).assumptions]).toEqual(['delivered', [id], [id]]);
    const all = await follow(topology, from(filter), { assume: { [id]: 'all' } });
    expect([taken(only(all)).end, openPoints(all)]).toEqual(['rejected 5.7.51', []]);
  });

  test('DEC-8 is not mentioned where both are met, or none', async () => {
    const topology = world([lockByAddress, lockByName]);
    expect(openPoints(await follow(topology, from(stranger)))).toEqual([]);
    const twins = [lockByAddress, { ...lockByName, SenderDomains: ['example.org'] }];
    const met = await follow(world(twins), withCertificate(filter, 'filter'));
    expect(met.alternatives.map((one) => one.assumption)).toEqual([]);
  });

  test('INB-7: an allow connector for the very sender domain does not override the lock-down', async () => {
    const allow = partner('Allow', { SenderDomains: ['example.org'] });
    expect(taken(await outcomeOf(world([lockByAddress, allow]), from(stranger))).end).toBe('rejected 5.7.51');
  });

  test('INB-5, INB-6: what an OnPremises connector takes is Originating and not subject to the lock-down', async () => {
    const relay = { Name: 'Relay', ConnectorType: 'OnPremises', SenderIPAddresses: [stranger] };
    const outcome = await outcomeOf(world([lockByAddress, relay]), from(stranger, { from: 'app@contoso.com' }));
    expect([outcome.status, outcome.directionality, outcome.connectors]).toEqual([
      'delivered',
      'Originating',
      ['inbound:Relay'],
    ]);
  });

  test('CF-12: an IP allow list does not rescue a message from the lock-down', async () => {
    const topology = world([lockByAddress]);
    const tenant = {
      ...(topology.tenant as Piece),
      hostedConnectionFilterPolicies: [{ Name: 'Default', IPAllowList: [stranger] }],
    };
    expect(taken(await outcomeOf({ ...topology, tenant }, from(stranger))).end).toBe('rejected 5.7.51');
  });

  test('INB 3.1: the addresses of a Partner connector are those of the connecting host, not of one behind it', async () => {
    const outcome = await outcomeOf(world([lockByAddress]), {
      ...from(stranger),
      headers: { Received: `from x by y ([${filter}])` },
    });
    expect(outcome.reply?.enhanced).toBe('5.7.51');
  });
});

describe('a Partner connector without restriction', () => {
  test('INB-3, DEC-7: RequireTls refuses plaintext of its SenderDomains, with a code whose text is not published', async () => {
    const connector = partner('Secure', { SenderDomains: ['example.org'], RequireTls: true });
    const outcome = await outcomeOf(world([connector]), inClear(stranger));
    expect([outcome.status, outcome.reply?.code, outcome.reply?.enhanced.startsWith('5.7')]).toEqual([
      'rejected',
      '550',
      true,
    ]);
    expect(taken(await outcomeOf(world([connector]), from(stranger)))).toEqual(admitted('Secure', 'encrypted'));
    expect(taken(await outcomeOf(world([connector]), inClear(stranger, { from: 'a@fabrikam.com' })))).toEqual(
      admitted(undefined, 'none'),
    );
  });

  test('ATTR-23: the most specific SenderDomains win', async () => {
    const star = partner('Star', {});
    const below = partner('Below', { SenderDomains: ['*.example.org'] });
    const exact = partner('Exact', { SenderDomains: ['example.org'] });
    const names = [];
    for (const connectors of [[star, below, exact], [star, below], [star]])
      names.push(...(await outcomeOf(world(connectors), from(stranger))).connectors);
    expect(names).toEqual(['inbound:Exact', 'inbound:Below', 'inbound:Star']);
  });

  test('DEC-5: a tie is an open question with every candidate', async () => {
    const one = partner('One', { SenderDomains: ['example.org'] });
    const trace = await follow(world([one, { ...one, Name: 'Two' }]), from(stranger));
    const all = [only(trace), ...trace.alternatives.flatMap((other) => other.outcomes)].flatMap((o) => o.connectors);
    expect(all.sort()).toEqual(['inbound:One', 'inbound:Two']);
  });

  test('INB-20, DEC-10: with SenderDomains `*` the addresses are the key, as an open point', async () => {
    const id = 'attribution.partnerMatchesByAddressWithoutRestriction';
    const connector = partner('By address', { SenderIPAddresses: [filter], RequireTls: true });
    const elsewhere = await follow(world([connector]), inClear(stranger));
    expect([taken(only(elsewhere)), openPoints(elsewhere)]).toEqual([admitted(undefined, 'none'), [id]]);
    expect(taken(await outcomeOf(world([connector]), inClear(filter))).end).toBe('rejected 5.7.x');
    const never = await follow(world([connector]), inClear(stranger), { assume: { [id]: 'never' } });
    expect([taken(only(never)).end, openPoints(never)]).toEqual(['rejected 5.7.x', []]);
  });

  test('DEC-10: with a named sender domain the domain alone is the key', async () => {
    const connector = partner('By domain', { SenderDomains: ['example.org'], SenderIPAddresses: [filter] });
    const trace = await follow(world([connector]), from(stranger));
    expect([taken(only(trace)), openPoints(trace)]).toEqual([admitted('By domain'), []]);
  });

  test('a disabled connector is invisible', async () => {
    expect(taken(await outcomeOf(world([{ ...lockByAddress, Enabled: false }]), from(stranger)))).toEqual(
      admitted(undefined),
    );
  });
});

describe('Direct Send', () => {
  const on = { RejectDirectSend: true };
  const own = from(stranger, { from: 'printer@contoso.com' });
  const code = (outcome: Outcome) => outcome.reply?.enhanced ?? outcome.status;

  test('DS-1: an own envelope sender over no connector is refused with 5.7.68', async () => {
    const outcome = await outcomeOf(world([], on), own);
    expect([outcome.status, outcome.endsAt, outcome.reply?.code, code(outcome)]).toEqual([
      'rejected',
      'tenant',
      '550',
      '5.7.68',
    ]);
  });

  test('DS-1: switched off, it is taken as anonymous mail (SUB-5)', async () => {
    const outcome = await outcomeOf(world([]), own);
    expect([outcome.status, outcome.directionality, outcome.authAs]).toEqual(['delivered', 'Incoming', 'Anonymous']);
  });

  test('DS-1: a foreign envelope sender passes, also with an own From header: the header is not looked at', async () => {
    const forged = from(stranger, { from: 'chief@contoso.com', mailFrom: 'x@example.org' });
    expect([
      code(await outcomeOf(world([], on), from(stranger))),
      code(await outcomeOf(world([], on), forged)),
    ]).toEqual(['delivered', expect.not.stringMatching('5.7.68')]);
  });

  test('DS-5: the null sender is never Direct Send', async () => {
    expect(code(await outcomeOf(world([], on), { ...own, mailFrom: '<>', type: 'ndr' }))).not.toBe('5.7.68');
  });

  test.each([
    { what: 'an OnPremises connector by address', connector: { ConnectorType: 'OnPremises' } },
    {
      what: 'a restricting Partner connector by address',
      connector: { ConnectorType: 'Partner', RestrictDomainsToIPAddresses: true, RequireTls: false },
    },
    { what: 'a Partner connector by address', connector: { ConnectorType: 'Partner', RequireTls: false } },
  ])('DS-1: $what exempts', async ({ connector }) => {
    const named = { Name: 'Printers', SenderDomains: ['contoso.com'], SenderIPAddresses: [stranger], ...connector };
    expect(code(await outcomeOf(world([named], on), own))).toBe('delivered');
  });

  test('DS-1: a connector that matches by sender domain alone does not exempt', async () => {
    const connector = partner('By domain', { SenderDomains: ['contoso.com'] });
    expect(code(await outcomeOf(world([connector], on), own))).toBe('5.7.68');
  });

  test('ACC-14: MatchSubDomains widens what counts as the own domain', async () => {
    const message = from(stranger, { from: 'printer@sales.contoso.com' });
    const plain = world([], on);
    const tenant = {
      ...(plain.tenant as Piece),
      acceptedDomains: [{ DomainName: 'contoso.com', DomainType: 'InternalRelay', MatchSubDomains: true }],
    };
    expect([code(await outcomeOf(plain, message)), code(await outcomeOf({ ...plain, tenant }, message))]).toEqual([
      'delivered',
      '5.7.68',
    ]);
  });

  test('DS-4: a forwarder that returns mail with an own envelope sender is hit', async () => {
    const forwarded = from('198.51.100.77', { from: 'anna@contoso.com', mailFrom: 'anna@contoso.com' });
    expect(code(await outcomeOf(world([], on), forwarded))).toBe('5.7.68');
  });

  test('section 1: the lock-down answers before the Direct Send gate', async () => {
    expect(code(await outcomeOf(world([lockByAddress], on), own))).toBe('5.7.51');
  });

  test('section 1: the Direct Send gate answers before edge blocking', async () => {
    expect(code(await outcomeOf(world([], on), { ...own, to: ['nobody@contoso.com'] }))).toBe('5.7.68');
  });

  test('where RejectDirectSend is not declared, its default holds and the other answer is open', async () => {
    const trace = await follow(world([], {}), own);
    expect(code(only(trace))).toBe('delivered');
    expect(trace.alternatives.flatMap((one) => one.outcomes).map(code)).toEqual(['5.7.68']);
  });
});
