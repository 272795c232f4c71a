import type { Pointer } from '../../../model/source.ts';
import type { Topology } from '../../../model/topology.ts';
import type { Predicate, TransportRule } from '../../../model/transport-rule.ts';
import type { RuleQuestion } from '../../../simulate/probes/probe.ts';
import type { CompiledRule } from '../../../simulate/rules/compile-rules.ts';
import type { Outcome, Trace } from '../../../simulate/trace.ts';
import type { CheckContext, ProbedTrace } from '../../check.ts';

/** The messages that were sent to ask something about a rule. */
export const askedOf = (
  { traces }: Pick<CheckContext, 'traces'>,
  { name }: CompiledRule,
  asks: RuleQuestion,
): readonly ProbedTrace[] =>
  traces.filter((one) => one.purpose === 'rule' && one.asks === asks && one.entry === `rule:${name}`);

/** Statuses with which a message has not come to its recipient. */
const ended: ReadonlySet<string> = new Set(['bounced', 'dropped', 'quarantined', 'rejected']);

/** Whether the rule is what keeps the copy from its recipient. */
export const isEndedBy = ({ rules, status }: Outcome, { name }: CompiledRule): boolean =>
  rules.at(-1) === name && ended.has(status);

/** The topology in which rules are others, whoever's they are. */
export function withRules(topology: Topology, change: (rule: TransportRule) => TransportRule): Topology {
  const { tenant, onPremises, partners } = topology;
  const changed = <Owner extends { readonly transportRules: readonly TransportRule[] }>(owner: Owner): Owner => ({
    ...owner,
    transportRules: owner.transportRules.map(change),
  });
  return {
    ...topology,
    tenant: tenant && changed(tenant),
    onPremises: onPremises && changed(onPremises),
    partners: partners.map((one) => (one.tenant === undefined ? one : { ...one, tenant: changed(one.tenant) })),
  };
}

/** The topology in which a condition or exception of one rule is another. */
export const withPredicate = (topology: Topology, ruleAt: Pointer, replaced: Predicate, by: Predicate): Topology => {
  const change = (all: readonly Predicate[]) => all.map((one) => (one === replaced ? by : one));
  return withRules(topology, (rule) =>
    rule.at === ruleAt ? { ...rule, conditions: change(rule.conditions), exceptions: change(rule.exceptions) } : rule,
  );
};

/** Whom the rule meets: the final recipients of the copies that have met its conditions. */
export const metBy = ({ outcomes }: Pick<Trace, 'outcomes'>, { name }: CompiledRule): ReadonlySet<string> =>
  new Set(outcomes.flatMap(({ rules, finalRecipient }) => (rules.includes(name) ? [finalRecipient] : [])));

export const sameMembers = (left: ReadonlySet<string>, right: ReadonlySet<string>): boolean =>
  left.size === right.size && [...left].every((one) => right.has(one));
