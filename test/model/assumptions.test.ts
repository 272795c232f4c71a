import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { assumptionById, assumptions, assumptionValue } from '../../src/model/assumptions.ts';

const simulate = new URL('../../src/simulate/', import.meta.url);

describe('the list of assumptions', () => {
  test('names each point once', () => {
    expect(new Set(assumptions.map((point) => point.id)).size).toBe(assumptions.length);
  });

  test('holds every point that the simulation asks about, with the same values in the same order', () => {
    const files = (readdirSync(simulate, { recursive: true }) as string[]).filter((name) => name.endsWith('.ts'));
    const asked = files.flatMap((name) => [
      ...readFileSync(new URL(name, simulate), 'utf8').matchAll(/\.assume\(\s*'([^']+)',\s*\[([^\]]*)\]/gu),
    ]);
    expect(asked.length).toBeGreaterThan(5);
    for (const [, id = '', values = ''] of asked) {
      expect(`${id}: ${assumptionById(id)?.values.join(', ')}`).toBe(
        `${id}: ${[...values.matchAll(/'([^']*)'/gu)].map((match) => match[1]).join(', ')}`,
      );
    }
  });

  test.each([
    ['loop.hopLimit', 15, '15'],
    ['loop.hopLimit', '30', '30'],
    ['loop.hopLimit', 0, undefined],
    ['loop.hopLimit', 1.5, undefined],
    ['rules.recipientAddressType', 2022, '2022'],
    ['rules.recipientAddressType', 2023, undefined],
    ['outbound.wildcardIncludesApex', false, 'no'],
    ['forwarding.automaticMeans', true, 'on'],
    ['partner.severalRestrictions', true, undefined],
    ['partner.severalRestrictions', 'ALL', undefined],
  ])('%s takes %j as %j', (id, written, expected) => {
    const point = assumptionById(id);
    expect(point && assumptionValue(point, written)).toBe(expected);
  });
});
