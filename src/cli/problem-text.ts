import type { Span } from '../model/source.ts';
import { text } from '../model/text.ts';
import { createPage, paragraph, prose } from '../report/formats/terminal/page.ts';
import { quote } from '../report/formats/terminal/quote.ts';
import type { Style } from '../report/report.ts';
import type { Unusable } from './command.ts';

/** Unusable input, for standard error: where, the user's own line, what is wrong, and what would be right. */
export function problemText({ problems, file = '', line = () => undefined }: Unusable, style: Style): string {
  const page = createPage(style, file, { locate: () => undefined, line });
  return problems
    .map(({ at, problem, remedy }) => {
      const said = prose(text`${problem}`);
      if (at === undefined) return [...paragraph(page, said, head), ...remedyLines(remedy)];
      return [
        `${page.paint('place', page.place(at))}`,
        ...quoted(at),
        ...paragraph(page, said, head),
        ...remedyLines(remedy),
      ];
    })
    .map((lines) => `${lines.join('\n')}\n`)
    .join('');

  function quoted(at: Span): readonly string[] {
    return quote(page, at, 2);
  }
  function remedyLines(remedy: Unusable['problems'][number]['remedy']): readonly string[] {
    return remedy === undefined ? [] : paragraph(page, prose(remedy), { indent: 2 });
  }
}

const head = { label: 'mxproof:', labelRole: 'error' } as const;
