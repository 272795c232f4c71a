import { beforeAll, describe, expect, test, vi } from 'vitest';
import { traceMessages } from '../../../src/analyze.ts';
import { plain } from '../../../src/model/text.ts';
import type { Transition } from '../../../src/prove/transition/transition.ts';
import {
  anna,
  asOf,
  between,
  type Document,
  hybrid,
  hybridDomains,
  input,
  mxTenant,
  stepsOf,
  zone,
} from '../../support/transitions.ts';

// Every class of messages is traced in each topology; a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

/** Moments as `mx=new tenant=old`, each with the kinds of harm that are done in it. */
function momentsOf({ unsafe }: Transition): Readonly<Record<string, readonly string[]>> {
  const moments = new Map<string, Set<string>>();
  for (const { when, harm } of unsafe) {
    const key = when.map(({ member, value }) => `${member}=${value}`).join(' ');
    const said = `${harm.kind}${harm.reply === null ? '' : ` ${harm.reply}`}`;
    moments.set(key, (moments.get(key) ?? new Set()).add(said));
  }
  return Object.fromEntries([...moments].map(([key, kinds]) => [key, [...kinds].sort()]));
}

const mxFilter = '@ 7200 MX 0 mx.filter.example.';
const spf = '@ 3600 TXT "v=spf1 include:spf.protection.outlook.com -all"';
const filter = {
  name: 'filter',
  receivesAt: ['mx.filter.example'],
  addresses: ['198.51.100.24'],
  delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
};
const lock = {
  Name: 'Only from the filter',
  ConnectorType: 'Partner',
  SenderDomains: ['*'],
  RestrictDomainsToIPAddresses: true,
  SenderIPAddresses: ['198.51.100.24'],
};
const tenant = (over: Document = {}): object => ({
  domain: 'contoso.onmicrosoft.com',
  acceptedDomains: ['contoso.com'],
  ...over,
});

describe('the MX moves from a filter to the tenant, and the lock behind the filter goes', () => {
  const behind = (mx: string, inboundConnectors: readonly object[]): Document => ({
    mxproof: 1,
    tenant: tenant({ inboundConnectors }),
    services: [filter],
    recipients: [anna],
    dns: zone(mx),
  });
  const [before, after] = [behind(mxFilter, [lock]), behind(mxTenant, [])];
  let transition: Transition;
  beforeAll(async () => {
    transition = await between(before, after);
  });

  test('a sender who sees the new MX is refused by the connector that is still there (INB-4)', () => {
    expect(transition.parts.map(({ id, ttl }) => [id, ttl])).toEqual([
      ['mx', 7200],
      ['tenant', null],
    ]);
    expect(momentsOf(transition)).toEqual({
      'mx contoso.com=new tenant=old': ['lost 550 5.7.51'],
      // Without the lock the door beside the filter is open, as it is meant to be afterwards.
      'mx contoso.com=old tenant=new': ['early'],
    });
    // The tenant first; then the caches of the MX turn over, and neither way is refused.
    expect(stepsOf(transition)).toEqual(['tenant old to new', 'mx old to new']);
    expect(transition.order).toMatchObject({ clean: false, worst: 'early' });
    expect(transition.order?.steps.map(({ wait }) => wait)).toEqual([null, 7200]);
  });

  test('the state that loses mail does so as a topology of its own, too', async () => {
    const example = transition.unsafe.find(({ harm }) => harm.kind === 'lost')?.harm.example;
    expect(example).toBeDefined();
    if (example === undefined) return;
    const fates = [];
    for (const document of [before, behind(mxTenant, [lock]), after]) {
      const [trace] = traceMessages(await input(document), { asOf }, [example]);
      fates.push(trace?.outcomes.map(({ status, reply }) => `${status} ${reply?.enhanced ?? ''}`.trim()));
    }
    expect(fates).toEqual([['delivered'], ['rejected 5.7.51'], ['delivered']]);
  });

  test('back again, the way is the other way round', async () => {
    const back = await between(after, before);
    expect(stepsOf(back)).toEqual(['mx old to new', 'tenant old to new']);
    expect(back.order?.worst).toBe('early');
  });

  test('the same twice has no moments in between', async () => {
    expect(await between(before, before)).toMatchObject({ parts: [], unsafe: [], order: undefined, states: 0 });
  });
});

describe('the addresses of the filter change, and the connector with them', () => {
  const at = (address: string): Document => ({
    mxproof: 1,
    tenant: tenant({ inboundConnectors: [{ ...lock, SenderIPAddresses: [address] }] }),
    services: [{ ...filter, addresses: [address] }],
    recipients: [anna],
    dns: zone(mxFilter),
  });

  test('whichever changes first loses mail; both addresses on the connector lose none (INB-8, CMIS-08)', async () => {
    const transition = await between(at('198.51.100.24'), at('198.51.100.26'));
    const moments = momentsOf(transition);
    // The filter has accepted the message when the tenant refuses it.
    expect(moments['tenant=old others=new']).toContain('lost 550 5.7.51');
    expect(moments['tenant=new others=old']).toContain('lost 550 5.7.51');
    expect(stepsOf(transition)).toEqual(['tenant old to added', 'others old to new', 'tenant added to new']);
    const harms = transition.order?.steps.flatMap((step) => step.harms.map(({ kind }) => kind)) ?? [];
    // Whoever has the filter's new address before the filter has it is let in, as he will be.
    expect(new Set(harms)).toEqual(new Set(['early']));
    expect(transition.parts.find(({ id }) => id === 'others')?.ours).toBe(false);
  });
});

describe('mail to the Internet leaves through another relay', () => {
  const relay = (name: string, address: string): object => ({
    name,
    receivesAt: [`mx.${name}.example`],
    addresses: [address],
    delivers: [{ domains: ['*'], to: 'mx' }],
  });
  const by = (name: string, record: string): Document => ({
    mxproof: 1,
    tenant: tenant({
      outboundConnectors: [
        {
          Name: 'Out',
          ConnectorType: 'Partner',
          RecipientDomains: ['*'],
          UseMXRecord: false,
          SmartHosts: [`mx.${name}.example`],
        },
      ],
    }),
    services: [relay('old', '203.0.113.10'), relay('new', '203.0.113.20')],
    recipients: [anna],
    dns: zone(mxTenant, `@ 3600 TXT "v=spf1 ${record} -all"`),
  });

  test('SPF authorises both before the connector changes and the new one alone after it', async () => {
    const transition = await between(by('old', 'ip4:203.0.113.10'), by('new', 'ip4:203.0.113.20'));
    expect(momentsOf(transition)).toEqual({
      // Receivers judge the address of the relay that is used by the record that they see.
      'spf contoso.com=new tenant=old': ['weaker'],
      'spf contoso.com=old tenant=new': ['weaker'],
    });
    expect(transition.unsafe.map(({ harm }) => [harm.what, harm.before, harm.meanwhile, harm.after])).toEqual([
      ['egressSpf', 'pass', 'fail', 'pass'],
      ['egressSpf', 'pass', 'fail', 'pass'],
    ]);
    expect(stepsOf(transition)).toEqual(['spf old to added', 'tenant old to new', 'spf added to new']);
    expect(transition.order).toMatchObject({ clean: true, worst: null });
    expect(transition.records[0]?.together).toBe('v=spf1 ip4:203.0.113.10 ip4:203.0.113.20 -all');
  });
});

describe('the certificate of the own servers gets another name', () => {
  const named = (name: string): Document => ({
    mxproof: 1,
    tenant: tenant({
      acceptedDomains: hybridDomains,
      inboundConnectors: [
        {
          Name: 'Inbound from on-premises',
          ConnectorType: 'OnPremises',
          SenderDomains: ['*'],
          TlsSenderCertificateName: name,
          CloudServicesMailEnabled: true,
        },
      ],
    }),
    onPremises: {
      servers: [
        {
          name: 'EX01',
          addresses: ['203.0.113.25'],
          fqdn: 'mail.contoso.com',
          certificate: 'own',
          reachableFrom: ['tenant'],
        },
      ],
      sendConnectors: [
        {
          Name: 'To Exchange Online',
          AddressSpaces: ['SMTP:contoso.mail.onmicrosoft.com;1'],
          DNSRoutingEnabled: true,
          RequireTLS: true,
          TlsAuthLevel: 'DomainValidation',
          TlsDomain: 'mail.protection.outlook.com',
          CloudServicesMailEnabled: true,
        },
      ],
    },
    certificates: {
      own: { subject: `CN=${name}`, dnsNames: [name], issuer: 'CN=Contoso Public CA', notAfter: '2027-06-30' },
    },
    recipients: [anna, { address: 'bob@contoso.com', mailbox: 'onPremises' }],
    dns: zone(mxTenant),
  });

  test('hybrid mail is taken for mail of a stranger meanwhile (ATTR-13), unless both names have a connector', async () => {
    const transition = await between(named('mail.contoso.com'), named('smtp.contoso.com'));
    const moments = momentsOf(transition);
    expect(Object.keys(moments).sort()).toEqual(['tenant=new onPremises=old', 'tenant=old onPremises=new']);
    for (const kinds of Object.values(moments)) expect(kinds).toContain('weaker');
    expect(transition.unsafe.map(({ harm }) => harm.what)).toContain('trust');
    expect(stepsOf(transition)).toEqual(['tenant old to added', 'onPremises old to new', 'tenant added to new']);
    expect(transition.order).toMatchObject({ clean: true, worst: null });
  });
});

describe('the MX of a hybrid moves from the own server to the tenant, and the firewall closes', () => {
  const known = { knownAs: '*.contoso.com' };
  const before = hybrid({ ...known, records: ['@ 3600 MX 10 mail'] });
  const after = hybrid({ ...known, records: [mxTenant], reachableFrom: ['tenant'] });

  test('whoever still sees the old MX waits before a closed door, so the door closes last', async () => {
    const transition = await between(before, after);
    const closed = momentsOf(transition)['mx contoso.com=old onPremises=new'] ?? [];
    // Mail that waits is delayed; that unknown recipients are not refused meanwhile opens nothing.
    expect(new Set(closed.map((kind) => kind.split(' ')[0]))).toEqual(new Set(['delayed']));
    // Opening the MX of the tenant while the own door is still open loses nobody's mail.
    const open = momentsOf(transition)['mx contoso.com=new onPremises=old'] ?? [];
    expect(open.filter((kind) => /^(?:lost|delayed)/u.test(kind))).toEqual([]);
    expect(stepsOf(transition)).toEqual(['mx old to new', 'onPremises old to new']);
  });
});

describe('a mailbox moves from the own server to the cloud', () => {
  const connectors = (name: string) => ({
    Name: name,
    ConnectorType: 'OnPremises',
    CloudServicesMailEnabled: true,
  });
  const housed = (mailbox: string): Document => ({
    mxproof: 1,
    tenant: tenant({
      acceptedDomains: hybridDomains,
      inboundConnectors: [{ ...connectors('In'), SenderDomains: ['*'], TlsSenderCertificateName: '*.contoso.com' }],
      outboundConnectors: [
        {
          ...connectors('Out'),
          RecipientDomains: ['contoso.com'],
          UseMXRecord: false,
          SmartHosts: ['mail.contoso.com'],
        },
      ],
    }),
    onPremises: {
      servers: [{ name: 'EX01', addresses: ['203.0.113.25'], fqdn: 'mail.contoso.com', certificate: 'own' }],
    },
    certificates: {
      own: { subject: 'CN=mail.contoso.com', dnsNames: ['mail.contoso.com'], issuer: 'CN=Contoso Public CA' },
    },
    recipients: [{ address: 'bob@contoso.com', mailbox }],
    dns: zone('@ 3600 MX 10 mail', 'mail 3600 A 203.0.113.25'),
  });

  test('whose mailbox is in neither directory is sent round (CMIS-17); in both, each side delivers', async () => {
    const transition = await between(housed('onPremises'), housed('cloud'));
    expect(transition.parts.map(({ id }) => id)).toEqual(['recipients']);
    const neither = 'recipients cloud=old recipients onPremises=new';
    const moments = momentsOf(transition);
    expect(moments[neither]?.some((kind) => kind.startsWith('lost'))).toBe(true);
    const lost = transition.unsafe.filter(({ harm }) => harm.kind === 'lost');
    expect(lost.map(({ harm }) => harm.meanwhile)).toContain('looped');
    expect(Object.entries(moments).filter(([, kinds]) => kinds.some((kind) => kind.startsWith('lost')))).toHaveLength(
      1,
    );
    // Nobody can have both directories change at once: the step itself has the harm.
    expect(transition.order?.steps.map(({ harms }) => harms.some(({ kind }) => kind === 'lost'))).toEqual([true]);
  });
});

describe('what only one of the topologies tells', () => {
  test('a service or a record that is no longer told of is there all along, and no change', async () => {
    const told: Document = {
      mxproof: 1,
      tenant: tenant(),
      services: [filter],
      recipients: [anna],
      dns: {
        records: 'contoso.com. 60 MX 0 contoso-com.mail.protection.outlook.com.\nmx.filter.example. 60 A 198.51.100.24',
      },
    };
    const silent: Document = {
      ...told,
      services: [],
      dns: { records: 'contoso.com. 60 MX 0 contoso-com.mail.protection.outlook.com.' },
    };
    expect((await between(told, silent)).parts).toEqual([]);
  });

  test('a record set that a complete zone no longer has is a change, cached as long as its TTL', async () => {
    const withSpf: Document = { mxproof: 1, tenant: tenant(), recipients: [anna], dns: zone(mxTenant, spf) };
    const without: Document = { ...withSpf, dns: zone(mxTenant) };
    expect((await between(withSpf, without)).parts.map(({ id, ttl }) => [id, ttl])).toEqual([['spf', 3600]]);
    // RFC 2308 section 5: that there is none is cached by the minimum of the SOA, 300 seconds.
    expect((await between(without, withSpf)).parts.map(({ id, ttl }) => [id, ttl])).toEqual([['spf', 300]]);
  });

  test('titles name what changes', async () => {
    const { parts } = await between(
      { mxproof: 1, tenant: tenant(), recipients: [anna], dns: zone(mxTenant, spf) },
      { mxproof: 1, tenant: tenant(), recipients: [anna], dns: zone(mxFilter, spf) },
    );
    expect(parts.map(({ title }) => plain(title))).toEqual(['the MX records of contoso.com']);
  });
});
