import { existsSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AnalysisInput } from '../../src/analyze.ts';
import type { TopologyReport } from '../../src/report/report.ts';
import { analyzeFixture, findingLines, readFixture, readText } from '../support/analyze-fixture.ts';

const root = 'fixtures/worlds';
const worlds = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** The situations that the documentation speaks of; one that is gone would pass unnoticed. */
const situations = [
  'add-on-service',
  'address-identification',
  'automatic-forwarding',
  'centralised-transport',
  'certificate-identification',
  'filter-before-on-premises',
  'hybrid-mx-cloud',
  'hybrid-mx-on-premises',
  'partner-security',
  'smart-host-routing',
  'third-party-filter',
  'third-party-filter-include',
  'third-party-filter-secured',
];

test('every situation has its world, and the index names every world', () => {
  expect(worlds).toEqual(expect.arrayContaining(situations));
  const index = readText(`${root}/README.md`);
  expect(worlds.filter((world) => !index.includes(`\`${world}\``))).toEqual([]);
});

describe.each(worlds)('%s', (world) => {
  const folder = `${root}/${world}`;
  let input: AnalysisInput;
  let report: TopologyReport;
  beforeAll(async () => {
    input = await readFixture(`${folder}/topology.yaml`);
    report = await analyzeFixture(`${folder}/topology.yaml`);
  });

  test('reads without notices', () => {
    expect([...input.notices, ...input.oddities]).toEqual([]);
  });

  test('says when it is, and what every sample message does', () => {
    expect(input.topology.asOf).toBeDefined();
    expect(input.topology.messages.length).toBeGreaterThanOrEqual(6);
    expect(input.topology.messages.filter((message) => message.expect === undefined)).toEqual([]);
  });

  test('does with its sample messages what is expected', () => {
    const unmet = report.traces.flatMap((trace) =>
      (trace.expectation?.failures ?? []).map((failure) => ({ message: trace.name, ...failure })),
    );
    expect(unmet).toEqual([]);
    expect(report.traces.every((trace) => trace.expectation?.met === true)).toBe(true);
  });

  test(existsSync(`${folder}/findings.txt`) ? 'has exactly the findings beside it' : 'is clean', () => {
    const expected = existsSync(`${folder}/findings.txt`) ? readText(`${folder}/findings.txt`) : '';
    const found = report.findings.filter((finding) => finding.suppressed === undefined);
    expect(found.map((finding) => findingLines(finding, true)).join('')).toBe(expected);
  });

  test('suppresses nothing that is not found', () => {
    const unused = input.topology.settings.suppress.filter(
      (one) => !report.findings.some((finding) => finding.rule === one.rule && finding.suppressed === one.reason),
    );
    expect(unused).toEqual([]);
  });

  test('has a README with a drawing', () => {
    const readme = readText(`${folder}/README.md`);
    expect(readme).toMatch(/^# .+\n/u);
    expect(readme).toMatch(/```\n[^`]*Internet[^`]*\n```/u);
  });
});
