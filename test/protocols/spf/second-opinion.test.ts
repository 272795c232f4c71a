import { expect, test } from 'vitest';
import { plain } from '../../../src/model/text.ts';
import { secondOpinion } from '../../../src/protocols/spf/second-opinion.ts';

const opinions = async (record: string): Promise<string[]> =>
  (await secondOpinion(record)).map(({ column, term, message }) => `${column} ${term}: ${plain(message)}`);

test('a record that both read alike has no difference', async () => {
  expect(await opinions('v=spf1 ip4:192.0.2.0/24 include:spf.contoso.com mx -all')).toEqual([]);
});
test('an include that spf-parse takes for a is named with its column', async () => {
  expect(await opinions('v=spf1 mx include:spf.example.ca -all')).toEqual([
    '11 include:spf.example.ca: spf-parse reads it as a; by RFC 7208 it is include.',
  ]);
});
test('a sound record that spf-parse calls wrong is shown as sound', async () => {
  const found = await opinions('v=spf1 a//64 -all');
  expect(found.length).toBeGreaterThan(0);
  expect(found.join()).toContain('by RFC 7208 it is not');
});
test('an unsound record that spf-parse accepts is shown as unsound', async () => {
  expect(await opinions('v=spf1 exists:%{x}.example.com -all')).toEqual([
    expect.stringContaining('8 exists:%{x}.example.com: spf-parse reads it as exists'),
    expect.stringContaining('spf-parse accepts what RFC 7208 forbids'),
  ]);
});
test('a very long record is not shown to spf-parse', async () => {
  expect(await opinions(`v=spf1 ${'ip4:192.0.2.1 '.repeat(400)}-all`)).toEqual([
    expect.stringContaining('was not asked'),
  ]);
});
