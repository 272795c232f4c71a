import type { Evidence } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import { type Page, paragraph } from './page.ts';

/** Facts behind a verdict, one a paragraph, each with the place that states it. */
export function evidenceLines(page: Page, evidence: readonly Evidence[], indent: number): readonly string[] {
  return evidence.flatMap(({ at, text: fact }) => {
    const said = at === undefined ? text`${fact}` : text`${page.place(at)}: ${fact}`;
    return paragraph(page, said, { indent, label: text`Evidence`, labelRole: 'faint' });
  });
}
