import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/check/catalogue.ts';
import { semanticsIds } from '../../../src/reference/semantics/confidence.ts';
import { uncoveredEntries } from '../../../src/reference/uncovered-entries.ts';
import { readText, sources } from '../../architecture/source-files.ts';

const entries = semanticsIds.filter((id) => /^[CP]MIS-/u.test(id));
const coveredBy = (id: string): readonly string[] =>
  catalogue.filter((check) => check.covers.includes(id)).map((check) => check.id);

describe('the two catalogues of misconfigurations', () => {
  test('have the entries of the documents', () => {
    expect(entries.filter((id) => id.startsWith('CMIS-'))).toHaveLength(60);
    expect(entries.filter((id) => id.startsWith('PMIS-'))).toHaveLength(73);
  });

  test('every entry has a check or a reason why none can report it, and not both', () => {
    const faults = entries.filter((id) => coveredBy(id).length > 0 === uncoveredEntries.has(id));
    expect(faults).toEqual([]);
  });

  test('every reason is about an entry and is a sentence', () => {
    expect([...uncoveredEntries.keys()].filter((id) => !entries.includes(id))).toEqual([]);
    expect([...uncoveredEntries.values()].filter((reason) => !/^[A-Z].+\.$/u.test(reason))).toEqual([]);
  });

  test('no check says that it covers what is no entry', () => {
    const unknown = catalogue.flatMap((check) => check.covers.filter((id) => !entries.includes(id)));
    expect(unknown).toEqual([]);
  });

  test.each(catalogue.map((check) => check.id))('what findings of %s name, it says that it covers', (id) => {
    const covers = new Set(catalogue.find((check) => check.id === id)?.covers);
    const path = `src/check/rules/${id}.ts`;
    expect(sources).toContain(path);
    const named = [...readText(path).matchAll(/'([CP]MIS-\d+)'/gu)].map((match) => match[1]);
    expect(named.filter((one) => one !== undefined && !covers.has(one))).toEqual([]);
  });
});
