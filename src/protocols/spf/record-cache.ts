import type { DnsView } from '../../model/dns.ts';
import { parseRecord } from './parse-record.ts';
import type { SpfTermNode } from './spf-node.ts';
import type { SpfRecord } from './spf-record.ts';

/** Records kept for one view; the cache starts afresh when it is full, so memory stays bounded. */
const recordsMax = 4096;

/** A record with what its evaluation may keep from one check to the next. */
export interface CompiledRecord {
  readonly record: SpfRecord;
  /** No term of it asks DNS: its outcome depends on the address alone. */
  readonly quiet: boolean;
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
  const quiet = record.terms.every(({ kind }) => kind === 'ip4' || kind === 'ip6' || kind === 'all');
  const compiled: CompiledRecord = { record, quiet, outcomes: new Map() };
  if (cache.size >= recordsMax) cache.clear();
  cache.set(text, compiled);
  return compiled;
}
