import type { TextFix } from '../../../fix/text-fixes.ts';
import { plain } from '../../../model/text.ts';
import { sarifText } from '../../escape.ts';

/**
 * A fix as replacements (SARIF 2.1.0 section 3.55): of each file one, from the first to the last character that differs.
 * @param locationOf where a file is, as the log has it
 */
export const sarifFix = ({ title, files }: TextFix, locationOf: (file: string) => object): object => ({
  description: { text: sarifText(plain(title)) },
  artifactChanges: files.map(({ file, before, after }) => ({
    artifactLocation: locationOf(file),
    replacements: [replacement(before, after)],
  })),
});

function replacement(before: string, after: string): object {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let kept = 0;
  while (kept < shorter - start && before.at(-1 - kept) === after.at(-1 - kept)) kept += 1;
  // Half a surrogate pair is no text.
  if (/[\udc00-\udfff]/u.test(before[start] ?? after[start] ?? '')) start -= 1;
  if (/[\ud800-\udbff]/u.test(before.at(-1 - kept) ?? '')) kept -= 1;
  const from = placeOf(before, start);
  const to = placeOf(before, before.length - kept);
  return {
    deletedRegion: { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column },
    insertedContent: { text: after.slice(start, after.length - kept) },
  };
}

/** Line and column from 1, columns in UTF-16 units. */
function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
