import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/check/catalogue.ts';
import { plain, text } from '../../src/model/text.ts';
import { type AnyReport, renderReport } from '../../src/report/render-report.ts';
import type { TopologyReport } from '../../src/report/report.ts';
import { reportsOf } from '../laws/reports-of-values.ts';
import { analyzeFixture } from '../support/analyze-fixture.ts';
import {
  checkedRule,
  checkReport,
  finding,
  hostile,
  sources,
  topologyReport,
  trace,
  traceReport,
} from '../support/report-samples.ts';

const schema: object = JSON.parse(
  readFileSync(new URL('../../schemas/external/sarif-2.1.0.json', import.meta.url), 'utf8'),
);
// Formats are checked below, where they matter: URIs.
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
const validate = ajv.compile(schema);

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly Record<string, unknown>[] } };
      readonly results: readonly Record<string, unknown>[];
      readonly invocations: readonly Record<string, unknown>[];
    },
  ];
}

function sarif(...topologies: readonly TopologyReport[]): Log['runs'][0] {
  const log: Log = JSON.parse(renderReport(checkReport(...topologies), 'sarif'));
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  return log.runs[0];
}

describe('results', () => {
  test('say rule, level, place, subject and fingerprint', () => {
    const { results } = sarif(topologyReport({ file: 'tenants/contoso/topology.yaml' }));
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      ruleId: 'connector/shared-ip',
      ruleIndex: 0,
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'tenants/contoso/topology.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 4, startColumn: 48, endLine: 4, endColumn: 58, snippet: { text: '192.0.2.25' } },
            contextRegion: { startLine: 2, endLine: 6 },
          },
          logicalLocations: [{ fullyQualifiedName: 'inbound:from filter' }],
        },
      ],
      relatedLocations: [{ id: 1, message: { text: 'SenderIPAddresses: 192.0.2.25' } }],
      partialFingerprints: { 'mxproof/v1': '3f9a1c02' },
      provenance: { invocationIndex: 0 },
    });
    const { message, properties } = results[0] as { message: { text: string }; properties: Record<string, string> };
    const { problem, consequence, remedy } = finding();
    expect(message.text).toBe(`${plain(problem)} ${plain(consequence)}\nRemedy: ${plain(remedy)}`);
    expect(properties).toMatchObject({ problem: plain(problem), confidence: 'documented', semantics: ['ATTR-7'] });
  });

  test('that are suppressed stay, with the reason, so that no alert opens again', () => {
    const { results } = sarif(topologyReport({ findings: [finding({ suppressed: 'known' }), finding()] }));
    expect(results.map(({ suppressions }) => suppressions)).toEqual([
      [{ kind: 'external', status: 'accepted', justification: 'known' }],
      undefined,
    ]);
  });

  test('beside a baseline say, each of them, whether they are new', () => {
    const known = finding({ fingerprint: 'known', suppressed: 'baseline b.json', inBaseline: true });
    const report = checkReport(topologyReport({ findings: [known, finding()] }));
    const baseline = { file: 'b.json', updated: false, known: 1, fixed: [] };
    const states = (given: typeof report) => {
      const log: Log = JSON.parse(renderReport(given, 'sarif'));
      expect(validate(log) ? [] : validate.errors).toEqual([]);
      return log.runs[0].results.map(({ baselineState }) => baselineState);
    };
    expect(states({ ...report, baseline })).toEqual(['unchanged', 'new']);
    expect(states(report)).toEqual([undefined, undefined]);
  });

  test('have a fix as the replacement of what differs, in UTF-16 units', () => {
    const fixed = (before: string, after: string) => {
      const textFixes = new Map([
        [finding().fingerprint, { title: text`Do ${'it'}`, files: [{ file: 'a b.zone', before, after }] }],
      ]);
      const { results } = sarif(topologyReport({ file: 'x/t.yaml', textFixes }));
      const [first] = results;
      const fixes = first?.fixes as
        | readonly { artifactChanges: readonly { replacements: readonly object[] }[] }[]
        | undefined;
      return fixes?.[0];
    };
    expect(fixed('one\n  two: 1\nthree\n', 'one\n  two: 22\nthree\n')).toEqual({
      description: { text: 'Do it' },
      artifactChanges: [
        {
          artifactLocation: { uri: 'x/a%20b.zone', uriBaseId: '%SRCROOT%' },
          replacements: [
            {
              deletedRegion: { startLine: 2, startColumn: 8, endLine: 2, endColumn: 9 },
              insertedContent: { text: '22' },
            },
          ],
        },
      ],
    });
    // What is put in deletes nothing, and no pair of surrogates is torn.
    expect(fixed('a\nc\n', 'a\nb\nc\n')?.artifactChanges[0]?.replacements).toEqual([
      { deletedRegion: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 1 }, insertedContent: { text: 'b\n' } },
    ]);
    expect(fixed('😀', '😁')?.artifactChanges[0]?.replacements).toEqual([
      { deletedRegion: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 3 }, insertedContent: { text: '😁' } },
    ]);
  });

  test('without a place are about the file as a whole; on standard input about no file', () => {
    const placeless = finding({ location: undefined, evidence: [{ at: undefined, text: 'a fact' }] });
    const { results } = sarif(
      topologyReport({ file: 'a b/t.yaml', findings: [placeless] }),
      topologyReport({ file: '-', findings: [finding({ location: { file: '-', line: 1, column: 1 } })] }),
    );
    expect(results.map(({ locations }) => locations)).toEqual([
      [
        expect.objectContaining({
          physicalLocation: {
            artifactLocation: { uri: 'a%20b/t.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 1 },
          },
        }),
      ],
      [{ logicalLocations: [{ fullyQualifiedName: 'inbound:from filter', kind: 'object' }] }],
    ]);
    expect(results[0]).toMatchObject({ properties: { evidence: ['a fact'] } });
    expect(results[0]?.relatedLocations).toBeUndefined();
  });

  test('without a place span all lines of a file whose text is known', () => {
    for (const count of [1, 2, 3, 7, 8, 9, 1000]) {
      const lines = Array.from({ length: count }, (_, index) => `line ${index}`);
      const index = sources(lines);
      const known = { ...index, line: (_: string, number: number) => index.line('topology.yaml', number) };
      const { results } = sarif(
        topologyReport({ file: 't.yaml', findings: [finding({ location: undefined, evidence: [] })], sources: known }),
      );
      expect(results[0]).toMatchObject({
        locations: [{ physicalLocation: { region: { startLine: 1, endLine: count } } }],
      });
    }
  });

  test('of one finding in two topologies have different fingerprints for GitHub', () => {
    const { results } = sarif(topologyReport({ file: 'a.yaml' }), topologyReport({ file: 'b.yaml' }));
    const hashes = results.map(({ partialFingerprints }) => Object(partialFingerprints).primaryLocationLineHash);
    expect(new Set(hashes).size).toBe(2);
  });

  test.each([
    ['sub dir/100%/ü.yaml', 'sub%20dir/100%25/%C3%BC.yaml'],
    ['./a/../b//c:d#e?.yaml', 'b/c%3Ad%23e%3F.yaml'],
    ['../up.yaml', '../up.yaml'],
    ['/srv/x y.yaml', 'file:///srv/x%20y.yaml'],
    ['C:/x/y.yaml', 'file:///C:/x/y.yaml'],
  ])('in %s are at %s', (file, uri) => {
    const at = { file: file.slice(file.lastIndexOf('/') + 1), line: 1, column: 1 };
    const { results } = sarif(topologyReport({ file, findings: [finding({ location: at, evidence: [] })] }));
    const [location] = (results[0]?.locations ?? []) as { physicalLocation: { artifactLocation: { uri: string } } }[];
    expect(location?.physicalLocation.artifactLocation.uri).toBe(uri);
  });

  test('hold no placeholder and no link that a value made up', () => {
    const value = `{0} {x} [click](https://evil.example) [1] ${hostile}`;
    const { results } = sarif(topologyReport({ findings: [finding({ problem: text`${value}` })] }));
    const said = Object(results[0]?.message).text as string;
    expect(said).toContain('{{0}} {{x}} \\[click](https://evil.example) [1]');
    // A reader gets the value back by the two rules of SARIF 2.1.0, 3.11.5 and 3.11.6.
    const back = said.replace(/(\{|\})\1/gu, '$1').replace(/\\\[/gu, '[');
    expect(back.startsWith(JSON.parse(JSON.stringify(value)))).toBe(true);
  });
});

describe('rules and invocations', () => {
  test('every rule tells what it looks for, why, how it is mended and where that stands', () => {
    const rules = catalogue.map(({ id, severity, docs, covers }) =>
      checkedRule({ id, byDefault: severity, severity, docs, semantics: covers }),
    );
    const run = sarif(topologyReport({ rules, findings: [] }));
    expect(run.tool.driver.rules).toHaveLength(catalogue.length);
    for (const rule of run.tool.driver.rules) {
      expect(rule).toMatchObject({
        name: expect.stringMatching(/^(?:[A-Z0-9][a-z0-9]*)+$/u),
        help: { text: expect.stringContaining('Remedy: '), markdown: expect.stringContaining('](https://') },
        helpUri: expect.stringMatching(/^https:/u),
      });
    }
    expect(new Set(run.tool.driver.rules.map(({ name }) => name)).size).toBe(catalogue.length);
  });

  test('an invocation a topology: exit code, severities that were set, what could not be told', () => {
    const rules = [checkedRule(), checkedRule({ id: 'spf/missing' }), checkedRule({ id: 'spf/syntax' })];
    const undetermined = [
      { what: text`SPF of ${'fabrikam.com'}.`, missing: text`Its zone was not given.`, at: undefined },
    ];
    const report = checkReport(
      topologyReport({ rules, undetermined }),
      topologyReport({
        rules: rules.map((rule, index) => ({ ...rule, severity: (['error', 'off', 'info'] as const)[index] ?? 'off' })),
      }),
    );
    const log: Log = JSON.parse(renderReport({ ...report, exitCode: 1 }, 'sarif'));
    expect(validate(log) ? [] : validate.errors).toEqual([]);
    expect(log.runs[0].invocations).toMatchObject([
      {
        executionSuccessful: true,
        exitCode: 1,
        toolExecutionNotifications: [
          { level: 'warning', message: { text: 'SPF of fabrikam.com. Its zone was not given.' } },
        ],
      },
      {
        ruleConfigurationOverrides: [
          { descriptor: { index: 1 }, configuration: { enabled: false } },
          { descriptor: { index: 2 }, configuration: { level: 'note' } },
        ],
      },
    ]);
    expect(log.runs[0].invocations[0]?.ruleConfigurationOverrides).toBeUndefined();
  });
});

const values = reportsOf((index) => `value${index}`);
const named = (...ids: readonly string[]) =>
  catalogue
    .filter(({ id }) => ids.includes(id))
    .map(({ id, severity, docs, covers }) =>
      checkedRule({ id, byDefault: severity, severity, docs, semantics: covers }),
    );
const unmetTrace = trace({
  expectation: {
    met: false,
    failures: [{ recipient: 'anna@contoso.com', key: 'status', expected: 'held', actual: 'sent', at: '/messages/0' }],
  },
});
/** Each with every kind of result that it can have. */
const others: Readonly<Record<'trace' | 'prove' | 'diff', AnyReport>> = {
  trace: { ...traceReport([unmetTrace]), rules: named('message/expectation') },
  prove: { ...values.prove, rules: named('intent/violated', 'routing/invariant-refuted') } as AnyReport,
  diff: values.diff,
};

describe('what is no check', () => {
  test.each([
    ['trace', ['message/expectation']],
    ['prove', ['drill/lost', 'intent/violated', 'what-if/lost', 'what-if/sender']],
    ['diff', ['change/lost']],
  ] as const)(
    'every result of %s has its rule, which tells what it is, how it is mended and where that stands',
    (kind, ids) => {
      const log: Log = JSON.parse(renderReport(others[kind], 'sarif'));
      expect(validate(log) ? [] : validate.errors).toEqual([]);
      const [{ tool, results }] = log.runs;
      const { rules } = tool.driver;
      expect([...new Set(results.map(({ ruleId }) => ruleId))].sort()).toEqual(ids);
      for (const { ruleId, ruleIndex } of results) {
        const rule = rules[Number(ruleIndex)];
        expect(rule).toMatchObject({
          id: ruleId,
          name: expect.stringMatching(/^(?:[A-Z0-9][a-z0-9]*)+$/u),
          shortDescription: { text: expect.stringMatching(/\.$/u) },
          help: { text: expect.stringContaining('Remedy: '), markdown: expect.stringContaining('](https://') },
          helpUri: expect.stringMatching(/^https:/u),
        });
      }
      expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    },
  );

  test('a result is as grave as its rule says', () => {
    for (const report of Object.values(others)) {
      const log: Log = JSON.parse(renderReport(report, 'sarif'));
      const [{ tool, results }] = log.runs;
      for (const { ruleIndex, level } of results)
        expect(tool.driver.rules[Number(ruleIndex)]).toMatchObject({ defaultConfiguration: { level } });
    }
  });
});

const multitool = new URL('../../node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool', import.meta.url)
  .pathname;

// Microsoft's own validator knows rules that no schema states. It is a program of one platform, and starts slowly.
describe.skipIf(!existsSync(multitool))('the multitool', () => {
  test('has no error and no warning to tell, except that the program has no page of its own', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'mxproof-sarif-'));
    const world = await analyzeFixture('fixtures/worlds/third-party-filter/topology.yaml');
    const wild = topologyReport({
      file: `a b/${encodeURIComponent('ü')}.yaml`,
      findings: [finding({ problem: text`${hostile}`, suppressed: hostile })],
      rules: world.rules,
      sources: sources([hostile]),
      textFixes: new Map([
        [finding().fingerprint, { title: text`${hostile}`, files: [{ file: hostile, before: 'a\n', after: hostile }] }],
      ]),
    });
    const baseline = { file: hostile, updated: false, known: 0, fixed: [] };
    const file = join(directory, 'report.sarif');
    writeFileSync(file, renderReport({ ...checkReport(world, wild), baseline }, 'sarif'));
    const output = join(directory, 'verdict.sarif');
    const args = ['validate', file, '--output', output, '--rule-kind', 'Sarif;Gh', '--level', 'Error;Warning'];
    const { status } = spawnSync(multitool, args, { encoding: 'utf8' });
    expect(status).toBe(0);
    const verdict: Log = JSON.parse(readFileSync(output, 'utf8'));
    expect(verdict.runs[0].results.map(({ ruleId }) => ruleId)).toEqual(['SARIF2005']);
  }, 120_000);

  test.each(Object.entries(others))(
    'nor of %s',
    (kind, report) => {
      const directory = mkdtempSync(join(tmpdir(), 'mxproof-sarif-'));
      const [file, output] = [join(directory, `${kind}.sarif`), join(directory, 'verdict.sarif')];
      writeFileSync(file, renderReport(report, 'sarif'));
      const args = ['validate', file, '--output', output, '--rule-kind', 'Sarif;Gh', '--level', 'Error;Warning'];
      expect(spawnSync(multitool, args, { encoding: 'utf8' }).status).toBe(0);
      const verdict: Log = JSON.parse(readFileSync(output, 'utf8'));
      expect(verdict.runs[0].results.map(({ ruleId }) => ruleId)).toEqual(['SARIF2005']);
    },
    120_000,
  );
});
