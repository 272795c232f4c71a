import type { Span } from '../../model/source.ts';
import type { Text, TextValue } from '../../model/text.ts';
import type { ExportRemark } from './exported-object.ts';

/** What an import says it did, file by file and object by object. */
export interface ImportAccount {
  readonly files: readonly FileAccount[];
  /** What a topology needs and no export holds, with the command that exports it. */
  readonly missing: readonly { readonly what: Text; readonly remedy: Text }[];
}

export interface FileAccount {
  readonly file: string;
  /** undefined: nobody knows what it is. */
  readonly dialect: TextValue | undefined;
  readonly objects: readonly ObjectAccount[];
  readonly remarks: readonly ExportRemark[];
}

export interface ObjectAccount {
  /** As Exchange spells it; undefined: its properties do not tell. */
  readonly noun: string | undefined;
  readonly name: string;
  readonly at: Span;
  /** Key of the topology that took it, such as `tenant.inboundConnectors`; undefined: none. */
  readonly into: string | undefined;
  /** Why it is not taken, or not once more. */
  readonly because: Text | undefined;
  readonly understood: readonly string[];
  /** Known, and nothing that mail flow depends on. */
  readonly ignored: readonly string[];
  /** Known to nobody; carried along where the object is taken. */
  readonly unknown: readonly string[];
}
