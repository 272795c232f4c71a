import { words } from '../topology/name-words.ts';

/** Lists whose entries hold no blanks, so that a list which something has joined into one text can be taken apart. */
const lists: ReadonlySet<string> = new Set(
  words(`
    AddressSpaces AllowedSenderDomains AllowedSenders ArcTrustedSealers AssociatedAcceptedDomains Bindings
    BlockedSenderDomains BlockedSenders EFSkipIPs EFUsers ExceptIfRecipientDomainIs ExceptIfSenderDomainIs
    ExceptIfSenderIpRanges IPAllowList IPBlockList InternalSMTPServers RecipientDomainIs RecipientDomains RemoteIPRanges
    SenderDomainIs SenderDomains SenderIPAddresses SenderIpRanges SmartHosts TLSReceiveDomainSecureList
    TLSSendDomainSecureList
  `),
);

/**
 * The entries of a list that stands as one text: what ConvertTo-Json makes of a list below its depth (blanks between), and
 * what people write for Export-Csv (`-join ';'`). The number behind a semicolon in `smtp:*;1` is a part of its entry.
 * @returns undefined where the text is one entry, or the property no list of such entries.
 */
export function joinedList(property: string, written: string): readonly string[] | undefined {
  if (property === 'EmailAddresses') return several(written.split(/[\s,;|]+(?=[A-Za-z0-9]+:\S)/u));
  return lists.has(property) ? several(written.split(/[\s|,]+|;(?!\d+(?:[\s,;|]|$))/u)) : undefined;
}

function several(parts: readonly string[]): readonly string[] | undefined {
  const entries = parts.map((part) => part.trim()).filter((part) => part !== '');
  return entries.length > 1 ? entries : undefined;
}
