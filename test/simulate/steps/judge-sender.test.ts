import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/simulate/trace.ts';
import { follow, only, openPoints, outcomeOf, type Piece } from '../follow.ts';

const soa = (zone: string): readonly string[] => [`${zone}. SOA ns.${zone}. h.${zone}. 1 2 3 4 5`];
const records = (dmarc: string | undefined): string =>
  [
    ...soa('contoso.com'),
    'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.',
    'contoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"',
    ...soa('example.org'),
    'example.org. MX 10 mx.example.org.',
    'example.org. TXT "v=spf1 ip4:192.0.2.10 -all"',
    ...(dmarc === undefined ? [] : [`_dmarc.example.org. TXT "v=DMARC1; p=${dmarc}"`]),
  ].join('\n');

const filter = { name: 'filter', receivesAt: ['mx.filter.example'], addresses: ['198.51.100.25', '198.51.100.26'] };
const partner = (rest: Piece): Piece => ({
  Name: 'From filter',
  ConnectorType: 'Partner',
  SenderDomains: ['*'],
  RestrictDomainsToIPAddresses: true,
  SenderIPAddresses: ['198.51.100.24/29'],
  RequireTls: false,
  ...rest,
});

interface World {
  readonly tenant?: Piece;
  readonly dmarc?: string;
  readonly rest?: Piece;
}
const world = ({ tenant = {}, dmarc, rest = {} }: World) => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: ['contoso.com'],
    organizationConfig: { RejectDirectSend: false },
    ...tenant,
  },
  recipients: [
    { address: 'anna@contoso.com', mailbox: 'cloud' },
    { address: 'carl@contoso.com', mailbox: 'cloud' },
  ],
  dns: { records: records(dmarc) },
  ...rest,
});
/** MX at the filter, which hands everything to the tenant. */
const filtered = (connector: Piece, options: World = {}, service: Piece = {}) => ({
  ...world({ ...options, tenant: { inboundConnectors: [partner(connector)], ...options.tenant } }),
  services: [
    { ...filter, addresses: ['198.51.100.25'], delivers: [{ domains: ['contoso.com'], to: 'tenant' }], ...service },
  ],
  dns: {
    records: records(options.dmarc).replace('contoso-com.mail.protection.outlook.com.', 'mx.filter.example.'),
  },
});

const good: Piece = { from: 'alice@example.org', to: ['anna@contoso.com'], source: { address: '192.0.2.10' } };
const bad: Piece = { ...good, source: { address: '203.0.113.99' } };
const judged = ({ spf, dkim, dmarc }: Outcome) => [spf, dkim, dmarc];
const end = ({ status, folder, reply }: Outcome) =>
  reply === null ? [status, folder].filter((one) => one !== null).join(' ') : `${status} ${reply.enhanced}`;

describe('SPF, DKIM and DMARC on arrival (AUTH-1)', () => {
  test('a host of the sender’s own passes, one that is not listed fails', async () => {
    expect(judged(await outcomeOf(world({ dmarc: 'none' }), good))).toEqual(['pass', 'none', 'pass']);
    expect(judged(await outcomeOf(world({ dmarc: 'none' }), bad))).toEqual(['fail', 'none', 'fail']);
  });

  test('DKIM of the From domain makes DMARC pass where SPF fails', async () => {
    const signed = { ...bad, dkim: [{ domain: 'example.org', result: 'pass' }] };
    expect(judged(await outcomeOf(world({ dmarc: 'reject' }), signed))).toEqual(['fail', 'pass', 'pass']);
  });

  test('DKIM of another domain does not align', async () => {
    const signed = { ...bad, dkim: [{ domain: 'mailer.example', result: 'pass' }] };
    expect(judged(await outcomeOf(world({ dmarc: 'none' }), signed))).toEqual(['fail', 'pass', 'fail']);
  });

  test('SPF of another envelope sender passes for that, and does not align', async () => {
    const message = { ...good, from: 'chief@example.net', mailFrom: 'alice@example.org' };
    const [spf, , dmarc] = judged(await outcomeOf(world({ dmarc: 'reject' }), message));
    expect([spf, dmarc === 'pass']).toEqual(['pass', false]);
  });

  test('the null sender is judged by the HELO name (RFC 7208 2.4)', async () => {
    const ndr = { ...good, mailFrom: '<>', type: 'ndr', source: { address: '192.0.2.10', helo: 'example.org' } };
    expect((await outcomeOf(world({}), ndr)).spf).toBe('pass');
  });

  test('AUTH-10: without a DMARC record an aligned pass is bestguesspass', async () => {
    expect(judged(await outcomeOf(world({}), good))).toEqual(['pass', 'none', 'bestguesspass']);
  });

  test('an undeclared sender domain: undetermined, never fail', async () => {
    const message = { ...good, from: 'x@elsewhere.example' };
    expect((await outcomeOf(world({}), message)).spf).toBe('undetermined');
  });

  test('AUTH-11: internal mail is not evaluated', async () => {
    const outcome = await outcomeOf(world({}), { from: 'carl@contoso.com', to: ['anna@contoso.com'] });
    expect([judged(outcome), outcome.directionality, outcome.authAs]).toEqual([
      [null, null, null],
      'Originating',
      'Internal',
    ]);
  });
});

describe('what happens to a message that fails DMARC (AUTH-5, AUTH-6)', () => {
  const policy = (rest: Piece) => ({ antiPhishPolicies: [{ Name: 'Default', IsDefault: true, ...rest }] });
  const matrix = [
    { spoof: true, honor: true, dmarc: 'reject', ends: 'rejected 5.7.509' },
    { spoof: true, honor: true, dmarc: 'quarantine', ends: 'quarantined' },
    { spoof: true, honor: false, dmarc: 'reject', ends: 'delivered junk' },
    { spoof: true, honor: false, dmarc: 'quarantine', ends: 'delivered junk' },
    { spoof: false, honor: true, dmarc: 'reject', ends: 'rejected 5.7.509' },
    { spoof: false, honor: true, dmarc: 'quarantine', ends: 'quarantined' },
    { spoof: false, honor: true, dmarc: 'none', ends: 'delivered inbox' },
    { spoof: false, honor: false, dmarc: 'reject', ends: 'quarantined' },
    { spoof: false, honor: false, dmarc: 'quarantine', ends: 'quarantined' },
    { spoof: false, honor: false, dmarc: 'none', ends: 'delivered inbox' },
  ];
  test.each(matrix)(
    'AUTH-6: spoof intelligence $spoof, honour $honor, p=$dmarc: $ends',
    async ({ spoof, honor, dmarc, ends }) => {
      const tenant = policy({ EnableSpoofIntelligence: spoof, HonorDmarcPolicy: honor });
      expect(end(await outcomeOf(world({ tenant, dmarc }), bad))).toBe(ends);
    },
  );

  test('AUTH-5: the defaults honour the policy', async () => {
    expect(end(await outcomeOf(world({ dmarc: 'reject' }), bad))).toBe('rejected 5.7.509');
    expect(end(await outcomeOf(world({ dmarc: 'quarantine' }), bad))).toBe('quarantined');
  });

  test.each([
    { rest: { DmarcRejectAction: 'Quarantine' }, dmarc: 'reject', ends: 'quarantined' },
    { rest: { DmarcQuarantineAction: 'MoveToJmf' }, dmarc: 'quarantine', ends: 'delivered junk' },
    {
      rest: { HonorDmarcPolicy: false, AuthenticationFailAction: 'Quarantine' },
      dmarc: 'reject',
      ends: 'quarantined',
    },
  ])('AUTH-5: $rest', async ({ rest, dmarc, ends }) => {
    expect(end(await outcomeOf(world({ tenant: policy(rest), dmarc }), bad))).toBe(ends);
  });

  test('AUTH-2: an own domain without authentication goes to junk, whatever it publishes', async () => {
    expect(end(await outcomeOf(world({}), { ...bad, from: 'chief@contoso.com' }))).toBe('delivered junk');
  });

  test('AUTH-7, EFC-12: behind a filter without Enhanced Filtering p=reject is not honoured', async () => {
    const outcome = await outcomeOf(filtered({}, { dmarc: 'reject' }), bad);
    // AUTH-6, the row with spoof intelligence on and the policy not honoured: AuthenticationFailAction, MoveToJmf by default.
    expect([end(outcome), outcome.spf]).toEqual(['delivered junk', 'fail']);
  });

  test('AUTH-7: with Enhanced Filtering it is, on the address of the sender', async () => {
    const outcome = await outcomeOf(filtered({ EFSkipLastIP: true }, { dmarc: 'reject' }), bad);
    expect([end(outcome), outcome.spf, outcome.endsAt]).toEqual(['bounced 5.7.509', 'fail', 'tenant']);
    expect(judged(await outcomeOf(filtered({ EFSkipLastIP: true }, { dmarc: 'reject' }), good))).toEqual([
      'pass',
      'none',
      'pass',
    ]);
  });

  test('an undeclared DMARC record counts as none, and where that matters the other case is an alternative', async () => {
    const topology = world({});
    const undeclared = {
      ...topology,
      dns: {
        records: records(undefined)
          .split('\n')
          .filter((line) => !line.startsWith('example.org. SOA'))
          .join('\n'),
      },
    };
    const id = 'dns.missingDmarcMeans';
    const failing = await follow(undeclared, bad);
    expect(only(failing).dmarc).toBe('none');
    const settled = await outcomeOf(undeclared, bad, { assume: { [id]: 'unknown' } });
    expect(settled.dmarc).toBe('undetermined');
  });
});

describe('Enhanced Filtering (EFC-1 to EFC-6)', () => {
  const spf = async (connector: Piece, service: Piece = {}, message: Piece = good) =>
    (await outcomeOf(filtered(connector, {}, service), message)).spf;

  test('EFC-2: off by default: SPF of the filter', async () => {
    expect(await spf({})).toBe('fail');
  });
  test('EFC-2: EFSkipLastIP skips exactly the last', async () => {
    expect(await spf({ EFSkipLastIP: true })).toBe('pass');
  });
  test('EFC-2: EFSkipIPs skips what is listed, as address, prefix or range', async () => {
    for (const entry of ['198.51.100.25', '198.51.100.24/29', '198.51.100.20-198.51.100.30'])
      expect(await spf({ EFSkipIPs: [entry] })).toBe('pass');
    expect(await spf({ EFSkipIPs: ['198.51.100.99'] })).toBe('fail');
  });
  test('EFC-4: with EFUsers every recipient must be listed', async () => {
    const connector = { EFSkipLastIP: true, EFUsers: ['anna@contoso.com'] };
    expect(await spf(connector)).toBe('pass');
    expect(await spf(connector, {}, { ...good, to: ['carl@contoso.com'] })).toBe('fail');
    const both = await follow(filtered(connector), { ...good, to: ['anna@contoso.com', 'carl@contoso.com'] });
    expect(both.outcomes.map((one) => one.spf)).toEqual(['fail', 'fail']);
  });
  test('EFC-5: a filter that hides where it received from leaves nothing to recover', async () => {
    expect(await spf({ EFSkipLastIP: true }, { modifies: { hidesReceived: true } })).toBe('fail');
  });
  test('EFC-3, EFC-5: private addresses between are skipped by themselves', async () => {
    const inner = {
      services: [
        { ...filter, addresses: ['10.0.0.5'], delivers: [{ domains: ['contoso.com'], to: 'second' }] },
        {
          name: 'second',
          names: ['second.filter.example'],
          addresses: ['198.51.100.25'],
          delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
        },
      ],
    };
    const topology = { ...filtered({ EFSkipLastIP: true }), ...inner };
    expect((await outcomeOf(topology, good)).spf).toBe('pass');
  });
  test('EFC-2: with two public hops EFSkipLastIP stops at the first filter; EFSkipIPs can name both', async () => {
    const two = (connector: Piece) => ({
      ...filtered(connector),
      services: [
        { ...filter, addresses: ['198.51.100.77'], delivers: [{ domains: ['contoso.com'], to: 'second' }] },
        {
          name: 'second',
          names: ['second.filter.example'],
          addresses: ['198.51.100.25'],
          delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
        },
      ],
    });
    expect((await outcomeOf(two({ EFSkipLastIP: true }), good)).spf).toBe('fail');
    expect((await outcomeOf(two({ EFSkipIPs: ['198.51.100.25', '198.51.100.77'] }), good)).spf).toBe('pass');
  });
  test('EFC-9: a connector that does not take the message gives it nothing', async () => {
    expect(await spf({ EFSkipLastIP: true, SenderDomains: ['fabrikam.com'] })).toBe('fail');
  });
  test('INB-17: on the OnPremises connector it recovers the sender behind a filter and an own server', async () => {
    const topology = {
      ...filtered(
        {},
        {
          tenant: {
            inboundConnectors: [
              {
                Name: 'From premises',
                ConnectorType: 'OnPremises',
                SenderIPAddresses: ['203.0.113.10'],
                EFSkipIPs: ['203.0.113.10', '198.51.100.25'],
              },
            ],
          },
        },
      ),
      onPremises: { servers: [{ name: 'EX01', addresses: ['203.0.113.10'], fqdn: 'mail.contoso.com' }] },
      services: [
        { ...filter, addresses: ['198.51.100.25'], delivers: [{ domains: ['contoso.com'], to: 'onPremises' }] },
      ],
    };
    const withCoexistence = {
      ...topology,
      tenant: {
        ...topology.tenant,
        acceptedDomains: ['contoso.com', { DomainName: 'contoso.mail.onmicrosoft.com', IsCoexistenceDomain: true }],
      },
    };
    const trace = await follow(withCoexistence, good);
    const recovered = trace.hops.flatMap((hop) => hop.decisions.filter((one) => one.step === 'recover-source-address'));
    expect([only(trace).status, recovered.at(-1)?.verdict.values]).toEqual(['delivered', ['192.0.2.10']]);
  });
});

describe('the connection filter (CF-4 to CF-7)', () => {
  const lists = (allow: readonly string[], block: readonly string[]) => ({
    hostedConnectionFilterPolicies: [{ Name: 'Default', IPAllowList: allow, IPBlockList: block }],
  });
  test('CF-6: a blocked address is refused with 5.7.513, or dropped, as an open point (PUNC-4)', async () => {
    const id = 'connectionFilter.block';
    const topology = world({ tenant: lists([], ['192.0.2.0/24']) });
    const trace = await follow(topology, good);
    expect([end(only(trace)), openPoints(trace), only(trace).assumptions]).toEqual(['rejected 5.7.513', [id], [id]]);
    const drop = await follow(topology, good, { assume: { [id]: 'drop' } });
    expect([end(only(drop)), openPoints(drop)]).toEqual(['dropped', []]);
  });
  test('CF-4: of an address on both lists, allow wins', async () => {
    expect(end(await outcomeOf(world({ tenant: lists(['192.0.2.10'], ['192.0.2.10']) }), good))).toBe(
      'delivered inbox',
    );
  });
  test('CF-5, AUTH-8: an allowed address skips spam filtering and sender authentication, so p=reject does not bite', async () => {
    const outcome = await outcomeOf(world({ tenant: lists(['203.0.113.99'], []), dmarc: 'reject' }), bad);
    expect([end(outcome), outcome.scl, outcome.authAs, judged(outcome)]).toEqual([
      'delivered inbox',
      -1,
      'Anonymous',
      [null, null, null],
    ]);
  });
  test('CF-7: it is the connecting address that counts: a block of the sender behind a filter never matches', async () => {
    const tenant = lists([], ['192.0.2.10']);
    const outcome = await outcomeOf(
      filtered({ EFSkipLastIP: true }, { tenant: { inboundConnectors: [partner({ EFSkipLastIP: true })], ...tenant } }),
      good,
    );
    expect(end(outcome)).toBe('delivered inbox');
  });
  test('CF-7: an allowed filter frees everything from filtering', async () => {
    const tenant = { inboundConnectors: [partner({})], ...lists(['198.51.100.25'], []) };
    expect((await outcomeOf(filtered({}, { tenant }), bad)).scl).toBe(-1);
  });
});

describe('ARC (AUTH-9)', () => {
  const arc = (sealers: string, tenant: Piece = {}) => ({
    inboundConnectors: [partner({ EFSkipLastIP: true })],
    arcConfig: { ArcTrustedSealers: sealers },
    ...tenant,
  });
  const signed = { ...good, source: { address: '192.0.2.10' }, dkim: [{ domain: 'example.org', result: 'pass' }] };
  /** The service takes the sender's address out of the trail and breaks the signature. */
  const list = (modifies: Piece) => ({ modifies: { body: true, hidesReceived: true, ...modifies } });
  const through = (sealers: string, modifies: Piece, message: Piece = signed) =>
    outcomeOf(filtered({}, { tenant: arc(sealers), dmarc: 'quarantine' }, list(modifies)), message);

  test('what a trusted sealer sealed as a pass is no failure, though SPF, DKIM and DMARC fail', async () => {
    const outcome = await through('filter.example', { seals: 'filter.example' });
    expect([end(outcome), judged(outcome)]).toEqual(['delivered inbox', ['fail', 'fail', 'fail']]);
  });
  test('without a seal, or with one of a sealer that is not listed, it stays a failure', async () => {
    // AUTH-7: the MX leads to the service and nothing is recovered, so AuthenticationFailAction acts.
    expect(end(await through('filter.example', {}))).toBe('delivered junk');
    expect(end(await through('other.example', { seals: 'filter.example' }))).toBe('delivered junk');
  });
  test('several sealers, as the cmdlet takes them in one text', async () => {
    expect(end(await through('other.example,filter.example', { seals: 'filter.example' }))).toBe('delivered inbox');
  });
  test('a trusted sealer that saw a failure vouches for nothing', async () => {
    const forged = { ...good, source: { address: '203.0.113.99' } };
    expect(end(await through('filter.example', { seals: 'filter.example' }, forged))).toBe('delivered junk');
  });
  test('who changes the message after the seal breaks the chain', async () => {
    const two = (second: Piece) => ({
      ...filtered({}, { tenant: arc('filter.example'), dmarc: 'quarantine' }),
      services: [
        {
          ...filter,
          addresses: ['198.51.100.77'],
          delivers: [{ domains: ['contoso.com'], to: 'second' }],
          modifies: { body: true, hidesReceived: true, seals: 'filter.example' },
        },
        {
          name: 'second',
          names: ['second.filter.example'],
          addresses: ['198.51.100.25'],
          delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
          modifies: { hidesReceived: true, ...second },
        },
      ],
    });
    expect(end(await outcomeOf(two({}), signed))).toBe('delivered inbox');
    expect(end(await outcomeOf(two({ body: true }), signed))).toBe('delivered junk');
    // The last sealer counts, and it saw a failure.
    expect(end(await outcomeOf(two({ seals: 'second.example' }), signed))).toBe('delivered junk');
  });
});

describe('composite authentication without a policy to go by (AUTH-2, AUTH-6)', () => {
  const policy = (rest: Piece) => ({ antiPhishPolicies: [{ Name: 'Default', IsDefault: true, ...rest }] });
  test.each([
    { honor: true, dmarc: 'none' },
    { honor: false, dmarc: 'none' },
    { honor: true, dmarc: undefined },
    { honor: false, dmarc: undefined },
  ])(
    'AUTH-6: spoof intelligence on, honour $honor, p=$dmarc: an implicit fail meets AuthenticationFailAction',
    async ({ honor, dmarc }) => {
      for (const [AuthenticationFailAction, expected] of [
        ['MoveToJmf', 'delivered junk'],
        ['Quarantine', 'quarantined'],
      ] as const) {
        const tenant = policy({ HonorDmarcPolicy: honor, AuthenticationFailAction });
        const trace = await follow(world({ tenant, ...(dmarc === undefined ? {} : { dmarc }) }), bad);
        expect(end(only(trace))).toBe(expected);
        // Reputation is nobody's declaration: the other answer stays open.
        expect(trace.alternatives.map((one) => one.outcomes.map(end))).toEqual([['delivered inbox']]);
      }
    },
  );
  test.each([true, false])('AUTH-6: spoof intelligence off, honour %s, no record: not acted on', async (honor) => {
    const tenant = policy({ EnableSpoofIntelligence: false, HonorDmarcPolicy: honor });
    expect(end(await outcomeOf(world({ tenant }), bad))).toBe('delivered inbox');
  });
  test('AUTH-10: pct=0 spares every message of the policy, which is left to spoof intelligence', async () => {
    expect(end(await outcomeOf(world({ dmarc: 'reject; pct=0' }), bad))).toBe('delivered junk');
  });
  test('AUTH-10: with pct=50 it is chance, and both are shown', async () => {
    const trace = await follow(world({ dmarc: 'reject; pct=50' }), bad);
    expect([end(only(trace)), trace.alternatives.map((one) => one.outcomes.map(end))]).toEqual([
      'rejected 5.7.509',
      [['delivered junk']],
    ]);
  });
});
