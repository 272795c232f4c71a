import { invariant } from './base/invariant.ts';
import type { Instant } from './base/time.ts';
import type { CheckContext } from './check/check.ts';
import type { Collision } from './check/collisions.ts';
import type { SeverityPolicy } from './check/run-checks.ts';
import type { InputNotice } from './input/problem.ts';
import type { SourceIndex } from './model/source.ts';
import type { Topology } from './model/topology.ts';
import type { PatternEngine } from './protocols/rule-text/pattern-engine.ts';
import type { ProofOptions, Proofs } from './prove/prove.ts';
import { compileWorld, type World } from './simulate/world.ts';

/** A topology as the reader gives it. */
export interface AnalysisInput {
  /** Path as the user knows it. */
  readonly file: string;
  readonly topology: Topology;
  readonly sources: SourceIndex;
  readonly notices: readonly InputNotice[];
  readonly oddities: CheckContext['oddities'];
  /** Runs the patterns of mail flow rules; the reader loads it where a rule has one. Without it they stay undecided. */
  readonly patterns?: PatternEngine | undefined;
  /** What was read, as plain data: fixes start from what is written. Without it no fix changes an object. */
  readonly document?: { readonly data: unknown } | undefined;
}

export interface AnalysisOptions {
  /** The instant at which certificates and dates are judged; by default the topology's `asOf`. One of the two is needed. */
  readonly asOf?: Instant;
  /** Answers to open points of the documents, over those of the topology. */
  readonly assume?: ReadonlyMap<string, string>;
  /** Nodes that do not answer. */
  readonly down?: readonly string[];
  /** What topologies of the same run hold together, this one among them (`collisionsAmong`). */
  readonly collisions?: readonly Collision[];
  /** Severities that the caller sets, over those of the topology. */
  readonly rules?: SeverityPolicy;
  /** For `analyze`: judge the built-in invariants, too; a message against one is judged as a probe is. They cost more than all else. */
  readonly prove?: boolean;
  /** For `analyze`: what judges intents and invariants; handed in where the topology has intents or `prove` is true. */
  readonly prover?: Prover | undefined;
  /** For `analyze`: told now and then how much of what is done. */
  readonly told?: ((done: number, total: number, what: string) => void) | undefined;
}

/** Judges the declared intents for all messages, and the built-in invariants unless only intents are wanted. */
export type Prover = (
  world: World,
  wanted: { readonly intentsOnly: boolean; readonly progress?: ProofOptions['progress'] },
) => JudgedStatements;

export type JudgedStatements = Pick<Proofs, 'intents' | 'invariants'>;

/** Other answers followed for one message; enough for every open point of one that people write by hand. */
export const alternativesMax = 64;

/** The topology made ready, as the options want it. */
export function worldOf(input: AnalysisInput, options: AnalysisOptions): World {
  const asOf = options.asOf ?? input.topology.asOf;
  invariant(asOf !== undefined, 'the caller or the topology says as of when it is judged');
  return compileWorld(input.topology, input.sources, {
    asOf,
    assumptions: options.assume ?? new Map(),
    down: options.down ?? [],
    patterns: input.patterns,
  });
}
