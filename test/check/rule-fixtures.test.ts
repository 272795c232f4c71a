import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/check/catalogue.ts';
import { analyzeFixture, findingLines, readText } from '../support/analyze-fixture.ts';

/*
 * fixtures/rules/<area>/<rule>/bad-<case>.yaml beside bad-<case>.findings.txt, and good-<case>.yaml, which the rule must
 * leave alone. A fixture runs only its own rule; worlds run all of them. What stands under <case>.others is checked in the
 * same run, as a portfolio.
 */
const root = 'fixtures/rules';
const casesOf = (id: string): readonly string[] =>
  existsSync(`${root}/${id}`)
    ? readdirSync(`${root}/${id}`).filter((file) => /^(bad|good)-.*\.(yaml|json)$/u.test(file))
    : [];

/** Rules that read what `check` knows with --prove alone. */
const proved: ReadonlySet<string> = new Set(['routing/invariant-refuted']);
function othersOf(id: string, file: string): readonly string[] {
  const folder = `${root}/${id}/${file.replace(/\.(yaml|json)$/u, '.others')}`;
  return existsSync(folder) ? readdirSync(folder).map((other) => `${folder}/${other}`) : [];
}

describe.each(catalogue.map((check) => check.id))('%s', (id) => {
  const options = { prove: proved.has(id) };
  const cases = casesOf(id);

  test('has a bad and a good fixture', () => {
    expect(cases.some((file) => file.startsWith('bad-'))).toBe(true);
    expect(cases.some((file) => file.startsWith('good-'))).toBe(true);
  });

  test.each(cases.filter((file) => file.startsWith('bad-')))('%s has exactly the findings beside it', async (file) => {
    const report = await analyzeFixture(`${root}/${id}/${file}`, { ...options, others: othersOf(id, file) });
    const found = report.findings.filter((finding) => finding.rule === id);
    const expected = readText(`${root}/${id}/${basename(file).replace(/\.(yaml|json)$/u, '.findings.txt')}`);
    expect(found.length).toBeGreaterThan(0);
    expect(found.map((finding) => findingLines(finding, false)).join('')).toBe(expected);
  });

  test.each(cases.filter((file) => file.startsWith('good-')))('%s is left alone', async (file) => {
    const report = await analyzeFixture(`${root}/${id}/${file}`, { ...options, others: othersOf(id, file) });
    expect(
      report.findings.filter((finding) => finding.rule === id).map((finding) => findingLines(finding, true)),
    ).toEqual([]);
  });
});

test('every folder of rule fixtures belongs to a check, and every expected file to a case', () => {
  const known = new Set(catalogue.map((check) => check.id));
  const folders = existsSync(root)
    ? readdirSync(root).flatMap((area) => readdirSync(`${root}/${area}`).map((rule) => `${area}/${rule}`))
    : [];
  const orphans = folders.filter((folder) => !known.has(folder));
  const stray = folders.flatMap((folder) =>
    readdirSync(`${root}/${folder}`)
      .filter((file) => file.endsWith('.findings.txt'))
      .filter(
        (file) =>
          !casesOf(folder).includes(file.replace('.findings.txt', '.yaml')) &&
          !casesOf(folder).includes(file.replace('.findings.txt', '.json')),
      )
      .map((file) => `${folder}/${file}`),
  );
  expect([...orphans, ...stray]).toEqual([]);
});
