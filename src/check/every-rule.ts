import { allRulesOf, type CompiledRule } from '../simulate/rules/compile-rules.ts';
import { type RuleOwner, ruleOwners } from '../simulate/rules/rule-owner.ts';
import type { CheckContext } from './check.ts';

/** A mail flow rule as the simulator runs it, and whose it is. */
export interface OwnedRule {
  readonly owner: RuleOwner;
  readonly compiled: CompiledRule;
}

/** The rules of every organisation of the topology, in the order in which they run. */
export function* everyRule({ world }: Pick<CheckContext, 'world'>): Iterable<OwnedRule> {
  for (const owner of ruleOwners(world)) for (const compiled of allRulesOf(world, owner)) yield { owner, compiled };
}
