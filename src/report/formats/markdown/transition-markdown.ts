import { text } from '../../../model/text.ts';
import type { Transition } from '../../../prove/transition/transition.ts';
import { harmWords } from '../../change-words.ts';
import { markdownFence } from '../../escape.ts';
import { messageSnippet } from '../../message-snippet.ts';
import { harmText, momentText, stepWords, verdictText } from '../../transition-text.ts';
import { heading, items, type Say, table, values } from './markdown-parts.ts';

/** Moments and messages that are shown; a comment at a pull request holds so many characters. */
const momentsShown = 20;

/** What happens between two topologies, for the comment of `diff --transition`. */
export function transitionBlocks(say: Say, transition: Transition): readonly (string | readonly string[])[] {
  const { parts, order, states, bound } = transition;
  const title = heading(2, say(text`On the way`));
  if (parts.length === 0) return [title, say(text`Nothing changes that mail depends on, so there is no way to go.`)];
  return [
    title,
    ...table(
      say,
      [text`What changes at a time of its own`, text`Objects`],
      parts.map((part) => [say(part.title), values(part.subjects)]),
    ),
    ...momentBlocks(say, transition, momentsShown),
    heading(2, say(text`Order of steps`)),
    ...(order === undefined
      ? [say(text`No order of steps was found within the bound.`)]
      : [
          say(verdictText(order)),
          order.steps.flatMap((step, index) => {
            const { said, records, within, harms, wait } = stepWords(transition, step);
            return [
              `${index + 1}. ${say(said)}`,
              ...items(
                [
                  ...records.map((one) => say(text`${one}`)),
                  ...within.map(say),
                  ...harms.map((harm) => say(text`${harmWords[harm.kind]}: ${harmText(harm)}`)),
                  ...(wait === undefined ? [] : [say(wait)]),
                ],
                2,
              ),
            ];
          }),
        ]),
    say(text`States between the two judged: ${states}.`),
    ...(bound === null ? [] : [say(text`There are more than ${bound} classes; what lies beyond was not judged.`)]),
  ];
}

/** Unsafe moments as a table, then a message of each. */
export function momentBlocks(say: Say, transition: Transition, most: number): readonly (string | readonly string[])[] {
  const { unsafe } = transition;
  const shown = unsafe.slice(0, most);
  return [
    ...table(
      say,
      [text`Weight`, text`When`, text`What happens`, text`Classes`],
      shown.map((one) => [
        say(harmWords[one.harm.kind]),
        say(momentText(transition, one)),
        say(harmText(one.harm)),
        String(one.harm.classes),
      ]),
    ),
    ...(shown.length < unsafe.length
      ? [say(text`Left out here: ${unsafe.length - shown.length} further moments; --format json has them all.`)]
      : []),
    ...shown.flatMap((one) => [
      say(momentText(transition, one)),
      markdownFence(messageSnippet(one.harm.example, say.translate), 'yaml'),
    ]),
  ];
}
