import type { ChangedFate } from '../../prove/compare/compare.ts';
import type { DiffReport } from '../diff-report.ts';
import { messageObject } from '../message-snippet.ts';
import { header, print } from './json.ts';
import { transitionJson } from './transition-json.ts';

/** Messages whose fate changes in the same way. */
export const changeObject = (one: ChangedFate): object => ({
  gravity: one.gravity,
  classes: one.classes,
  answer: one.answer,
  differences: one.changes.map(({ what, before, after }) => ({ what, before, after })),
  example: messageObject(one.example),
});

/** JSON of `diff`. */
export function diffJson(report: DiffReport): string {
  const { fates, objects, classes, runs, bound, cut, notCovered } = report.comparison;
  return print({
    ...header(report),
    before: report.before,
    after: report.after,
    changes: fates.map(changeObject),
    objects,
    classes,
    runs,
    bound,
    cut,
    notCovered,
    transition: report.transition === undefined ? null : transitionJson(report.transition),
  });
}
