import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { AnalysisInput } from '../../src/analyze.ts';
import { scenarioIn } from '../../src/cli/scenario-in.ts';
import { scenarios } from '../../src/cli/scenarios.ts';
import { plain } from '../../src/model/text.ts';
import { english } from '../../src/report/language/translate.ts';
import { wordingOf } from '../../src/report/language/wording-of.ts';
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

  test('has a line for the list that fits into 80 columns', async () => {
    for (const { say } of [english, await wordingOf('fr')]) {
      const said = plain(say(description));
      expect(said).not.toBe('');
      expect(said.length).toBeLessThanOrEqual(55);
    }
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

  test('is the same topology in French, drawing and all', async () => {
    const french = scenarioIn({ content }, await wordingOf('fr'));
    const nameless = (yaml: string) => {
      const { name: _, description: __, messages, ...rest } = parse(yaml);
      const records = rest.dns.records.replace(/^;.*\n/gmu, '');
      return { ...rest, dns: { records }, messages: messages.map((one: object) => ({ ...one, name: '' })) };
    };
    expect(nameless(french)).toEqual(nameless(content));
    expect(french.split('\n').filter((line) => line.length > 120)).toEqual([]);
    const corners = (yaml: string) =>
      yaml.split('\n').flatMap((line) => (/^# {4}/u.test(line) ? [line.replace(/[^│▲▼╰╯┴\n]/gu, ' ').trimEnd()] : []));
    expect(corners(french)).toEqual(corners(content));
    expect(scenarioIn({ content }, english)).toBe(content);
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
