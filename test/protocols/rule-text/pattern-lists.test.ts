import { describe, expect, test } from 'vitest';
import { loadPatternEngine } from '../../../src/protocols/rule-text/load-pattern-engine.ts';
import { content, generator, one, pattern } from '../../support/pattern-generator.ts';

const engine = await loadPatternEngine();

describe('many lists of patterns on one text', () => {
  test.each([1, 2])('say what each pattern says by itself (seed %i)', (seed) => {
    const random = generator(seed);
    const count = { yes: 0, no: 0, undecidable: 0 };
    for (let round = 0; round < 10; round++) {
      const lists = Array.from({ length: 20 }, () => ({
        values: Array.from({ length: 1 + random(3) }, () => pattern(random, 2)),
        legacy: random(4) === 0,
      }));
      const together = engine.compilePatternLists(lists);
      for (let time = 0; time < 8; time++) {
        const where = content(random) + one(random, ['', '', '\n', 'é', '\ud83d\ude00']) + content(random);
        const answers = together(where);
        const mayMatch = new Set<number>();
        answers.eachThatMayMatch((list) => mayMatch.add(list));
        for (const [index, { values, legacy }] of lists.entries()) {
          const alone = values.map((value) => {
            const compiled = engine.compilePattern(value, { legacy });
            return compiled.decidable ? compiled.matches(where) : 'refused';
          });
          const expected = alone.includes('yes')
            ? 'yes'
            : alone.every((answer) => answer === 'no')
              ? 'no'
              : 'undecidable';
          expect([values, legacy, where, answers.of(index)?.verdict]).toEqual([values, legacy, where, expected]);
          // What is excluded without a search is a no.
          if (!mayMatch.has(index)) expect(expected).toBe('no');
          count[expected] += 1;
        }
      }
    }
    expect(Math.min(count.yes, count.no, count.undecidable)).toBeGreaterThan(30);
  });

  test.each([
    // What each match must hold stands in the text, and yet there is none.
    ['^invoice\\d{2}$', 'the invoice77', 'no'],
    ['invoice\\d{2}', 'the INVOICE77', 'yes'],
    ['(invoice|rechnung)\\s+\\d', 'Rechnung 7', 'yes'],
    ['(invoice|)\\d', '7', 'yes'],
    ['a{0}b', 'b', 'yes'],
    ['(ab){2,}c', 'ababc', 'yes'],
    ['ab+c', 'abbbc', 'yes'],
    ['x\\b-\\by', 'x-y', 'yes'],
    ['\ud83d\ude00{2}', '\ud83d\ude00\ude00', 'yes'],
  ])('%j in %j: %s', (value, where, expected) => {
    const answers = engine.compilePatternLists([{ values: [value], legacy: false }])(where);
    expect(answers.of(0)?.verdict).toBe(expected);
  });

  test('thousands of sets that nothing has in common do not take long, and hide nothing', () => {
    const values = Array.from(
      { length: 1500 },
      (_, index) => `${String.fromCharCode(0x4e00 + index)}[${'abc'[index % 3]}\\d]`,
    );
    const answers = engine.compilePatternLists(values.map((value) => ({ values: [value], legacy: false })));
    const where = Array.from({ length: 1500 }, (_, index) => `${String.fromCharCode(0x4e00 + index)}a`).join('');
    const said = answers(where);
    const verdicts = values.map((_, index) => said.of(index)?.verdict);
    expect(verdicts.filter((one) => one === 'yes')).toHaveLength(500);
    expect(verdicts.slice(0, 3)).toEqual(['yes', 'no', 'no']);
  });
});
