import { expect, test } from 'vitest';
import { secondOpinion } from '../../src/cli/second-opinion.ts';
import { plain } from '../../src/model/text.ts';

async function opinion(record: string | null) {
  const { agrees, says } = await secondOpinion(record);
  return { agrees, says: says.map((line) => plain(line)) };
}

test('spf-parse agrees about an ordinary record', async () => {
  expect(await opinion('v=spf1 ip4:192.0.2.0/24 a mx/24 include:b.example exp=x.b.example ~all')).toMatchObject({
    agrees: true,
  });
});

test('its known misreading of a name that holds a mechanism is shown as a difference', async () => {
  const { agrees, says } = await opinion('v=spf1 include:spf.example.ca -all');
  expect(agrees).toBe(false);
  expect(says).toContain('It does not see +include:spf.example.ca.');
});

test('a record that it takes for valid and RFC 7208 does not is a difference', async () => {
  const { agrees, says } = await opinion('v=spf1 ip4:192.0.2.300 -all');
  expect(agrees).toBe(false);
  expect(says.join(' ')).toMatch(/permanent error|does not see/u);
});

test('without a record there is nothing to differ about', async () => {
  expect(await opinion(null)).toEqual({ agrees: true, says: ['There is no record to read.'] });
});
