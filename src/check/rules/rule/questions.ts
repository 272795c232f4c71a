import type { Topology } from '../../../model/topology.ts';
import type { TransportRule } from '../../../model/transport-rule.ts';
import type { RuleQuestion } from '../../../simulate/probes/probe.ts';
import type { CompiledRule } from '../../../simulate/rules/compile-rules.ts';
import type { Outcome } from '../../../simulate/trace.ts';
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

/** The topology in which rules of the own tenant are others. */
export function withRules(topology: Topology, change: (rule: TransportRule) => TransportRule): Topology {
  const { tenant } = topology;
  if (tenant === undefined) return topology;
  return { ...topology, tenant: { ...tenant, transportRules: tenant.transportRules.map(change) } };
}
