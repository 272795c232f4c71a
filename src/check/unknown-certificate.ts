import type { InboundConnector } from '../model/topology.ts';
import { matchConnectorName } from '../protocols/tls-names/match-connector-name.ts';
import type { Outcome } from '../simulate/trace.ts';
import { memo } from '../simulate/world.ts';
import type { CheckContext, ProbedTrace } from './check.ts';

/** A node whose certificate nobody declared, and the connector that might know it by one. */
export interface UnknownCertificate {
  readonly node: string;
  readonly at: string;
  readonly connector: InboundConnector;
}

const loses: ReadonlySet<Outcome['status']> = new Set(['rejected', 'bounced', 'dropped', 'deferred']);

/**
 * Whether a copy is lost, or arrives as a stranger's, at a session with Exchange Online in which nothing identified a node
 * that declares no certificate, while a connector waits for one that nobody declared presents. What is not declared is
 * unknown, not absent: the node may well present it.
 */
export function unknownCertificate(
  context: CheckContext,
  probed: ProbedTrace,
  outcome: Outcome,
): UnknownCertificate | undefined {
  const anonymous = probed.purpose === 'internal' && outcome.finalAuthAs === 'Anonymous';
  if (!loses.has(outcome.status) && !anonymous) return undefined;
  const waiting = waitingConnectors(context);
  if (waiting.length === 0) return undefined;
  for (const index of outcome.hops) {
    const hop = probed.trace.hops[index];
    if (hop?.attribution === undefined || hop.attribution.by !== null || hop.certificate !== null) continue;
    const at = undeclaredAt(context, hop.from);
    const named = waiting.find((one) => hop.attribution?.connector === `inbound:${one.name}`);
    const connector = named ?? waiting.find((one) => one.connectorType === 'OnPremises');
    if (at !== undefined && connector !== undefined) return { node: hop.from, at, connector };
  }
  return undefined;
}

/** Enabled connectors that know their clients by a certificate which no declared node presents. */
function waitingConnectors({ topology, world }: CheckContext): readonly InboundConnector[] {
  return memo(world, 'waiting-connectors', () => {
    const presented = [
      ...(topology.onPremises?.servers ?? []).flatMap((server) => server.certificates),
      ...[...topology.services, ...topology.partners].flatMap((node) => node.clientCertificates),
    ];
    return (topology.tenant?.inboundConnectors ?? []).filter(
      ({ enabled, connectorType, restrictDomainsToCertificate, tlsSenderCertificateName: name }) =>
        enabled &&
        name !== undefined &&
        (connectorType === 'OnPremises' || restrictDomainsToCertificate) &&
        presented.every((certificate) => matchConnectorName(name.text, certificate).matched === 'no'),
    );
  });
}

/** Where a node is declared that says nothing of the certificate that it presents. */
function undeclaredAt({ world }: CheckContext, node: string): string | undefined {
  const server = world.servers.get(node);
  if (server !== undefined) return server.certificates.length === 0 ? server.at : undefined;
  const other = world.services.get(node) ?? world.partners.get(node);
  return other?.clientCertificates.length === 0 ? other.at : undefined;
}
