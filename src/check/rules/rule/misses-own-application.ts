import { text } from '../../../model/text.ts';
import type { Predicate, TransportRule } from '../../../model/transport-rule.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import { acceptedDomain } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { everyPredicate } from '../../every-rule.ts';
import { byPerson } from '../../proposed-fix.ts';
import { outcomesOf, sessionLine } from '../../trace-evidence.ts';
import { withRules } from './questions.ts';
import { rulePages } from './rule-pages.ts';

interface MissesApplication extends Violation {
  readonly rule: string;
  readonly parameter: string;
  readonly node: string;
  readonly sender: string;
  readonly spares: boolean;
}

/** A rule for senders inside passes over an application that relays without authentication (RULE-38, RULE-40). */
export const missesOwnApplication = defineCheck<MissesApplication>({
  id: 'rule/misses-own-application',
  severity: 'warning',
  covers: ['PMIS-15'],
  docs: {
    summary: 'FromScope InOrganization of a rule does not hold for an application that relays without authentication.',
    why: 'A sender is inside only over an authenticated connection; a connector that recognises a server by certificate or address lets it relay, and does not make its mail internal.',
    remedy: 'Let the application authenticate, or name its addresses in the rule (SenderIpRanges).',
    references: [rulePages.predicates, rulePages.newRule],
  },

  *run(context) {
    const asking = [...everyPredicate(context)].filter(
      ({ owner, predicate }) => owner.key === context.world.own?.tenant.node && isInside(predicate),
    );
    const relayed = asking.length === 0 ? [] : [...outcomesOf(context.traces)].filter((one) => isRelayed(context, one));
    if (relayed.length === 0) return;
    const anywhere = context.supposing(withRules(context.topology, withoutScope));
    for (const { compiled, predicate, prefix, parameter } of asking) {
      const missed = relayed.find(({ probed, outcome }) => {
        const acts = isMet(probed.trace.outcomes, outcome, compiled.name);
        return prefix === '' ? !acts && isMet(anywhere(probed).outcomes, outcome, compiled.name) : acts;
      });
      if (missed === undefined) continue;
      const { probed, outcome } = missed;
      yield {
        subject: subject('rule', compiled.name),
        at: predicate.at,
        detail: parameter,
        evidence: [{ at: undefined, text: sessionLine(probed, outcome) }],
        semantics: ['RULE-38', 'RULE-40', 'PMIS-15'],
        confidence: outcome.confidence,
        assumptions: outcome.assumptions,
        rule: compiled.rule.name,
        parameter,
        node: probed.trace.message.source,
        sender: probed.trace.message.from,
        spares: prefix !== '',
      };
    }
  },

  explain: ({ rule, parameter, node, sender, spares }) => ({
    problem: text`${parameter} InOrganization of the rule ${rule} does not hold for what ${node} sends as ${sender}: it relays without authentication.`,
    consequence: spares
      ? text`The rule acts on that mail, which it is to spare as mail from inside.`
      : text`The rule does not act on that mail, though its sender is in an own domain.`,
    remedy: text`Let ${node} authenticate (SMTP AUTH, or an Exchange server whose connector has CloudServicesMailEnabled), or name its addresses by SenderIpRanges in a rule of their own.`,
  }),

  fix: ({ rule, node }) => [
    byPerson(
      text`Let the rule ${rule} know the mail of ${node}`,
      text`Let ${node} submit its mail with authentication, or add a rule like ${rule} for the addresses of ${node} (SenderIpRanges).`,
    ),
  ],
});

const isInside = (predicate: Predicate): boolean =>
  predicate.kind === 'scope' && predicate.parameter === 'FromScope' && predicate.scope === 'InOrganization';

const withoutScope = (rule: TransportRule): TransportRule => ({
  ...rule,
  conditions: rule.conditions.filter((one) => !isInside(one)),
});

/** Mail of an own domain that a declared server hands in at the tenant, and that counts as anonymous there. */
function isRelayed(
  { world }: CheckContext,
  { probed, outcome }: { readonly probed: ProbedTrace; readonly outcome: Outcome },
): boolean {
  const server = world.servers.get(probed.trace.message.source);
  if (server === undefined || world.own === undefined) return false;
  return (
    (probed.purpose === 'sending' || probed.purpose === 'declared') &&
    acceptedDomain(world.own, domainOf(probed.trace.message.from)) !== undefined &&
    outcome.route[1] === world.own.tenant.node &&
    outcome.authAs === 'Anonymous'
  );
}

/** Whether the rule acted on the copy for the same recipient. */
const isMet = (outcomes: readonly Outcome[], { recipient }: Outcome, rule: string): boolean =>
  outcomes.some((one) => one.recipient === recipient && one.rules.includes(rule));
