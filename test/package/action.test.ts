import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../architecture/source-files.ts';

interface Step {
  readonly id?: string;
  readonly shell: string;
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}
interface Matcher {
  readonly owner: string;
  readonly severity?: string;
  readonly pattern: readonly ({ readonly regexp: string } & Partial<Record<Field, number>>)[];
}
type Field = 'severity' | 'code' | 'file' | 'line' | 'column' | 'message';

const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;
const check = action.runs.steps.find(({ id }) => id === 'check');
const hasBash = spawnSync('bash', ['-c', 'mapfile -t x < <(true)']).status === 0;
const bad = join(root, 'fixtures/worlds/third-party-filter/topology.yaml');
const clean = join(root, 'fixtures/worlds/hybrid-mx-cloud/topology.yaml');

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mxproof-action-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs the step as the runner does, with its inputs as the variables that it names. */
function run(inputs: Readonly<Record<string, string>>) {
  const summary = join(directory, 'summary');
  const output = join(directory, 'output');
  writeFileSync(summary, '');
  writeFileSync(output, '');
  const given = Object.entries(check?.env ?? {}).map(([name, value]): [string, string] => {
    const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/u.exec(value)?.[1] ?? '';
    return [name, inputs[input] ?? action.inputs[input]?.default ?? 'no such input'];
  });
  const { stdout, stderr, status } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', check?.run ?? ''],
    {
      cwd: directory,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        GITHUB_ACTION_PATH: root.replace(/\/$/u, ''),
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_OUTPUT: output,
        ...Object.fromEntries(given),
      },
    },
  );
  return { stdout, stderr, status, summary: readFileSync(summary, 'utf8'), output: readFileSync(output, 'utf8') };
}

test('every input reaches the script as a variable, and no text of one can become a command', () => {
  const named = Object.values(check?.env ?? {});
  expect(named).toEqual(Object.keys(action.inputs).map((input) => `\${{ inputs.${input} }}`));
  expect(action.runs.steps.filter(({ run: script }) => script.includes('${{'))).toEqual([]);
});

describe.skipIf(!hasBash)(`the step of the action${hasBash ? '' : ' (skipped: no bash here)'}`, () => {
  test('a world with errors fails the job, with annotations, a summary and SARIF', () => {
    const { stdout, status, summary, output } = run({ topology: bad, sarif: 'out.sarif' });
    expect({ status, output }).toEqual({ status: 1, output: 'exit-code=1\n' });
    expect(stdout.split('\n').filter((line) => line.startsWith('::error '))).toHaveLength(3);
    expect(summary).toContain('routing/filter-bypass');
    const sarif = JSON.parse(readFileSync(join(directory, 'out.sarif'), 'utf8')) as { version: string };
    expect(sarif.version).toBe('2.1.0');
  });

  test('a clean world passes, and further options are passed on word by word', () => {
    const { status, output } = run({ topology: `\n  ${clean}\n\n`, arguments: '--as-of\n2026-11-21' });
    expect({ status, output }).toEqual({ status: 0, output: 'exit-code=0\n' });
  });

  test('what looks like a command or an option stays the name of a file', () => {
    const { status, stderr } = run({ topology: '$(touch owned)\n--fail-on=never' });
    expect(status).toBe(2);
    expect(stderr).toContain('$(touch owned)');
    expect(stderr).toContain('--fail-on=never');
  });

  test('a wrong kind of annotation is said and checks nothing', () => {
    const { status, stdout } = run({ topology: clean, annotations: 'many' });
    expect(status).toBe(2);
    expect(stdout).toBe('::error::annotations is many, and can be github, matcher or none\n');
  });

  test('the problem matcher finds each finding in the short log, with file, line and message', () => {
    const { stdout } = run({ topology: bad, annotations: 'matcher' });
    const path = join(root, '.github/problem-matcher.json');
    expect(stdout).toContain(`::add-matcher::${path}\n`);
    const { problemMatcher } = JSON.parse(readFileSync(path, 'utf8')) as { problemMatcher: readonly Matcher[] };
    const found = problemMatcher.flatMap((matcher) => matches(matcher, stdout.split('\n')));
    expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'error filtering/enhanced-filtering-off',
      'error routing/filter-bypass',
      'error routing/filter-bypass',
      'warning routing/spoof-accepted',
      'warning spf/private-address',
    ]);
    expect(found[1]).toMatchObject({ file: bad, line: '38', column: '7' });
    expect(found[1]?.message).toMatch(/^Mail that is handed in at server:EX01 directly/u);
  });
});

/** What the runner takes from the lines: all patterns of a matcher in direct succession. */
function matches({ pattern }: Matcher, lines: readonly string[]): Partial<Record<Field, string>>[] {
  return lines.flatMap((_, start) => {
    const problem: Partial<Record<Field, string>> = {};
    for (const [offset, { regexp, ...groups }] of pattern.entries()) {
      const match = new RegExp(regexp, 'u').exec(lines[start + offset] ?? '');
      if (match === null) return [];
      for (const [field, group] of Object.entries(groups) as [Field, number][]) problem[field] = match[group] ?? '';
    }
    return [problem];
  });
}
