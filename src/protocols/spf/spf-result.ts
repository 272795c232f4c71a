/** The seven results of RFC 7208 section 2.6. */
export const spfResults = ['pass', 'fail', 'softfail', 'neutral', 'none', 'temperror', 'permerror'] as const;
export type SpfResult = (typeof spfResults)[number];

/**
 * A set of results as bits, in the order of `spfResults`. An evaluation that meets a name nobody told us about goes on
 * both ways, so it ends in a set.
 */
export type ResultSet = number;

export const passBit = 1;
export const failBit = 2;
export const softfailBit = 4;
export const neutralBit = 8;
export const noneBit = 16;
export const temperrorBit = 32;
export const permerrorBit = 64;

const sets: readonly (readonly SpfResult[])[] = Array.from({ length: 128 }, (_, set) =>
  spfResults.filter((_, index) => (set & (1 << index)) !== 0),
);

/** The results in a set, in the order of `spfResults`. */
export const resultsIn = (set: ResultSet): readonly SpfResult[] => sets[set] ?? [];

/** The only result of a set; undefined when the set has several. */
export function onlyResult(set: ResultSet): SpfResult | undefined {
  switch (set) {
    case passBit:
      return 'pass';
    case failBit:
      return 'fail';
    case softfailBit:
      return 'softfail';
    case neutralBit:
      return 'neutral';
    case noneBit:
      return 'none';
    case temperrorBit:
      return 'temperror';
    case permerrorBit:
      return 'permerror';
    default:
      return undefined;
  }
}
