import { beforeAll, describe, expect, test } from 'vitest';
import type { AnalysisInput } from '../../src/analyze.ts';
import { scenarios } from '../../src/cli/scenarios.ts';
import type { TopologyReport } from '../../src/report/report.ts';
import { analyzeFixture, readFixture } from '../support/analyze-fixture.ts';

const all = scenarios();

/** The situations that a user may start from; one that is gone would pass unnoticed. */
const situations = [
  'add-on-service',
  'application-relay',
  'bulk-sender',
  'centralised-transport',
  'cloud-only',
  'filter-hybrid',
  'filter-in-front',
  'hybrid-mx-cloud',
  'hybrid-mx-on-premises',
  'on-premises',
  'partner-tls',
  'smart-host-outbound',
];

test('every situation has its scenario', () => {
  expect(all.map(({ name }) => name)).toEqual(situations);
});

describe.each(all)('$name', ({ name, description, content }) => {
  const file = `fixtures/scenarios/${name}.yaml`;
  let input: AnalysisInput;
  let report: TopologyReport;
  beforeAll(async () => {
    input = await readFixture(file);
    report = await analyzeFixture(file);
  });

  test('has a line for the list that fits into 80 columns', () => {
    expect(description).not.toBe('');
    expect(description.length).toBeLessThanOrEqual(55);
  });

  test('explains itself: a drawing, a comment above every block, lines that fit', () => {
    expect(content).toMatch(/^# .+\n(?:#.*\n)*#.*──▶.*\n/u);
    const lines = content.split('\n');
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
    // A block is a key at the left margin with something below it, or a list of connectors and the like.
    const bare = lines.filter((line, index) => {
      const opens = /^[a-zA-Z]+:$/u.test(line) || /^ {2}(?:inbound|outbound|send|receive)Connectors:$/u.test(line);
      const explained = lines[index - 1]?.startsWith('#') === true || lines[index + 1]?.trim().startsWith('#') === true;
      return opens && !explained;
    });
    expect(bare).toEqual([]);
  });

  test('needs no other file', () => {
    expect(content).not.toMatch(/^\s*(?:zones|file|eml):/mu);
  });

  test('reads without notices, and says when it is', () => {
    expect([...input.notices, ...input.oddities]).toEqual([]);
    expect(input.topology.asOf).toBeDefined();
  });

  test('is clean: no finding at all, none suppressed, nothing undetermined', () => {
    expect(report.findings).toEqual([]);
    expect(report.undetermined).toEqual([]);
  });

  test('does with its sample messages what it says', () => {
    expect(report.traces.length).toBeGreaterThanOrEqual(5);
    expect(report.traces.filter(({ expectation }) => expectation?.met !== true).map((trace) => trace.name)).toEqual([]);
  });
});
