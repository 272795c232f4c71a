import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { renderReport } from '../../src/report/render-report.ts';
import { proofsOf } from '../support/prove-fixture.ts';

const schema: object = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

const filtered = `
mxproof: 1
tenant: { domain: contoso.onmicrosoft.com, acceptedDomains: [contoso.com] }
services:
  - { name: filter, receivesAt: [mx.filter.example], addresses: [198.51.100.25], delivers: [{ domains: [contoso.com], to: tenant }] }
recipients: [{ address: anna@contoso.com, mailbox: cloud }]
dns: { records: "contoso.com. MX 0 mx.filter.example." }
intents:
  - { name: Internet mail is filtered, when: { from: internet, to: accepted }, must: { through: ["service:filter"] } }
`;

const source = { locate: () => undefined, line: () => undefined };
const report = async () => ({
  version: '0.1.0',
  asOf: Date.UTC(2026, 10, 21),
  file: 'topology.yaml',
  proofs: await proofsOf(filtered),
  sources: source,
});

describe('what prove says', () => {
  test('as JSON fits the schema, and names the refuted intent with a message to paste', async () => {
    const json = renderReport(await report(), 'json');
    expect(validate(JSON.parse(json)) ? [] : validate.errors).toEqual([]);
    const { intents } = JSON.parse(json);
    expect(intents).toMatchObject([{ name: 'Internet mail is filtered', holds: false }]);
    expect(intents[0].message).toMatchObject({ to: ['anna@contoso.com'], deliverTo: 'tenant' });
  });

  test.each([80, 120])('on a terminal of %i columns stays within it', async (width) => {
    const shown = renderReport(await report(), 'terminal', { color: false, width, verbose: false, quiet: false });
    // Lines of a snippet are to be copied, and so never broken.
    const tooLong = shown.split('\n').filter((line) => line.length > width && !/^ {4}[- ] /u.test(line));
    expect(tooLong).toEqual([]);
    expect(shown).toContain('refuted  Internet mail is filtered');
    expect(shown).toMatch(/\d+ hold, 2 refuted, 0 open\./u);
  });
});
