import { plain, type Text, text } from '../model/text.ts';
import type { Undetermined } from '../report/report.ts';
import { type CheckContext, isQuestion } from './check.ts';
import { notSimulated } from './not-simulated.ts';
import { unreadParts } from './unread-parts.ts';

/** Answers that could not be given: what the reader noticed, and what no trace could tell; each once. */
export function undeterminedPoints(context: CheckContext, probesCut: boolean): readonly Undetermined[] {
  const points: Undetermined[] = context.notices
    .filter((notice) => notice.rule === 'topology/undetermined')
    .map((notice) => ({ what: notice.problem, missing: notice.remedy, at: notice.at }));
  for (const probed of context.traces) {
    if (isQuestion(probed)) continue;
    for (const outcome of probed.trace.outcomes) {
      if (outcome.status !== 'undetermined' || outcome.missing === null) continue;
      points.push({
        what: text`where mail to ${outcome.finalRecipient} ends`,
        missing: outcome.missing,
        at: undefined,
      });
    }
  }
  for (const { problem, effect, gaps } of unreadParts(context))
    points.push({ what: effect, missing: problem, at: context.sources.locate(gaps[0].at) });
  for (const { what, effect, at } of notSimulated(context.topology))
    points.push({ what, missing: effect, at: context.sources.locate(at) });
  for (const { id, holds, open, classes } of context.intents)
    if (holds === null || classes === 0)
      points.push({
        what: text`whether the intent ${id} holds for all messages`,
        missing: classes === 0 ? text`no message is what ${id} speaks of` : whyOpen(open[0]?.question),
        at: context.sources.locate(context.topology.intents.find((one) => one.name === id)?.at ?? ''),
      });
  if (probesCut)
    points.push({
      what: text`every kind of message`,
      missing: text`the topology has more kinds of recipients and entries than are sent through it`,
      at: undefined,
    });
  return [...new Map(points.map((point) => [`${plain(point.missing)}`, point])).values()];
}

const whyOpen = (question: Text | undefined): Text => question ?? text`not every class of messages was traced`;
