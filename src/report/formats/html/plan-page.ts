import { formatInstant } from '../../../base/time.ts';
import type { Finding } from '../../../check/finding.ts';
import { type Text, text } from '../../../model/text.ts';
import type { PlanReport } from '../../plan-report.ts';
import { momentsTitle, wayTexts } from '../../plan-transition-text.ts';
import type { Style } from '../../report.ts';
import { safetyText } from '../../words.ts';
import { type Content, element, shown } from './element.ts';
import { fateList } from './fate-articles.ts';
import { bulletList } from './markup-lists.ts';
import { contents, htmlPage, type Section, sectionElements } from './page.ts';
import { namedFinding, rollbackBlocks, stepArticle } from './plan-steps.ts';
import { safetyMoods } from './safety-moods.ts';
import { createSheet, table } from './sheet.ts';
import { badge, tile, tileList, verdictLine } from './summary-parts.ts';
import { momentsSection } from './transition-section.ts';

/** The plan of `fix` as one page: the steps with what one does for them and what was proved, and the way back. */
export function planPage(report: PlanReport, style: Pick<Style, 'wording'> = {}): string {
  const { plan, scripts } = report;
  const sheet = createSheet('', report.file, report.sources);
  const sections: readonly Section[] = [
    { name: 'glance', title: text`At a glance`, content: glance(report), className: 'glance' },
    {
      name: 'steps',
      title: text`Steps`,
      content:
        plan.steps.length === 0
          ? undefined
          : plan.steps.map((step, index) => stepArticle(sheet, step, scripts.steps[index], index + 1)),
    },
    {
      name: 'rollback',
      title: text`The way back`,
      content: plan.steps.length === 0 ? undefined : rollbackBlocks(report),
    },
    {
      name: 'moments',
      title: text`On the way`,
      content: plan.onTheWay && [
        bulletList(wayTexts(plan.onTheWay)),
        momentsSection(plan.onTheWay.transition, momentsTitle(plan.onTheWay)),
      ],
    },
    {
      name: 'fates',
      title: text`Whose mail fares otherwise in the end`,
      content: plan.comparison && fateList(sheet, 'fates', plan.comparison),
    },
    { name: 'left', title: text`Left as it is`, content: leftOver(report) },
    { name: 'unproved', title: text`Not proved`, content: notProved(report) },
  ];
  return htmlPage(
    {
      version: report.version,
      title: report.name,
      heading: text`Change plan: ${report.name}`,
      about: text`Made of ${report.file} as of ${formatInstant(report.asOf)} by mxproof ${report.version}; each step was proved by analysing the changed files again.`,
      overview: contents(sheet, text`Sections of ${shown(report.name)}`, sections),
      main: sectionElements(sheet, sections),
    },
    style,
  );
}

function glance({ plan }: PlanReport): Content {
  const { steps, left, opened, bound } = plan;
  const closed = steps.reduce((sum, step) => sum + step.closes.length, 0);
  return [
    verdict(plan),
    tileList(
      tile('plain', steps.length, text`steps`),
      tile(closed > 0 ? 'good' : 'plain', closed, text`findings that end`),
      tile(left.length > 0 ? 'doubtful' : 'good', left.length, text`findings left`),
      opened.length === 0 ? undefined : tile('doubtful', opened.length, text`findings that begin`),
    ),
    steps.length === 0
      ? undefined
      : table(
          'steps',
          [text`Step`, text`Risk`, text`What is done`, text`Because of`],
          steps.map(({ title, safety, cures }, index) =>
            element(
              'tr',
              {},
              element('td', {}, element('a', { href: `#step-${index + 1}` }, index + 1)),
              element('td', {}, badge(safetyMoods[safety], safetyText[safety])),
              element('th', { scope: 'row' }, title),
              element('td', {}, element('code', {}, cures.rule), ' ', element('code', {}, shown(cures.subject))),
            ),
          ),
        ),
    bound === null
      ? undefined
      : element('p', { class: 'unmet' }, text`After ${bound} analyses no more fixes were tried.`),
  ];
}

function verdict({ steps, left, comparison }: PlanReport['plan']): Content {
  const worse = (comparison?.fates ?? []).filter(({ gravity }) => gravity === 'lost' || gravity === 'weaker').length;
  if (steps.length === 0)
    return left.length === 0
      ? verdictLine('good', text`There is no finding to cure.`)
      : verdictLine('doubtful', text`There is nothing that mxproof can change for the better by itself.`);
  if (worse > 0) return verdictLine('bad', text`Kinds of legitimate messages that fare worse in the end: ${worse}.`);
  const isSafe = steps.every(({ safety }) => safety === 'safe');
  return isSafe
    ? verdictLine('good', text`No class of messages ends worse by any step.`)
    : verdictLine(
        'doubtful',
        text`No legitimate message is lost or less protected in the end; look at the steps marked for review.`,
      );
}

function leftOver({ plan: { left, tasks, dropped } }: PlanReport): Content {
  if (left.length === 0) return element('p', {}, text`Nothing of what was to be cured.`);
  return left.map((finding) => {
    const own = ({ finding: other }: { readonly finding: Finding }): boolean =>
      other.fingerprint === finding.fingerprint;
    return element(
      'article',
      { class: `left ${finding.severity}` },
      element('h3', {}, namedFinding(finding)),
      element('p', {}, finding.problem),
      element('p', {}, element('strong', {}, text`Remedy`), ' ', finding.remedy),
      bulletList([
        ...tasks.filter(own).flatMap(({ instructions }) => instructions.map((one) => text`For a person: ${one}`)),
        ...dropped.filter(own).map(({ title, because }) => text`Not offered: ${title}. ${because}`),
      ]),
    );
  });
}

function notProved({ plan: { steps, comparison } }: PlanReport): Content {
  const assumptions = [...new Set(steps.flatMap(({ cures }) => cures.assumptions))];
  const byHand = steps.flatMap(({ changes }, index) =>
    changes.some(({ target }) => target === 'person') ? [index + 1] : [],
  );
  const said: readonly Text[] = [
    text`That the topology declares what really stands in the tenant, on the servers and in DNS.`,
    ...(comparison?.notCovered ?? []).map((one) => text`Not covered by the comparison: ${one}.`),
    ...(comparison === undefined || comparison.bound === null
      ? []
      : [text`More than the first ${comparison.bound} classes of messages were not compared.`]),
    ...assumptions.map((one) => text`The answer to the open point ${one} is an assumption.`),
    ...byHand.map((number) => text`What is done by hand in step ${number}.`),
  ];
  return bulletList(said);
}
