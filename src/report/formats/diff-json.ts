import type { DiffReport } from '../diff-report.ts';
import { changeObject } from './changed-fate-json.ts';
import { header, print, prose } from './json.ts';
import { transitionJson } from './transition-json.ts';

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
    notCovered: notCovered.map(prose),
    transition: report.transition === undefined ? null : transitionJson(report.transition),
  });
}
