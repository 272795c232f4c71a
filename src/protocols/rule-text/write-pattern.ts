import { type Text, text } from '../../model/text.ts';
import { boundaryOtherUnits, boundaryWordUnits } from './character-sets.ts';
import { type Fences, fencedPlane, surrogatePlane } from './fenced-text.ts';
import type { PatternNode, PatternPlace, PatternRefusal } from './pattern-node.ts';
import { repetitionMax } from './read-quantifier.ts';
import { has, intersect, negate, rangesOf, subtract, type UnitSet } from './unit-set.ts';

/** Instructions of the engine that one pattern may need, repetitions multiplied out. */
const instructionsMax = 40_000;
/** Ranges of code units that one pattern may need, written once each. */
const rangesMax = 100_000;

export type WrittenPattern =
  | {
      readonly ok: true;
      readonly expression: string;
      readonly fences: Fences;
      /** How much the engine may have to do for each code unit of a text; only good for a bound. */
      readonly instructions: number;
    }
  | { readonly ok: false; readonly refusal: PatternRefusal };

/**
 * Writes a pattern for the engine. The first group is the match; the text has to be put in the same fences.
 */
export function writePattern(node: PatternNode): WrittenPattern {
  const places = placesOf(node);
  const last = places.has('end-or-last-line-feed');
  const every = places.has('line-start') || places.has('line-end');
  if (last && every) {
    return refused(
      'not-modelled',
      text`It uses ${'$'} or ${'\\Z'} both for the end of a line and for the end of the text.`,
    );
  }
  const boundary = places.has('word-boundary') || places.has('no-word-boundary');
  const fences: Fences = every ? 'every-line-feed' : last || boundary ? 'last-line-feed' : 'none';
  const size = sizeOf(node, fences === 'none' ? 1 : 3);
  if (size.repetitions > repetitionMax) {
    return refused('too-large', text`Its nested quantifiers repeat a part more than ${repetitionMax} times.`);
  }
  if (size.instructions > instructionsMax || size.ranges > rangesMax) {
    return refused('too-large', text`It is too large for the engine when its quantifiers are multiplied out.`);
  }
  const body = `(${written(node, fences)})`;
  // A search may begin between two units only, never between a unit and its fence.
  const expression = fences === 'none' ? body : `\\A(?s:...)*?${body}`;
  return { ok: true, expression, fences, instructions: size.instructions };
}

const refused = (kind: PatternRefusal['kind'], because: Text): WrittenPattern => ({
  ok: false,
  refusal: { kind, because },
});

function placesOf(node: PatternNode, found = new Set<PatternPlace>()): ReadonlySet<PatternPlace> {
  if (node.kind === 'place') found.add(node.place);
  for (const part of partsOf(node)) placesOf(part, found);
  return found;
}

function partsOf(node: PatternNode): readonly PatternNode[] {
  if (node.kind === 'sequence') return node.parts;
  if (node.kind === 'choice') return node.options;
  return node.kind === 'repeat' ? [node.part] : [];
}

interface PatternSize {
  readonly instructions: number;
  readonly ranges: number;
  /** The largest product of nested counts. */
  readonly repetitions: number;
}

function sizeOf(node: PatternNode, perSet: number): PatternSize {
  if (node.kind === 'set') return { instructions: perSet, ranges: node.units.length / 2, repetitions: 1 };
  const sizes = partsOf(node).map((part) => sizeOf(part, perSet));
  const times = node.kind === 'repeat' ? Math.max(1, node.min, node.max ?? 1) : 1;
  const sum = (of: (size: PatternSize) => number): number => sizes.reduce((total, size) => total + of(size), 0);
  return {
    instructions: times * (sum((size) => size.instructions) + 1),
    ranges: sum((size) => size.ranges),
    repetitions: times * sizes.reduce((most, size) => Math.max(most, size.repetitions), 1),
  };
}

function written(node: PatternNode, fences: Fences): string {
  switch (node.kind) {
    case 'set':
      return fences === 'none' ? bracket(plainRanges(node.units)) : fencedSet(node.units, fences);
    case 'sequence':
      return node.parts.map((part) => written(part, fences)).join('');
    case 'choice':
      return `(?:${node.options.map((option) => written(option, fences)).join('|')})`;
    case 'repeat':
      return `(?:${written(node.part, fences)})${quantifier(node.min, node.max)}${node.lazy ? '?' : ''}`;
    case 'place':
      return writtenPlace(node.place);
  }
}

function quantifier(min: number, max: number | undefined): string {
  if (max === undefined) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  return `{${min},${max}}`;
}

function writtenPlace(place: PatternPlace): string {
  switch (place) {
    case 'start':
      return '\\A';
    case 'end':
      return '\\z';
    case 'end-or-last-line-feed':
    case 'line-end':
      return '(?m:$)';
    case 'line-start':
      return '(?m:^)';
    case 'word-boundary':
      return '\\b';
    case 'no-word-boundary':
      return '\\B';
  }
}

type Ranges = readonly (readonly [low: number, high: number])[];

const lineFeed: UnitSet = [0x0a, 0x0a];

function fencedSet(units: UnitSet, fences: Fences): string {
  const beside = (fence: string, set: UnitSet): string => {
    const moved = rangesOf(set).map(([low, high]) => [low + fencedPlane, high + fencedPlane] as const);
    return moved.length === 0 ? '' : `${fence}${bracket(moved)}${fence}`;
  };
  const others = fences === 'every-line-feed' ? subtract(units, lineFeed) : units;
  const parts = [
    beside('a', intersect(others, boundaryWordUnits())),
    beside('-', intersect(others, boundaryOtherUnits())),
    has(units, 0x0a) ? beside('\\n', lineFeed) : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? bracket([]) : `(?:${parts.join('|')})`;
}

const surrogates: UnitSet = [0xd800, 0xdfff];

function plainRanges(units: UnitSet): Ranges {
  const moved = rangesOf(intersect(units, surrogates)).map(
    ([low, high]) => [low + surrogatePlane, high + surrogatePlane] as const,
  );
  return [...rangesOf(intersect(units, negate(surrogates))), ...moved];
}

function bracket(ranges: Ranges): string {
  if (ranges.length === 0) return '[^\\x{0}-\\x{10ffff}]';
  const hex = (code: number): string => `\\x{${code.toString(16)}}`;
  return `[${ranges.map(([low, high]) => (low === high ? hex(low) : `${hex(low)}-${hex(high)}`)).join('')}]`;
}
