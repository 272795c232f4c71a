import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/cli/parse-arguments.ts';
import { readSettings } from '../../src/cli/settings.ts';
import { plain } from '../../src/model/text.ts';

function read(...options: readonly string[]) {
  const parsed = parseArguments(['check', 'a.yaml', ...options]);
  if (parsed.kind !== 'command') throw new Error('the options of this test are known');
  return readSettings(parsed);
}
function settings(...options: readonly string[]) {
  const result = read(...options);
  if (!result.ok) throw new Error(result.problems.map((it) => plain(it.problem)).join(' '));
  return result.settings;
}
function problems(...options: readonly string[]): readonly string[] {
  const result = read(...options);
  return result.ok
    ? []
    : result.problems.map(({ problem, remedy }) => `${plain(problem)} ${remedy ? plain(remedy) : ''}`);
}

describe('common options', () => {
  test('without any: terminal on standard output, errors fail, the clock decides the day', () => {
    expect(settings()).toMatchObject({
      outputs: [{ format: 'terminal', file: undefined }],
      failOn: 'error',
      failOnUndetermined: false,
      asOf: undefined,
      progress: 'auto',
      colorWanted: true,
      allowOutside: false,
    });
  });

  test('--format with = goes to its file, without to --output', () => {
    expect(settings('--format', 'json=r.json', '--format', 'terminal', '--output', 't.txt').outputs).toEqual([
      { format: 'json', file: 'r.json' },
      { format: 'terminal', file: 't.txt' },
    ]);
  });

  test('--as-of takes a day as its midnight in UTC, and a date-time', () => {
    expect(settings('--as-of', '2027-01-01').asOf).toBe(Date.UTC(2027, 0, 1));
    expect(settings('--as-of', '2027-01-01T08:00:00+02:00').asOf).toBe(Date.UTC(2027, 0, 1, 6));
  });

  test('--rule and --assume gather pairs, --at-down nodes', () => {
    const it = settings(
      '--rule',
      'spf/*=off',
      '--rule',
      'dns/mx-missing=info',
      '--assume',
      'loop.hopLimit=25',
      '--at-down',
      'tenant',
    );
    expect([...it.rules]).toEqual([
      ['spf/*', 'off'],
      ['dns/mx-missing', 'info'],
    ]);
    expect([...it.assume]).toEqual([['loop.hopLimit', '25']]);
    expect(it.down).toEqual(['tenant']);
  });
});

describe('common options that cannot be used', () => {
  test.each([
    [
      'jsno',
      'jsno is not a format. Did you mean json? Available: terminal, json, sarif, junit, html, markdown, csv, github and gitlab.',
    ],
    ['json=', '--format json= names no file. Write --format json=report.json.'],
  ])('--format %s', (format, said) => {
    expect(problems('--format', format)).toEqual([said]);
  });

  test('a format that only other commands have is named as that', () => {
    const result = readSettings(
      { flags: new Set(), values: new Map([['format', ['sarif']]]) },
      { name: 'spf', formats: ['terminal', 'json'] },
    );
    expect(result.ok ? [] : result.problems.map(({ problem }) => plain(problem))).toEqual(['spf has no format sarif.']);
  });

  test('two formats cannot share standard output or one file', () => {
    expect(problems('--format', 'json', '--format', 'terminal')[0]).toContain(
      'Two formats would be written to standard output.',
    );
    expect(problems('--format', 'json=x', '--format', 'terminal=x')[0]).toContain('Two formats would be written to x.');
  });

  test('--output that no format goes to is not ignored', () => {
    expect(problems('--format', 'json=x', '--output', 'y')[0]).toContain('--output y has no report to hold');
  });

  test.each(['yesterday', '2026-02-30', '21.11.2026'])('--as-of %s is no date', (date) => {
    expect(problems('--as-of', date)[0]).toContain('Write an ISO date such as 2026-11-21');
  });

  test('--update-baseline needs to know which file', () => {
    expect(problems('--update-baseline')[0]).toContain('--update-baseline does not say which file.');
  });

  test.each([
    ['x', 'is no pair'],
    ['=error', 'is no pair'],
    ['x=error', 'x, which is no rule id'],
    ['spf/missing=fatal', 'Write off, info, warning or error.'],
  ])('--rule %s', (rule, said) => {
    expect(problems('--rule', rule)[0]).toContain(said);
  });

  test('one open point cannot have two answers', () => {
    expect(problems('--assume', 'loop.hopLimit=20', '--assume', 'loop.hopLimit=30')[0]).toContain(
      'gives loop.hopLimit two values, 20 and 30.',
    );
  });
});
