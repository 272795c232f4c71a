import type { Pointer } from '../../model/source.ts';
import { type Text, text } from '../../model/text.ts';

/** The mechanisms of section 4.2; `rule` is a mail flow rule, `expansion` a group, contact or mail user with somebody outside. */
export type ForwardKind =
  | 'ForwardingAddress'
  | 'ForwardingSmtpAddress'
  | 'ForwardTo'
  | 'ForwardAsAttachmentTo'
  | 'RedirectTo'
  | 'rule'
  | 'expansion';

/** Why a copy goes to somebody else than the recipient it had. */
export interface Forward {
  readonly kind: ForwardKind;
  /** Primary address of the mailbox, group or contact; of a rule, the recipient whose mail it redirects. */
  readonly by: string;
  /** The setting. */
  readonly at: Pointer;
  /** Key and side of the organisation that forwards, as `RuleOwner` has them. */
  readonly owner: string;
  readonly side: 'cloud' | 'onPremises';
  /** Envelope sender of the message that is forwarded. */
  readonly sender: string;
  /** The mailbox gets the message too. */
  readonly keepsCopy: boolean;
}

/** A mechanism by its name: the attribute, the action of an inbox rule, or what it is. */
export const mechanismText = ({ kind }: Pick<Forward, 'kind'>): Text =>
  kind === 'rule' ? text`mail flow rule` : kind === 'expansion' ? text`group or contact` : text`${kind}`;

/** Forwards that a mailbox makes of itself, by its attributes or by inbox rules (FWD-1 to FWD-7). */
export const isOfMailbox = ({ kind }: Forward): boolean => kind !== 'rule' && kind !== 'expansion';

export const isOfInboxRule = ({ kind }: Forward): boolean =>
  kind === 'ForwardTo' || kind === 'ForwardAsAttachmentTo' || kind === 'RedirectTo';

/** The counter of mailbox forwarding (RULE-55); it names the mailboxes. */
export const forwardingLoopHeader = 'x-ms-exchange-forwardingloop';
/** The counter of inbox rules that forward or redirect (RULE-51). */
export const inboxRulesLoopHeader = 'x-ms-exchange-inbox-rules-loop';

/** The header fields with one more mailbox in a counter. */
export function counted(
  headers: ReadonlyMap<string, string>,
  name: string,
  mailbox: string,
): ReadonlyMap<string, string> {
  const before = headers.get(name);
  return new Map(headers).set(name, before === undefined ? mailbox : `${before}, ${mailbox}`);
}
