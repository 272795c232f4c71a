import type { Trace } from '../../simulate/trace.ts';
import type { MessageClass, Party, RecipientClass } from '../classes/message-class.ts';
import { standingOf } from '../compare/compare.ts';
import { arrived } from '../property.ts';

/** Legitimate mail from one party to one kind of recipients, and what becomes of it. */
export interface Flow {
  readonly from: Party;
  readonly to: RecipientClass['where'];
  /** Classes of messages that arrive where nothing has failed. */
  readonly classes: number;
  /** Of these, those of which a copy waits in a queue until the failure is over, or is returned after a day. */
  readonly deferred: number;
  /** Those of which a copy is refused, returned or lost at once. */
  readonly lost: number;
}

/** Counts, class by class, what of the legitimate mail still arrives. Ways with default answers count. */
export function flowLedger(): {
  readonly enter: (of: MessageClass, was: Trace, is: Trace) => void;
  readonly flows: () => readonly Flow[];
} {
  const found = new Map<string, { from: Party; to: Flow['to']; classes: number; deferred: number; lost: number }>();
  return {
    enter(of, was, is) {
      const before = arrivals(was);
      if (standingOf(of) !== 'legitimate' || before === 0) return;
      const { party } = of.origin;
      const { where } = of.recipient;
      const key = `${party} ${where}`;
      const flow = found.get(key) ?? { from: party, to: where, classes: 0, deferred: 0, lost: 0 };
      found.set(key, flow);
      flow.classes += 1;
      if (arrivals(is) >= before) return;
      const others = is.outcomes.filter(({ status }) => !arrived.has(status));
      if (others.length > 0 && others.every(({ status }) => status === 'deferred')) flow.deferred += 1;
      else flow.lost += 1;
    },
    flows: () => [...found.values()],
  };
}

const arrivals = ({ outcomes }: Trace): number => outcomes.filter(({ status }) => arrived.has(status)).length;
