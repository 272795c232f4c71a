/*
 * The one command that says whether a change may land: format and lint, a fresh build, types, folder rules, tests,
 * fresh documents. Every step runs, whatever became of the one before it, so that one call names everything at fault.
 * The last line, alone on standard output, is `N passed, N failed`: the tests, and each other step that failed.
 *
 *   npm run check [-- --tests-from <report.json> --tests-exit <code>]
 *
 * With --tests-from the tests are not run again: their verdict is that of a run just made, as .ci/run makes it with the
 * test command of the README. A report that is missing or names no test fails like a run that saw none.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readResults } from './test-results.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { values: given } = parseArgs({
  options: { 'tests-from': { type: 'string' }, 'tests-exit': { type: 'string' } },
});
const directory = mkdtempSync(join(tmpdir(), 'mxproof-check-'));
const report = given['tests-from'] ?? join(directory, 'tests.json');

const packaged = (path) => [join(root, 'node_modules', path)];
const biome = packaged('@biomejs/biome/bin/biome');
const vitest = packaged('vitest/vitest.mjs');
const depcruise = packaged('dependency-cruiser/bin/dependency-cruise.mjs');

const steps = [
  { title: 'format and lint', args: [...biome, 'check', '--config-path=.biome.json', '--error-on-warnings', '.'] },
  // Built before types and tests: the validator is generated, and tests run the program in dist.
  { title: 'build', args: ['test/tooling/build.mjs'] },
  { title: 'types', args: [...packaged('typescript/bin/tsc'), '--noEmit', '-p', '.'] },
  { title: 'folder rules', args: [...depcruise, '--config', 'test/tooling/folders.cjs', 'src'] },
  { title: 'tests', run: tests },
  { title: 'documents', args: ['test/tooling/generate-docs.mjs', '--check'] },
];

/** Null until the tests have run. */
let results = null;
const failed = [];
for (const step of steps) {
  say(`--- ${step.title}`);
  const start = performance.now();
  const passed = step.run === undefined ? node(step.args) : step.run();
  say(`--- ${step.title}: ${passed ? 'passed' : 'FAILED'} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  if (!passed) failed.push(step.title);
}
rmSync(directory, { recursive: true });
say(failed.length === 0 ? 'check: passed' : `check: FAILED in ${failed.join(', ')}`);
const others = failed.filter((title) => title !== 'tests').length;
process.stdout.write(`${results.passed} passed, ${results.failures.length + others} failed\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Counts the tests itself, because a run that found none says nothing. */
function tests() {
  const passed = given['tests-from'] === undefined ? runTests() : (given['tests-exit'] ?? '0') === '0';
  results = readResults(report, passed);
  for (const name of results.skipped) say(`skipped: ${name}`);
  for (const failure of results.failures) say(`failed: ${failure}`);
  return results.failures.length === 0;
}

function runTests() {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return node([...vitest, 'run', '--config', 'test/tooling/vitest.config.ts', ...reporters]);
}

/** CI=1 keeps vitest from writing snapshots that are missing. */
function node(args) {
  const env = { ...process.env, CI: '1', NO_COLOR: '1' };
  // What steps print is for reading, so it goes where the titles go and stays in order with them.
  const { status, error } = spawnSync(process.execPath, args, { cwd: root, env, stdio: ['ignore', 2, 2] });
  if (error !== undefined) say(String(error));
  return status === 0;
}

function say(words) {
  process.stderr.write(`${words}\n`);
}
