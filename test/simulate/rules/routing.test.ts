import { describe, expect, test } from 'vitest';
import { follow, only, type Piece, wayOf } from '../follow.ts';
import { fates, inbound, outbound, ruleWorld } from './rule-world.ts';

/** ROUTE-9: an add-on outside of the tenant, to which a rule routes and which hands the message back. */
const addOn = (rule: Piece, service: Piece = {}, outboundConnector: Piece = {}): Piece =>
  ruleWorld(
    [{ Name: 'Via add-on', RouteMessageOutboundConnector: 'To AddOn', ...rule }],
    {
      services: [
        {
          name: 'addon',
          receivesAt: ['smtp.addon.example'],
          addresses: ['203.0.113.40'],
          certificate: 'addon',
          delivers: [{ domains: ['*'], to: 'tenant' }],
          accepts: ['tenant'],
          ...service,
        },
      ],
      certificates: {
        addon: { dnsNames: ['contoso.smtp.addon.example', 'smtp.addon.example'], publiclyTrusted: true },
      },
    },
    {
      acceptedDomains: ['contoso.com', 'contoso.smtp.addon.example'],
      outboundConnectors: [
        {
          Name: 'To AddOn',
          ConnectorType: 'OnPremises',
          IsTransportRuleScoped: true,
          UseMXRecord: false,
          SmartHosts: ['smtp.addon.example'],
          TlsSettings: 'EncryptionOnly',
          CloudServicesMailEnabled: true,
          ...outboundConnector,
        },
      ],
      inboundConnectors: [
        {
          Name: 'From AddOn',
          ConnectorType: 'OnPremises',
          SenderDomains: ['*'],
          RequireTls: true,
          RestrictDomainsToCertificate: true,
          TlsSenderCertificateName: 'contoso.smtp.addon.example',
          CloudServicesMailEnabled: true,
        },
      ],
    },
  );

const exception: Piece = {
  FromScope: 'InOrganization',
  ExceptIfHeaderContainsMessageHeader: 'X-AddOn-Done',
  ExceptIfHeaderContainsWords: ['true'],
};
const stamps: Piece = { stamps: { 'X-AddOn-Done': 'true' } };

describe('an add-on that a rule routes to (ROUTE-9)', () => {
  test('with the exception for what it stamped, the message comes back once and leaves', async () => {
    const outcome = only(await follow(addOn(exception, stamps), outbound));
    expect(wayOf(outcome)).toBe('sent: tenant > service:addon > tenant > internet');
    expect([outcome.connectors, outcome.rules]).toEqual([['outbound:To AddOn', 'inbound:From AddOn'], ['Via add-on']]);
  });

  test('RULE-27: without it the message goes round and ends with 5.4.14', async () => {
    const outcome = only(await follow(addOn({ FromScope: 'InOrganization' }, stamps), outbound));
    expect([outcome.status, outcome.endsAt, outcome.reply?.enhanced]).toEqual(['looped', 'tenant', '5.4.14']);
  });

  test('a service that does not stamp leaves the exception without effect', async () => {
    expect(only(await follow(addOn(exception), outbound)).status).toBe('looped');
  });

  test('ROUTE-12: the rule that stops keeps those below it from the first pass only', async () => {
    const topology = addOn({ ...exception, StopRuleProcessing: true }, stamps);
    const { tenant } = topology as { tenant: { transportRules: readonly Piece[] } };
    const transportRules = [
      ...tenant.transportRules,
      { Name: 'Mark', Priority: 1, SetHeaderName: 'X', SetHeaderValue: '1' },
    ];
    const outcome = only(await follow({ ...topology, tenant: { ...tenant, transportRules } }, outbound));
    expect(outcome.rules).toEqual(['Via add-on', 'Mark']);
  });

  test('ACT-5: mail to a mailbox here takes the way round as well', async () => {
    const topology = addOn({ ...exception, FromScope: 'NotInOrganization' }, stamps);
    expect(wayOf(only(await follow(topology, inbound)))).toBe('delivered: internet > tenant > service:addon > tenant');
  });

  test('ROUTE-15: only the recipients that match take it', async () => {
    const topology = addOn({ ...exception, RecipientDomainIs: ['example.org'] }, stamps);
    const trace = await follow(topology, { ...outbound, to: ['alice@example.org', 'bob@contoso.com'] });
    expect(trace.outcomes.map(wayOf)).toEqual([
      'sent: tenant > service:addon > tenant > internet',
      'delivered: tenant',
    ]);
  });
});

describe('the connector of a rule', () => {
  test('ACT-5a: a disabled one, or none of that name, keeps the message waiting', async () => {
    const disabled = only(await follow(addOn({}, {}, { Enabled: false }), outbound));
    expect([disabled.status, disabled.endsAt, disabled.connectors]).toEqual(['deferred', 'tenant', []]);
    const absent = await follow(ruleWorld([{ RouteMessageOutboundConnector: 'Nowhere' }]), outbound);
    expect(fates(absent)).toEqual(['alice deferred R1']);
  });

  test('ROUTE-1: no other message takes a connector that only rules may name', async () => {
    const outcome = only(await follow(addOn({ SubjectContainsWords: ['never'] }), outbound));
    expect([wayOf(outcome), outcome.connectors]).toEqual(['sent: tenant > internet', []]);
  });

  test('a condition that nobody can decide leaves the direct way, with the detour open', async () => {
    const topology = addOn({ ...exception, FromMemberOf: ['somebody@contoso.com'] }, stamps);
    const trace = await follow(topology, outbound);
    expect(wayOf(only(trace))).toBe('sent: tenant > internet');
    expect(trace.alternatives.map((one) => one.outcomes.map(wayOf).join())).toContain(
      'sent: tenant > service:addon > tenant > internet',
    );
  });
});

describe('ACT-19: a rule that demands TLS', () => {
  const partner = (tls: string): Piece => ({
    partners: [{ name: 'fabrikam', domains: ['fabrikam.com'], receivesAt: ['mx.fabrikam.com'], tls }],
  });
  const demand = [{ RouteMessageOutboundRequireTls: true }];
  const fate = async (tls: string) =>
    only(await follow(ruleWorld(demand, partner(tls)), { ...outbound, to: ['pat@fabrikam.com'] }));

  test('waits for a host without TLS, and is encrypted otherwise', async () => {
    expect((await fate('none')).status).toBe('deferred');
    const encrypted = await fate('opportunistic');
    expect([encrypted.status, encrypted.tls]).toEqual(['sent', 'encrypted']);
  });
});

test('ACT-13, ACT-22: what a rule changes loses its signature, and the service behind finds it broken', async () => {
  const message = { ...inbound, dkim: [{ domain: 'example.org', result: 'pass' }] };
  const verdictBehind = async (rule: Piece) => {
    const topology = addOn({ ...exception, FromScope: 'NotInOrganization', ...rule }, stamps);
    const { tenant } = topology as { tenant: Piece };
    // Coming back from a service that nobody recognises, it is judged as Incoming once more.
    const trace = await follow({ ...topology, tenant: { ...tenant, inboundConnectors: [] } }, message);
    return trace.hops.flatMap((hop) =>
      hop.decisions
        .filter((one) => one.step === 'authenticate-sender')
        .map((one) => JSON.stringify(one.verdict.values)),
    );
  };
  const [, changed = ''] = await verdictBehind({ PrependSubject: '[EXT] ' });
  const [, unchanged = ''] = await verdictBehind({ SetHeaderName: 'X-Mark', SetHeaderValue: '1' });
  expect([changed.includes('"fail"'), unchanged.includes('"pass"')]).toEqual([true, true]);
});

test('a partner’s rules carry its name', async () => {
  const partners = [
    {
      name: 'fabrikam',
      domains: ['fabrikam.com'],
      tenant: {
        domain: 'fabrikam.onmicrosoft.com',
        acceptedDomains: ['fabrikam.com'],
        transportRules: [
          { Name: 'Block', Priority: 0, State: 'Enabled', Mode: 'Enforce', RejectMessageReasonText: 'No.' },
        ],
      },
    },
  ];
  const dns = {
    records: [
      'fabrikam.com. MX 0 fabrikam-com.mail.protection.outlook.com.',
      'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.',
    ].join('\n'),
  };
  const trace = await follow(ruleWorld([], { partners, dns }), { ...outbound, to: ['pat@fabrikam.com'] });
  expect(fates(trace)).toEqual(['pat bounced fabrikam/Block']);
  expect(trace.outcomes[0]?.endsAt).toBe('partner:fabrikam');
});
