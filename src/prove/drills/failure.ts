import { formatInstant, type Instant } from '../../base/time.ts';
import { type Text, text } from '../../model/text.ts';
import type { Topology } from '../../model/topology.ts';

/** One thing that fails. */
export type Failure =
  /** A node that does not answer, and sends nothing. */
  | { readonly kind: 'node'; readonly node: string }
  /** A certificate that has expired; by its key under `certificates`. */
  | { readonly kind: 'certificate'; readonly key: string }
  /** A connector that is disabled, by its subject as findings print it (`inbound:From filter`, `send:Internet`). */
  | { readonly kind: 'connector'; readonly subject: string }
  /** An accepted domain that the tenant no longer has. */
  | { readonly kind: 'domain'; readonly domain: string }
  /** A later day, on which certificates may have expired and rules have begun or ended. */
  | { readonly kind: 'day'; readonly asOf: Instant };

/** The failure in words. */
export function failureText(failure: Failure): Text {
  switch (failure.kind) {
    case 'node':
      return text`${failure.node} does not answer`;
    case 'certificate':
      return text`the certificate ${failure.key} has expired`;
    case 'connector':
      return text`${failure.subject} is disabled`;
    case 'domain':
      return text`the tenant no longer accepts ${failure.domain}`;
    case 'day':
      return text`it is ${formatInstant(failure.asOf)}`;
  }
}

/** Every single failure that a drill goes through: each node but the tenant, each certificate, each enabled connector. */
export function singleFailures(topology: Topology, asOf: Instant): readonly Failure[] {
  const servers = topology.onPremises?.servers ?? [];
  const nodes = [...servers, ...topology.services, ...topology.partners].map((one) => one.node);
  const valid = [...topology.certificates.values()].filter(({ notAfter }) => notAfter === undefined || notAfter > asOf);
  return [
    ...nodes.map((node): Failure => ({ kind: 'node', node })),
    ...valid.map(({ key }): Failure => ({ kind: 'certificate', key })),
    ...enabledConnectors(topology).map((subject): Failure => ({ kind: 'connector', subject })),
  ];
}

function enabledConnectors({ tenant, onPremises }: Topology): readonly string[] {
  const enabled = <One extends { readonly enabled: boolean }>(all: readonly One[] | undefined): readonly One[] =>
    (all ?? []).filter((one) => one.enabled);
  return [
    ...enabled(tenant?.inboundConnectors).map((one) => `inbound:${one.name}`),
    ...enabled(tenant?.outboundConnectors).map((one) => `outbound:${one.name}`),
    ...enabled(onPremises?.sendConnectors).map((one) => `send:${one.name}`),
    ...enabled(onPremises?.receiveConnectors).map((one) => `receive:${one.server}/${one.name}`),
  ];
}
