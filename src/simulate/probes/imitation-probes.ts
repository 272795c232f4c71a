import { someStranger } from '../nodes/stranger.ts';
import type { World } from '../world.ts';
import { senderDomain } from './connector-probes.ts';
import { makeMessage, toTenant } from './make-message.ts';
import type { Probe } from './probe.ts';
import { somebodyInside } from './recipient-kinds.ts';

/**
 * A stranger who speaks TLS and writes as somebody of each domain that an enabled Partner connector names: they show whether
 * the connector, which demands TLS of that partner, tells the two apart.
 */
export function* imitationProbes(world: World): Generator<Probe> {
  for (const connector of world.own?.tenant.inboundConnectors ?? []) {
    if (!connector.enabled || connector.connectorType !== 'Partner' || !connector.requireTls) continue;
    for (const pattern of connector.senderDomains) {
      // With `*` everybody is meant.
      if (pattern.kind === 'all') continue;
      const from = `contact@${senderDomain(pattern)}`;
      yield {
        purpose: 'imitation',
        legitimate: false,
        entry: `inbound:${connector.name}`,
        message: makeMessage({
          name: `a stranger as ${from} over TLS for ${connector.name}`,
          from,
          to: [somebodyInside(world)],
          source: { node: 'internet', address: someStranger(world) },
          deliverTo: toTenant,
        }),
      };
    }
  }
}
