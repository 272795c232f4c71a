import type { DiffReport } from '../diff-report.ts';
import { messageObject } from '../message-snippet.ts';
import { header, print } from './json.ts';
import { transitionJson } from './transition-json.ts';

/** JSON of `diff`. */
export function diffJson(report: DiffReport): string {
  const { fates, objects, classes, runs, bound, cut, notCovered } = report.comparison;
  return print({
    ...header(report),
    before: report.before,
    after: report.after,
    changes: fates.map((one) => ({
      gravity: one.gravity,
      classes: one.classes,
      answer: one.answer,
      differences: one.changes.map(({ what, before, after }) => ({ what, before, after })),
      example: messageObject(one.example),
    })),
    objects,
    classes,
    runs,
    bound,
    cut,
    notCovered,
    transition: report.transition === undefined ? null : transitionJson(report.transition),
  });
}
