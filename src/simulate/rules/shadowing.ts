import { memo, type World } from '../world.ts';
import { acts, type CompiledRule, rulesOf } from './compile-rules.ts';
import { clausesOf, implies } from './implied-predicate.ts';
import { type People, peopleOf } from './people.ts';
import { changedBy, seenBy } from './rule-facets.ts';
import type { RuleOwner } from './rule-owner.ts';

/** A tenant has 300 rules at most (LIM-1); what own servers have beyond this is not compared with each other. */
const comparedMax = 1000;

/** A rule, and those before it of which each ends processing for whatever it matches. */
export interface Shadowing {
  readonly shadowed: CompiledRule;
  readonly by: readonly [CompiledRule, ...CompiledRule[]];
}

/**
 * Rules that can never act, by comparing conditions (RULE-15 to RULE-18, RULE-20, RULE-24, RULE-25): an earlier rule that
 * stops, rejects, deletes or quarantines holds wherever the later one does, and no rule between them changes what it
 * looked at. Says nothing where that cannot be shown.
 */
export const shadowings = (world: World, owner: RuleOwner): readonly Shadowing[] =>
  memo(world, `shadowings ${owner.key}`, () => {
    const rules = rulesOf(world, owner).filter(acts).slice(0, comparedMax);
    const people = peopleOf(world, owner);
    return rules.flatMap((shadowed, index): readonly Shadowing[] => {
      const [first, ...others] = endingBefore(rules, index, people);
      return first === undefined ? [] : [{ shadowed, by: [first, ...others] }];
    });
  });

/** The earlier rules that end all that the one at `index` matches, the first of them first. */
function endingBefore(rules: readonly CompiledRule[], index: number, people: People): readonly CompiledRule[] {
  const later = rules[index];
  const found: CompiledRule[] = [];
  const between = { changed: new Set<string>(), splits: false };
  for (let at = index - 1; later !== undefined && at >= 0; at--) {
    const earlier = rules[at];
    if (earlier === undefined) continue;
    if (ends(earlier) && isStable(earlier, between) && coversRule(earlier, later, people)) found.unshift(earlier);
    for (const action of earlier.actions) for (const facet of changedBy(action)) between.changed.add(facet);
    between.splits ||= earlier.perRecipient;
  }
  return found;
}

/** No later rule sees what the rule matched (RULE-20, RULE-24, RULE-25), whatever else it does. */
function ends({ rule, actions }: CompiledRule): boolean {
  if (rule.notUnderstood.some((gap) => gap.part === 'actions')) return false;
  // ACT-13, FWD-13 and RULE-26: the rule spares some messages, is not applied, or gives the message back to later rules.
  const gives = actions.some(
    (one) =>
      (one.kind === 'disclaimer' && one.fallback === 'Ignore') ||
      (one.kind === 'redirect' && one.recipients.length > 10) ||
      one.kind === 'moderate' ||
      one.kind === 'moderateByManager',
  );
  return !gives && actions.some((one) => endingKinds.has(one.kind));
}

/** The actions after which no later rule sees the message. */
export const endingKinds: ReadonlySet<string> = new Set(['stop', 'reject', 'delete', 'quarantine']);

/** What the rule looked at is the same when the later one runs. */
function isStable(rule: CompiledRule, between: { readonly changed: ReadonlySet<string>; readonly splits: boolean }) {
  const tests = [...rule.conditions, ...rule.exceptions];
  if (
    tests.some(({ predicate }) => predicate === undefined || seenBy(predicate).some((one) => between.changed.has(one)))
  )
    return false;
  // RULE-47: an exception about any recipient of the fork no longer holds for a part of it.
  return !between.splits || !rule.exceptions.some(({ predicate }) => predicate?.parameter.startsWith('AnyOfRecipient'));
}

/** The earlier rule matches whatever the later one does: its conditions follow from those of the later one, its exceptions lead to exceptions there. */
function coversRule(earlier: CompiledRule, later: CompiledRule, people: People): boolean {
  const given = clausesOf(later, later.conditions);
  const spared = clausesOf(later, later.exceptions);
  return (
    clausesOf(earlier, earlier.conditions).every((wide) => given.some((narrow) => implies(narrow, wide, people))) &&
    clausesOf(earlier, earlier.exceptions).every((narrow) => spared.some((wide) => implies(narrow, wide, people)))
  );
}
