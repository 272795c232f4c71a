import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import names from '../../src/reference/microsoft-names.json' with { type: 'json' };
import ranges from '../../src/reference/microsoft-ranges.json' with { type: 'json' };
import providers from '../../src/reference/providers.json' with { type: 'json' };
import special from '../../src/reference/special-purpose-ranges.json' with { type: 'json' };

const converter: {
  convertMicrosoft(lists: unknown): { ranges: unknown; names: unknown };
  convertProviders(lists: unknown): unknown;
  convertSpecialPurpose(lists: unknown): unknown;
} = await import(new URL('../tooling/refresh-reference.mjs', import.meta.url).href);

const lists = new URL('../../../shared/data/', import.meta.url);
const present = existsSync(lists);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, lists), 'utf8'));

describe.skipIf(!present)(
  'the bundled files are what the compiled lists convert to (skipped where ../shared/data is not there)',
  () => {
    test('Microsoft', () => {
      expect(converter.convertMicrosoft(read('microsoft-ranges.json'))).toEqual({ ranges, names });
    });
    test('providers', () => {
      expect(converter.convertProviders(read('providers.json'))).toEqual(providers);
    });
    test('special-purpose blocks', () => {
      expect(converter.convertSpecialPurpose(read('special-purpose-ranges.json'))).toEqual(special);
    });
  },
);

describe('the converter', () => {
  test('refuses a cloud it does not know, instead of dropping the list', () => {
    const set = { id: 'x', cloud: 'moon', prefixes: ['192.0.2.0/24'] };
    const unknown = { meta: { compiled: '2026-11-21' }, sets: [set], names: [], spfExpansions: [] };
    expect(() => converter.convertMicrosoft(unknown)).toThrow(/moon/u);
  });
  test('joins prefixes and keeps the rest of a provider', () => {
    const provider = { id: 'x', rangeSets: [{ region: 'all', prefixes: ['192.0.2.0/24', '198.51.100.0/24'] }] };
    expect(converter.convertProviders({ meta: { compiled: '2026-11-21' }, providers: [provider] })).toEqual({
      compiled: '2026-11-21',
      providers: [{ id: 'x', rangeSets: [{ region: 'all', prefixes: '192.0.2.0/24 198.51.100.0/24' }] }],
    });
  });
});
