import { type Text, text } from '../../../model/text.ts';
import type { CompiledRule } from '../../../simulate/rules/compile-rules.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { quoted } from '../connector/power-shell.ts';
import { rulePages } from './rule-pages.ts';

interface NotInForce extends Violation {
  readonly rule: string;
  readonly because: Text;
  readonly effect: Text;
  readonly cure: Text;
}

/** A rule that does nothing to messages at `asOf`. */
export const notInForce = defineCheck<NotInForce>({
  id: 'rule/not-in-force',
  severity: 'info',
  covers: ['PMIS-18'],
  docs: {
    summary: 'A mail flow rule is disabled, in test mode, or outside its dates.',
    why: 'Somebody may count on a protection, a route or a disclaimer that does not happen.',
    remedy: 'Enable or enforce the rule, or remove it where nobody needs it any more.',
    references: [rulePages.manage, rulePages.test, rulePages.newRule],
  },

  *run(context) {
    for (const { compiled } of everyRule(context)) {
      const found = state(context, compiled);
      if (found !== undefined) yield { subject: subject('rule', compiled.name), rule: compiled.rule.name, ...found };
    }
  },

  explain: ({ rule, because, effect, cure }) => ({
    problem: text`The rule ${rule} is not in force: ${because}.`,
    consequence: effect,
    remedy: text`${cure}, or remove the rule where nobody needs it: Remove-TransportRule -Identity ${quoted(rule)}.`,
  }),
});

const skipped = text`It is skipped, and no message is touched by it.`;

function state(
  { sources }: CheckContext,
  { rule, idle }: CompiledRule,
): Omit<NotInForce, 'subject' | 'rule'> | undefined {
  const identity = quoted(rule.name);
  if (idle !== undefined) {
    const date = idle.at === rule.activationDate?.at ? 'ActivationDate' : 'ExpiryDate';
    return {
      at: idle.at,
      detail: idle.semantics === 'RULE-3' ? 'disabled' : date,
      evidence: [
        { at: sources.locate(idle.at), text: text`${idle.semantics === 'RULE-3' ? 'state' : date} of ${rule.name}` },
      ],
      semantics: [idle.semantics, 'PMIS-18'],
      because: idle.because,
      effect: skipped,
      cure:
        idle.semantics === 'RULE-3'
          ? text`Enable-TransportRule -Identity ${identity}`
          : text`Set-TransportRule -Identity ${identity} -${date} $null`,
    };
  }
  if (rule.mode === 'Enforce') return undefined;
  return {
    at: `${rule.at}/Mode`,
    detail: 'mode',
    evidence: [{ at: sources.locate(`${rule.at}/Mode`), text: text`Mode of ${rule.name} is ${rule.mode}` }],
    semantics: ['RULE-4', 'PMIS-18'],
    because: text`its mode is ${rule.mode}`,
    effect: text`It is evaluated and takes no action that touches delivery; only its reports are made.`,
    cure: text`Set-TransportRule -Identity ${identity} -Mode Enforce`,
  };
}
