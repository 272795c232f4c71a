import { type Text, text } from '../../../model/text.ts';
import type { TransportRule } from '../../../model/transport-rule.ts';
import { rulesOf } from '../../../simulate/rules/compile-rules.ts';
import { isSetAfterRules, isVerdictOfFilter, isWrittenBefore } from '../../../simulate/rules/limits-of-rules.ts';
import { type CheckContext, defineCheck, isQuestion, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { everyPredicate, type OwnedPredicate } from '../../every-rule.ts';
import { byPerson } from '../../proposed-fix.ts';
import { outcomesOf, sessionLine } from '../../trace-evidence.ts';
import { askedOf, withRules } from './questions.ts';
import { rulePages } from './rule-pages.ts';

interface SetLater extends Violation {
  readonly rule: string;
  /** What it asks for. */
  readonly what: Text;
  readonly spares: boolean;
}

/** A rule asks for what the spam filter of the tenant finds, which it says only after rules ran (ORDER-19, ORDER-20). */
export const headerSetLater = defineCheck<SetLater>({
  id: 'rule/header-set-later',
  severity: 'warning',
  covers: ['PMIS-30'],
  docs: {
    summary:
      'A mail flow rule asks for what the spam filter writes only after the rules: X-CustomSpam, SFV, or the SCL.',
    why: 'When rules run the field or the level is not there yet, so that the rule never acts on what the filter of the tenant finds.',
    remedy: 'Say in the anti-spam policy what is to be done with such messages.',
    references: [
      {
        title: 'Advanced Spam Filter (ASF) settings',
        url: 'https://learn.microsoft.com/defender-office-365/anti-spam-policies-asf-settings-about',
      },
      rulePages.predicates,
    ],
  },

  *run(context) {
    for (const one of everyPredicate(context)) {
      const { owner, compiled, predicate, prefix } = one;
      if (owner.side !== 'cloud') continue;
      const found = isCustomSpam(one) ? [] : unseenVerdict(context, one);
      if (found === undefined) continue;
      yield {
        subject: subject('rule', compiled.name),
        at: 'header' in predicate ? predicate.header.at : predicate.at,
        detail: prefix === '' ? 'condition' : 'exception',
        evidence: found.flatMap((probed) =>
          probed.trace.outcomes.slice(0, 1).map((outcome) => ({ at: undefined, text: sessionLine(probed, outcome) })),
        ),
        semantics: [isCustomSpam(one) ? 'ORDER-19' : 'ORDER-20', predicate.semantics, 'PMIS-30'],
        rule: compiled.rule.name,
        what: whatOf(one),
        spares: prefix !== '',
      };
    }
  },

  explain: ({ rule, what, spares }) => ({
    problem: text`The rule ${rule} asks for ${what}, which the spam filter adds only after the rules.`,
    consequence: spares
      ? text`The exception spares nothing that the filter of the tenant finds.`
      : text`The rule does not match what the filter of the tenant finds; it can match only what somebody else wrote before.`,
    remedy: text`Say in the anti-spam policy what is to be done with such messages, and remove the test from the rule.`,
  }),

  fix: ({ rule, what }) => [
    byPerson(
      text`Act on ${what} in the anti-spam policy`,
      text`Set the action for such messages in the anti-spam policy, and take the test of ${what} out of the rule ${rule}.`,
    ),
  ],
});

const isCustomSpam = ({ predicate }: OwnedPredicate): boolean =>
  'header' in predicate && isSetAfterRules(predicate.header.text);

const whatOf = ({ predicate }: OwnedPredicate): Text =>
  predicate.kind === 'number'
    ? text`an SCL of ${predicate.value} or more`
    : text`the header field ${'header' in predicate ? predicate.header.text : ''}`;

/**
 * Spam that the rule would treat otherwise if it saw what the filter finds; undefined where the condition may hold: an
 * earlier rule writes it, mail comes to the tenant a second time with what the first pass found, or no message tells.
 */
function unseenVerdict(context: CheckContext, one: OwnedPredicate): readonly ProbedTrace[] | undefined {
  const { owner, compiled, predicate, prefix } = one;
  const node = context.world.own?.tenant.node;
  if (owner.key !== node || !isVerdictOfFilter(predicate) || comesBack(context, node)) return undefined;
  if (isWrittenBefore(rulesOf(context.world, owner), compiled, predicate)) return undefined;
  const asked = askedOf(context, compiled, 'filtered');
  const isMet = ({ outcomes }: ProbedTrace['trace']) => outcomes.some(({ rules }) => rules.includes(compiled.name));
  const freed = context.supposing(
    withRules(context.topology, (rule) => (rule.at === compiled.rule.at ? withoutVerdicts(rule) : rule)),
  );
  const found = asked.find((probed) =>
    prefix === '' ? !isMet(probed.trace) && isMet(freed(probed)) : isMet(probed.trace),
  );
  return found === undefined ? undefined : [found];
}

const withoutVerdicts = (rule: TransportRule): TransportRule => ({
  ...rule,
  conditions: rule.conditions.filter((one) => !isVerdictOfFilter(one)),
});

/** Whether some mail comes to the tenant again, from a service or from own servers. */
const comesBack = ({ traces }: CheckContext, tenant: string): boolean =>
  [...outcomesOf(traces.filter((one) => !isQuestion(one)))].some(
    ({ outcome }) => outcome.route.indexOf(tenant) !== outcome.route.lastIndexOf(tenant),
  );
