import { expect, test } from 'vitest';
import { traceMessages } from '../../src/analyze.ts';
import type { FileAccess } from '../../src/input/problem.ts';
import { readTopology } from '../../src/input/topology/read-topology.ts';
import { factOf } from '../../src/model/source.ts';
import { analyzeWithProofs as analyze } from '../../src/prove-topologies.ts';
import { renderReport } from '../../src/report/render-report.ts';

const style = { color: false, width: 100, verbose: false, quiet: false };
const asOf = Date.UTC(2026, 10, 1);
const exported = '{\n  "Name": "From filter",\n  "SenderIPAddresses": ["10.1.2.3"]\n}\n';
const topology = `mxproof: 1
tenant:
  domain: contoso.onmicrosoft.com
  acceptedDomains: [contoso.com]
  inboundConnectors:
    - Name: From filter  #@ exports/in.json:2:11
      ConnectorType: OnPremises
      SenderIPAddresses:  #@ exports/in.json:3:24
        - 10.1.2.3  #@ exports/in.json:3:25
dns:
  records: |
    contoso.com. MX 0 contoso-com.mail.protection.outlook.com.
messages:
  - { name: m, from: a@example.org, to: [b@contoso.com], source: { address: 10.1.2.3 }, deliverTo: tenant }
`;

const access = (files: Readonly<Record<string, string>>): FileAccess => ({
  read(path) {
    const content = files[path];
    return content === undefined
      ? { ok: false, because: 'outside' }
      : { ok: true, bytes: new TextEncoder().encode(content) };
  },
  secret: () => undefined,
});

async function read(text: string, files: Readonly<Record<string, string>>) {
  const found = await readTopology('topology.yaml', text, access(files));
  if (!found.ok) throw new Error('the topology is sound');
  return { ...found.value, file: 'topology.yaml', notices: found.notices };
}

async function privateIp(text: string, files: Readonly<Record<string, string>>) {
  const input = await read(text, files);
  const report = analyze(input, { asOf });
  const finding = report.findings.find(({ rule }) => rule === 'connector/private-ip');
  const check = { version: '0', asOf, topologies: [report] };
  return {
    finding,
    terminal: renderReport(check, 'terminal', style),
    json: JSON.parse(renderReport(check, 'json', style)),
  };
}

test('a finding keeps its place in the topology and points into the export, with the words there', async () => {
  const { finding, terminal, json } = await privateIp(topology, { 'exports/in.json': exported });
  expect(finding?.location).toMatchObject({ file: 'topology.yaml', line: 9 });
  expect(finding?.evidence).toContainEqual({
    at: { file: 'exports/in.json', line: 3, column: 25 },
    text: '"SenderIPAddresses": ["10.1.2.3"]',
  });
  expect(terminal).toContain('Export  exports/in.json:3:25: "SenderIPAddresses": ["10.1.2.3"]');
  const printed = json.topologies[0].findings.find(({ rule }: { rule: string }) => rule === 'connector/private-ip');
  expect(printed.evidence).toContainEqual({
    location: { file: 'exports/in.json', line: 3, column: 25 },
    text: '"SenderIPAddresses": ["10.1.2.3"]',
  });
});

test('moving lines takes the places along', async () => {
  const moved = topology.replace('tenant:\n', '# a comment of the author\n\ntenant:\n');
  const { finding } = await privateIp(moved, { 'exports/in.json': exported });
  expect(finding?.location).toMatchObject({ line: 11 });
  expect(finding?.evidence.some(({ at }) => at?.file === 'exports/in.json' && at.line === 3)).toBe(true);
});

test('an export that is gone, or lies outside the directory, is named and not quoted', async () => {
  const outside = topology.replaceAll('exports/in.json', '../../etc/passwd');
  const { finding } = await privateIp(outside, { 'exports/in.json': exported });
  const named = finding?.evidence.find(({ at }) => at?.file === '../../etc/passwd');
  expect(named && factOf(named)).toBe('exported from here; the file cannot be read from the directory of the topology');
});

test('a decision of a trace points into the export, too', async () => {
  const input = await read(topology, { 'exports/in.json': exported });
  const [trace] = traceMessages(input, { asOf });
  const decision = trace?.hops[0]?.decisions.find(({ step }) => step === 'attribute-connection');
  const files = decision?.evidence.map(({ at }) => at?.file);
  expect(files).toEqual(['topology.yaml', 'exports/in.json']);
  const report = {
    version: '0',
    asOf,
    file: 'topology.yaml',
    traces: [trace].filter((one) => one !== undefined),
    sources: input.sources,
  };
  expect(renderReport(report, 'terminal', style)).toContain('Evidence  exports/in.json:2:11: "Name": "From filter",');
});
