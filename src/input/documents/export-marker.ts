import type { Span } from '../../model/source.ts';

/*
 * An imported topology keeps the place of each value in the exported file as a comment at the end of the value's line:
 * `Enabled: true  #@ exports/inbound.json:12:5`. The comment moves with the line when the author moves it, goes when he
 * deletes it, and means nothing to other readers of YAML.
 */

/** The comment for a place. Characters that would end the line, or hide in it, are written as in a URL. */
export const markerOf = ({ file, line, column }: Span): string => `#@ ${encodeFile(file)}:${line}:${column}`;

const marker = /(?:^|\s)#@ (\S.*?):(\d{1,9})(?::(\d{1,9}))?\s*$/u;

/** The place that the comment behind a line names; undefined where there is none. */
export function markedPlace(line: string): Span | undefined {
  const found = marker.exec(line.length > 4_000 ? line.slice(-4_000) : line);
  const [, file, row, column = '1'] = found ?? [];
  if (file === undefined || row === undefined) return undefined;
  // Text in quotes before the comment may look like one; the comment is the last.
  const decoded = decodeFile(file.split('#@ ').at(-1) ?? file);
  if (decoded === undefined || Number(row) < 1 || Number(column) < 1) return undefined;
  return { file: decoded, line: Number(row), column: Number(column) };
}

const encodeFile = (file: string): string =>
  file.replace(/[%#\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^\s|\s$/gu, (found) => encodeURIComponent(found));

function decodeFile(file: string): string | undefined {
  try {
    return decodeURIComponent(file);
  } catch {
    return undefined;
  }
}

/** A line without the comment that names a place, for marking what it says. */
export const withoutMarker = (line: string): string =>
  markedPlace(line) === undefined ? line : line.replace(/\s*#@ .*$/u, '');
