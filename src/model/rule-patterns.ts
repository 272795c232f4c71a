import type { Written } from './topology.ts';
import type { Predicate } from './transport-rule.ts';

/** The regular expressions of a condition or exception; none where it takes something else. */
export function patternsOf(predicate: Predicate): readonly Written[] {
  switch (predicate.kind) {
    case 'patterns':
    case 'headerPatterns':
      return predicate.patterns;
    case 'attributes':
      return predicate.matching === 'patterns' ? predicate.tests.flatMap(({ values }) => values) : [];
    default:
      return [];
  }
}
