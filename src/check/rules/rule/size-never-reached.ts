import type { Pointer } from '../../../model/source.ts';
import { asString, type Text, text } from '../../../model/text.ts';
import { acts, type CompiledRule } from '../../../simulate/rules/compile-rules.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { byPerson } from '../../proposed-fix.ts';
import { decisionsOf, sessionLine } from '../../trace-evidence.ts';
import { askedOf, withRules } from './questions.ts';
import { rulePages } from './rule-pages.ts';

interface NeverReached extends Violation {
  readonly rule: string;
  readonly because: Text;
}

/** No message is as large as the rule asks: limits of senders or recipients refuse it before rules run (PRED-44). */
export const sizeNeverReached = defineCheck<NeverReached>({
  id: 'rule/size-never-reached',
  severity: 'warning',
  covers: ['PMIS-27'],
  docs: {
    summary: 'MessageSizeOver of a rule is above what mailboxes may send or get, so that the rule never acts.',
    why: 'Limits of mailboxes are looked at before rules run: a message as large as the rule asks has been refused by then.',
    remedy: 'A smaller size in the rule, or higher limits of the mailboxes.',
    references: [
      rulePages.predicates,
      {
        title: 'Exchange Online limits',
        url: 'https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits',
      },
    ],
  },

  *run(context) {
    for (const { compiled } of everyRule(context)) {
      const size = compiled.conditions.find(({ label }) => label === 'MessageSizeOver');
      if (size === undefined || !acts(compiled)) continue;
      const found = refusedBefore(context, compiled);
      if (found === undefined) continue;
      const [outcome] = found.probed.trace.outcomes;
      yield {
        subject: subject('rule', compiled.name),
        at: size.at,
        evidence: outcome === undefined ? [] : [{ at: undefined, text: sessionLine(found.probed, outcome) }],
        semantics: ['PRED-44', 'LIM-11', 'PMIS-27'],
        confidence: outcome?.confidence ?? 'documented',
        assumptions: outcome?.assumptions ?? [],
        rule: compiled.rule.name,
        because: found.because,
      };
    }
  },

  explain: ({ rule, because }) => ({
    problem: text`The rule ${rule} never acts: a message as large as MessageSizeOver asks is refused before, because ${because}.`,
    consequence: text`What the rule is to do with large messages is not done.`,
    remedy: text`Lower MessageSizeOver below the limits of the mailboxes, or raise these: Set-Mailbox -MaxReceiveSize, -MaxSendSize.`,
  }),

  fix: ({ rule }) => [
    byPerson(
      text`Bring the size of the rule ${rule} and the limits of mailboxes together`,
      text`Decide which sizes ${rule} is about, and set MessageSizeOver below the largest that mailboxes may send and get.`,
    ),
  ],
});

interface Refused {
  readonly probed: ProbedTrace;
  readonly because: Text;
}

/**
 * The limit that keeps every message from the rule which it would act on but for the size; undefined where one comes to the
 * rule, or where none would meet the rest of it.
 */
function refusedBefore(context: CheckContext, compiled: CompiledRule): Refused | undefined {
  const large = askedOf(context, compiled, 'large');
  if (large.length === 0) return undefined;
  const small = new Map(askedOf(context, compiled, 'small').map((one) => [asString(one.message.name), one]));
  const ofAnySize = context.supposing(withoutSize(context, compiled.rule.at));
  let found: Refused | undefined;
  for (const probed of large) {
    const twin = small.get(probed.besides ?? '');
    const isMeant = twin !== undefined && ofAnySize(twin).outcomes.some((one) => one.rules.includes(compiled.name));
    if (!isMeant) continue;
    const because = limitOf(context, probed);
    if (because === undefined) return undefined;
    found ??= { probed, because };
  }
  return found;
}

const withoutSize = ({ topology }: CheckContext, at: Pointer) =>
  withRules(topology, (rule) =>
    rule.at === at
      ? { ...rule, conditions: rule.conditions.filter((one) => one.parameter !== 'MessageSizeOver') }
      : rule,
  );

/** The limit that refuses all copies of the message, in words. */
function limitOf(context: CheckContext, probed: ProbedTrace): Text | undefined {
  const trace = context.explained(probed);
  const reasons = trace.outcomes.map((outcome) =>
    decisionsOf(trace, outcome).findLast(({ step }) => step === 'check-limits'),
  );
  const [first] = reasons;
  return trace.outcomes.every((one) => one.rules.length === 0 && one.reply !== null) && !reasons.includes(undefined)
    ? first?.because
    : undefined;
}
