import type { Predicate } from '../model/transport-rule.ts';
import { acts, allRulesOf, type CompiledRule } from '../simulate/rules/compile-rules.ts';
import { type RuleOwner, ruleOwners } from '../simulate/rules/rule-owner.ts';
import type { CheckContext } from './check.ts';

/** A mail flow rule as the simulator runs it, and whose it is. */
export interface OwnedRule {
  readonly owner: RuleOwner;
  readonly compiled: CompiledRule;
}

/** One condition or exception of a rule. */
export interface OwnedPredicate extends OwnedRule {
  readonly predicate: Predicate;
  /** `ExceptIf` for an exception. */
  readonly prefix: '' | 'ExceptIf';
  /** The parameter as New-TransportRule has it, with the prefix. */
  readonly parameter: string;
}

/** The rules of every organisation of the topology, in the order in which they run. */
export function* everyRule({ world }: Pick<CheckContext, 'world'>): Generator<OwnedRule> {
  for (const owner of ruleOwners(world)) for (const compiled of allRulesOf(world, owner)) yield { owner, compiled };
}

/** The conditions and the exceptions of all rules that act, each with its rule; a kind of predicate where one is asked for. */
export function* everyPredicate(context: Pick<CheckContext, 'world'>): Generator<OwnedPredicate> {
  for (const owned of everyRule(context)) {
    if (!acts(owned.compiled)) continue;
    const { conditions, exceptions } = owned.compiled.rule;
    for (const predicate of conditions) yield { ...owned, predicate, prefix: '', parameter: predicate.parameter };
    for (const predicate of exceptions)
      yield { ...owned, predicate, prefix: 'ExceptIf', parameter: `ExceptIf${predicate.parameter}` };
  }
}
