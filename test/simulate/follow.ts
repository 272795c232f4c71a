import { traceMessages } from '../../src/analyze.ts';
import type { Outcome, Trace } from '../../src/simulate/trace.ts';
import { filesOf, readable } from '../support/topology-reading.ts';

/** A piece of a topology document, as a plain object. */
export type Piece = Readonly<Record<string, unknown>>;

export interface FollowOptions {
  readonly assume?: Readonly<Record<string, string>>;
  readonly down?: readonly string[];
  /** Files that the topology names. */
  readonly files?: Readonly<Record<string, string>>;
}

const asOf = Date.UTC(2026, 10, 21);

/** Traces one message through a topology that is given as an object; both are read as a user's document would be. */
export async function follow(topology: Piece, message: Piece, options: FollowOptions = {}): Promise<Trace> {
  const document = { mxproof: 1, ...topology, messages: [{ name: 'the message', ...message }] };
  const read = await readable(JSON.stringify(document, null, 1), filesOf(options.files ?? {}), 'topology.json');
  const [trace] = traceMessages(
    { ...read, file: 'topology.json' },
    { asOf, assume: new Map(Object.entries(options.assume ?? {})), down: options.down ?? [], rules: new Map() },
  );
  if (trace === undefined) throw new Error('a declared message has a trace');
  return trace;
}

/** The outcome of a message with a single copy. */
export async function outcomeOf(topology: Piece, message: Piece, options: FollowOptions = {}): Promise<Outcome> {
  return only(await follow(topology, message, options));
}

export function only(trace: Trace): Outcome {
  const [outcome, ...more] = trace.outcomes;
  if (outcome === undefined || more.length > 0)
    throw new Error(`one outcome is expected, there are ${trace.outcomes.length}`);
  return outcome;
}

/** What a reader asks first: how it ends, where, and the way there. */
export const wayOf = ({ status, route }: Outcome): string => `${status}: ${route.join(' > ')}`;

/** The decisions of one step, as `verdict` texts do not matter but the ids do. */
export const idsOf = (trace: Trace, step: string): readonly string[] =>
  trace.hops.flatMap((hop) => hop.decisions.filter((one) => one.step === step).flatMap((one) => one.semantics));

/** The assumptions whose other answer would change the fate, as the alternatives name them. */
export const openPoints = (trace: Trace): readonly string[] => [
  ...new Set(trace.alternatives.map((one) => one.assumption ?? one.answer)),
];
