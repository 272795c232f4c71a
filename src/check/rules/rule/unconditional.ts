import type { Pointer } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import type { Action } from '../../../model/transport-rule.ts';
import { acts } from '../../../simulate/rules/compile-rules.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { proposed } from '../../proposed-fix.ts';
import { ruleState } from '../../rule-state.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { rulePages } from './rule-pages.ts';

interface Unconditional extends Violation {
  readonly rule: string;
  readonly ruleAt: Pointer;
  readonly action: string;
  readonly bypasses: boolean;
}

/** A rule with neither condition nor exception ends the way of every message, or exempts every message from filtering. */
export const unconditional = defineCheck<Unconditional>({
  id: 'rule/unconditional',
  severity: 'error',
  covers: ['PMIS-4'],
  docs: {
    summary:
      'A rule without conditions rejects, deletes, quarantines or redirects every message, or sets its SCL to -1.',
    why: 'A rule that has no condition and no exception applies to all mail, inbound, outbound and internal.',
    remedy: 'Give the rule conditions, by FromScope and SentToScope at least, or disable it.',
    references: [rulePages.predicates, rulePages.overview],
  },

  *run(context) {
    for (const { compiled } of everyRule(context)) {
      const { conditions, exceptions, actions } = compiled;
      const action = actions.find((one) => ends.has(one.kind)) ?? actions.find(isBypass);
      if (action === undefined || conditions.length > 0 || exceptions.length > 0 || !acts(compiled)) continue;
      const met = meetings(context, compiled.name, isBypass(action));
      const [first] = met;
      if (first === undefined) continue;
      const examples = [...groupBy(met, ({ probed }) => probed.purpose).values()].map(([example]) => example);
      yield {
        subject: subject('rule', compiled.name),
        at: action.at,
        evidence: examples.flatMap(({ probed, outcome }) => sessionEvidence(context, probed, outcome)),
        semantics: ['RULE-17', ...(isBypass(action) ? ['ACT-17a'] : ['RULE-20']), 'PMIS-4'],
        explains: isBypass(action) ? [] : met.map((one): ProbedTrace => one.probed),
        rule: compiled.rule.name,
        ruleAt: compiled.rule.at,
        action: action.parameter,
        bypasses: isBypass(action),
      };
    }
  },

  explain: ({ rule, action, bypasses }) => ({
    problem: text`The rule ${rule} has no condition and no exception, so that ${action} applies to every message.`,
    consequence: bypasses
      ? text`All mail from outside skips spam filtering: spam and forged senders reach the inbox.`
      : text`No message that comes to this rule goes on to its recipient, whoever sends it.`,
    remedy: text`Give it conditions, Set-TransportRule -Identity ${quoted(rule)} with -FromScope or -SentToScope and what it is meant for; until then Disable-TransportRule -Identity ${quoted(rule)}.`,
  }),

  fix({ rule, ruleAt }, context) {
    const found = [...everyRule(context)].find(({ compiled }) => compiled.rule.at === ruleAt)?.compiled.rule;
    return proposed(
      text`Disable the rule ${rule} until it has conditions`,
      'review',
      found && context.change(ruleAt, ruleState(found, false)),
    );
  },
});

const ends: ReadonlySet<Action['kind']> = new Set<Action['kind']>(['reject', 'delete', 'quarantine', 'redirect']);
const isBypass = (action: Action): boolean => action.kind === 'setScl' && action.scl === -1;

/** Mail that somebody may expect to arrive. */
const ordinary: ReadonlySet<string> = new Set(['inbound', 'internal', 'outbound', 'sending', 'partner', 'declared']);

/** Copies that the rule acted on; for a bypass, those of outsiders that no filter in front has seen. */
const meetings = (context: CheckContext, rule: string, bypasses: boolean) =>
  [...outcomesOf(context.traces)].filter(
    ({ probed, outcome }) =>
      ordinary.has(probed.purpose) &&
      outcome.rules.includes(rule) &&
      (!bypasses ||
        (outcome.scl === -1 &&
          outcome.authAs === 'Anonymous' &&
          outcome.status === 'delivered' &&
          !outcome.route.some((node) => node.startsWith('service:')))),
  );
