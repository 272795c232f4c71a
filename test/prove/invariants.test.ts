import { describe, expect, test } from 'vitest';
import { plain } from '../../src/model/text.ts';
import { proofOf, proofsOf } from '../support/prove-fixture.ts';

/*
 * Each invariant on a topology where it holds and on one where one setting breaks it. What breaks it is reasoned from the
 * documents, whose ids stand beside the case.
 */

const cloud = {
  tenant: { domain: 'contoso.onmicrosoft.com', acceptedDomains: ['contoso.com'] },
  recipients: [
    { address: 'anna@contoso.com', mailbox: 'cloud' },
    { address: 'carol@contoso.com', mailbox: 'cloud' },
  ],
  dns: {
    records: [
      'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.',
      'contoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"',
    ].join('\n'),
  },
};

const filter = {
  name: 'filter',
  receivesAt: ['mx.filter.example'],
  addresses: ['198.51.100.25'],
  delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
};

const filtered = {
  ...cloud,
  services: [filter],
  dns: {
    records: 'contoso.com. MX 0 mx.filter.example.\ncontoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"',
  },
};

const lock = (more: object) => ({
  ...filtered,
  tenant: { ...cloud.tenant, inboundConnectors: [{ Name: 'Only from the filter', ConnectorType: 'Partner', ...more }] },
});

const hybrid = (encrypts: string) => ({
  ...cloud,
  tenant: {
    ...cloud.tenant,
    acceptedDomains: ['contoso.com', { DomainName: 'contoso.mail.onmicrosoft.com', IsCoexistenceDomain: true }],
    inboundConnectors: [
      {
        Name: 'From on-premises',
        ConnectorType: 'OnPremises',
        SenderDomains: ['*'],
        TlsSenderCertificateName: 'mail.contoso.com',
        RequireTls: true,
        CloudServicesMailEnabled: true,
      },
    ],
    outboundConnectors: [
      {
        Name: 'To on-premises',
        ConnectorType: 'OnPremises',
        RecipientDomains: ['contoso.com'],
        UseMXRecord: false,
        SmartHosts: ['mail.contoso.com'],
        TlsSettings: 'DomainValidation',
        TlsDomain: 'mail.contoso.com',
        CloudServicesMailEnabled: encrypts === 'whole',
      },
    ],
  },
  onPremises: {
    servers: [
      {
        name: 'EX01',
        addresses: ['203.0.113.5'],
        fqdn: 'mail.contoso.com',
        certificate: 'hybrid',
        reachableFrom: ['tenant'],
      },
    ],
    sendConnectors: [
      {
        Name: 'To the cloud',
        AddressSpaces: ['*'],
        SmartHosts: ['contoso-com.mail.protection.outlook.com'],
        RequireTLS: true,
        TlsAuthLevel: 'CertificateValidation',
        TlsCertificateName: '<I>CN=CA<S>CN=mail.contoso.com',
        CloudServicesMailEnabled: true,
      },
    ],
    receiveConnectors: [
      {
        Identity: 'EX01\\Default',
        Server: 'EX01',
        Bindings: ['0.0.0.0:25'],
        RemoteIPRanges: ['0.0.0.0-255.255.255.255'],
        AuthMechanism: 'Tls',
        PermissionGroups: 'AnonymousUsers, ExchangeServers',
        TlsDomainCapabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'],
      },
    ],
  },
  certificates: {
    hybrid: {
      subject: 'CN=mail.contoso.com',
      dnsNames: ['mail.contoso.com'],
      issuer: 'CN=CA',
      notAfter: '2027-06-30',
      publiclyTrusted: true,
    },
  },
  recipients: [...cloud.recipients, { address: 'bob@contoso.com', mailbox: 'onPremises' }],
});

/** An own server with an anonymous relay connector (Ms-Exch-SMTP-Accept-Any-Recipient), or without. */
const relay = (right: boolean) => ({
  ...cloud,
  onPremises: {
    servers: [{ name: 'EX01', addresses: ['203.0.113.5'], fqdn: 'mail.contoso.com' }],
    sendConnectors: [{ Name: 'Internet', AddressSpaces: ['*'], DNSRoutingEnabled: true }],
    receiveConnectors: [
      {
        Identity: 'EX01\\Relay',
        Server: 'EX01',
        Bindings: ['0.0.0.0:25'],
        RemoteIPRanges: ['0.0.0.0-255.255.255.255'],
        AuthMechanism: 'None',
        PermissionGroups: 'AnonymousUsers',
        ...(right
          ? {
              extendedRights: [
                { User: 'NT AUTHORITY\\ANONYMOUS LOGON', ExtendedRights: ['Ms-Exch-SMTP-Accept-Any-Recipient'] },
              ],
            }
          : {}),
      },
    ],
  },
});

/** InternalRelay without any connector leads back to the tenant's own MX (ACC-15). */
const relayDomain = (type: string) => ({
  ...cloud,
  tenant: { ...cloud.tenant, acceptedDomains: [{ DomainName: 'contoso.com', DomainType: type }] },
});

const identified = (addresses: readonly string[]) => ({
  ...cloud,
  tenant: {
    ...cloud.tenant,
    inboundConnectors: [
      { Name: 'Own servers', ConnectorType: 'OnPremises', SenderDomains: ['*'], SenderIPAddresses: addresses },
    ],
  },
  services: [
    {
      name: 'mailer',
      addresses: ['198.51.100.64/28'],
      shared: true,
      receivesAt: ['in.mailer.example'],
      delivers: [{ domains: ['*'], to: 'tenant' }],
    },
  ],
});

const spf = (record: string) => ({
  ...cloud,
  dns: { records: `contoso.com. MX 0 contoso-com.mail.protection.outlook.com.\ncontoso.com. TXT "${record}"` },
});

/** A rule that refuses everybody from outside. */
const refusing = {
  ...cloud,
  tenant: {
    ...cloud.tenant,
    transportRules: [
      { Name: 'Closed', State: 'Enabled', FromScope: 'NotInOrganization', RejectMessageReasonText: 'no' },
    ],
  },
};

/** Anna's mail goes on to a contact outside by ForwardingAddress, which the policy allows. */
const forwarding = (remote: boolean, mode: string) => ({
  ...cloud,
  tenant: {
    ...cloud.tenant,
    hostedOutboundSpamFilterPolicies: [{ Name: 'Default', IsDefault: true, AutoForwardingMode: mode }],
    remoteDomains: [{ Name: 'Default', DomainName: '*', AutoForwardEnabled: remote }],
    recipients: [
      {
        PrimarySmtpAddress: 'anna@contoso.com',
        RecipientTypeDetails: 'UserMailbox',
        ForwardingAddress: 'fab@contoso.com',
      },
    ],
  },
  recipients: [...cloud.recipients, { address: 'fab@contoso.com', contact: 'fab@fabrikam.com' }],
});

/** RequireTls means something on a Partner connector, and on an OnPremises connector nothing (section 3.1, RequireTls). */
const demanding = (type: string) => ({
  ...cloud,
  tenant: {
    ...cloud.tenant,
    inboundConnectors: [
      {
        Name: 'Gateway',
        ConnectorType: type,
        SenderDomains: ['*'],
        SenderIPAddresses: ['203.0.113.5'],
        RestrictDomainsToIPAddresses: type === 'Partner',
        RequireTls: true,
      },
    ],
  },
});

const cases: readonly (readonly [id: string, holds: object, refuted: object, because: RegExp])[] = [
  ['no-loop', relayDomain('Authoritative'), relayDomain('InternalRelay'), /goes round/u],
  ['no-open-relay', relay(false), relay(true), /server:EX01 sends it on/u],
  ['recipients-reachable', cloud, refusing, /bounced|rejected/u],
  ['unknown-recipients-refused', relayDomain('Authoritative'), relayDomain('InternalRelay'), /looped/u],
  [
    'filter-not-bypassed',
    lock({
      SenderDomains: ['*'],
      RequireTls: false,
      RestrictDomainsToIPAddresses: true,
      SenderIPAddresses: ['198.51.100.25'],
    }),
    filtered,
    /without service:filter/u,
  ],
  ['internal-stays-internal', hybrid('whole'), hybrid('stripped'), /mail of an outsider/u],
  ['senders-authenticated', cloud, spf('v=spf1 ip4:192.0.2.1 -all'), /SPF says fail/u],
  [
    'no-false-attribution',
    identified(['203.0.113.5']),
    identified(['198.51.100.64/28']),
    /Own servers takes the session/u,
  ],
  // Table 4.3: AutoForwardEnabled does not govern ForwardingAddress, AutoForwardingMode does.
  [
    'forwards-obey-controls',
    forwarding(false, 'Off'),
    forwarding(false, 'On'),
    /anna@contoso.com forwards it by ForwardingAddress to fab@fabrikam.com, which AutoForwardEnabled of the remote domain Default forbids/u,
  ],
  ['tls-demands-met', demanding('Partner'), demanding('OnPremises'), /Gateway demands TLS and takes the session/u],
];

test('every invariant has a topology where it holds and one where it does not', async () => {
  const { invariants } = await proofsOf(JSON.stringify({ mxproof: 1, ...cloud }));
  expect(cases.map(([id]) => id).sort()).toEqual(invariants.map(({ id }) => id).sort());
});

describe.each(cases)('%s', (id, sound, broken, because) => {
  test('holds', async () => {
    const { holds, classes, counterexample } = proofOf(await proofsOf(JSON.stringify({ mxproof: 1, ...sound })), id);
    expect([holds, counterexample?.message.name]).toEqual([true, undefined]);
    expect(classes).toBeGreaterThan(0);
  });

  test('is refuted', async () => {
    const { holds, counterexample } = proofOf(await proofsOf(JSON.stringify({ mxproof: 1, ...broken })), id);
    expect(holds).toBe(false);
    expect(counterexample === undefined ? '' : plain(counterexample.why)).toMatch(because);
  });
});

test('a zone that is not given leaves what rests on it open, and never proves it', async () => {
  const unknown = { ...cloud, recipients: [], dns: { records: 'contoso.com. MX 0 mx.elsewhere.example.' } };
  const { holds, open } = proofOf(await proofsOf(JSON.stringify({ mxproof: 1, ...unknown })), 'recipients-reachable');
  expect(holds).not.toBe(true);
  expect(open.length).toBeGreaterThan(0);
});
