import { describe, expect, test } from 'vitest';
import { text } from '../../src/model/text.ts';
import { checkMarkdown } from '../../src/report/formats/markdown/check-markdown.ts';
import { fitted } from '../../src/report/formats/markdown/fitted.ts';
import { checkReport, finding, topologyReport, trace } from '../support/report-samples.ts';

/** A comment at a pull request on GitHub holds as many characters. */
const commentMax = 65_536;

const findings = (number: number, severity: 'error' | 'warning' | 'info', word: string) =>
  Array.from({ length: number }, (_, index) =>
    finding({
      severity,
      subject: `inbound:${severity}${index}`,
      fingerprint: `${severity}${index}`,
      problem: text`Of ${word.repeat(40)}.`,
    }),
  );
const rowsOf = (markdown: string, severity: string): number =>
  markdown.split('\n').filter((line) => line.startsWith(`| ${severity} |`)).length;
const sectionsOf = (markdown: string, severity: string): number =>
  markdown.split('\n').filter((line) => line.startsWith(`### ${severity}: `)).length;

test('what fits is whole, and nothing is said to be left out', () => {
  const markdown = checkMarkdown(checkReport(topologyReport({ findings: findings(20, 'warning', 'word ') })));
  expect([rowsOf(markdown, 'warning'), sectionsOf(markdown, 'warning')]).toEqual([20, 20]);
  expect(markdown).not.toContain('Left out');
});

test('a report of many findings fits a comment: every error, then as many warnings, no info, and it says so', () => {
  const all = [
    ...findings(60, 'error', 'word '),
    ...findings(200, 'warning', 'word '),
    ...findings(5, 'info', 'word '),
  ];
  const markdown = checkMarkdown(checkReport(topologyReport({ findings: all })));
  expect(markdown.length).toBeLessThanOrEqual(commentMax);
  expect(markdown.length).toBeGreaterThan(commentMax * 0.9);
  expect([rowsOf(markdown, 'error'), sectionsOf(markdown, 'error')]).toEqual([60, 60]);
  expect([rowsOf(markdown, 'info'), sectionsOf(markdown, 'info')]).toEqual([0, 0]);
  const [rows, sections] = [rowsOf(markdown, 'warning'), sectionsOf(markdown, 'warning')];
  expect(rows).toBe(200);
  expect(sections).toBeGreaterThan(0);
  expect(sections).toBeLessThan(200);
  // Five rows and five sections of what is only to know; the message of the sample.
  expect(markdown).toContain(`of errors 0, of warnings ${200 - sections}, of info 10, of other entries 1.`);
});

test('an error of the last topology comes before a warning of the first', () => {
  const markdown = checkMarkdown(
    checkReport(
      topologyReport({ findings: findings(300, 'warning', 'word ') }),
      topologyReport({ file: 'other.yaml', findings: findings(2, 'error', 'word ') }),
    ),
  );
  expect(markdown.length).toBeLessThanOrEqual(commentMax);
  expect([rowsOf(markdown, 'error'), sectionsOf(markdown, 'error')]).toEqual([2, 2]);
});

test('the size counts letters that need several octets, and a message that fails its expectation stays', () => {
  const unmet = trace({ name: 'Not met', expectation: { met: false, failures: [] } });
  const plain = Array.from({ length: 900 }, (_, index) => trace({ name: `As it is ${index}` }));
  const report = topologyReport({ findings: findings(400, 'error', '漢'), traces: [...plain, unmet] });
  const markdown = checkMarkdown(checkReport(report));
  expect(new TextEncoder().encode(markdown).length).toBeLessThanOrEqual(commentMax);
  expect(markdown).toContain('`Not met`');
  expect(markdown).not.toContain('As it is');
});

describe('fitted', () => {
  const entry = (rank: number, length: number) => ({ rank, text: 'x'.repeat(length) });

  test('leaves out what is behind a rank that does not fit whole, and a head without entries', () => {
    const [grave, long, light] = [entry(1, 10), entry(2, 500), entry(3, 1)];
    const sections = [
      { head: 'light', joint: '\n\n', entries: [light] },
      { head: 'grave', joint: '\n\n', entries: [long, grave] },
    ] as const;
    expect(fitted(sections, 100)).toEqual({ blocks: [`grave\n\n${grave.text}`], left: [light, long] });
  });

  test('of one rank, shows what fits', () => {
    const [first, second, third] = [entry(1, 30), entry(1, 60), entry(1, 30)];
    expect(fitted([{ head: '', joint: '\n', entries: [first, second, third] }], 70)).toEqual({
      blocks: [`${first.text}\n${third.text}`],
      left: [second],
    });
  });
});
