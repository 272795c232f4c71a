import { joined, list, text } from '../../../model/text.ts';
import { certificateNames } from '../../../protocols/tls-names/certificate-names.ts';
import { matchTlsDomain } from '../../../protocols/tls-names/match-tls-domain.ts';
import { inboundName } from '../../../simulate/steps/attribute-connection.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { certificateReferences } from './certificate-references.ts';
import { certificatePlace } from './certificate-violation.ts';
import { clientSessions } from './client-sessions.ts';
import { isRecognised } from './is-recognised.ts';
import { connectorFits, presentedCertificates } from './presented-certificates.ts';

interface Presenter {
  readonly node: string;
  readonly certificate: string;
  readonly names: readonly string[];
}

interface ServersDiffer extends Violation {
  readonly connector: string;
  readonly wanted: string;
  readonly role: 'client' | 'server';
  readonly good: Presenter;
  readonly odd: readonly Presenter[];
}

/** Of several servers that stand behind one connector, some present a certificate with the wanted name and some do not. */
export const serversDiffer = defineCheck<ServersDiffer>({
  id: 'certificate/servers-differ',
  severity: 'warning',
  docs: {
    summary:
      'Servers behind one connector present certificates of which some carry the name that it wants and some do not.',
    why: 'Which server takes a message is chance: the same mail is trusted or delivered one time and not the next.',
    remedy: 'Install the same certificate on every server behind the connector and name it in TlsCertificateName.',
    references: certificateReferences,
  },
  *run(context) {
    yield* asClients(context);
    yield* asServers(context);
  },
  explain: ({ connector, wanted, role, good, odd }) => ({
    problem: text`Behind ${connector}, which wants the name ${wanted}, ${good.node} presents ${good.certificate} that carries it, but ${list(
      odd.map((one) => text`${one.node} presents ${one.certificate} with ${list(one.names, 'and')}`),
      'and',
    )}.`,
    consequence:
      role === 'client'
        ? text`Exchange Online recognises the mail of one server and takes that of the other for anonymous or refuses to relay it, depending on which of them sends.`
        : text`A message that meets the other server fails with SubjectMismatch and waits for the next attempt; when no other server is tried, it is returned.`,
    remedy: text`Install ${good.certificate} on ${list(
      odd.map((one) => one.node),
      'and',
    )} too, with the services SMTP (Enable-ExchangeCertificate), and name it in TlsCertificateName of the connectors there.`,
  }),

  fix: ({ good, odd }) => [
    byPerson(
      text`Let the servers behind the connector present the same certificate`,
      text`Install ${good.certificate} on ${list(
        odd.map((one) => one.node),
        'and',
      )} too, with the services SMTP (Enable-ExchangeCertificate), and name it in TlsCertificateName of the connectors there.`,
    ),
  ],
});

/** Own Exchange servers that hand mail to a tenant, of which a certificate connector recognises only some. */
function* asClients(context: CheckContext): Iterable<ServersDiffer> {
  const sessions = clientSessions(context).filter((session) => {
    const role = context.world.servers.get(session.node)?.role;
    return role === 'mailbox' || role === 'edge';
  });
  const recognised = new Set(sessions.filter(isRecognised).map((session) => session.node));
  for (const tenant of context.world.tenants) {
    const here = sessions.filter((session) => session.tenant === tenant);
    for (const inbound of tenant.onPremisesConnectors) {
      if (inbound.name === undefined) continue;
      const good = here.find((session) => connectorFits(context, inbound, session.certificate));
      const odd = here.filter(
        (session) => !recognised.has(session.node) && !connectorFits(context, inbound, session.certificate),
      );
      if (good === undefined || odd.length === 0) continue;
      yield violation(context, {
        subject: subject('inbound', inboundName(inbound).slice('inbound:'.length)),
        setting: `${inbound.connector.at}/TlsSenderCertificateName`,
        connector: inboundName(inbound),
        wanted: inbound.connector.tlsSenderCertificateName?.text ?? '',
        role: 'client',
        good: presenter(context, good.node, good.certificate.key),
        odd: distinct(odd.map((session) => presenter(context, session.node, session.certificate.key))),
        explains: [...new Set(odd.map((session) => session.probed))],
      });
    }
  }
}

/** Nodes behind one demand for a name, of which only some carry it. */
function* asServers(context: CheckContext): Iterable<ServersDiffer> {
  const demands = new Map<string, { readonly at: string; readonly domain: string; readonly all: Seen[] }>();
  for (const { certificate, uses } of presentedCertificates(context)) {
    for (const use of uses) {
      if (use.role !== 'server' || use.demand !== 'DomainValidation') continue;
      if (use.domain === undefined || use.at === undefined) continue;
      const key = `${use.at}\n${use.domain}`;
      const known = demands.get(key) ?? { at: use.at, domain: use.domain, all: [] };
      const fits = matchTlsDomain(use.domain, certificate).matched !== 'no';
      known.all.push({ ...presenter(context, use.node, certificate.key), fits, failing: use.failing });
      demands.set(key, known);
    }
  }
  for (const { at, domain, all } of demands.values()) {
    const good = all.find((one) => one.fits);
    const odd = all.filter((one) => !one.fits && one.node !== good?.node);
    if (good === undefined || odd.length === 0) continue;
    const connector = demanding(context, at);
    if (connector === undefined) continue;
    yield violation(context, {
      subject: subject(connector.kind, connector.name),
      setting: at,
      connector: `${connector.kind}:${connector.name}`,
      wanted: domain,
      role: 'server',
      good,
      odd,
      explains: [...new Set(odd.flatMap((one) => [...one.failing]))],
    });
  }
}

interface Seen extends Presenter {
  readonly fits: boolean;
  readonly failing: ReadonlySet<ProbedTrace>;
}

type Found = Pick<ServersDiffer, 'subject' | 'connector' | 'wanted' | 'role' | 'good' | 'odd'> & {
  readonly setting: string;
  readonly explains: readonly ProbedTrace[];
};

function violation(context: CheckContext, { setting, ...found }: Found): ServersDiffer {
  const place = (node: string) => certificatePlace(context, node);
  return {
    ...found,
    at: place(found.odd[0]?.node ?? '') ?? setting,
    evidence: [
      { at: context.sources.locate(setting), text: text`${found.connector} wants ${found.wanted}` },
      ...[found.good, ...found.odd].map((one) => {
        const at = place(one.node);
        const names = one.names.length === 0 ? text`no name` : joined(one.names);
        return {
          at: at === undefined ? undefined : context.sources.locate(at),
          text: text`${one.node}: ${one.certificate} (${names})`,
        };
      }),
    ],
    semantics: ['CERT-1', 'CERT-3'],
    detail: `${found.role} ${found.wanted}`,
  };
}

function presenter({ topology }: CheckContext, node: string, key: string): Presenter {
  const certificate = topology.certificates.get(key);
  return { node, certificate: key, names: certificate === undefined ? [] : certificateNames(certificate).all };
}

const distinct = (presenters: readonly Presenter[]): readonly Presenter[] => [
  ...new Map(presenters.map((one) => [`${one.node} ${one.certificate}`, one])).values(),
];

/** The connector that a setting belongs to. */
function demanding({ topology, world }: CheckContext, at: string): { kind: string; name: string } | undefined {
  const outbound = world.tenants.flatMap(({ tenant }) =>
    tenant.outboundConnectors.map((one) => ({ kind: 'outbound', name: `${tenant.prefix}${one.name}`, at: one.at })),
  );
  const send = (topology.onPremises?.sendConnectors ?? []).map((one) => ({ kind: 'send', name: one.name, at: one.at }));
  return [...outbound, ...send].find((one) => at.startsWith(`${one.at}/`));
}
