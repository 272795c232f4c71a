import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { collisionsAmong } from '../../src/check/collisions.ts';
import { threadsOf } from '../../src/cli/check-all.ts';
import { type CheckTask, checkOne } from '../../src/cli/check-one.ts';
import {
  type Done,
  doJobs,
  type Job,
  startThreads,
  type Threads,
  type Told,
  threadEntry,
} from '../../src/cli/check-threads.ts';
import { faultText } from '../../src/cli/fault-text.ts';
import { formatsOfReports } from '../../src/report/available-formats.ts';
import { english } from '../../src/report/language/translate.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { TopologyReport } from '../../src/report/report.ts';
import { fixtureInstant, readFixture } from '../support/analyze-fixture.ts';
import { checkReport } from '../support/report-samples.ts';

// What the bundled program runs in its threads.
const entry = threadEntry(new URL('../../dist/cli.js', import.meta.url).href);
const directory = mkdtempSync(join(tmpdir(), 'mxproof-threads-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Something else in the place of a thread. */
function standIn(name: string, program: string): URL {
  const file = join(directory, `${name}.mjs`);
  writeFileSync(file, `import { parentPort, workerData } from 'node:worker_threads';\n${program}\n`);
  return pathToFileURL(file);
}

const paths = ['third-party-filter-secured', 'hybrid-mx-cloud', 'third-party-filter'].map(
  (world) => `fixtures/worlds/${world}/topology.yaml`,
);

async function jobsOf(over: Partial<CheckTask> = {}): Promise<readonly Job[]> {
  const inputs = await Promise.all(paths.map((path) => readFixture(path)));
  const task: CheckTask = {
    asOf: fixtureInstant,
    assume: new Map(),
    down: [],
    rules: new Map([['spf/private-address', 'info']]),
    collisions: collisionsAmong(inputs),
    prove: false,
    drills: false,
    drawn: 'en',
    ...over,
  };
  return inputs.map((input) => ({
    input,
    asked: { task, tells: false },
    here: () => checkOne(input, task, undefined),
  }));
}

const start = (program: URL, number: number): Threads =>
  startThreads(program, number, { paths, allowOutside: false, env: {} });

/** These jobs, where this thread ends none before the others have taken so many. */
const patient = (jobs: readonly Job[], { taken }: Threads, others: number): readonly Job[] =>
  jobs.map((job) => ({
    ...job,
    async here() {
      while (taken.filter((taker) => taker !== 0).length < others + 1) await setTimeout(5);
      return job.here();
    },
  }));

const reportsOf = (all: readonly Done[]): readonly TopologyReport[] =>
  all.flatMap((one) => (one.ok ? [one.report] : []));

test('threads print byte for byte what one thread prints, in the order of the arguments', async () => {
  if (entry === undefined) throw new Error('the program is not built');
  const jobs = await jobsOf();
  const started: number[] = [];
  const threads = start(entry, 2);
  const alone = await doJobs(jobs, undefined);
  const together = await doJobs(patient(jobs, threads, 2), threads, { started: (index) => started.push(index) });
  // This thread is the third. Nothing was left over for it: it would have begun a job a second time.
  expect([...threads.taken].filter((taker) => taker === 3)).toHaveLength(1);
  expect(started.sort()).toEqual([0, 1, 2]);
  expect(reportsOf(together).map(({ file }) => file)).toEqual(paths);
  const style = { color: false, width: 100, verbose: true, quiet: false };
  for (const format of formatsOfReports.check) {
    const [one, many] = [alone, together].map((all) => renderReport(checkReport(...reportsOf(all)), format, style));
    expect(many === one, format).toBe(true);
    expect(one?.length).toBeGreaterThan(100);
  }
}, 60_000);

/** The built program. */
const check = (args: readonly string[], input = '') =>
  spawnSync(process.execPath, ['dist/cli.js', 'check', ...args], { input, encoding: 'utf8', timeout: 60_000 });

test('standard input is read once, here', () => {
  const [first = '', second = '', third = ''] = paths;
  const given = ['-', second, third, '--as-of', '2026-11-21', '--fail-on', 'never'];
  // Files that it names are found from the working directory.
  const input = readFileSync(first, 'utf8').replaceAll(/\b(?=(?:dns|certificates)\/)/gu, `${dirname(first)}/`);
  const [one, many] = ['1', '3'].map((number) => check([...given, '--threads', number], input));
  expect(one?.stderr).toBe('');
  expect(many?.stdout).toBe(one?.stdout);
  expect(many?.status).toBe(0);
});

describe('what goes wrong with a thread', () => {
  const whoFails = (all: readonly Done[]) => all.map((one) => (one.ok ? 'report' : one.fault.message));

  /** It takes what comes last, and does this with it. */
  const taking = (name: string, what: string): Threads =>
    start(
      standIn(
        name,
        `parentPort.on('message', () => {
          workerData.taken[2] = workerData.taker;
          parentPort.postMessage({ kind: 'started', index: 2 });
          ${what}
        });`,
      ),
      1,
    );
  const withThread = async (threads: Threads, told: Told = {}) =>
    whoFails(await doJobs(patient(await jobsOf({ drawn: undefined }), threads, 1), threads, told));

  test('a thread that breaks down costs the one topology that it was asked about', async () => {
    const dies = taking('dies', `throw new Error('out of everything');`);
    expect(await withThread(dies)).toEqual(['report', 'report', 'out of everything']);
  });

  test('a thread that ends without a word is a fault of its topology', async () => {
    const ends = taking('ends', 'process.exit(0);');
    expect(await withThread(ends)).toEqual(['report', 'report', 'the thread ended before it had answered']);
  });

  test('what a thread cannot send is done here', async () => {
    const started: number[] = [];
    const elsewhere = taking('elsewhere', `parentPort.postMessage({ kind: 'elsewhere', index: 2 });`);
    const told = { started: (index: number) => started.push(index) };
    expect(await withThread(elsewhere, told)).toEqual(['report', 'report', 'report']);
    expect(started.filter((index) => index === 2)).toHaveLength(2);
  });

  test('where no thread can start, or there is none to run, everything is done here', async () => {
    const jobs = await jobsOf({ drawn: undefined });
    const reports = paths.map(() => 'report');
    const broken = standIn('broken', `throw new Error('no threads today');`);
    for (const one of [broken, new URL('file:///nowhere/worker.js')]) {
      expect(whoFails(await doJobs(jobs, start(one, 2)))).toEqual(reports);
    }
    const gone = start(broken, 1);
    await Promise.all(gone.workers.map((worker) => once(worker, 'exit').catch(() => undefined)));
    expect(whoFails(await doJobs(jobs, gone))).toEqual(reports);
    expect(whoFails(await doJobs(jobs, undefined))).toEqual(reports);
    expect(threadEntry(import.meta.url)).toBeUndefined();
  });

  test('threads that nobody asks, because a topology cannot be read, keep nothing from ending', () => {
    const [path = ''] = paths;
    const { status, stderr } = check(['--threads', '3', path, 'missing.yaml']);
    expect(stderr).toContain('There is no file missing.yaml.');
    expect(status).toBe(2);
  });

  test('a fault of the analysis itself is one of that topology alone, here as in a thread', async () => {
    const [first, second] = await jobsOf({ drawn: undefined });
    if (first === undefined || second === undefined) throw new Error('there are jobs');
    const failing: Job = { ...first, here: () => Promise.reject(new Error('a bug')) };
    const all = await doJobs([failing, second], undefined);
    expect(whoFails(all)).toEqual(['a bug', 'report']);
    expect(faultText(new Error('a bug'), false, english, 'a/\u001b[31m.yaml')).toMatch(
      /^mxproof: a fault of mxproof itself, not of your input \(a\/\\u\{1b\}\[31m\.yaml\): a bug\n/u,
    );
  });

  test('reports say which topology has no verdict', async () => {
    const report = { ...checkReport(), faults: [{ file: 'b.yaml', what: 'a bug' }], exitCode: 3 };
    const said = 'was not checked, because of a fault of mxproof itself: ';
    for (const format of ['sarif', 'junit', 'html', 'markdown'] as const) {
      const printed = renderReport(report, format).replaceAll(/<[^>]+>/gu, format === 'junit' ? '$&' : '');
      expect(printed, format).toContain(said);
    }
    const { runs } = JSON.parse(renderReport(report, 'sarif'));
    expect(runs[0].invocations).toMatchObject([{ executionSuccessful: false, exitCode: 3 }]);
  });
});

test('--threads takes a number', () => {
  expect(threadsOf(undefined)).toEqual({ ok: true, number: undefined });
  expect(threadsOf('4')).toEqual({ ok: true, number: 4 });
  for (const wrong of ['0', '-1', '1.5', 'all', '', '257', '1e2']) expect(threadsOf(wrong).ok, wrong).toBe(false);
});
