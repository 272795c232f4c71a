import type { Text } from '../../model/text.ts';
import type { UnitSet } from './unit-set.ts';

/** A pattern as it is understood, whatever syntax it was written in. Case is already part of the sets. */
export type PatternNode =
  | { readonly kind: 'set'; readonly units: UnitSet }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  /** Without `max` there is no upper bound. */
  | {
      readonly kind: 'repeat';
      readonly part: PatternNode;
      readonly min: number;
      readonly max?: number;
      readonly lazy: boolean;
    }
  | { readonly kind: 'place'; readonly place: PatternPlace };

/** A condition on a place in the text, which consumes nothing. */
export type PatternPlace =
  | 'start'
  | 'end'
  /** The end, or in front of a line feed that is the last character: `$` and `\Z` of .NET. */
  | 'end-or-last-line-feed'
  | 'line-start'
  | 'line-end'
  | 'word-boundary'
  | 'no-word-boundary';

/** Why nothing can be said about a pattern. It is never a reason to say that the pattern does not match. */
export interface PatternRefusal {
  /** `not-valid`: Exchange would not take it, either. `not-modelled`: it may be fine there. `too-large`: our bounds. */
  readonly kind: 'not-valid' | 'not-modelled' | 'too-large';
  readonly because: Text;
}

export type PatternReading =
  | { readonly ok: true; readonly node: PatternNode }
  | { readonly ok: false; readonly refusal: PatternRefusal };
