import { parse as parseCsv } from 'csv-parse/sync';
import MarkdownIt from 'markdown-it';
import { expect, test } from 'vitest';
import { factOf } from '../../src/model/source.ts';
import { plain, text } from '../../src/model/text.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { analyzeFixture } from '../support/analyze-fixture.ts';
import { checkReport, finding, topologyReport, trace, traceReport } from '../support/report-samples.ts';
import { spfReport } from '../support/spf-report-sample.ts';

const world = analyzeFixture('fixtures/worlds/third-party-filter/topology.yaml');

test('a row of CSV a finding, each cell the field of its header', async () => {
  const report = await world;
  const rows: Record<string, string>[] = parseCsv(renderReport(checkReport(report), 'csv'), { columns: true });
  expect(report.findings.length).toBeGreaterThan(3);
  expect(rows).toEqual(
    report.findings.map((it) => ({
      topology: report.file,
      severity: it.severity,
      rule: it.rule,
      subject: it.subject,
      problem: plain(it.problem),
      consequence: plain(it.consequence),
      remedy: plain(it.remedy),
      file: `fixtures/worlds/third-party-filter/${it.location?.file}`,
      line: String(it.location?.line),
      column: String(it.location?.column),
      confidence: it.confidence,
      semantics: it.semantics.join('; '),
      assumptions: it.assumptions.join('; '),
      evidence: it.evidence.map(factOf).join('; '),
      fingerprint: it.fingerprint,
      suppressed: it.suppressed ?? '',
    })),
  );
});

test('CSV ends every line as RFC 4180 says, and is a header alone where nothing was found', () => {
  const empty = renderReport(checkReport(topologyReport({ findings: [] })), 'csv');
  expect(empty).toMatch(/^"topology",(?:"[a-z]+",)*"suppressed"\r\n$/u);
});

test.each(['=1+1', '+1', '-1', '@x', "'=1", 'a;=1'])('a spreadsheet does not calculate %s', (value) => {
  const [, row = ''] = renderReport(
    checkReport(topologyReport({ findings: [finding({ subject: value })] })),
    'csv',
  ).split('\r\n');
  expect(row).not.toMatch(/[";][=+\-@]/u);
  expect(row).toContain(value.replace(/(^|;)(?='*[=+\-@])/u, "$1'"));
});

/** Rows of the tables of a document, and what stands between them. */
function readTables(markdown: string): {
  readonly rows: readonly (readonly string[])[];
  readonly headings: readonly string[];
} {
  const rows: string[][] = [];
  const headings: string[] = [];
  const tokens = new MarkdownIt().parse(markdown, {});
  tokens.forEach((token, index) => {
    if (token.type === 'tr_open') rows.push([]);
    if (token.type !== 'inline') return;
    const said = (token.children ?? []).map(({ content }) => content).join('');
    if (/^t[dh]_open$/u.test(tokens[index - 1]?.type ?? '')) rows.at(-1)?.push(said);
    else if (tokens[index - 1]?.type === 'heading_open') headings.push(said);
  });
  return { rows, headings };
}

test('a row of the Markdown table a finding, and a section each that says all three', async () => {
  const report = await world;
  const markdown = renderReport(checkReport(report), 'markdown');
  const { rows, headings } = readTables(markdown);
  const ours = rows.filter(([severity]) => /^(?:error|warning|info)$/u.test(severity ?? ''));
  expect(ours).toEqual(
    report.findings.map((it) => [
      it.severity,
      it.rule,
      it.subject,
      `fixtures/worlds/third-party-filter/${it.location?.file}:${it.location?.line}:${it.location?.column}`,
    ]),
  );
  expect(headings.filter((one) => one.includes('/') && one.includes(': '))).toEqual([
    expect.stringContaining(report.name),
    ...report.findings.map((it) => `${it.severity}: ${it.rule}, ${it.subject}`),
  ]);
  const prose = new MarkdownIt()
    .render(markdown)
    .replace(/<[^>]+>/gu, '')
    .replaceAll('&quot;', '"');
  for (const it of report.findings) expect(prose).toContain(plain(it.consequence));
});

test('what is suppressed is told apart in Markdown, and not told to platforms that show it as open', () => {
  const found = [finding({ suppressed: 'agreed' }), finding({ rule: 'spf/missing', severity: 'info' })];
  const report = checkReport(topologyReport({ findings: found }));
  expect(readTables(renderReport(report, 'markdown')).rows).toContainEqual([
    'connector/shared-ip',
    'inbound:from filter',
    'agreed',
  ]);
  expect(renderReport(report, 'github').split('\n')).toHaveLength(2);
  expect(JSON.parse(renderReport(report, 'gitlab'))).toHaveLength(1);
});

test('GitHub gets workflow commands, gravest first, with places and escapes', () => {
  const findings = [
    finding({ severity: 'info', location: undefined, problem: text`100% of ${'a\nb'}.` }),
    finding({ location: { file: 'a,b:c.yaml', line: 2, column: 3, endLine: 4, endColumn: 1 } }),
    finding({ severity: 'warning' }),
  ];
  const lines = renderReport(checkReport(topologyReport({ file: 'x/t.yaml', findings })), 'github').split('\n');
  expect(lines.map((line) => line.split('::').slice(0, 2).join('::'))).toEqual([
    '::error file=x/a%2Cb%3Ac.yaml,line=2,endLine=4,title=connector/shared-ip inbound%3Afrom filter',
    '::warning file=x/topology.yaml,line=4,endLine=4,col=48,endColumn=58,title=connector/shared-ip inbound%3Afrom filter',
    '::notice file=x/t.yaml,title=connector/shared-ip inbound%3Afrom filter',
    '',
  ]);
  expect(lines[2]).toContain('::100%25 of a\\nb.%0AAny customer');
});

test('GitLab gets the keys that it needs, a line for every finding and different fingerprints', () => {
  const report = checkReport(
    topologyReport({ file: 'a.yaml' }),
    topologyReport({ file: 'b.yaml', findings: [finding({ severity: 'info', location: undefined })] }),
  );
  const issues: Record<string, unknown>[] = JSON.parse(renderReport(report, 'gitlab'));
  expect(issues).toMatchObject([
    {
      check_name: 'connector/shared-ip',
      severity: 'critical',
      location: { path: 'topology.yaml', lines: { begin: 4 } },
    },
    { check_name: 'connector/shared-ip', severity: 'info', location: { path: 'b.yaml', lines: { begin: 1 } } },
  ]);
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(2);
});

test('a topology without a verdict is an error of its own, before everything that was found in others', () => {
  const file = 'b, c/other.yaml';
  const report = { ...checkReport(topologyReport()), faults: [{ file, what: 'out of memory' }] };
  const said = 'b, c/other.yaml was not checked, because of a fault of mxproof itself: out of memory';
  const rows: Record<string, string>[] = parseCsv(renderReport(report, 'csv'), { columns: true });
  expect(rows.at(-1)).toMatchObject({ topology: file, severity: 'error', rule: 'program/fault', problem: said, file });
  const [first = '', second = ''] = renderReport(report, 'github').split('\n');
  expect(first).toMatch(/^::error file=b%2C c\/other\.yaml,title=program\/fault::b, c\/other\.yaml was not checked/u);
  expect(second).toMatch(/^::error file=/u);
  const issues: Record<string, unknown>[] = JSON.parse(renderReport(report, 'gitlab'));
  expect(issues).toHaveLength(2);
  expect(issues[0]).toMatchObject({
    check_name: 'program/fault',
    severity: 'blocker',
    description: expect.stringContaining(said),
    location: { path: file, lines: { begin: 1 } },
  });
});

test('a trace as CSV has a row a copy', () => {
  const rows: Record<string, string>[] = parseCsv(renderReport(traceReport([trace(), trace()]), 'csv'), {
    columns: true,
  });
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({
    message: 'Internet to a cloud mailbox',
    recipient: 'anna@contoso.com',
    status: 'delivered',
    route: 'internet; service:filter; tenant',
    expectation: '',
  });
});

test('a report says which formats it has when it is asked for another', () => {
  expect(() => renderReport(spfReport(), 'sarif')).toThrow(
    new RangeError('a report of spf has no format sarif; it has terminal, json'),
  );
});
