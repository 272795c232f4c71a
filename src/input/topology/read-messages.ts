import type { Pointer } from '../../model/source.ts';
import { list, text } from '../../model/text.ts';
import type { AcceptedDomain, MessageType, SampleMessage, Written } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { pointerTo } from '../documents/source-index.ts';
import { hostName, mailAddress, requiredAddress, requiredHost, writtenAt, writtenList } from './domain-words.ts';
import type { NamesInScope } from './names-in-scope.ts';
import { reportUndefined } from './names-in-scope.ts';
import { ownDomainOf } from './own-domains.ts';
import { parseSize } from './parse-size.ts';
import type { RawMessage } from './raw-topology.ts';
import { readExpectations } from './read-expectation.ts';
import { readFields } from './read-nodes.ts';
import type { NodeAddresses } from './read-source.ts';
import { readSource } from './read-source.ts';
import type { Reading } from './reading.ts';
import { reportNotice, reportProblem } from './reading.ts';
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

export function readMessages(
  reading: Reading,
  scope: MessageScope,
  raw: readonly RawMessage[],
  at: Pointer,
): readonly SampleMessage[] {
  uniqueNames(
    reading,
    'message',
    raw.map((item, index) => ({ name: item.name, at: pointerTo(pointerTo(at, index), 'name') })),
  );
  return raw.flatMap((item, index) => readMessage(reading, scope, item, pointerTo(at, index)) ?? []);
}

/** Types that carry the null sender by themselves (RFC 5321 4.5.5, RFC 3834 section 4, RFC 8098 section 2.1). */
const nullSenders: ReadonlySet<string> = new Set(['oof', 'ndr', 'readReceipt']);

function readMessage(reading: Reading, scope: MessageScope, raw: RawMessage, at: Pointer): SampleMessage | undefined {
  const key = (name: string): Pointer => pointerTo(at, name);
  const subject = `message:${raw.name.toLowerCase()}`;
  const recipients = readEnvelope(reading, raw, at);
  const from = readFrom(reading, raw, key('from'));
  const eml = raw.eml ?? undefined;
  if (eml !== undefined) reportEml(reading, eml, key('eml'), subject, from !== undefined && recipients.length > 0);
  if (from === undefined || recipients.length === 0) {
    if (eml === undefined) reportIncomplete(reading, raw, at, recipients.length === 0);
    return undefined;
  }
  const type = (raw.type ?? 'normal') as MessageType;
  const source = readSource(reading, scope.names, scope.nodes, raw.source, key('source'), subject);
  if (source === undefined) checkMailbox(reading, scope, raw.name, from, at);
  const ruleErrors = readRuleErrors(reading, scope, raw, key('ruleErrors'), subject);
  return {
    at,
    name: raw.name,
    from,
    mailFrom: readMailFrom(reading, raw.mailFrom, key('mailFrom'), nullSenders.has(type) ? '' : from),
    recipients,
    source,
    deliverTo: readDeliverTo(reading, raw, key('deliverTo')),
    subject: raw.subject ?? '',
    headers: readFields(raw.headers),
    body: raw.body ?? '',
    attachments: (raw.attachments ?? []).map((item, index) => ({
      name: item.name,
      size: readSize(reading, item.size, pointerTo(key('attachments'), index)) ?? 0,
    })),
    size: readSize(reading, raw.size, key('size')),
    type,
    dkim: (raw.dkim ?? []).flatMap((item, index) => {
      const domain = requiredHost(reading, {
        text: item.domain,
        at: pointerTo(pointerTo(key('dkim'), index), 'domain'),
      });
      return domain === undefined ? [] : [{ domain, result: item.result ?? 'pass' }];
    }),
    dkimDeclared: raw.dkim !== undefined && raw.dkim !== null,
    authenticated: raw.authenticated ?? false,
    verdict: (raw.verdict ?? 'clean') as SampleMessage['verdict'],
    ...(ruleErrors.length > 0 ? { ruleErrors } : {}),
    ...(eml === undefined ? {} : { eml }),
    expect:
      raw.expect === undefined || raw.expect === null
        ? undefined
        : readExpectations(reading, scope.names, raw.expect, key('expect'), subject),
  };
}

/** Recipients of all boxes in order; one that is named twice stays in the first box. */
function readEnvelope(reading: Reading, raw: RawMessage, at: Pointer): SampleMessage['recipients'] {
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

function readMailFrom(reading: Reading, raw: string | null | undefined, at: Pointer, implied: string): string {
  if (raw === undefined || raw === null) return implied;
  if (raw.trim() === '' || raw.trim() === '<>') return '';
  const bare = /^<(.+)>$/u.exec(raw.trim())?.[1] ?? raw;
  const address = mailAddress(bare);
  if (address === undefined)
    reportProblem(
      reading,
      at,
      text`${raw} is no envelope sender.`,
      text`Write an address such as ${'anna@contoso.com'}, or ${'"<>"'} for the null sender.`,
    );
  return address ?? implied;
}

function readDeliverTo(reading: Reading, raw: RawMessage, at: Pointer): SampleMessage['deliverTo'] {
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

function readSize(reading: Reading, raw: string | number | undefined | null, at: Pointer): number | undefined {
  if (raw === undefined || raw === null) return undefined;
  const size = parseSize(raw);
  if (size === undefined)
    reportProblem(
      reading,
      at,
      text`${String(raw)} is no size.`,
      text`Write bytes (2048) or a size such as ${'25 MB'}.`,
    );
  return size;
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
        'transport rule',
        scope.rules,
        text`Nothing fails for this message because of it.`,
      );
    return known ?? item.text;
  });
}

function reportEml(reading: Reading, eml: string, at: Pointer, subject: string, usable: boolean): void {
  reportNotice(reading, at, {
    rule: 'topology/undetermined',
    subject,
    problem: text`The message file ${eml} is not read.`,
    consequence: usable
      ? text`The message is traced by the fields that stand beside it.`
      : text`The message is left out, because no fields stand beside the file.`,
    remedy: text`Write ${'from'} and ${'to'} beside it, and the header fields that matter under ${'headers'}.`,
  });
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
