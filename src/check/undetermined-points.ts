import { plain, text } from '../model/text.ts';
import type { Undetermined } from '../report/report.ts';
import type { CheckContext } from './check.ts';

/** Answers that could not be given: what the reader noticed, and what no trace could tell; each once. */
export function undeterminedPoints(context: CheckContext, probesCut: boolean): readonly Undetermined[] {
  const points: Undetermined[] = context.notices
    .filter((notice) => notice.rule === 'topology/undetermined')
    .map((notice) => ({ what: notice.problem, missing: notice.remedy, at: notice.at }));
  for (const { trace } of context.traces) {
    for (const outcome of trace.outcomes) {
      if (outcome.status !== 'undetermined' || outcome.missing === null) continue;
      points.push({
        what: text`where mail to ${outcome.finalRecipient} ends`,
        missing: outcome.missing,
        at: undefined,
      });
    }
  }
  if (probesCut)
    points.push({
      what: text`every kind of message`,
      missing: text`the topology has more kinds of recipients and entries than are sent through it`,
      at: undefined,
    });
  return [...new Map(points.map((point) => [`${plain(point.missing)}`, point])).values()];
}
