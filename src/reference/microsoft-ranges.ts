import { invariant } from '../base/invariant.ts';
import { type Address, parseAddress } from '../model/addresses/address.ts';
import {
  type AddressSet,
  containsText,
  intersect,
  isEmpty,
  overlaps,
  subtract,
  unionAll,
} from '../model/addresses/address-set.ts';
import type { EgressPool } from '../model/egress-pool.ts';
import type { Cloud } from '../model/topology.ts';
import { asSet, bundledPrefixes, lazy } from './bundled-prefixes.ts';
import file from './microsoft-ranges.json' with { type: 'json' };
import type { Provenance } from './provenance.ts';

export type MicrosoftProduct =
  | 'EOP'
  | 'EOP-relay-pool'
  | 'EXO'
  | 'Dynamics365-marketing-mail'
  | 'M365-all-services'
  | 'Azure'
  | 'Microsoft-AS8075';

/**
 * `microsoft-service`: the service's own infrastructure, never a valid address of a customer's connector.
 * `microsoft-hosted-customer-use`: Azure, where the address may be the customer's own. `microsoft-announced`: routed by
 * Microsoft's network, which customers' own prefixes are too. The last two are advisory.
 */
export type MicrosoftOwnership = 'microsoft-service' | 'microsoft-hosted-customer-use' | 'microsoft-announced';

/** A published list of Microsoft's addresses. */
export interface MicrosoftRange extends Provenance {
  readonly id: string;
  readonly product: MicrosoftProduct;
  /** As the list names it: `worldwide`, `gcc-high`, `usgov`, `germany (closed)` … */
  readonly cloud: string;
  /** The clouds of a topology that the list is for; none for a cloud that was closed. */
  readonly clouds: readonly Cloud[];
  readonly service: string;
  readonly ownership: MicrosoftOwnership;
  readonly note: string | undefined;
  readonly set: AddressSet;
}

export interface MicrosoftHit {
  readonly range: MicrosoftRange;
  /** The asked addresses that the list holds. */
  readonly part: AddressSet;
  /** Those of `part` that no list earlier in the order holds: what this list alone decides. May be empty. */
  readonly own: AddressSet;
}

/*
 * The AzureCloud tag contains most ranges of Exchange Online, so that a list of the service itself must be asked first:
 * EOP, its relay pool and Exchange Online, then the lists of whole Microsoft 365, then Azure, then announcements.
 */
const order: readonly MicrosoftProduct[] = [
  'EOP',
  'EOP-relay-pool',
  'EXO',
  'Dynamics365-marketing-mail',
  'M365-all-services',
  'Azure',
  'Microsoft-AS8075',
];

const ranges = lazy((): readonly MicrosoftRange[] => {
  const rank = (range: MicrosoftRange) =>
    // Addresses of the closed German cloud serve others by now (51.4.72.0/24 is in AzureCloud): living lists know better.
    order.indexOf(range.product) + (range.clouds.length === 0 ? order.length : 0);
  return file.sets
    .map(({ prefixes, ...list }): MicrosoftRange => {
      const set = lazy(() => bundledPrefixes(prefixes));
      return {
        note: undefined,
        // The compiler reads JSON strings as any string; test/reference holds the file to these unions.
        ...(list as Omit<MicrosoftRange, 'set' | 'note'>),
        // Most runs ask one list of twenty: each is read when it is asked.
        get set() {
          return set();
        },
      };
    })
    .sort((a, b) => rank(a) - rank(b));
});

/** All bundled lists in the order they are asked. */
export const microsoftRanges = (): readonly MicrosoftRange[] => ranges();

/**
 * The lists of Microsoft's that hold some of the asked addresses, in the order they are to be believed: the first hit
 * says what an address is. Judge by `own` where a set may be spread over several lists.
 */
export function microsoftOwner(asked: AddressSet | Address): readonly MicrosoftHit[] {
  return hitsIn(ranges(), asked);
}

function hitsIn(lists: readonly MicrosoftRange[], asked: AddressSet | Address): readonly MicrosoftHit[] {
  const hits: MicrosoftHit[] = [];
  const all = asSet(asked);
  let rest = all;
  for (const range of isEmpty(all) ? [] : lists) {
    const part = intersect(all, range.set);
    if (isEmpty(part)) continue;
    hits.push({ range, part, own: intersect(rest, part) });
    rest = subtract(rest, part);
  }
  return hits;
}

/** The asked addresses that belong to one kind of ownership, each address counted once, by the first list that holds it. */
export function microsoftPart(asked: AddressSet | Address, ownership: MicrosoftOwnership): readonly MicrosoftHit[] {
  // Lists behind the last one that can answer take nothing from it, and Azure's is by far the longest to read.
  const all = asSet(asked);
  const last = ranges().findLastIndex((range) => range.ownership === ownership && overlaps(all, range.set));
  return hitsIn(ranges().slice(0, last + 1), all).filter(
    (hit) => hit.range.ownership === ownership && !isEmpty(hit.own),
  );
}

const smtpLists: Readonly<Record<Cloud, string>> = {
  worldwide: 'ww-eop-id10',
  gcc: 'ww-eop-id10',
  gcchigh: 'gcchigh-eop',
  dod: 'dod-eop',
  china: 'cn-eop',
};

/**
 * The addresses from and at which a cloud speaks SMTP (the web service's "SMTP" rows: id 10 worldwide and GCC, id 6 GCC
 * High and DoD, id 2 China). The relay pool is not among them.
 */
export const smtpRanges = (cloud: Cloud): MicrosoftRange => rangeById(smtpLists[cloud]);

/** 40.95.0.0/16 (CFWD-4): where forwarded mail without standing authentication leaves; the SPF include leaves it out. */
export const relayPool = (): MicrosoftRange => rangeById('ww-eop-relay-pool');

function rangeById(id: string): MicrosoftRange {
  const found = ranges().find((range) => range.id === id);
  invariant(found !== undefined, `bundled range ${id}`);
  return found;
}

export type { EgressPool };

/** One address from which a cloud may hand out mail, standing for the whole pool. */
export interface SampleEgress {
  readonly address: Address;
  /** The same as text. */
  readonly text: string;
  readonly pool: EgressPool;
  /** The list that holds the address. */
  readonly range: MicrosoftRange;
  /**
   * Whether a Microsoft document says which addresses the pool has. It does for regular mail, and for the relay pool
   * of the worldwide cloud (CFWD-4). The high-risk pool (CFWD-5) is documented without addresses, and no document names
   * a relay pool of the other clouds: there the sample is some SMTP address of the cloud.
   */
  readonly documented: boolean;
}

/*
 * Arbitrary members of the lists, distinct so that a trace tells the pools apart. Those of the worldwide cloud also lie in
 * the current expansion of its SPF include, except the relay pool's, which must not.
 */
const worldwide = { regular: '40.107.22.10', highRisk: '52.100.22.10', relay: '40.95.1.10' };
const samples: Readonly<Record<Cloud, Readonly<Record<EgressPool, string>>>> = {
  worldwide,
  gcc: worldwide,
  gcchigh: { regular: '23.103.208.10', highRisk: '23.103.209.10', relay: '23.103.210.10' },
  dod: { regular: '23.103.204.10', highRisk: '23.103.205.10', relay: '23.103.206.10' },
  china: { regular: '42.159.36.10', highRisk: '42.159.164.10', relay: '139.219.17.10' },
};

export function sampleEgress(cloud: Cloud, pool: EgressPool): SampleEgress {
  const text = samples[cloud][pool];
  const address = parseAddress(text);
  invariant(address !== undefined, `sample egress address ${text}`);
  const shared = pool === 'relay' && samples[cloud] === worldwide;
  return {
    address,
    text,
    pool,
    range: shared ? relayPool() : smtpRanges(cloud),
    documented: pool === 'regular' || shared,
  };
}

/** Every address that some list calls the service's own; a closed cloud's are not, parts of them are Azure's by now. */
export const serviceAddresses = lazy(
  (): AddressSet =>
    unionAll(
      ranges()
        .filter((range) => range.ownership === 'microsoft-service' && range.clouds.length > 0)
        .map((range) => range.set),
    ),
);

/** Whether an address in text is the service's own. */
export const isServiceAddress = (address: string): boolean => containsText(serviceAddresses(), address);
