import type { Span } from '../../model/source.ts';
import type { Text } from '../../model/text.ts';
import type { ParsedZone } from '../../protocols/zone/zone-record.ts';

/** An answer that exists and that its source does not fix: an alias of the hoster, a proxied name, a weighted set. */
export interface Unsettled {
  /** Canonical. */
  readonly owner: string;
  /** Types that have no fixed answer; undefined: every type that no record of the name states. */
  readonly types: readonly string[] | undefined;
  /** Why, for whoever asks for the name. */
  readonly because: Text;
  readonly at: Span;
}

/** A question that a name server has answered with nothing: the name (no type), or this type of it, did not exist. */
export interface Absent {
  /** Canonical. */
  readonly owner: string;
  readonly type: string | undefined;
  readonly because: string;
}

/** What one source of DNS says, whatever its format. */
export interface ZoneSource extends ParsedZone {
  readonly unsettled?: readonly Unsettled[];
  /** Of captures alone: the absence of a record from any other source without a SOA proves nothing. */
  readonly absent?: readonly Absent[];
}
