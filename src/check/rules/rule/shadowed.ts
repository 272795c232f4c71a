import type { Pointer } from '../../../model/source.ts';
import { list, text } from '../../../model/text.ts';
import type { Topology } from '../../../model/topology.ts';
import type { Action, TransportRule } from '../../../model/transport-rule.ts';
import type { CompiledRule } from '../../../simulate/rules/compile-rules.ts';
import { ruleOwners } from '../../../simulate/rules/rule-owner.ts';
import { endingKinds, type Shadowing, shadowings } from '../../../simulate/rules/shadowing.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { rulePages } from './rule-pages.ts';

interface Shadowed extends Violation {
  readonly rule: string;
  readonly actions: readonly string[];
  readonly by: string;
  readonly others: readonly string[];
  /** The action of the earlier rule that ends processing. */
  readonly ending: string;
  readonly priority: number;
  readonly stopsOnly: boolean;
  readonly earlierAt: Pointer;
  /** The rules from the earlier one to the one before the shadowed one, and the shadowed one. */
  readonly between: readonly TransportRule[];
  readonly later: TransportRule;
}

/** A rule that can never act, because an earlier one ends processing for all it matches. */
export const shadowed = defineCheck<Shadowed>({
  id: 'rule/shadowed',
  severity: 'warning',
  covers: ['PMIS-16', 'PMIS-17'],
  docs: {
    summary: 'A mail flow rule can never act: an earlier one ends processing for every message that it matches.',
    why: 'What the later rule protects, copies or encrypts does not happen, and nothing says so.',
    remedy: 'Give the narrower rule the smaller Priority, or take StopRuleProcessing off the wider one.',
    references: [rulePages.overview, rulePages.practices, rulePages.actions],
  },

  *run(context) {
    const found = ruleOwners(context.world).flatMap((owner) => shadowings(context.world, owner));
    for (const shadowing of found) {
      const witness = witnessOf(context, shadowing);
      if (witness === undefined) continue;
      const { shadowed: later, by } = shadowing;
      const [earlier] = by;
      const ending = endingOf(earlier);
      if (ending === undefined) continue;
      yield {
        subject: subject('rule', later.name),
        at: later.rule.at,
        evidence: [
          { at: context.sources.locate(ending.at), text: text`${ending.parameter} of ${earlier.rule.name}` },
          ...sessionEvidence(context, witness.probed, witness.outcome, ['evaluate-rule']),
        ],
        semantics: ['RULE-21', ...semanticsOf(ending)],
        rule: later.rule.name,
        actions: later.actions.map((one) => one.parameter),
        by: earlier.rule.name,
        others: by.slice(1).map((one) => one.rule.name),
        ending: ending.parameter,
        priority: earlier.rule.priority,
        stopsOnly: earlier.actions.every((one) => one.kind === 'stop' || !endingKinds.has(one.kind)),
        earlierAt: earlier.rule.at,
        between: rulesBetween(context, earlier.rule, later.rule),
        later: later.rule,
      };
    }
  },

  explain: ({ rule, actions, by, others, ending, priority, stopsOnly }) => ({
    problem:
      others.length === 0
        ? text`The rule ${rule} can never act: ${by} runs before it, matches every message that it matches, and ends processing (${ending}).`
        : others.length === 1
          ? text`The rule ${rule} can never act: ${by} runs before it, matches every message that it matches, and ends processing (${ending}); so does ${list(others, 'and')}.`
          : text`The rule ${rule} can never act: ${by} runs before it, matches every message that it matches, and ends processing (${ending}); so do ${list(others, 'and')}.`,
    consequence:
      actions.length === 1
        ? text`${list(actions, 'and')} of ${rule} does not happen, and no report says so.`
        : text`${list(actions, 'and')} of ${rule} do not happen, and no report says so.`,
    remedy: stopsOnly
      ? text`Let ${rule} run first: Set-TransportRule -Identity ${quoted(rule)} -Priority ${priority}; or Set-TransportRule -Identity ${quoted(by)} -StopRuleProcessing $false, where later rules are to see the message as well.`
      : text`Let ${rule} run first: Set-TransportRule -Identity ${quoted(rule)} -Priority ${priority}; or remove it where ${by} does all that is wanted.`,
  }),

  fix({ rule, by, priority, stopsOnly, earlierAt, between, later }, context) {
    const moved =
      between.length === 0 || between.length > movedMax
        ? []
        : proposed(
            text`Let the rule ${rule} run before ${by}`,
            'review',
            context.change(later.at, { Priority: priority }),
            // Exchange moves the others on by itself; the topology has to say so.
            ...between.map((one) => context.change(one.at, { Priority: one.priority + 1 })),
          );
    const goesOn = stopsOnly
      ? proposed(
          text`Let rules behind ${by} see the message as well`,
          'review',
          context.change(earlierAt, { StopRuleProcessing: false }),
        )
      : [];
    return [
      ...moved,
      ...goesOn,
      byPerson(
        text`Decide what ${rule} is to do`,
        text`Decide whether ${rule} is to run before ${by}, or is not needed beside it, and move or remove it.`,
      ),
    ];
  },
});

/** Rules that a move may push back; more is a new order, which is for a person to say. */
const movedMax = 4;

/** The rules of one owner from one to the one before another, in their order. */
function rulesBetween(context: CheckContext, first: TransportRule, last: TransportRule): readonly TransportRule[] {
  const owner = ruleOwners(context.world).find(({ rules }) => rules.includes(first));
  const rules = owner?.rules ?? [];
  return rules.slice(rules.indexOf(first), rules.indexOf(last));
}

const endingOf = ({ actions }: CompiledRule): Action | undefined => actions.find((one) => endingKinds.has(one.kind));

const semanticsOf = ({ kind }: Action): readonly string[] => {
  if (kind === 'stop') return ['RULE-24', 'PMIS-16'];
  return kind === 'quarantine' ? ['RULE-25', 'PMIS-17'] : ['RULE-20', 'PMIS-17'];
};

/** A message that meets the earlier rule now and the later one only without it: the comparison of conditions is true of mail. */
function witnessOf(
  context: CheckContext,
  { shadowed: later, by }: Shadowing,
): { readonly probed: ProbedTrace; readonly outcome: Outcome } | undefined {
  const traced = context.supposing(without(context.topology, by));
  const own = context.traces.filter((one) => one.purpose === 'rule' && one.entry === `rule:${later.name}`);
  return [...outcomesOf(own)].find(
    ({ probed, outcome }) =>
      by.some((one) => outcome.rules.includes(one.name)) &&
      !probed.trace.outcomes.some((one) => one.rules.includes(later.name)) &&
      traced(probed).outcomes.some((one) => one.rules.includes(later.name)),
  );
}

/** The topology with rules taken out, whosever they are. */
function without(topology: Topology, rules: readonly CompiledRule[]): Topology {
  const gone = new Set(rules.map((one) => one.rule));
  const left = <Owner extends { readonly transportRules: readonly TransportRule[] }>(owner: Owner | undefined) =>
    owner && { ...owner, transportRules: owner.transportRules.filter((one) => !gone.has(one)) };
  return {
    ...topology,
    tenant: left(topology.tenant),
    onPremises: left(topology.onPremises),
    partners: topology.partners.map((one) => ({ ...one, tenant: left(one.tenant) })),
  };
}
