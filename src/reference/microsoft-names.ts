import type { AddressSet } from '../model/addresses/address-set.ts';
import type { Cloud } from '../model/topology.ts';
import { organizationalDomain } from '../protocols/dmarc/organizational-domain.ts';
import { bundledPrefixes, lazy } from './bundled-prefixes.ts';
import { comparable, namesAbove } from './host-suffix.ts';
import file from './microsoft-names.json' with { type: 'json' };

export type MicrosoftNameKind =
  | 'autodiscover'
  | 'client-submission'
  | 'dkim-target-suffix'
  | 'mx-suffix'
  | 'outbound-host-suffix'
  | 'spf-include'
  | 'tenant-routing-suffix';

export interface MicrosoftName {
  readonly kind: MicrosoftNameKind;
  readonly value: string;
  /** As the source names it, `worldwide (legacy)` and `germany (closed)` among them. */
  readonly cloud: string;
  /** The clouds of a topology that the name serves; none for a cloud that was closed. */
  readonly clouds: readonly Cloud[];
  readonly publisher: 'Microsoft';
  readonly source: string;
  readonly date: string;
  readonly note: string | undefined;
}

/** A dated state of an SPF record of Microsoft's. */
export interface SpfExpansion {
  readonly name: string;
  readonly cloud: string;
  readonly clouds: readonly Cloud[];
  readonly publisher: 'Microsoft';
  readonly source: string;
  /** undefined, as `record` is, for a name whose content was not found: nothing is known, not even that it exists. */
  readonly date: string | undefined;
  readonly record: string | undefined;
}

// The compiler reads JSON strings as any string; test/reference holds the file to these unions.
const names = lazy((): readonly MicrosoftName[] =>
  file.names.map((name) => ({ note: undefined, publisher: 'Microsoft', ...name }) as MicrosoftName),
);
const expansions = lazy((): readonly SpfExpansion[] =>
  file.spfExpansions.map(
    ({ record, date, ...rest }) =>
      ({ publisher: 'Microsoft', ...rest, record: record ?? undefined, date: date ?? undefined }) as SpfExpansion,
  ),
);

/** The names of one kind, of one cloud where it is given; empty where none is known, which does not say there is none. */
export const microsoftNames = (kind: MicrosoftNameKind, cloud?: Cloud): readonly MicrosoftName[] =>
  names().filter((name) => name.kind === kind && (cloud === undefined || name.clouds.includes(cloud)));

/**
 * The suffix under which a host of Microsoft's receives Internet mail (NET-3), with the clouds it serves: none of them
 * for the closed German cloud. undefined for a host of somebody else's, and for the bare suffix, which is no tenant's.
 */
export function mxSuffixCloud(host: string): MicrosoftName | undefined {
  const asked = comparable(host);
  for (const name of namesAbove(asked)) {
    const found = microsoftNames('mx-suffix').find((known) => known.value === name);
    if (found !== undefined) return name === asked ? undefined : found;
  }
  return undefined;
}

/** The domain of the servers behind the front door, as Received header fields of delivered messages show it; no list names it. */
const serverDomain = 'exchangelabs.com';

const hostKinds: readonly MicrosoftNameKind[] = [
  'autodiscover',
  'client-submission',
  'mx-suffix',
  'outbound-host-suffix',
];

const hostDomains = lazy(
  (): ReadonlySet<string> =>
    new Set([
      serverDomain,
      ...hostKinds.flatMap((kind) => microsoftNames(kind)).map(({ value }) => organizationalDomain(value)),
    ]),
);

/** Whether a host is one of Exchange Online's, of any cloud, by its name: it lies in a domain of the known names. */
export function isExchangeOnlineHost(host: string): boolean {
  for (const name of namesAbove(host)) if (hostDomains().has(name)) return true;
  return false;
}

/** The clouds whose tenants include this name in SPF (NET-8); empty for a closed cloud; undefined for no such include. */
export function spfIncludeClouds(name: string): readonly Cloud[] | undefined {
  const asked = comparable(name);
  const known = microsoftNames('spf-include').find((include) => include.value === asked);
  return known?.clouds ?? expansions().find((expansion) => expansion.name === asked)?.clouds;
}

/** The name that tenants of a cloud include in SPF (NET-8). */
export function spfInclude(cloud: Cloud): MicrosoftName | undefined {
  return microsoftNames('spf-include', cloud)[0];
}

/** Where clients submit mail with a password; undefined where the data does not know. */
export function clientSubmission(cloud: Cloud): MicrosoftName | undefined {
  return microsoftNames('client-submission', cloud)[0];
}

/** Every dated state of the records, oldest first within a name. */
export const spfExpansions = (): readonly SpfExpansion[] => expansions();

/** The newest state whose content is known. */
export function currentSpfExpansion(name: string): (SpfExpansion & { readonly record: string }) | undefined {
  const asked = comparable(name);
  // The list is kept in order of time, because "2025/2026" and an ISO day have no order of their own.
  for (const expansion of expansions().toReversed()) {
    if (expansion.name === asked && expansion.record !== undefined) return { ...expansion, record: expansion.record };
  }
  return undefined;
}

/** The addresses that the `ip4` and `ip6` terms of an expansion name; the records bundled have no other terms that count. */
export function expansionAddresses({ record }: { readonly record: string }): AddressSet {
  return bundledPrefixes([...record.matchAll(/\bip[46]:(\S+)/gu)].map(([, prefix = '']) => prefix).join(' '));
}
