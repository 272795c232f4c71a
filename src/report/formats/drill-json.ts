import { formatInstant } from '../../base/time.ts';
import { plain } from '../../model/text.ts';
import type { Drill } from '../../prove/drills/drill.ts';
import type { Failure } from '../../prove/drills/failure.ts';
import { drillVerdictText, verdictOf } from '../drill-text.ts';
import { changeObject } from './changed-fate-json.ts';

function nameOf(failure: Failure): string {
  switch (failure.kind) {
    case 'node':
      return failure.node;
    case 'certificate':
      return failure.key;
    case 'connector':
      return failure.subject;
    case 'domain':
      return failure.domain;
    case 'day':
      return formatInstant(failure.asOf);
  }
}

/** A drill as `prove --down` and `check --drills` have it in JSON. */
export function drillJson(drill: Drill): object {
  const { failures, title, flows, comparison, deferred, lost, silent } = drill;
  const { classes, runs, bound, notCovered } = comparison;
  return {
    failures: failures.map((one) => ({ kind: one.kind, what: nameOf(one) })),
    title: plain(title),
    verdict: verdictOf(drill),
    said: plain(drillVerdictText(drill)),
    deferred,
    lost,
    flows,
    changes: comparison.fates.map(changeObject),
    silent,
    classes,
    runs,
    bound,
    notCovered: notCovered.map((one) => plain(one)),
  };
}
