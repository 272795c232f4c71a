import { asList, writtenText } from '../../model/exchange-value.ts';
import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { RecipientOverride, Written } from '../../model/topology.ts';
import { pointerTo } from '../documents/source-index.ts';
import { mailAddress } from './domain-words.ts';
import type { ExchangeObject } from './exchange-object.ts';
import { flagOf, openObject, textOf } from './exchange-object.ts';
import { messageLimits } from './exported-limits.ts';
import { rawObjects } from './pasted-objects.ts';
import { writtenItems } from './read-inbound-connector.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';

/**
 * Reads directory objects of one side: a list of Get-Recipient, Get-Mailbox, Get-MailUser or Get-RemoteMailbox objects,
 * or a map from address to such an object, or to null for an address that is missing on this side. Items of a list may
 * be such maps too, since null alone has no address.
 */
export function readRecipientOverrides(reading: Reading, raw: unknown, at: Pointer): readonly RecipientOverride[] {
  const overrides = rawObjects(raw, at).flatMap((item): readonly RecipientOverride[] => {
    if (typeof item.raw !== 'object' || item.raw === null || Array.isArray(item.raw)) {
      reportProblem(
        reading,
        item.at,
        text`${String(item.raw)} stands where a recipient must stand.`,
        text`Write an object with the properties that Get-Recipient prints, or ${'anna@contoso.com: null'} for one that is missing.`,
      );
      return [];
    }
    const record = item.raw as Readonly<Record<string, unknown>>;
    const names = Object.keys(record);
    if (names.length > 0 && names.every((name) => /^[^@]+@[^@]+$/u.test(name) && !/@(?:data|odata)\./u.test(name))) {
      return names.flatMap((name) => readEntry(reading, record[name], pointerTo(item.at, name), name) ?? []);
    }
    const entry = readEntry(reading, record, item.at, undefined);
    return entry === undefined ? [] : [entry];
  });
  const first = new Set<string>();
  for (const override of overrides) {
    const lower = override.address.toLowerCase();
    if (first.has(lower))
      reportProblem(
        reading,
        override.at,
        text`${override.address} is declared twice on this side.`,
        text`Keep one of the two.`,
      );
    first.add(lower);
  }
  return overrides;
}

function readEntry(
  reading: Reading,
  raw: unknown,
  at: Pointer,
  address: string | undefined,
): RecipientOverride | undefined {
  const named = address === undefined ? undefined : mailAddress(address);
  if (address !== undefined && named === undefined) {
    reportProblem(
      reading,
      at,
      text`${address} is no mail address.`,
      text`Write an address such as ${'anna@contoso.com'}.`,
    );
    return undefined;
  }
  if (raw === null) return named === undefined ? undefined : { at, address: named, entry: null };
  if (typeof raw !== 'object' || Array.isArray(raw)) {
    reportProblem(
      reading,
      at,
      text`${String(raw)} stands where a recipient must stand.`,
      text`Write an object with the properties that Get-Recipient prints, or null.`,
    );
    return undefined;
  }
  const object = openObject(reading, 'recipient', at, raw as Readonly<Record<string, unknown>>, named ?? 'recipient');
  const addresses = proxyAddresses(object);
  const primary =
    named ??
    firstAddress(object, ['PrimarySmtpAddress', 'WindowsEmailAddress']) ??
    addresses.primary ??
    firstAddress(object, ['UserPrincipalName', 'Identity', 'Name']);
  if (primary === undefined) {
    reportProblem(
      reading,
      at,
      text`The recipient ${object.name} has no mail address.`,
      text`Add ${'PrimarySmtpAddress'}; Get-Recipient prints it.`,
    );
    return undefined;
  }
  const target = ['ExternalEmailAddress', 'RemoteRoutingAddress', 'TargetAddress']
    .map((name) => textOf(object, name))
    .find((item) => item !== undefined);
  const targetAddress = target === undefined ? undefined : smtpAddress(target.text);
  if (target !== undefined && targetAddress === undefined) {
    reportProblem(
      reading,
      target.at,
      text`${target.text} is no mail address.`,
      text`Write an address such as ${'SMTP:anna@contoso.mail.onmicrosoft.com'}.`,
    );
  }
  const lower = primary.toLowerCase();
  return {
    at,
    address: primary,
    entry: {
      recipientType:
        textOf(object, 'RecipientTypeDetails')?.text ?? textOf(object, 'RecipientType')?.text ?? guessType(object),
      aliases: addresses.all.filter((one) => one.toLowerCase() !== lower),
      target: targetAddress,
      members: writtenItems(object, 'Members'),
      internalOnly:
        flagOf(object, 'RequireSenderAuthenticationEnabled') ??
        flagOf(object, 'RequireAllSendersAreAuthenticated') ??
        false,
      forwarding: {
        forwardingAddress: referenceOf(object, 'ForwardingAddress'),
        forwardingSmtpAddress: referenceOf(object, 'ForwardingSmtpAddress'),
        deliverToMailboxAndForward: flagOf(object, 'DeliverToMailboxAndForward'),
      },
      limits: messageLimits(object),
      properties: object.properties,
    },
  };
}

/** null: the export holds the property, and it is empty; undefined: it does not hold it. */
function referenceOf(object: ExchangeObject, name: string): Written | null | undefined {
  const written = textOf(object, name);
  const plain = object.properties[name];
  if (written === undefined) return plain === null || plain === '' ? null : undefined;
  return { ...written, text: written.text.replace(/^smtp:/iu, '') };
}

/** `SMTP:a@b` is the primary address, `smtp:a@b` another; other types (X500, SIP) carry no mail here. */
function proxyAddresses(object: ExchangeObject): {
  readonly primary: string | undefined;
  readonly all: readonly string[];
} {
  let primary: string | undefined;
  const all: string[] = [];
  for (const item of asList(object.properties.EmailAddresses)) {
    const written = writtenText(item) ?? '';
    const parts = /^(?:(smtp):)?([^:]+@[^:]+)$/iu.exec(written);
    const address = parts === null ? undefined : mailAddress(parts[2] ?? '');
    if (address === undefined) continue;
    if (parts?.[1] === 'SMTP') primary ??= address;
    all.push(address);
  }
  return { primary, all };
}

function firstAddress(object: ExchangeObject, names: readonly string[]): string | undefined {
  for (const name of names) {
    const written = textOf(object, name);
    const address = written === undefined ? undefined : smtpAddress(written.text);
    if (address !== undefined) return address;
  }
  return undefined;
}

const smtpAddress = (written: string): string | undefined => mailAddress(written.replace(/^smtp:/iu, ''));

/** Get-RemoteMailbox and Get-MailUser print no type where the export was cut to a few properties. */
function guessType(object: ExchangeObject): string {
  if (textOf(object, 'RemoteRoutingAddress') !== undefined) return 'RemoteUserMailbox';
  if (textOf(object, 'ExternalEmailAddress') !== undefined) return 'MailUser';
  if (asList(object.properties.Members).length > 0) return 'MailUniversalDistributionGroup';
  return 'UserMailbox';
}
