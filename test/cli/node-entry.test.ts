import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plain } from '../../src/model/text.ts';
import { loadTopology, renderReport } from '../../src/node.ts';
import { analyzeWithProofs as analyze } from '../../src/prove-topologies.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mxproof-node-'));
  mkdirSync(join(directory, 'a'));
  const head = 'mxproof: 1\nasOf: 2026-11-21\ntenant: { domain: contoso.onmicrosoft.com }\n';
  writeFileSync(join(directory, 'a', 'topology.yaml'), `${head}dns: { zones: [contoso.com.zone] }\n`);
  writeFileSync(join(directory, 'a', 'contoso.com.zone'), 'contoso.com. MX 0 mail.contoso.com.\n');
  writeFileSync(join(directory, 'a', 'outside.yaml'), `${head}dns: { zones: [../outside.zone] }\n`);
  writeFileSync(join(directory, 'outside.zone'), 'contoso.com. MX 0 mail.contoso.com.\n');
});
afterAll(() => rmSync(directory, { recursive: true }));

test('a program can load a topology with its files, analyse it and print the report', async () => {
  const loaded = await loadTopology(join(directory, 'a', 'topology.yaml'));
  if (!loaded.ok) throw new Error(loaded.unusable.problems.map((it) => plain(it.problem)).join(' '));
  expect(loaded.value.topology.dns.view.lookup('contoso.com', 'MX')).toMatchObject({
    status: 'records',
    records: [[0, 'mail.contoso.com']],
  });
  const options = { asOf: Date.UTC(2026, 10, 21), assume: new Map(), down: [], rules: new Map() };
  const report = { version: '1', asOf: options.asOf, topologies: [analyze(loaded.value, options)] };
  const style = { color: false, width: 80, verbose: false, quiet: false };
  expect(JSON.parse(renderReport(report, 'json', style)).topologies[0].file).toBe(
    join(directory, 'a', 'topology.yaml'),
  );
  expect(renderReport(report, 'terminal', style)).toMatch(/\.\n$/u);
});

test('a file outside the tree of the topology is a problem of the input, unless the caller allows it', async () => {
  const path = join(directory, 'a', 'outside.yaml');
  const refused = await loadTopology(path);
  expect(refused.ok ? '' : refused.unusable.problems.map((it) => plain(it.problem)).join(' ')).toContain(
    '../outside.zone',
  );
  expect((await loadTopology(path, { allowOutside: true })).ok).toBe(true);
});

test('a file that is not there is a value, with its neighbours of a similar name', async () => {
  const loaded = await loadTopology(join(directory, 'a', 'topologie.yaml'));
  const [problem] = loaded.ok ? [] : loaded.unusable.problems;
  expect(problem === undefined ? '' : plain(problem.problem)).toContain('There is no file');
  expect(problem?.remedy === undefined ? '' : plain(problem.remedy)).toBe('Its directory holds topology.yaml.');
});
