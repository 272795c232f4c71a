import { expect, test } from 'vitest';
import { recordingOracle } from '../../../src/simulate/oracle.ts';
import { simulate } from '../../../src/simulate/simulate.ts';
import { compileWorld } from '../../../src/simulate/world.ts';
import { readable } from '../../support/topology-reading.ts';
import { inbound, ruleWorld } from './rule-world.ts';

const shapes = [
  { SubjectContainsWords: ['invoice', 'urgent'] },
  { SenderDomainIs: ['fabrikam.com'], SentToScope: 'InOrganization' },
  { FromScope: 'NotInOrganization', SubjectMatchesPatterns: ['^\\[secret\\]'] },
  { HeaderContainsMessageHeader: 'X-Mark', HeaderContainsWords: ['1'] },
  { SentTo: ['bob@contoso.com'], FromMemberOf: ['team@contoso.com'] },
];

test('three hundred rules leave hundreds of messages a second even on a slow machine', async () => {
  const rules = Array.from({ length: 300 }, (_, index) => ({ ...shapes[index % shapes.length], DeleteMessage: true }));
  const read = await readable(
    JSON.stringify({ mxproof: 1, ...ruleWorld(rules), messages: [{ name: 'one', ...inbound }] }),
    undefined,
    'topology.json',
  );
  const world = compileWorld(read.topology, read.sources, {
    asOf: 0,
    assumptions: new Map(),
    down: [],
    patterns: read.patterns,
  });
  const [message] = read.topology.messages;
  if (message === undefined) throw new Error('the message is declared');
  const once = () => simulate(world, message, recordingOracle(), false).outcomes[0]?.status;
  expect(once()).toBe('delivered');
  const start = performance.now();
  for (let count = 0; count < 500; count++) once();
  const elapsed = performance.now() - start;
  expect(elapsed).toBeLessThan(2500);
});
