import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/cli/parse-arguments.ts';
import { plain } from '../../src/model/text.ts';

function problemsOf(...args: readonly string[]): readonly string[] {
  const parsed = parseArguments(args);
  if (parsed.kind !== 'problems') return [];
  return parsed.problems.map(({ problem, remedy }) => `${plain(problem)} ${remedy === undefined ? '' : plain(remedy)}`);
}

function command(...args: readonly string[]) {
  const parsed = parseArguments(args);
  if (parsed.kind !== 'command') throw new Error(`not a command but ${JSON.stringify(parsed)}`);
  return parsed;
}

describe('words of the command line', () => {
  test('a command has its operands in order, - among them', () => {
    const { row, operands } = command('check', 'a.yaml', '-', '--quiet', 'b.yaml');
    expect(row.name).toBe('check');
    expect(operands).toEqual(['a.yaml', '-', 'b.yaml']);
  });

  test('a repeatable option keeps every value, with = or without', () => {
    const { values } = command('check', 'a.yaml', '--format', 'json=x.json', '--format=terminal');
    expect(values.get('format')).toEqual(['json=x.json', 'terminal']);
  });

  test('short options stand for long ones', () => {
    const { flags, values } = command('check', 'a.yaml', '-qv', '-o', 'x');
    expect([...flags]).toEqual(['quiet', 'verbose']);
    expect(values.get('output')).toEqual(['x']);
  });

  test('behind -- everything is an operand', () => {
    expect(command('check', '--', '--odd.yaml').operands).toEqual(['--odd.yaml']);
  });

  test('the null sender is a value and no option', () => {
    expect(command('trace', 't.yaml', '--mail-from', '<>').values.get('mail-from')).toEqual(['<>']);
  });

  test.each([
    [['--version'], 'version'],
    [['check', '--version'], 'version'],
    [['-V'], 'version'],
    [[], 'help'],
    [['--help'], 'help'],
    [['help'], 'help'],
    [['check', '-h'], 'help'],
    [['help', 'trace'], 'help'],
    [['prove', '--help'], 'help'],
  ] as const)('%j asks for %s', (args, kind) => {
    expect(parseArguments(args).kind).toBe(kind);
  });
});

describe('mistakes on the command line', () => {
  test('all of them are named at once', () => {
    expect(problemsOf('check', 'a.yaml', '--quite', '--fail-on', 'eror', '--quiet=yes')).toEqual([
      '--quite is not an option of check. Did you mean --quiet?',
      '--fail-on does not know eror. Write --fail-on with error, warning, info or never.',
      '--quiet takes no value, and yes is given. Write --quiet alone.',
    ]);
  });

  test('a misspelt command comes with the nearest one', () => {
    expect(problemsOf('chekc', 'a.yaml')).toEqual(['chekc is not a command. Did you mean check?']);
  });

  test('a word that resembles no command comes with all of them', () => {
    expect(problemsOf('xyzzy')[0]).toContain('The commands are check, trace, prove');
  });

  test('an option of another command says whose it is', () => {
    expect(problemsOf('check', 'a.yaml', '--ip', '192.0.2.1')[0]).toContain('--ip is an option of spf, not of check.');
  });

  test('an option without its value does not swallow the next option', () => {
    expect(problemsOf('check', 'a.yaml', '--output', '--verbose')[0]).toContain('--output has no value');
    expect(problemsOf('check', 'a.yaml', '--output')[0]).toContain('--output has no value');
  });

  test('an option that counts once is given once', () => {
    expect(problemsOf('check', 'a', '--as-of', '2026-01-01', '--as-of', '2026-01-02')).toEqual([
      '--as-of is given 2 times. Give it once.',
    ]);
  });

  test('missing and surplus operands come with the usage', () => {
    expect(problemsOf('check')).toEqual([
      'check needs <topology..>, and nothing is given. Usage: mxproof check <topology..> [options].',
    ]);
    expect(problemsOf('spf', 'a.yaml')[0]).toContain('spf needs <topology> <domain>, and less is given.');
    expect(problemsOf('trace', 'a.yaml', 'b.yaml')[0]).toContain('trace has no use for b.yaml.');
  });
});
