import type { DnsView } from '../../model/dns.ts';
import type { ClientAddress } from './address-words.ts';
import { parseRecord } from './parse-record.ts';
import type { SpfTermNode } from './spf-node.ts';
import type { SpfRecord } from './spf-record.ts';

/** Records kept for one view; the cache starts afresh when it is full, so memory stays bounded. */
const recordsMax = 4096;

/** The networks of a record side by side, so that comparing an address touches no term. */
export interface QuietNetworks {
  /** Per ip4 term: base, mask, index of the term. */
  readonly four: Int32Array;
  /** Per ip6 term: base and mask of four words each, index of the term. */
  readonly six: Int32Array;
  /** Index of the first `all`; the number of terms when there is none. */
  readonly all: number;
}

/** A record with what its evaluation may keep from one check to the next. */
export interface CompiledRecord {
  readonly record: SpfRecord;
  /** Where no term asks DNS: what the outcome depends on, which is the address alone. */
  readonly quiet: QuietNetworks | undefined;
  /** For a quiet record: its evaluated terms by outcome, as kept by `quietTerms`. */
  readonly outcomes: Map<number, readonly SpfTermNode[]>;
}

const caches = new WeakMap<DnsView, Map<string, CompiledRecord>>();

/** The records read so far from one DNS view, by their text: what a text means never changes. */
export function recordCache(dns: DnsView): Map<string, CompiledRecord> {
  let cache = caches.get(dns);
  if (cache === undefined) {
    cache = new Map();
    caches.set(dns, cache);
  }
  return cache;
}

export function compileRecord(text: string, cache: Map<string, CompiledRecord>): CompiledRecord {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const record = parseRecord(text);
  const compiled: CompiledRecord = { record, quiet: quietNetworks(record), outcomes: new Map() };
  if (cache.size >= recordsMax) cache.clear();
  cache.set(text, compiled);
  return compiled;
}

function quietNetworks(record: SpfRecord): QuietNetworks | undefined {
  const four: number[] = [];
  const six: number[] = [];
  let all = record.terms.length;
  for (const [index, term] of record.terms.entries()) {
    if (term.kind === 'ip4') four.push(term.network.base[0], term.network.masks[0], index);
    else if (term.kind === 'ip6') six.push(...term.network.base, ...term.network.masks, index);
    else if (term.kind === 'all') all = Math.min(all, index);
    else return undefined;
  }
  return { four: Int32Array.from(four), six: Int32Array.from(six), all };
}

/** Index of the term of a quiet record that matches the client; -1 when none does. */
export function matchQuiet(client: ClientAddress, networks: QuietNetworks, terms: number): number {
  const { words } = client;
  let found = networks.all;
  if (client.family === 4) {
    const { four } = networks;
    const word = words[0] | 0;
    for (let at = 0; at < four.length; at += 3) {
      if (((word ^ (four[at] ?? 0)) & (four[at + 1] ?? 0)) !== 0) continue;
      found = Math.min(found, four[at + 2] ?? terms);
      break;
    }
  } else {
    const { six } = networks;
    for (let at = 0; at < six.length; at += 9) {
      const first = (words[0] ^ (six[at] ?? 0)) & (six[at + 4] ?? 0);
      const second = (words[1] ^ (six[at + 1] ?? 0)) & (six[at + 5] ?? 0);
      const third = (words[2] ^ (six[at + 2] ?? 0)) & (six[at + 6] ?? 0);
      const fourth = (words[3] ^ (six[at + 3] ?? 0)) & (six[at + 7] ?? 0);
      if ((first | second | third | fourth) !== 0) continue;
      found = Math.min(found, six[at + 8] ?? terms);
      break;
    }
  }
  return found < terms ? found : -1;
}
