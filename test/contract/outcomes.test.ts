import { describe, expect, test } from 'vitest';
import { type PrintedOutcome, printedTrace } from './printed-traces.ts';

/*
 * Small documents, written from spec/topology.md and spec/cli.md alone; each row is one sentence of theirs about how a
 * copy ends, and what of the printed JSON it demands.
 */

const tenant = 'tenant: { domain: contoso.onmicrosoft.com, acceptedDomains: [contoso.com] }';
const anna = 'recipients: [{ address: anna@contoso.com, mailbox: cloud, aliases: [a@contoso.com] }]';
const mxCloud = 'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.';
const relayTenant =
  'tenant: { domain: contoso.onmicrosoft.com, acceptedDomains: [{ DomainName: contoso.com, DomainType: InternalRelay }] }';

const dns = (...records: readonly string[]): string =>
  `dns:\n  records: |\n${records.map((record) => `    ${record}\n`).join('')}`;
const message = (fields: string): string => `messages: [{ name: m, ${fields} }]`;
const document = (...parts: readonly string[]): string => ['mxproof: 1', ...parts, ''].join('\n');

const cloud = (fields: string, ...more: readonly string[]): string =>
  document(
    tenant,
    anna,
    dns(mxCloud, 'contoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"', ...more),
    message(fields),
  );

interface Row {
  readonly says: string;
  readonly document: string;
  readonly first: Readonly<Record<string, unknown>>;
  readonly down?: readonly string[];
}

const rows: readonly Row[] = [
  {
    says: 'finalRecipient is the primary address of the mailbox',
    document: cloud('from: x@example.org, to: [A@CONTOSO.COM]'),
    first: { finalRecipient: 'anna@contoso.com', status: 'delivered', endsAt: 'tenant', folder: 'inbox' },
  },
  {
    says: 'rejected: the first system refuses the submitting host; nobody gets an NDR from it',
    document: cloud('from: x@example.org, to: [nobody@contoso.com]'),
    first: {
      status: 'rejected',
      endsAt: 'tenant',
      route: ['internet', 'tenant'],
      reply: expect.objectContaining({ code: '550', enhanced: '5.4.1', from: 'tenant', final: null, returnedTo: [] }),
    },
  },
  {
    says: 'a session that the tenant refuses is an arrival there: it has a directionality, and no SPF, which comes later',
    document: cloud('from: x@example.org, to: [nobody@contoso.com]'),
    first: { directionality: 'Incoming', authAs: 'Anonymous', finalAuthAs: 'Anonymous', scl: null, spf: null },
  },
  {
    says: 'a mailbox has handed its message over: the same recipient is bounced, and the sender is told',
    document: cloud('from: anna@contoso.com, to: [nobody@contoso.com]'),
    first: {
      status: 'bounced',
      reply: expect.objectContaining({ enhanced: '5.1.10', returnedTo: ['anna@contoso.com'] }),
    },
  },
  {
    says: 'of a null sender it is dropped, and a dropped copy has no reply',
    document: cloud('from: anna@contoso.com, mailFrom: "<>", to: [nobody@contoso.com]'),
    first: { status: 'dropped', reply: null, endsAt: 'tenant', lastMailFrom: '<>' },
  },
  {
    says: 'types oof, ndr and readReceipt imply the null sender, which leaves through the highRisk pool',
    document: cloud('from: anna@contoso.com, type: oof, to: [x@example.org]'),
    first: { status: 'sent', lastMailFrom: '<>', egressPool: 'highRisk' },
  },
  {
    says: 'a mailbox submission counts as an arrival: Originating, Internal; SPF and the others are null',
    document: cloud('from: anna@contoso.com, to: [x@example.org]'),
    first: {
      status: 'sent',
      endsAt: 'internet',
      route: ['tenant', 'internet'],
      directionality: 'Originating',
      authAs: 'Internal',
      spf: null,
      dkim: null,
      dmarc: null,
      egressPool: 'regular',
      egressSpf: 'pass',
    },
  },
  {
    says: 'an external recipient handed in at the tenant without any connector: 5.7.64',
    document: cloud('from: x@example.org, to: [y@fabrikam.com], deliverTo: tenant'),
    first: { status: 'rejected', reply: expect.objectContaining({ enhanced: '5.7.64' }), directionality: null },
  },
  {
    says: 'a node that does not answer: deferred at the node whose queue holds it, with the NDR after expiry in reply.final',
    document: cloud('from: x@example.org, to: [anna@contoso.com]'),
    down: ['tenant'],
    first: {
      status: 'deferred',
      endsAt: 'internet',
      route: ['internet'],
      reply: expect.objectContaining({ code: '450', final: expect.objectContaining({ code: '550' }) }),
    },
  },
  {
    says: 'a loop ends at the first repeated node with that node’s code; what came behind is not listed',
    document: document(
      relayTenant,
      anna,
      'services: [{ name: f, addresses: [198.51.100.1], receivesAt: [mx.f.example], delivers: [{ domains: [contoso.com], to: tenant }] }]',
      dns('contoso.com. MX 0 mx.f.example.'),
      message('from: x@example.org, to: [nobody@contoso.com]'),
    ),
    first: {
      status: 'looped',
      endsAt: 'service:f',
      route: ['internet', 'service:f', 'tenant', 'service:f'],
      hops: [0, 1, 2],
      connectors: [],
      reply: expect.objectContaining({ code: '554', enhanced: '5.4.14', from: 'service:f' }),
    },
  },
  {
    says: 'a mail user with an external address: finalRecipient is that address',
    document: document(
      'tenant:\n  domain: contoso.onmicrosoft.com\n  acceptedDomains: [contoso.com]\n  recipients:\n    - { PrimarySmtpAddress: bob@contoso.com, RecipientType: MailUser, ExternalEmailAddress: "SMTP:bob@legacy.example" }',
      dns(mxCloud),
      message('from: x@example.org, to: [bob@contoso.com]'),
    ),
    first: { status: 'sent', recipient: 'bob@contoso.com', finalRecipient: 'bob@legacy.example', endsAt: 'internet' },
  },
  {
    says: 'mail to a host of an accepted domain that belongs to nothing declared is at mx:<host>, undetermined',
    document: document(
      tenant,
      anna,
      dns('contoso.com. MX 0 mx.gw.example.'),
      message('from: x@example.org, to: [anna@contoso.com]'),
    ),
    first: { status: 'undetermined', endsAt: 'mx:mx.gw.example', route: ['internet', 'mx:mx.gw.example'], spf: null },
  },
  {
    says: 'mail to a domain that nothing declares ends at internet, sent, whatever its MX',
    document: cloud('from: anna@contoso.com, to: [x@other.example]', 'other.example. MX 0 mx.other.example.'),
    first: { status: 'sent', endsAt: 'internet' },
  },
  {
    says: 'mail to a partner ends there, sent; its MX host that nothing declares is mx:<host>',
    document: document(
      tenant,
      anna,
      'partners: [{ name: p, domains: [p.example] }]',
      dns(mxCloud, 'p.example. MX 0 mx.p.example.'),
      message('from: anna@contoso.com, to: [x@p.example]'),
    ),
    first: { status: 'sent', endsAt: 'mx:mx.p.example' },
  },
  {
    says: 'delivered, when the partner’s tenant declares the mailbox',
    document: document(
      tenant,
      'recipients: [{ address: anna@contoso.com, mailbox: cloud }, { address: fay@fabrikam.com, mailbox: cloud }]',
      'partners: [{ name: fabrikam, domains: [fabrikam.com], tenant: { domain: fabrikam.onmicrosoft.com, acceptedDomains: [fabrikam.com] } }]',
      dns(mxCloud, 'fabrikam.com. MX 0 fabrikam-com.mail.protection.outlook.com.'),
      message('from: anna@contoso.com, to: [fay@fabrikam.com]'),
    ),
    first: { status: 'delivered', endsAt: 'partner:fabrikam', route: ['tenant', 'partner:fabrikam'] },
  },
  {
    says: 'the inbound connector that refused is among the connectors, and a partner’s carries its name',
    document: document(
      tenant,
      anna,
      'partners: [{ name: fabrikam, domains: [fabrikam.com], tenant: { domain: fabrikam.onmicrosoft.com, acceptedDomains: [fabrikam.com], inboundConnectors: [{ Name: Lock, ConnectorType: Partner, SenderDomains: "*", SenderIPAddresses: 192.0.2.1, RestrictDomainsToIPAddresses: true }] } }]',
      dns(mxCloud, 'fabrikam.com. MX 0 fabrikam-com.mail.protection.outlook.com.'),
      message('from: anna@contoso.com, to: [fay@fabrikam.com]'),
    ),
    first: {
      status: 'bounced',
      endsAt: 'partner:fabrikam',
      connectors: ['inbound:fabrikam/Lock'],
      reply: expect.objectContaining({
        enhanced: '5.7.51',
        from: 'partner:fabrikam',
        returnedTo: ['anna@contoso.com'],
      }),
    },
  },
];

describe('one copy of a message', () => {
  test.each(rows)('$says', async ({ document: text, first, down }) => {
    const { outcomes } = await printedTrace(text, { down: down ?? [] });
    expect(outcomes).toHaveLength(1);
    expect(outcomes[0]).toMatchObject(first);
  });
});

describe('undetermined comes with what it could be', () => {
  const premises = 'onPremises: { servers: [{ name: EX01, addresses: [203.0.113.1] }] }';
  const toSmartHost =
    'tenant: { domain: contoso.onmicrosoft.com, acceptedDomains: [contoso.com], outboundConnectors: [{ Name: O, ConnectorType: OnPremises, RecipientDomains: contoso.com, SmartHosts: mail.contoso.com, UseMXRecord: false }] }';
  test.each([
    [
      'an MX that is not supplied',
      document(tenant, anna, message('from: x@example.org, to: [anna@contoso.com]')),
      ['tenant'],
    ],
    [
      'an MX host that belongs to nothing declared',
      document(
        tenant,
        anna,
        dns('contoso.com. MX 0 mx.gw.example.'),
        message('from: x@example.org, to: [anna@contoso.com]'),
      ),
      ['tenant'],
    ],
    [
      'a service without a table',
      document(
        tenant,
        anna,
        'services: [{ name: f, addresses: [198.51.100.1], receivesAt: [mx.f.example] }]',
        dns('contoso.com. MX 0 mx.f.example.'),
        message('from: x@example.org, to: [anna@contoso.com]'),
      ),
      ['tenant'],
    ],
    [
      'a smart host that neither DNS nor a node explains',
      document(
        toSmartHost,
        premises,
        'recipients: [{ address: bob@contoso.com, mailbox: onPremises }]',
        dns(mxCloud),
        message('from: x@example.org, to: [bob@contoso.com]'),
      ),
      ['server:EX01'],
    ],
  ])('%s', async (_, text, ends) => {
    const { outcomes, alternatives } = await printedTrace(text);
    expect(outcomes.map(({ status }) => status)).toEqual(['undetermined']);
    expect(alternatives.map(({ endsAt }) => endsAt)).toEqual(ends);
    expect(alternatives.every(({ question }) => question.length > 0)).toBe(true);
  });
});

describe('alternatives', () => {
  test('recipients that nobody declares exist in the cloud; with servers the other place is an alternative', async () => {
    const trace = await printedTrace(
      document(
        tenant,
        'onPremises: { servers: [{ name: EX01, addresses: [203.0.113.1], fqdn: contoso-ex.example }] }',
        dns(mxCloud),
        message('from: x@example.org, to: [anyone@contoso.com]'),
      ),
    );
    expect(trace.outcomes[0]).toMatchObject({ status: 'delivered', endsAt: 'tenant' });
    expect(trace.alternatives.length).toBeGreaterThan(0);
  });
  test('equal MX: the first is taken, each other one is an alternative', async () => {
    const service = (name: string, address: string): string =>
      `{ name: ${name}, addresses: [${address}], receivesAt: [${name}.example], delivers: [{ domains: [contoso.com], to: tenant }] }`;
    const trace = await printedTrace(
      document(
        tenant,
        anna,
        `services: [${service('f1', '198.51.100.1')}, ${service('f2', '198.51.100.2')}]`,
        dns(
          'contoso.com. MX 10 f1.example.',
          'contoso.com. MX 10 f2.example.',
          'contoso.com. MX 20 contoso-com.mail.protection.outlook.com.',
        ),
        message('from: x@example.org, to: [anna@contoso.com]'),
      ),
    );
    expect(trace.outcomes[0]?.route).toEqual(['internet', 'service:f1', 'tenant']);
    expect(trace.alternatives.map(({ route }) => route)).toEqual([['internet', 'service:f2', 'tenant']]);
  });
  test('a DKIM record that is not supplied counts as none; where DMARC turns on it, the other case is an alternative', async () => {
    const trace = await printedTrace(
      cloud(
        'from: x@example.org, mailFrom: b@bounces.example, to: [anna@contoso.com]',
        '_dmarc.example.org. TXT "v=DMARC1; p=reject"',
      ),
    );
    expect(trace.outcomes[0]).toMatchObject({ status: 'rejected', dkim: 'none', dmarc: 'fail' });
    expect(trace.alternatives).toEqual([expect.objectContaining({ status: 'delivered', dkim: 'pass', dmarc: 'pass' })]);
  });
  test('a certificate that nobody declared is taken to fit; under CertificateValidation its chain is what could fail', async () => {
    const trace = await printedTrace(
      document(
        'tenant: { domain: contoso.onmicrosoft.com, acceptedDomains: [contoso.com], outboundConnectors: [{ Name: S, ConnectorType: Partner, RecipientDomains: s.example, UseMXRecord: false, SmartHosts: 192.0.2.3, TlsSettings: CertificateValidation }] }',
        anna,
        'partners: [{ name: s, domains: [s.example], addresses: [192.0.2.3] }]',
        dns(mxCloud),
        message('from: anna@contoso.com, to: [x@s.example]'),
      ),
    );
    expect(trace.outcomes[0]).toMatchObject({ status: 'sent', tls: 'encrypted', connectors: ['outbound:S'] });
    expect(trace.alternatives).toHaveLength(1);
    expect(trace.alternatives[0]).toMatchObject({
      status: 'deferred',
      endsAt: 'tenant',
      reply: { enhanced: '4.4.317', text: expect.stringContaining('UntrustedRoot'), final: { enhanced: '5.4.317' } },
    });
  });
  test('the front door is called tenant, also in answers', async () => {
    const trace = await printedTrace(document(tenant, anna, message('from: x@example.org, to: [anna@contoso.com]')));
    expect(JSON.stringify(trace)).not.toContain('front-door');
  });
});

describe('copies', () => {
  const group = [
    'recipients:',
    '  - { address: anna@contoso.com, mailbox: cloud }',
    '  - { address: fab@contoso.com, contact: fab@fabrikam.com }',
    '  - { address: all@contoso.com, members: [fab@contoso.com, anna@contoso.com, all@contoso.com] }',
  ].join('\n');
  const records = [
    mxCloud,
    'contoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"',
    'example.org. TXT "v=spf1 ip4:192.0.2.1 -all"',
  ];

  test('a group makes one copy a member, in declared order, under the original recipient', async () => {
    const { outcomes } = await printedTrace(
      document(tenant, group, dns(...records), message('from: x@example.org, to: [all@contoso.com]')),
    );
    expect(outcomes.map((one) => [one.recipient, one.finalRecipient, one.status])).toEqual([
      ['all@contoso.com', 'fab@fabrikam.com', 'sent'],
      ['all@contoso.com', 'anna@contoso.com', 'delivered'],
    ]);
    // CFWD-1, CFWD-4: SPF passed on arrival, so the sender is rewritten and the regular pool is used.
    expect(outcomes[0]).toMatchObject({
      egressPool: 'regular',
      egressSpf: 'pass',
      lastMailFrom: expect.stringMatching(/^fab\+SRS=.*=example\.org=x@contoso\.com$/u),
    });
  });
  test('without a pass on arrival the forwarded copy keeps its sender and leaves through the relay pool', async () => {
    const { outcomes } = await printedTrace(
      document(
        tenant,
        group,
        dns(...records),
        message('from: x@example.org, to: [fab@contoso.com], source: { address: 192.0.2.99 }'),
      ),
    );
    expect(outcomes[0]).toMatchObject({
      spf: 'fail',
      egressPool: 'relay',
      egressIp: expect.stringMatching(/^40\.95\./u),
      lastMailFrom: 'x@example.org',
    });
  });
  test('to, cc and bcc are one list, and a recipient who is named twice gets one copy', async () => {
    const { outcomes } = await printedTrace(
      cloud(
        'from: x@example.org, to: [anna@contoso.com, Anna@Contoso.com], cc: [ANNA@contoso.com], bcc: [nobody@contoso.com]',
      ),
    );
    expect(outcomes.map((one) => [one.finalRecipient, one.status])).toEqual([
      ['anna@contoso.com', 'delivered'],
      ['nobody@contoso.com', 'rejected'],
    ]);
  });
  test('internationalised domains are compared as A-labels', async () => {
    const { outcomes, message: printed } = await printedTrace(
      document(
        'tenant: { domain: contoso.onmicrosoft.com, acceptedDomains: [bücher.example] }',
        'recipients: [{ address: anna@xn--bcher-kva.example, mailbox: cloud }]',
        dns('xn--bcher-kva.example. MX 0 contoso-com.mail.protection.outlook.com.'),
        message('from: x@exämple.org, to: [anna@BÜCHER.example]'),
      ),
    );
    expect(outcomes[0]).toMatchObject({ status: 'delivered', finalRecipient: 'anna@xn--bcher-kva.example' });
    expect(printed.from).toBe('x@xn--exmple-cua.org');
  });
  test('the hops of an outcome lead along its route', async () => {
    const trace = await printedTrace(
      document(tenant, group, dns(...records), message('from: x@example.org, to: [all@contoso.com]')),
    );
    for (const { route, hops } of trace.outcomes) {
      expect(['internet', ...hops.map((index) => trace.hops[index]?.to)]).toEqual(route);
    }
  });
});

test('reply.ndr is the report as outcomes of the same shape, whose legs stand among those of the trace', async () => {
  const { outcomes, hops } = await printedTrace(cloud('from: anna@contoso.com, to: [nobody@contoso.com]'));
  const reply = outcomes[0]?.reply as { readonly ndr: { readonly outcomes: readonly PrintedOutcome[] } };
  expect(reply.ndr).toMatchObject({
    by: 'tenant',
    outcomes: [{ status: 'delivered', finalRecipient: 'anna@contoso.com' }],
  });
  const [report] = reply.ndr.outcomes;
  expect([outcomes[0]?.hops, report?.hops, hops.length]).toEqual([[0], [1], 2]);
  const refused = await printedTrace(cloud('from: x@example.org, to: [nobody@contoso.com]'));
  expect(refused.outcomes[0]?.reply).toMatchObject({ ndr: null });
});
