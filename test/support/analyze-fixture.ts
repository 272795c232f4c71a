import { readFileSync } from 'node:fs';
import { collisionsAmong } from '../../src/check/collisions.ts';
import type { Finding } from '../../src/check/finding.ts';
import { type LoadedTopology, loadTopology } from '../../src/cli/load-topology.ts';
import { plain } from '../../src/model/text.ts';
import { analyzeWithProofs as analyze } from '../../src/prove-topologies.ts';
import type { TopologyReport } from '../../src/report/report.ts';

/** The instant at which fixtures are judged where they do not say. */
export const fixtureInstant = Date.UTC(2026, 10, 21);

/** Reads a topology of the fixtures; a topology that cannot be used fails the test with its problems. */
export async function readFixture(path: string): Promise<LoadedTopology> {
  const loaded = await loadTopology(path, { env: { MXPROOF_TEST_PASSWORD: 'mxproof' } });
  if (!loaded.ok) {
    const problems = loaded.unusable.problems.map(
      (one) => `${one.at?.file ?? ''}:${one.at?.line ?? ''}: ${plain(one.problem)}`,
    );
    throw new Error(`${path} cannot be used:\n${problems.join('\n')}`);
  }
  return loaded.value;
}

export async function analyzeFixture(
  path: string,
  options: {
    assume?: Readonly<Record<string, string>>;
    down?: readonly string[];
    others?: readonly string[];
    prove?: boolean;
  } = {},
): Promise<TopologyReport> {
  const input = await readFixture(path);
  const others = await Promise.all((options.others ?? []).map(readFixture));
  return analyze(input, {
    asOf: input.topology.asOf ?? fixtureInstant,
    assume: new Map(Object.entries(options.assume ?? {})),
    down: options.down ?? [],
    prove: options.prove ?? false,
    rules: new Map(),
    collisions: collisionsAmong([input, ...others]),
  });
}

/** One finding as the expected files of the fixtures have it: severity, subject, place; below it the problem in words. */
export function findingLines(finding: Finding, withRule: boolean): string {
  const at =
    finding.location === undefined
      ? '-'
      : `${finding.location.file}:${finding.location.line}:${finding.location.column}`;
  const head = [finding.severity, ...(withRule ? [finding.rule] : []), finding.subject, at].join(' ');
  return `${head}\n  ${plain(finding.problem)}\n`;
}

export const readText = (path: string): string => readFileSync(path, 'utf8');
