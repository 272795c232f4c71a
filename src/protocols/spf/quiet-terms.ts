import type { Text } from '../../model/text.ts';
import { text } from '../../model/text.ts';
import type { CompiledRecord } from './record-cache.ts';
import type { SpfTermNode, SpfTermOutcome } from './spf-node.ts';
import type { SpfTerm } from './spf-record.ts';

/** Outcomes kept for one record; a record is reached with few different totals. */
const outcomesMax = 64;

const none: readonly never[] = [];

/** The node of a term that asks DNS nothing. */
export const quietNode = (
  term: SpfTerm,
  outcome: SpfTermOutcome,
  lookups: number,
  voidLookups: number,
  because: Text | null = null,
): SpfTermNode => ({
  text: term.text,
  column: term.column,
  outcome,
  target: null,
  questions: none,
  nested: null,
  lookups,
  voidLookups,
  because,
});

/** The node of a modifier that has not been used. */
export function modifierNode(term: SpfTerm, lookups: number, voidLookups: number): SpfTermNode {
  if (term.kind !== 'unknown-modifier') return quietNode(term, 'not-evaluated', lookups, voidLookups);
  const because = text`${term.name} is not a modifier of RFC 7208, so it has no effect.`;
  return quietNode(term, 'ignored', lookups, voidLookups, because);
}

/**
 * The nodes of a quiet record, whose term at `matched` matches (-1: none does). The same outcome is built once and
 * shared by all trees.
 */
export function quietTerms(
  compiled: CompiledRecord,
  matched: number,
  lookups: number,
  voidLookups: number,
): readonly SpfTermNode[] {
  const key = ((matched + 1) * 16 + lookups) * 8 + voidLookups;
  const known = compiled.outcomes.get(key);
  if (known !== undefined) return known;
  const nodes = compiled.record.terms.map((term, index) => {
    const outcome = matched < 0 || index < matched ? 'no-match' : index === matched ? 'match' : 'not-evaluated';
    return quietNode(term, outcome, lookups, voidLookups);
  });
  if (compiled.outcomes.size >= outcomesMax) compiled.outcomes.clear();
  compiled.outcomes.set(key, nodes);
  return nodes;
}
