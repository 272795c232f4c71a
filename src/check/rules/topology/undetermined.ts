import type { Pointer, Span } from '../../../model/source.ts';
import { plain, type Text, type TextValue, text } from '../../../model/text.ts';
import { acceptedDomain } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { type NotSimulated, notSimulated } from '../../not-simulated.ts';
import { type UnknownCertificate, unknownCertificate } from '../../unknown-certificate.ts';
import { type Noticed, noticesOf, saidByReader } from './noticed.ts';

/** What no trace could tell, for want of one fact. */
interface Missing extends Violation {
  /** The missing facts of one kind about one thing. */
  readonly missing: readonly Text[];
  readonly example: { readonly message: TextValue; readonly recipient: string };
}

/** Something declared that no message meets. */
interface LeftOut extends Violation {
  readonly left: NotSimulated;
}

/** A node that nothing identifies, because nobody says which certificate it presents. */
interface NoCertificate extends Violation {
  readonly unknown: UnknownCertificate;
  readonly message: TextValue;
}

const leftOut = ({ what, effect }: NotSimulated) => ({
  problem: what,
  consequence: effect,
  remedy: text`Read the verdicts with that in mind; mxproof does not simulate it yet.`,
});

/** An answer that could not be given, and what is missing for it: what the reader noticed, and what no trace could tell. */
export const undetermined = defineCheck<Noticed | Missing | LeftOut | NoCertificate>({
  id: 'topology/undetermined',
  severity: 'info',
  // A specific finding that explains why a message ends nowhere leaves nothing open.
  stage: 1,
  docs: {
    summary: 'The topology does not say enough to give an answer.',
    why: 'What is not declared is unknown, not absent: nothing is proved about mail that meets the gap, good or bad.',
    remedy: 'Declare what is missing.',
    references: [
      {
        title: 'Mail flow best practices for Exchange Online',
        url: 'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/mail-flow-best-practices',
      },
    ],
  },
  *run(context) {
    yield* noticesOf(context, 'topology/undetermined');
    yield* missingFacts(context);
    yield* missingCertificates(context);
    for (const left of notSimulated(context.topology)) {
      yield { subject: left.subject, at: left.at, evidence: [], semantics: [], detail: plain(left.what), left };
    }
  },
  explain: (violation) => {
    if ('notice' in violation) return saidByReader(violation);
    if ('unknown' in violation) return certificateWords(violation);
    return 'left' in violation ? leftOut(violation.left) : missingWords(violation);
  },
});

interface Gap {
  readonly missing: Map<string, Text>;
  readonly about: Text;
  readonly probed: ProbedTrace;
  readonly recipient: string;
}

/** One for each thing of which something is missing: a service without a table is one gap, whatever the domains. */
function* missingFacts(context: CheckContext): Iterable<Missing> {
  const gaps = new Map<string, Gap>();
  for (const probed of context.traces) {
    if (context.accounted.has(probed)) continue;
    for (const { status, missing, finalRecipient } of probed.trace.outcomes) {
      if (status !== 'undetermined' || missing === null) continue;
      const key = `${missing.words.join('…')}\n${thingOf(missing)}`;
      const gap = gaps.get(key) ?? { missing: new Map(), about: missing, probed, recipient: finalRecipient };
      gap.missing.set(plain(missing), missing);
      gaps.set(key, gap);
    }
  }
  for (const [key, { missing, about, probed, recipient }] of gaps) {
    yield {
      ...placed(context, thingOf(about)),
      evidence:
        probed.purpose === 'declared'
          ? [{ at: context.sources.locate(probed.message.at), text: text`message ${probed.message.name}` }]
          : [],
      semantics: [],
      detail: key,
      missing: [...missing.values()],
      example: { message: probed.message.name, recipient },
    };
  }
}

function* missingCertificates(context: CheckContext): Iterable<NoCertificate> {
  const seen = new Set<string>();
  for (const probed of context.traces) {
    if (!probed.legitimate || context.accounted.has(probed)) continue;
    for (const outcome of probed.trace.outcomes) {
      const unknown = unknownCertificate(context, probed, outcome);
      const key = unknown && `${unknown.node} ${unknown.connector.name}`;
      if (unknown === undefined || key === undefined || seen.has(key)) continue;
      seen.add(key);
      yield {
        subject: unknown.node.toLowerCase(),
        at: unknown.at,
        evidence: [
          {
            at: context.sources.locate(`${unknown.connector.at}/TlsSenderCertificateName`),
            text: text`TlsSenderCertificateName of ${unknown.connector.name}`,
          },
        ],
        semantics: [],
        detail: `certificate ${unknown.connector.name}`,
        unknown,
        message: probed.message.name,
      };
    }
  }
}

const certificateWords = ({ unknown: { node, connector }, message }: NoCertificate) => ({
  problem: text`The topology does not say which certificate ${node} presents, and the inbound connector ${connector.name} knows its clients by one.`,
  consequence: text`Whether Exchange Online recognises ${node} is open: ${message} has no verdict.`,
  remedy: text`Declare the certificate under certificates, and name it as certificate of ${node}.`,
});

function missingWords({ missing: [first, ...others], example }: Missing) {
  return {
    problem:
      others.length > 0
        ? text`The topology does not say ${first ?? ''}; it is silent on ${others.length} more points of this kind.`
        : text`The topology does not say ${first ?? ''}.`,
    consequence: text`Mail that meets this gap has no verdict: ${example.message} ends undetermined for ${example.recipient}.`,
    remedy: text`Declare what is missing, as a node, a next-hop table or DNS records.`,
  };
}

/** The first value of the sentence is what it is about: a node, an address, a host or a domain. */
function thingOf(missing: Text): string {
  const [first] = missing.values;
  return first === undefined ? 'topology' : typeof first === 'string' ? first : plain(first);
}

function placed(context: CheckContext, thing: string): Pick<Violation, 'subject' | 'at'> {
  const { world, topology } = context;
  const node = world.servers.get(thing) ?? world.services.get(thing) ?? world.partners.get(thing);
  if (node !== undefined) return { subject: thing.toLowerCase(), at: node.at };
  if (thing.includes('@')) {
    const at = topology.recipients.find((one) => one.address.toLowerCase() === thing.toLowerCase())?.at;
    return { subject: subject('recipient', thing), at };
  }
  if (!thing.includes('.')) return { subject: subject('topology', thing), at: undefined };
  const domain = declaredDomain(context, thing);
  if (domain !== undefined) return { subject: subject('domain', thing), at: domain };
  return { subject: `${subject('dns', thing)}/A`, at: namingRecord(context, thing) };
}

/** Where a tenant or a partner says that the domain is its own. */
function declaredDomain({ world }: CheckContext, domain: string): Pointer | undefined {
  for (const tenant of world.tenants) {
    const accepted = acceptedDomain(tenant, domain);
    if (accepted !== undefined) return accepted.at;
  }
  const partner = [...world.partners.values()].find((one) => one.domains.includes(domain));
  return partner && `${partner.at}/domains`;
}

/** The MX record that names a host. */
function namingRecord({ world, topology }: CheckContext, host: string): Span | undefined {
  for (const { tenant } of world.tenants) {
    for (const { name } of tenant.acceptedDomains) {
      const answer = topology.dns.view.lookup(name, 'MX');
      if (answer.status !== 'records') continue;
      const index = answer.records.findIndex((record) => typeof record !== 'string' && record[1] === host);
      const origin = answer.origins?.[index];
      if (origin?.kind === 'declared') return origin.at;
    }
  }
  return undefined;
}
