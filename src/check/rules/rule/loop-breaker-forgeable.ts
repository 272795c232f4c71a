import { asString, text } from '../../../model/text.ts';
import { acts } from '../../../simulate/rules/compile-rules.ts';
import { defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { byPerson } from '../../proposed-fix.ts';
import { sessionLine } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { rulePages } from './rule-pages.ts';

interface Forgeable extends Violation {
  readonly rule: string;
  readonly header: string;
  readonly sender: string;
}

/** A routing rule spares messages with a header field, and an outsider can write it. */
export const loopBreakerForgeable = defineCheck<Forgeable>({
  id: 'rule/loop-breaker-forgeable',
  severity: 'warning',
  covers: ['PMIS-34'],
  docs: {
    summary: 'A rule that routes mail over a service spares what carries a header field, and outsiders can write that.',
    why: 'Whoever adds the field to a message of their own goes past the service: past its filter, its archive or its DLP.',
    remedy:
      'Remove the field from what comes from outside, by a rule before, except from the connector or the addresses of the service.',
    references: [rulePages.addOn],
  },

  *run(context) {
    for (const { compiled } of everyRule(context)) {
      const marker = compiled.rule.exceptions.find((one) => one.kind === 'headerWords');
      if (marker?.kind !== 'headerWords' || !acts(compiled)) continue;
      const asked = context.traces.filter((one) => one.purpose === 'rule' && one.entry === `rule:${compiled.name}`);
      const spared = asked.find((marked) => {
        const plain = asked.find((one) => asString(one.message.name) === marked.besides);
        return plain !== undefined && isActedOn(plain, compiled.name) && !isActedOn(marked, compiled.name);
      });
      if (spared === undefined) continue;
      const [outcome] = spared.trace.outcomes;
      yield {
        subject: subject('rule', compiled.name),
        at: marker.header.at,
        evidence: outcome === undefined ? [] : [{ at: undefined, text: sessionLine(spared, outcome) }],
        semantics: ['RULE-22', 'ROUTE-9', 'PMIS-34'],
        rule: compiled.rule.name,
        header: marker.header.text,
        sender: spared.message.from,
      };
    }
  },

  explain: ({ rule, header, sender }) => ({
    problem: text`The rule ${rule} spares messages with the header field ${header}, and it does so for ${sender}, an outsider who wrote it.`,
    consequence: text`Anybody outside who adds ${header} to a message keeps it from the service that the rule routes mail to.`,
    remedy: text`Take the field out of what comes from outside, before this rule: New-TransportRule -Name ${quoted(`Remove ${header} from outside`)} -Priority 0 -FromScope NotInOrganization -RemoveHeader ${quoted(header)} -ExceptIfSenderIpRanges with the addresses of the service.`,
  }),

  fix: ({ rule, header }) => [
    byPerson(
      text`Take ${header} out of what comes from outside`,
      text`Add a mail flow rule before ${rule} that removes ${header} from messages of senders outside the organisation, except from the addresses of the service that stamps it.`,
    ),
  ],
});

const isActedOn = ({ trace }: ProbedTrace, rule: string): boolean =>
  trace.outcomes.some((outcome) => outcome.rules.includes(rule));
