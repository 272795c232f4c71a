import { expect, test } from 'vitest';
import { catalogue } from '../../src/check/catalogue.ts';
import type { Text } from '../../src/model/text.ts';
import { explain } from '../../src/reference/explain.ts';
import { codes } from '../../src/reference/replies/codes/codes.ts';
import { assumptionTexts } from '../../src/reference/semantics/assumptions.ts';
import { semanticsIds } from '../../src/reference/semantics/confidence.ts';
import { formatsOfReports } from '../../src/report/available-formats.ts';
import { importTerminal } from '../../src/report/formats/import-terminal.ts';
import { explanationTerminal } from '../../src/report/formats/terminal.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { Style } from '../../src/report/report.ts';
import { importReportOf } from './import-report-of-values.ts';
import { inBrackets, reportsOf } from './reports-of-values.ts';

const mark = (index: number): string => `‹${index}›`;
const reports = reportsOf(mark);
const style: Style = { color: false, width: 1_000_000, verbose: true, quiet: false, wording: inBrackets };

/** What stays in every language: places, messages as one writes them into a topology but for their names, ids, tags of Markdown. */
const stays: readonly RegExp[] = [
  /^ *- name: /gmu,
  /^ +\w+: ["[].*$/gmu,
  /^```\w*$/gmu,
  /^ +├ [a-z-]+/gmu,
  /\b[a-z-]+\/[a-z-]+\b/gu,
  /\battribution\.recipientFallback\b/gu,
  /\btopology\.yaml:\d+:\d+/gu,
  /<\/?(?:details|summary)>/gu,
  /^mxproof:/gmu,
];

/** Lines with letters of which no sentence is said by the language. */
function bare(report: string): readonly string[] {
  let rest = stays.reduce((left, one) => left.replace(one, ' '), report);
  for (let left = ''; left !== rest; ) {
    left = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/gu, ' ');
  }
  return rest.split('\n').filter((line) => /\p{L}/u.test(line));
}

test.each([
  ['⟦a ⟦b⟧ ‹1›⟧  ‹2›\nRemedy  ⟦c⟧', ['Remedy   ']],
  ['    - name: "a stranger to ‹60›"\n      from: "‹61›"', [' "a stranger to ‹60›"']],
])('what stands beside brackets is seen: %j', (report, expected) => {
  expect(bare(report)).toEqual(expected);
});

const kinds = Object.entries(formatsOfReports).flatMap(([kind, formats]) =>
  formats.filter((one) => one === 'terminal' || one === 'markdown').map((format) => ({ kind, format })),
);

/** Values of protocols and keys of a topology's expectations; whatever else has letters alone is a word of ours. */
const names: ReadonlySet<string> = new Set(['pass', 'none', 'status', 'Incoming', 'Anonymous']);
const isName = (value: string): boolean => !/^[\p{L} ]+$/u.test(value) || names.has(value);

test.each(kinds)('no word of ours is among the values of $kind as $format', ({ kind, format }) => {
  const words = new Set<string>();
  const say = (content: Text): Text => {
    for (const one of content.values) {
      if (typeof one !== 'string') say(one);
      else if (!isName(one)) words.add(one);
    }
    return content;
  };
  renderReport(reports[kind as keyof typeof reports], format, { ...style, wording: { language: 'fr', say } });
  expect([...words]).toEqual([]);
});

test.each(kinds)('$kind as $format says every sentence in the language of the report', ({ kind, format }) => {
  const report = renderReport(reports[kind as keyof typeof reports], format, style);
  expect(report).toContain('⟦');
  expect(bare(report)).toEqual([]);
});

test.each([true, false])('import says every sentence in the language of the report, written: %s', (written) => {
  const report = importTerminal({ ...importReportOf(mark), written }, style);
  expect(report).toContain('⟦a sample of ‹9›⟧');
  expect(bare(report)).toEqual([]);
});

const explained = [
  ...semanticsIds,
  ...codes.flatMap((one) => one.codes),
  ...assumptionTexts.map(({ id }) => id),
  ...catalogue.map(({ id }) => id),
  ...['CMIS', 'PMIS', 'hybrid-support'],
];

/** Replies as they are said, ids, and titles of documents, which are in the language of the document. */
const notOurs = ['In the words of the system', 'Related', 'Sources'];

test('explain says every sentence in the language of the report', async () => {
  const unsaid: string[] = [];
  for (const word of explained) {
    const found = await explain(word, { rules: catalogue }, inBrackets.say);
    if ('nearest' in found) throw new Error(`${word} is not explained`);
    const [head = '', ...parts] = explanationTerminal(found, style).split('\n\n');
    const ours = parts.filter((part) => !notOurs.some((one) => part.startsWith(`⟦${one}⟧`)));
    const left = bare([head.replace(found.id, ''), ...ours].join('\n'));
    unsaid.push(...left.map((line) => `${word}: ${line.trim()}`));
  }
  expect(unsaid).toEqual([]);
});
