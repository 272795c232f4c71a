import type { Finding } from '../../src/check/finding.ts';
import type { SourceIndex, Span } from '../../src/model/source.ts';
import { text } from '../../src/model/text.ts';
import type { Topology } from '../../src/model/topology.ts';
import { dnsFromRecords } from '../../src/protocols/zone/dns-from-records.ts';
import type { CheckedRule, CheckReport, Style, TopologyReport, TraceReport } from '../../src/report/report.ts';
import type { Alternative, Decision, Hop, Outcome, Trace } from '../../src/simulate/trace.ts';

/** A topology as its file shows it; line 4 holds the connector's address, line 9 the expectation. */
export const sampleLines: readonly string[] = [
  'mxproof: 1',
  'tenant:',
  '  inboundConnectors:',
  '    - { Name: From filter, SenderIPAddresses: [192.0.2.25] }',
  'messages:',
  '  - from: alice@example.org',
  '    to: [anna@contoso.com]',
  '    expect:',
  '      status: quarantined',
];

export function sources(
  lines: readonly string[] = sampleLines,
  places: Readonly<Record<string, Span>> = {},
): SourceIndex {
  return {
    locate: (pointer) => places[pointer],
    line: (file, line) => (file === 'topology.yaml' ? lines[line - 1] : undefined),
  };
}

export const plainStyle: Style = { color: false, width: 100, verbose: false, quiet: false };

export function finding(over: Partial<Finding> = {}): Finding {
  return {
    rule: 'connector/shared-ip',
    severity: 'error',
    confidence: 'documented',
    subject: 'inbound:from filter',
    problem: text`Inbound connector "${'From filter'}" identifies the organisation by ${'192.0.2.25'}, an address of service:filter that others share.`,
    consequence: text`Any customer of service:filter can relay through the tenant as if it were one of the organisation's own servers.`,
    remedy: text`Identify the filter by its certificate: set TlsSenderCertificateName to ${'out.filter.example'}.`,
    location: { file: 'topology.yaml', line: 4, column: 48, endLine: 4, endColumn: 58 },
    evidence: [{ at: { file: 'topology.yaml', line: 4, column: 48 }, text: 'SenderIPAddresses: 192.0.2.25' }],
    semantics: ['ATTR-7'],
    assumptions: [],
    fixes: [],
    fingerprint: '3f9a1c02',
    suppressed: undefined,
    ...over,
  };
}

export function decision(over: Partial<Decision> = {}): Decision {
  return {
    step: 'select-inbound-connector',
    verdict: text`Connector "${'From filter'}" takes the session.`,
    because: text`its SenderIPAddresses hold ${'192.0.2.25'} and no connector names a certificate.`,
    semantics: ['ATTR-7'],
    rejected: [{ candidate: 'Partner "Fabrikam"', because: text`its addresses do not hold ${'192.0.2.25'}.` }],
    evidence: [{ at: { file: 'topology.yaml', line: 4, column: 48 }, text: 'SenderIPAddresses: 192.0.2.25' }],
    ...over,
  };
}

export function hop(over: Partial<Hop> = {}): Hop {
  return {
    from: 'service:filter',
    to: 'tenant',
    sourceIp: '192.0.2.25',
    helo: 'out.filter.example',
    mailFrom: 'alice@example.org',
    recipients: ['anna@contoso.com'],
    tls: 'encrypted',
    certificate: null,
    decisions: [decision()],
    ...over,
  };
}

export function outcome(over: Partial<Outcome> = {}): Outcome {
  return {
    recipient: 'anna@contoso.com',
    finalRecipient: 'anna@contoso.com',
    status: 'delivered',
    endsAt: 'tenant',
    route: ['internet', 'service:filter', 'tenant'],
    connectors: ['inbound:From filter'],
    reply: null,
    spf: 'pass',
    dkim: 'none',
    dmarc: 'pass',
    judgedAddress: null,
    egressIp: null,
    egressPool: null,
    egressSpf: null,
    egressDmarc: null,
    egressPolicy: null,
    lastMailFrom: 'alice@example.org',
    folder: 'inbox',
    hops: [0, 1],
    directionality: 'Incoming',
    authAs: 'Anonymous',
    finalAuthAs: 'Anonymous',
    scl: null,
    tls: 'opportunistic',
    rules: [],
    forwards: [],
    confidence: 'documented',
    assumptions: [],
    missing: null,
    ...over,
  };
}

export const firstHop: Hop = hop({
  from: 'internet',
  to: 'service:filter',
  sourceIp: '198.51.100.7',
  helo: 'mail.example.org',
  tls: 'opportunistic',
  decisions: [decision({ step: 'resolve-next-hop', semantics: ['NET-3'], rejected: [], evidence: [] })],
});

export function trace(over: Partial<Trace> = {}): Trace {
  return {
    name: 'Internet to a cloud mailbox',
    message: { from: 'alice@example.org', mailFrom: 'alice@example.org', to: ['anna@contoso.com'], source: 'internet' },
    outcomes: [outcome()],
    hops: [firstHop, hop()],
    alternatives: [],
    alternativesCut: false,
    expectation: null,
    ...over,
  };
}

/** The same message where the connector is not recognised: the second leg is refused. */
export const refusedAlternative: Alternative = {
  question: text`Does a domain that only ${'contoso.com'} has decide the attribution?`,
  answer: 'off',
  assumption: 'attribution.recipientFallback',
  outcomes: [
    outcome({
      status: 'bounced',
      folder: null,
      reply: {
        code: '550',
        enhanced: '5.7.64',
        text: 'TenantAttribution; Relay Access Denied',
        from: 'tenant',
        final: null,
        returnedTo: ['alice@example.org'],
        returnedBy: null,
      },
    }),
  ],
  hops: [firstHop, hop({ decisions: [decision({ verdict: text`No connector takes the session.` })] })],
};

export function checkedRule(over: Partial<CheckedRule> = {}): CheckedRule {
  return {
    id: 'connector/shared-ip',
    byDefault: 'error',
    severity: 'error',
    docs: {
      summary: 'An inbound connector identifies the organisation by an address that others share.',
      why: 'Whoever sends from that address counts as the organisation.',
      remedy: 'Identify the sender by its certificate.',
      references: [{ title: 'RFC 5321', url: 'https://www.rfc-editor.org/rfc/rfc5321' }],
    },
    semantics: ['ATTR-7'],
    ...over,
  };
}
/** A topology that declares nothing: what reports say of findings and traces does not ask it. */
const emptyTopology: Topology = {
  name: undefined,
  description: undefined,
  asOf: undefined,
  tenant: undefined,
  onPremises: undefined,
  recipients: [],
  services: [],
  partners: [],
  dns: { at: '/dns', view: dnsFromRecords({}), completeZones: [], unknownNames: 'unknown' },
  certificates: new Map(),
  assumptions: new Map(),
  intents: [],
  messages: [],
  settings: { rules: new Map(), suppress: [] },
};

export function topologyReport(over: Partial<TopologyReport> = {}): TopologyReport {
  return {
    file: 'topology.yaml',
    name: 'Contoso hybrid',
    rules: [checkedRule()],
    topology: emptyTopology,
    findings: [finding()],
    traces: [trace()],
    intents: [],
    invariants: undefined,
    undetermined: [],
    sources: sources(),
    ...over,
  };
}

export const checkReport = (...topologies: readonly TopologyReport[]): CheckReport => ({
  version: '0.1.0',
  asOf: Date.parse('2026-11-21T00:00:00Z'),
  topologies,
});

export const traceReport = (traces: readonly Trace[], index: SourceIndex = sources()): TraceReport => ({
  version: '0.1.0',
  asOf: Date.parse('2026-11-21T00:00:00Z'),
  file: 'topology.yaml',
  traces,
  sources: index,
});

/** A value that tries everything: escapes, line ends, bidirectional and zero-width controls, markup, quotes. */
export const hostile =
  '\u001b[31mred\u001b[0m\n\r\t\u0007\u009b2J\u202egnp.exe\u2066\u200b\u2028</script>"\'`$(x)\ud800';
