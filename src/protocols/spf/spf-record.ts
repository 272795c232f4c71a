import type { Text } from '../../model/text.ts';
import type { Network } from './address-words.ts';
import type { MacroPiece } from './macro-string.ts';

export type Qualifier = '+' | '-' | '~' | '?';

/** A domain-spec of RFC 7208 section 7.1. */
export interface DomainSpec {
  readonly text: string;
  readonly pieces: readonly MacroPiece[];
  /** The name it stands for, when it has no macro; `askable` says whether DNS can be asked for it. */
  readonly fixed: { readonly name: string; readonly askable: boolean } | undefined;
  readonly usesPtrMacro: boolean;
  /** Has `%{s}` or `%{l}`. */
  readonly usesLocalPart: boolean;
}

/** What every term has: its text as written and the column of its first character, from 1. */
export interface TermPlace {
  readonly text: string;
  readonly column: number;
}

export type Mechanism =
  | { readonly kind: 'all'; readonly qualifier: Qualifier }
  | { readonly kind: 'include'; readonly qualifier: Qualifier; readonly target: DomainSpec }
  | { readonly kind: 'exists'; readonly qualifier: Qualifier; readonly target: DomainSpec }
  | {
      readonly kind: 'a' | 'mx';
      readonly qualifier: Qualifier;
      /** Undefined: the domain under check. */
      readonly target: DomainSpec | undefined;
      readonly prefix4: number;
      readonly prefix6: number;
    }
  | { readonly kind: 'ptr'; readonly qualifier: Qualifier; readonly target: DomainSpec | undefined }
  | { readonly kind: 'ip4' | 'ip6'; readonly qualifier: Qualifier; readonly network: Network };

export type Modifier =
  | { readonly kind: 'redirect' | 'exp'; readonly target: DomainSpec }
  | { readonly kind: 'unknown-modifier'; readonly name: string };

export type SpfTerm = TermPlace & (Mechanism | Modifier | { readonly kind: 'broken' });

/** One violation of the grammar of RFC 7208 section 12. */
export interface SpfSyntaxError {
  /** The whole term, as written. */
  readonly term: string;
  /** Column of the offending character in the record, from 1. */
  readonly column: number;
  readonly message: Text;
}

/** The redirect or exp modifier of a record; `term` is its index among the terms. */
export interface OneTimeModifier {
  readonly term: number;
  readonly target: DomainSpec;
}

/** A record that begins with v=spf1, read to its end. It may be evaluated only when `errors` is empty. */
export interface SpfRecord {
  readonly text: string;
  readonly terms: readonly SpfTerm[];
  readonly errors: readonly SpfSyntaxError[];
  readonly redirect: OneTimeModifier | undefined;
  readonly exp: OneTimeModifier | undefined;
  /** True when the grammar's errors are more than are listed. */
  readonly errorsCut: boolean;
}

/**
 * Whether a TXT record is an SPF record: its version section is exactly v=spf1, in any case, ended by a space or by
 * the end of the record (RFC 7208 section 4.5).
 */
export function isSpfRecord(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first !== 0x76 && first !== 0x56) return false;
  if (text.length > 6 && text.charCodeAt(6) !== 0x20) return false;
  return text.startsWith('v=spf1') || text.slice(0, 6).toLowerCase() === 'v=spf1';
}
