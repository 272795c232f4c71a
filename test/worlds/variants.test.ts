import { readdirSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { analyzeFixture } from '../support/analyze-fixture.ts';
import { broken, readVariant, removeBroken, variantsRoot } from '../support/variants.ts';

/* A clean world with one thing broken: `check` finds that and nothing else. */

afterAll(removeBroken);

const files = readdirSync(variantsRoot).filter((file) => file.endsWith('.yaml'));

test('there are at least 40 single faults', () => {
  expect(files.length).toBeGreaterThanOrEqual(40);
});

describe.each(files)('%s', (file) => {
  const variant = readVariant(file);

  test(variant.fault, async () => {
    const report = await analyzeFixture(broken(variant));
    const found = report.findings
      .filter((one) => one.suppressed === undefined)
      .map((one) => `${one.rule} ${one.subject}`);
    expect([...found].sort()).toEqual([...variant.finds].sort());
  });
});
