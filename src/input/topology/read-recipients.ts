import { nearest } from '../../base/suggest.ts';
import type { Pointer } from '../../model/source.ts';
import { list, type Text, text } from '../../model/text.ts';
import type { Recipient, Written } from '../../model/topology.ts';
import { pointerTo } from '../documents/source-index.ts';
import { hostName, mailAddress, requiredAddress, writtenAt, writtenList } from './domain-words.ts';
import type { NamesInScope } from './names-in-scope.ts';
import { reportUndefined, resolveNode } from './names-in-scope.ts';
import type { RawInboxRule, RawRecipient } from './raw-topology.ts';
import { readSize } from './read-attachments.ts';
import type { Reading } from './reading.ts';
import { reportNotice, reportProblem } from './reading.ts';

/** Reads the shorthand of recipients; `hasTenant` decides where a recipient lives that does not say so. */
export function readRecipients(
  reading: Reading,
  scope: NamesInScope,
  raw: readonly RawRecipient[],
  at: Pointer,
  hasTenant: boolean,
): readonly Recipient[] {
  const recipients: Recipient[] = [];
  const owners = new Map<string, Pointer>();
  raw.forEach((item, index) => {
    const recipient = readRecipient(reading, scope, item, pointerTo(at, index), hasTenant);
    if (recipient === undefined) return;
    recipients.push(recipient);
    for (const address of [recipient.address, ...recipient.aliases]) claim(reading, owners, address, recipient.at);
  });
  return recipients;
}

/** An address of two recipients would make every delivery to it a guess. */
function claim(reading: Reading, owners: Map<string, Pointer>, address: string, at: Pointer): void {
  const lower = address.toLowerCase();
  const before = owners.get(lower);
  if (before === undefined) owners.set(lower, at);
  else {
    const line = reading.sources.locate(before)?.line ?? 0;
    reportProblem(
      reading,
      at,
      text`${address} is declared twice; the other place is line ${line}.`,
      text`Give each address to one recipient.`,
    );
  }
}

function readRecipient(
  reading: Reading,
  scope: NamesInScope,
  raw: RawRecipient,
  at: Pointer,
  hasTenant: boolean,
): Recipient | undefined {
  const key = (name: string): Pointer => pointerTo(at, name);
  const address = requiredAddress(reading, { text: raw.address, at: key('address') });
  if (address === undefined) return undefined;
  const subject = `recipient:${address.toLowerCase()}`;
  const kind = kindOf(reading, raw, at);
  const contact = writtenAt(raw.contact, key('contact'));
  const forward = writtenAt(raw.forwardTo, key('forwardTo'));
  const forwardTo = forward === undefined ? undefined : checkedAddress(reading, forward);
  return {
    at,
    address,
    aliases:
      raw.aliases === undefined
        ? []
        : writtenList(raw.aliases, key('aliases')).flatMap((item) => requiredAddress(reading, item) ?? []),
    kind,
    mailbox: kind === 'mailbox' ? readMailbox(reading, scope, raw, key('mailbox'), subject, hasTenant) : undefined,
    members: raw.members === undefined ? [] : writtenList(raw.members, key('members')),
    home: raw.home ?? 'cloud',
    contact: contact === undefined ? undefined : requiredAddress(reading, contact),
    synced: raw.synced ?? true,
    internalOnly: raw.internalOnly ?? false,
    forwardTo,
    keepCopy: raw.keepCopy ?? false,
    inboxRules: (raw.inboxRules ?? []).flatMap(
      (rule, index) => readInboxRule(reading, rule, pointerTo(key('inboxRules'), index)) ?? [],
    ),
    smtpAuth: raw.smtpAuth ?? undefined,
    safeSenders: sendersOf(reading, raw.safeSenders, key('safeSenders')),
    blockedSenders: sendersOf(reading, raw.blockedSenders, key('blockedSenders')),
    limits: readLimits(reading, raw, key),
    memberOf: raw.memberOf === undefined ? [] : writtenList(raw.memberOf, key('memberOf')),
    attributes: new Map(
      Object.entries(raw.attributes ?? {}).map(([name, value]) => [name, value === null ? null : String(value)]),
    ),
  };
}

/** MaxReceiveSize and MaxSendSize of the mailbox or group. */
function readLimits(reading: Reading, raw: RawRecipient, key: (name: string) => Pointer): Recipient['limits'] {
  const limit = (name: 'maxReceiveSize' | 'maxSendSize') => {
    const value = readSize(reading, raw[name], key(name));
    return value === undefined ? undefined : { value, at: key(name) };
  };
  const receiveSize = limit('maxReceiveSize');
  const sendSize = limit('maxSendSize');
  return { ...(receiveSize === undefined ? {} : { receiveSize }), ...(sendSize === undefined ? {} : { sendSize }) };
}

function kindOf(reading: Reading, raw: RawRecipient, at: Pointer): Recipient['kind'] {
  const stated = (['mailbox', 'members', 'contact'] as const).filter(
    (name) => raw[name] !== undefined && raw[name] !== null,
  );
  if (stated.length > 1) {
    reportProblem(
      reading,
      at,
      text`${raw.address} has ${list(stated)}, which make it different things.`,
      text`Keep one: mailbox, members (a group) or contact.`,
    );
  }
  if (stated.includes('members')) return 'group';
  if (stated.includes('contact')) return 'contact';
  return raw.mailbox === 'none' ? 'none' : 'mailbox';
}

function readMailbox(
  reading: Reading,
  scope: NamesInScope,
  raw: RawRecipient,
  at: Pointer,
  subject: string,
  hasTenant: boolean,
): Recipient['mailbox'] {
  const item = writtenAt(raw.mailbox, at);
  if (item === undefined) {
    reportNotice(reading, at, {
      rule: 'topology/undetermined',
      subject,
      problem: text`Where the mailbox of ${raw.address} lives is not declared.`,
      consequence: text`It is taken as ${hasTenant ? 'cloud' : 'onPremises'}.`,
      remedy: text`Add ${'mailbox: cloud'} or ${'mailbox: onPremises'}.`,
    });
    return hasTenant ? { where: 'cloud' } : { where: 'onPremises', node: undefined };
  }
  if (item.text === 'cloud') return { where: 'cloud' };
  if (item.text === 'onPremises') return { where: 'onPremises', node: undefined };
  const node = resolveNode(reading, scope, item, subject, ['server']);
  if (node !== undefined) return { where: 'onPremises', node };
  const words = ['cloud', 'onPremises', 'none'];
  reportUndefined(
    reading,
    item,
    subject,
    text`server`,
    [...words, ...scope.nodes.server],
    text`The mailbox counts as one of the first declared mailbox server.`,
  );
  return { where: 'onPremises', node: undefined };
}

/** Addresses and domains, as a mailbox keeps them in its junk mail lists; `@fabrikam.com` is a domain there. */
function sendersOf(reading: Reading, raw: RawRecipient['safeSenders'], at: Pointer): readonly Written[] {
  return writtenList(raw, at).flatMap((item) => {
    const known = mailAddress(item.text) ?? hostName(item.text.trim().replace(/^@/u, ''));
    if (known !== undefined) return [{ text: known, at: item.at }];
    reportProblem(
      reading,
      item.at,
      text`${item.text} is neither a mail address nor a domain.`,
      text`Write ${'alice@fabrikam.com'} or ${'fabrikam.com'}.`,
    );
    return [];
  });
}

const ruleKinds = ['forwardTo', 'forwardAsAttachmentTo', 'redirectTo'] as const;

function readInboxRule(reading: Reading, raw: RawInboxRule, at: Pointer): Recipient['inboxRules'][number] | undefined {
  const stated = ruleKinds.filter((kind) => raw[kind] !== undefined && raw[kind] !== null);
  const [kind] = stated;
  if (kind === undefined || stated.length > 1) {
    const problem =
      kind === undefined ? text`This inbox rule says nothing.` : text`This inbox rule has ${list(stated)}.`;
    reportProblem(reading, at, problem, text`Give each rule one of ${list(ruleKinds, 'or')}.`);
    return undefined;
  }
  const to = writtenList(raw[kind], pointerTo(at, kind)).flatMap((item) => checkedAddress(reading, item) ?? []);
  return { at, kind, to, deletes: raw.delete ?? false };
}

/** An address in the spelling under which it is compared, with its place. */
function checkedAddress(reading: Reading, item: Written): Written | undefined {
  const address = requiredAddress(reading, { ...item, text: item.text.replace(/^smtp:/iu, '') });
  return address === undefined ? undefined : { text: address, at: item.at };
}

/** Who is declared, to check references among recipients. */
export interface DeclaredRecipients {
  /** Addresses and aliases in lower case, of the shorthand and of the objects of both directories. */
  readonly addresses: ReadonlySet<string>;
  /** Names by which pasted objects refer: Name, Alias, DisplayName, distinguished name; lower case. */
  readonly names: ReadonlySet<string>;
  /** Accepted domains of which a recipient is declared, so that any other address in them does not exist. */
  readonly completeDomains: ReadonlySet<string>;
}

/** Reports members, forwards and groups that nothing declares although their domain's recipients are. */
export function checkRecipientReferences(
  reading: Reading,
  recipients: readonly Recipient[],
  declared: DeclaredRecipients,
): void {
  let known: readonly string[] | undefined;
  const check = (item: Written, subject: string, what: Text): void => {
    const lower = item.text
      .replace(/^smtp:/iu, '')
      .trim()
      .toLowerCase();
    if (declared.addresses.has(lower) || declared.names.has(lower)) return;
    const at = lower.lastIndexOf('@');
    if (at >= 0 && !declared.completeDomains.has(lower.slice(at + 1))) return;
    known ??= [...declared.addresses].slice(0, 2_000);
    reportUndefined(reading, item, subject, what, nearest(lower, known), text`Mail to it finds nobody.`);
  };
  for (const recipient of recipients) {
    const subject = `recipient:${recipient.address.toLowerCase()}`;
    for (const member of recipient.members) check(member, subject, text`recipient`);
    for (const group of recipient.memberOf) check(group, subject, text`group`);
    if (recipient.forwardTo !== undefined) check(recipient.forwardTo, subject, text`recipient`);
    for (const rule of recipient.inboxRules) for (const to of rule.to) check(to, subject, text`recipient`);
  }
}
