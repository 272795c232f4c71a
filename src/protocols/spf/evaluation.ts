import type { DnsAnswer, DnsView, RecordValue } from '../../model/dns.ts';
import type { Text } from '../../model/text.ts';
import type { ClientAddress } from './address-words.ts';
import type { CompiledRecord } from './record-cache.ts';
import type { SpfNode, SpfQuestion, SpfTermNode, SpfTermOutcome } from './spf-node.ts';
import type { ResultSet } from './spf-result.ts';

/** RFC 7208 section 4.6.4. */
export const lookupsMax = 10;
export const voidLookupsMax = 2;
export const hostNamesMax = 10;

export interface MissingName {
  readonly name: string;
  readonly type: string;
}

/** What a mechanism says of the client. */
export type MatchOutcome = 'match' | 'no-match' | 'undetermined' | 'temperror' | 'permerror';

/** The node of a term that asks DNS, while it is evaluated. */
export interface Step extends SpfTermNode {
  outcome: SpfTermOutcome;
  target: string | null;
  readonly questions: SpfQuestion[];
  nested: SpfNode | null;
  lookups: number;
  voidLookups: number;
  because: Text | null;
}

/** One run of check_host(): the outer one, or that of an include or redirect. */
export interface Frame {
  readonly node: Node;
  results: ResultSet;
  compiled: CompiledRecord | undefined;
  /** Index of the mechanism that matched; -1 when none did. */
  matched: number;
  /** Where the redirect led. */
  redirected: Frame | undefined;
}

/** The node of a record, while it is evaluated. */
export interface Node extends SpfNode {
  result: SpfNode['result'];
  possible: SpfNode['possible'];
  question: SpfQuestion | null;
  record: string | null;
  terms: SpfNode['terms'];
  errors: SpfNode['errors'];
  because: Text | null;
}

/** What the macros of a check stand for, apart from the domain under check and `%{p}`. */
export interface MacroValues {
  readonly client: ClientAddress;
  /** The whole sender with a local-part; the null sender is postmaster at the HELO name. */
  readonly sender: string;
  readonly localPart: string;
  readonly senderDomain: string;
  readonly helo: string;
  readonly receiver: string;
  /** Seconds since 1970, as text, for `%{t}`. */
  readonly time: string;
}

/** Everything that stays the same during a check, and its running totals. */
export interface Evaluation extends MacroValues {
  readonly dns: DnsView;
  readonly records: Map<string, CompiledRecord>;
  lookups: number;
  voidLookups: number;
  /** Whether the term at hand has had a void answer: section 4.6.4 limits terms, so a term counts once. */
  termIsVoid: boolean;
  /** The results of the last included record when it gave no single one; 0 otherwise. */
  undecided: ResultSet;
  readonly missing: MissingName[];
}

/** Asks one question on behalf of a term. */
export function ask(evaluation: Evaluation, step: Step, name: string, type: SpfQuestion['type']): DnsAnswer {
  const answer = evaluation.dns.lookup(name, type);
  step.questions.push({ name, type, answer });
  return answer;
}

/** RFC 7208 section 4.6.4: an answer without records, or that the name does not exist. */
export function isVoid(answer: DnsAnswer): boolean {
  if (answer.status === 'records') return answer.records.length === 0;
  return answer.status === 'no-such-name' || answer.status === 'no-such-type';
}

/** Counts a void answer for the term at hand; false when the limit is exceeded by it. */
export function countVoid(evaluation: Evaluation): boolean {
  if (!evaluation.termIsVoid) {
    evaluation.termIsVoid = true;
    evaluation.voidLookups++;
  }
  return evaluation.voidLookups <= voidLookupsMax;
}

/** Preference of an MX record. */
export const preference = (record: RecordValue): number => (typeof record === 'string' ? 0 : record[0]);
