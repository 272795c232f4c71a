import { nearest } from '../base/suggest.ts';
import type { Address } from '../model/addresses/address.ts';
import { type AddressSet, intersect, isEmpty, overlaps, unionAll } from '../model/addresses/address-set.ts';
import { asSet, bundledPrefixes, lazy } from './bundled-prefixes.ts';
import { comparable, namesAbove } from './host-suffix.ts';
import type { Provenance } from './provenance.ts';
import file from './providers.json' with { type: 'json' };

/**
 * How a list of a provider's addresses came about: `published` by the vendor, `spf-expansion` of the include at that
 * date, `observed` in a real header or zone, `as-announced` by the operator's network (advisory).
 */
export type ProviderRangeKind = 'published' | 'spf-expansion' | 'observed' | 'as-announced';

export interface ProviderRange extends Provenance {
  readonly region: string;
  readonly kind: ProviderRangeKind;
  readonly note: string | undefined;
  readonly set: AddressSet;
}

/** A mail filter, relay, signature gateway or bulk sender. What is not listed is unknown, never "has none". */
export interface Provider {
  readonly id: string;
  readonly name: string;
  /** Set where the id named a region (`mimecast-eu`): ranges and includes are then those of the region. */
  readonly region: string | undefined;
  readonly roles: readonly string[];
  /** Suffixes of MX targets. */
  readonly mxSuffixes: readonly string[];
  /** MX targets in which `*` stands for one or more labels. */
  readonly mxPatterns: readonly string[];
  /** Suffixes of reverse-DNS, EHLO and Received names. */
  readonly hostSuffixes: readonly string[];
  readonly spfIncludes: readonly string[];
  /** SPF terms that hold the customer's own part, so that no look-up finds them. */
  readonly spfMacros: readonly string[];
  readonly certificateNames: readonly string[];
  /**
   * true: the same addresses send for many customers, so that a connector by address alone accepts mail of others.
   * false: addresses are assigned to one customer. undefined: not established, which is neither.
   */
  readonly sharedBetweenCustomers: boolean | undefined;
  /** Why so, in words for evidence; also says what was sought in vain. */
  readonly sharedBasis: string | undefined;
  readonly ranges: readonly ProviderRange[];
  readonly docs: readonly string[];
  readonly notes: readonly string[];
  /** What was sought and not found. */
  readonly notFound: string | undefined;
  /** Where the names and statements above were read. */
  readonly sources: readonly Omit<Provenance, 'publisher'>[];
}

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly mxSuffixes?: readonly string[];
  readonly mxPatterns?: readonly string[];
  readonly hostSuffixes?: readonly string[];
  readonly spfIncludes?: readonly string[];
  readonly spfMacros?: readonly string[];
  readonly certificateNames?: readonly string[];
  readonly sharedBetweenCustomers: boolean | null;
  readonly sharedBasis?: string;
  readonly rangeSets: readonly {
    readonly region: string;
    readonly kind: string;
    readonly prefixes: string;
    readonly source: string;
    readonly date: string;
    readonly note?: string;
  }[];
  readonly docs?: readonly string[];
  readonly notes?: readonly string[];
  readonly notFound?: string;
  readonly sources: readonly { readonly source: string; readonly date: string }[];
}

const entries: readonly Entry[] = file.providers;
const providers = lazy((): readonly Provider[] => entries.map(read));
const byId = lazy(() => new Map(providers().map((provider) => [provider.id, provider])));

function read(entry: Entry): Provider {
  return {
    id: entry.id,
    name: entry.name,
    region: undefined,
    roles: entry.roles,
    mxSuffixes: entry.mxSuffixes ?? [],
    mxPatterns: entry.mxPatterns ?? [],
    hostSuffixes: entry.hostSuffixes ?? [],
    spfIncludes: entry.spfIncludes ?? [],
    spfMacros: entry.spfMacros ?? [],
    certificateNames: entry.certificateNames ?? [],
    sharedBetweenCustomers: entry.sharedBetweenCustomers ?? undefined,
    sharedBasis: entry.sharedBasis,
    ranges: entry.rangeSets.map(({ prefixes, kind, ...range }) => ({
      note: undefined,
      ...range,
      // The compiler reads JSON strings as any string; test/reference holds the file to the union.
      kind: kind as ProviderRangeKind,
      publisher: publishers[kind] ?? entry.name,
      set: bundledPrefixes(prefixes),
    })),
    docs: entry.docs ?? [],
    notes: entry.notes ?? [],
    notFound: entry.notFound,
    sources: entry.sources,
  };
}

/** Vendors stand behind `published` lists and their own SPF records; the other two kinds are somebody's observation. */
const publishers: Readonly<Record<string, string>> = { 'as-announced': 'routing tables', observed: 'observation' };

/** All providers, by id. */
export const allProviders = (): readonly Provider[] => providers();

// ---- By id -----------------------------------------------------------------------------------------------------------

/** Labels that name no region although a list of addresses carries them. */
const noRegion = new Set(['all', 'observed', 'minimum', 'clusters', 'worldwide']);

/** The regions by which a provider can be named: those of its address lists, and those its SPF includes are named for. */
function regionsOf(provider: Provider): readonly string[] {
  const fromRanges = provider.ranges.flatMap((range) => range.region.split('/'));
  const fromIncludes = provider.spfIncludes.flatMap(tokens).filter((token) => includeRegions.has(token));
  return [...new Set([...fromRanges, ...fromIncludes])].filter((region) => !noRegion.has(region)).sort();
}

const includeRegions = new Set(['au', 'ca', 'ch', 'de', 'eu', 'uae', 'uk', 'us', 'za']);
const tokens = (include: string): readonly string[] => include.split(/[._-]/u);

/**
 * A provider by its id, or by id and region (`mimecast-eu`), case ignored. With a region, `ranges` and `spfIncludes` are
 * those of the region; where the data has no include of the region, all of them.
 */
export function providerById(id: string): Provider | undefined {
  const asked = id.toLowerCase();
  const whole = byId().get(asked);
  if (whole !== undefined) return whole;
  for (let dash = asked.lastIndexOf('-'); dash > 0; dash = asked.lastIndexOf('-', dash - 1)) {
    const provider = byId().get(asked.slice(0, dash));
    const region = asked.slice(dash + 1);
    if (provider !== undefined) return regionsOf(provider).includes(region) ? inRegion(provider, region) : undefined;
  }
  return undefined;
}

function inRegion(provider: Provider, region: string): Provider {
  const includes = provider.spfIncludes.filter((include) => tokens(include).includes(region));
  return {
    ...provider,
    id: `${provider.id}-${region}`,
    region,
    ranges: provider.ranges.filter((range) => range.region.split('/').includes(region)),
    spfIncludes: includes.length === 0 ? provider.spfIncludes : includes,
  };
}

/** Every id that `providerById` knows, those with a region included, sorted. */
export const providerIds = lazy((): readonly string[] =>
  providers()
    .flatMap((provider) => [provider.id, ...regionsOf(provider).map((region) => `${provider.id}-${region}`)])
    .sort(),
);

/** The known ids that may have been meant, nearest first. */
export const nearestProviderIds = (id: string): readonly string[] => nearest(id, providerIds());

// ---- By name ---------------------------------------------------------------------------------------------------------

export interface ProviderNameHit {
  readonly provider: Provider;
  /** The suffix or pattern of the data that matched. */
  readonly matched: string;
  readonly by: 'mx' | 'host' | 'spf';
}

const byMxSuffix = lazy(() => indexed('mx', (provider) => provider.mxSuffixes));
const byHostSuffix = lazy(() => indexed('host', (provider) => provider.hostSuffixes));
const byInclude = lazy(() => indexed('spf', (provider) => provider.spfIncludes));

function indexed(by: ProviderNameHit['by'], names: (provider: Provider) => readonly string[]) {
  const index = new Map<string, ProviderNameHit[]>();
  for (const provider of providers()) {
    for (const matched of names(provider)) {
      const key = comparable(matched);
      index.set(key, [...(index.get(key) ?? []), { provider, matched, by }]);
    }
  }
  return index;
}

/**
 * The providers to which a host name belongs, by the longest suffix at label boundaries; a pattern counts as a match of
 * the whole name. MX suffixes are asked before host suffixes of the same length, one hit a provider.
 */
export function providersByHost(host: string): readonly ProviderNameHit[] {
  const byPattern = providers().flatMap((provider) =>
    provider.mxPatterns
      .filter((pattern) => matchesPattern(comparable(host), pattern))
      .map((matched): ProviderNameHit => ({ provider, matched, by: 'mx' })),
  );
  if (byPattern.length > 0) return byPattern;
  for (const name of namesAbove(host)) {
    const hits = [...(byMxSuffix().get(name) ?? []), ...(byHostSuffix().get(name) ?? [])];
    if (hits.length > 0)
      return hits.filter((hit, at) => hits.findIndex((other) => other.provider === hit.provider) === at);
  }
  return [];
}

/** `head.*.tail`, where the star stands for one or more whole labels. */
function matchesPattern(host: string, pattern: string): boolean {
  const star = pattern.indexOf('*');
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  return host.length > head.length + tail.length && host.startsWith(head) && host.endsWith(tail);
}

/** The provider whose SPF include this is: the name itself, or one below it; the longest wins. */
export function providerBySpfInclude(name: string): ProviderNameHit | undefined {
  for (const above of namesAbove(name)) {
    const [hit] = byInclude().get(above) ?? [];
    if (hit !== undefined) return hit;
  }
  return undefined;
}

// ---- By address ------------------------------------------------------------------------------------------------------

export interface ProviderAddressHit {
  readonly provider: Provider;
  readonly range: ProviderRange;
  /** The asked addresses that the list holds. */
  readonly part: AddressSet;
}

const everything = lazy(() => unionAll(providers().flatMap((provider) => provider.ranges.map((range) => range.set))));

const strength: readonly ProviderRangeKind[] = ['published', 'spf-expansion', 'observed', 'as-announced'];

/**
 * The lists of providers' addresses that hold some of the asked ones, the stronger kinds first. No hit means "not known",
 * never "nobody else's": lists age, and many providers have none.
 */
export function providersByAddress(asked: AddressSet | Address): readonly ProviderAddressHit[] {
  const set = asSet(asked);
  if (!overlaps(set, everything())) return [];
  return providers()
    .flatMap((provider) => provider.ranges.map((range) => ({ provider, range, part: intersect(set, range.set) })))
    .filter((hit) => !isEmpty(hit.part))
    .sort((a, b) => strength.indexOf(a.range.kind) - strength.indexOf(b.range.kind));
}
