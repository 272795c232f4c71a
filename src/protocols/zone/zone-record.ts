import type { Span } from '../../model/source.ts';
import type { Text } from '../../model/text.ts';

/**
 * The value of a record. Names are canonical (see `readName`), addresses are in canonical text, character-strings hold
 * one UTF-16 unit an octet, and hexadecimal is in lower case.
 */
export type RecordData =
  | { readonly type: 'A' | 'AAAA'; readonly address: string }
  | { readonly type: 'CNAME' | 'NS' | 'PTR' | 'DNAME'; readonly target: string }
  | { readonly type: 'MX'; readonly preference: number; readonly exchange: string }
  | { readonly type: 'TXT' | 'SPF'; readonly strings: readonly string[] }
  | {
      readonly type: 'SOA';
      readonly primary: string;
      readonly mailbox: string;
      readonly serial: number;
      readonly refresh: number;
      readonly retry: number;
      readonly expire: number;
      readonly minimum: number;
    }
  | {
      readonly type: 'SRV';
      readonly priority: number;
      readonly weight: number;
      readonly port: number;
      readonly target: string;
    }
  | {
      readonly type: 'TLSA';
      readonly usage: number;
      readonly selector: number;
      readonly matching: number;
      readonly association: string;
    }
  | { readonly type: 'CAA'; readonly flags: number; readonly tag: string; readonly value: string }
  /** Every other type, carried as written, one space between words; `\# n hex` (RFC 3597 §5) stays in that form. */
  | { readonly type: 'other'; readonly text: string };

export interface ZoneRecord {
  /** Canonical: lower case, no trailing dot, escapes kept, A-labels; the root is the empty text. */
  readonly owner: string;
  /** Seconds; undefined when nothing states one, which only the declared form of a zone allows. */
  readonly ttl: number | undefined;
  /** `IN`, `CH`, `HS` or `CLASSn`. */
  readonly class: string;
  /** Mnemonic in upper case, or `TYPEn`. */
  readonly type: string;
  readonly data: RecordData;
  /** From the owner (from the first word when the owner is that of the line before) to the last word. */
  readonly at: Span;
  readonly dataAt: Span;
}

/** What a name server would refuse, with what would be valid; an input problem for the stages that read files. */
export interface ZoneProblem {
  readonly at: Span;
  readonly problem: Text;
  readonly remedy: Text;
}

/** Something odd that the RFCs allow, or that name servers accept with a warning. */
export interface ZoneNotice {
  readonly kind:
    | 'missing-trailing-dot'
    | 'address-as-name'
    | 'unquoted-text'
    | 'long-string'
    | 'outside-zone'
    | 'ttl-differs'
    | 'ttl-too-large'
    | 'unread-record';
  readonly owner: string;
  readonly at: Span;
  readonly problem: Text;
  readonly consequence: Text;
  readonly remedy: Text;
}

/** What a master file holds. Records are in the order of the file, those of included files at their place. */
export interface ParsedZone {
  readonly file: string;
  readonly records: readonly ZoneRecord[];
  /** What a name server would refuse; the record concerned is left out. Empty for a sound zone. */
  readonly problems: readonly ZoneProblem[];
  readonly notices: readonly ZoneNotice[];
}

/** Bounds on what one call reads, because a zone file is a customer's file. */
export interface ZoneLimits {
  /** UTF-16 units of all files together, and of what `$GENERATE` writes. */
  readonly bytes: number;
  readonly records: number;
  /** Records of one `$GENERATE`. */
  readonly generated: number;
  /** Files within files. */
  readonly includeDepth: number;
  /** Files that `$INCLUDE` reads in all. */
  readonly includes: number;
  /** Problems, and notices, that are listed. */
  readonly problems: number;
}

export const zoneLimits: ZoneLimits = {
  bytes: 8 * 1024 * 1024,
  records: 250_000,
  generated: 65_536,
  includeDepth: 10,
  includes: 200,
  problems: 100,
};

export type Included =
  | { readonly ok: true; readonly file: string; readonly text: string }
  | { readonly ok: false; readonly because: Text };

export interface ZoneOptions {
  /** Path as the user knows it; stands in every span. */
  readonly file?: string;
  /**
   * The name that completes relative names until `$ORIGIN` says otherwise (what named-compilezone takes as the zone's
   * name). Without it, and until `$ORIGIN`, every name is absolute with or without its dot.
   */
  readonly origin?: string;
  /**
   * `file` (default): a master file. Without an origin, a SOA whose owner is written with its trailing dot sets it, as
   * the zone's name does in a name server; records outside the only zone of the file are noticed.
   * `inline`: the topology's `records`: names stay absolute until `$ORIGIN`, and any names may stand together.
   * `answers`: the same for what servers have answered, who do answer with an alias to one type and not to another.
   */
  readonly form?: 'file' | 'inline' | 'answers';
  /** Reads a file for `$INCLUDE`; `from` is the `file` of the including text. Without it the directive is refused. */
  readonly include?: (path: string, from: string) => Included;
  /** Where a place of the text stands in the file, for text that is a part of it; the same place by default. */
  readonly place?: (line: number, column: number) => { readonly line: number; readonly column: number };
  readonly limits?: Partial<ZoneLimits>;
}
