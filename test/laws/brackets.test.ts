import { expect, test } from 'vitest';
import type { Text } from '../../src/model/text.ts';
import { formatsOfReports } from '../../src/report/available-formats.ts';
import type { Translate } from '../../src/report/language/translate.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { reportsOf } from './reports-of-values.ts';

/** A language of our own, in which every sentence of ours stands between brackets: what is bare was never translated. */
const say: Translate = (content: Text): Text => ({
  words: content.words.map(
    (part, index) => `${index === 0 ? '⟦' : ''}${part}${index === content.words.length - 1 ? '⟧' : ''}`,
  ),
  values: content.values.map((one) => (typeof one === 'string' ? one : say(one))),
});

const reports = reportsOf((index) => `‹${index}›`);

/** What stays in every language: names of places, messages as one writes them into a topology, ids, tags of Markdown. */
const stays: readonly RegExp[] = [
  /```[\s\S]*?\n```/gu,
  /^ +(?:- | {2})\w+: ["[].*$/gmu,
  /^ +├ [a-z-]+/gmu,
  /\b[a-z-]+\/[a-z-]+\b/gu,
  /\battribution\.recipientFallback\b/gu,
  /\btopology\.yaml:\d+:\d+/gu,
  /<\/?(?:details|summary)>/gu,
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

test('what stands beside brackets is seen', () => {
  expect(bare('⟦a ⟦b⟧ ‹1›⟧  ‹2›\nRemedy  ⟦c⟧')).toEqual(['Remedy   ']);
});

const kinds = Object.entries(formatsOfReports).flatMap(([kind, formats]) =>
  formats.filter((one) => one === 'terminal' || one === 'markdown').map((format) => ({ kind, format })),
);

test.each(kinds)('$kind as $format says every sentence in the language of the report', ({ kind, format }) => {
  const style = {
    color: false,
    width: 1_000_000,
    verbose: true,
    quiet: false,
    wording: { language: 'fr', say },
  } as const;
  const report = renderReport(reports[kind as keyof typeof reports], format, style);
  expect(report).toContain('⟦');
  expect(bare(report)).toEqual([]);
});
