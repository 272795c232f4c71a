import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/simulate/trace.ts';
import { follow, only, outcomeOf, type Piece, wayOf } from '../follow.ts';
import { hybrid, receive, toCoexistence } from '../hybrid-parts.ts';

const base = hybrid({ mx: 'P', cmt: false });
const premises = (rest: Piece): Piece => ({ ...base, onPremises: { ...base.onPremises, ...rest } });
const inwards = (to: string, rest: Piece = {}): Piece => ({
  from: 'alice@example.org',
  to: [to],
  source: { address: '192.0.2.10' },
  ...rest,
});
const outwards: Piece = { from: 'bob@contoso.com', to: ['x@sub.example.net'] };
const code = (outcome: Outcome) => `${outcome.status} ${outcome.reply?.enhanced ?? ''}`.trim();

describe('the send connector for a domain (OPR-1, OPR-9)', () => {
  const send = (name: string, spaces: readonly string[], rest: Piece = {}): Piece => ({
    Name: name,
    AddressSpaces: spaces,
    DNSRoutingEnabled: true,
    ...rest,
  });
  const chosen = async (connectors: readonly Piece[], message = outwards) =>
    (await outcomeOf(premises({ sendConnectors: connectors }), message)).connectors[0] ?? null;

  test.each([
    { what: 'exact before wildcard', spaces: ['SMTP:*;1', 'SMTP:*.example.net;1', 'SMTP:sub.example.net;99'], best: 2 },
    { what: 'the longer wildcard before the shorter', spaces: ['SMTP:*.net;1', 'SMTP:*.example.net;50'], best: 1 },
    { what: '`*.dom` holds the domain itself', spaces: ['SMTP:*;1', 'SMTP:*.sub.example.net;1'], best: 1 },
    { what: 'a plain domain does not hold its subdomains', spaces: ['SMTP:example.net;1', 'SMTP:*;5'], best: 1 },
    { what: 'of equals, the lower cost', spaces: ['SMTP:*;10', 'SMTP:*;5'], best: 1 },
    { what: 'of equals at one cost, the first by name', spaces: ['SMTP:*;1', 'SMTP:*;1'], best: 0 },
  ])('$what', async ({ spaces, best }) => {
    const connectors = spaces.map((space, index) => send(`C${index}`, [space]));
    expect(await chosen(connectors)).toBe(`send:C${best}`);
    expect(await chosen([...connectors].reverse())).toBe(`send:C${best}`);
  });

  test('the best address space of a connector counts, not the first', async () => {
    expect(await chosen([send('A', ['SMTP:*;1', 'SMTP:sub.example.net;1']), send('B', ['SMTP:*.example.net;1'])])).toBe(
      'send:A',
    );
  });

  test('a disabled one does not count', async () => {
    expect(await chosen([send('A', ['SMTP:sub.example.net;1'], { Enabled: false }), send('B', ['SMTP:*;1'])])).toBe(
      'send:B',
    );
  });

  test('proximity comes after cost and before the name', async () => {
    const servers = [...base.onPremises.servers, { name: 'EX02', addresses: ['203.0.113.12'] }];
    const far = send('A', ['SMTP:*;1'], { SourceTransportServers: ['EX02'] });
    const near = send('B', ['SMTP:*;1'], { SourceTransportServers: ['EX01'] });
    const cheap = send('C', ['SMTP:*;0'], { SourceTransportServers: ['EX02'] });
    const via = async (connectors: readonly Piece[]) => {
      const outcome = await outcomeOf(premises({ servers, sendConnectors: connectors }), outwards);
      return [outcome.route, outcome.connectors.filter((one) => one.startsWith('send:'))];
    };
    expect(await via([far, near])).toEqual([['server:EX01', 'internet'], ['send:B']]);
    expect(await via([near, { ...cheap, AddressSpaces: ['SMTP:sub.example.net;1'] }])).toEqual([
      ['server:EX01', 'server:EX02', 'internet'],
      ['send:C'],
    ]);
  });

  test('none: the Unreachable queue', async () => {
    const outcome = await outcomeOf(premises({ sendConnectors: [toCoexistence(['EX01'])] }), outwards);
    expect([outcome.status, outcome.endsAt, outcome.route, outcome.reply?.final?.enhanced]).toEqual([
      'deferred',
      'server:EX01',
      ['server:EX01'],
      '4.4.7',
    ]);
  });

  test('undeclared send connectors: external mail by MX, hybrid mail to the coexistence domain', async () => {
    const { sendConnectors: _, ...rest } = base.onPremises;
    const topology = { ...base, onPremises: rest };
    const out = await outcomeOf(topology, outwards);
    const back = await outcomeOf(topology, { from: 'bob@contoso.com', to: ['anna@contoso.com'] });
    expect([wayOf(out), out.connectors]).toEqual(['sent: server:EX01 > internet', []]);
    expect([wayOf(back), back.connectors, back.authAs, back.tls]).toEqual([
      'delivered: server:EX01 > tenant',
      ['inbound:Inbound from premises'],
      'Internal',
      'verified',
    ]);
  });
});

describe('the receive connector for a client (OPR-6, OPR-7)', () => {
  const custom = (name: string, ranges: readonly string[], rest: Piece = {}): Piece => ({
    ...receive('EX01'),
    Identity: `EX01\\${name}`,
    RemoteIPRanges: ranges,
    TlsDomainCapabilities: [],
    ...rest,
  });
  const taken = async (connectors: readonly Piece[], message = inwards('bob@contoso.com')) => {
    const outcome = await outcomeOf(premises({ receiveConnectors: connectors }), message);
    return outcome.connectors.find((one) => one.startsWith('receive:')) ?? code(outcome);
  };

  test.each([
    { what: 'the narrowest range', narrow: ['192.0.2.0/24'], best: 'receive:EX01/Narrow' },
    { what: 'a single address', narrow: ['192.0.2.10'], best: 'receive:EX01/Narrow' },
    { what: 'a range', narrow: ['192.0.2.1-192.0.2.20'], best: 'receive:EX01/Narrow' },
    {
      what: 'not one that does not hold the client',
      narrow: ['198.51.100.0/24'],
      best: 'receive:EX01/Default Frontend EX01',
    },
  ])('OPR-6: $what', async ({ narrow, best }) => {
    expect(await taken([receive('EX01'), custom('Narrow', narrow)])).toBe(best);
    expect(await taken([custom('Narrow', narrow), receive('EX01')])).toBe(best);
  });

  test('OPR-7: only what listens on port 25', async () => {
    const other = custom('Client', ['192.0.2.10'], { Bindings: ['0.0.0.0:587'] });
    expect(await taken([receive('EX01'), other])).toBe('receive:EX01/Default Frontend EX01');
  });

  test('only the connectors of that server', async () => {
    const other = custom('Elsewhere', ['192.0.2.10'], { Server: 'EX02', Identity: 'EX02\\Elsewhere' });
    expect(await taken([receive('EX01'), other])).toBe('receive:EX01/Default Frontend EX01');
  });

  test('none for the client: nobody answers on port 25 (4.4.316)', async () => {
    expect(await taken([custom('Narrow', ['198.51.100.0/24'])])).toBe('deferred 4.4.316');
  });

  test('CERT-6, CMIS-54: a range that holds Exchange Online takes the hybrid mail, which then is anonymous', async () => {
    const catching = custom('Relay', ['40.92.0.0/15', '40.107.0.0/16', '52.100.0.0/14', '104.47.0.0/17']);
    const topology = premises({ receiveConnectors: [receive('EX01'), catching] });
    const trace = await follow(topology, { from: 'anna@contoso.com', to: ['bob@contoso.com'] });
    const all = [only(trace), ...trace.alternatives.flatMap((one) => one.outcomes)];
    expect(all.some((one) => one.connectors.includes('receive:EX01/Relay') && one.finalAuthAs === 'Anonymous')).toBe(
      true,
    );
  });

  test('a firewall that does not let the client in: 4.4.315 (NET-11)', async () => {
    const [server] = base.onPremises.servers;
    const topology = premises({ servers: [{ ...server, reachableFrom: ['tenant'] }] });
    const outside = await outcomeOf(topology, inwards('bob@contoso.com'));
    const cloud = await outcomeOf(topology, { from: 'anna@contoso.com', to: ['bob@contoso.com'] });
    expect([code(outside), outside.endsAt, cloud.status]).toEqual(['deferred 4.4.315', 'internet', 'delivered']);
  });
});

describe('whom the server takes the client for', () => {
  const with25 = (rest: Piece) => premises({ receiveConnectors: [{ ...receive('EX01'), ...rest }] });
  const relay = inwards('x@example.net', { deliverTo: 'mail.contoso.com' });

  test('ACC-25, OPR-3, OPR-8: an anonymous client may not relay: 550 5.7.54', async () => {
    const outcome = await outcomeOf(base, relay);
    expect([wayOf(outcome), outcome.endsAt, outcome.reply?.code, outcome.reply?.enhanced]).toEqual([
      'rejected: internet > server:EX01',
      'server:EX01',
      '550',
      '5.7.54',
    ]);
  });

  test('OPR-8: with Accept-Any-Recipient for anonymous clients it may, and stays Anonymous', async () => {
    const outcome = await outcomeOf(
      with25({
        extendedRights: [
          { User: 'NT AUTHORITY\\ANONYMOUS LOGON', ExtendedRights: ['Ms-Exch-SMTP-Accept-Any-Recipient'] },
        ],
      }),
      relay,
    );
    expect([wayOf(outcome), outcome.finalAuthAs]).toEqual(['sent: internet > server:EX01 > internet', 'Anonymous']);
  });

  test('OPR-8, HDR-2: externally secured clients relay and are Internal, also at the tenant behind it', async () => {
    const secured = with25({ AuthMechanism: 'ExternalAuthoritative', PermissionGroups: 'ExchangeServers' });
    const out = await outcomeOf(secured, relay);
    const cloud = await outcomeOf(secured, inwards('anna@contoso.com'));
    expect([out.status, out.finalAuthAs, cloud.status, cloud.authAs, cloud.scl]).toEqual([
      'sent',
      'Internal',
      'delivered',
      'Internal',
      -1,
    ]);
  });

  test('CMIS-53: without AnonymousUsers nobody hands in mail: 530 5.7.57', async () => {
    const closed = with25({ PermissionGroups: 'ExchangeServers, ExchangeLegacyServers' });
    expect(code(await outcomeOf(closed, inwards('bob@contoso.com')))).toBe('rejected 5.7.57');
  });

  test.each([
    {
      what: 'the wizard’s capability',
      capabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'],
      as: 'Internal',
    },
    { what: 'the older one', capabilities: ['mail.protection.outlook.com:AcceptOorgProtocol'], as: 'Internal' },
    {
      what: 'that of another name (CMIS-29)',
      capabilities: ['mail.messaging.microsoft.com:AcceptCloudServicesMail'],
      as: 'Anonymous',
    },
    { what: 'none', capabilities: [], as: 'Anonymous' },
  ])('HDR-4: cloud mail under $what is $as', async ({ capabilities, as }) => {
    const topology = with25({ TlsDomainCapabilities: capabilities });
    const outcome = await outcomeOf(topology, { from: 'anna@contoso.com', to: ['bob@contoso.com'] });
    expect([outcome.status, outcome.finalAuthAs, outcome.authAs]).toEqual(['delivered', as, 'Internal']);
  });

  test('HDR-4: the sender’s end counts too: an outbound connector without CloudServicesMailEnabled', async () => {
    const [outbound] = base.tenant.outboundConnectors;
    const topology = {
      ...base,
      tenant: { ...base.tenant, outboundConnectors: [{ ...outbound, CloudServicesMailEnabled: false }] },
    };
    const outcome = await outcomeOf(topology, { from: 'anna@contoso.com', to: ['bob@contoso.com'] });
    expect([outcome.status, outcome.finalAuthAs]).toEqual(['delivered', 'Anonymous']);
  });

  test('OPR-4, CMIS-29: under centralised transport a server that does not recognise the cloud refuses: 550 5.7.1', async () => {
    const central = hybrid({ mx: 'P', cmt: true });
    const topology = {
      ...central,
      onPremises: { ...central.onPremises, receiveConnectors: [{ ...receive('EX01'), TlsDomainCapabilities: [] }] },
    };
    const outcome = await outcomeOf(topology, { from: 'anna@contoso.com', to: ['x@example.net'] });
    expect([code(outcome), outcome.endsAt, outcome.route]).toEqual([
      'bounced 5.7.1',
      'server:EX01',
      ['tenant', 'server:EX01'],
    ]);
  });
});

describe('HDR: what the tenant makes of mail from the premises', () => {
  const back: Piece = { from: 'bob@contoso.com', to: ['anna@contoso.com'] };
  const arrival = async (inbound: Piece, send: Piece = {}, message: Piece = back) => {
    const [connector] = base.tenant.inboundConnectors;
    const topology = {
      ...premises({ sendConnectors: [{ ...toCoexistence(['EX01']), ...send }] }),
      tenant: { ...base.tenant, inboundConnectors: [{ ...connector, ...inbound }] },
    };
    const outcome = await outcomeOf(topology, message);
    return [outcome.directionality, outcome.authAs, outcome.scl];
  };

  test('HDR-2, HDR-4, HDR-7: promoted headers make it Internal, which skips spam filtering', async () => {
    expect(await arrival({})).toEqual(['Originating', 'Internal', -1]);
  });

  test('HDR-1, HDR-5: Originating is not internal: the inbound connector without CloudServicesMailEnabled', async () => {
    expect(await arrival({ CloudServicesMailEnabled: false })).toEqual(['Originating', 'Anonymous', null]);
  });

  test('HDR-4, CMIS-05: the send connector without CloudServicesMailEnabled', async () => {
    expect(await arrival({}, { CloudServicesMailEnabled: false })).toEqual(['Originating', 'Anonymous', null]);
  });

  test('HDR-2, HDR-3: TreatMessagesAsInternal for senders in accepted domains', async () => {
    const treat = { CloudServicesMailEnabled: false, TreatMessagesAsInternal: true };
    expect(await arrival(treat)).toEqual(['Originating', 'Internal', -1]);
    expect(await arrival(treat, {}, inwards('anna@contoso.com'))).toEqual(['Originating', 'Anonymous', null]);
  });

  test('HDR-4: promotion needs TLS: an address connector reached in clear', async () => {
    const byAddress = { TlsSenderCertificateName: null, SenderIPAddresses: ['203.0.113.10'] };
    const clear = { RequireTLS: false, TlsAuthLevel: null, TlsDomain: null, TlsCertificateName: null };
    const [server] = base.onPremises.servers;
    const [connector] = base.tenant.inboundConnectors;
    const topology = {
      ...premises({
        servers: [{ ...server, encrypts: 'none' }],
        sendConnectors: [{ ...toCoexistence(['EX01']), ...clear }],
      }),
      tenant: { ...base.tenant, inboundConnectors: [{ ...connector, ...byAddress }] },
    };
    const outcome = await outcomeOf(topology, back);
    expect([outcome.tls, outcome.authAs]).toEqual(['none', 'Anonymous']);
  });

  test('CUNC-9: whether an address match is enough to promote is open', async () => {
    const byAddress = { TlsSenderCertificateName: null, SenderIPAddresses: ['203.0.113.10'] };
    const [connector] = base.tenant.inboundConnectors;
    const topology = { ...base, tenant: { ...base.tenant, inboundConnectors: [{ ...connector, ...byAddress }] } };
    const trace = await follow(topology, back);
    const all = [only(trace), ...trace.alternatives.flatMap((one) => one.outcomes)].map((one) => one.authAs);
    expect(all.sort()).toEqual(['Anonymous', 'Internal']);
  });

  test('HDR-8: an own MTA between the server and the tenant strips what says Internal', async () => {
    const [server] = base.onPremises.servers;
    const topology = premises({
      servers: [
        { ...server, fqdn: 'ex01.contoso.com', names: ['mail.contoso.com'] },
        {
          name: 'SMTPGW',
          role: 'mta',
          addresses: ['203.0.113.13'],
          fqdn: 'gw.contoso.com',
          certificate: 'hybrid',
          delivers: [{ domains: ['*'], to: 'tenant' }],
        },
      ],
      sendConnectors: [
        {
          ...toCoexistence(['EX01']),
          DNSRoutingEnabled: false,
          SmartHosts: ['gw.contoso.com'],
          TlsAuthLevel: null,
          TlsDomain: null,
        },
      ],
    });
    const outcome = await outcomeOf(topology, back);
    expect([outcome.route, outcome.directionality, outcome.authAs]).toEqual([
      ['server:EX01', 'server:SMTPGW', 'tenant'],
      'Originating',
      'Anonymous',
    ]);
  });
});

describe('HYB-11, CMIS-30: Edge', () => {
  const edge = hybrid({ mx: 'E', cmt: false, edge: true });
  const through = async (receiveConnector: Piece, send: Piece, message: Piece) => {
    const [frontend, internal] = edge.onPremises.receiveConnectors;
    const [coexistence, star] = edge.onPremises.sendConnectors;
    const topology = {
      ...edge,
      onPremises: {
        ...edge.onPremises,
        receiveConnectors: [frontend, { ...internal, ...receiveConnector }],
        sendConnectors: [{ ...coexistence, ...send }, star],
      },
    };
    return (await outcomeOf(topology, message)).finalAuthAs;
  };
  const down: Piece = { from: 'anna@contoso.com', to: ['bob@contoso.com'] };
  const up: Piece = { from: 'bob@contoso.com', to: ['anna@contoso.com'] };

  test('with its receive connector and its send connector as the wizard wants them, both ways are Internal', async () => {
    expect([await through({}, {}, down), await through({}, {}, up)]).toEqual(['Internal', 'Internal']);
  });
  test('without AcceptOorgProtocol cloud mail is Anonymous behind it', async () => {
    expect(await through({ TlsDomainCapabilities: [] }, {}, down)).toBe('Anonymous');
  });
  test('with CloudServicesMailEnabled off on its send connector, the way up is Anonymous', async () => {
    expect(await through({}, { CloudServicesMailEnabled: false }, up)).toBe('Anonymous');
  });
  test('an inward `--` connector names the server inside', async () => {
    const inward = {
      Name: 'EdgeSync - Inbound to Default-First-Site-Name',
      AddressSpaces: ['SMTP:--;100'],
      DNSRoutingEnabled: false,
      SmartHosts: ['10.0.0.10'],
      SourceTransportServers: ['EDGE01'],
    };
    const topology = {
      ...edge,
      onPremises: { ...edge.onPremises, sendConnectors: [...edge.onPremises.sendConnectors, inward] },
    };
    const outcome = await outcomeOf(topology, down);
    expect([wayOf(outcome), outcome.finalAuthAs]).toEqual([
      'delivered: tenant > server:EDGE01 > server:EX01',
      'Internal',
    ]);
  });
});
