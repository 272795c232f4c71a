import { text } from '../../../model/text.ts';
import { type TextLines, textLines } from '../../documents/text-lines.ts';
import type { ExportContents, ExportDialect, ExportedObject, ExportedValue, ExportRemark } from '../exported-object.ts';
import { nounOfType } from '../nouns.ts';
import { isExportedName } from '../recognise-object.ts';
import { textValue } from '../text-value.ts';
import { type CsvRow, readRows } from './csv-rows.ts';

/** Export-Csv of Windows PowerShell 5.1, whose first line names a type, and of PowerShell 7; any of its delimiters. */
export const csvDialect: ExportDialect = {
  title: 'CSV',
  recognises(content) {
    const header = readRows(content, 1).rows[0]?.cells.map((cell) => cell.text.trim()) ?? [];
    return header.length > 1 && header.every((name) => name.length < 80) && header.filter(isExportedName).length > 1;
  },
  read(content, file) {
    const lines = textLines(file, content);
    const { type, rows, unclosed } = readRows(content, rowsMax);
    const remarks: ExportRemark[] = [];
    if (unclosed !== undefined) {
      const problem = text`A value that opens with a double quote is not closed.`;
      remarks.push({ kind: 'unusable', at: lines.span(unclosed, unclosed + 1), problem, remedy: again });
    }
    const [header, ...others] = rows;
    const names = (header?.cells ?? []).map((cell) => cell.text.trim());
    const noun = type === undefined ? undefined : nounOfType(type)?.name;
    const objects = unclosed === undefined ? others.flatMap((row) => objectOf(lines, names, row, noun, remarks)) : [];
    return { objects, remarks } satisfies ExportContents;
  },
};

const rowsMax = 100_000;
const again = text`The file was cut or edited; export it again.`;

function objectOf(
  lines: TextLines,
  names: readonly string[],
  { cells }: CsvRow,
  noun: string | undefined,
  remarks: ExportRemark[],
): readonly ExportedObject[] {
  const [first] = cells;
  if (first === undefined) return [];
  const at = lines.span(first.start, first.start + 1);
  if (cells.length !== names.length) {
    const problem = text`This row has ${cells.length} values, and the header names ${names.length}.`;
    remarks.push({ kind: 'unusable', at, problem, remedy: again });
    return [];
  }
  const properties = new Map<string, ExportedValue>();
  cells.forEach((cell, index) => {
    properties.set(names[index] ?? '', textValue(cell.text, lines.span(cell.start, cell.end)));
  });
  return [{ noun, side: undefined, at, properties, how: 'listed' }];
}
