import type { Text } from '../model/text.ts';
import { createPage, paragraph } from '../report/formats/terminal/page.ts';
import type { Wording } from '../report/language/translate.ts';
import type { Channel } from './machine.ts';

/** Sentences that belong to no report, each a paragraph in the language of the user, as wide as what they are written to. */
export function said(
  sentences: readonly Text[],
  { columns }: Channel,
  { wording }: { readonly wording: Wording },
  indent = 0,
): string {
  const style = { color: false, width: columns ?? widthUnknown, verbose: false, quiet: false, wording };
  const page = createPage(style, '', { locate: () => undefined, line: () => undefined });
  return sentences
    .flatMap((one) => paragraph(page, one, { indent }))
    .map((line) => `${line}\n`)
    .join('');
}

/** As of reports that go to no terminal. */
const widthUnknown = 100;
