import { type Text, text } from '../../../model/text.ts';
import type { Gravity } from '../../../prove/compare/fate-changes.ts';
import type { DiffReport } from '../../diff-report.ts';
import { markdownFence, markdownValue } from '../../escape.ts';
import { messageSnippet } from '../../message-snippet.ts';
import { heading, items, page, say, table, values, word } from './markdown-parts.ts';
import { transitionBlocks } from './transition-markdown.ts';

const words: Readonly<Record<Gravity, Text>> = {
  lost: text`lost`,
  opened: text`opened`,
  weaker: text`weaker`,
  fate: text`changed`,
  closed: text`closed`,
  way: text`other way`,
};

/** A comment at a pull request holds so many characters; more kinds than these would not fit, and the JSON has all. */
const fatesShown = 40;

/** Markdown of `diff`, for a comment at the pull request that makes the change. */
export function diffMarkdown({ before, after, comparison, transition }: DiffReport): string {
  const { fates, objects, classes, runs, bound, notCovered } = comparison;
  const shown = fates.slice(0, fatesShown);
  return page([
    heading(1, say(text`From ${before} to ${after}`)),
    say(
      fates.length === 0
        ? text`No message fares otherwise.`
        : text`Kinds of messages that fare otherwise: ${fates.length}.`,
    ),
    say(text`Classes of messages compared: ${classes}. Ways followed: ${runs}.`),
    ...(bound === null ? [] : [say(text`There are more than ${bound} classes; what lies beyond was not compared.`)]),
    ...table(
      [text`Weight`, text`What`, text`Before`, text`After`, text`Classes`],
      shown.flatMap(({ gravity, changes, classes: number }) =>
        changes.map(({ what, before: was, after: is }, index) => [
          index === 0 ? say(words[gravity]) : '',
          what,
          markdownValue(was),
          markdownValue(is),
          index === 0 ? String(number) : '',
        ]),
      ),
    ),
    ...(shown.length < fates.length
      ? [say(text`Left out here: ${fates.length - shown.length} further kinds; --format json has them all.`)]
      : []),
    ...(shown.length === 0 ? [] : [heading(2, say(text`One message of each kind`))]),
    ...shown.flatMap(({ gravity, changes, example, answer }) => [
      say(
        answer === null
          ? text`${words[gravity]}, ${word(changes[0]?.what ?? '')}:`
          : text`${words[gravity]}, ${word(changes[0]?.what ?? '')}, if the answer is ${answer}:`,
      ),
      markdownFence(messageSnippet(example), 'yaml'),
    ]),
    ...(objects.length === 0 ? [] : [heading(2, say(text`Objects`))]),
    ...table(
      [text`Change`, text`Object`, text`Settings`],
      objects.map(({ subject, change, settings }) => [change, markdownValue(subject), values(settings)]),
    ),
    ...(transition === undefined ? [] : transitionBlocks(transition)),
    ...(notCovered.length === 0 ? [] : [heading(2, say(text`Not covered`)), items(notCovered.map(markdownValue))]),
  ]);
}
