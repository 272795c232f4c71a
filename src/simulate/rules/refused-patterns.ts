import { patternsOf } from '../../model/rule-patterns.ts';
import type { Written } from '../../model/topology.ts';
import type { Predicate, TransportRule } from '../../model/transport-rule.ts';
import type { PatternRefusal } from '../../protocols/rule-text/pattern-node.ts';
import type { World } from '../world.ts';

/** A regular expression about which nothing can be said, and why. */
export interface RefusedPattern {
  readonly pattern: Written;
  readonly refusal: PatternRefusal;
}

/** The patterns of a condition or exception that leave open what matches; none where nothing runs patterns at all. */
export function refusedPatterns(
  { patterns: engine }: World,
  { useLegacyRegex }: TransportRule,
  predicate: Predicate,
): readonly RefusedPattern[] {
  if (engine === undefined) return [];
  return patternsOf(predicate).flatMap((pattern): readonly RefusedPattern[] => {
    const compiled = engine.compilePattern(pattern.text, { legacy: useLegacyRegex });
    return compiled.decidable ? [] : [{ pattern, refusal: compiled.refusal }];
  });
}
