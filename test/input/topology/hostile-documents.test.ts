import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTopology } from '../../../src/input/topology/read-topology.ts';
import { noFiles, readable } from '../../support/topology-reading.ts';

const document = `mxproof: 1
tenant:
  domain: contoso.onmicrosoft.com
  acceptedDomains: [contoso.com, { DomainName: fabrikam.com, DomainType: 2 }]
  inboundConnectors: [{ Name: A, ConnectorType: Partner, SenderDomains: ["smtp:*;1"], SenderIPAddresses: [192.0.2.1] }]
  recipients: [{ PrimarySmtpAddress: x@contoso.com, EmailAddresses: ["smtp:y@contoso.com"] }]
onPremises:
  servers: [{ name: EX01, addresses: [203.0.113.5], reachableFrom: [tenant] }]
  sendConnectors: [{ Name: Out, AddressSpaces: ["SMTP:*;1"], SmartHosts: ["[192.0.2.9]"] }]
  receiveConnectors: [{ Name: In, Server: EX01, Bindings: ["0.0.0.0:25"], extendedRights: [{ User: u, ExtendedRights: [r] }] }]
recipients: [{ address: anna@contoso.com, mailbox: cloud, inboxRules: [{ redirectTo: [a@example.org] }] }]
services: [{ name: filter, provider: mimecast-eu, delivers: [{ domains: ["*"], to: mx }], sendsAs: [contoso.com] }]
partners: [{ name: p, domains: [example.net], certificateNames: ["*.example.net"] }]
dns:
  records: |
    contoso.com. MX 10 mx.filter.example.
certificates: { c: { subject: CN=mail.contoso.com, key: rsa2048 } }
assumptions: { loop.hopLimit: 15 }
intents: [{ name: i, when: { from: internet }, must: { tls: true } }]
messages: [{ name: m, from: a@example.org, to: [anna@contoso.com], source: { address: 198.51.100.7 }, expect: { status: sent } }]
settings: { rules: { "spf/*": off }, suppress: [{ rule: spf/missing, reason: known }] }
`;

async function onlyProblemsWithAPlace(content: string | Uint8Array, file: string): Promise<void> {
  const read = await readTopology(file, content, noFiles);
  if (read.ok) return;
  expect(read.problems.length).toBeGreaterThan(0);
  for (const { at } of read.problems) expect(at?.line).toBeGreaterThanOrEqual(1);
}

describe('whatever a file holds, reading ends with a topology or with problems that have a place', () => {
  test('the document that is mutated below is usable', async () => {
    expect((await readable(document)).topology.messages).toHaveLength(1);
  });

  test('random bytes', async () => {
    const input = fc.tuple(fc.uint8Array({ maxLength: 400 }), fc.constantFrom('a.yaml', 'a.json', '-'));
    await fc.assert(
      fc.asyncProperty(input, ([bytes, file]) => onlyProblemsWithAPlace(bytes, file)),
      { seed: 20_261_121, numRuns: 300 },
    );
  });

  test('random text of the signs that YAML and JSON give a meaning', async () => {
    const unit = fc.constantFrom(...'{}[],:&*!|>\'"%@`#-? \n\tab1.~<', 'mxproof: 1\n', '__proto__', '  ');
    const input = fc.tuple(fc.string({ unit, maxLength: 120 }), fc.constantFrom('a.yaml', 'a.json'));
    await fc.assert(
      fc.asyncProperty(input, ([text, file]) => onlyProblemsWithAPlace(text, file)),
      { seed: 20_261_122, numRuns: 1_000 },
    );
  });

  test('a sound document of which a part is replaced', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'null',
        '{}',
        '[]',
        '[null]',
        '""',
        '7',
        'true',
        '*x',
        '&x ',
        '"\\u0000"',
        '…',
        '{ value: [x], Count: 1 }',
        '2026-11-21',
        '🙂',
      ),
      fc.string({ maxLength: 6 }),
    );
    const input = fc.tuple(fc.nat(document.length), fc.nat(12), piece);
    const mutate = ([at, length, text]: [number, number, string]) =>
      onlyProblemsWithAPlace(document.slice(0, at) + text + document.slice(at + length), 'a.yaml');
    await fc.assert(fc.asyncProperty(input, mutate), { seed: 20_261_123, numRuns: 600 });
  });

  test('a sound document in which a value is replaced by one of another kind', async () => {
    const { document: parsed } = await readable(document);
    const paths = pathsOf(parsed.data);
    const kinds = fc.constantFrom<unknown>(
      null,
      0,
      -1,
      1e300,
      true,
      '',
      'x',
      '*',
      [],
      {},
      [[]],
      [null],
      [{}],
      { a: { b: [1] } },
      { value: 1 },
      { Value: 'x', value: 2 },
      { ToString: 'x' },
      { ToString: 7 },
      '__proto__',
      { constructor: 1, hasOwnProperty: 2, toString: 3 },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), kinds, (path, value) =>
        onlyProblemsWithAPlace(JSON.stringify(replaced(parsed.data, path, value)), 'a.json'),
      ),
      { seed: 20_261_124, numRuns: 1_500 },
    );
  });
});

test('a topology with twenty thousand recipients is read within a few seconds', async () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, index) => `  - { address: user${index}@contoso.com, mailbox: cloud }\n`,
  );
  const started = performance.now();
  const { topology } = await readable(
    `mxproof: 1\ntenant: { domain: contoso.onmicrosoft.com, acceptedDomains: [contoso.com] }\nrecipients:\n${rows.join('')}`,
  );
  expect(topology.recipients).toHaveLength(20_000);
  // Ten times what it takes on a quiet machine: a guard against quadratic work, not a measurement.
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a hundred thousand faults give a bounded list in linear time', async () => {
  const started = performance.now();
  const read = await readTopology(
    'a.yaml',
    `mxproof: 1\nservices:\n${'- { nam: x, foo: y }\n'.repeat(100_000)}`,
    noFiles,
  );
  expect(read.ok ? [] : read.problems).toHaveLength(50);
  // Joining the faults by copying took minutes here.
  expect(performance.now() - started).toBeLessThan(15_000);
});

test('five thousand unknown properties give a bounded list that says so', async () => {
  const connectors = Array.from({ length: 5_000 }, (_, index) => ({
    Name: `c${index}`,
    ConnectorType: 'Partner',
    Nonsense: 1,
  }));
  const { notices } = await readable(
    JSON.stringify({ mxproof: 1, tenant: { domain: 'contoso.onmicrosoft.com', inboundConnectors: connectors } }),
    noFiles,
    'a.json',
  );
  expect(notices).toHaveLength(1_001);
  expect(notices.at(-1)?.subject).toBe('topology:document');
});

function pathsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, by) : item));
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [key]: replaced(record[key], rest, by) };
}
