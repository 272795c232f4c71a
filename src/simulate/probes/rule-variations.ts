import { asString, type Text, text } from '../../model/text.ts';
import type { SampleMessage } from '../../model/topology.ts';
import type { Action } from '../../model/transport-rule.ts';
import { sameAddress } from '../../protocols/smtp/mail-address.ts';
import type { CompiledRule } from '../rules/compile-rules.ts';
import { isAboutAnyRecipient } from '../rules/fateful-rules.ts';
import { endsCopies, isVerdictOfFilter } from '../rules/limits-of-rules.ts';
import type { RuleOwner } from '../rules/rule-owner.ts';
import type { World } from '../world.ts';
import { firstOf } from './cut-families.ts';
import type { Probe, RuleQuestion } from './probe.ts';
import { recipientVariations } from './rule-recipient-variations.ts';
import { partsOf, witnesses } from './rule-witnesses.ts';

/** Messages of one variation for one rule. */
const variedMax = 4;

/**
 * Messages for a rule of the own tenant that are others than those that it is made for: they have its text already, cannot
 * be changed, go to somebody else as well, are found to be spam, or are as large as it asks. Each only where the rule
 * has a condition or an action with which it makes a difference.
 */
export function* ruleVariations(world: World, owner: RuleOwner, rule: CompiledRule, outside: string): Generator<Probe> {
  const plain = () => firstOf(witnesses(world, owner, rule, outside), variedMax);
  const added = rule.actions.find(isAdding);
  if (added !== undefined) for (const probe of plain()) yield withText(probe, added);
  if (rule.actions.some((one) => one.kind === 'disclaimer' && one.fallback === 'Wrap'))
    for (const probe of plain().filter(isFromOutside))
      if (probe.message.type === 'normal') yield varied(probe, 'sealed', text`signed`, { type: 'signed' });
  if (rule.conditions.some(isAboutAnyRecipient) && rule.actions.some(endsCopies))
    for (const probe of plain()) yield* withBystander(owner, probe);
  if ([...rule.rule.conditions, ...rule.rule.exceptions].some(isVerdictOfFilter))
    for (const probe of firstOf(
      witnesses(world, owner, rule, outside, partsOf(world, owner, rule, isVerdictOfFilter)),
      variedMax,
    ))
      if (isFromOutside(probe))
        yield varied(probe, 'filtered', text`found to be spam`, { verdict: 'highConfidenceSpam' });
  yield* recipientVariations(world, owner, rule, outside);
}

const isFromOutside = ({ message }: Probe): boolean => message.source?.node === 'internet';

/** The same message with one thing changed, and its name says what. */
function varied(probe: Probe, asks: RuleQuestion, how: Text, change: Partial<SampleMessage>): Probe {
  const { name } = probe.message;
  return {
    ...probe,
    asks,
    besides: asString(name),
    message: { ...probe.message, ...change, name: text`${name}, ${how}` },
  };
}

const isAdding = (action: Action): action is Extract<Action, { kind: 'prependSubject' | 'disclaimer' }> =>
  action.kind === 'prependSubject' || action.kind === 'disclaimer';

/** A reply to what the rule has been at, which quotes it. */
function withText(probe: Probe, action: Extract<Action, { kind: 'prependSubject' | 'disclaimer' }>): Probe {
  const { subject, body } = probe.message;
  return action.kind === 'prependSubject'
    ? varied(probe, 'again', text`answered`, { subject: `RE: ${action.prefix}${subject}` })
    : varied(probe, 'again', text`answered`, { body: `${body}\n${action.html.text}` });
}

/** With a mailbox of the own tenant in To that has nothing to do with the others, and to that one alone. */
function* withBystander({ directory }: RuleOwner, probe: Probe): Generator<Probe> {
  const { message } = probe;
  const involved = [message.from, ...message.recipients.map((one) => one.text)];
  for (const { kind, primary } of directory.entries.values()) {
    if (kind !== 'mailbox' || involved.some((one) => sameAddress(one, primary))) continue;
    const bystander = { text: primary, at: '', box: 'to' as const };
    const alone = varied(probe, 'alone', text`to ${primary} alone`, { recipients: [bystander] });
    const both = varied(probe, 'bystander', text`and to ${primary}`, {
      recipients: [...message.recipients, bystander],
    });
    yield alone;
    yield { ...both, besides: asString(alone.message.name) };
    return;
  }
}
