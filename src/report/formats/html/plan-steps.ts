import type { Finding } from '../../../check/finding.ts';
import type { PlanStep } from '../../../fix/plan.ts';
import type { StepScripts } from '../../../fix/scripts.ts';
import { joined, text } from '../../../model/text.ts';
import { changeText } from '../../fate-text.ts';
import { changedFiles, gradeText, type PlanReport } from '../../plan-report.ts';
import { gravityText, safetyText, severityText } from '../../words.ts';
import { captioned, changeBlock, codeBlock } from './code-blocks.ts';
import { doingBlocks } from './doing-blocks.ts';
import { type Content, type Element, element, shown, styled } from './element.ts';
import { gravityMoods } from './fate-articles.ts';
import { safetyMoods } from './safety-moods.ts';
import type { Sheet } from './sheet.ts';
import { badge } from './summary-parts.ts';

/** One step: the commands, what it changes in the topology, and what was proved of it. */
export function stepArticle(sheet: Sheet, step: PlanStep, scripts: StepScripts | undefined, number: number): Element {
  const { safety, cures, closes, opens, meanwhile } = step;
  const also = closes.filter(({ fingerprint }) => fingerprint !== cures.fingerprint);
  return element(
    'article',
    { class: `step ${safetyMoods[safety]}`, id: `${sheet.prefix}step-${number}` },
    element('h3', {}, text`Step ${number}`, ' ', badge(safetyMoods[safety], safetyText[safety]), ' ', step.title),
    element('p', {}, text`Because of:`, ' ', namedFinding(cures)),
    styled('p', 'consequence', cures.problem),
    scripts === undefined ? undefined : doingBlocks(scripts.there),
    changedFiles(step).map(({ file, lines }) =>
      captioned(
        text`In ${file} of the topology`,
        changeBlock(
          lines.map(({ sign, number: line, text: content }) => `${sign} ${String(line).padStart(4)} | ${content}`),
        ),
      ),
    ),
    styled('p', 'proof-note', element('strong', {}, text`Proof`), ' ', gradeText(step), '.'),
    fates(step),
    namedList(text`Ends with it`, also),
    namedList(text`Begins with it`, opens),
    namedList(text`Only between its changes, while no message fares worse`, meanwhile),
    scripts === undefined || scripts.verify.length === 0
      ? undefined
      : captioned(text`Shows that it was done`, codeBlock(scripts.verify)),
    scripts?.wait === undefined ? undefined : styled('p', 'wait', text`Then wait: ${scripts.wait}`),
  );
}

/** Kinds of change that stand at a step; all of them stand where the plan as a whole is compared. */
const fatesShown = 5;

function fates({ comparison }: PlanStep): Content {
  const all = comparison.fates;
  if (all.length === 0) return undefined;
  return element(
    'ul',
    { class: 'fates' },
    all
      .slice(0, fatesShown)
      .map(({ gravity, changes, classes }) =>
        element(
          'li',
          {},
          badge(gravityMoods[gravity], gravityText[gravity]),
          ' ',
          joined(changes.map(changeText), '; '),
          ' ',
          styled('span', 'note', text`(${classes} classes)`),
        ),
      ),
    all.length > fatesShown
      ? element('li', {}, styled('span', 'note', text`Further kinds of change: ${all.length - fatesShown}.`))
      : undefined,
  );
}

function namedList(words: Content, findings: readonly Finding[]): Content {
  if (findings.length === 0) return undefined;
  return captioned(
    words,
    element(
      'ul',
      {},
      findings.map((one) => element('li', {}, namedFinding(one))),
    ),
  );
}

/** A finding by its name: severity, rule, subject. */
export const namedFinding = ({ severity, rule, subject }: Finding): Content => [
  badge(severity, severityText[severity]),
  ' ',
  element('code', { class: 'rule' }, rule),
  ' ',
  styled('code', 'subject', shown(subject)),
];

/** The inverse of every step, the last one first. */
export const rollbackBlocks = ({ plan: { steps }, scripts }: PlanReport): Content => [
  element('p', {}, text`The last step first; ${'mxproof fix --out'} writes the same as ${'rollback.ps1'}.`),
  steps
    .map((step, index) => ({ step, number: index + 1, back: scripts.steps[index]?.back }))
    .reverse()
    .map(({ step, number, back }) =>
      element(
        'details',
        { class: 'back' },
        element('summary', {}, text`Back from step ${number}: ${step.title}`),
        back === undefined ? undefined : doingBlocks(back),
      ),
    ),
];
