import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { collisionsAmong } from '../../src/check/collisions.ts';
import { threadsOf } from '../../src/cli/check-all.ts';
import { type CheckTask, checkOne } from '../../src/cli/check-one.ts';
import { type Done, doInThreads, type Job, threadEntry } from '../../src/cli/check-threads.ts';
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
  writeFileSync(file, `import { parentPort } from 'node:worker_threads';\n${program}\n`);
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
    asked: { path: input.file, content: undefined, allowOutside: false, task, tells: false },
    here: () => checkOne(input, task, undefined),
  }));
}

const reportsOf = (all: readonly Done[]): readonly TopologyReport[] =>
  all.flatMap((one) => (one.ok ? [one.report] : []));

test('threads print byte for byte what one thread prints, in the order of the arguments', async () => {
  expect(entry, 'the program is built').toBeDefined();
  const jobs = await jobsOf();
  const started: number[] = [];
  const alone = await doInThreads(jobs, { threads: 1, entry, env: {} });
  const together = await doInThreads(jobs, { threads: 3, entry, env: {}, started: (index) => started.push(index) });
  // Nothing was left for this thread: it would have begun a job a second time.
  expect(started).toEqual([0, 1, 2]);
  expect(reportsOf(together).map(({ file }) => file)).toEqual(paths);
  const style = { color: false, width: 100, verbose: true, quiet: false };
  for (const format of formatsOfReports.check) {
    const [one, many] = [alone, together].map((all) => renderReport(checkReport(...reportsOf(all)), format, style));
    expect(many === one, format).toBe(true);
    expect(one?.length).toBeGreaterThan(100);
  }
}, 60_000);

describe('what goes wrong with a thread', () => {
  const whoFails = (all: readonly Done[]) => all.map((one) => (one.ok ? 'report' : one.fault.message));

  test('a thread that breaks down costs the one topology that it was asked about', async () => {
    const jobs = (await jobsOf({ drawn: undefined })).slice(0, 2);
    // It dies of the second topology, and cannot send its result of any other.
    const dying = standIn(
      'dies',
      `parentPort.on('message', ({ path }) => {
        if (path.includes('hybrid')) throw new Error('out of everything');
        parentPort.postMessage({ kind: 'elsewhere' });
      });
      parentPort.postMessage({ kind: 'ready' });`,
    );
    expect(whoFails(await doInThreads(jobs, { threads: 2, entry: dying, env: {} }))).toEqual([
      'report',
      'out of everything',
    ]);
  });

  test('a thread that ends without a word is a fault of its topology, and another one takes the rest', async () => {
    const ends = standIn(
      'ends',
      `parentPort.on('message', () => process.exit(0)); parentPort.postMessage({ kind: 'ready' });`,
    );
    const all = await doInThreads(await jobsOf(), { threads: 2, entry: ends, env: {} });
    expect(whoFails(all)).toEqual(paths.map(() => 'the thread ended before it had answered'));
  });

  test('where no thread can start, or there is none to run, everything is done here', async () => {
    const jobs = (await jobsOf({ drawn: undefined })).slice(0, 2);
    const broken = standIn('broken', `throw new Error('no threads today');`);
    for (const one of [broken, new URL('file:///nowhere/worker.js'), undefined]) {
      expect(whoFails(await doInThreads(jobs, { threads: 2, entry: one, env: {} }))).toEqual(['report', 'report']);
    }
    expect(threadEntry(import.meta.url)).toBeUndefined();
  });

  test('a fault of the analysis itself is one of that topology alone, here as in a thread', async () => {
    const [first, second] = await jobsOf({ drawn: undefined });
    if (first === undefined || second === undefined) throw new Error('there are jobs');
    const failing: Job = { ...first, here: () => Promise.reject(new Error('a bug')) };
    const all = await doInThreads([failing, second], { threads: 1, entry: undefined, env: {} });
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
