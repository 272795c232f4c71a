import { describe, expect, test } from 'vitest';
import { explain } from '../../src/reference/explain.ts';
import { hybridSupport, type MxPlace, mxPlaces } from '../../src/reference/hybrid-support.ts';
import { isSemanticsId } from '../../src/reference/semantics/confidence.ts';

/*
 * HYB-1: the MX at Exchange Online without centralised transport is what Microsoft recommends, and both switches are
 * independent. EFC-10, INB-17: Enhanced Filtering is never supported beside centralised transport; a straight way over a
 * filter or own servers is. EFC-12: a filter whose address is judged needs care.
 */
const cells: readonly (readonly [MxPlace, 'off' | 'on', 'off' | 'on', string, string])[] = [
  ['tenant', 'off', 'off', 'supported', 'HYB-1'],
  ['tenant', 'off', 'on', 'care', 'EFC-13'],
  ['tenant', 'on', 'off', 'supported', 'HYB-7'],
  ['tenant', 'on', 'on', 'unsupported', 'EFC-10'],
  ['onPremises', 'off', 'off', 'supported', 'HYB-1'],
  ['onPremises', 'off', 'on', 'care', 'INB-17'],
  ['onPremises', 'on', 'off', 'supported', 'HYB-5'],
  ['onPremises', 'on', 'on', 'unsupported', 'EFC-10'],
  ['filterBeforeTenant', 'off', 'off', 'care', 'EFC-12'],
  ['filterBeforeTenant', 'off', 'on', 'supported', 'EFC-14'],
  ['filterBeforeTenant', 'on', 'off', 'care', 'INB-17'],
  ['filterBeforeTenant', 'on', 'on', 'unsupported', 'EFC-10'],
  ['filterBeforeOnPremises', 'off', 'off', 'care', 'INB-17'],
  ['filterBeforeOnPremises', 'off', 'on', 'supported', 'INB-17'],
  ['filterBeforeOnPremises', 'on', 'off', 'care', 'INB-17'],
  ['filterBeforeOnPremises', 'on', 'on', 'unsupported', 'EFC-10'],
];

describe('hybrid support', () => {
  test('every combination is one cell', () => {
    expect(new Set(cells.map(([mx, central, enhanced]) => `${mx} ${central} ${enhanced}`)).size).toBe(
      mxPlaces.length * 4,
    );
  });

  test.each(cells)(
    'MX %s, centralised transport %s, Enhanced Filtering %s: %s (%s)',
    (mx, central, enhanced, answer, source) => {
      const support = hybridSupport({ mx, centralised: central === 'on', enhancedFiltering: enhanced === 'on' });
      expect(support.answer).toBe(answer);
      expect(support.semantics).toContain(source);
      expect(support.semantics.filter((id) => !isSemanticsId(id))).toEqual([]);
    },
  );

  test('explain prints all of them with their sources', async () => {
    const told = await explain('hybrid-support', { rules: [] });
    if ('nearest' in told) throw new Error('hybrid-support is not explained');
    expect(told.means).toHaveLength(16);
    expect(told.means[3]).toMatch(
      /Exchange Online; centralised transport on, Enhanced Filtering on: not supported;.*EFC-10/u,
    );
    expect(told.related).toContain('HYB-7');
  });
});
