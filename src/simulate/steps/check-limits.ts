import type { Limit, MessageLimits } from '../../model/message-limits.ts';
import { sizeText } from '../../model/size-text.ts';
import { type Text, text } from '../../model/text.ts';
import { reply, type SpokenReply } from '../../reference/replies/replies.ts';
import type { DirectoryEntry } from '../directory.ts';
import { comparedSize, sizeOf } from '../message-size.ts';
import type { Copy, Note, Run, Said, Transit } from '../run.ts';
import { frontDoor, type Resolution } from './resolve-next-hop.ts';
import { returnToSender } from './return-to-sender.ts';

const megabyte = 1024 ** 2;
const recipientsOfMailbox = 500;
const recipientsOfOrganization = 1000;
const attachmentsMax = 250;
const partsMax = 250;
const levelsMax = 30;
const subjectMax = 255;
const leavingMax = 112 * megabyte;
/** LIM-11: what large groups take, by the number of their members. */
export const largeGroups = [
  { members: 100_000, size: 5 * megabyte },
  { members: 5_000, size: 25 * megabyte },
] as const;

/** What an organisation limits. Own servers have no defaults here: what they do not declare limits nothing. */
export interface OrganizationLimits extends MessageLimits {
  readonly ownServers?: true;
}

/** A limit that a message passes: what is said, and why. */
export interface Refusal {
  readonly said: SpokenReply;
  readonly note: Note;
}

/** A limit, with the setting behind it where it is one. */
interface Bound {
  readonly value: number;
  readonly of: () => Text;
  readonly at: Limit['at'] | undefined;
}

/**
 * Writes down that a limit is passed, and returns the copies to the sender.
 * @returns false where none is.
 */
export function returnedOverLimit(
  run: Run,
  { hop, node, transit }: { readonly hop: number; readonly node: string; readonly transit: Transit },
  copies: readonly Copy[],
  refusal: Refusal | undefined,
): boolean {
  if (refusal === undefined) return false;
  run.attach(hop, [refusal.note]);
  for (const copy of copies) returnToSender(run, copy, transit, node, refusal.said);
  return true;
}

const declared = ({ value, at }: Limit, of: () => Text): Bound => ({ value, at, of });

/**
 * Limits of whoever hands a message in (ORDER-21): recipients of one message, a group counting as one (LIM-13), and the size
 * that the mailbox may send (LIM-11). On own servers as far as they are declared.
 */
export function checkSubmission(
  run: Run,
  sender: DirectoryEntry | undefined,
  organization: OrganizationLimits,
  transit: Transit,
  recipients: number,
): Refusal | undefined {
  return (
    tooManyRecipients(run, sender, organization, recipients) ??
    tooLarge(run, sizeOf(run, transit), sendBound(run, sender, organization, transit), 'messageTooLargeToSend')
  );
}

function tooManyRecipients(
  run: Run,
  sender: DirectoryEntry | undefined,
  organization: OrganizationLimits,
  recipients: number,
): Refusal | undefined {
  const of = () => text`RecipientLimits of ${sender?.primary ?? ''}`;
  const bound =
    organization.ownServers === true
      ? declaredRecipients(sender, organization, of)
      : recipientsBound(sender, organization, of);
  if (bound === undefined || recipients <= bound.value) return undefined;
  return refusal(run, reply('tooManyRecipientsOfMessage'), ['LIM-13'], bound, () => ({
    verdict: text`too many recipients`,
    because: text`the message has ${recipients} recipients, a group counting as one, and ${bound.of()} is ${bound.value}`,
  }));
}

/** The mailbox says it, else the organisation. */
function declaredRecipients(
  sender: DirectoryEntry | undefined,
  organization: OrganizationLimits,
  of: () => Text,
): Bound | undefined {
  const own = sender?.limits.recipients;
  if (own !== undefined) return declared(own, of);
  return organization.recipients && declared(organization.recipients, () => text`MaxRecipientEnvelopeLimit`);
}

function recipientsBound(sender: DirectoryEntry | undefined, organization: OrganizationLimits, of: () => Text): Bound {
  const whole = countOf(organization.recipients, recipientsOfOrganization, () => text`MaxRecipientEnvelopeLimit`);
  if (sender?.kind !== 'mailbox') return whole;
  const own = countOf(sender.limits.recipients, recipientsOfMailbox, of);
  return own.value < whole.value ? own : whole;
}

/** LIM-13: no setting allows more than 1000, `Unlimited` included. */
const countOf = (limit: Limit | undefined, fallback: number, of: () => Text): Bound =>
  limit === undefined
    ? { value: fallback, of, at: undefined }
    : declared({ ...limit, value: Math.min(limit.value, recipientsOfOrganization) }, of);

function sendBound(
  run: Run,
  sender: DirectoryEntry | undefined,
  organization: OrganizationLimits,
  transit: Transit,
): Bound | undefined {
  const own = sender?.limits.sendSize;
  if (own !== undefined) return declared(own, () => text`MaxSendSize of ${sender?.primary ?? ''}`);
  const whole = organization.sendSize;
  if (whole !== undefined) return declared(whole, () => text`MaxSendSize of the organisation`);
  if (sender?.kind !== 'mailbox' || organization.ownServers === true) return undefined;
  return defaultBound(run, sizeOf(run, transit), () => text`MaxSendSize, which is not declared,`);
}

/** PUNC-22: the default is quoted as 35 and as 25 MB; a message that both allow, or both refuse, asks nothing. */
function defaultBound(run: Run, size: number, of: () => Text): Bound {
  const small = 25 * megabyte;
  const large = 35 * megabyte;
  const open = size > small && size <= large;
  const isLarge = open ? run.assume('limits.defaultMessageSize', ['35', '25']) === '35' : size > large;
  return { value: isLarge ? large : small, of, at: undefined };
}

/**
 * Attachments, MIME parts and subject of any message that Exchange Online takes (LIM-15). Parts are counted in the message file
 * of a sample; what an inbox rule makes of it anew has others. Addresses of 571 characters (LIM-23) no sample can have: a
 * local part of 64 octets and a domain of 253 are shorter (RFC 5321 4.5.3.1).
 */
export function checkContent(run: Run, transit: Transit): Refusal | undefined {
  return tooManyParts(run, transit) ?? tooMuchContent(run, transit);
}

function tooManyParts(run: Run, { type, journalReport }: Transit): Refusal | undefined {
  const file = run.message.eml;
  if (file === undefined || journalReport || (type === 'autoForward' && run.message.type !== 'autoForward'))
    return undefined;
  if (file.parts > partsMax)
    return refusal(run, reply('tooManyParts'), ['LIM-15'], undefined, () => ({
      verdict: text`too many parts`,
      because: text`the message has ${file.parts} MIME parts, and ${partsMax} is the limit`,
    }));
  if (file.levels <= levelsMax) return undefined;
  return refusal(run, reply('tooDeeplyNested'), ['LIM-15'], undefined, () => ({
    verdict: text`nested too deeply`,
    because: text`${file.levels} multiparts of the message stand inside each other, and ${levelsMax} is the limit`,
  }));
}

function tooMuchContent(run: Run, transit: Transit): Refusal | undefined {
  const { length: attachments } = run.message.attachments;
  const { length: subject } = transit.content.subject;
  if (attachments > attachmentsMax)
    return refusal(run, reply('tooManyAttachments'), ['LIM-15'], undefined, () => ({
      verdict: text`too many attachments`,
      because: text`the message has ${attachments} attachments, and ${attachmentsMax} is the limit`,
    }));
  if (subject > subjectMax)
    return refusal(run, reply('subjectTooLong'), ['LIM-15'], undefined, () => ({
      verdict: text`subject too long`,
      because: text`the subject has ${subject} characters, and ${subjectMax} is the limit`,
    }));
  return undefined;
}

/**
 * Size limits of a recipient, at resolution and before any rule (ORDER-10, LIM-11, PRED-44): its own MaxReceiveSize, and in
 * the cloud that of a large group, or the default of a mailbox.
 */
export function checkRecipient(
  run: Run,
  recipient: DirectoryEntry,
  organization: OrganizationLimits,
  transit: Transit,
  internal: boolean,
): Refusal | undefined {
  const size = comparedSize(run, transit, internal);
  return tooLarge(run, size, recipientBound(run, recipient, organization, size), 'messageTooLarge');
}

function recipientBound(
  run: Run,
  { limits, kind, primary, members }: DirectoryEntry,
  organization: OrganizationLimits,
  size: number,
): Bound | undefined {
  const own = limits.receiveSize && declared(limits.receiveSize, () => text`MaxReceiveSize of ${primary}`);
  if (kind === 'group') {
    if (organization.ownServers === true) return own;
    const count = Math.max(limits.members?.value ?? 0, members.length);
    const large = largeGroups.find((one) => count >= one.members);
    if (large === undefined || large.size >= (own?.value ?? Number.POSITIVE_INFINITY)) return own;
    return { value: large.size, of: () => text`the limit of a group with ${count} members`, at: limits.members?.at };
  }
  if (own !== undefined || kind !== 'mailbox') return own;
  const whole = organization.receiveSize;
  if (whole !== undefined) return declared(whole, () => text`MaxReceiveSize of the organisation`);
  if (organization.ownServers === true) return undefined;
  return defaultBound(run, size, () => text`MaxReceiveSize, which is not declared for ${primary},`);
}

/** What may leave Microsoft 365, since encoding makes a third more of it (LIM-11); to another tenant it does not leave. */
export function checkLeaving(run: Run, transit: Transit, resolution: Resolution): Refusal | undefined {
  if (resolution.kind === 'hosts' && resolution.groups[0]?.[0]?.node === frontDoor) return undefined;
  const bound = { value: leavingMax, of: () => text`what may leave Microsoft 365`, at: undefined };
  return tooLarge(run, sizeOf(run, transit), bound, 'messageTooLargeToLeave');
}

/** MaxMessageSize of a receive connector, in the session, or of a send connector (OPR-1 chooses it without a look at it). */
export function checkConnector(
  run: Run,
  connector: { readonly name: string; readonly maxMessageSize: Limit | undefined } | undefined,
  transit: Transit,
  key: 'messageTooLargeForSession' | 'messageTooLargeForRoute',
): Refusal | undefined {
  const limit = connector?.maxMessageSize;
  const bound = limit && declared(limit, () => text`MaxMessageSize of ${connector?.name ?? ''}`);
  return tooLarge(run, sizeOf(run, transit), bound, key);
}

type SizeReply = `messageTooLarge${'' | 'ToSend' | 'ToLeave' | 'ForSession' | 'ForRoute'}`;

function tooLarge(run: Run, size: number, bound: Bound | undefined, key: SizeReply): Refusal | undefined {
  if (bound === undefined || size <= bound.value) return undefined;
  return refusal(run, reply(key), ['LIM-11', 'LIM-12'], bound, () => ({
    verdict: text`too large`,
    because: text`the message has ${sizeText(size)}, and ${bound.of()} is ${sizeText(bound.value)}`,
  }));
}

function refusal(
  run: Run,
  said: SpokenReply,
  semantics: readonly string[],
  bound: Bound | undefined,
  say: () => Said,
): Refusal {
  const note = run.note('check-limits', semantics, () => ({
    ...say(),
    evidence: bound?.at === undefined ? [] : [run.setting(bound.at, text`the limit`)],
  }));
  return { said, note };
}
