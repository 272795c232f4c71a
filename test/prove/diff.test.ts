import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, test } from 'vitest';
import { type AnalysisInput, traceMessages } from '../../src/analyze.ts';
import { provedSafety } from '../../src/fix/proved-safety.ts';
import { compareTopologies } from '../../src/prove-topologies.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { Outcome } from '../../src/simulate/trace.ts';
import { fixtureInstant, readFixture } from '../support/analyze-fixture.ts';
import { readable } from '../support/topology-reading.ts';
import { broken, readVariant, removeBroken, variantsRoot } from '../support/variants.ts';

const asOf = fixtureInstant;
afterAll(removeBroken);

const connector = {
  Name: 'Only from the filter',
  ConnectorType: 'Partner',
  SenderDomains: ['smtp:*;1'],
  RestrictDomainsToIPAddresses: true,
  SenderIPAddresses: ['198.51.100.24', '198.51.100.25'],
};
const rule = {
  Name: 'Mark',
  Priority: 0,
  State: 'Enabled',
  FromScope: 'NotInOrganization',
  SetHeaderName: 'X-Outside',
  SetHeaderValue: 'yes',
};
const filter = {
  name: 'filter',
  receivesAt: ['mx.filter.example'],
  addresses: ['198.51.100.24/31'],
  delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
};
const anna = { address: 'anna@contoso.com', mailbox: 'cloud' };
const carol = { address: 'carol@contoso.com', mailbox: 'cloud' };

interface Parts {
  readonly inboundConnectors?: readonly object[];
  readonly transportRules?: readonly object[];
  readonly services?: readonly object[];
  readonly recipients?: readonly object[];
}

const topology = ({
  inboundConnectors = [connector],
  transportRules = [rule],
  services = [filter],
  recipients = [anna, carol],
}: Parts = {}): object => ({
  mxproof: 1,
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: ['contoso.com'],
    inboundConnectors,
    transportRules,
  },
  services,
  recipients,
  dns: {
    records: 'contoso.com. MX 0 mx.filter.example.\ncontoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"',
  },
});

const input = async (document: object): Promise<AnalysisInput> => ({
  ...(await readable(JSON.stringify(document))),
  file: 'topology.yaml',
});

const compared = async (parts: Parts) =>
  compareTopologies(await input(topology()), await input(topology(parts)), { asOf });

describe('the same in other words is no change', () => {
  const notations: readonly (readonly [string, Parts])[] = [
    ['nothing', {}],
    [
      'lists in another order',
      {
        recipients: [carol, anna],
        inboundConnectors: [{ ...connector, SenderIPAddresses: ['198.51.100.25', '198.51.100.24'] }],
      },
    ],
    ['a domain pattern without type and cost', { inboundConnectors: [{ ...connector, SenderDomains: ['*'] }] }],
    ['a prefix as its addresses', { services: [{ ...filter, addresses: ['198.51.100.24', '198.51.100.25'] }] }],
    ['other cases of names', { recipients: [{ ...anna, address: 'Anna@Contoso.com' }, carol] }],
    ['a priority with a gap before it', { transportRules: [{ ...rule, Priority: 5 }] }],
  ];
  test.each(notations)('%s', async (_, parts) => {
    const { fates, objects, classes } = await compared(parts);
    expect({ fates, objects }).toEqual({ fates: [], objects: [] });
    expect(classes).toBeGreaterThan(100);
  });
});

describe('a message of which nobody can tell any more whether it arrives', () => {
  const unread = {
    Name: 'Unread',
    Priority: 1,
    SentToScope: 'InOrganization',
    Actions: ['Microsoft.Exchange.MessagingPolicies.Rules.Tasks.MoonAction'],
  };

  test('is not lost, and that of a stranger is not kept out: it ends otherwise', async () => {
    const comparison = await compared({ transportRules: [rule, unread] });
    const { fates } = comparison;
    const open = fates.filter(({ changes }) =>
      changes.some(({ what, after }) => what === 'status' && after === 'undetermined'),
    );
    expect(open.length).toBeGreaterThan(0);
    expect(new Set(open.map(({ gravity }) => gravity))).toEqual(new Set(['fate']));
    expect(fates.filter(({ gravity }) => gravity === 'lost' || gravity === 'closed')).toEqual([]);
    // Whether that is worse a person says, before it is done.
    expect(provedSafety(comparison)).toBe('review');
  });

  test('is lost where the answer is known', async () => {
    const dropped = { ...unread, Actions: undefined, DeleteMessage: true };
    const { fates } = await compared({ transportRules: [rule, dropped] });
    expect(fates.map(({ gravity }) => gravity)).toEqual(expect.arrayContaining(['lost', 'closed']));
  });
});

/** TLS with a name that the partner's server does not have leaves mail in the queue; it expires after a day (OUT-20, OUT-23). */
describe('mail that waits in a queue', () => {
  const toPartner = {
    Name: 'To fabrikam',
    ConnectorType: 'Partner',
    RecipientDomains: ['fabrikam.com'],
    TlsSettings: 'DomainValidation',
    TlsDomain: 'mail.fabrikam.com',
  };
  const sending = (outbound: object): object => ({
    ...topology({ services: [], inboundConnectors: [] }),
    partners: [
      { name: 'fabrikam', domains: ['fabrikam.com'], receivesAt: ['mail.fabrikam.com'], certificate: 'partner' },
    ],
    certificates: {
      partner: { subject: 'CN=mail.fabrikam.com', dnsNames: ['mail.fabrikam.com'], issuer: 'CN=Public CA' },
    },
    tenant: {
      domain: 'contoso.onmicrosoft.com',
      acceptedDomains: ['contoso.com'],
      outboundConnectors: [outbound],
    },
    dns: {
      records:
        'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.\nfabrikam.com. MX 0 mail.fabrikam.com.\nmail.fabrikam.com. A 192.0.2.50',
    },
  });
  const arriving = sending(toPartner);
  const waiting = sending({ ...toPartner, TlsDomain: 'mx.fabrikam.com' });
  const statuses = async (before: object, after: object) => {
    const { fates } = compareTopologies(await input(before), await input(after), { asOf });
    return fates.flatMap(({ gravity, changes }) => {
      const of = (what: string) => changes.find((one) => one.what === what);
      const status = of('status');
      return status === undefined ? [] : [[gravity, status.before, status.after, of('reply')?.after]];
    });
  };

  test('is lost, a kind of its own, and both answers of the queue are said', async () => {
    expect(await statuses(arriving, waiting)).toEqual([['lost', 'sent', 'deferred', '450 4.4.317, 550 5.4.317']]);
  });

  test('is found again by the way back', async () => {
    expect(await statuses(waiting, arriving)).toEqual([['fate', 'deferred', 'sent', 'none']]);
  });

  test('did not arrive before, either, where it is refused at once after the change', async () => {
    const refusing = { Name: 'No', Priority: 0, RecipientDomainIs: 'fabrikam.com', RejectMessageReasonText: 'No' };
    const document = JSON.parse(JSON.stringify(waiting));
    const refused = { ...document, tenant: { ...document.tenant, transportRules: [refusing] } };
    const found = await statuses(waiting, refused);
    expect(found.map(([gravity, was]) => [gravity, was])).toEqual(found.map(() => ['fate', 'deferred']));
    expect(found.length).toBeGreaterThan(0);
  });
});

describe('a change', () => {
  test('of an address that the connector no longer admits loses the mail that comes by it', async () => {
    const narrower = { ...connector, SenderIPAddresses: ['198.51.100.24'] };
    const { fates, objects } = await compared({ inboundConnectors: [narrower] });
    expect(objects).toEqual([
      { subject: 'inbound:only from the filter', change: 'changed', settings: ['senderIPAddresses'] },
    ]);
    // The filter sends from either address, so the default way stands and the other answer is lost.
    expect(fates.some(({ gravity, answer }) => gravity === 'lost' && answer === '198.51.100.25')).toBe(true);
  });

  test('that takes the lock away opens the door to everybody, and is told first', async () => {
    const { fates } = await compared({ inboundConnectors: [] });
    expect(fates[0]).toMatchObject({ gravity: 'opened' });
    expect(fates[0]?.changes[0]).toEqual({ what: 'status', before: 'rejected', after: 'delivered' });
    expect(fates[0]?.example.deliverTo?.text).toBe('tenant');
  });

  test('by a rule that is put before another is one object', async () => {
    const { objects } = await compared({
      transportRules: [
        { ...rule, Name: 'First' },
        { ...rule, Priority: 1 },
      ],
    });
    expect(objects).toEqual([{ subject: 'rule:first', change: 'added', settings: [] }]);
  });

  test('is printed within the terminal, and as JSON that fits the schema', async () => {
    const comparison = await compared({ inboundConnectors: [] });
    const report = {
      version: '0.1.0',
      asOf,
      before: 'a.yaml',
      after: 'b.yaml',
      comparison,
      sources: { locate: () => undefined, line: () => undefined },
    };
    const schema: object = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
    const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);
    expect(validate(JSON.parse(renderReport(report, 'json'))) ? [] : validate.errors).toEqual([]);
    for (const width of [80, 120]) {
      const shown = renderReport(report, 'terminal', { color: false, width, verbose: false, quiet: false });
      expect(shown.split('\n').filter((line) => line.length > width && !/^ {4}[- ] /u.test(line))).toEqual([]);
      expect(shown).toContain('removed  inbound:only from the filter');
    }
  });

  test('is printed for a pull request: a line a kind, gravest first, all else folded', async () => {
    const comparison = await compared({ inboundConnectors: [], recipients: [anna, { ...carol, mailbox: 'cloud' }] });
    const sources = { locate: () => undefined, line: () => undefined };
    const before = 'a|b`<script>.yaml';
    const markdown = renderReport({ version: '0.1.0', asOf, before, after: 'b.yaml', comparison, sources }, 'markdown');
    const [, rows = ''] = /^\| --- [^\n]*\n((?:\|[^\n]*\n)+)/mu.exec(markdown) ?? [];
    expect(rows.trimEnd().split('\n')).toHaveLength(comparison.fates.length);
    expect(rows).toMatch(/^\| opened \| status \| rejected \| delivered \| \d+ \|/u);
    expect(markdown.match(/^<details><summary>opened: status/gmu)).toHaveLength(1);
    expect(markdown.match(/^<\/details>$/gmu)).toHaveLength(markdown.match(/^<details>/gmu)?.length ?? 0);
    expect(markdown.split('\n')[0]).toBe('# From <code>a&#124;b&#96;&#60;script&#62;&#46;yaml</code> to `b.yaml`');
  });
});

/** Every sixteenth of the single faults: what changes the fate of a sample message of its world is a change for diff, too. */
const files = readdirSync(variantsRoot).filter((file) => file.endsWith('.yaml'));
const chosen = files.filter((_, index) => index % 16 === 0);

/** Of how many a sample message fares otherwise. */
let differing = 0;

const fateOf = ({ recipient, status, route, connectors, reply, spf, dmarc, finalAuthAs, tls, folder }: Outcome) => [
  recipient,
  status,
  route,
  connectors,
  reply?.enhanced,
  spf,
  dmarc,
  finalAuthAs,
  tls,
  folder,
];

describe.each(chosen)('%s', (file) => {
  const variant = readVariant(file);

  test(`is seen where it changes the fate of a message: ${variant.fault}`, async () => {
    const before = await readFixture(`fixtures/worlds/${variant.world}/topology.yaml`);
    const after = await readFixture(broken(variant));
    const { messages } = before.topology;
    const fates = [before, after].map((one) =>
      traceMessages(one, { asOf }, messages).map((trace) => JSON.stringify(trace.outcomes.map(fateOf))),
    );
    const differs = fates[0]?.some((fate, index) => fate !== fates[1]?.[index]) === true;
    const found = compareTopologies(before, after, { asOf });
    if (differs) {
      differing += 1;
      expect(found.fates.length).toBeGreaterThan(0);
    }
    expect(compareTopologies(before, before, { asOf, classesMax: 500 }).fates).toEqual([]);
  });
});

afterAll(() => {
  expect(differing).toBeGreaterThanOrEqual(2);
});
