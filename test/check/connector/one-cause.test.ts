import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analyzeFixture } from '../../support/analyze-fixture.ts';

/*
 * A defect of a connector explains the traces that fail because of it, so that the general checks of routing say nothing
 * about them. A bad fixture is compared with its good sibling: what both have is the fixture's, not the defect's.
 */
const root = 'fixtures/rules/connector';
const general = new Set(['routing/dead-end', 'routing/loop', 'routing/trust-lost']);

const siblings: readonly (readonly [rule: string, good: string])[] = [
  ['certificate-domain-not-accepted', 'good-parent-accepted'],
  ['certificate-not-presented', 'good-presented'],
  ['disabled-but-needed', 'good-all-enabled'],
  ['missing-ip', 'good-every-address-listed'],
  ['relay-only-by-ip', 'good-by-certificate'],
  ['smart-host-name-mismatch', 'good-name-on-the-certificate'],
];

async function generalFindings(path: string): Promise<readonly string[]> {
  const report = await analyzeFixture(path);
  return report.findings.filter((finding) => general.has(finding.rule)).map((finding) => finding.rule);
}

test.each(siblings)(
  'what %s explains is not reported again as a dead end, a loop or lost trust',
  async (rule, good) => {
    const before = await generalFindings(`${root}/${rule}/${good}.yaml`);
    const bad = readdirSync(`${root}/${rule}`).filter((file) => /^bad-.*\.yaml$/u.test(file));
    expect(bad.length).toBeGreaterThan(0);
    for (const file of bad) {
      const after = await generalFindings(`${root}/${rule}/${file}`);
      expect(
        after.filter((one) => !before.includes(one)),
        file,
      ).toEqual([]);
    }
  },
);

test('an address that can never connect explains what own servers then cannot send', async () => {
  const path = `${root}/missing-ip/good-only-private-addresses.yaml`;
  expect(existsSync(path)).toBe(true);
  const report = await analyzeFixture(path);
  expect(report.findings.filter((one) => one.severity === 'error').map((one) => one.rule)).toEqual([
    'connector/private-ip',
  ]);
});

test('probes of connectors leave no undetermined point behind', async () => {
  const report = await analyzeFixture(`${root}/never-used/good-all-reachable.yaml`);
  const missing = JSON.stringify(report.undetermined);
  expect(missing).not.toContain('fabrikam.com');
  expect(missing).not.toContain('archive.example');
});
