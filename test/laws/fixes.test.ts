import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { takeBack } from '../../src/fix/apply/apply.ts';
import { plain } from '../../src/model/text.ts';
import { planFixture } from '../support/fixture-plan.ts';

/*
 * A fix cures and can be taken back: over every bad fixture whose rule proposes one.
 */
const root = 'fixtures/rules';
const cases = readdirSync(root).flatMap((area) =>
  readdirSync(`${root}/${area}`).flatMap((defect) =>
    readdirSync(`${root}/${area}/${defect}`)
      .filter((file) => /^bad-.*\.(yaml|json)$/u.test(file))
      .map((file) => [`${area}/${defect}`, file] as const),
  ),
);
const severities = ['info', 'warning', 'error'];
const covered = new Set<string>();

describe.each(cases)('%s %s', (rule, file) => {
  test('is cured by its own fix, which opens nothing as grave and can be taken back', async () => {
    const path = `${root}/${rule}/${file}`;
    const plan = await planFixture(path, (finding) => finding.rule === rule);
    const proposed = plan.steps.length + plan.dropped.length > 0;
    if (proposed) covered.add(rule);
    const tasks = new Set(plan.tasks.map(({ finding }) => finding.fingerprint));
    const left = plan.left.filter(({ fixes, fingerprint }) => fixes.length > 0 && !tasks.has(fingerprint));
    const why = plan.dropped.map(({ title, because }) => `${plain(title)}: ${plain(because)}`);
    expect(left.length > 0 ? why : []).toEqual([]);

    const worst = Math.max(...plan.steps.map(({ cures }) => severities.indexOf(cures.severity)), -1);
    expect(plan.opened.filter(({ severity }) => severities.indexOf(severity) >= worst && worst >= 0)).toEqual([]);
    for (const step of plan.steps) {
      expect(step.closes.map(({ fingerprint }) => fingerprint)).toContain(step.cures.fingerprint);
    }

    const restored = takeBack(
      plan.end,
      plan.steps.flatMap((step) => step.edits),
    );
    for (const [name, text] of restored.texts) {
      const original = plan.start.texts.get(name) ?? readOriginal(plan.start.access.read(name));
      expect(text).toBe(original);
    }
    if (plan.steps.length > 0) expect([...plan.end.texts.values()]).not.toEqual([...plan.start.texts.values()]);
  });
});

function readOriginal(read: { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false }): string {
  if (!read.ok) throw new Error('a file that was changed is not there');
  return new TextDecoder().decode(read.bytes);
}

test('the law is about something', () => {
  expect([...covered]).toEqual(expect.arrayContaining(['spf/missing-microsoft', 'connector/range-too-wide']));
});
