import { describe, expect, test } from 'vitest';
import { fates, inbound, open, traced } from '../rules/rule-world.ts';

const id = '5f2c6a7e-0000-4000-8000-000000000001';
const passed = (...ids: readonly string[]) => ({
  ...inbound,
  headers: { 'X-LD-Processed': ids.map((one) => `${one},ExtAddr`) },
});

describe('RULE-56: how often a message has passed a tenant', () => {
  test('nobody declares the id of a tenant: three times the same is a loop or is not', async () => {
    const trace = await traced([], passed(id, id, id));
    expect([fates(trace), open(trace)]).toEqual([['anna delivered'], ['yes: anna looped']]);
    const looped = trace.alternatives[0]?.outcomes[0];
    expect([looped?.endsAt, looped?.reply?.enhanced]).toEqual(['tenant', '5.4.14']);
  });

  test.each([[[id, id]], [[id, id, id.replace('1', '2')]]])('%s is no loop', async (ids) => {
    const trace = await traced([], passed(...ids));
    expect([fates(trace), open(trace)]).toEqual([['anna delivered'], []]);
  });

  test('what the field says to a rule is known in part only: the tenant adds to it', async () => {
    const rule = { HeaderMatchesMessageHeader: 'X-LD-Processed', HeaderMatchesPatterns: ['.'], DeleteMessage: true };
    const trace = await traced([rule], inbound);
    expect([fates(trace), open(trace)]).toEqual([['anna delivered'], ['matches: anna dropped R1']]);
  });
});
