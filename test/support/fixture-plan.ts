import type { Finding } from '../../src/check/finding.ts';
import type { Plan } from '../../src/fix/plan.ts';
import { plain } from '../../src/model/text.ts';
import { planFixes } from '../../src/plan-fixes.ts';
import { fixtureInstant, readFixture } from './analyze-fixture.ts';

/** Nothing is compared: the laws are about findings and texts, and comparing classes has tests of its own. */
const classesMax = 1;

/** The plan for a topology of the fixtures, for the findings selected. */
export async function planFixture(path: string, selected: (finding: Finding) => boolean = () => true): Promise<Plan> {
  const input = await readFixture(path);
  const planned = await planFixes(input, { asOf: input.topology.asOf ?? fixtureInstant, selected, classesMax });
  if ('unreadable' in planned) throw new Error(`${path}: ${plain(planned.unreadable)}`);
  return planned.plan;
}
