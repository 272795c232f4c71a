import type { Certificate } from '../../../model/certificate.ts';
import type { InboundConnector, Tenant } from '../../../model/topology.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import { matchConnectorName } from '../../../protocols/tls-names/match-connector-name.ts';
import { inboundName } from '../../../simulate/steps/attribute-connection.ts';
import { covered } from '../../../simulate/steps/select-partner-connector.ts';
import type { Outcome, ValidatedCertificate } from '../../../simulate/trace.ts';
import type { CompiledInbound } from '../../../simulate/world.ts';
import type { CheckContext, ProbedTrace } from '../../check.ts';
import { type ClientSession, clientSessions, seenWays } from './client-sessions.ts';

/** Somebody must validate a certificate that a node presents. */
export type CertificateUse = ClientUse | ServerUse;

/** A connector of a tenant is to recognise the node by it. */
export interface ClientUse {
  readonly role: 'client';
  readonly node: string;
  readonly connector: InboundConnector;
  /** `inbound:<name>` */
  readonly connectorName: string;
  readonly tenant: Tenant;
  readonly failing: Set<ProbedTrace>;
}

/** A client connects to the node and demands CertificateValidation or DomainValidation. */
export interface ServerUse extends Omit<ValidatedCertificate, 'fits' | 'certificate'> {
  readonly role: 'server';
  readonly client: string;
  readonly failing: Set<ProbedTrace>;
}

/** A certificate that matters, with everything that depends on it: at least one use. */
export interface PresentedCertificate {
  readonly certificate: Certificate;
  readonly uses: readonly CertificateUse[];
}

/**
 * The certificates that some message makes somebody validate. A certificate that nobody presents, or that is only
 * presented to clients which look at no certificate (opportunistic TLS, EncryptionOnly), is not among them.
 */
export function presentedCertificates(context: CheckContext): readonly PresentedCertificate[] {
  const known = presentedOf.get(context.traces);
  if (known !== undefined) return known;
  const uses = new Map<string, CertificateUse & { readonly key: string }>();
  for (const session of clientSessions(context)) addClientUses(context, session, uses);
  addServerUses(context, uses);
  const presented = [...context.topology.certificates.values()].flatMap((certificate) => {
    const own = [...uses.values()].filter((use) => use.key === certificate.key);
    return own.length === 0 ? [] : [{ certificate, uses: own }];
  });
  presentedOf.set(context.traces, presented);
  return presented;
}

const presentedOf = new WeakMap<CheckContext['traces'], readonly PresentedCertificate[]>();

/** Whether a connector's TlsSenderCertificateName fits a certificate, as the simulation takes it (ATTR-4, DEC-2). */
export function connectorFits({ world }: CheckContext, inbound: CompiledInbound, certificate: Certificate): boolean {
  if (inbound.name === undefined) return false;
  const { matched } = matchConnectorName(inbound.name, certificate);
  return (
    matched === 'yes' ||
    (matched === 'undocumented' && world.assumptions.get('attribution.nameWithoutStarMatchesWildcard') === 'yes')
  );
}

type Uses = Map<string, CertificateUse & { readonly key: string }>;

function addClientUses(context: CheckContext, session: ClientSession, uses: Uses): void {
  const { certificate, node, tenant, probed } = session;
  const sender = domainOf(session.mailFrom);
  const asking = [
    ...tenant.onPremisesConnectors,
    ...tenant.partnerConnectors.filter(
      ({ connector }) =>
        connector.restrictDomainsToCertificate && connector.senderDomains.some((pattern) => covered(pattern, sender)),
    ),
  ];
  for (const inbound of asking) {
    if (!connectorFits(context, inbound, certificate)) continue;
    const connectorName = inboundName(inbound);
    const id = `client ${certificate.key} ${node} ${connectorName}`;
    const { connector } = inbound;
    const fresh = {
      role: 'client',
      key: certificate.key,
      node,
      connector,
      connectorName,
      tenant: tenant.tenant,
      failing: new Set<ProbedTrace>(),
    } as const;
    const use = uses.get(id) ?? fresh;
    uses.set(id, use);
    if (session.outcomes.some((outcome) => !outcome.connectors.includes(connectorName) || hasFailed(outcome)))
      use.failing.add(probed);
  }
}

function addServerUses(context: CheckContext, uses: Uses): void {
  for (const { probed, outcomes, hops } of seenWays(context)) {
    hops.forEach((hop, index) => {
      for (const { certificate, fits, ...seen } of hop.validated ?? []) {
        if (!context.topology.certificates.has(certificate)) continue;
        const id = `server ${certificate} ${seen.node} ${seen.at ?? hop.from} ${seen.domain ?? ''}`;
        const use: CertificateUse & { key: string } = uses.get(id) ?? {
          role: 'server',
          key: certificate,
          client: hop.from,
          ...seen,
          failing: new Set<ProbedTrace>(),
        };
        uses.set(id, use);
        if (!fits && outcomes.some((outcome) => outcome.hops.includes(index) && hasFailed(outcome)))
          use.failing.add(probed);
      }
    });
  }
}

const hasFailed = ({ status }: Outcome): boolean =>
  status === 'rejected' || status === 'bounced' || status === 'deferred' || status === 'dropped';
