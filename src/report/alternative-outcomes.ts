import type { Alternative, Outcome, Trace } from '../simulate/trace.ts';

/**
 * The copies of an alternative that fare otherwise than in the trace itself. A copy that the open point leaves alone is
 * no other way it could go. Where nothing but basis or confidence changes, all copies count.
 */
export function alternativeOutcomes(trace: Trace, alternative: Alternative): readonly Outcome[] {
  const known = new Set(trace.outcomes.map(fate));
  const different = alternative.outcomes.filter((outcome) => !known.has(fate(outcome)));
  return different.length > 0 ? different : alternative.outcomes;
}

const fate = ({ hops, confidence, assumptions, missing, ...rest }: Outcome): string => JSON.stringify(rest);
