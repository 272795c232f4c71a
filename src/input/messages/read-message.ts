import PostalMime, { type Address, addressParser, type Email } from 'postal-mime';
import type { Attachment } from '../../model/attachment.ts';
import type { MessageType } from '../../model/message-type.ts';
import { text } from '../../model/text.ts';
import { mailAddress } from '../topology/domain-words.ts';
import { attachmentsOf, deliveryStatus } from './attachments-of.ts';
import { parseContentType } from './content-type.ts';
import { type Field, headerFields } from './header-fields.ts';
import { htmlText } from './html-text.ts';
import { messageLimits } from './message-limits.ts';
import { type MessageProblem, type MessageRemark, Unreadable } from './message-problem.ts';
import { messageTypeOf } from './message-type.ts';
import { type MimePart, mimeParts } from './mime-parts.ts';
import { messageRemarks } from './remarks.ts';

/** What a message file says. Addresses are checked; values of header fields are unfolded and still encoded (RFC 2047). */
export interface MessageContent {
  /** `''` where no From field has a usable address. */
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  /** From Return-Path (RFC 5321 4.4), `''` for the null sender; undefined: no such field. */
  readonly returnPath: string | undefined;
  readonly sender: string | undefined;
  readonly subject: string;
  readonly fields: readonly Field[];
  readonly body: string;
  readonly otherBody: string | undefined;
  readonly attachments: readonly Attachment[];
  /** Bytes of the file. */
  readonly size: number;
  readonly type: MessageType;
  /** What the type rests on, where it is not sure. */
  readonly typeRemark: MessageRemark | undefined;
  readonly charsets: readonly string[];
  readonly parts: number;
  readonly levels: number;
  readonly signedBy: readonly string[];
  readonly remarks: readonly MessageRemark[];
}

export type MessageRead =
  | { readonly ok: true; readonly message: MessageContent }
  | { readonly ok: false; readonly problem: MessageProblem };

/** Takes an RFC 5322 message apart. Never throws for what is in the file; time and memory grow with its length. */
export async function readMessage(file: Uint8Array): Promise<MessageRead> {
  const { bytes, skipped } = withoutPreamble(file);
  try {
    return { ok: true, message: shifted(await takeApart(bytes), skipped) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problem: { ...error.what, line: error.what.line + skipped } };
    throw error;
  }
}

/** A byte order mark, and the line in front of a message that was cut out of an mbox file. */
function withoutPreamble(file: Uint8Array): { readonly bytes: Uint8Array; readonly skipped: number } {
  const bytes = file[0] === 0xef && file[1] === 0xbb && file[2] === 0xbf ? file.subarray(3) : file;
  const isMbox = new TextDecoder('latin1').decode(bytes.subarray(0, 5)) === 'From ';
  const end = isMbox ? bytes.indexOf(10) : -1;
  return end < 0 ? { bytes, skipped: 0 } : { bytes: bytes.subarray(end + 1), skipped: 1 };
}

function shifted(message: MessageContent, lines: number): MessageContent {
  if (lines === 0) return message;
  const move = <One extends { readonly line: number }>(one: One): One => ({ ...one, line: one.line + lines });
  return {
    ...message,
    remarks: message.remarks.map(move),
    typeRemark: message.typeRemark && move(message.typeRemark),
    fields: message.fields.map(move),
  };
}

async function takeApart(bytes: Uint8Array): Promise<MessageContent> {
  refuseOtherFormats(bytes);
  const content = new TextDecoder('latin1').decode(bytes);
  const fields = headerFields(bytes, content);
  const parts = mimeParts(content);
  const email = await decode(bytes);
  const boxes = { to: listOf(fields, 'to'), cc: listOf(fields, 'cc'), bcc: listOf(fields, 'bcc') };
  refuseCrowds([...boxes.to, ...boxes.cc, ...boxes.bcc], fields);
  const type = messageTypeOf(fields, parts, deliveryStatus(email.attachments));
  const froms = listOf(fields, 'from');
  return {
    from: usable(froms)[0] ?? '',
    to: usable(boxes.to),
    cc: usable(boxes.cc),
    bcc: usable(boxes.bcc),
    returnPath: returnPathOf(fields),
    sender: usable(listOf(fields, 'sender'))[0],
    subject: fields.find((one) => one.name === 'subject')?.value ?? '',
    fields,
    ...bodies(email),
    attachments: attachmentsOf(email.attachments, parts),
    size: bytes.length,
    type: type.type,
    typeRemark: type.remark,
    charsets: charsetsOf(parts),
    parts: parts.length,
    levels: parts.reduce((deepest, { depth }) => Math.max(deepest, depth), 0),
    signedBy: signersOf(fields),
    remarks: messageRemarks(fields, parts, [...froms, ...boxes.to, ...boxes.cc, ...boxes.bcc]),
  };
}

function refuseOtherFormats([first, second, third]: Uint8Array): void {
  if (first === undefined) throw new Unreadable(1, text`The file is empty.`, text`Give a message with its header.`);
  if (first === 0xd0 && second === 0xcf && third === 0x11)
    throw new Unreadable(
      1,
      text`The file is in the format of Outlook (${'.msg'}), not an RFC 5322 message.`,
      text`Save the message as ${'.eml'}.`,
    );
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new Unreadable(
      1,
      text`The file is UTF-16 text; a message is a sequence of ASCII lines.`,
      text`Save it unchanged, without going through an editor or ${'Out-File'}.`,
    );
}

async function decode(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, {
      forceRfc822Attachments: true,
      maxNestingDepth: messageLimits.depth + 1,
      // The scan before has bounded each header.
      maxHeadersSize: bytes.length + 1,
    });
  } catch {
    throw new Unreadable(
      1,
      text`The parts of the message cannot be decoded.`,
      text`Check that the file is a whole message.`,
    );
  }
}

/** An address as written in a field, and where. */
export interface FoundAddress {
  readonly written: string;
  /** Normalised; undefined where it is no mail address. */
  readonly address: string | undefined;
  readonly field: string;
  readonly line: number;
}

function listOf(fields: readonly Field[], name: string): readonly FoundAddress[] {
  return fields
    .filter((one) => one.name === name)
    .flatMap(({ value, line }) =>
      flat(addressParser(value)).map((written) => ({ written, address: mailAddress(written), field: name, line })),
    );
}

/** Members of groups count one by one (RFC 5322 3.4); a name without an address names nobody. */
const flat = (addresses: readonly Address[]): readonly string[] =>
  addresses
    .flatMap((one) => one.group?.map((member) => member.address) ?? [one.address ?? ''])
    .filter((one) => one !== '');

const usable = (found: readonly FoundAddress[]): readonly string[] => found.flatMap(({ address }) => address ?? []);

function refuseCrowds(recipients: readonly FoundAddress[], fields: readonly Field[]): void {
  if (recipients.length <= messageLimits.recipients) return;
  const line = fields.find((one) => one.name === 'to' || one.name === 'cc' || one.name === 'bcc')?.line ?? 1;
  throw new Unreadable(
    line,
    text`The message has ${recipients.length} recipients.`,
    text`Exchange takes ${messageLimits.recipients} at most; name those that matter with ${'to'} beside ${'eml'}.`,
  );
}

/** Only an empty pair of brackets is the null sender. */
function returnPathOf(fields: readonly Field[]): string | undefined {
  const value = fields.find((one) => one.name === 'return-path')?.value.trim();
  if (value === undefined) return undefined;
  return value === '<>' ? '' : mailAddress(/^<(.+)>$/u.exec(value)?.[1] ?? value);
}

function bodies({ text: written, html }: Email): Pick<MessageContent, 'body' | 'otherBody'> {
  const read = html === undefined ? undefined : htmlText(html);
  if (written === undefined) return { body: read ?? '', otherBody: undefined };
  const same = read === undefined || words(read) === words(written);
  return { body: written, otherBody: same ? undefined : read };
}

const words = (content: string): string => content.replace(/\s+/gu, ' ').trim();

const charsetsOf = (parts: readonly MimePart[]): readonly string[] => [
  ...new Set(
    parts.flatMap(({ type, parameters }) => (type.startsWith('text/') ? (parameters.get('charset') ?? []) : [])),
  ),
];

/** RFC 6376 3.5: the tag d of each DKIM-Signature. */
const signersOf = (fields: readonly Field[]): readonly string[] => [
  ...new Set(
    fields
      .filter((one) => one.name === 'dkim-signature')
      .flatMap(({ value }) => parseContentType(`;${value}`).parameters.get('d')?.toLowerCase() ?? []),
  ),
];
