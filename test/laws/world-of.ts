import type { SampleMessage } from '../../src/model/topology.ts';
import { loadPatternEngine } from '../../src/protocols/rule-text/load-pattern-engine.ts';
import type { Outcome } from '../../src/simulate/trace.ts';
import { traceMessage } from '../../src/simulate/trace-message.ts';
import { compileWorld, type World } from '../../src/simulate/world.ts';
import type { Piece } from '../simulate/follow.ts';
import { readable } from '../support/topology-reading.ts';

const patterns = await loadPatternEngine();

/** A generated topology, made ready. */
export async function worldOf(topology: Piece): Promise<World> {
  const read = await readable(JSON.stringify({ mxproof: 1, ...topology }), undefined, 'topology.json');
  return compileWorld(read.topology, read.sources, {
    asOf: Date.UTC(2026, 10, 21),
    assumptions: new Map(),
    down: [],
    patterns,
  });
}

/** What becomes of a message, with whatever answers to open questions. */
export function outcomesOf(world: World, message: SampleMessage, alternativesMax: number): readonly Outcome[] {
  const { outcomes, alternatives } = traceMessage(world, message, { explain: false, alternativesMax });
  return [...outcomes, ...alternatives.flatMap((other) => other.outcomes)];
}
