import { list, type Text, text } from '../model/text.ts';
import type { ObjectChange } from '../prove/compare/object-changes.ts';
import type { Harm, HarmKind } from '../prove/transition/harms.ts';
import type { Part, Value } from '../prove/transition/parts.ts';
import type { OrderStep, StepOrder } from '../prove/transition/safe-order.ts';
import type { Transition } from '../prove/transition/transition.ts';
import type { UnsafeMoment } from '../prove/transition/unsafe-moments.ts';
import { aspectText, fateValue } from './fate-text.ts';

/** A moment in words: what is already new, and what is still old. */
export function momentText({ parts }: Transition, { when }: UnsafeMoment): Text {
  const titles = new Map(parts.flatMap(({ members }) => members.map(({ id, title }) => [id, title] as const)));
  const said = when.map(({ member, value }) => {
    const title = titles.get(member) ?? text`${member}`;
    return value === 'new' ? text`${title} already new` : text`${title} still old`;
  });
  return text`With ${list(said)}:`;
}

/** How a message fares meanwhile, beside how it fared and how it will. */
export function harmText({ invariant, what, before, meanwhile, after, reply, answer }: Harm): Text {
  const said = (fate: string): Text => fateValue(what, fate);
  const answered = reply === null ? said(meanwhile) : text`${said(meanwhile)} (${reply})`;
  const fate =
    before === after
      ? text`${aspectText[what]} is ${answered}; before and after the change it is ${said(before)}`
      : text`${aspectText[what]} is ${answered}; before the change it is ${said(before)}, after it ${said(after)}`;
  const why = invariant === null ? fate : text`${invariant} does not hold: ${fate}`;
  return answer === null ? why : text`${why}, if the answer is ${answer}`;
}

/** What to do in a step. */
export function stepText({ parts }: Transition, { moves }: OrderStep): Text {
  const made = moves.flatMap(({ part: id, from, to }) => {
    const part = parts.find((one) => one.id === id);
    return part === undefined ? [] : { part, from, to };
  });
  const whole = made.filter(({ part, from, to }) => isWhole(part, from, to)).map(({ part }) => part.title);
  const others = made.filter(({ part, from, to }) => !isWhole(part, from, to));
  const said = others.map(({ part, to }) => moveText(part, to));
  return text`${list(whole.length === 0 ? said : [text`Change ${list(whole)}`, ...said])}.`;
}

/** A part of the own that becomes at once what it is to be. */
const isWhole = ({ ours }: Part, from: Value, to: Value): boolean => ours && from === 'old' && to === 'new';

function moveText({ id, title, ours }: Part, to: Value): Text {
  if (!ours) return text`Wait until ${title} have changed`;
  if (to === 'both')
    return text`Change ${title}, and let its outbound connectors use the old smart hosts besides the new ones`;
  if (id === 'mx' && to === 'added') return text`Publish the new beside the old in ${title}, less preferred`;
  if (id === 'mx' && to === 'kept') return text`Prefer the new in ${title}, and publish the old beside it`;
  if (to === 'added') {
    if (id === 'tenant') return text`Let ${title} admit also what the new one admits, and take nothing away yet`;
    return text`Publish the new beside the old in ${title}`;
  }
  if (to === 'kept') return text`Change ${title}, and let it still admit what the old one admitted`;
  return text`Take away what is old in ${title}`;
}

/** How long to wait after a step before the next one. */
function waitText({ moves, wait }: OrderStep): Text | undefined {
  if (wait === undefined) return text`Wait as long as caches may hold the old answers: the zone declares no TTL.`;
  if (wait !== null) return text`Wait ${wait} seconds: so long may caches hold the old answers.`;
  if (moves.some(({ part }) => part === 'recipients'))
    return text`Wait until both directories know of it: an edge may refuse new recipients for up to a day (ACC-8).`;
  return moves.some(({ part }) => part === 'tenant')
    ? text`Wait until it is in force: minutes to about an hour, and no time is guaranteed (INB-19).`
    : undefined;
}

const verdicts: Readonly<Record<HarmKind, Text>> = {
  lost: text`No order avoids the loss of mail; this one has the least of it.`,
  opened: text`No order avoids an opening that neither topology has; this one loses no mail.`,
  weaker: text`No order avoids that a message is less protected for a time; this one loses no mail and opens nothing.`,
  undetermined: text`This order loses no mail and opens nothing as far as can be told; what remains open is listed.`,
  delayed: text`No order avoids that mail waits in queues until the next step; this one loses none.`,
  early: text`This order loses no mail, and opens nothing that the topology before or after does not open, too.`,
};

/** Whether the order does any harm on the way. */
export const verdictText = ({ worst }: StepOrder): Text =>
  worst === null ? text`This order does no harm on the way.` : verdicts[worst];

/** A record to publish; `value` as a master file has it, but text without quotes. */
interface Published {
  readonly owner: string;
  readonly type: string;
  readonly value: string;
}

/** What to publish in a step that has the new beside the old. */
const togetherOf = ({ records }: Transition, { moves }: OrderStep): readonly Published[] =>
  records.flatMap(({ kind, owner, type, publish }): readonly Published[] => {
    const value = moves.find(({ part }) => part === kind)?.to;
    if (value !== 'added' && value !== 'kept') return [];
    return publish[value].map((one) => ({ owner, type, value: one }));
  });

/** The record as a master file has it. */
const recordText = ({ owner, type, value }: Published): string =>
  `${owner}. ${type} ${type === 'TXT' ? `"${value}"` : value}`;

/** In which order to make the changes of a step, and which of them not to begin with. */
function withinTexts({ within }: OrderStep): readonly Text[] {
  if (within === undefined) return [];
  const { commands, avoided } = within;
  return [
    text`One after the other, each in force before the next: ${list(commands.map(commandText))}.`,
    ...avoided.map(({ first, harm }) => text`Not first ${commandText(first)}: ${harmText(harm)}.`),
  ];
}

function commandText({ subject, change }: ObjectChange): Text {
  if (change === 'added') return text`add ${subject}`;
  return change === 'removed' ? text`remove ${subject}` : text`change ${subject}`;
}

/** A step of an order in words. */
export interface StepWords {
  /** What to do. */
  readonly said: Text;
  /** What to publish so that the new is there beside the old, and the same as master files have it. */
  readonly publish: readonly Published[];
  readonly records: readonly string[];
  /** In which order to make its changes, and which of them not to begin with. */
  readonly within: readonly Text[];
  /** What it does on the way, within it and behind it. */
  readonly harms: readonly Harm[];
  /** How long to wait before the next one; undefined: not at all. */
  readonly wait: Text | undefined;
}

/** Everything that is said of a step. */
export function stepWords(transition: Transition, step: OrderStep): StepWords {
  const publish = togetherOf(transition, step);
  return {
    said: stepText(transition, step),
    publish,
    records: publish.map(recordText),
    within: withinTexts(step),
    harms: [...step.harms, ...(step.within?.harms ?? [])],
    wait: waitText(step),
  };
}

/** One harm of each kind, where the moments tell the rest. */
export const oneOfEachKind = (harms: readonly Harm[]): readonly Harm[] =>
  harms.filter((one, index) => harms.findIndex(({ kind }) => kind === one.kind) === index);
