import { joined, type Text, text } from '../../../model/text.ts';
import type { ChangedFate, Comparison } from '../../../prove/compare/compare.ts';
import type { FateChange, Gravity } from '../../../prove/compare/fate-changes.ts';
import { aspectText, changeText, objectChangeText } from '../../fate-text.ts';
import { classesText, gravityText, waysText } from '../../words.ts';
import { snippetLines } from './copied-lines.ts';
import { type Page, paragraph, type Role } from './page.ts';

type Block = readonly string[];

/** Kinds of changes that are listed without --verbose. */
const fatesShown = 10;

const roles: Readonly<Record<Gravity, Role>> = {
  lost: 'error',
  opened: 'error',
  weaker: 'warning',
  fate: 'warning',
  closed: 'good',
  way: 'info',
};

/** What `diff` found: objects that changed, then whose mail fares otherwise, gravest first. */
export function diffBlocks(page: Page, comparison: Comparison): readonly Block[] {
  const { fates, objects } = comparison;
  const shown = page.verbose ? fates : fates.slice(0, fatesShown);
  const changed = objects.flatMap(({ subject, change, settings }) => {
    const named = settings.length === 0 ? text`` : text`: ${joined(settings)}`;
    return paragraph(page, text`${objectChangeText[change]}  ${subject}${named}`);
  });
  return [
    ...(changed.length === 0 || page.quiet ? [] : [changed]),
    ...shown.map((one) => fate(page, one)),
    ...(page.quiet ? [] : [summary(page, comparison, fates.length - shown.length)]),
  ];
}

/** How much changes, and what the comparison did not see. */
function summary(page: Page, { fates, classes, runs, bound, cut, notCovered }: Comparison, more: number): Block {
  const isWhole = bound === null && cut === 0;
  const kinds = fates.length === 1 ? text`${fates.length} kind of change` : text`${fates.length} kinds of change`;
  return [
    ...(fates.length === 0
      ? paragraph(
          page,
          isWhole ? text`No message fares otherwise.` : text`Of what was compared, no message fares otherwise.`,
          { role: isWhole ? 'good' : 'doubtful' },
        )
      : paragraph(page, more > 0 ? text`${kinds}, of which ${more} more with --verbose.` : text`${kinds}.`, {
          role: 'warning',
        })),
    ...paragraph(page, text`${classesText(classes)} of messages compared, ${waysText(runs)} followed.`),
    ...(bound === null
      ? []
      : paragraph(page, text`There are more than ${bound} classes; what lies beyond was not compared.`, {
          role: 'doubtful',
        })),
    ...(cut === 0
      ? []
      : paragraph(page, text`That nothing else changes is not shown: not every answer was followed.`, {
          role: 'doubtful',
        })),
    ...notCovered.flatMap((one) => paragraph(page, one, { label: text`Not covered`, labelRole: 'faint' })),
  ];
}

/** What a reader wants to see of every change; the rest is named, and shown with --verbose. */
const shownAlways: ReadonlySet<FateChange['what']> = new Set(['status', 'route', 'reply', 'finalRecipient']);

function fate(page: Page, { gravity, changes, classes, example, answer }: ChangedFate): Block {
  const [first, ...others] = changes;
  if (first === undefined) return [];
  const shown = others.filter(({ what }) => page.verbose || shownAlways.has(what));
  const rest = others.filter((one) => !shown.includes(one)).map(({ what }) => aspectText[what]);
  return [
    ...paragraph(page, text`${changeText(first)} (${givenText(classes, answer)})`, {
      label: gravityText[gravity],
      labelRole: roles[gravity],
    }),
    ...shown.flatMap((one) => paragraph(page, changeText(one), { indent: 2 })),
    ...(rest.length === 0
      ? []
      : paragraph(page, joined(rest), { indent: 2, label: text`and`, labelRole: 'faint', role: 'faint' })),
    ...snippetLines(page, example, 4),
  ];
}

/** How many classes fare so, and by which answer. */
export const givenText = (classes: number, answer: string | null): Text =>
  answer === null ? classesText(classes) : text`${classesText(classes)}, if the answer is ${answer}`;
