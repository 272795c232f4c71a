import type { Span } from '../../model/source.ts';
import type { Text } from '../../model/text.ts';
import { text } from '../../model/text.ts';
import { decodeText } from '../documents/decode-text.ts';
import { exportDialects } from './dialects.ts';
import type { ExportContents, ExportRemark } from './exported-object.ts';

export interface ExportFile {
  /** Path as places are to name it: relative to the topology's directory, with forward slashes. */
  readonly file: string;
  /** What could not be read is said by the caller, who knows why. */
  readonly content: Uint8Array | { readonly problem: Text; readonly remedy: Text | undefined };
  /** Named by the user, and not only found in a folder: then it must be an export. */
  readonly named: boolean;
}

export interface ReadExport {
  readonly file: string;
  readonly dialect: string | undefined;
  readonly contents: ExportContents;
}

/** Reads one file by what stands in it. */
export function readExport({ file, content, named }: ExportFile): ReadExport {
  const start: Span = { file, line: 1, column: 1 };
  const only = (remark: Omit<ExportRemark, 'at'> & { readonly at?: Span }, dialect?: string): ReadExport => ({
    file,
    dialect,
    contents: { objects: [], remarks: [{ at: start, ...remark }] },
  });
  if (!(content instanceof Uint8Array)) return only({ kind: 'unusable', ...content });
  if (content.length === 0) return only({ kind: 'ignored', problem: text`The file is empty.`, remedy: undefined });
  const decoded = decodeText(content);
  const kind = named ? 'unusable' : 'unknown';
  if (!decoded.ok) {
    const at = { file, line: decoded.line, column: decoded.column };
    return only({ kind, at, problem: decoded.problem, remedy: decoded.remedy });
  }
  const dialect = exportDialects.find((one) => one.recognises(decoded.text));
  if (dialect === undefined)
    return only({ kind, problem: text`The file is no export of a known form.`, remedy: known });
  return { file, dialect: dialect.title, contents: dialect.read(decoded.text, file) };
}

const known = text`Exports are read as JSON, CLIXML, CSV, Format-List text and others; ConvertTo-Json -Depth 6 loses least.`;
