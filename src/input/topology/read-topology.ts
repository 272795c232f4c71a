import type { Instant } from '../../base/time.ts';
import { patternsOf } from '../../model/rule-patterns.ts';
import type { Pointer, SourceIndex } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { OnPremises, Partner, Service, Tenant, Topology } from '../../model/topology.ts';
import { loadPatternEngine } from '../../protocols/rule-text/load-pattern-engine.ts';
import type { PatternEngine } from '../../protocols/rule-text/pattern-engine.ts';
import type { ZoneSource } from '../dns/zone-source.ts';
import { exportedPlaces } from '../documents/exported-places.ts';
import { readDocument } from '../documents/read-document.ts';
import { pointerTo } from '../documents/source-index.ts';
import type { TextLines } from '../documents/text-lines.ts';
import type { FileAccess, InputProblem, Read } from '../problem.ts';
import type { NamesInScope } from './names-in-scope.ts';
import { declaredRecipients, mailboxAddresses, ownDomains } from './own-domains.ts';
import type { RawTopology } from './raw-topology.ts';
import { readAssumptions } from './read-assumptions.ts';
import type { Oddity } from './read-certificates.ts';
import { readCertificates } from './read-certificates.ts';
import { readDns } from './read-dns.ts';
import { readIntents } from './read-intents.ts';
import { readMessages } from './read-messages.ts';
import { readOnPremises } from './read-on-premises.ts';
import { checkRecipientReferences, readRecipients } from './read-recipients.ts';
import { readPartner, readService } from './read-services.ts';
import { readDate, readSettings } from './read-settings.ts';
import type { NodeAddresses } from './read-source.ts';
import { readTenant } from './read-tenant.ts';
import type { Reading } from './reading.ts';
import { schemaProblems } from './schema-problems.ts';
import { uniqueNames } from './unique-names.ts';

export interface ReadTopology {
  readonly topology: Topology;
  readonly sources: SourceIndex;
  /** The document as plain data and as text, for what edits or anonymises it. */
  readonly document: { readonly data: unknown; readonly text: string };
  /** What is odd about zones and certificate files, by the readers of those; checks of their areas judge it. */
  readonly oddities: readonly Oddity[];
  /** The sources of DNS, for serving what they declare. */
  readonly zones: readonly ZoneSource[];
  /** Where a mail flow rule has patterns: what runs them. */
  readonly patterns: PatternEngine | undefined;
}

/**
 * Reads a topology document, the files it names included, into the model: defaults made explicit, names parsed and
 * resolved. Asynchronous because the reader of certificate files is loaded only when a document names one.
 *
 * @param file the name under which places are reported; `.json` means JSON
 * @param access reads further files, by the paths that the document writes
 * @returns the model with notices of what is odd, or every problem found, each with its place.
 */
export async function readTopology(
  file: string,
  content: string | Uint8Array,
  access: FileAccess,
): Promise<Read<ReadTopology>> {
  const document = await readDocument(file, content);
  if (!document.ok) return document;
  const { data, sources, text } = document.value;
  const [invalid, ...others] = inOrder(schemaProblems(data, sources));
  if (invalid !== undefined) return { ok: false, problems: [invalid, ...others] };
  const reading: Reading = { sources, problems: [], notices: [] };
  // The schema has just established this shape.
  const read = await readParts(reading, data as RawTopology, access);
  const [problem, ...more] = inOrder(reading.problems);
  if (problem !== undefined) return { ok: false, problems: [problem, ...more] };
  const value = {
    topology: read.topology,
    sources: withFiles(
      sources,
      read.files,
      exportedPlaces(file, (number) => sources.line(file, number), access),
    ),
    document: { data, text },
    oddities: read.oddities,
    zones: read.zones,
    patterns: hasPatterns(read.topology) ? await loadPatternEngine() : undefined,
  };
  return { ok: true, value, notices: reading.notices };
}

/** Some mail flow rule has a pattern. */
function hasPatterns({ tenant, onPremises, partners }: Topology): boolean {
  const owners = [tenant, onPremises, ...partners.map((one) => one.tenant)];
  const rules = owners.flatMap((one) => one?.transportRules ?? []);
  return rules.some(({ conditions, exceptions }) =>
    [...conditions, ...exceptions].some((one) => patternsOf(one).length > 0),
  );
}

/** By place, so that a reader goes through the file once; files in the order in which they were first found at fault. */
function inOrder(problems: readonly InputProblem[]): readonly InputProblem[] {
  const files = [...new Set(problems.map(({ at }) => at?.file))];
  const rank = ({ at }: InputProblem): readonly [number, number, number] => [
    files.indexOf(at?.file),
    at?.line ?? 0,
    at?.column ?? 0,
  ];
  return [...problems].sort((left, right) => {
    const [a, b] = [rank(left), rank(right)];
    return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
  });
}

interface Parts {
  readonly topology: Topology;
  readonly files: ReadonlyMap<string, TextLines>;
  readonly oddities: readonly Oddity[];
  readonly zones: readonly ZoneSource[];
}

async function readParts(reading: Reading, raw: RawTopology, access: FileAccess): Promise<Parts> {
  const certificates = await readCertificates(reading, raw.certificates ?? {}, '/certificates', access);
  const scope = namesInScope(reading, raw, {
    certificates: certificates.certificates,
    unreadableCertificates: certificates.unreadable,
  });
  const nodes = readNodes(reading, scope, raw);
  const recipients = readRecipients(reading, scope, raw.recipients ?? [], '/recipients', nodes.tenant !== undefined);
  const overrides = [nodes.tenant, nodes.onPremises].flatMap((side) => side?.recipients ?? []);
  const accepted = ownDomains(nodes.tenant, nodes.onPremises);
  const declared = declaredRecipients(accepted, recipients, overrides);
  checkRecipientReferences(reading, recipients, declared);
  const dns = await readDns(reading, raw.dns ?? {}, '/dns', access);
  const messageScope = {
    names: scope,
    nodes: nodeAddresses(nodes),
    ownDomains: accepted,
    completeDomains: declared.completeDomains,
    mailboxes: mailboxAddresses(recipients, overrides),
    rules: [nodes.tenant, nodes.onPremises].flatMap((side) => side?.transportRules.map((rule) => rule.name) ?? []),
  };
  const topology: Topology = {
    name: raw.name ?? undefined,
    description: raw.description ?? undefined,
    asOf: readAsOf(reading, raw),
    ...nodes,
    recipients,
    dns: dns.dns,
    certificates: certificates.certificates,
    assumptions: readAssumptions(reading, raw.assumptions ?? {}, '/assumptions'),
    intents: readIntents(reading, scope, raw.intents ?? [], '/intents'),
    messages: await readMessages(reading, messageScope, raw.messages ?? [], '/messages', access),
    settings: readSettings(reading, raw.settings ?? {}, '/settings'),
  };
  const oddities = [...certificates.oddities, ...dns.oddities];
  return { topology, files: dns.files, oddities, zones: dns.sources };
}

interface Nodes {
  readonly tenant: Tenant | undefined;
  readonly onPremises: OnPremises | undefined;
  readonly services: readonly Service[];
  readonly partners: readonly Partner[];
}

function readNodes(reading: Reading, scope: NamesInScope, raw: RawTopology): Nodes {
  return {
    tenant:
      raw.tenant === undefined ? undefined : readTenant(reading, raw.tenant, '/tenant', { node: 'tenant', prefix: '' }),
    onPremises:
      raw.onPremises === undefined || raw.onPremises === null
        ? undefined
        : readOnPremises(reading, scope, raw.onPremises, '/onPremises'),
    services: (raw.services ?? []).map((item, index) =>
      readService(reading, scope, item, pointerTo('/services', index)),
    ),
    partners: (raw.partners ?? []).map((item, index) =>
      readPartner(reading, scope, item, pointerTo('/partners', index)),
    ),
  };
}

/** Names come before their meaning, because nodes refer to one another. */
function namesInScope(
  reading: Reading,
  raw: RawTopology,
  certificates: Pick<NamesInScope, 'certificates' | 'unreadableCertificates'>,
): NamesInScope {
  const named = (
    items: readonly { readonly name: string }[] | null | undefined,
    at: Pointer,
  ): { name: string; at: Pointer }[] =>
    (items ?? []).map((item, index) => ({ name: item.name, at: pointerTo(pointerTo(at, index), 'name') }));
  const server = named(raw.onPremises?.servers, '/onPremises/servers');
  const service = named(raw.services, '/services');
  const partner = named(raw.partners, '/partners');
  uniqueNames(reading, text`server`, server);
  uniqueNames(reading, text`service`, service);
  uniqueNames(reading, text`partner`, partner);
  const names = (items: readonly { readonly name: string }[]): readonly string[] => items.map((item) => item.name);
  return { nodes: { server: names(server), service: names(service), partner: names(partner) }, ...certificates };
}

const nodeAddresses = (nodes: Nodes): NodeAddresses => [
  ...(nodes.onPremises?.servers ?? []).map((server) => ({
    node: server.node,
    addresses: [...server.addresses, ...server.internalAddresses],
  })),
  ...nodes.services,
  ...nodes.partners,
];

const readAsOf = (reading: Reading, raw: RawTopology): Instant | undefined =>
  readDate(reading, raw.asOf ?? undefined, '/asOf');

/** Quotes lines of the zone files too, whose places come from the records themselves, and of exports it was imported from. */
const withFiles = (
  sources: SourceIndex,
  files: ReadonlyMap<string, TextLines>,
  exports: ReturnType<typeof exportedPlaces>,
): SourceIndex => ({
  locate: (pointer) => sources.locate(pointer),
  line: (file, line) => files.get(file)?.line(line) ?? sources.line(file, line) ?? exports.line(file, line),
  exported: exports.exported,
});
