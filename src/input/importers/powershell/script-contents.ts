import { text } from '../../../model/text.ts';
import { textLines } from '../../documents/text-lines.ts';
import type { ExportContents } from '../exported-object.ts';
import type { Taking } from './cmdlet-objects.ts';
import { Unreadable } from './cursor.ts';
import type { Placing } from './exported-value.ts';
import { Remarks } from './remarks.ts';
import { type Statement, scriptLimits } from './syntax.ts';

/** Reads a whole text. Where it cannot be read to its end, nothing of it counts: PowerShell would not run it either. */
export function scriptContents(content: string, file: string, take: (taking: Taking) => void): ExportContents {
  const lines = textLines(file, content);
  const place: Placing = ({ start, end }) => lines.span(start, end);
  const quote: Taking['quote'] = ({ line, column, endLine, endColumn }) =>
    (lines.line(line) ?? '').slice(column - 1, endLine === line && endColumn !== undefined ? endColumn - 1 : undefined);
  const taking: Taking = { place, quote, remarks: new Remarks(), objects: [] };
  if (content.length > scriptLimits.length) {
    const problem = text`The file has more than ${scriptLimits.length} characters.`;
    return {
      objects: [],
      remarks: [{ kind: 'unusable', at: place({ start: 0, end: 0 }), problem, remedy: undefined }],
    };
  }
  try {
    take(taking);
    return { objects: taking.objects, remarks: taking.remarks.all };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { at, problem, remedy } = error;
    return { objects: [], remarks: [{ kind: 'unusable', at: place(at), problem, remedy }] };
  }
}

/**
 * Reads one of several pieces of a text. One that cannot be read is said to be so with `kind`, and the others count.
 */
export function takePiece(
  taking: Taking,
  kind: 'unusable' | 'doubtful',
  read: () => readonly Statement[],
  take: (found: readonly Statement[]) => void,
): void {
  try {
    take(read());
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { at, problem, remedy } = error;
    taking.remarks.add({ kind, at: taking.place(at), problem, remedy });
  }
}
