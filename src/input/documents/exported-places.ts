import type { Evidence, SourceIndex, Span } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { FileAccess } from '../problem.ts';
import { decodeText } from './decode-text.ts';
import { markedPlace } from './export-marker.ts';
import { type TextLines, textLines } from './text-lines.ts';

/** More of a line than this says nothing more; an export without line breaks is one line. */
const quotedMax = 160;

/**
 * The places in exports that the lines of an imported document name. A file is read when a finding first points into it,
 * through the access of the document, so that a comment cannot make the report quote what lies outside its directory.
 */
export function exportedPlaces(
  file: string,
  line: (number: number) => string | undefined,
  access: FileAccess,
): Required<Pick<SourceIndex, 'exported' | 'line'>> {
  const known = new Map<string, TextLines | undefined>();
  const linesOf = (path: string): TextLines | undefined => {
    if (!known.has(path)) known.set(path, readLines(path, access));
    return known.get(path);
  };
  return {
    exported(at): Evidence | undefined {
      const place = at.file === file ? markedPlace(line(at.line) ?? '') : undefined;
      if (place === undefined) return undefined;
      const there = linesOf(place.file)?.line(place.line);
      return there === undefined
        ? { at: place, text: text`exported from here; the file cannot be read from the directory of the topology` }
        : { at: place, text: quoted(there, place) };
    },
    line: (path, number) => known.get(path)?.line(number),
  };
}

/** What the export says: its line, or where that is long what stands from the place on. */
function quoted(there: string, { column }: Span): string {
  const whole = there.trim();
  if (whole.length <= quotedMax) return whole;
  const rest = there.slice(column - 1).trim();
  return rest.length <= quotedMax ? rest : `${rest.slice(0, quotedMax - 1)}…`;
}

function readLines(path: string, access: FileAccess): TextLines | undefined {
  const read = access.read(path);
  const decoded = read.ok ? decodeText(read.bytes) : undefined;
  return decoded?.ok === true ? textLines(path, decoded.text) : undefined;
}
