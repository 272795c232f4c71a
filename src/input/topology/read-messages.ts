import type { MessageFile } from '../../model/message-file.ts';
import type { Pointer } from '../../model/source.ts';
import { list, text } from '../../model/text.ts';
import type { AcceptedDomain, DeclaredMessage, MessageType, Written } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { pointerTo } from '../documents/source-index.ts';
import type { MessageContent } from '../messages/read-message.ts';
import type { FileAccess } from '../problem.ts';
import { hostName, mailAddress, requiredAddress, requiredHost, writtenAt, writtenList } from './domain-words.ts';
import type { NamesInScope } from './names-in-scope.ts';
import { reportUndefined } from './names-in-scope.ts';
import { ownDomainOf } from './own-domains.ts';
import type { RawMessage } from './raw-topology.ts';
import { readAttachments, readSize, withDeclared } from './read-attachments.ts';
import { readExpectations } from './read-expectation.ts';
import { envelopeSender, fieldsOfFile, MessageFiles, messageFileOf, withFile } from './read-message-file.ts';
import type { NodeAddresses } from './read-source.ts';
import { readSource } from './read-source.ts';
import type { Reading } from './reading.ts';
import { reportNoticeAt, reportProblem } from './reading.ts';
import { uniqueNames } from './unique-names.ts';

/** What messages refer to. */
export interface MessageScope {
  readonly names: NamesInScope;
  readonly nodes: NodeAddresses;
  readonly ownDomains: readonly AcceptedDomain[];
  /** Own domains whose recipients are all declared. */
  readonly completeDomains: ReadonlySet<string>;
  /** Addresses with a mailbox, lower case. */
  readonly mailboxes: ReadonlySet<string>;
  /** Names of transport rules. */
  readonly rules: readonly string[];
}

export async function readMessages(
  reading: Reading,
  scope: MessageScope,
  raw: readonly RawMessage[],
  at: Pointer,
  access: FileAccess,
): Promise<readonly DeclaredMessage[]> {
  uniqueNames(
    reading,
    text`message`,
    raw.map((item, index) => ({ name: item.name, at: pointerTo(pointerTo(at, index), 'name') })),
  );
  const files = new MessageFiles(access);
  const messages: DeclaredMessage[] = [];
  for (const [index, item] of raw.entries()) {
    const place = pointerTo(at, index);
    const path = item.eml ?? undefined;
    const content = path === undefined ? undefined : await files.read(reading, path, pointerTo(place, 'eml'));
    if (path !== undefined && content === undefined) continue;
    const file = path === undefined || content === undefined ? undefined : { path, content };
    const message = readMessage(reading, scope, item, place, file);
    if (message !== undefined) messages.push(message);
  }
  return messages;
}

/** Types that carry the null sender by themselves (RFC 5321 4.5.5, RFC 3834 section 4, RFC 8098 section 2.1). */
const nullSenders: ReadonlySet<string> = new Set(['oof', 'ndr', 'readReceipt']);

interface NamedFile {
  readonly path: string;
  readonly content: MessageContent;
}

function readMessage(
  reading: Reading,
  scope: MessageScope,
  written: RawMessage,
  at: Pointer,
  file: NamedFile | undefined,
): DeclaredMessage | undefined {
  const key = (name: string): Pointer => pointerTo(at, name);
  const subject = `message:${written.name.toLowerCase()}`;
  const raw = file === undefined ? written : withFile(written, file.content);
  const recipients = readEnvelope(reading, raw, at);
  const from = readFrom(reading, raw, key('from'));
  if (from === undefined || recipients.length === 0) {
    reportIncomplete(reading, raw, at, recipients.length === 0);
    return undefined;
  }
  if (file !== undefined) reportRemarks(reading, subject, written, file);
  const type = (raw.type ?? 'normal') as MessageType;
  const source = readSource(reading, scope.names, scope.nodes, raw.source, key('source'), subject);
  if (source === undefined) checkMailbox(reading, scope, raw.name, from, at);
  const ruleErrors = readRuleErrors(reading, scope, raw, key('ruleErrors'), subject);
  const sender = readSender(reading, written, key('mailFrom'), nullSenders.has(type) ? '' : from, file?.content);
  return {
    at,
    name: raw.name,
    from,
    mailFrom: sender.address,
    recipients,
    source,
    deliverTo: readDeliverTo(reading, raw, key('deliverTo')),
    subject: raw.subject ?? '',
    headers: withDeclared(file === undefined ? new Map() : fieldsOfFile(written, file.content), raw.headers),
    body: raw.body ?? '',
    attachments:
      file === undefined || written.attachments
        ? readAttachments(reading, raw.attachments ?? [], key('attachments'))
        : file.content.attachments,
    size: readSize(reading, raw.size, key('size')) ?? sizeOfFile(written, file?.content),
    type,
    dkim: readSignatures(reading, raw.dkim ?? [], key('dkim')),
    dkimDeclared: raw.dkim !== undefined && raw.dkim !== null,
    authenticated: raw.authenticated ?? false,
    verdict: (raw.verdict ?? 'clean') as DeclaredMessage['verdict'],
    ...(ruleErrors.length > 0 ? { ruleErrors } : {}),
    ...(file === undefined ? {} : { eml: messageFileOf(file.path, written, file.content, sender.field) }),
    expect:
      raw.expect === undefined || raw.expect === null
        ? undefined
        : readExpectations(reading, scope.names, raw.expect, key('expect'), subject),
  };
}

/** Content that is declared beside a file makes another message of it, whose size nobody knows. */
const sizeOfFile = (written: RawMessage, file: MessageContent | undefined): number | undefined =>
  written.attachments || typeof written.body === 'string' ? undefined : file?.size;

function readSignatures(reading: Reading, raw: NonNullable<RawMessage['dkim']>, at: Pointer): DeclaredMessage['dkim'] {
  return raw.flatMap((item, index) => {
    const domain = requiredHost(reading, { text: item.domain, at: pointerTo(pointerTo(at, index), 'domain') });
    return domain === undefined ? [] : [{ domain, result: item.result ?? 'pass' }];
  });
}

/** Recipients of all boxes in order; one that is named twice stays in the first box. */
function readEnvelope(reading: Reading, raw: RawMessage, at: Pointer): DeclaredMessage['recipients'] {
  const seen = new Set<string>();
  return (['to', 'cc', 'bcc'] as const).flatMap((box) =>
    writtenList(raw[box], pointerTo(at, box)).flatMap((item) => {
      const address = requiredAddress(reading, item);
      if (address === undefined || seen.has(address.toLowerCase())) return [];
      seen.add(address.toLowerCase());
      return [{ text: address, at: item.at, box }];
    }),
  );
}

/** The From header: an address, with or without a display name; `<>` is a message without one. */
function readFrom(reading: Reading, raw: RawMessage, at: Pointer): string | undefined {
  const item = writtenAt(raw.from, at);
  if (item === undefined) return undefined;
  if (item.text.trim() === '<>') return '';
  const inner = /<([^<>]+)>\s*$/u.exec(item.text)?.[1];
  return requiredAddress(reading, inner === undefined ? item : { ...item, text: inner });
}

/** The envelope sender: declared, else the file's, else implied. */
function readSender(
  reading: Reading,
  { mailFrom: raw }: RawMessage,
  at: Pointer,
  implied: string,
  file: MessageContent | undefined,
): { readonly address: string; readonly field: MessageFile['senderFrom'] } {
  if (raw === undefined || raw === null)
    return file === undefined ? { address: implied, field: undefined } : envelopeSender(file, implied);
  if (raw.trim() === '' || raw.trim() === '<>') return { address: '', field: undefined };
  const bare = /^<(.+)>$/u.exec(raw.trim())?.[1] ?? raw;
  const address = mailAddress(bare);
  if (address === undefined)
    reportProblem(
      reading,
      at,
      text`${raw} is no envelope sender.`,
      text`Write an address such as ${'anna@contoso.com'}, or ${'"<>"'} for the null sender.`,
    );
  return { address: address ?? implied, field: undefined };
}

function readDeliverTo(reading: Reading, raw: RawMessage, at: Pointer): DeclaredMessage['deliverTo'] {
  const item = writtenAt(raw.deliverTo, at);
  if (item === undefined) return undefined;
  if (item.text === 'mx' || item.text === 'tenant') return { ...item, kind: item.text };
  const host = hostName(item.text);
  if (host !== undefined) return { ...item, kind: 'host', host };
  reportProblem(
    reading,
    at,
    text`${item.text} is no place to hand a message in.`,
    text`Write ${'mx'}, ${'tenant'} or a host name.`,
  );
  return undefined;
}

function readRuleErrors(
  reading: Reading,
  scope: MessageScope,
  raw: RawMessage,
  at: Pointer,
  subject: string,
): readonly string[] {
  return writtenList(raw.ruleErrors, at).map((item: Written) => {
    const known = scope.rules.find((rule) => rule.toLowerCase() === item.text.toLowerCase());
    if (known === undefined)
      reportUndefined(
        reading,
        item,
        subject,
        text`transport rule`,
        scope.rules,
        text`Nothing fails for this message because of it.`,
      );
    return known ?? item.text;
  });
}

/** What the file leaves open, where nothing beside it decides that. */
function reportRemarks(reading: Reading, subject: string, written: RawMessage, { path, content }: NamedFile): void {
  const remarks = [...content.remarks, ...(written.type || !content.typeRemark ? [] : [content.typeRemark])];
  for (const { line, problem, consequence, remedy } of remarks)
    reportNoticeAt(
      reading,
      { file: path, line, column: 1 },
      { rule: 'topology/undetermined', subject, problem, consequence, remedy },
    );
}

function reportIncomplete(reading: Reading, raw: RawMessage, at: Pointer, noRecipient: boolean): void {
  const missing = [
    ...(writtenAt(raw.from, at) === undefined ? ['from'] : []),
    ...(noRecipient && [raw.to, raw.cc, raw.bcc].every((box) => writtenList(box, at).length === 0) ? ['to'] : []),
  ];
  if (missing.length > 0)
    reportProblem(
      reading,
      at,
      text`The message ${raw.name} has no ${list(missing)}.`,
      text`Add ${list(missing)}, or ${'eml'} with a message file.`,
    );
}

/** A sender in a domain whose recipients are all declared, who is none of them, cannot have sent from a mailbox. */
function checkMailbox(reading: Reading, scope: MessageScope, name: string, from: string, at: Pointer): void {
  const domain = ownDomainOf(scope.ownDomains, domainOf(from));
  if (domain === undefined || !scope.completeDomains.has(domain.name) || scope.mailboxes.has(from.toLowerCase()))
    return;
  reportProblem(
    reading,
    pointerTo(at, 'from'),
    text`${from} has no declared mailbox, so the message ${name} has no place where it begins.`,
    text`Add ${`- { address: ${from}, mailbox: cloud }`} to ${'recipients'}, or give the message a ${'source'} (${'internet'}, ${'server:<name>'}, ${'service:<name>'}).`,
  );
}
