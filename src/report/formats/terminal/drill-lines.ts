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
import { diffBlocks } from './diff-lines.ts';
import { count, type Page, paragraph, prose, type Role } from './page.ts';

type Block = readonly string[];

const labels: Readonly<Record<DrillVerdict, readonly [word: string, role: Role]>> = {
  loses: ['loses    ', 'error'],
  delays: ['delays   ', 'warning'],
  opens: ['opens    ', 'error'],
  weakens: ['weakens  ', 'warning'],
  otherwise: ['otherwise', 'info'],
  nothing: ['nothing  ', 'good'],
};

/** What `prove --down` and its like say: what still works, then what fares otherwise, gravest first. */
export function drillBlocks(page: Page, drill: Drill): readonly Block[] {
  const { flows, comparison, silent } = drill;
  const title = [
    ...paragraph(page, `${prose(drill.title)}: ${prose(drillVerdictText(drill))}`, {
      label: 'When',
      labelRole: 'strong',
    }),
  ];
  const table = flows.map((flow) => {
    const works = flow.lost + flow.deferred === 0;
    return paragraph(page, `${prose(flowText(flow))}: ${prose(flowFateText(flow))}`, {
      indent: 2,
      label: works ? 'works ' : 'breaks',
      labelRole: works ? 'good' : flow.lost > 0 ? 'error' : 'warning',
    });
  });
  const silence =
    silent === 0
      ? []
      : paragraph(
          page,
          `${count(silent, 'class', 'classes')} of messages that what fails would send itself: they stay where they are.`,
          {
            indent: 2,
          },
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
  return [
    [
      ...paragraph(page, 'When one thing fails', { role: 'strong' }),
      ...shown.flatMap((one) => {
        const [label, labelRole] = labels[verdictOf(one)];
        const said = `${prose(one.title)}: ${prose(drillVerdictText(one))}`;
        return paragraph(page, said, { indent: 2, label, labelRole });
      }),
      ...paragraph(page, prose(pointsOfFailureText(drills)), { role: points.length === 0 ? 'good' : 'warning' }),
      ...(page.quiet || first === undefined
        ? []
        : [
            ...paragraph(page, `${count(first.comparison.classes, 'class', 'classes')} of messages in each drill.`),
            ...paragraph(page, 'other answers to open points than the default ones', {
              label: 'Not covered',
              labelRole: 'faint',
            }),
          ]),
    ],
  ];
}
