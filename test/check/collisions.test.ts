import { describe, expect, test } from 'vitest';
import { collisionsAmong } from '../../src/check/collisions.ts';
import { readable } from '../support/topology-reading.ts';

const tenant = (name: string, domains: string, connectors = '[]') => `mxproof: 1
asOf: 2026-11-21
tenant: { domain: ${name}.onmicrosoft.com, acceptedDomains: [${domains}], inboundConnectors: ${connectors} }
`;
const by = (addresses: string): string =>
  `[{ Name: Own, ConnectorType: OnPremises, Enabled: true, SenderIPAddresses: [${addresses}] }]`;

async function collisions(...documents: readonly string[]) {
  const members = await Promise.all(
    documents.map(async (document, index) => ({
      file: `${index}.yaml`,
      topology: (await readable(document)).topology,
    })),
  );
  return collisionsAmong(members).map(
    ({ kind, value, holders }) => `${kind} ${value}: ${holders.map(({ file }) => file).join(' ')}`,
  );
}

describe('collisions of a portfolio', () => {
  test('addresses are told apart by who holds them, and neighbours of the same holders are one run', async () => {
    const found = await collisions(
      tenant('a', 'a.example', by('192.0.2.0/28')),
      tenant('b', 'b.example', by('192.0.2.4/31, 192.0.2.8')),
      tenant('c', 'c.example', by('192.0.2.5, 192.0.2.6')),
    );
    expect(found).toEqual([
      'address 192.0.2.4, 192.0.2.8: 0.yaml 1.yaml',
      'address 192.0.2.5: 0.yaml 1.yaml 2.yaml',
      'address 192.0.2.6: 0.yaml 2.yaml',
    ]);
  });

  test('two connectors of one tenant collide with nobody', async () => {
    expect(
      await collisions(tenant('a', 'a.example', by('192.0.2.1')), tenant('a', 'a.example', by('192.0.2.1'))),
    ).toEqual([]);
  });

  test('a single topology has none', async () => {
    expect(await collisions(tenant('a', 'a.example', by('192.0.2.1')))).toEqual([]);
  });
});
