import type { Instant } from '../../base/time.ts';
import type { Certificate } from '../../model/certificate.ts';
import type { Tenant, Topology } from '../../model/topology.ts';
import type { World } from '../../simulate/world.ts';
import type { Failure } from './failure.ts';

/** A topology in which something has failed, and what the simulation is told besides. */
export interface FailedTopology {
  readonly topology: Topology;
  readonly down: readonly string[];
  readonly asOf: Instant;
}

const dayMs = 86_400_000;

/** The topology of a world with all of the failures at once. */
export function failedTopology(world: World, failures: readonly Failure[]): FailedTopology {
  let { topology } = world;
  const down = [...world.down];
  let { asOf } = world;
  for (const failure of failures) {
    switch (failure.kind) {
      case 'node':
        down.push(failure.node);
        break;
      case 'day':
        asOf = failure.asOf;
        break;
      case 'certificate':
        topology = withExpired(topology, failure.key, world.asOf - dayMs);
        break;
      case 'connector':
        topology = withoutConnector(topology, failure.subject);
        break;
      case 'domain':
        topology = withoutDomain(topology, failure.domain, world);
        break;
    }
  }
  return { topology, down, asOf };
}

/** Objects are shared between the node that presents a certificate and the list of all, so each place is changed. */
function withExpired(topology: Topology, key: string, notAfter: Instant): Topology {
  const aged = (one: Certificate): Certificate =>
    one.key !== key
      ? one
      : { ...one, notAfter, notBefore: one.notBefore === undefined ? undefined : Math.min(one.notBefore, notAfter) };
  const used = <Node extends Pick<Topology['services'][number], 'clientCertificates' | 'serverCertificates'>>(
    one: Node,
  ): Node => ({
    ...one,
    clientCertificates: one.clientCertificates.map(aged),
    serverCertificates: one.serverCertificates.map(aged),
  });
  const { onPremises } = topology;
  return {
    ...topology,
    certificates: new Map([...topology.certificates].map(([name, one]) => [name, aged(one)])),
    onPremises: onPremises && {
      ...onPremises,
      servers: onPremises.servers.map((one) => ({ ...one, certificates: one.certificates.map(aged) })),
    },
    services: topology.services.map(used),
    partners: topology.partners.map(used),
  };
}

function withoutConnector(topology: Topology, subject: string): Topology {
  const { tenant, onPremises } = topology;
  const off =
    <One extends { readonly enabled: boolean }>(subjectOf: (one: One) => string) =>
    (one: One): One =>
      subjectOf(one) === subject ? { ...one, enabled: false } : one;
  return {
    ...topology,
    tenant: tenant && {
      ...tenant,
      inboundConnectors: tenant.inboundConnectors.map(off((one) => `inbound:${one.name}`)),
      outboundConnectors: tenant.outboundConnectors.map(off((one) => `outbound:${one.name}`)),
    },
    onPremises: onPremises && {
      ...onPremises,
      sendConnectors: onPremises.sendConnectors?.map(off((one) => `send:${one.name}`)),
      receiveConnectors: onPremises.receiveConnectors?.map(off((one) => `receive:${one.server}/${one.name}`)),
    },
  };
}

/** The own servers keep what they accept, also where it is only taken from what the tenant had. */
function withoutDomain(topology: Topology, domain: string, { premises }: World): Topology {
  const { tenant, onPremises } = topology;
  const without = (one: Tenant): Tenant => ({
    ...one,
    acceptedDomains: one.acceptedDomains.filter(({ name }) => name !== domain),
  });
  return {
    ...topology,
    tenant: tenant && without(tenant),
    onPremises: onPremises && { ...onPremises, acceptedDomains: premises?.acceptedDomains },
  };
}
