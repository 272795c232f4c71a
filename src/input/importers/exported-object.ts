import type { Span } from '../../model/source.ts';
import type { Text, TextValue } from '../../model/text.ts';

/**
 * A value as an export shows it. Shapes of one value (an enum's number, a size in words, `smtp:*;1`) stay as they are:
 * what they mean is read once, in `src/model/exchange-value.ts`, for exports and pasted objects alike.
 */
export interface ExportedValue {
  /** Plain data: text, number, boolean, null, a list, or an object with named parts. */
  readonly value: unknown;
  readonly at: Span;
  /** The places of a list's items, where each has its own. */
  readonly items?: readonly Span[];
  /**
   * Why `value` is not the whole truth: the export cut it (`lossy`), or it stands for something that only the author's
   * machine knows, such as a variable of a script (`unresolved`). The value is then undefined.
   */
  readonly flaw?: { readonly kind: 'lossy' | 'unresolved'; readonly because: Text };
}

/** One object of Exchange, whatever dialect it was exported in. */
export interface ExportedObject {
  /**
   * The noun of the cmdlet that prints it, as Exchange spells it (`InboundConnector`, `AcceptedDomain`), where the
   * export itself says so: a type name, a key, a resource, a cmdlet. Otherwise its properties tell (`recognise-object.ts`).
   */
  readonly noun: string | undefined;
  /** Whose object it is, where the export says so. */
  readonly side: 'tenant' | 'onPremises' | undefined;
  readonly at: Span;
  /** In the order of the export, by the name that the export uses. */
  readonly properties: ReadonlyMap<string, ExportedValue>;
  /**
   * What a script or log does with the object: `set` changes properties of one that is there, `remove` takes it away.
   * A listing shows what is there.
   */
  readonly how: 'listed' | 'created' | 'set' | 'removed';
}

/** Something in an export that the reader met and did not take: said to the user, line by line. */
export interface ExportRemark {
  /**
   * `refused`: the export lost data, and `unusable`: broken input, for both of which nothing is imported; `unknown`: nobody
   * knows what it is; `ignored`: known, and no matter of mail flow; `doubtful`: used, on a ground that the user should see.
   */
  readonly kind: 'refused' | 'unusable' | 'unknown' | 'ignored' | 'doubtful';
  readonly at: Span;
  readonly problem: Text;
  /** The command that exports it whole, or what would be valid. */
  readonly remedy: Text | undefined;
}

export interface ExportContents {
  readonly objects: readonly ExportedObject[];
  readonly remarks: readonly ExportRemark[];
}

/** One way in which exports are written. */
export interface ExportDialect {
  /** As the report names it: `CLIXML`, `Format-List text`. */
  readonly title: TextValue;
  /** Whether the text is of this dialect. Looks at the content alone; cheap, and never true of another dialect's text. */
  recognises(text: string): boolean;
  /** Reads the whole text. Never throws, and never runs anything that stands in it. */
  read(text: string, file: string): ExportContents;
}
