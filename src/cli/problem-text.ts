import type { Span } from '../model/source.ts';
import { createPage, paragraph } from '../report/formats/terminal/page.ts';
import { quote } from '../report/formats/terminal/quote.ts';
import type { Style } from '../report/report.ts';
import type { Unusable } from './command.ts';

/** Unusable input, for standard error: where, the user's own line, what is wrong, and what would be right. */
export function problemText({ problems, file = '', line = () => undefined }: Unusable, style: Style): string {
  const page = createPage(style, file, { locate: () => undefined, line });
  return problems
    .map(({ at, problem, remedy }) => {
      if (at === undefined) return [...paragraph(page, problem, head), ...remedyLines(remedy)];
      return [
        `${page.paint('place', page.place(at))}`,
        ...quoted(at),
        ...paragraph(page, problem, head),
        ...remedyLines(remedy),
      ];
    })
    .map((lines) => `${lines.join('\n')}\n`)
    .join('');

  function quoted(at: Span): readonly string[] {
    return quote(page, at, 2);
  }
  function remedyLines(remedy: Unusable['problems'][number]['remedy']): readonly string[] {
    return remedy === undefined ? [] : paragraph(page, remedy, { indent: 2 });
  }
}

const head = { label: 'mxproof:', labelRole: 'error' } as const;
