import { text } from '../../model/text.ts';
import { canonicalName } from '../../protocols/dns-names/domain-name.ts';
import { parseZone } from '../../protocols/zone/parse-zone.ts';
import { readType } from '../../protocols/zone/record-types.ts';
import type { ZoneOptions, ZoneProblem } from '../../protocols/zone/zone-record.ts';
import type { Absent, Unsettled, ZoneSource } from './zone-source.ts';

/** First line of a capture; it makes the notes below it mean something. */
export const captureHeader = '; mxproof capture 1';

export const isCapture = (content: string): boolean =>
  content.startsWith(captureHeader) &&
  /^(?:\r?\n|$)/u.test(content.slice(captureHeader.length, captureHeader.length + 2));

/**
 * What a capture found out without a record to show for it. A master file has no way to say that a name does not exist,
 * but for a SOA, which would claim to know all names of its zone; so captures say it in comments of one form.
 */
export type CaptureNote =
  | { readonly kind: 'no-such-name'; readonly name: string }
  | { readonly kind: 'no-such-type'; readonly name: string; readonly type: string }
  | { readonly kind: 'no-answer'; readonly name: string; readonly type: string };

/** The line of a note; `how` says when, from which server, or why, for people. */
export function captureNoteLine(note: CaptureNote, how: string): string {
  const type = note.kind === 'no-such-name' ? '' : ` ${note.type}`;
  return `;! ${note.kind} ${note.name}.${type} ; ${how}`;
}

/**
 * Reads a capture: its records as of any master file, its notes as absent names and types. What was not answered stays
 * unknown: that a server failed says nothing of the name.
 */
export function readCapture(content: string, options: ZoneOptions): ZoneSource {
  const zone = parseZone(content, { ...options, form: 'answers' });
  const file = options.file ?? '-';
  const absent: Absent[] = [];
  const unsettled: Unsettled[] = [];
  const problems: ZoneProblem[] = [];
  for (const [index, line] of content.split('\n').entries()) {
    if (!line.startsWith(';!')) continue;
    const at = { file, line: index + 1, column: 1, endLine: index + 1, endColumn: line.length + 1 };
    const note = readNote(line);
    if (note === undefined) {
      const remedy = text`Write ${';! no-such-name contoso.com.'} or ${';! no-such-type contoso.com. MX'}.`;
      if (problems.length < 20)
        problems.push({ at, problem: text`This line of the capture is no note of one.`, remedy });
      continue;
    }
    const because = `the capture (${file}, line ${index + 1}) found nothing`;
    if (note.kind === 'no-such-name') absent.push({ owner: note.name, type: undefined, because });
    else if (note.kind === 'no-such-type') absent.push({ owner: note.name, type: note.type, because });
    else {
      const none = text`the capture (${file}, line ${index + 1}) got no answer`;
      unsettled.push({ owner: note.name, types: [note.type], because: none, at });
    }
  }
  return { ...zone, absent, unsettled, problems: [...zone.problems, ...problems] };
}

function readNote(line: string): CaptureNote | undefined {
  const [, kind, written = '', typeOrEnd = ''] = line.slice(0, 2000).trimEnd().split(' ');
  const name = canonicalName(written);
  if (name === undefined || written === '') return undefined;
  if (kind === 'no-such-name') return { kind, name };
  const type = readType(typeOrEnd);
  if (type === undefined || (kind !== 'no-such-type' && kind !== 'no-answer')) return undefined;
  return { kind, name, type };
}
