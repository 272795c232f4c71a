import { list, type Text, text } from '../../../model/text.ts';
import type { CheckContext, Violation } from '../../check.ts';
import type { Collision, Holder } from '../../collisions.ts';

/** One thing that this topology holds and another tenant of the same run holds, too. */
export interface Colliding extends Violation {
  readonly collision: Collision;
  readonly own: Holder;
  readonly others: readonly Holder[];
}

/** Collisions of one kind that this topology is part of, once for each of its own places. */
export function* collidingOf(
  { collisions, file }: CheckContext,
  kind: Collision['kind'],
  subjectOf: (own: Holder, collision: Collision) => string,
  semantics: readonly string[],
): Iterable<Colliding> {
  for (const collision of collisions) {
    if (collision.kind !== kind) continue;
    for (const own of collision.holders) {
      if (own.file !== file) continue;
      const others = collision.holders.filter(({ tenant }) => tenant !== own.tenant);
      yield {
        subject: subjectOf(own, collision),
        at: own.at,
        detail: collision.value,
        evidence: others.map((other) => ({ at: undefined, text: `${other.tenant} (${other.file})` })),
        semantics,
        collision,
        own,
        others,
      };
    }
  }
}

/** The other tenants with their files, each once. */
export const tenantsOf = (others: readonly Holder[]): Text =>
  list([...new Map(others.map(({ tenant, file }) => [`${tenant} ${file}`, text`${tenant} (${file})`])).values()]);
