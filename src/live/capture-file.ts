import { formatInstant } from '../base/time.ts';
import { type CaptureNote, captureHeader, captureNoteLine } from '../input/dns/capture-notes.ts';
import { plain } from '../model/text.ts';
import { recordLine } from '../protocols/zone/record-line.ts';
import { type CapturedQuestion, serverText } from './capture.ts';

/**
 * A capture as a master file: every record with its TTL, above each set a comment that says when and where it came from,
 * and a note for what was not found. Reading the file gives the same answers. It has no SOA, so that it claims to know
 * what it asked, and nothing else.
 *
 * @param made what wrote it: `mxproof 0.1.0`
 */
export function captureText(questions: readonly CapturedQuestion[], made: string): string {
  const written = new Set<string>();
  const once = (line: string, key = line): readonly string[] => {
    if (written.has(key)) return [];
    written.add(key);
    return [line];
  };
  const body = byName(questions).map((ofName) =>
    ofName.flatMap((question) => {
      const { outcome, name, type, at } = question;
      if (outcome.kind === 'unanswered') {
        return once(
          captureNoteLine({ kind: 'no-answer', name, type }, outcome.because.map((one) => plain(one)).join('; ')),
        );
      }
      const how = `${formatInstant(at)} ${serverText(outcome.server)} ${outcome.transport}`;
      const records = outcome.sets.flatMap((set) =>
        set.records.flatMap((record) => once(recordLine({ owner: set.owner, type: set.type, class: 'IN', ...record }))),
      );
      const { absent } = outcome;
      const note: CaptureNote | undefined =
        absent === undefined
          ? undefined
          : absent.type === undefined
            ? { kind: 'no-such-name', name: absent.owner }
            : { kind: 'no-such-type', name: absent.owner, type: absent.type };
      const comment = records.length === 0 ? [] : [`; ${name}. ${type}: ${how}`];
      const notes = note === undefined ? [] : once(captureNoteLine(note, how), captureNoteLine(note, ''));
      return [...comment, ...records, ...notes];
    }),
  );
  const head = [
    captureHeader,
    `; Answers of name servers, captured by ${made}. What begins with ";!" was asked and not`,
    '; found: mxproof reads it, other programs pass over it. There is no SOA, because what was',
    '; not asked is not known.',
  ];
  const lines = body.filter((ofName) => ofName.length > 0);
  return [...head, '', ...lines.flatMap((ofName, index) => [...gap(lines[index - 1], ofName), ...ofName]), ''].join(
    '\n',
  );
}

/** An empty line round the records of a name; notes stand together. */
const gap = (above: readonly string[] | undefined, below: readonly string[]): readonly string[] =>
  above !== undefined && [...above, ...below].some((line) => !line.startsWith(';')) ? [''] : [];

/** The questions of each name together, names in the order in which they came up. */
function byName(questions: readonly CapturedQuestion[]): readonly (readonly CapturedQuestion[])[] {
  const names = new Map<string, CapturedQuestion[]>();
  for (const question of questions) {
    const found = names.get(question.name);
    if (found === undefined) names.set(question.name, [question]);
    else found.push(question);
  }
  return [...names.values()];
}
