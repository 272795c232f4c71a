import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { type AnyReport, renderReport } from '../../src/report/render-report.ts';
import { reportsOf } from '../laws/reports-of-values.ts';
import { sources, trace, traceReport } from '../support/report-samples.ts';
import { againstSchema, parseXml } from './junit-elements.ts';

const reports = reportsOf((index) => `value${index}`);
const unmet = trace({
  name: 'Not met',
  expectation: {
    met: false,
    failures: [{ recipient: 'anna@contoso.com', key: 'status', expected: 'held', actual: 'sent', at: '/messages/0' }],
  },
});
const compared = (report: AnyReport) => ('comparison' in report ? report.comparison : noComparison);
const noComparison = { fates: [] };
const placed = sources(undefined, { '/messages/0': { file: 'topology.yaml', line: 9, column: 15 } });

test('an unmet expectation of a trace is an error at its line, and a met one is nothing', () => {
  const met = trace({ expectation: { met: true, failures: [] } });
  const report = traceReport([met, unmet], placed);
  expect(renderReport(report, 'github')).toMatch(
    /^::error file=topology\.yaml,line=9,[^:]*title=message\/expectation [^:]*::The message Not met does not do what is expected of it: status for anna@contoso\.com is sent instead of held\.[^\n]*\n$/u,
  );
  expect(JSON.parse(renderReport(report, 'gitlab'))).toMatchObject([
    {
      check_name: 'message/expectation',
      severity: 'critical',
      location: { path: 'topology.yaml', lines: { begin: 9 } },
    },
  ]);
  const { runs } = JSON.parse(renderReport(report, 'sarif'));
  expect(runs[0].results).toMatchObject([{ ruleId: 'message/expectation', level: 'error' }]);
});

test('of proofs a refuted intent is an error, and what is open is told as such', () => {
  const { runs } = JSON.parse(renderReport(reports.prove, 'sarif'));
  const ofStatements = (id: string) => !/^(?:drill|what-if)\//u.test(id);
  const results: { ruleId: string }[] = runs[0].results;
  expect(results.filter(({ ruleId }) => ofStatements(ruleId))).toMatchObject([
    { ruleId: 'intent/violated', level: 'error' },
  ]);
  expect(runs[0].invocations[0].toolExecutionNotifications[0].message.text).toContain('It is open whether this holds');
  const rows: Record<string, string>[] = parseCsv(renderReport(reports.prove, 'csv'), { columns: true });
  const statements = rows.filter(({ kind }) => kind === 'intent' || kind === 'invariant');
  expect(statements.map(({ kind, id, verdict }) => [kind, id, verdict])).toEqual([
    ['intent', 'value73', 'holds'],
    ['intent', 'value75', 'refuted'],
    ['intent', 'value78', 'open'],
  ]);
  expect(rows[1]).toMatchObject({ because: 'It reaches value77', from: 'value61', status: 'bounced' });
});

describe('what a failure or a setting breaks that was asked about', () => {
  test('is a row of CSV for each kind of message', () => {
    const rows: Record<string, string>[] = parseCsv(renderReport(reports.prove, 'csv'), { columns: true });
    const asked = rows.filter(({ kind }) => kind === 'drill' || kind === 'what-if');
    expect(asked.map(({ kind, title, verdict }) => [kind, title, verdict])).toEqual([
      ['drill', 'value501 does not answer', 'lost'],
      ['what-if', 'value510', 'lost'],
    ]);
    const [{ changes = [], example, classes = 0 } = {}] = compared(reports.diff).fates;
    const [change] = changes;
    expect(asked[0]).toMatchObject({
      because: expect.stringContaining(`${change?.what}: ${change?.before} > ${change?.after}`),
      classes: String(classes),
      from: example?.from,
    });
  });

  test('is a failed test where it is lost, and a suite of its own', () => {
    const root = parseXml(renderReport(reports.prove, 'junit'));
    expect(againstSchema(root)).toEqual([]);
    const cases = (root.children[0]?.children ?? []).map(({ attributes, children }) => [
      attributes.classname?.split('.').at(-1),
      attributes.name,
      children[0]?.name ?? 'passed',
    ]);
    for (const kind of ['drill', 'what-if']) {
      expect(cases).toContainEqual([kind, 'lost', 'failure']);
      expect(cases).toContainEqual([kind, 'way', 'passed']);
      expect(cases).toContainEqual([kind, 'everything-compared', 'passed']);
    }
  });

  test('is a result of code scanning, an annotation and an issue, with what would save a sender', () => {
    const { runs } = JSON.parse(renderReport(reports.prove, 'sarif'));
    const results: { ruleId: string; level: string; message: { text: string } }[] = runs[0].results;
    const asked = results.filter(({ ruleId }) => /^(?:drill|what-if)\//u.test(ruleId));
    expect(asked.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['drill/lost', 'error'],
      ...['what-if/sender', 'what-if/sender', 'what-if/lost'].map((id) => [id, 'error']),
    ]);
    expect(asked[0]?.message.text).toContain('value501 does not answer: Of messages such as');
    expect(asked[1]?.message.text).toContain('With value514 saves 2 of 3 classes');
    expect(asked[1]?.message.text).toContain('value306');
    expect(renderReport(reports.prove, 'github')).toContain('title=drill/lost message');
    const names: string[] = JSON.parse(renderReport(reports.prove, 'gitlab')).map(
      (one: { check_name: string }) => one.check_name,
    );
    expect(names).toEqual(expect.arrayContaining(['drill/lost', 'what-if/lost']));
  });
});

test('of a comparison lost mail fails a test of its own, and what does not occur passes', () => {
  const root = parseXml(renderReport(reports.diff, 'junit'));
  expect(againstSchema(root)).toEqual([]);
  const verdicts = (root.children[0]?.children ?? []).map(({ attributes, children }) => [
    attributes.name,
    children[0]?.name ?? 'passed',
  ]);
  expect(verdicts).toEqual([
    ['lost', 'failure'],
    ...['opened', 'weaker', 'fate', 'closed', 'way', 'everything-compared'].map((name) => [name, 'passed']),
  ]);
  const { runs } = JSON.parse(renderReport(reports.diff, 'sarif'));
  expect(runs[0].results).toMatchObject([{ ruleId: 'change/lost', level: 'error' }]);
});
