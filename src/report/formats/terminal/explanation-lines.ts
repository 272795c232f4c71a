import type { Explanation } from '../../../reference/explain.ts';
import { terminalText } from '../../escape.ts';
import { type Page, paragraph } from './page.ts';

/** What `explain` says of one id, as paragraphs under their headings. */
export function explanationLines(page: Page, it: Explanation): readonly string[] {
  const lines = [...paragraph(page, terminalText(it.title), { label: terminalText(it.id) })];
  const part = (heading: string, texts: readonly string[]): void => {
    if (texts.length === 0) return;
    lines.push('', page.paint('strong', heading));
    for (const text of texts) lines.push(...paragraph(page, terminalText(text), { indent: 2 }));
  };
  part('What it means', it.means);
  part('In the words of the system', it.verbatim);
  part('How it is decided', it.decided);
  part('What to look at', it.look);
  part('The same code also means', it.also);
  part('Related', it.related.length === 0 ? [] : [it.related.join(', ')]);
  part(
    'Sources',
    it.sources.map(({ title, date, url }) => [title, date, url].filter((one) => one !== null).join(', ')),
  );
  if (it.confidence !== null) lines.push('', ...paragraph(page, it.confidence, { label: 'Confidence' }));
  return lines;
}
