import { text } from '../../model/text.ts';
import type { World } from '../world.ts';
import { makeMessage } from './make-message.ts';
import type { Probe } from './probe.ts';
import { type RecipientKind, recipientKinds } from './recipient-kinds.ts';

/**
 * Mail between own people, every pair of places once: one domain's people write to another's in the same way. Takes time
 * in proportion to the kinds, not to their square.
 */
export function* internalProbes(world: World, senders: readonly RecipientKind[]): Generator<Probe> {
  const kinds = recipientKinds(world).filter((kind) => kind.where !== 'unknown');
  const neighbours = new Map<string, RecipientKind[]>();
  for (const kind of kinds) {
    const known = neighbours.get(kind.domain);
    if (known === undefined) neighbours.set(kind.domain, [kind]);
    else known.push(kind);
  }
  const reached = new Map<string, Set<string>>();
  const writtenFar = new Set<string>();
  for (const sender of senders) {
    const near = neighbours.get(sender.domain) ?? [];
    const place = `${sender.where} ${sender.domain}`;
    const toNear = reachedFrom(reached, place);
    const toFar = reachedFrom(reached, sender.where);
    // Another sender of the same place and domain, or of a place that has written to all, adds nobody further away.
    const farDone = writtenFar.has(place) || toFar.size === kinds.length;
    writtenFar.add(place);
    if (farDone && toNear.size === near.length) continue;
    for (const kind of farDone ? near : kinds) {
      const already = kind.domain === sender.domain ? toNear : toFar;
      if (kind.address === sender.address || already.has(kind.address)) continue;
      already.add(kind.address);
      yield {
        purpose: 'internal',
        legitimate: true,
        entry: 'mailbox',
        message: makeMessage({
          name: text`${sender.address} to ${kind.address}`,
          from: sender.address,
          to: [kind.address],
        }),
      };
    }
  }
}

function reachedFrom(reached: Map<string, Set<string>>, place: string): Set<string> {
  const known = reached.get(place) ?? new Set();
  reached.set(place, known);
  return known;
}
