import { parse as parseCsv } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { renderReport } from '../../src/report/render-report.ts';
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
  expect(runs[0].results).toMatchObject([{ ruleId: 'intent/violated', level: 'error' }]);
  expect(runs[0].invocations[0].toolExecutionNotifications[0].message.text).toContain('It is open whether this holds');
  const rows: Record<string, string>[] = parseCsv(renderReport(reports.prove, 'csv'), { columns: true });
  expect(rows.map(({ kind, id, verdict }) => [kind, id, verdict])).toEqual([
    ['intent', 'value73', 'holds'],
    ['intent', 'value75', 'refuted'],
    ['intent', 'value78', 'open'],
  ]);
  expect(rows[1]).toMatchObject({ because: 'It reaches value77', from: 'value61', status: 'bounced' });
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
