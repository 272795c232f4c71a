import { type Text, text } from '../../../model/text.ts';
import type { Drill } from '../../../prove/drills/drill.ts';
import {
  bySeverity,
  type DrillVerdict,
  drillVerdictText,
  flowFateText,
  flowText,
  pointsOfFailure,
  pointsOfFailureText,
  verdictOf,
} from '../../drill-text.ts';
import { classesText } from '../../words.ts';
import { diffBlocks } from './diff-lines.ts';
import { type Page, padded, paragraph, type Role } from './page.ts';

type Block = readonly string[];

const labels: Readonly<Record<DrillVerdict, readonly [label: Text, role: Role]>> = {
  loses: [text`loses`, 'error'],
  delays: [text`delays`, 'warning'],
  opens: [text`opens`, 'error'],
  weakens: [text`weakens`, 'warning'],
  otherwise: [text`otherwise`, 'info'],
  nothing: [text`nothing`, 'good'],
};
const works = text`works`;
const breaks = text`breaks`;

/** What `prove --down` and its like say: what still works, then what fares otherwise, gravest first. */
export function drillBlocks(page: Page, drill: Drill): readonly Block[] {
  const { flows, comparison, silent } = drill;
  const title = paragraph(page, text`${drill.title}: ${drillVerdictText(drill)}`, {
    label: text`When`,
    labelRole: 'strong',
  });
  const table = flows.map((flow) =>
    paragraph(page, text`${flowText(flow)}: ${flowFateText(flow)}`, {
      indent: 2,
      label: padded(page, broken(flow) ? breaks : works, [works, breaks]),
      labelRole: !broken(flow) ? 'good' : flow.lost > 0 ? 'error' : 'warning',
    }),
  );
  const silence =
    silent === 0
      ? []
      : paragraph(
          page,
          text`${classesText(silent)} of messages that what fails would send itself: they stay where they are.`,
          { indent: 2 },
        );
  return [
    [...title, ...(page.quiet ? table.filter((_, index) => broken(flows[index])) : table).flat(), ...silence],
    // The objects that the failure changes are the failure itself.
    ...diffBlocks(page, { ...comparison, objects: [] }),
  ];
}

const broken = (flow: Drill['flows'][number] | undefined): boolean =>
  flow !== undefined && flow.lost + flow.deferred > 0;

/** One line for each failure, those that lose mail first. */
export function drillTable(page: Page, drills: readonly Drill[]): readonly Block[] {
  const rows = bySeverity(drills);
  const harmless: ReadonlySet<DrillVerdict> = new Set(['otherwise', 'nothing']);
  const shown = page.quiet ? rows.filter((one) => !harmless.has(verdictOf(one))) : rows;
  if (shown.length === 0) return [];
  const points = pointsOfFailure(drills);
  const [first] = drills;
  const all = Object.values(labels).map(([label]) => label);
  return [
    [
      ...paragraph(page, text`When one thing fails`, { role: 'strong' }),
      ...shown.flatMap((one) => {
        const [label, labelRole] = labels[verdictOf(one)];
        const said = text`${one.title}: ${drillVerdictText(one)}`;
        return paragraph(page, said, { indent: 2, label: padded(page, label, all), labelRole });
      }),
      ...paragraph(page, pointsOfFailureText(drills), { role: points.length === 0 ? 'good' : 'warning' }),
      ...(page.quiet || first === undefined
        ? []
        : [
            ...paragraph(page, text`${classesText(first.comparison.classes)} of messages in each drill.`),
            ...paragraph(page, text`other answers to open points than the default ones`, {
              label: text`Not covered`,
              labelRole: 'faint',
            }),
          ]),
    ],
  ];
}
