import type { AddressSet } from '../../model/addresses/address-set.ts';
import type { RecordOrigin } from '../../model/dns.ts';
import type { Text } from '../../model/text.ts';
import type { Qualifier, SpfSyntaxError, SpfTerm } from './spf-record.ts';

/** One term, whatever the client. */
export interface AnalyzedTerm {
  readonly text: string;
  /** Column in the record, from 1. */
  readonly column: number;
  readonly kind: SpfTerm['kind'];
  /** Undefined for modifiers and for terms that cannot be read. */
  readonly qualifier: Qualifier | undefined;
  /** The name that is asked for; undefined where there is none, or where it depends on the client. */
  readonly target: string | undefined;
  /** The addresses that match the term. */
  readonly addresses: AddressSet;
  /** The addresses that pass because of this term: no term before it matches them, and its qualifier is `+`. */
  readonly contributes: AddressSet;
  /** Why `addresses` is not all there is to say: macros, ptr, exists, names that were not given. */
  readonly unknown: Text | undefined;
  /** False behind `all`, and for a redirect in a record with `all` (RFC 7208 sections 5.1 and 6.1). */
  readonly reachable: boolean;
  /** MX hosts; 0 for other terms. More than ten end in a permanent error for clients that match none of the first ten. */
  readonly mxHosts: number;
  /** Look-ups that the term costs a client it does not match, with everything below it. */
  readonly lookups: number;
}

/** Whether a domain has a usable record, and why not. */
export type RecordStatus =
  | 'valid'
  | 'syntax-errors'
  | 'several'
  | 'none'
  | 'malformed-domain'
  | 'failure'
  | 'not-supplied';

/** The SPF record of one domain, whatever the client. */
export interface AnalyzedRecord {
  /** In lower case. */
  readonly domain: string;
  readonly status: RecordStatus;
  /** Each TXT record that begins with v=spf1, with its origin where the view knows it. */
  readonly candidates: readonly { readonly text: string; readonly origin: RecordOrigin | undefined }[];
  /** Errors of the first candidate. */
  readonly errors: readonly SpfSyntaxError[];
  /** Terms of the first candidate. */
  readonly terms: readonly AnalyzedTerm[];
  /** Addresses that pass, if terms with `unknown` match nothing. Empty when the record is not valid. */
  readonly authorised: AddressSet;
  /** False when a term that matters here, or in a record it leads to, is `unknown`. */
  readonly exact: boolean;
  /** Cost for a client that matches nothing, with everything below; at most a million. */
  readonly lookups: number;
  readonly voidLookups: { readonly ipv4: number; readonly ipv6: number };
  /** Qualifier of the first `all`, here or where the redirect leads; undefined when there is none. */
  readonly all: Qualifier | undefined;
  /** Things that are valid and hardly meant. */
  readonly notices: readonly SpfSyntaxError[];
  /** Octets of the first candidate; more than 255 need several character-strings (RFC 7208 section 3.3). */
  readonly octets: number;
  /** Estimated octets of the DNS answer with all TXT records of the name; above 512 UDP may fail (section 3.4). */
  readonly answerOctets: number;
}
