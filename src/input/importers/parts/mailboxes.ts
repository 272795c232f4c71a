import { byCodeUnit } from '../../../base/order.ts';
import type { Span } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import type { ExportRemark } from '../exported-object.ts';
import type { Side } from '../nouns.ts';
import { isEmptyValue, type PlainProperty, type PlainValue } from '../plain-value.ts';
import type { TakenObject } from '../take-object.ts';
import type { DraftEntry, DraftNode } from '../topology-draft.ts';

/*
 * What a mailbox has beside its directory object: inbox rules, and its own setting of SMTP AUTH. Both stand in the
 * shorthand of recipients, under the address of the mailbox.
 */

const forwards = [
  ['ForwardTo', 'forwardTo'],
  ['ForwardAsAttachmentTo', 'forwardAsAttachmentTo'],
  ['RedirectTo', 'redirectTo'],
] as const;

export const isForwarding = ({ properties }: TakenObject): boolean =>
  forwards.some(([name]) => !isEmptyValue(properties.get(name)?.value ?? null));

export const isOff = ({ properties }: TakenObject): boolean => properties.get('Enabled')?.value === false;

export const saysSmtpAuth = ({ properties }: TakenObject): boolean =>
  typeof properties.get('SmtpClientAuthenticationDisabled')?.value === 'boolean';

interface Mailbox {
  readonly address: string;
  readonly side: Side;
  readonly at: Span;
  readonly rules: TakenObject[];
  access: TakenObject | undefined;
}

/** Entries of `recipients` for the mailboxes that have rules or a setting of their own. */
export function mailboxItems(objects: readonly TakenObject[]): {
  readonly items: readonly DraftNode[];
  readonly remarks: readonly ExportRemark[];
} {
  const book = addressBook(objects);
  const mailboxes = new Map<string, Mailbox>();
  const remarks: ExportRemark[] = [];
  for (const one of objects) {
    if (one.noun.name !== 'InboxRule' && one.noun.name !== 'CASMailbox') continue;
    const owner = ownerOf(one);
    const found =
      book.get(owner.toLowerCase()) ?? (isAddress(owner) ? { address: owner, side: one.side, at: one.at } : undefined);
    if (found === undefined) {
      remarks.push(unknownOwner(one, owner));
      continue;
    }
    const mailbox = mailboxes.get(found.address.toLowerCase()) ?? { ...found, rules: [], access: undefined };
    mailboxes.set(found.address.toLowerCase(), mailbox);
    if (one.noun.name === 'InboxRule') mailbox.rules.push(one);
    else mailbox.access = one;
  }
  const items = [...mailboxes]
    .sort(([left], [right]) => byCodeUnit(left, right))
    .map(([, mailbox]): DraftNode => ({ entries: mailboxEntries(mailbox, book, remarks), at: mailbox.at }));
  return { items, remarks };
}

type Book = ReadonlyMap<string, { readonly address: string; readonly side: Side; readonly at: Span }>;

/** Mailboxes by whatever an export may call them. */
function addressBook(objects: readonly TakenObject[]): Book {
  const book = new Map<string, { address: string; side: Side; at: Span }>();
  for (const { noun, properties, side, name, at } of objects) {
    if (noun.kind !== 'recipient' || !isAddress(name)) continue;
    const entry = { address: name, side, at: properties.get('PrimarySmtpAddress')?.at ?? at };
    const names = ['PrimarySmtpAddress', 'Alias', 'Name', 'DisplayName', 'UserPrincipalName', 'EmailAddresses'];
    for (const key of names) {
      const value = properties.get(key)?.value ?? null;
      for (const one of Array.isArray(value) ? value : [value]) {
        const called = typeof one === 'string' ? one.replace(/^smtp:/iu, '').toLowerCase() : '';
        if (called !== '' && !book.has(called)) book.set(called, entry);
      }
    }
  }
  return book;
}

const isAddress = (value: string): boolean => /^[^\s@:]+@[^\s@]+$/u.test(value);

/** `MailboxOwnerId` is a name or a path whose last part is the name; Identity has the rule's number behind it. */
function ownerOf({ noun, properties, name }: TakenObject): string {
  if (noun.name === 'CASMailbox') return name;
  const owner = properties.get('MailboxOwnerId')?.value ?? properties.get('Identity')?.value;
  const written = typeof owner === 'string' ? (owner.split('\\')[0] ?? '') : '';
  return written.slice(written.lastIndexOf('/') + 1);
}

function mailboxEntries(
  { address, side, at, rules, access }: Mailbox,
  book: Book,
  remarks: ExportRemark[],
): readonly DraftEntry[] {
  const entries: DraftEntry[] = [
    { key: 'address', node: { scalar: address, at } },
    { key: 'mailbox', node: { scalar: side === 'tenant' ? 'cloud' : 'onPremises', at } },
  ];
  const disabled = access?.properties.get('SmtpClientAuthenticationDisabled');
  if (typeof disabled?.value === 'boolean')
    entries.push({ key: 'smtpAuth', node: { scalar: !disabled.value, at: disabled.at } });
  const items = rules.flatMap((rule): readonly DraftNode[] => {
    const targets = forwards.flatMap(([name, key]) => targetEntry(rule, name, key, book, remarks));
    return targets.length === 0 ? [] : [{ entries: [...targets, ...deletion(rule)], at: rule.at }];
  });
  if (items.length > 0) entries.push({ key: 'inboxRules', node: { items } });
  return entries;
}

function targetEntry(
  rule: TakenObject,
  name: string,
  key: string,
  book: Book,
  remarks: ExportRemark[],
): readonly DraftEntry[] {
  const found = rule.properties.get(name);
  if (found === undefined || isEmptyValue(found.value)) return [];
  const list: readonly PlainValue[] = Array.isArray(found.value) ? found.value : [found.value];
  const items = list.flatMap((value, index): readonly DraftNode[] => {
    const at = found.items?.[index] ?? found.at;
    const address = targetAddress(String(value), book);
    if (address !== undefined) return [{ scalar: address, at }];
    remarks.push({
      kind: 'doubtful',
      at,
      problem: text`${String(value)} is no address, and no export shows whom it names; the rule is taken without it.`,
      remedy: text`Add ${'Get-Recipient -ResultSize Unlimited | ConvertTo-Json -Depth 6'}.`,
    });
    return [];
  });
  return items.length === 0 ? [] : [{ key, node: { items, at: found.at } }];
}

/** `"Carol" [SMTP:carol@mail.example]`, an address, or `"Bob" [EX:/o=…]`, whose address the directory knows. */
function targetAddress(written: string, book: Book): string | undefined {
  const direct = /\[SMTP:([^\]\s]+)\]/iu.exec(written)?.[1] ?? written.trim().replace(/^smtp:/iu, '');
  if (isAddress(direct)) return direct;
  const name = /^"([^"]*)"/u.exec(written.trim())?.[1] ?? written.trim();
  return book.get(name.toLowerCase())?.address;
}

function deletion({ properties }: TakenObject): readonly DraftEntry[] {
  const found: PlainProperty | undefined = ['DeleteMessage', 'SoftDeleteMessage']
    .map((name) => properties.get(name))
    .find((one) => one?.value === true);
  return found === undefined ? [] : [{ key: 'delete', node: { scalar: true, at: found.at } }];
}

const unknownOwner = ({ noun, name, at }: TakenObject, owner: string): ExportRemark => ({
  kind: 'doubtful',
  at,
  problem: text`${noun.name} ${name} belongs to ${owner === '' ? text`nobody` : owner}, whose address no export shows; it is left out.`,
  remedy: text`Add ${'Get-Recipient -ResultSize Unlimited | ConvertTo-Json -Depth 6'}.`,
});
