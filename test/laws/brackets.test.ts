import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { expect, test } from 'vitest';
import { catalogue } from '../../src/check/catalogue.ts';
import { plain, type Text } from '../../src/model/text.ts';
import { explain } from '../../src/reference/explain.ts';
import { codes } from '../../src/reference/replies/codes/codes.ts';
import { assumptionTexts } from '../../src/reference/semantics/assumptions.ts';
import { semanticsIds } from '../../src/reference/semantics/confidence.ts';
import sources from '../../src/reference/semantics/sources.json' with { type: 'json' };
import { isCitation, sourceDate } from '../../src/reference/source-text.ts';
import { formatsOfReports } from '../../src/report/available-formats.ts';
import { importTerminal } from '../../src/report/formats/import-terminal.ts';
import { explanationTerminal } from '../../src/report/formats/terminal.ts';
import { wordingOf } from '../../src/report/language/wording-of.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { Style } from '../../src/report/report.ts';
import { bareLines } from './bare-lines.ts';
import { importReportOf } from './import-report-of-values.ts';
import { withoutBreaks } from './report-languages.ts';
import { inBrackets, reportsOf } from './reports-of-values.ts';

const mark = (index: number): string => `‹${index}›`;
const reports = reportsOf(mark);
const forPeople: ReadonlySet<string> = new Set(['terminal', 'markdown', 'html', 'svg']);
const style: Style = { color: false, width: 1_000_000, verbose: true, quiet: false, wording: inBrackets };

/** What a reader copies into a topology but for the names: messages as YAML. */
const copied: readonly RegExp[] = [/^ *- name: /gmu, /^ +\w+: ["[].*$/gmu];
const bare = (report: string): readonly string[] => bareLines(report, copied);

test.each([
  ['⟦a ⟦b⟧ ‹1›⟧  ‹2›\nRemedy  ⟦c⟧', ['Remedy   ']],
  ['    - name: "a stranger to ‹60›"\n      from: "‹61›"', [' "a stranger to ‹60›"']],
])('what stands beside brackets is seen: %j', (report, expected) => {
  expect(bare(report)).toEqual(expected);
});

/** Formats for people, by the kinds of reports. */
const kinds = Object.entries(formatsOfReports).flatMap(([kind, formats]) =>
  formats.filter((one) => forPeople.has(one)).map((format) => ({ kind, format })),
);

/** Values of protocols and keys of a topology's expectations; whatever else has letters alone is a word of ours. */
const names: ReadonlySet<string> = new Set(['pass', 'none', 'status', 'Incoming', 'Anonymous', 'mxproof fix']);
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
  const isMarkup = format === 'html' || format === 'svg';
  const left = isMarkup ? bare(readable(report)).filter((line) => !isNamed(line)) : bare(report);
  expect(left).toEqual([]);
});

test.each([true, false])('import says every sentence in the language of the report, written: %s', (written) => {
  const report = importTerminal({ ...importReportOf(mark), written }, style);
  expect(report).toContain('⟦a sample of ‹9›⟧');
  expect(bare(report)).toEqual([]);
});

/** Ids, addresses, names of RFCs and of steps, and the program's own; each stands alone in its element. */
const idShapes =
  /^(?:[A-Z]+-\d+|[\da-f]{8}|RFC \d+|[a-z]+(?:-[a-z]+)+|\S+@\S+|[a-z]+:[A-Z]\S*(?: \S+)*|off|mxproof [\d.]+|.* – mxproof|.* TXT ".*")$/u;
const isNamed = (line: string): boolean => names.has(line.trim()) || idShapes.test(line.trim());

/** Attributes that a reader sees or hears. */
const readAttributes: ReadonlySet<string> = new Set(['title', 'alt', 'aria-label', 'placeholder', 'label']);

/** What a page or a drawing says, one text a line; programs and styles say nothing. */
function readable(page: string): string {
  const texts: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if (node.nodeName === 'script' || node.nodeName === 'style') return;
    if ('value' in node) texts.push(node.value);
    if ('attrs' in node) for (const { name, value } of node.attrs) if (readAttributes.has(name)) texts.push(value);
    if ('childNodes' in node) withoutBreaks(node.childNodes).forEach(visit);
  };
  visit(parse(page));
  return texts.join('\n');
}

const explained = [
  ...semanticsIds,
  ...codes.flatMap((one) => one.codes),
  ...assumptionTexts.map(({ id }) => id),
  ...catalogue.map(({ id }) => id),
  ...['CMIS', 'PMIS', 'hybrid-support'],
];

/** Replies as they are said, and ids. */
const notOurs = ['In the words of the system', 'Related'];
const addresses = /(?<=⟧, )https:\/\/\S+/gu;

test('explain says every sentence in the language of the report', async () => {
  const unsaid: string[] = [];
  for (const word of explained) {
    const found = await explain(word, { rules: catalogue }, inBrackets.say);
    if ('nearest' in found) throw new Error(`${word} is not explained`);
    const [head = '', ...parts] = explanationTerminal(found, style).split('\n\n');
    const ours = parts.filter((part) => !notOurs.some((one) => part.startsWith(`⟦${one}⟧`)));
    const left = bare([head.replace(found.id, ''), ...ours].join('\n').replace(addresses, ''));
    unsaid.push(...left.map((line) => `${word}: ${line.trim()}`));
  }
  expect(unsaid).toEqual([]);
});

test.each([
  ['defender-docs email-authentication-arc-configure', true],
  ['SupportArticles "550 5.7.64 Relay Access Denied ATTR36" (KB 4019940)', true],
  ['MicrosoftDocs/office-docs-powershell New-AcceptedDomain.md, Set-AcceptedDomain.md', true],
  ['RFC 5321', true],
  ['OfficeDocs-Exchange (Apr 2022 mirror) ExchangeOnline remote-domains', false],
  ['Exchange Team blog', false],
  ['SupportArticles 451 4.4.62 wrong region article', false],
])('the title %j only cites: %s', (title, expected) => {
  expect(isCitation(title)).toBe(expected);
});

test('dates of sources have their months in French', async () => {
  const { say } = await wordingOf('fr');
  expect(plain(say(sourceDate('2023, Jun 2026')))).toBe('2023, juin 2026');
  const dates = Object.values(sources).flatMap((document) =>
    Object.values(document).flatMap((one) => ('date' in one ? one.date : [])),
  );
  expect(dates.filter((date) => /\p{Lu}/u.test(plain(say(sourceDate(date)))))).toEqual([]);
});
