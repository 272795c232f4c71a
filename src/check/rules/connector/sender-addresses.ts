import {
  type AddressSet,
  isEmpty,
  isSubset,
  overlaps,
  subtract,
  toPrefixes,
} from '../../../model/addresses/address-set.ts';
import type { Fix, Safety } from '../../../model/change.ts';
import { type Text, text } from '../../../model/text.ts';
import type { AddressEntry, InboundConnector } from '../../../model/topology.ts';
import type { CheckContext } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';

/** More prefixes than anybody would read stand for one entry. */
const prefixesMax = 16;

/** A set as single addresses and prefixes of /24 to /32; undefined where SenderIPAddresses cannot hold it, or nobody would read it. */
export function storable(set: AddressSet): readonly string[] | undefined {
  const prefixes = toPrefixes(set).map((prefix) => prefix.replace(/\/32$/u, ''));
  const tooWide = prefixes.some((prefix) => Number(prefix.split('/')[1] ?? 32) < 24);
  return set.v6.length > 0 || tooWide || prefixes.length > prefixesMax ? undefined : prefixes;
}

/**
 * The entries of a list of addresses without those of a set: as written where nothing of them goes, the rest as prefixes
 * where a part goes. Undefined where the rest cannot be written.
 */
export function entriesWithout(entries: readonly AddressEntry[], out: AddressSet): readonly string[] | undefined {
  const kept = entries.map((entry) => {
    if (isEmpty(entry.set) || !overlaps(entry.set, out)) return [entry.text];
    return isSubset(entry.set, out) ? [] : storable(subtract(entry.set, out));
  });
  return kept.every((one) => one !== undefined) ? kept.flat() : undefined;
}

/**
 * The fix that lets a connector list these addresses and no others. Where it then identifies nobody any more, it is
 * disabled instead, because Exchange Online would take no mail by it.
 */
export function listAddresses(
  context: CheckContext,
  connector: InboundConnector,
  addresses: readonly string[] | undefined,
  title: Text,
  safety: Safety,
): readonly Fix[] {
  if (addresses === undefined) return [];
  if (addresses.length > 0 || connector.tlsSenderCertificateName !== undefined)
    return proposed(
      title,
      safety,
      context.change(connector.at, { SenderIPAddresses: addresses.length === 0 ? undefined : addresses }),
    );
  return connector.connectorType === 'OnPremises'
    ? proposed(
        text`Disable ${connector.name}, which identifies nobody without these addresses`,
        'review',
        context.change(connector.at, { Enabled: false }),
      )
    : [];
}
