import type { Finding } from '../../check/finding.ts';
import type { PlanStep, PlanTransition } from '../../fix/plan.ts';
import type { Change } from '../../model/change.ts';
import type { Comparison } from '../../prove/compare/compare.ts';
import { messageObject } from '../message-snippet.ts';
import { changedFiles, type PlanReport } from '../plan-report.ts';
import { wayTexts } from '../plan-transition-text.ts';
import { header, print, prose } from './json.ts';
import { orderJson, transitionJson } from './transition-json.ts';

/** JSON of `fix`. */
export function planJson(report: PlanReport): string {
  const { steps, dropped, tasks, left, opened, comparison, onTheWay, bound } = report.plan;
  return print({
    ...header(report),
    file: report.file,
    plan: {
      steps: steps.map(step),
      dropped: dropped.map((one) => ({
        ...reference(one.finding),
        title: prose(one.title),
        because: prose(one.because),
      })),
      tasks: tasks.map((one) => ({
        ...reference(one.finding),
        title: prose(one.title),
        instructions: one.instructions.map(prose),
      })),
      left: left.map(reference),
      opened: opened.map(reference),
      messages: comparison === undefined ? null : messages(comparison),
      onTheWay: onTheWay === undefined ? null : way(onTheWay),
      bound,
    },
  });
}

const way = (it: PlanTransition) => ({
  steps: it.steps,
  said: wayTexts(it).map(prose),
  because: it.because === undefined ? null : prose(it.because),
  plainOrder: orderJson(it.transition, it.transition.plainOrder),
  transition: transitionJson(it.transition),
});

const step = (it: PlanStep) => ({
  title: prose(it.title),
  safety: it.safety,
  claimed: it.claimed,
  proved: it.proved,
  cures: reference(it.cures),
  closes: it.closes.map(reference),
  opens: it.opens.map(reference),
  meanwhile: it.meanwhile.map(reference),
  changes: it.changes.map(change),
  files: changedFiles(it).map(({ file, lines }) => ({
    file,
    lines: lines.map(({ sign, number, text }) => ({ sign, line: number, text })),
  })),
  messages: messages(it.comparison),
});

const reference = ({ rule, severity, subject, fingerprint }: Finding) => ({ rule, severity, subject, fingerprint });

function change(it: Change) {
  switch (it.target) {
    case 'object':
      return { target: it.target, within: it.within, name: it.name ?? null, before: it.before, after: it.after };
    case 'dns':
      return { target: it.target, owner: it.owner, type: it.type, before: it.before, after: it.after };
    case 'person':
      return { target: it.target, instruction: prose(it.instruction) };
  }
}

const messages = ({ fates, classes, bound, cut, notCovered }: Comparison) => ({
  classes,
  bound,
  cut,
  notCovered: notCovered.map(prose),
  changes: fates.map((one) => ({
    gravity: one.gravity,
    classes: one.classes,
    answer: one.answer,
    differences: one.changes.map(({ what, before, after }) => ({ what, before, after })),
    example: messageObject(one.example),
  })),
});
