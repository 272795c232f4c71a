import type { Span } from './source.ts';

export const recordTypes = ['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'PTR', 'NS', 'SOA', 'SRV', 'TLSA', 'CAA'] as const;
export type RecordType = (typeof recordTypes)[number];

/** What a record came from: a line of the user's, or a dated name of the bundled data. */
export type RecordOrigin =
  | {
      readonly kind: 'declared';
      readonly at: Span;
      /** Octets of the longest character-string of a TXT record, where it is over the 255 of RFC 1035 section 3.3. */
      readonly longString?: number;
    }
  | { readonly kind: 'bundled'; readonly source: string; readonly date: string };

/** One record's value: TXT as the joined character-strings, MX as preference and host, addresses and names as text. */
export type RecordValue = string | readonly [preference: number, host: string];

/**
 * The answer to a question about one name and type. The four kinds of nothing are never mixed: a name that does not
 * exist, a name without this type, a name nobody told us about, and a declared failure of the server.
 */
export type DnsAnswer =
  | {
      readonly status: 'records';
      readonly records: readonly RecordValue[];
      /** One entry a record, in the same order; absent for views built from plain maps. */
      readonly origins?: readonly RecordOrigin[];
      /** The owner that the records stand at when CNAMEs were followed; the asked name otherwise. */
      readonly owner?: string;
      /** The aliases followed, in order. */
      readonly aliases?: readonly string[];
    }
  | { readonly status: 'no-such-name' | 'no-such-type' | 'not-supplied' | 'failure'; readonly because?: string };

/**
 * DNS as declared. Names are given in any case, with or without the trailing dot; host names in answers are in lower
 * case without it. `lookup` follows CNAME (except for type CNAME itself), at most eight aliases.
 */
export interface DnsView {
  lookup(name: string, type: string): DnsAnswer;
}
