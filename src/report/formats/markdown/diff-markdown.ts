import { joined, type Text, text } from '../../../model/text.ts';
import type { ChangedFate, Comparison } from '../../../prove/compare/compare.ts';
import type { DiffReport } from '../../diff-report.ts';
import { markdownFence, markdownValue } from '../../escape.ts';
import { aspectText, fateValue, objectChangeText } from '../../fate-text.ts';
import { messageSnippet } from '../../message-snippet.ts';
import type { Style } from '../../report.ts';
import { gravityText } from '../../words.ts';
import { heading, items, page, type Say, sayIn, table, values } from './markdown-parts.ts';
import { transitionBlocks } from './transition-markdown.ts';

/** A comment at a pull request holds so many characters; more kinds than these would not fit, and the JSON has all. */
const fatesShown = 40;

/** Markdown of `diff`, for a comment at the pull request that makes the change. */
export function diffMarkdown(
  { before, after, comparison, transition }: DiffReport,
  style: Pick<Style, 'wording'> = {},
): string {
  const say = sayIn(style);
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
    ...fateBlocks(say, comparison),
    ...(objects.length === 0 ? [] : [heading(2, say(text`Objects`))]),
    ...table(
      say,
      [text`Change`, text`Object`, text`Settings`],
      objects.map(({ subject, change, settings }) => [
        say(objectChangeText[change]),
        markdownValue(subject),
        values(settings),
      ]),
    ),
    ...(transition === undefined ? [] : transitionBlocks(say, transition)),
    ...(notCovered.length === 0 ? [] : collapsed(say, text`Not covered`, [items(notCovered.map(say))])),
  ]);
}

/** Whose mail fares otherwise, gravest first, and a message of each kind. */
export function fateBlocks(say: Say, { fates }: Pick<Comparison, 'fates'>): Blocks {
  const shown = fates.slice(0, fatesShown);
  return [
    ...table(
      say,
      [text`Weight`, text`What`, text`Before`, text`After`, text`Classes`],
      shown.flatMap(({ gravity, changes: [first], classes: number }) =>
        first === undefined
          ? []
          : [
              [
                say(gravityText[gravity]),
                say(aspectText[first.what]),
                say(fateValue(first.what, first.before)),
                say(fateValue(first.what, first.after)),
                String(number),
              ],
            ],
      ),
    ),
    ...(shown.length < fates.length
      ? [say(text`Left out here: ${fates.length - shown.length} further kinds; --format json has them all.`)]
      : []),
    ...shown.flatMap((one) => details(say, one)),
  ];
}

/** All that is otherwise about one kind, with a message of it, folded so that the table above stays in sight. */
const details = (say: Say, { gravity, changes, example, answer }: ChangedFate): Blocks =>
  collapsed(say, text`${gravityText[gravity]}: ${joined(changes.map(({ what }) => aspectText[what]))}`, [
    ...(answer === null ? [] : [say(text`If the answer is ${answer}:`)]),
    ...table(
      say,
      [text`What`, text`Before`, text`After`],
      changes.map(({ what, before, after }) => [
        say(aspectText[what]),
        say(fateValue(what, before)),
        say(fateValue(what, after)),
      ]),
    ),
    markdownFence(messageSnippet(example, say.translate), 'yaml'),
  ]);

type Blocks = readonly (string | readonly string[])[];

/** The title is words of ours alone. */
const collapsed = (say: Say, title: Text, blocks: Blocks): Blocks => [
  `<details><summary>${say.inHtml(title)}</summary>`,
  ...blocks,
  '</details>',
];
