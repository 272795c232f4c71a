import { formatInstant } from '../../../base/time.ts';
import type { Finding } from '../../../check/finding.ts';
import type { PlanStep, PlanTransition } from '../../../fix/plan.ts';
import type { Doing, StepScripts } from '../../../fix/scripts.ts';
import { joined as allOf, type Text, text } from '../../../model/text.ts';
import type { ChangedFate } from '../../../prove/compare/compare.ts';
import { gravityTexts } from '../../change-words.ts';
import { markdownFence } from '../../escape.ts';
import { changeText } from '../../fate-text.ts';
import { messageSnippet } from '../../message-snippet.ts';
import { changedFiles, gradeText, type PlanReport } from '../../plan-report.ts';
import { judgedText, momentsTitle, wayTexts } from '../../plan-transition-text.ts';
import type { Style } from '../../report.ts';
import { safetyText, severityText } from '../../words.ts';
import { heading as markdownHeading, type Say, sayIn } from './markdown-parts.ts';
import { momentBlocks } from './transition-markdown.ts';

/**
 * A plan as a change ticket: purpose, risk, steps with commands and what shows that they are done, the way back, the
 * messages that fare otherwise, and what was not proved.
 */
export function planMarkdown(report: PlanReport, style: Pick<Style, 'wording'> = {}): string {
  const say = sayIn(style);
  const { plan, file, name } = report;
  const { steps } = plan;
  const blocks: readonly string[] = [
    heading(say, 1, text`Change: ${name}`),
    say(text`Made by mxproof ${report.version} of ${file}, as of ${formatInstant(report.asOf)}.`),
    heading(say, 2, text`Purpose`),
    ...(steps.length === 0 ? [say(text`There is nothing that mxproof can change for the better by itself.`)] : []),
    ...steps.flatMap(({ closes }) =>
      closes.map((one) => item(say, text`${naming(one)}: ${one.problem} ${one.consequence}`)),
    ),
    ...(steps.length === 0 ? [] : doneBlocks(say, report)),
    heading(say, 2, text`Not proved`),
    ...notProved(say, report),
    heading(say, 2, text`Left as it is`),
    ...leftOver(say, report),
  ];
  return `${joined(blocks)}\n`;
}

/** Everything about what is done, where something is. */
function doneBlocks(say: Say, { plan: { steps, comparison, onTheWay }, scripts }: PlanReport): readonly string[] {
  return [
    heading(say, 2, text`Risk`),
    ...steps.map((step, index) =>
      item(say, text`Step ${index + 1}, ${safetyText[step.safety]}: ${gradeText(step)}.${beginnings(step)}`),
    ),
    ...(onTheWay === undefined ? [] : wayBlocks(say, onTheWay)),
    heading(say, 2, text`Before you start`),
    item(
      say,
      text`Export what is changed, so that you can compare: this ticket was made of a declared topology and not of the live tenant.`,
    ),
    item(
      say,
      text`Run ${'fix.ps1 -WhatIf'} first. It is run once connected to Exchange Online and, with ${'-OnPremises'}, once in the Exchange Management Shell.`,
    ),
    item(
      say,
      text`Make the steps in this order, with the waits between them: what was proved of each step starts from the one before.`,
    ),
    ...steps.flatMap((step, index) => stepBlocks(say, step, scripts.steps[index], index + 1)),
    heading(say, 2, text`Rollback`),
    say(text`${'rollback.ps1'} does the following, the last step first.`),
    ...steps
      .map((step, index) => [
        heading(say, 3, text`Back from step ${index + 1}: ${step.title}`),
        ...doing(say, scripts.steps[index]?.back),
      ])
      .reverse()
      .flat(),
    heading(say, 2, text`Messages affected`),
    ...(comparison === undefined || comparison.fates.length === 0
      ? [say(text`No message fares otherwise.`)]
      : comparison.fates.flatMap((one, index) => fate(say, one, index))),
  ];
}

/** Unsafe moments that a ticket lists; the JSON of the plan has all. */
const momentsShown = 10;

/** What happens while the parts of the plan are old and new side by side. */
const wayBlocks = (say: Say, way: PlanTransition): readonly string[] => [
  heading(say, 2, text`On the way`),
  ...wayTexts(way).map(say),
  ...(way.transition.unsafe.length === 0 ? [] : [say(momentsTitle(way))]),
  ...momentBlocks(say, way.transition, momentsShown).map((block) =>
    typeof block === 'string' ? block : block.join('\n'),
  ),
  say(judgedText(way.transition)),
];

/** Items of a list stand together, everything else apart. */
const joined = (blocks: readonly string[]): string =>
  blocks
    .map((block, index) => {
      const both = block.startsWith('- ') && blocks[index - 1]?.startsWith('- ') === true;
      return index === 0 ? block : `${both ? '\n' : '\n\n'}${block}`;
    })
    .join('');

const heading = (say: Say, level: 1 | 2 | 3, content: Text): string => markdownHeading(level, say(content));
const item = (say: Say, content: Text): string => `- ${say(content)}`;
const naming = ({ severity, rule, subject }: Finding): Text => text`${severityText[severity]} ${rule} of ${subject}`;

const fence = (language: string, lines: readonly string[]): string => markdownFence(lines, language).join('\n');

const beginnings = ({ opens, meanwhile }: PlanStep): Text => {
  const begin = opens.length === 0 ? text`` : text` Findings that begin with it: ${opens.length}.`;
  return meanwhile.length === 0
    ? begin
    : text`${begin} Findings between its changes alone, while no message fares worse: ${meanwhile.length}.`;
};

function stepBlocks(say: Say, step: PlanStep, scripts: StepScripts | undefined, number: number): readonly string[] {
  return [
    heading(say, 2, text`Step ${number}: ${step.title}`),
    say(text`Because of ${naming(step.cures)}: ${step.cures.problem}`),
    ...doing(say, scripts?.there),
    ...changedFiles(step).flatMap(({ file, lines }) => [
      say(text`In ${file} of the topology:`),
      fence(
        'diff',
        lines.map(({ sign, text: content }) => `${sign} ${content}`),
      ),
    ]),
    ...(scripts?.wait === undefined ? [] : [say(text`Then wait: ${scripts.wait}`)]),
    heading(say, 3, text`Verification`),
    ...(scripts === undefined || scripts.verify.length === 0 ? [] : [fence('powershell', scripts.verify)]),
    item(say, text`${'mxproof check topology.fixed.yaml'} no longer reports ${naming(step.cures)}.`),
    ...step.comparison.fates.slice(0, 1).map(({ example, changes }) => {
      const [first] = changes;
      const shows = first === undefined ? text`` : text`: ${changeText(first)}`;
      return item(say, text`The message ${example.name} shows it${shows}.`);
    }),
  ];
}

function doing(say: Say, what: Doing | undefined): readonly string[] {
  if (what === undefined) return [];
  return [
    ...(what.tenant.length === 0 ? [] : [say(text`In Exchange Online PowerShell:`), fence('powershell', what.tenant)]),
    ...(what.onPremises.length === 0
      ? []
      : [say(text`In the Exchange Management Shell:`), fence('powershell', what.onPremises)]),
    ...(what.dns === ''
      ? []
      : [
          say(text`In DNS:`),
          fence('diff', what.dns.trimEnd().split('\n')),
          ...what.hoster.map((one) => item(say, one)),
        ]),
    ...(what.byHand.length === 0 ? [] : [say(text`By hand:`), ...what.byHand.map((one) => item(say, one))]),
  ];
}

/** Kinds of change that a ticket lists; the JSON of the plan has all. */
const fatesShown = 20;

function fate(say: Say, { gravity, changes, classes, example, answer }: ChangedFate, index: number): readonly string[] {
  if (index > fatesShown) return [];
  if (index === fatesShown) return [say(text`Further kinds are in the JSON of the plan.`)];
  const differences = allOf(changes.map(changeText), '; ');
  const depends = answer === null ? text`` : text` If the answer to an open question is ${answer}.`;
  return [
    say(text`${gravityTexts[gravity]}, ${classes} classes of messages: ${differences}.${depends}`),
    fence('yaml', messageSnippet(example, say.translate)),
  ];
}

function notProved(say: Say, { plan }: PlanReport): readonly string[] {
  const { comparison, steps, onTheWay, bound } = plan;
  const assumptions = [...new Set(steps.flatMap(({ cures }) => cures.assumptions))];
  const lines = [
    item(say, text`That the topology declares what really stands in the tenant, on the servers and in DNS.`),
    ...(comparison?.notCovered ?? []).map((one) => item(say, text`Not covered by the comparison: ${one}.`)),
    ...(comparison?.bound == null
      ? []
      : [item(say, text`More than the first ${comparison.bound} classes of messages were not compared.`)]),
    ...(onTheWay?.transition.notCovered ?? []).map((one) => item(say, text`Not covered by the mixed states: ${one}.`)),
    ...(bound === null ? [] : [item(say, text`After ${bound} analyses no more fixes were tried.`)]),
    ...assumptions.map((one) => item(say, text`The answer to the open point ${one} is an assumption.`)),
    ...steps.flatMap((step, index) =>
      step.changes.some(({ target }) => target === 'person')
        ? [item(say, text`What is done by hand in step ${index + 1}.`)]
        : [],
    ),
  ];
  return lines;
}

function leftOver(say: Say, { plan: { left, dropped, tasks } }: PlanReport): readonly string[] {
  if (left.length === 0) return [say(text`Nothing of what was to be cured.`)];
  return left.flatMap((finding) => {
    const own = ({ finding: other }: { readonly finding: Finding }) => other.fingerprint === finding.fingerprint;
    return [
      item(say, text`${naming(finding)}. ${finding.remedy}`),
      ...tasks
        .filter(own)
        .flatMap(({ instructions }) => instructions.map((one) => item(say, text`For a person: ${one}`))),
      ...dropped.filter(own).map(({ title, because }) => item(say, text`Not offered: ${title}. ${because}`)),
    ];
  });
}
