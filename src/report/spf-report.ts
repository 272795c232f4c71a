import type { Instant } from '../base/time.ts';
import type { SourceIndex, Span } from '../model/source.ts';
import type { Text } from '../model/text.ts';
import type { SpfVerdict } from '../simulate/trace.ts';

/** What `spf` says of one domain: its tree, what it costs, whom it authorises, what is wrong with it. */
export interface SpfReport {
  readonly version: string;
  readonly asOf: Instant;
  /** The topology as the user named it. */
  readonly file: string;
  readonly sources: SourceIndex;
  readonly domain: string;
  /** Evaluation for one client; null: the record was read for any client. */
  readonly evaluation: {
    readonly ip: string;
    readonly sender: string;
    readonly helo: string;
    readonly result: Exclude<SpfVerdict, 'undetermined'>;
    readonly mechanism: string | null;
    readonly explanation: string | null;
  } | null;
  /** Terms that cost a look-up (RFC 7208 4.6.4): on the way to the result, or over the whole tree. */
  readonly lookups: number;
  readonly voidLookups: number;
  /** True where a name was asked that nobody supplied. */
  readonly undetermined: boolean;
  readonly tree: SpfTree;
  /** Client addresses that get `pass`, whatever their sender; empty for an evaluation. */
  readonly authorised: readonly SpfAuthorised[];
  readonly problems: readonly SpfProblem[];
  /** What another reader (spf-parse) makes of the record; it decides nothing. null: not asked for. */
  readonly secondOpinion: { readonly agrees: boolean; readonly says: readonly Text[] } | null;
}

/** What reading a record gives, before it is known for which report. */
export type SpfReading = Omit<SpfReport, 'version' | 'asOf' | 'file' | 'sources' | 'domain' | 'secondOpinion'>;

/** A record and its terms. */
export interface SpfTree {
  readonly domain: string;
  /** The record as published; null where there is none to read. */
  readonly record: string | null;
  readonly at: Span | null;
  /** What stands instead of a record, or what reading it gave; null where the terms say it all. */
  readonly note: Text | null;
  readonly terms: readonly SpfTerm[];
}

export interface SpfTerm {
  /** As written. */
  readonly text: string;
  /** What it costs and what came of it, in a few words; null where there is nothing to say. */
  readonly note: Text | null;
  /** Look-ups that it costs, with everything below it. */
  readonly lookups: number;
  readonly child: SpfTree | null;
}

/** As the JSON has it. */
export const everybodyElse = 'everybody else';

export interface SpfAuthorised {
  /** A prefix or range; `everybodyElse` for what `all` passes. */
  readonly addresses: string;
  /** The way of includes and redirects to it, from the domain asked for. */
  readonly through: readonly string[];
  readonly term: string;
  /** Whose addresses these are, where the bundled data knows. */
  readonly owner: string | null;
}

export interface SpfProblem {
  /** Id of the check that reports it; null for a remark that no check makes. */
  readonly rule: string | null;
  readonly message: Text;
  readonly location: Span | undefined;
}
