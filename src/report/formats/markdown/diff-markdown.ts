import { plain, sentence, type Text, text } from '../../../model/text.ts';
import type { ChangedFate, Comparison } from '../../../prove/compare/compare.ts';
import { gravityWords } from '../../change-words.ts';
import type { DiffReport } from '../../diff-report.ts';
import { htmlText, markdownFence, markdownValue } from '../../escape.ts';
import { messageSnippet } from '../../message-snippet.ts';
import { heading, items, page, say, table, values } from './markdown-parts.ts';
import { transitionBlocks } from './transition-markdown.ts';

/** A comment at a pull request holds so many characters; more kinds than these would not fit, and the JSON has all. */
const fatesShown = 40;

/** Markdown of `diff`, for a comment at the pull request that makes the change. */
export function diffMarkdown({ before, after, comparison, transition }: DiffReport): string {
  const { fates, objects, classes, runs, bound, cut, notCovered } = comparison;
  const isWhole = bound === null && cut === 0;
  return page([
    heading(1, say(text`From ${before} to ${after}`)),
    say(
      fates.length > 0
        ? text`Kinds of messages that fare otherwise: ${fates.length}.`
        : isWhole
          ? text`No message fares otherwise.`
          : text`Of what was compared, no message fares otherwise.`,
    ),
    say(text`Classes of messages compared: ${classes}. Ways followed: ${runs}.`),
    ...(bound === null ? [] : [say(text`There are more than ${bound} classes; what lies beyond was not compared.`)]),
    ...(cut === 0 ? [] : [say(text`That nothing else changes is not shown: not every answer was followed.`)]),
    ...fateBlocks(comparison),
    ...(objects.length === 0 ? [] : [heading(2, say(text`Objects`))]),
    ...table(
      [text`Change`, text`Object`, text`Settings`],
      objects.map(({ subject, change, settings }) => [change, markdownValue(subject), values(settings)]),
    ),
    ...(transition === undefined ? [] : transitionBlocks(transition)),
    ...(notCovered.length === 0 ? [] : collapsed(text`Not covered`, [items(notCovered.map(say))])),
  ]);
}

/** Whose mail fares otherwise, gravest first, and a message of each kind. */
export function fateBlocks({ fates }: Pick<Comparison, 'fates'>): Blocks {
  const shown = fates.slice(0, fatesShown);
  return [
    ...table(
      [text`Weight`, text`What`, text`Before`, text`After`, text`Classes`],
      shown.flatMap(({ gravity, changes: [first], classes: number }) =>
        first === undefined
          ? []
          : [
              [
                say(gravityWords[gravity]),
                first.what,
                markdownValue(first.before),
                markdownValue(first.after),
                String(number),
              ],
            ],
      ),
    ),
    ...(shown.length < fates.length
      ? [say(text`Left out here: ${fates.length - shown.length} further kinds; --format json has them all.`)]
      : []),
    ...shown.flatMap(details),
  ];
}

/** All that is otherwise about one kind, with a message of it, folded so that the table above stays in sight. */
const details = ({ gravity, changes, example, answer }: ChangedFate): Blocks =>
  collapsed(text`${gravityWords[gravity]}: ${sentence(changes.map(({ what }) => what).join(', '))}`, [
    ...(answer === null ? [] : [say(text`If the answer is ${answer}:`)]),
    ...table(
      [text`What`, text`Before`, text`After`],
      changes.map(({ what, before, after }) => [what, markdownValue(before), markdownValue(after)]),
    ),
    markdownFence(messageSnippet(example), 'yaml'),
  ]);

type Blocks = readonly (string | readonly string[])[];

/** The title is words of ours alone: Markdown is not read inside of the HTML that folds (CommonMark section 4.6). */
const collapsed = (title: Text, blocks: Blocks): Blocks => [
  `<details><summary>${plain(title, htmlText)}</summary>`,
  ...blocks,
  '</details>',
];
