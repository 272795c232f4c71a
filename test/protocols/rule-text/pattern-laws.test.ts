import { describe, expect, test } from 'vitest';
import { loadPatternEngine } from '../../../src/protocols/rule-text/load-pattern-engine.ts';
import { content, generator, one, pattern } from '../../support/pattern-generator.ts';

const engine = await loadPatternEngine();

test('on the syntax that both have, ASCII text without line ends gives what JavaScript gives', () => {
  const random = generator(20261121);
  const count = { yes: 0, no: 0 };
  for (let round = 0; round < 1000; round++) {
    const made = pattern(random, 2);
    const compiled = engine.compilePattern(made, { legacy: false });
    if (!compiled.decidable) throw new Error(`${made} was refused`);
    const native = new RegExp(made, 'i');
    for (let time = 0; time < 4; time++) {
      const where = content(random);
      const expected = native.exec(where);
      // Only the start: engines differ in how often they go round a loop that matches nothing.
      expect([made, where, compiled.slice(where)?.start]).toEqual([made, where, expected?.index]);
      const answer = expected === null ? 'no' : 'yes';
      expect([made, where, compiled.matches(where)]).toEqual([made, where, answer]);
      count[answer] += 1;
    }
  }
  expect(count.yes).toBeGreaterThan(500);
  expect(count.no).toBeGreaterThan(500);
});

describe('a witness', () => {
  test('matches, and most patterns have one', () => {
    const random = generator(5);
    let having = 0;
    for (let round = 0; round < 400; round++) {
      const made = pattern(random, 2);
      const compiled = engine.compilePattern(made, { legacy: false });
      const found = compiled.decidable ? compiled.witness() : undefined;
      // With a line feed the two differ on purpose.
      if (found === undefined || found.includes('\n')) continue;
      having += 1;
      expect([made, new RegExp(made, 'i').test(found)]).toEqual([made, true]);
    }
    expect(having).toBeGreaterThan(300);
  });

  test.each([
    ['@contoso\\.com$', '@contoso.com'],
    ['^\\d{3}-\\d{2}$', '000-00'],
    ['(invoice|payment) overdue', 'invoice overdue'],
    ['\\bsecret\\b', 'secret'],
  ])('is readable: %s', (made, expected) => {
    const compiled = engine.compilePattern(made, { legacy: false });
    expect(compiled.decidable && compiled.witness()).toBe(expected);
  });

  test('knows that something may have to stand around the match', () => {
    const compiled = engine.compilePattern('\\Bb\\B', { legacy: false });
    expect(compiled.decidable && compiled.witness()).toMatch(/^\wb\w$/u);
  });

  test.each(['a^b', '[^\\s\\S]', 'a\\bb', '\\d-[5]'.replace('\\d-', 'x\\z')])('is not invented: %s', (made) => {
    const compiled = engine.compilePattern(made, { legacy: false });
    expect(compiled.decidable).toBe(true);
    expect(compiled.decidable && compiled.witness()).toBeUndefined();
  });

  test('of a legacy pattern matches by every reading', () => {
    const compiled = engine.compilePattern('contoso.com', { legacy: true });
    expect(compiled.decidable && compiled.witness()).toBe('contoso.com');
  });
});

describe('hostile patterns', () => {
  const pieces =
    "( ) [ ] { } * + ? | ^ $ . \\ - , # : < > = ! ' a b 0 9 \\w \\b \\p{L} (?: (?< (?x) (?m) [^ -[ {2,3} \\u \ud800 é \n".split(
      ' ',
    );

  test('whatever the text, there is an answer and nothing is thrown', () => {
    const random = generator(99);
    const kinds = new Set<string>();
    for (let round = 0; round < 2500; round++) {
      const made = Array.from({ length: 1 + random(12) }, () => one(random, pieces)).join('');
      for (const legacy of [false, true]) {
        const compiled = engine.compilePattern(made, { legacy });
        kinds.add(compiled.decidable ? compiled.matches(`a b\n${made}`) : compiled.refusal.kind);
        if (compiled.decidable && round % 20 === 0) compiled.witness();
      }
    }
    expect([...kinds].sort()).toEqual(
      expect.arrayContaining(['no', 'not-modelled', 'not-valid', 'undocumented', 'yes']),
    );
  });

  test.each([
    '(a+)+$',
    '(a|a)*$',
    '(a|aa)+$',
    '(.*)*x',
    '\\b(a+)+\\b!',
    '(a*)*b',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(?:a?){30}a{30}$',
  ])('eight times the text takes about eight times as long: %s', (made) => {
    const compiled = engine.compilePattern(made, { legacy: false });
    const once = (length: number): number => {
      const where = `${'a'.repeat(length)}!!`;
      const start = process.cpuUsage();
      if (compiled.decidable) compiled.matches(where);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    };
    // The best of three: a busy machine makes one of them long.
    const time = (length: number): number => Math.min(once(length), once(length), once(length));
    expect(compiled.decidable).toBe(true);
    time(1000);
    expect(time(32_000) / Math.max(time(4000), 1)).toBeLessThan(40);
  });
});
