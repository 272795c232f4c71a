import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Format, formatsOfReports } from '../../src/report/available-formats.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { languages } from './report-languages.ts';
import { put, reportsOf } from './reports-of-values.ts';

/*
 * Printing commutes with values: a report with hostile values, read back by a parser of its language, has the shape of the
 * same report with harmless ones, and its texts are those of the harmless one with every value put in. So none can be
 * lost, changed or taken for anything but a value, whatever it holds.
 */
const fragments = [
  '\u001b[31mred\u001b[0m',
  '\u009b2J',
  '\u0000',
  '\u0007',
  '\u007f',
  '\r\n',
  '\n',
  '\t',
  '\u2028',
  '\u202egnp.exe\u2066',
  '\u200b\ufeff',
  '\ud800',
  '\ufffe',
  '"',
  "'",
  '\u2019\u201a\u201b\u201c\u201e',
  '`',
  '```',
  '\\',
  '\\|',
  '|',
  '||',
  '<script>alert(1)</script>',
  '</code>',
  '<code>',
  '<!-- ',
  '-->',
  ']]>',
  '<![CDATA[',
  '&amp;',
  '&#124;',
  '[x](https://evil.example)',
  '![x](y)',
  '**b**',
  '_i_',
  '~~s~~',
  '$x$',
  '# h',
  '- i',
  '1. i',
  '> q',
  '---',
  'https://evil.example',
  '@org/team',
  '=HYPERLINK("x")',
  '+1',
  '-1',
  '@SUM(1)',
  ';=1',
  "'=1",
  '\uff1d1',
  ',',
  ';',
  '::error::x',
  '::',
  '%0A',
  '%',
  '{0}',
  '{{',
  '}',
  '$(x)',
  '; x',
  '.',
  'ü',
  '漢',
  ' ',
  'a b',
  '  ',
  'x',
] as const;
const hostileValue = fc.array(fc.constantFrom(...fragments), { minLength: 1, maxLength: 4 }).map((all) => all.join(''));

/** Marks that no format changes and no text of ours holds. */
const mark = (index: number): string => `v${index}v`;

function holds(kind: keyof typeof formatsOfReports, format: Format, hostile: readonly string[]): void {
  // Each value is another one, hostile at its beginning or at its end.
  const hostileOf = (index: number): string => {
    const wild = hostile[index % hostile.length] ?? '';
    return index % 2 === 0 ? `${wild}${index}` : `${index}${wild}`;
  };
  const { read, seen, compared = (text: string) => text } = languages[format];
  const style = { color: false, width: 1_000_000, verbose: true, quiet: false };
  const harmless = read(renderReport(reportsOf(mark)[kind], format, style));
  const wild = read(renderReport(reportsOf(hostileOf)[kind], format, style));
  expect(wild.shape).toEqual(harmless.shape);
  const filled = harmless.texts.map((text) =>
    text.replace(/v(\d+)v/gu, (_, index) => seen(put(hostileOf, Number(index)))),
  );
  expect(wild.texts.map(compared)).toEqual(filled.map(compared));
  if (format !== 'terminal') expect(harmless.texts.some((text) => /v\d+v/u.test(text))).toBe(true);
}

const pairs = Object.entries(formatsOfReports).flatMap(([kind, formats]) =>
  formats.map((format) => [kind as keyof typeof formatsOfReports, format] as const),
);

describe.each(pairs)('%s as %s', (kind, format) => {
  test.each(fragments.map((fragment) => [JSON.stringify(fragment), fragment]))('keeps %s a value', (_, fragment) => {
    holds(kind, format, [fragment]);
  });
  test('keeps any mixture a value', () => {
    fc.assert(
      fc.property(fc.array(hostileValue, { minLength: 1, maxLength: 12 }), (hostile) => holds(kind, format, hostile)),
      { numRuns: 20, seed: 6 },
    );
  });
});
