import { list, type Text, text } from '../model/text.ts';
import type { Drill } from '../prove/drills/drill.ts';
import type { Flow } from '../prove/drills/flows.ts';

const parties: Readonly<Record<string, Text>> = {
  internet: text`the Internet`,
  cloud: text`cloud mailboxes`,
  onPremises: text`on-premises mailboxes`,
};

const places: Readonly<Record<Flow['to'], Text>> = {
  cloud: text`cloud mailboxes`,
  onPremises: text`on-premises mailboxes`,
  elsewhere: text`groups and contacts`,
  undeclared: text`recipients that nobody declares`,
  unknown: text`recipients that do not exist`,
  outside: text`the Internet and partners`,
};

/** Who sends to whom: `the Internet to cloud mailboxes`. */
export const flowText = ({ from, to }: Flow): Text => text`${parties[from] ?? text`${from}`} to ${places[to]}`;

/** What becomes of a flow, with how much of it. */
export function flowFateText({ classes, deferred, lost }: Flow): Text {
  const all = classes === 1 ? text`1 class` : text`${classes} classes`;
  if (deferred + lost === 0) return text`arrives (${all})`;
  const waits = text`waits in a queue, to be returned when it expires (${deferred} of ${all})`;
  const fails = text`does not arrive (${lost} of ${all})`;
  return lost === 0 ? waits : deferred === 0 ? fails : list([fails, waits]);
}

/** How grave a failure is; a node whose failure stops legitimate mail is a single point of failure. */
export const drillVerdicts = ['loses', 'delays', 'opens', 'weakens', 'otherwise', 'nothing'] as const;
export type DrillVerdict = (typeof drillVerdicts)[number];

export function verdictOf(drill: Drill): DrillVerdict {
  const { lost, deferred } = drill;
  if (lost > 0) return 'loses';
  if (deferred > 0) return 'delays';
  const gravities = new Set(drill.comparison.fates.map(({ gravity }) => gravity));
  if (gravities.has('opened')) return 'opens';
  if (gravities.has('weaker')) return 'weakens';
  return gravities.size > 0 ? 'otherwise' : 'nothing';
}

/** Drills with those that lose mail first. */
export const bySeverity = (drills: readonly Drill[]): readonly Drill[] =>
  drillVerdicts.flatMap((verdict) => drills.filter((one) => verdictOf(one) === verdict));

/** The nodes whose failure alone stops legitimate mail. */
export function pointsOfFailure(drills: readonly Drill[]): readonly string[] {
  const stopping = drills.filter(({ deferred, lost }) => deferred + lost > 0);
  return stopping.flatMap(({ failures }) => failures.flatMap((one) => (one.kind === 'node' ? [one.node] : [])));
}

/** The same in a sentence. */
export function pointsOfFailureText(drills: readonly Drill[]): Text {
  const names = pointsOfFailure(drills);
  return names.length === 0
    ? text`No single node stops legitimate mail by its failure.`
    : text`Single points of failure: ${list(names)}.`;
}

/** The verdict in a word or two. */
export const drillVerdictWords: Readonly<Record<DrillVerdict, Text>> = {
  loses: text`loses mail`,
  delays: text`delays mail`,
  opens: text`opens a way`,
  weakens: text`weakens protection`,
  otherwise: text`other ways`,
  nothing: text`nothing`,
};

/** What the failure does, in one sentence. */
export function drillVerdictText(drill: Drill): Text {
  const { lost, deferred } = drill;
  const all = drill.flows.reduce((sum, one) => sum + one.classes, 0);
  const broken = list(drill.flows.filter((one) => one.deferred + one.lost > 0).map(flowText));
  const legitimate = all === 1 ? text`1 class of legitimate mail` : text`${all} classes of legitimate mail`;
  switch (verdictOf(drill)) {
    case 'loses':
      return deferred === 0
        ? text`of ${legitimate}, ${lost} not arriving: ${broken}.`
        : text`of ${legitimate}, ${lost} not arriving and ${deferred} waiting in a queue: ${broken}.`;
    case 'delays':
      return text`of ${legitimate}, ${deferred} waiting in a queue: ${broken}.`;
    case 'opens':
      return text`all legitimate mail arrives, and so does some that is not meant to.`;
    case 'weakens':
      return text`all legitimate mail arrives, some of it less protected or less trusted.`;
    case 'otherwise':
      return text`all legitimate mail arrives; some messages fare otherwise.`;
    case 'nothing':
      return text`nothing fares otherwise.`;
  }
}
