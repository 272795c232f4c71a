import { describe, expect, test } from 'vitest';
import type { Trace } from '../../../src/simulate/trace.ts';
import { type FollowOptions, follow, idsOf, openPoints, type Piece } from '../follow.ts';
import { fate } from './forwarding-world.ts';

/** Own servers alone, or with a tenant through which they send to the Internet. */
const premises = (bob: Piece, rest: Piece = {}, tenant?: Piece): Piece => ({
  ...(tenant === undefined ? {} : { tenant }),
  onPremises: {
    acceptedDomains: [{ DomainName: 'contoso.com', DomainType: 'Authoritative', Default: true }],
    servers: [{ name: 'EX01', addresses: ['203.0.113.25'], fqdn: 'mail.contoso.com', certificate: 'own' }],
    remoteDomains: [{ Name: 'Default', DomainName: '*', AutoForwardEnabled: true, AutoReplyEnabled: true }],
    ...rest,
  },
  recipients: [
    { address: 'bob@contoso.com', mailbox: 'onPremises', ...bob },
    { address: 'dan@contoso.com', mailbox: 'onPremises' },
  ],
  certificates: { own: { subject: 'CN=mail.contoso.com', dnsNames: ['mail.contoso.com'], issuer: 'CN=Public CA' } },
  dns: {
    records: [
      'contoso.com. MX 0 mail.contoso.com.',
      'mail.contoso.com. A 203.0.113.25',
      'contoso.com. TXT "v=spf1 ip4:203.0.113.25 -all"',
      'fabrikam.com. MX 10 mx.fabrikam.com.',
      'example.org. TXT "v=spf1 ip4:192.0.2.10 -all"',
    ].join('\n'),
  },
});
const toBob: Piece = { from: 'alice@example.org', to: ['bob@contoso.com'], source: { address: '192.0.2.10' } };
const fates = (trace: Trace) => trace.outcomes.map((one) => [one.finalRecipient, fate(one)]);
const traced = (topology: Piece, options: FollowOptions = {}) => follow(topology, toBob, options);
const outward: Piece = { forwardTo: 'x@fabrikam.com', keepCopy: true };
const redirecting: Piece = { inboxRules: [{ redirectTo: ['x@fabrikam.com'] }] };

describe('mailboxes of the own servers', () => {
  test('FWD-10: forward as those of the cloud do, without rewriting the sender', async () => {
    const trace = await traced(premises(outward));
    expect([fates(trace), trace.outcomes.at(-1)?.lastMailFrom, trace.outcomes.at(-1)?.route]).toEqual([
      [
        ['bob@contoso.com', 'delivered'],
        ['x@fabrikam.com', 'sent'],
      ],
      'alice@example.org',
      ['internet', 'server:EX01', 'internet'],
    ]);
  });

  test('inbox rules send on from the server', async () => {
    expect(fates(await traced(premises(redirecting)))).toEqual([
      ['bob@contoso.com', 'delivered'],
      ['x@fabrikam.com', 'sent'],
    ]);
  });

  test('RD-5, RD-6: the built-in remote domain of Exchange Server forbids what that of the cloud allows', async () => {
    const undeclared = { remoteDomains: [] };
    const trace = await traced(premises(outward, undeclared));
    expect([fates(trace), idsOf(trace, 'apply-remote-domain')]).toEqual([
      [
        ['bob@contoso.com', 'delivered'],
        ['x@fabrikam.com', 'dropped'],
      ],
      expect.arrayContaining(['RD-5']),
    ]);
    const specific = { remoteDomains: [{ Name: 'F', DomainName: 'fabrikam.com' }] };
    expect(fates(await traced(premises(outward, specific)))).toContainEqual(['x@fabrikam.com', 'sent']);
  });

  test('RULE-51: on-premises the loop counter allows three rounds', async () => {
    const with3 = { 'X-MS-Exchange-Inbox-Rules-Loop': '3' };
    const with2 = { 'X-MS-Exchange-Inbox-Rules-Loop': '2' };
    const last = async (headers: Piece) =>
      fate((await follow(premises(redirecting), { ...toBob, headers })).outcomes[1] as Trace['outcomes'][number]);
    expect([await last(with2), await last(with3)]).toEqual(['sent', 'dropped']);
  });

  test('the holder of the mailbox does not forward what the first server has forwarded', async () => {
    const two = {
      servers: [
        { name: 'EX01', addresses: ['203.0.113.25'], fqdn: 'mail.contoso.com', certificate: 'own' },
        { name: 'EX02', addresses: ['203.0.113.26'], fqdn: 'ex02.contoso.com', certificate: 'own' },
      ],
    };
    const trace = await traced(premises({ ...outward, mailbox: 'EX02' }, two));
    expect(fates(trace)).toEqual([
      ['bob@contoso.com', 'delivered'],
      ['x@fabrikam.com', 'sent'],
    ]);
  });
});

describe('forwards that leave through the tenant', () => {
  const tenant = (mode: string): Piece => ({
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: [{ DomainName: 'contoso.com', DomainType: 'InternalRelay', Default: true }],
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
    hostedOutboundSpamFilterPolicies: [{ Name: 'Default', IsDefault: true, AutoForwardingMode: mode }],
  });
  const throughTenant: Piece = {
    sendConnectors: [
      {
        Name: 'To Internet',
        AddressSpaces: ['SMTP:*;1'],
        DNSRoutingEnabled: false,
        SmartHosts: ['contoso-com.mail.protection.outlook.com'],
        RequireTLS: true,
        TlsAuthLevel: 'DomainValidation',
        TlsDomain: 'mail.protection.outlook.com',
        CloudServicesMailEnabled: true,
      },
    ],
  };
  const last = async (mode: string, bob: Piece, options: FollowOptions = {}) =>
    (await traced(premises(bob, throughTenant, tenant(mode)), options)).outcomes.at(-1) as Trace['outcomes'][number];

  test.each([
    ['mailbox forwarding', outward],
    ['an inbox rule', redirecting],
  ] as const)('FWD-17: the outbound policy governs %s, which is an assumption (PUNC-8)', async (_, bob) => {
    expect(fate(await last('Off', bob))).toBe('bounced 5.7.520');
    const trace = await traced(premises(bob, throughTenant, tenant('Off')));
    expect(openPoints(trace)).toContain('forwarding.onPremisesGoverned');
    const assume = { 'forwarding.onPremisesGoverned': 'no' };
    expect(fate(await last('Off', bob, { assume }))).toBe('sent');
    expect(fate(await last('On', bob))).toBe('sent');
  });

  test('CFWD-2: a foreign envelope sender that own servers relay is rewritten to bounces of the default domain', async () => {
    const { lastMailFrom, egressPool } = await last('On', outward);
    // The tenant judges SPF for the own server, which is not one of the sender's.
    expect([lastMailFrom, egressPool]).toEqual(['alice@example.org', 'relay']);
  });
});
