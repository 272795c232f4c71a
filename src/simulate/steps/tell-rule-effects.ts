import { list, text } from '../../model/text.ts';
import type { Action } from '../../model/transport-rule.ts';
import type { CompiledRule } from '../rules/compile-rules.ts';
import type { Fork } from '../rules/fork.ts';
import { isSealed } from '../rules/message-facts.ts';
import type { Run } from '../run.ts';

/**
 * Says what a rule that matches does besides what becomes of the copies: the messages that it makes (ACT-24, ACT-25), also
 * in its test modes (RULE-4), that it wraps what it cannot change (ACT-13), and what a quarantine means for the rules below (RULE-25). The messages it makes are not
 * followed: nothing about the message itself depends on them, and no rule reports about them (RULE-28g).
 */
export function tellRuleEffects(run: Run, { rule, name, actions }: CompiledRule, { message, recipients }: Fork): void {
  if (!run.explain) return;
  for (const action of actions) {
    if (!isTaken(action, rule.mode)) continue;
    const evidence = () => [run.setting(action.at, text`${action.parameter} of ${rule.name}`)];
    const made = rule.mode === 'Enforce' ? text`the rule ${name} matches` : text`${name} does so in test mode as well`;
    switch (action.kind) {
      case 'incidentReport':
        run.decide(message.hop, 'tell-rule-effects', ['ACT-24'], () => ({
          verdict: text`an incident report to ${list(
            action.to.map((one) => one.text),
            'and',
          )}`,
          because: made,
          evidence: evidence(),
        }));
        break;
      case 'notifyRecipients':
        run.decide(message.hop, 'tell-rule-effects', ['ACT-25'], () => ({
          verdict: text`a notification to ${list(
            recipients.map((one) => one.copy.address),
            'and',
          )}`,
          because: made,
          evidence: evidence(),
        }));
        break;
      case 'disclaimer':
        if (isSealed(message) && action.fallback === 'Wrap')
          run.decide(message.hop, 'tell-rule-effects', ['ACT-13'], () => ({
            verdict: text`${name} wraps it`,
            because: text`the message is signed or closed to rules, so that its text cannot be changed, and the fallback is Wrap: it becomes an attachment`,
            evidence: evidence(),
          }));
        break;
      case 'quarantine':
        // That of an Edge server is a mailbox.
        if (message.owner.side === 'cloud')
          run.decide(message.hop, 'tell-rule-effects', ['RULE-25'], () => ({
            verdict: text`no later rule runs`,
            because: text`${name} quarantines, and on release the rules below are not run either`,
            evidence: evidence(),
          }));
        break;
    }
  }
}

/** RULE-4: of a rule in test mode only the reports are made; with AuditAndNotify the notifications too. */
function isTaken({ kind }: Action, mode: CompiledRule['rule']['mode']): boolean {
  if (mode === 'Enforce') return true;
  return kind === 'incidentReport' || (kind === 'notifyRecipients' && mode === 'AuditAndNotify');
}
