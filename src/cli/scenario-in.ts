import { plain, sentence } from '../model/text.ts';
import type { Wording } from '../report/language/translate.ts';
import type { Scenario } from './scenarios.ts';

/*
 * What a scenario says to people: its comments, and the names of itself and of its messages. What Exchange, DNS and mxproof
 * read stays as it is.
 */

/** A stretch of a scenario: lines as they stand, or a sentence with what stands round it. */
type Stretch = { readonly lines: readonly string[] } | Said;
interface Said {
  readonly sentence: string;
  /** `  # `, `# ---- `, `  - name: ` before the first line of the sentence. */
  readonly head: string;
  /** What begins its further lines; undefined: it stays on one. */
  readonly margin?: string;
}

/** The scenario as `init` writes it: its sentences in the language of the user. */
export function scenarioIn({ content }: Pick<Scenario, 'content'>, { language, say }: Wording): string {
  if (language === 'en') return content;
  const lines = stretchesOf(content).flatMap((one) => {
    if ('lines' in one) return one.lines;
    const said = plain(say(sentence(one.sentence)));
    if (one.margin === undefined) return [one.head + (one.head.endsWith(': ') ? scalar(said) : said)];
    return folded(said, one.head, one.margin);
  });
  return lines.join('\n');
}

/** Every sentence of a scenario, as it is looked up. */
export const sentencesOfScenario = (content: string): readonly string[] =>
  stretchesOf(content).flatMap((one) => ('lines' in one ? [] : [one.sentence]));

const named = /^(name: |description: | {2}- name: )(.+)$/u;
// A title has dashes before it; three spaces begin a line of a drawing, which stays a line.
const comment = /^( *[#;] (?:---- )?)(?! {3})(\S.*)$/u;
const drawn = /^( *# {4,})(\S.*)$/u;

function stretchesOf(content: string): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let open: Said | undefined;
  const close = (): void => {
    if (open !== undefined) stretches.push(open);
    open = undefined;
  };
  let inMessages = false;
  for (const line of content.split('\n')) {
    if (/^\w/u.test(line)) inMessages = line.startsWith('messages:');
    const [, head = '', words = ''] = comment.exec(line) ?? [];
    const margin = head.replace('---- ', '');
    if (open !== undefined && words !== '' && head === open.margin) {
      open = { ...open, sentence: `${open.sentence} ${words}` };
      continue;
    }
    close();
    const [, mark = '', rest = ''] = drawn.exec(line) ?? named.exec(line) ?? [];
    if (words !== '') open = { sentence: words, head, margin };
    else if (rest !== '' && (inMessages || !mark.startsWith('  -'))) stretches.push({ sentence: rest, head: mark });
    else stretches.push({ lines: [line] });
  }
  close();
  return stretches;
}

/** Columns of the scenarios. */
const columnsMax = 120;

function folded(said: string, head: string, margin: string): readonly string[] {
  const lines: string[] = [];
  let line = head;
  for (const word of said.split(' ')) {
    if (line !== head && line !== margin && line.length + 1 + word.length > columnsMax) {
      lines.push(line);
      line = margin;
    }
    line += line === head || line === margin ? word : ` ${word}`;
  }
  return [...lines, line];
}

/** A plain scalar of YAML, or a quoted one where that would be read as something else. */
const scalar = (said: string): string => (/^\p{L}[^#:]*$/u.test(said) ? said : JSON.stringify(said));
