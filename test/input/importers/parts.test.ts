import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importTexts, readWritten, remarksOf } from './import-topology.ts';

const json = (value: unknown): string => JSON.stringify(value);
const domains = json([
  {
    DomainName: 'contoso.onmicrosoft.com',
    DomainType: 'Authoritative',
    InitialDomain: true,
    SmtpDaneStatus: 'Disabled',
  },
]);

const mailbox = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
  Name: name,
  DisplayName: `${name} Adams`,
  PrimarySmtpAddress: `${name.toLowerCase()}@contoso.com`,
  RecipientTypeDetails: 'UserMailbox',
  ExternalDirectoryObjectId: '5c597b00-69f6-44cf-b30b-474fb38a1e0a',
  ...more,
});

async function read(files: Readonly<Record<string, unknown>>) {
  const texts = Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      typeof content === 'string' || content instanceof Uint8Array ? content : json(content),
    ]),
  );
  const { topology: yaml, account } = await importTexts({ 'd.json': domains, ...texts });
  const { topology } = await readWritten(yaml, {
    read: (path) => {
      const content = texts[path];
      return content === undefined
        ? { ok: false, because: 'missing' }
        : { ok: true, bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content };
    },
    secret: () => undefined,
  });
  return { topology, account, yaml: yaml ?? '' };
}

describe('mailboxes', () => {
  test('forwarding of Get-Mailbox stays with the mailbox, empty values too', async () => {
    const { topology } = await read({
      'm.json': [
        mailbox('Anna', {
          ForwardingSmtpAddress: 'smtp:anna@mail.example',
          DeliverToMailboxAndForward: true,
          ForwardingAddress: null,
        }),
        mailbox('Bob', { ForwardingSmtpAddress: null, ForwardingAddress: 'Anna' }),
      ],
    });
    const [anna, bob] = topology.tenant?.recipients ?? [];
    expect(anna?.entry?.forwarding.forwardingSmtpAddress?.text).toBe('anna@mail.example');
    expect(anna?.entry?.forwarding.deliverToMailboxAndForward).toBe(true);
    expect(anna?.entry?.forwarding.forwardingAddress).toBeNull();
    expect(bob?.entry?.forwarding.forwardingAddress?.text).toBe('Anna');
  });

  test('rules of Get-InboxRule that forward are found under the address of their mailbox', async () => {
    const rule = (owner: string, more: object) => ({
      MailboxOwnerId: owner,
      RuleIdentity: 1,
      Enabled: true,
      StopProcessingRules: true,
      ...more,
    });
    const { topology, account } = await read({
      'm.json': [mailbox('Anna'), mailbox('Bob')],
      'rules.json': [
        rule('Anna Adams', {
          Name: 'away',
          Identity: 'Anna\\1',
          RedirectTo: ['"Carol" [SMTP:carol@mail.example]', '"Bob Adams" [EX:/o=x]'],
          DeleteMessage: true,
        }),
        rule('contoso.com/Users/Bob', {
          Name: 'off',
          Identity: 'Bob\\1',
          ForwardTo: ['x@mail.example'],
          Enabled: false,
        }),
        rule('Bob', { Name: 'move', Identity: 'Bob\\2', MoveToFolder: 'Junk' }),
        rule('Nobody', { Name: 'lost', Identity: 'Nobody\\1', ForwardTo: ['x@mail.example'] }),
      ],
    });
    expect(topology.recipients.map(({ address }) => address)).toEqual(['anna@contoso.com']);
    const [forward] = topology.recipients[0]?.inboxRules ?? [];
    expect(json(forward)).toContain('carol@mail.example');
    expect(json(forward)).toContain('bob@contoso.com');
    const fates = account.files.find(({ file }) => file === 'rules.json')?.objects.map(({ into }) => into ?? 'none');
    expect(fates).toEqual(['recipients', 'none', 'none', 'recipients']);
    expect(remarksOf(account)).toEqual([
      expect.stringMatching(/^doubtful rules\.json:1 InboxRule lost belongs to Nobody, whose address no export shows/u),
    ]);
  });

  test('SMTP AUTH of Get-CASMailbox; null leaves it to the organisation', async () => {
    const access = (name: string, disabled: boolean | null) => ({
      ...{ PrimarySmtpAddress: `${name}@contoso.com`, OWAEnabled: true, ImapEnabled: true, ECPEnabled: true },
      SmtpClientAuthenticationDisabled: disabled,
    });
    const { topology } = await read({
      'm.json': [mailbox('Anna'), mailbox('Bob')],
      'cas.json': [access('anna', false), access('bob', null)],
    });
    expect(topology.recipients.map(({ address, smtpAuth }) => [address, smtpAuth])).toEqual([
      ['anna@contoso.com', true],
    ]);
  });
});

describe('on-premises', () => {
  const dn = (name: string) =>
    `CN=${name},CN=Connections,CN=Exchange,CN=Microsoft Exchange,CN=Services,CN=Configuration,DC=contoso,DC=local`;
  const files = {
    'send.json': {
      ...{
        Name: 'To cloud',
        AddressSpaces: ['SMTP:contoso.mail.onmicrosoft.com;1'],
        Enabled: true,
        DNSRoutingEnabled: true,
      },
      ...{
        SourceTransportServers: ['EX01'],
        TlsCertificateName: '<I>CN=Public CA<S>CN=mail.contoso.com',
        DistinguishedName: dn('To cloud'),
      },
    },
    'receive.json': {
      ...{ Name: 'Relay', Identity: 'EX01\\Relay', Bindings: ['0.0.0.0:25'], RemoteIPRanges: ['192.0.2.0-192.0.2.9'] },
      ...{ PermissionGroups: 'AnonymousUsers', TransportRole: 'FrontendTransport' },
    },
    'rights.json': [
      {
        Identity: 'EX01\\Relay',
        User: 'NT AUTHORITY\\ANONYMOUS LOGON',
        ExtendedRights: ['ms-Exch-SMTP-Accept-Any-Recipient'],
        Deny: false,
        IsInherited: false,
      },
      {
        Identity: 'EX01\\Relay',
        User: 'CONTOSO\\Admins',
        ExtendedRights: ['ms-Exch-Store-Admin'],
        Deny: false,
        IsInherited: true,
      },
    ],
    'servers.json': [
      {
        Name: 'EX01',
        Fqdn: 'ex01.contoso.local',
        ServerRole: 'Mailbox',
        AdminDisplayVersion: 'Version 15.2 (Build 1544.4)',
        Edition: 'Standard',
        Site: 'x',
      },
      {
        Name: 'EDGE1',
        Fqdn: 'edge1.contoso.local',
        ServerRole: 'Edge',
        AdminDisplayVersion: 'Version 15.2 (Build 1544.4)',
        Edition: 'Standard',
        Site: null,
      },
    ],
    'accepted.json': [
      { DomainName: 'contoso.com', DomainType: 'ExternalRelay', Name: 'contoso.com', MatchSubDomains: false },
      { DomainName: 'fabrikam.com', DomainType: 'Authoritative', Name: 'fabrikam.com', MatchSubDomains: false },
    ],
    'certificates.json': {
      ...{
        Thumbprint: 'AB',
        Subject: 'CN=mail.contoso.com',
        Issuer: 'CN=Public CA',
        Services: 'IIS, SMTP',
        RootCAType: 'ThirdParty',
      },
      ...{
        CertificateDomains: ['mail.contoso.com'],
        NotBefore: '2026-01-01T00:00:00Z',
        NotAfter: '/Date(1798761600000)/',
        Identity: 'EX01\\AB',
      },
    },
  };

  test('servers, their builds, certificates and rights come together from several cmdlets', async () => {
    const { topology, account } = await read(files);
    const { onPremises } = topology;
    expect(onPremises?.servers.map(({ name, role, build }) => [name, role, build])).toEqual([
      ['EDGE1', 'edge', '15.2.1544.4'],
      ['EX01', 'mailbox', '15.2.1544.4'],
    ]);
    expect(
      onPremises?.receiveConnectors?.map(({ name, server, acceptAnyRecipient }) => [name, server, acceptAnyRecipient]),
    ).toEqual([['Relay', 'EX01', ['NT AUTHORITY\\ANONYMOUS LOGON']]]);
    expect(onPremises?.sendConnectors?.map(({ name }) => name)).toEqual(['To cloud']);
    const certificate = topology.certificates.get('mail.contoso.com');
    expect(certificate).toMatchObject({
      subject: 'CN=mail.contoso.com',
      dnsNames: ['mail.contoso.com'],
      notAfter: 1798761600000,
    });
    expect(certificate?.trust.trusted).toBe(true);
    expect(onPremises?.servers.map(({ name, certificates }) => [name, certificates.length])).toEqual([
      ['EDGE1', 0],
      ['EX01', 1],
    ]);
    expect(remarksOf(account)).toEqual([]);
  });

  test('a domain that is relayed outside shows whose list of domains it is; those beside it are of the same side', async () => {
    const { topology } = await read(files);
    expect(topology.onPremises?.acceptedDomains?.map(({ name }) => name).sort()).toEqual([
      'contoso.com',
      'fabrikam.com',
    ]);
    expect(topology.tenant?.acceptedDomains.map(({ name }) => name)).toEqual(['contoso.onmicrosoft.com']);
  });

  test('where nothing tells the side and both are there, the tenant is assumed and said to be', async () => {
    const { topology, account } = await read({
      ...files,
      'rd.json': { Name: 'F', DomainName: 'fabrikam.com', AutoForwardEnabled: false },
    });
    expect(topology.tenant?.remoteDomains.map(({ domain }) => domain)).toHaveLength(1);
    expect(remarksOf(account)).toEqual([
      expect.stringMatching(/^doubtful rd\.json:1 Nothing in these RemoteDomain objects says/u),
    ]);
  });

  test('what no export holds is said in the topology and in the account, and not invented', async () => {
    const { yaml, account, topology } = await read(files);
    expect(topology.onPremises?.servers.every(({ addresses }) => addresses.length === 0)).toBe(true);
    expect(yaml).toContain('# addresses: what the Internet sees of it, after NAT, is in no export; write it here.');
    const missing = json(account.missing);
    expect(missing).toContain('Get-InboundConnector | ConvertTo-Json -Depth 6');
    expect(missing).toContain('The addresses of the servers');
  });

  test('a date of some locale is left out, and said to be', async () => {
    const { topology, account } = await read({
      'c.txt':
        'Thumbprint         : AB\nSubject            : CN=mail.contoso.com\nIssuer             : CN=mail.contoso.com\nCertificateDomains : {mail.contoso.com}\nNotAfter           : 03.04.2027 01:59:59\nServices           : SMTP\n',
    });
    expect(topology.certificates.get('mail.contoso.com')?.notAfter).toBeUndefined();
    expect(remarksOf(account)).toEqual([
      expect.stringMatching(/^doubtful c\.txt:5 03\.04\.2027 01:59:59 is a date of some locale/u),
    ]);
  });
});

describe('files that the topology names', () => {
  test('zones in any form, and certificates, are named and not copied', async () => {
    const zone =
      '$ORIGIN contoso.com.\n@ 3600 IN SOA ns1 host 1 2 3 4 5\n@ IN NS ns1\n@ IN MX 0 contoso-com.mail.protection.outlook.com.\n';
    const pem = readFileSync('fixtures/certificates/ec-leaf.pem', 'utf8');
    const { topology, yaml, account } = await read({ 'dns/contoso.com.zone': zone, 'certs/mail.pem': pem });
    expect(yaml).toContain('    - dns/contoso.com.zone\n');
    expect(topology.dns.view.lookup('contoso.com', 'MX').status).toBe('records');
    expect(yaml).toContain('    file: certs/mail.pem\n');
    expect(topology.certificates.size).toBe(1);
    expect(remarksOf(account)).toEqual([]);
  });

  test('a zone outside the directory of the topology is left out with a reason', async () => {
    const zone = 'contoso.com. IN MX 0 mx.example.org.\n';
    const { account, topology } = await importTexts({ '../c.zone': zone, 'd.json': domains });
    expect(topology).not.toContain('c.zone');
    expect(remarksOf(account)).toEqual([expect.stringMatching(/^doubtful \.\.\/c\.zone:1 The zone lies outside/u)]);
  });
});

describe('the initial domain', () => {
  test('is taken from the place that a tenant gives its objects', async () => {
    const { topology } = await importTexts({
      'in.json': json({
        Name: 'x',
        ConnectorType: 'Partner',
        SenderIPAddresses: [],
        OrganizationalUnitRoot: 'fabrikam.onmicrosoft.com',
      }),
    });
    expect((await readWritten(topology)).topology.tenant?.domain).toBe('fabrikam.onmicrosoft.com');
  });

  test('is an accepted domain where nothing says it, and this is said', async () => {
    const { topology, account } = await importTexts({
      'd.json': json({ DomainName: 'contoso.com', DomainType: 'Authoritative', Default: true }),
    });
    expect((await readWritten(topology)).topology.tenant?.domain).toBe('contoso.com');
    expect(topology).toContain('# No export names the initial domain; an accepted domain stands for it.');
    expect(json(account.missing)).toContain('The initial domain of the tenant is in no export.');
  });
});

test('exports of two tenants are not mixed', async () => {
  const other = json({ DomainName: 'fabrikam.onmicrosoft.com', DomainType: 'Authoritative', InitialDomain: true });
  const { topology, account } = await importTexts({ 'a.json': domains, 'b.json': other });
  expect(topology).toBeUndefined();
  expect(remarksOf(account)).toEqual([
    'unusable b.json:1 fabrikam.onmicrosoft.com is the initial domain of another tenant than contoso.onmicrosoft.com.',
  ]);
});

describe('objects in two files', () => {
  const connector = (more: object) =>
    json({ Name: 'x', ConnectorType: 'Partner', SenderIPAddresses: ['198.51.100.1'], ...more });

  test('equal ones are there once', async () => {
    const { topology, account } = await read({ 'a.json': connector({}), 'b.json': connector({}) });
    expect(topology.tenant?.inboundConnectors).toHaveLength(1);
    expect(account.files.find(({ file }) => file === 'b.json')?.objects[0]?.because).toBeDefined();
    expect(remarksOf(account)).toEqual([]);
  });

  test('of different ones the first is taken, and what differs is said', async () => {
    const { topology, account } = await read({
      'a.json': connector({ RequireTls: true }),
      'b.json': connector({ RequireTls: false, EFSkipLastIP: true }),
    });
    const [one] = topology.tenant?.inboundConnectors ?? [];
    expect([one?.requireTls, one?.efSkipLastIP]).toEqual([true, true]);
    expect(remarksOf(account)).toEqual([
      expect.stringMatching(/^doubtful b\.json:1 InboundConnector x differs .* a\.json:1: RequireTls\./u),
    ]);
  });
});
