import type { ChangedFate, Comparison } from '../../../prove/compare/compare.ts';
import type { FateChange, Gravity } from '../../../prove/compare/fate-changes.ts';
import { terminalText } from '../../escape.ts';
import { messageSnippet } from '../../message-snippet.ts';
import { count, type Page, paragraph, prose, type Role } from './page.ts';

type Block = readonly string[];

/** Kinds of changes that are listed without --verbose. */
const fatesShown = 10;

const words: Readonly<Record<Gravity, readonly [label: string, role: Role]>> = {
  lost: ['lost', 'error'],
  opened: ['opened', 'error'],
  weaker: ['weaker', 'warning'],
  fate: ['changed', 'warning'],
  closed: ['closed', 'good'],
  way: ['other way', 'info'],
};

/** What `diff` found: objects that changed, then whose mail fares otherwise, gravest first. */
export function diffBlocks(
  page: Page,
  { fates, objects, classes, runs, bound, cut, notCovered }: Comparison,
): readonly Block[] {
  const shown = page.verbose ? fates : fates.slice(0, fatesShown);
  const more = fates.length - shown.length;
  const changed = objects.flatMap(({ subject, change, settings }) =>
    paragraph(
      page,
      `${change}  ${terminalText(subject)}${settings.length === 0 ? '' : `: ${settings.map(terminalText).join(', ')}`}`,
    ),
  );
  const summary = [
    ...paragraph(
      page,
      fates.length === 0
        ? bound === null && cut === 0
          ? 'No message fares otherwise.'
          : 'Of what was compared, no message fares otherwise.'
        : `${count(fates.length, 'kind')} of change${more > 0 ? `, of which ${more} more with --verbose` : ''}.`,
      { role: fates.length > 0 ? 'warning' : bound === null && cut === 0 ? 'good' : 'doubtful' },
    ),
    ...paragraph(page, `${count(classes, 'class', 'classes')} of messages compared, ${count(runs, 'way')} followed.`),
    ...(bound === null
      ? []
      : paragraph(page, `There are more than ${bound} classes; what lies beyond was not compared.`, {
          role: 'doubtful',
        })),
    ...(cut === 0
      ? []
      : paragraph(page, 'That nothing else changes is not shown: not every answer was followed.', {
          role: 'doubtful',
        })),
    ...notCovered.flatMap((one) => paragraph(page, prose(one), { label: 'Not covered', labelRole: 'faint' })),
  ];
  return [
    ...(changed.length === 0 || page.quiet ? [] : [changed]),
    ...shown.map((one) => fate(page, one)),
    ...(page.quiet ? [] : [summary]),
  ];
}

/** What a reader wants to see of every change; the rest is named, and shown with --verbose. */
const shownAlways: ReadonlySet<FateChange['what']> = new Set(['status', 'route', 'reply', 'finalRecipient']);

function fate(page: Page, { gravity, changes, classes, example, answer }: ChangedFate): Block {
  const [label, role] = words[gravity];
  const [first, ...others] = changes;
  if (first === undefined) return [];
  const line = ({ what, before, after }: FateChange) => `${what}: ${terminalText(before)} ⇒ ${terminalText(after)}`;
  const given = answer === null ? '' : `, if the answer is ${terminalText(answer)}`;
  const shown = others.filter(({ what }) => page.verbose || shownAlways.has(what));
  const rest = others.filter((one) => !shown.includes(one)).map(({ what }) => what);
  return [
    ...paragraph(page, `${line(first)} (${count(classes, 'class', 'classes')}${given})`, { label, labelRole: role }),
    ...shown.flatMap((one) => paragraph(page, line(one), { indent: 2 })),
    ...(rest.length === 0
      ? []
      : paragraph(page, rest.join(', '), { indent: 2, label: 'and', labelRole: 'faint', role: 'faint' })),
    ...messageSnippet(example).map((one) => `    ${terminalText(one)}`),
  ];
}
