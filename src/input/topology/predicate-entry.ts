import type { Predicate, PredicateUnit } from '../../model/transport-rule.ts';
import { propertyAt } from './exchange-object.ts';
import type { RuleReading } from './rule-reading.ts';

/** A rule while its conditions, or its exceptions, are read. */
export interface PredicateReading extends RuleReading {
  readonly part: 'conditions' | 'exceptions';
  /** The key of each name in Conditions or Exceptions. */
  readonly named: ReadonlySet<string>;
  /** The property of a parameter: itself, or with `ExceptIf` in front. */
  readonly property: (parameter: string) => string;
}

/** How one predicate stands in an export. */
export interface PredicateEntry {
  /** Without `ExceptIf`. */
  readonly properties: readonly string[];
  /** What Conditions and Exceptions call it, where that is not a property's name. */
  readonly typeName?: string;
  /** Undefined where it is not set, or where why it could not be read has been said. */
  readonly read: (rule: PredicateReading) => Predicate | undefined;
}

/** What every predicate says of itself. */
export const facts = (rule: PredicateReading, property: string, semantics: number, unit: PredicateUnit) => ({
  at: propertyAt(rule.object, rule.property(property)),
  semantics: `PRED-${semantics}`,
  unit,
});

/** A predicate of one parameter: its number in 2.7, what it is evaluated for, and its name in Conditions. */
export type Numbered<P extends string> = readonly [
  parameter: P,
  semantics: number,
  unit: PredicateUnit,
  typeName?: string,
];

/** The entry of a predicate of one parameter. */
export const one = ([parameter, , , typeName]: Numbered<string>, read: PredicateEntry['read']): PredicateEntry => ({
  properties: [parameter],
  read,
  ...(typeName === undefined ? {} : { typeName }),
});
