import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { RecordValue } from '../../../src/model/dns.ts';
import { checkHost } from '../../../src/protocols/spf/check-host.ts';
import { dnsFromRecords } from '../../../src/protocols/zone/dns-from-records.ts';

const suite = new URL('../../../../shared/conformance/spf/rfc7208-tests.yml', import.meta.url);

interface Scenario {
  readonly description: string;
  readonly tests: Record<string, SuiteCase>;
  readonly zonedata: Record<string, readonly unknown[]>;
}
interface SuiteCase {
  readonly helo: string;
  readonly host: string;
  readonly mailfrom: string;
  readonly result: string | readonly string[];
  readonly explanation?: string;
}

/** Entries of type SPF stand for TXT where the name has no TXT of its own; TIMEOUT fails whatever is not listed. */
function recordsOf(zone: Scenario['zonedata']): Record<string, Record<string, RecordValue[] | 'TIMEOUT'>> {
  const result: Record<string, Record<string, RecordValue[] | 'TIMEOUT'>> = {};
  for (const [name, entries] of Object.entries(zone)) {
    const types: Record<string, RecordValue[] | 'TIMEOUT'> = {};
    const add = (type: string, value: RecordValue): void => {
      types[type] = [...(Array.isArray(types[type]) ? types[type] : []), value];
    };
    let ownTxt = false;
    let fails = false;
    for (const entry of entries) {
      if (entry === 'TIMEOUT') {
        fails = true;
        continue;
      }
      for (const [type, value] of Object.entries(entry as Record<string, unknown>)) {
        if (type === 'TXT') ownTxt = true;
        if (value === 'NONE') continue;
        if (type === 'MX') add(type, value as [number, string]);
        else add(type, Array.isArray(value) ? value.join('') : String(value));
      }
    }
    const spf = types.SPF;
    if (!ownTxt && spf !== undefined) types.TXT = spf;
    if (fails) for (const type of ['A', 'AAAA', 'MX', 'PTR', 'TXT']) types[type] ??= 'TIMEOUT';
    result[name] = types;
  }
  return result;
}

if (!existsSync(suite)) {
  test.skip('the public suite of RFC 7208 is not here, so it is not run', () => {});
} else {
  const scenarios = parseAllDocuments(readFileSync(suite, 'utf8'), { uniqueKeys: false })
    .map((document) => document.toJS() as Scenario | null)
    .filter((scenario) => scenario !== null);
  test('the suite has its 203 cases', () => {
    const count = scenarios.reduce((sum, scenario) => sum + Object.keys(scenario.tests).length, 0);
    expect(count).toBe(203);
  });
  describe.each(scenarios)('$description', (scenario) => {
    const dns = dnsFromRecords(recordsOf(scenario.zonedata));
    test.each(Object.entries(scenario.tests))('%s', (_, wanted) => {
      const query = { ip: wanted.host, sender: wanted.mailfrom, helo: wanted.helo, receiver: 'receiver.example' };
      const found = checkHost(query, dns);
      expect([wanted.result].flat()).toContain(found.result);
      if (wanted.explanation !== undefined) {
        expect(found.explanation ?? 'DEFAULT').toBe(wanted.explanation);
      }
      expect(found.undetermined).toBe(false);
      // The tree is plain data that ends in the same result.
      expect(JSON.parse(JSON.stringify(found)).tree.result).toBe(found.result);
    });
  });
}
