import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findExports } from '../../src/cli/find-exports.ts';
import { linesOfExports } from '../../src/cli/lines-of-exports.ts';
import { loadTopology } from '../../src/cli/load-topology.ts';
import { problemText } from '../../src/cli/problem-text.ts';
import { scenarios } from '../../src/cli/scenarios.ts';
import { importExports } from '../../src/input/importers/import-exports.ts';
import type { Text } from '../../src/model/text.ts';
import { replies } from '../../src/reference/replies/replies.ts';
import { importTerminal } from '../../src/report/formats/import-terminal.ts';
import { french } from '../../src/report/language/french.ts';
import { keyOf, translateBy } from '../../src/report/language/translate.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { Style } from '../../src/report/report.ts';
import { analyzeFixture, fixtureInstant } from '../support/analyze-fixture.ts';

/*
 * What stands in a hole of a sentence stays as it is in every language: it is somebody's value and no word of ours. The law
 * of brackets sees the words that a reporter forgets; this one sees words that a step or a check has put among its values,
 * and sentences that nobody has listed to be translated.
 */

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();

/** The topology and what belongs to it, in lower case, without comments. */
function documentOf(file: string): string {
  const beside = file.replace(/\.(?:yaml|json)$/u, '');
  const others = [beside, `${beside}.others`].filter((path) => existsSync(path)).flatMap(filesBelow);
  const all = file.endsWith('/topology.yaml') ? filesBelow(dirname(file)) : [file, ...others];
  return readAll(all);
}

const readAll = (paths: readonly string[]): string =>
  paths
    .map((path) => readFileSync(path, 'latin1').replace(/(^|\s)[#;](?!:).*$/gmu, '$1'))
    .join('\n')
    .toLowerCase()
    .replace(/\s+/gu, ' ');

/** How PowerShell prints what an import lacks. */
const commands = '| convertto-json -depth 6';

/** Names of the document's properties and what the schema lists as their values: whoever writes a topology writes them. */
const ofSchema: ReadonlySet<string> = (() => {
  const found = new Set<string>();
  const collect = (value: unknown, key: string): void => {
    if (typeof value === 'string' && (key === 'enum' || key === 'const')) found.add(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [name, one] of Object.entries(value)) {
      if (key === 'properties') found.add(name);
      collect(one, Array.isArray(value) ? key : name);
    }
  };
  collect(JSON.parse(readFileSync('schemas/topology.schema.json', 'utf8')), '');
  return found;
})();

/** Single words that are names, too, each with who names it. */
const names: ReadonlySet<string> = new Set([
  // Nodes of every topology (spec/cli.md).
  ...['internet', 'tenant'],
  // Results of SPF (RFC 7208 2.6), DKIM and DMARC (RFC 8601 2.7), and of ours where they cannot be told.
  ...['pass', 'fail', 'softfail', 'neutral', 'none', 'temperror', 'permerror', 'undetermined'],
  // Policies of DMARC (RFC 7489 6.3) and mechanisms of SPF (RFC 7208 5).
  ...['quarantine', 'reject', 'include'],
  // Key purposes (RFC 5280 4.2.1.12).
  ...['clientAuth', 'serverAuth'],
  // Microsoft's clouds, as its lists of addresses name them.
  ...['worldwide', 'gcc', 'gcchigh', 'dod'],
  // Answers to assumptions and keys of expectations, as `assumptions` and `expect` of a topology have them.
  ...['yes', 'no', 'true', 'false', 'any', 'all', 'recipient', 'sender', 'mailbox'],
  // Values of `submits` of a server.
  ...['direct', 'relay'],
  // A key of the metadata of a certificate, and a property of an inbox rule, whose name the document has in another case.
  ...['redirectTo', 'state'],
]);

/** Values of several words that nobody but their author says, by what they look like. */
const shapes: readonly RegExp[] = [
  // SMTP replies, and the sources of events of message trace.
  /^[245]\d\d(?: [245]\.\d+\.\d+)? /u,
  // Commands, and parameters of them.
  /^ ?-?'?(?:Set|New|Remove|Enable|Disable|Add|Get|mxproof)[- ]/u,
  /^ -[A-Z]\w+ /u,
  // Values quoted for PowerShell.
  /^'.*'$/su,
  // Records of DNS.
  /(?:^| )(?:IN )?(?:TXT|MX|A|AAAA|CNAME|PTR) /u,
  // Documents and registries by name.
  /^RFC \d+(?:, RFC \d+)*$/u,
  /^(?:[\da-f.:/]+ )?(?:Private-Use|Shared Address Space|Unique-Local)$/u,
  // Data sets and products by name.
  /^EOP, worldwide$/u,
  /^(?:gcc-high, dod|germany \(closed\)|Exchange Online|Proofpoint Essentials)$/u,
];

const said: ReadonlySet<string> = new Set(Object.values(replies).map(({ text }) => text.toLowerCase()));

/** Whether a value is a name, or is made of what the document says; names of Exchange's have a capital or a sign in them. */
function isSomebodys(value: string, document: string): boolean {
  const known = (word: string): boolean => names.has(word) || ofSchema.has(word) || isToken(word, document);
  if (!value.includes(' ')) return !/^[a-z][A-Za-z]+$/u.test(value) || known(value);
  const whole = value.toLowerCase();
  if (document.includes(whole) || said.has(whole) || shapes.some((one) => one.test(value))) return true;
  return value.split(/, | → | ▶ |: | /u).every((part) => !/^[a-z]+$/u.test(part) || known(part));
}

const isToken = (word: string, document: string): boolean =>
  new RegExp(`(?<![\\w./@-])${escaped(word.toLowerCase())}(?![\\w./@-]|:\\S)`, 'u').test(document);

const escaped = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');

/** Values in what is drawn that are words of ours, each with its sentence, and sentences that the catalogue lacks. */
function strayWords(draw: (style: Style) => string, document: string): readonly string[] {
  const stray = new Set<string>();
  const translate = translateBy(french, {}, (key) => stray.add(`not in the catalogue: ${key}`));
  const look = (content: Text): void => {
    for (const value of content.values) {
      if (typeof value !== 'string') look(value);
      else if (!isSomebodys(value, document)) stray.add(`${keyOf(content.words)}  ${value}`);
    }
  };
  const say = (content: Text): Text => {
    look(content);
    return translate(content);
  };
  const style: Style = {
    color: false,
    width: 1_000_000,
    verbose: true,
    quiet: false,
    wording: { language: 'fr', say },
  };
  draw(style);
  return [...stray];
}

test.each([
  ['192.0.2.1', true],
  ['anna@contoso.com', true],
  ['inbound', false],
  ['From filter', true],
  ['the connector From filter', false],
  ['accepted domain contoso.com', false],
  ['From filter and 2 more', false],
  ['550 5.7.1 Relaying denied', true],
])('%s is a value of somebody: %s', (value, expected) => {
  expect(isSomebodys(value, 'inboundconnectors: [{ name: from filter }] ')).toBe(expected);
});

const rules = filesBelow('fixtures/rules').filter(
  (path) => /\/bad-[^/]*\.(?:yaml|json)$/u.test(path) && !path.includes('.others/'),
);
const areas = [...new Set(rules.map((path) => path.split('/')[2] ?? ''))];
const worlds = filesBelow('fixtures/worlds').filter((path) => path.endsWith('/topology.yaml'));
const all: readonly (readonly [string, readonly string[]])[] = [
  ...areas.map((area) => [area, rules.filter((path) => path.startsWith(`fixtures/rules/${area}/`))] as const),
  ['worlds', worlds],
  ['scenarios', scenarios().map(({ name }) => `fixtures/scenarios/${name}.yaml`)],
];

describe('a hole holds no word of ours', { timeout: 120_000 }, () => {
  test.each(all)('in the reports of %s', async (_, files) => {
    const stray: string[] = [];
    for (const file of files) {
      const topology = await analyzeFixture(file);
      const report = {
        version: '0.1.0',
        asOf: fixtureInstant,
        topologies: [topology],
        collisions: [],
        failOn: 'error',
      };
      const draw = (style: Style): string => renderReport(report as never, 'terminal', style);
      stray.push(...strayWords(draw, documentOf(file)).map((one) => `${file}: ${one}`));
    }
    expect(stray).toEqual([]);
  });

  test('in what is said of invalid topologies', async () => {
    const stray: string[] = [];
    for (const file of filesBelow('fixtures/invalid').filter((path) => path.endsWith('.yaml'))) {
      const loaded = await loadTopology(file);
      if (loaded.ok) throw new Error(`${file} is read`);
      const found = strayWords((style) => problemText(loaded.unusable, style), documentOf(file));
      stray.push(...found.map((one) => `${file}: ${one}`));
    }
    expect(stray).toEqual([]);
  });

  test.each(readdirSync('fixtures/importers'))('in the account of the import of %s', async (name) => {
    const found = findExports([`fixtures/importers/${name}`], '.', undefined);
    if (!found.ok) throw new Error(`fixtures/importers/${name} is no folder of exports`);
    const { topology, account } = await importExports(found.files);
    const sources = linesOfExports(found.files);
    const report = { version: '0.1.0', file: undefined, written: topology !== undefined, account, sources };
    const exports = `${readAll(filesBelow(`fixtures/importers/${name}`))} ${commands}`;
    expect(strayWords((style) => importTerminal(report, style), exports)).toEqual([]);
  });
});
