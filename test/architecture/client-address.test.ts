import { expect, test } from 'vitest';
import { readText, sources } from './source-files.ts';

/*
 * A proof takes one client's address for another where the simulation asked nothing that tells them apart. That is right
 * only if every question about a client's address is asked where it is noted: in src/simulate/client-address.ts.
 */

/** Files that ask about addresses of something else: of nodes, hosts, literals, connectors, or of what a sample expects. */
const aboutOthers: ReadonlySet<string> = new Set([
  'src/simulate/client-address.ts',
  'src/simulate/expectation.ts',
  'src/simulate/nodes/stranger.ts',
  'src/simulate/steps/resolve-next-hop.ts',
  'src/simulate/steps/resolve-smart-hosts.ts',
  'src/simulate/steps/source-address.ts',
  'src/simulate/world.ts',
  // Its question whether an address is private is noted beside it.
  'src/simulate/steps/recover-source-address.ts',
]);

const asks = (text: string): boolean => /\b(?:contains|containsText|parseAddress|parseClientAddress)\(/u.test(text);

test('a step asks about the address of a client where it is noted', () => {
  const simulating = sources.filter(
    (path) => path.startsWith('src/simulate/') && !path.startsWith('src/simulate/probes/'),
  );
  expect(simulating.length).toBeGreaterThan(80);
  const found = simulating.filter((path) => !aboutOthers.has(path) && asks(readText(path)));
  // Its look-up of a PTR record is noted as reading the whole address.
  expect(found).toEqual(['src/simulate/steps/match-sender-lists.ts']);
});

test('this would be found', () => {
  expect(asks('if (containsText(set, address)) return;')).toBe(true);
});
