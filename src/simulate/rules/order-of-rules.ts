import type { Action } from '../../model/transport-rule.ts';
import type { CompiledRule } from './compile-rules.ts';
import { changedBy } from './rule-facets.ts';

/** Whether it makes a difference in which order rules do what they do, each with what it does by `effectOf`. */
export function isOrdered(
  rules: readonly CompiledRule[],
  effectOf: (rule: CompiledRule) => string | undefined,
): boolean {
  const ends = ({ actions }: CompiledRule) => actions.some(({ kind }) => kind === 'stop');
  return rules.some(
    (one, index) =>
      ends(one) || rules.slice(index + 1).some((other) => effectOf(one) !== effectOf(other) && !commute(one, other)),
  );
}

/**
 * Whether rules that do two different things come to the same in whatever order: texts are only ever added, and what ends a
 * message leaves nothing of it but copies for others.
 */
function commute(one: CompiledRule, other: CompiledRule): boolean {
  const addsRecipients = ({ actions }: CompiledRule) => actions.some((it) => changedBy(it).includes('recipients'));
  if (endsMessage(one) ? endsMessage(other) || addsRecipients(other) : endsMessage(other) && addsRecipients(one))
    return false;
  const changed = new Set(one.actions.filter(({ kind }) => !additions.has(kind)).flatMap(changedBy));
  const all = new Set(one.actions.flatMap(changedBy));
  return other.actions.every((action) =>
    changedBy(action).every((facet) => !changed.has(facet) && (additions.has(action.kind) || !all.has(facet))),
  );
}

/** Actions after which no later rule sees the message: whichever of several rules takes them, the end is the same. */
const ending: ReadonlySet<Action['kind']> = new Set(['reject', 'delete', 'quarantine']);

/** Whether no later rule sees a message that the rule matches, and nothing of it is left for its recipients. */
export const endsMessage = ({ actions }: CompiledRule): boolean => actions.some(({ kind }) => ending.has(kind));

/** What only ever adds a text. */
export const additions: ReadonlySet<Action['kind']> = new Set(['prependSubject', 'disclaimer']);
