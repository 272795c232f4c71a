import type { DnsAnswer } from '../../model/dns.ts';
import type { Text } from '../../model/text.ts';
import type { SpfSyntaxError } from './spf-record.ts';
import type { SpfResult } from './spf-result.ts';

/** One question asked during a check, with its answer. */
export interface SpfQuestion {
  readonly name: string;
  readonly type: 'TXT' | 'A' | 'AAAA' | 'MX' | 'PTR';
  readonly answer: DnsAnswer;
}

/**
 * What one term did. `match`, `no-match`: a mechanism that was evaluated. `followed`: a redirect. `explained`: an exp
 * that gave the explanation; `ignored`: an exp that could not, or a modifier without a meaning. `undetermined`: a name
 * it needs was not given. `not-evaluated`: the check had ended before, or never began because of a syntax error.
 */
export type SpfTermOutcome =
  | 'match'
  | 'no-match'
  | 'undetermined'
  | 'temperror'
  | 'permerror'
  | 'followed'
  | 'explained'
  | 'ignored'
  | 'not-evaluated';

export interface SpfTermNode {
  readonly text: string;
  /** Column of the first character of the term in the record, from 1. */
  readonly column: number;
  readonly outcome: SpfTermOutcome;
  /** Target name after macro expansion; null where the term has none. */
  readonly target: string | null;
  readonly questions: readonly SpfQuestion[];
  /** The record that an include or redirect led to. */
  readonly nested: SpfNode | null;
  /** Look-ups and void look-ups of the whole check up to the end of this term. */
  readonly lookups: number;
  readonly voidLookups: number;
  readonly because: Text | null;
}

/** One record and what it gave for this client. Plain data, fit for JSON; parts may be shared between trees. */
export interface SpfNode {
  readonly domain: string;
  /** Undetermined: several results are possible, because names it needs were not given. */
  readonly result: SpfResult | 'undetermined';
  readonly possible: readonly SpfResult[];
  /** The TXT question; null when the domain is malformed. */
  readonly question: SpfQuestion | null;
  /** The text of the SPF record; null when there is none, or several. */
  readonly record: string | null;
  readonly terms: readonly SpfTermNode[];
  readonly errors: readonly SpfSyntaxError[];
  readonly because: Text | null;
}
