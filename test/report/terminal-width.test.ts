import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { catalogue } from '../../src/check/catalogue.ts';
import { explain } from '../../src/reference/explain.ts';
import { formatsOfReports } from '../../src/report/available-formats.ts';
import { importTerminal } from '../../src/report/formats/import-terminal.ts';
import { commandLines, snippetLines } from '../../src/report/formats/terminal/copied-lines.ts';
import { createPage } from '../../src/report/formats/terminal/page.ts';
import { displayWidth } from '../../src/report/formats/terminal/width.ts';
import { explanationTerminal } from '../../src/report/formats/terminal.ts';
import type { Language } from '../../src/report/language/translate.ts';
import { wordingOf } from '../../src/report/language/wording-of.ts';
import { messageSnippet } from '../../src/report/message-snippet.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { Style, TopologyReport } from '../../src/report/report.ts';
import { importReportOf } from '../laws/import-report-of-values.ts';
import { reportsOf } from '../laws/reports-of-values.ts';
import { analyzeFixture, fixtureInstant, readFixture } from '../support/analyze-fixture.ts';

/*
 * No line of a terminal report is wider than was asked for, in either language, but for a word that has no place to be
 * broken and more columns than the room beside its frame.
 */

/** What may stand before such a word: a frame, a mark, the number of a line that was changed, or quotation marks. */
const lead = /^[\s│├┌└─]*(?:(?:[?+-]|\d+\.)\s+)?(?:\d* *\| +)?/u;

/** Words of a line; what PowerShell has between quotation marks is one, and so is the arrow of a leg. */
const wordsOf = (line: string): readonly string[] =>
  line.replace(lead, '').match(/'[^']*'[^ ]*|──.*?──▶|[^ ]+/gu) ?? [];

const overruns = (report: string, width: number): readonly string[] =>
  report.split('\n').filter((line) => displayWidth(line) > width && wordsOf(line).length > 1);

const looks = (['en', 'fr'] as const).flatMap((language) => [80, 120].map((width) => ({ language, width })));

async function styleOf(
  look: { readonly language: Language; readonly width: number },
  verbose: boolean,
): Promise<Style> {
  return { color: false, width: look.width, verbose, quiet: false, wording: await wordingOf(look.language) };
}

test.each([
  ['a line that fits', 20, true],
  [`  ${'x'.repeat(30)}`, 20, true],
  [`│ └─ ${'x'.repeat(30)}`, 20, true],
  [`a ${'x'.repeat(30)}`, 20, false],
  ['日本語 日本語 日本語 日本語', 26, false],
  [`  -   12 | ${'x'.repeat(30)}`, 20, true],
  [`  -   12 | a ${'x'.repeat(30)}`, 20, false],
])('%j at %i columns keeps the law: %s', (line, width, keeps) => {
  expect(overruns(line, width)).toEqual(keeps ? [] : [line]);
});

/** Values of one to four words, among them wide characters and addresses that no line has room for. */
function sampleValue(index: number): string {
  const words = [`value${index}`, '日本語メール', `${'subdomain.'.repeat(index % 9)}example`, 'of a name'];
  return words.slice(0, 1 + (index % 4)).join(' ');
}

const kinds = Object.entries(formatsOfReports).flatMap(([kind, formats]) =>
  formats.some((one) => one === 'terminal') ? [kind as keyof typeof formatsOfReports] : [],
);

describe.each(looks)('at $width columns in $language', (look) => {
  const reports = reportsOf(sampleValue);

  test.each(kinds)('%s', async (kind) => {
    const wide: string[] = [];
    for (const verbose of [false, true]) {
      const report = renderReport(reports[kind], 'terminal', await styleOf(look, verbose));
      expect(report.split('\n').length).toBeGreaterThan(3);
      wide.push(...overruns(report, look.width));
    }
    expect(wide).toEqual([]);
  });

  test('import', async () => {
    const report = importTerminal(importReportOf(sampleValue), await styleOf(look, true));
    expect(overruns(report, look.width)).toEqual([]);
  });

  test('explain', async () => {
    const style = await styleOf(look, false);
    const wide: string[] = [];
    for (const id of [
      'connector/shared-ip',
      'spf/missing-sender',
      'ATTR-7',
      'SAFE-4',
      '5.7.64',
      'loop.hopLimit',
      'PMIS',
    ]) {
      const found = await explain(id, { rules: catalogue }, style.wording?.say);
      if ('nearest' in found) throw new Error(`${id} is not explained`);
      wide.push(...overruns(explanationTerminal(found, style), look.width));
    }
    expect(wide).toEqual([]);
  });
});

describe('scenarios and worlds', () => {
  const files = [
    ...readdirSync('fixtures/scenarios').map((name) => `fixtures/scenarios/${name}`),
    ...readdirSync('fixtures/worlds', { withFileTypes: true }).flatMap((one) =>
      one.isDirectory() ? [`fixtures/worlds/${one.name}/topology.yaml`] : [],
    ),
  ];
  const topologies: TopologyReport[] = [];
  beforeAll(async () => {
    for (const file of files) topologies.push(await analyzeFixture(file));
  }, 60_000);

  test.each(looks)('keep within $width columns in $language', async (look) => {
    const style = await styleOf(look, true);
    const base = { version: '0.1.0', asOf: fixtureInstant };
    const reports = topologies.map(({ file, traces, sources }) => ({ ...base, file, traces, sources }));
    const portfolio = { ...base, topologies: topologies.map((one) => ({ ...one, traces: [] })) };
    const wide = [...reports, portfolio].flatMap((one) => overruns(renderReport(one, 'terminal', style), look.width));
    expect(wide).toEqual([]);
  });
});

describe('what is copied from a terminal', () => {
  const narrow = createPage({ color: false, width: 40, verbose: false, quiet: false }, '', {
    locate: () => undefined,
    line: () => undefined,
  });

  test('is the same YAML, broken at spaces as YAML allows it', async () => {
    const { topology } = await readFixture('fixtures/scenarios/hybrid-mx-cloud.yaml');
    const [declared] = topology.messages;
    if (declared === undefined) throw new Error('the scenario declares no message');
    const message = { ...declared, subject: 'Invoice  of the # month: "paid", and more words than fit' };
    const lines = snippetLines(narrow, message, 4);
    expect(lines.filter((line) => displayWidth(line) > 40)).toEqual([]);
    expect(lines.length).toBeGreaterThan(messageSnippet(message).length);
    expect(parse(lines.join('\n'))).toEqual(parse(messageSnippet(message).join('\n')));
  });

  test('is the same command, continued by a backtick, and no quoted argument is broken', () => {
    const command = "Set-InboundConnector -Identity 'From the filter' -Comment 'it''s here' -Enabled $true";
    expect(commandLines(narrow, command, 2)).toEqual([
      '  Set-InboundConnector -Identity `',
      "    'From the filter' -Comment `",
      "    'it''s here' -Enabled $true",
    ]);
  });
});
