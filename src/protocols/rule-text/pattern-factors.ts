import type { PatternNode } from './pattern-node.ts';
import type { UnitSet } from './unit-set.ts';

/** Sets of which one unit each stands side by side in a text. */
export type Factor = readonly UnitSet[];

const lengthMax = 8;
/** A set with more units of ASCII than this is found nearly everywhere. */
const commonMin = 16;

/**
 * What every text that the pattern matches holds: at least one of these factors. Short, so that they can be searched for
 * together with those of many patterns; a text without any of them cannot match.
 * @returns undefined when nothing of the kind is certain.
 */
export function factorsOf(node: PatternNode): readonly Factor[] | undefined {
  const found: Factor[][] = [];
  let run: UnitSet[] = [];
  const endRun = () => {
    if (run.length > 0) found.push([best(run)]);
    run = [];
  };
  const walk = (part: PatternNode): void => {
    switch (part.kind) {
      case 'place':
        return;
      case 'set':
        if (unitsOfAscii(part.units) < commonMin) run.push(part.units);
        else endRun();
        return;
      case 'sequence':
        for (const one of part.parts) walk(one);
        return;
      case 'repeat':
        for (let time = 0; time < Math.min(part.min, lengthMax); time++) walk(part.part);
        if (part.max !== part.min || part.min > lengthMax) endRun();
        return;
      case 'choice': {
        endRun();
        const options = part.options.map(factorsOf);
        if (options.every((one) => one !== undefined)) found.push(options.flat());
        return;
      }
    }
  };
  walk(node);
  endRun();
  return found.reduce<Factor[] | undefined>(
    (left, right) => (left === undefined || scoreOf(right) > scoreOf(left) ? right : left),
    undefined,
  );
}

function best(run: readonly UnitSet[]): Factor {
  let found: Factor = [];
  for (let start = 0; start + Math.min(lengthMax, run.length) <= run.length; start++) {
    const factor = run.slice(start, start + lengthMax);
    if (found.length === 0 || rarity(factor) > rarity(found)) found = factor;
  }
  return found;
}

/** The more, the rarer texts are that hold one of them. */
const scoreOf = (factors: readonly Factor[]): number => Math.min(...factors.map(rarity));

const rarity = (factor: Factor): number =>
  factor.reduce((sum, units) => sum + Math.log2(128 / (1 + unitsOfAscii(units))), 0);

function unitsOfAscii(units: UnitSet): number {
  let count = 0;
  for (let index = 0; index < units.length; index += 2) {
    const [low = 0, high = 0] = [units[index], Math.min(units[index + 1] ?? 0, 0x7f)];
    if (low <= high) count += high - low + 1;
  }
  return count;
}
