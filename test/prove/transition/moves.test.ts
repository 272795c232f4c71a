import { describe, expect, test, vi } from 'vitest';
import { plain } from '../../../src/model/text.ts';
import type { Transition } from '../../../src/prove/transition/transition.ts';
import {
  anna,
  between,
  bob,
  type Document,
  hybrid,
  hybridDomains,
  hybridInbound,
  mxTenant,
  ownCertificate,
  stepsOf,
  zone,
} from '../../support/transitions.ts';

// Every class of messages is traced in each topology; a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000 });

/** Kinds of harm in the moments whose words hold all of these. */
const harmsWhen = ({ unsafe }: Transition, ...when: readonly string[]): readonly string[] => {
  const found = unsafe.filter((one) => {
    const said = one.when.map(({ member, value }) => `${member}=${value}`);
    return when.every((words) => said.includes(words));
  });
  return [...new Set(found.map(({ harm }) => harm.kind))];
};

const byCertificate = hybridInbound('mail.contoso.com');

const outBy = (name: string): object => ({
  Name: `Out by ${name}`,
  ConnectorType: 'Partner',
  RecipientDomains: ['*'],
  UseMXRecord: false,
  SmartHosts: [`mx.${name}.example`],
});

describe('one filter is swapped for another', () => {
  const filter = (name: string, address: string): object => ({
    name,
    receivesAt: [`mx.${name}.example`],
    addresses: [address],
    delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
  });
  const behind = (name: string, address: string): Document => ({
    mxproof: 1,
    tenant: {
      domain: 'contoso.onmicrosoft.com',
      acceptedDomains: ['contoso.com'],
      inboundConnectors: [
        {
          Name: `Only from ${name}`,
          ConnectorType: 'Partner',
          SenderDomains: ['*'],
          RestrictDomainsToIPAddresses: true,
          SenderIPAddresses: [address],
        },
      ],
    },
    services: [filter('alpha', '198.51.100.24'), filter('beta', '198.51.100.26')],
    recipients: [anna],
    dns: zone(`@ 3600 MX 0 mx.${name}.example.`),
  });

  test('either half loses mail at the lock (INB-4, INB-8); the lock admits both until caches have turned over', async () => {
    const transition = await between(behind('alpha', '198.51.100.24'), behind('beta', '198.51.100.26'));
    expect(harmsWhen(transition, 'mx contoso.com=new', 'tenant=old')).toContain('lost');
    expect(harmsWhen(transition, 'mx contoso.com=old', 'tenant=new')).toContain('lost');
    expect(stepsOf(transition)).toEqual(['tenant old to added', 'mx old to new', 'tenant added to new']);
    expect(['early', null]).toContain(transition.order?.worst);
  });
});

describe('one way out is swapped for another', () => {
  const by = (name: string): Document => ({
    mxproof: 1,
    tenant: {
      domain: 'contoso.onmicrosoft.com',
      acceptedDomains: ['contoso.com'],
      outboundConnectors: [outBy(name)],
    },
    services: [
      ['alpha', '203.0.113.10'],
      ['beta', '203.0.113.20'],
    ].map(([one, from]) => ({
      name: one,
      receivesAt: [`mx.${one}.example`],
      addresses: [from],
      delivers: [{ domains: ['*'], to: 'mx' }],
    })),
    recipients: [anna],
    dns: zone(mxTenant, '@ 3600 TXT "v=spf1 ip4:203.0.113.10 ip4:203.0.113.20 -all"'),
  });

  test('within the one step the new connector comes before the old one goes', async () => {
    const { unsafe, order } = await between(by('alpha'), by('beta'));
    expect([unsafe, order?.steps.length]).toEqual([[], 1]);
    const within = order?.steps[0]?.within;
    // OUT-7: with both, mail leaves by either. OUT-9: with neither it leaves by the MX of its recipient, from addresses of
    // the service that the record does not authorise.
    expect(within?.commands.map((one) => `${one.change} ${one.subject}`)).toEqual([
      'added outbound:out by beta',
      'removed outbound:out by alpha',
    ]);
    expect(within?.harms).toEqual([]);
    expect(within?.avoided.map(({ first, harm }) => [first.subject, harm.kind, harm.what, harm.meanwhile])).toEqual([
      ['outbound:out by alpha', 'weaker', 'egressSpf', 'fail'],
    ]);
    expect(order).toMatchObject({ clean: true, worst: null });
  });
});

describe('the MX of a hybrid moves to Exchange Online, and so does the way out of the own servers', () => {
  const sending = (internet: object): readonly object[] => [
    {
      Name: 'To Exchange Online',
      AddressSpaces: ['SMTP:contoso.mail.onmicrosoft.com;1'],
      DNSRoutingEnabled: true,
      RequireTLS: true,
      CloudServicesMailEnabled: true,
    },
    { Name: 'Internet', AddressSpaces: ['SMTP:*;1'], ...internet },
  ];
  const knownAs = 'mail.contoso.com';
  const before = hybrid({
    knownAs,
    sendConnectors: sending({ DNSRoutingEnabled: true }),
    records: ['@ 3600 MX 10 mail', '@ 3600 TXT "v=spf1 ip4:203.0.113.25 include:spf.protection.outlook.com -all"'],
  });
  const byTenant = {
    DNSRoutingEnabled: false,
    SmartHosts: ['contoso-com.mail.protection.outlook.com'],
    RequireTLS: true,
  };
  const after = hybrid({
    knownAs,
    reachableFrom: ['tenant'],
    sendConnectors: sending(byTenant),
    records: [mxTenant, '@ 3600 TXT "v=spf1 include:spf.protection.outlook.com -all"'],
  });

  test('the MX moves first, then the servers, and their address leaves SPF last', async () => {
    const transition = await between(before, after);
    // Who sees the old MX waits before the closed door (OUT-20); what the server sends itself fails the new SPF.
    expect(harmsWhen(transition, 'mx contoso.com=old', 'onPremises=new')).toContain('delayed');
    expect(harmsWhen(transition, 'spf contoso.com=new', 'onPremises=old')).toContain('weaker');
    expect(stepsOf(transition)).toEqual(['mx old to new', 'onPremises old to new', 'spf old to new']);
    expect(['early', null]).toContain(transition.order?.worst);
    const servers = transition.order?.steps[1];
    expect(servers?.within?.commands.map((one) => one.subject).sort()).toEqual(['send:internet', 'server:ex01']);
  });
});

describe('a connector by address is replaced by one with a certificate', () => {
  const recognised = (inbound: object, certificate: string | undefined): Document => ({
    mxproof: 1,
    tenant: { domain: 'contoso.onmicrosoft.com', acceptedDomains: hybridDomains, inboundConnectors: [inbound] },
    onPremises: {
      servers: [
        {
          name: 'EX01',
          addresses: ['203.0.113.25'],
          fqdn: 'mail.contoso.com',
          ...(certificate && { certificate }),
          reachableFrom: ['tenant'],
        },
      ],
      sendConnectors: [
        {
          Name: 'Everything by Exchange Online',
          AddressSpaces: ['SMTP:*;1'],
          DNSRoutingEnabled: false,
          SmartHosts: ['contoso-com.mail.protection.outlook.com'],
        },
      ],
    },
    certificates: ownCertificate,
    recipients: [anna, bob],
    dns: zone(mxTenant),
  });
  const byAddress = {
    Name: 'By address',
    ConnectorType: 'OnPremises',
    SenderDomains: ['*'],
    SenderIPAddresses: ['203.0.113.25'],
  };

  test('without either, mail to the Internet is refused (ATTR-12); both connectors refuse none', async () => {
    const transition = await between(recognised(byAddress, undefined), recognised(byCertificate, 'own'));
    const lost = transition.unsafe.filter(({ harm }) => harm.kind === 'lost');
    expect(lost.map(({ when }) => when.map(({ member, value }) => `${member}=${value}`).join(' '))).toContain(
      'tenant=new onPremises=old',
    );
    expect(lost.map(({ harm }) => harm.reply)).toContain('550 5.7.64');
    // Whoever is recognised by his address may present a certificate, too. Then the new connector comes before the old goes.
    expect(stepsOf(transition)).toEqual(['onPremises old to new', 'tenant old to new']);
    const within = transition.order?.steps[1]?.within;
    expect(within?.commands.map((one) => `${one.change} ${one.subject}`)).toEqual([
      'added inbound:by certificate',
      'removed inbound:by address',
    ]);
    expect(within?.avoided.map(({ first, harm }) => `${harm.kind} ${first.subject}`)).toContain(
      'lost inbound:by address',
    );
    expect(transition.order?.worst).not.toBe('lost');
  });
});

describe('the tenant finds the own servers by the MX, until it has a connector', () => {
  const routed = (mx: string, outboundConnectors: readonly object[]): Document => ({
    mxproof: 1,
    tenant: { domain: 'contoso.onmicrosoft.com', acceptedDomains: ['contoso.com'], outboundConnectors },
    onPremises: { servers: [{ name: 'EX01', addresses: ['203.0.113.25'], fqdn: 'mail.contoso.com' }] },
    recipients: [bob],
    dns: zone(mx, 'mail 3600 A 203.0.113.25'),
  });
  const connector = {
    Name: 'To the own servers',
    ConnectorType: 'OnPremises',
    RecipientDomains: ['contoso.com'],
    UseMXRecord: false,
    SmartHosts: ['mail.contoso.com'],
  };

  test('what the tenant has in its cache decides, whatever senders outside see (ACC-11)', async () => {
    const transition = await between(routed('@ 3600 MX 10 mail', []), routed(mxTenant, [connector]));
    const moments = transition.unsafe
      .filter(({ harm }) => harm.meanwhile === 'looped')
      .map(({ when }) => when.map(({ member, value }) => `${member}=${value}`).join(' '));
    // From the tenant over its own front door and back. Who asks outside makes no difference to mail that is inside already.
    expect(moments).toContain('mx contoso.com inside=new tenant=old');
    expect(harmsWhen(transition, 'mx contoso.com=new', 'mx contoso.com inside=old')).not.toContain('lost');
    expect(stepsOf(transition)).toEqual(['tenant old to new', 'mx old to new']);
    expect(['early', null]).toContain(transition.order?.worst);
  });
});

describe('DMARC asks receivers to refuse what fails', () => {
  const sending = (spf: string, policy: string): Document => ({
    mxproof: 1,
    tenant: { domain: 'contoso.onmicrosoft.com', acceptedDomains: ['contoso.com'] },
    services: [
      {
        name: 'mailer',
        addresses: ['203.0.113.40'],
        delivers: [{ domains: ['*'], to: 'mx' }],
        sendsAs: [{ from: 'news@contoso.com', to: 'outside' }],
      },
    ],
    recipients: [anna],
    dns: zone(mxTenant, `@ 3600 TXT "v=spf1 ${spf} -all"`, `_dmarc 3600 TXT "v=DMARC1; p=${policy}"`),
  });
  const microsoft = 'include:spf.protection.outlook.com';

  test('a receiver that has the old SPF and the new DMARC refuses; so SPF first', async () => {
    const transition = await between(sending(microsoft, 'none'), sending(`ip4:203.0.113.40 ${microsoft}`, 'reject'));
    expect(transition.parts.map(({ id }) => id)).toEqual(['spf', 'dmarc']);
    expect(
      transition.unsafe.map(({ when, harm }) => [
        when.map(({ member, value }) => `${member}=${value}`).join(' '),
        harm.kind,
        harm.what,
        [harm.before, harm.meanwhile, harm.after],
      ]),
    ).toEqual([['spf contoso.com=old dmarc contoso.com=new', 'lost', 'egressPolicy', ['none', 'reject', 'none']]]);
    const steps = stepsOf(transition);
    expect(steps.at(-1)).toBe('dmarc old to new');
    expect(transition.order).toMatchObject({ clean: true, worst: null });
    expect(plain(transition.parts[1]?.title ?? { words: [], values: [] })).toBe('the DMARC records of contoso.com');
  });
});
