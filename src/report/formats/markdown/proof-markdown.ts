import { statusText } from '../../../model/delivery-status.ts';
import { text } from '../../../model/text.ts';
import type { Proof } from '../../../prove/prove.ts';
import { markdownFence, markdownValue } from '../../escape.ts';
import { messageSnippet } from '../../message-snippet.ts';
import type { ProofReport } from '../../proof-report.ts';
import type { Style } from '../../report.ts';
import { fateBlocks } from './diff-markdown.ts';
import { drillBlocks } from './drill-markdown.ts';
import { heading, items, page, type Say, sayIn, table } from './markdown-parts.ts';
import { whatIfBlocks } from './what-if-markdown.ts';

/** Markdown of `prove`: each statement with its verdict, and the message against it to paste and trace. */
export function proofMarkdown(
  { file, proofs, drill, whatIf }: ProofReport,
  style: Pick<Style, 'wording'> = {},
): string {
  const say = sayIn(style);
  const { invariants, intents, classes, runs, bound, notCovered } = proofs;
  return page([
    heading(1, say(text`Proofs about ${file}`)),
    say(text`Classes of messages: ${classes}. Ways followed: ${runs}.`),
    ...(bound === null
      ? []
      : [say(text`There are more than ${bound} classes: what is not refuted is not refuted within that bound.`)]),
    ...(drill === undefined ? [] : [...drillBlocks(say, drill), ...fateBlocks(say, drill.comparison)]),
    ...(whatIf === undefined ? [] : [...whatIfBlocks(say, whatIf), ...fateBlocks(say, whatIf.effect.comparison)]),
    ...[
      { title: text`Invariants`, all: invariants },
      { title: text`Intents`, all: intents },
    ].flatMap(({ title, all }) =>
      all.length === 0
        ? []
        : [
            heading(2, say(title)),
            ...table(say, proofColumns, proofRows(say, all)),
            ...all.flatMap((one) => counterexampleBlocks(say, one)),
          ],
    ),
    ...(notCovered.length === 0 ? [] : [heading(2, say(text`Not covered`)), items(notCovered.map(say))]),
  ]);
}

/** One row a statement. */
export const proofRows = (say: Say, proofs: readonly Proof[]): readonly (readonly string[])[] =>
  proofs.map(({ id, title, holds, classes, counterexample, open, dependsOn }) => [
    markdownValue(id),
    say(title),
    say(holds === true ? text`holds` : holds === false ? text`refuted` : text`open`),
    String(classes),
    counterexample !== undefined
      ? say(counterexample.why)
      : [
          ...dependsOn.map(({ assumption, answer }) => say(text`not with ${assumption}: ${answer}`)),
          ...(holds === true ? [] : open.map(({ question }) => say(question))),
        ].join('; '),
  ]);

export const proofColumns = [text`Statement`, text`Meaning`, text`Verdict`, text`Classes`, text`Because`] as const;

function counterexampleBlocks(say: Say, { id, counterexample }: Proof): readonly (string | readonly string[])[] {
  if (counterexample === undefined) return [];
  const { message, trace } = counterexample;
  const ends = trace.outcomes.map(({ recipient, status, route }) =>
    say(text`${recipient}: ${statusText[status]}, ${route.join(' → ')}`),
  );
  return [
    heading(3, say(text`The message against ${id}`)),
    markdownFence(messageSnippet(message, say.translate), 'yaml'),
    ...(ends.length === 0 ? [] : [items(ends)]),
  ];
}
