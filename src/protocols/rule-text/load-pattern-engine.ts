import type { PatternEngine } from './pattern-engine.ts';

/** An engine for patterns of rules. The package behind it is loaded by the first call, and by nothing else. */
export async function loadPatternEngine(): Promise<PatternEngine> {
  const { createPatternEngine } = await import('./pattern-engine.ts');
  return createPatternEngine();
}
