import type { MessageType } from '../../model/message-type.ts';
import { type Text, text } from '../../model/text.ts';
import type { Field } from './header-fields.ts';
import type { MessageRemark } from './message-problem.ts';
import type { MimePart } from './mime-parts.ts';

export interface TypeRead {
  readonly type: MessageType;
  /** The message may be of a type that its header does not tell for sure. */
  readonly remark?: MessageRemark;
}

/** What is left open, and what stands for it until the topology says otherwise. */
function open(line: number, problem: Text, meant: MessageType): TypeRead {
  const remark = {
    line,
    problem,
    consequence: text`The message is traced as a normal one.`,
    remedy: text`Write ${`type: ${meant}`} beside ${'eml'} if Exchange takes it for that, else ${'type: normal'}.`,
  };
  return { type: 'normal', remark };
}

/**
 * The type of a message as far as its structure and header fields tell for sure: RFC 3462 and RFC 8098 for reports, RFC 8551
 * for S/MIME, [MS-OXCMAIL] 2.1.3.2.21 and 2.2.3.2.15 for the fields of Exchange, RULE-51 for forwards by inbox rule.
 *
 * @param statusText what the message/delivery-status part of a report says, where there is one
 */
export function messageTypeOf(
  fields: readonly Field[],
  parts: readonly MimePart[],
  statusText: string | undefined,
): TypeRead {
  return (
    ofReport(parts, statusText) ??
    ofProtection(fields, parts) ??
    ofContentClass(fields) ??
    ofCalendar(fields, parts) ??
    ofAutomation(fields) ?? { type: 'normal' }
  );
}

const said = (fields: readonly Field[], name: string): string =>
  fields
    .find((one) => one.name === name)
    ?.value.trim()
    .toLowerCase() ?? '';

const lineOf = (fields: readonly Field[], name: string): number => fields.find((one) => one.name === name)?.line ?? 1;

function ofReport([root]: readonly MimePart[], statusText: string | undefined): TypeRead | undefined {
  if (root?.type !== 'multipart/report') return undefined;
  const kind = root.parameters.get('report-type')?.toLowerCase();
  if (kind === 'disposition-notification') return { type: 'readReceipt' };
  if (kind !== 'delivery-status') return undefined;
  // RFC 3464 2.3.3: other actions are delayed, delivered, relayed and expanded, which are no failure.
  const actions = [...(statusText ?? '').matchAll(/^Action:[ \t]*([a-z]+)/gimu)].map((match) =>
    match[1]?.toLowerCase(),
  );
  if (actions.includes('failed')) return { type: 'ndr' };
  return actions.length > 0
    ? { type: 'normal' }
    : open(1, text`The message is a delivery report and does not say of which kind.`, 'ndr');
}

function ofProtection(fields: readonly Field[], parts: readonly MimePart[]): TypeRead | undefined {
  const [root] = parts;
  const rights = parts.some((one) => one.type === 'application/x-microsoft-rpmsg-message');
  if (rights || said(fields, 'content-class') === 'rpmsg.message') return { type: 'permissionControlled' };
  if (root?.type === 'multipart/signed')
    return /pkcs7-signature$/iu.test(root.parameters.get('protocol') ?? '') ? { type: 'signed' } : undefined;
  if (root === undefined || !/^application\/(x-)?pkcs7-mime$/u.test(root.type)) return undefined;
  const kind = root.parameters.get('smime-type')?.toLowerCase();
  if (kind === 'enveloped-data' || kind === 'authenveloped-data') return { type: 'encrypted' };
  if (kind === 'signed-data') return { type: 'signed' };
  return open(root.line, text`The message is an S/MIME one and does not say whether it is encrypted.`, 'encrypted');
}

function ofContentClass(fields: readonly Field[]): TypeRead | undefined {
  return ['voice', 'voice-ca'].includes(said(fields, 'content-class')) ? { type: 'voicemail' } : undefined;
}

/** RFC 6047 2.4: a calendar part that is no attached file has a method. */
function ofCalendar(fields: readonly Field[], parts: readonly MimePart[]): TypeRead | undefined {
  const invites = parts.some(
    (one) => one.type === 'text/calendar' && one.disposition !== 'attachment' && one.parameters.has('method'),
  );
  return invites || said(fields, 'content-class') === 'urn:content-classes:calendarmessage'
    ? { type: 'calendaring' }
    : undefined;
}

/** RFC 3834 5: Auto-Submitted is written by responders of all makes, so it does not tell Exchange's automatic replies. */
function ofAutomation(fields: readonly Field[]): TypeRead | undefined {
  if (said(fields, 'x-ms-exchange-organization-autoforwarded') === 'true') return { type: 'autoForward' };
  const loop = 'x-ms-exchange-inbox-rules-loop';
  const automatic = said(fields, 'auto-submitted');
  const replies = automatic.startsWith('auto-replied') || (automatic !== '' && said(fields, 'in-reply-to') !== '');
  if (replies && automatic !== 'no')
    return open(lineOf(fields, 'auto-submitted'), text`The message is an automatic reply.`, 'oof');
  if (!fields.some((one) => one.name === loop)) return undefined;
  if (!fields.some((one) => one.name === 'resent-from')) return { type: 'autoForward' };
  return open(
    lineOf(fields, loop),
    text`An inbox rule has redirected the message; whether rules see an auto-forward is not documented.`,
    'autoForward',
  );
}
