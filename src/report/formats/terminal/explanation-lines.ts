import { type Text, text } from '../../../model/text.ts';
import type { Explanation } from '../../../reference/explain.ts';
import { inertText, terminalText } from '../../escape.ts';
import { gradeText } from '../../words.ts';
import { type Page, paragraph } from './page.ts';

/** What `explain` says of one id, as paragraphs under their headings. Its sentences are in the language of the page already. */
export function explanationLines(page: Page, it: Explanation): readonly string[] {
  const lines = [...paragraph(page, terminalText(it.title), { label: terminalText(it.id) })];
  const part = (heading: Text, texts: readonly string[]): void => {
    if (texts.length === 0) return;
    lines.push('', ...paragraph(page, heading, { role: 'strong' }));
    for (const one of texts) lines.push(...paragraph(page, inertText(one), { indent: 2 }));
  };
  part(text`What it means`, it.means);
  part(text`In the words of the system`, it.verbatim);
  part(text`How it is decided`, it.decided);
  part(text`What to look at`, it.look);
  part(text`The same code also means`, it.also);
  part(text`Related`, it.related.length === 0 ? [] : [it.related.join(', ')]);
  part(
    text`Sources`,
    it.sources.map(({ title, date, url }) => [title, date, url].filter((one) => one !== null).join(', ')),
  );
  if (it.confidence !== null) lines.push('', ...paragraph(page, gradeText[it.confidence], { label: text`Confidence` }));
  return lines;
}
