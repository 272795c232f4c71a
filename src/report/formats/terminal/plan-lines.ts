import type { ChangedLine } from '../../../base/changed-lines.ts';
import type { Finding } from '../../../check/finding.ts';
import type { PlanStep, PlanTransition } from '../../../fix/plan.ts';
import type { StepScripts } from '../../../fix/scripts.ts';
import { instructionsOf, type Safety } from '../../../model/change.ts';
import { joined, type Text, text } from '../../../model/text.ts';
import type { ChangedFate } from '../../../prove/compare/compare.ts';
import { terminalText } from '../../escape.ts';
import { changeText } from '../../fate-text.ts';
import { changedFiles, gradeText, type PlanReport } from '../../plan-report.ts';
import { judgedText, momentsTitle, wayTexts } from '../../plan-transition-text.ts';
import { gravityText, safetyText, severityText } from '../../words.ts';
import { snippetLines } from './copied-lines.ts';
import { givenText } from './diff-lines.ts';
import { flow, type Page, paragraph, prose, type Role } from './page.ts';
import { momentLines, moreMoments } from './transition-lines.ts';
import { wrap } from './wrap.ts';

type Block = readonly string[];

const roles: Readonly<Record<Safety, Role>> = { safe: 'good', review: 'warning', disruptive: 'error' };

/** Kinds of messages that are listed for one step without --verbose. */
const fatesShown = 3;

/** What `fix` plans: the steps in order, what is not offered and why, what is left, and what the whole does. */
export function planBlocks(page: Page, { plan, scripts }: PlanReport): readonly Block[] {
  const steps = plan.steps.map((step, index) => [
    ...stepLines(page, step, index + 1, plan.steps.length),
    ...waitLines(page, scripts.steps[index], index + 1 < plan.steps.length),
  ]);
  const dropped = plan.dropped.map((one) => [
    ...head(page, text`Not offered`, 'doubtful', one.finding),
    ...paragraph(page, one.title, { indent: 2 }),
    ...paragraph(page, one.because, { indent: 2, label: text`Because` }),
  ]);
  const tasks = plan.tasks.map((one) => [
    ...head(page, text`For a person`, 'info', one.finding),
    ...paragraph(page, one.title, { indent: 2 }),
    ...one.instructions.flatMap((line) => paragraph(page, line, { indent: 2, label: '-' })),
  ]);
  const elsewhere = new Set([...plan.dropped, ...plan.tasks].map(({ finding }) => finding.fingerprint));
  const without = plan.left.filter(({ fingerprint }) => !elsewhere.has(fingerprint));
  const left = without.map((one) => [
    ...head(page, text`No fix`, 'faint', one),
    ...paragraph(page, one.remedy, { indent: 2, label: text`Remedy` }),
  ]);
  const way = plan.onTheWay === undefined ? [] : [wayLines(page, plan.onTheWay)];
  return page.quiet ? [...steps, ...way] : [...steps, ...way, ...dropped, ...tasks, ...left, summary(page, plan)];
}

function head(page: Page, label: Text, role: Role, finding: Finding): Block {
  return flow(
    page,
    [
      { text: prose(page, label), gap: '', role },
      { text: prose(page, severityText[finding.severity]), gap: '  ', role: finding.severity },
      { text: finding.rule, gap: '  ', role: 'strong' },
      { text: terminalText(finding.subject), gap: '  ' },
    ],
    0,
  );
}

function stepLines(page: Page, step: PlanStep, number: number, of: number): Block {
  const say = (label: Text, content: Text): Block => paragraph(page, content, { indent: 2, label });
  const also = step.closes.filter(({ fingerprint }) => fingerprint !== step.cures.fingerprint);
  const named = ({ severity, rule, subject }: Finding): Text => text`${severityText[severity]} ${rule} of ${subject}`;
  const shown = page.verbose ? step.comparison.fates : step.comparison.fates.slice(0, fatesShown);
  const more = step.comparison.fates.length - shown.length;
  return [
    ...paragraph(page, step.title, {
      label: text`Step ${number} of ${of}  ${safetyText[step.safety]}`,
      labelRole: roles[step.safety],
      role: 'strong',
    }),
    ...say(text`Cures`, named(step.cures)),
    ...also.flatMap((one) => say(text`Ends`, named(one))),
    ...step.opens.flatMap((one) => say(text`Begins`, named(one))),
    ...step.meanwhile.flatMap((one) => say(text`Meanwhile`, text`${named(one)}, until the last of its changes`)),
    ...changedFiles(step).flatMap(({ file, lines }) => [
      `  ${page.paint('place', page.place({ file, line: lines[0]?.number ?? 1, column: 1 }))}`,
      ...lines.flatMap((line) => changedLine(page, line)),
    ]),
    ...instructionsOf(step).flatMap((one) => say(text`By hand`, one)),
    ...say(text`Proof`, gradeText(step)),
    ...shown.flatMap((one) => fate(page, one)),
    ...(more === 0 ? [] : paragraph(page, text`${more} more kinds of change: --verbose`, { indent: 4, role: 'faint' })),
  ];
}

/** A line of a file with its sign and number; where it goes on, no number stands. */
function changedLine(page: Page, { sign, number, text: content }: ChangedLine): Block {
  const [margin = ''] = /^ */u.exec(content) ?? [];
  const room = page.width - changedGutter - margin.length;
  return wrap(terminalText(content.slice(margin.length)), room).map((part, index) => {
    const numbered = index === 0 ? String(number) : '';
    return page.paint(sign === '-' ? 'bad' : 'good', `  ${sign} ${numbered.padStart(4)} | ${margin}${part}`);
  });
}

/** Columns before the line: its sign, four digits and the bar. */
const changedGutter = 11;

/** Behind the last step there is nothing to wait for. */
function waitLines(page: Page, scripts: StepScripts | undefined, isFollowed: boolean): Block {
  return scripts?.wait === undefined || !isFollowed
    ? []
    : paragraph(page, scripts.wait, { indent: 2, label: text`Then wait` });
}

/** Unsafe moments of a plan that are listed without --verbose. */
const momentsShown = 3;

/** What happens while the parts of the plan are old and new side by side, and what its order is worth. */
function wayLines(page: Page, way: PlanTransition): Block {
  const { transition, steps } = way;
  const [verdict, ...more] = wayTexts(way);
  const isClean = steps === 'free' || (steps !== 'stuck' && transition.plainOrder?.clean === true);
  const shown = page.verbose ? transition.unsafe : transition.unsafe.slice(0, momentsShown);
  const left = transition.unsafe.length - shown.length;
  return [
    ...paragraph(page, verdict, { label: text`On the way`, labelRole: isClean ? 'good' : 'warning' }),
    ...more.flatMap((one) => paragraph(page, one, { indent: 2 })),
    ...(shown.length === 0 ? [] : paragraph(page, momentsTitle(way), { role: 'strong' })),
    ...shown.flatMap((one) => momentLines(page, transition, one)),
    ...(left === 0 ? [] : paragraph(page, moreMoments(left), { role: 'faint' })),
    ...paragraph(page, judgedText(transition), { role: 'faint' }),
  ];
}

function fate(page: Page, { gravity, changes, classes, example, answer }: ChangedFate): Block {
  const said = joined(changes.map(changeText), '; ');
  return [
    ...paragraph(page, text`${said} (${givenText(classes, answer)})`, {
      indent: 4,
      label: gravityText[gravity],
      labelRole: 'faint',
    }),
    ...(page.verbose ? snippetLines(page, example, 6) : []),
  ];
}

function summary(page: Page, { steps, left, opened, comparison, bound }: PlanReport['plan']): Block {
  const worse = comparison?.fates.filter(({ gravity }) => gravity === 'lost' || gravity === 'weaker').length ?? 0;
  const closed = steps.reduce((sum, step) => sum + step.closes.length, 0);
  const lines: readonly (readonly [Text, Role | undefined])[] = [
    steps.length === 0
      ? [
          left.length === 0
            ? text`There is no finding to cure.`
            : text`There is nothing that mxproof can change for the better by itself.`,
          undefined,
        ]
      : [text`Steps: ${steps.length}. Findings that end: ${closed}. Findings left: ${left.length}.`, 'strong'],
    ...(opened.length === 0 ? [] : [[text`Findings that begin: ${opened.length}.`, 'warning'] as const]),
    ...(worse === 0
      ? []
      : [[text`Kinds of legitimate messages that fare worse in the end: ${worse}.`, 'error'] as const]),
    ...(bound === null
      ? []
      : [
          [
            text`After ${bound} analyses no more fixes were tried; --only looks at some of the findings.`,
            'doubtful',
          ] as const,
        ]),
    ...(steps.length === 0
      ? []
      : [[text`Each step was proved by analysing the changed files again.`, 'faint'] as const]),
  ];
  return lines.flatMap(([said, role]) => paragraph(page, said, { role }));
}
