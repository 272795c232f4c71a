import type { Certificate } from '../../../model/certificate.ts';
import type { Pointer } from '../../../model/source.ts';
import { joined, list, text } from '../../../model/text.ts';
import { organizationalDomain } from '../../../protocols/dmarc/organizational-domain.ts';
import { certificateNames } from '../../../protocols/tls-names/certificate-names.ts';
import { matchTlsDomain } from '../../../protocols/tls-names/match-tls-domain.ts';
import { microsoftCertificate } from '../../../simulate/microsoft-certificate.ts';
import type { Hop, Outcome } from '../../../simulate/trace.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { kindText } from './connector-kinds.ts';
import { connectorPages } from './connector-pages.ts';
import { isLost } from './fails.ts';

interface SmartHostNameMismatch extends Violation {
  readonly kind: 'outbound' | 'send';
  readonly name: string;
  /** TlsDomain as written; undefined: the name of the next hop, or the recipient's domain, stands in. */
  readonly tlsDomain: string | undefined;
  readonly wanted: string;
  readonly node: string;
  readonly presented: readonly string[];
  readonly objectAt: Pointer;
}

/** Mail stays in the queue because the next hop's certificate does not carry the name that the connector wants. */
export const smartHostNameMismatch = defineCheck<SmartHostNameMismatch>({
  id: 'connector/smart-host-name-mismatch',
  severity: 'error',
  covers: ['CMIS-22'],
  docs: {
    summary: 'TlsDomain, or the smart host, is not among the names of the certificate that the next hop presents.',
    why: 'With DomainValidation the sender breaks off the session (SubjectMismatch): mail waits in the queue and is returned after a day.',
    remedy:
      'Set TlsDomain to a name on the certificate, or let the next hop present the certificate that was expected.',
    references: [connectorPages.certificates, connectorPages.newOutbound],
  },

  *run(context) {
    const found = new Map<string, SmartHostNameMismatch & { readonly explains: ProbedTrace[] }>();
    for (const { probed, outcome, hop, main } of stuck(context)) {
      const mismatch = judge(context, outcome, hop);
      if (mismatch === undefined) continue;
      const key = `${mismatch.subject} ${mismatch.wanted} ${mismatch.node}`;
      const known = found.get(key) ?? { ...mismatch, explains: [] };
      found.set(key, known);
      if (main) known.explains.push(probed);
    }
    yield* found.values();
  },

  explain: ({ kind, name, tlsDomain, wanted, node, presented }) => {
    const cmdlet = kind === 'outbound' ? 'Set-OutboundConnector' : 'Set-SendConnector';
    return {
      problem:
        tlsDomain === undefined
          ? text`The ${kindText[kind]} connector ${name} wants the name ${wanted} in the certificate of ${node}, which presents ${list(presented, 'and')}.`
          : text`TlsDomain ${tlsDomain} of the ${kindText[kind]} connector ${name} is not among the names of the certificate that ${node} presents: ${list(presented, 'and')}.`,
      consequence: text`The session is broken off (450 4.4.317 SubjectMismatch); mail over this connector waits in the queue and is returned after a day.`,
      remedy: text`Let ${node} present a certificate with the name ${wanted}, or set TlsDomain to one that it presents (${cmdlet} with -TlsDomain ${presented[0] ?? ''}).`,
    };
  },

  fix: ({ name, wanted, node, presented, objectAt }, context) => [
    ...candidates(wanted, presented).flatMap((domain) =>
      proposed(
        text`Let ${name} want the name ${domain}, which ${node} presents`,
        'review',
        context.change(objectAt, { TlsDomain: domain }),
      ),
    ),
    byPerson(
      text`Let ${node} present a certificate with the name ${wanted}`,
      text`Install at ${node}, or have installed there, a certificate with the name ${wanted}.`,
    ),
  ],
});

/** Names that are offered; to choose among more would be a guess. */
const candidatesMax = 3;

/** Presented names, those of the organisation whose name was wanted first. */
function candidates(wanted: string, presented: readonly string[]): readonly string[] {
  const owner = organizationalDomain(wanted.replace(/^\*\./u, ''));
  const isOwners = (name: string): number => (organizationalDomain(name.replace(/^\*\./u, '')) === owner ? 0 : 1);
  return [...presented].sort((left, right) => isOwners(left) - isOwners(right)).slice(0, candidatesMax);
}

interface Stuck {
  readonly probed: ProbedTrace;
  readonly outcome: Outcome;
  readonly hop: Hop;
  readonly main: boolean;
}

/** Copies that end in a queue, also from an address or to a host that only an alternative shows; open points of the documents aside. */
function* stuck(context: CheckContext): Generator<Stuck> {
  for (const probed of context.traces) {
    const runs = [
      { ...probed.trace, main: true },
      ...probed.trace.alternatives.filter((one) => one.assumption === null).map((one) => ({ ...one, main: false })),
    ];
    for (const { outcomes, hops, main } of runs) {
      for (const outcome of outcomes) {
        const hop = hops[outcome.hops.at(-1) ?? -1];
        if (hop !== undefined && isLost(outcome) && outcome.reply?.enhanced === '4.4.317')
          yield { probed, outcome, hop, main };
      }
    }
  }
}

function judge(context: CheckContext, outcome: Outcome, hop: Hop): SmartHostNameMismatch | undefined {
  const { topology } = context;
  const last = outcome.connectors.at(-1);
  const outbound = topology.tenant?.outboundConnectors.find((one) => `outbound:${one.name}` === last);
  const send = topology.onPremises?.sendConnectors?.find((one) => `send:${one.name}` === last);
  const connector = outbound ?? send;
  if (connector === undefined) return undefined;
  for (const { node, certificate: key, demand, domain, fits } of hop.validated ?? []) {
    const certificate = serverCertificate(context, node, key);
    if (fits || demand !== 'DomainValidation' || domain === undefined || certificate === undefined) continue;
    if (matchTlsDomain(domain, certificate).matched !== 'no') continue;
    const presented = certificateNames(certificate).all;
    return {
      kind: outbound === undefined ? 'send' : 'outbound',
      subject: subject(outbound === undefined ? 'send' : 'outbound', connector.name),
      at: connector.tlsDomain?.at ?? demandAt(connector.at, outbound === undefined),
      detail: `${node} ${domain}`,
      evidence: [
        {
          at: certificate.at === '' ? undefined : context.sources.locate(certificate.at),
          text: text`${node} presents ${joined(presented)}`,
        },
      ],
      semantics: ['OUT-23', 'CERT-3', 'CMIS-22'],
      name: connector.name,
      tlsDomain: connector.tlsDomain?.text,
      wanted: domain,
      node,
      presented,
      objectAt: connector.at,
    };
  }
  return undefined;
}

const demandAt = (at: Pointer, onPremises: boolean): Pointer => `${at}/${onPremises ? 'TlsAuthLevel' : 'TlsSettings'}`;

function serverCertificate(context: CheckContext, node: string, key: string): Certificate | undefined {
  const { topology } = context;
  const microsoft = microsoftCertificate(topology.tenant?.cloud ?? 'worldwide');
  if (node === 'Exchange Online') return microsoft;
  const server = topology.onPremises?.servers.find((one) => one.node === node);
  const other = [...topology.services, ...topology.partners].find((one) => one.node === node);
  return [...(server?.certificates ?? []), ...(other?.serverCertificates ?? [])].find((one) => one.key === key);
}
