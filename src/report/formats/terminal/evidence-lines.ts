import type { Evidence } from '../../../model/source.ts';
import { terminalText } from '../../escape.ts';
import { type Page, paragraph } from './page.ts';

/** Facts behind a verdict, one a paragraph, each with the place that states it. */
export function evidenceLines(page: Page, evidence: readonly Evidence[], indent: number): readonly string[] {
  return evidence.flatMap(({ at, text }) => {
    const place = at === undefined ? '' : `${page.place(at)}: `;
    return paragraph(page, place + terminalText(text), { indent, label: 'Evidence', labelRole: 'faint' });
  });
}
