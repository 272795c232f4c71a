import { expect, test } from 'vitest';
import { analyze } from '../../../src/analyze.ts';
import { plain } from '../../../src/model/text.ts';
import { filesOf, readable } from '../../support/topology-reading.ts';

/** Mailboxes that forward to the outside, which the policy forbids. */
async function findingsOf(mailboxes: number) {
  const document = {
    mxproof: 1,
    asOf: '2026-11-21',
    tenant: {
      domain: 'contoso.onmicrosoft.com',
      acceptedDomains: ['contoso.com'],
      hostedOutboundSpamFilterPolicies: [{ Name: 'Default', IsDefault: true, AutoForwardingMode: 'Off' }],
    },
    recipients: Array.from({ length: mailboxes }, (_, index) => ({
      address: `user${index}@contoso.com`,
      mailbox: 'cloud',
      forwardTo: `user${index}@fabrikam.com`,
    })),
    dns: {
      records: [
        'contoso.com. SOA ns1.contoso.com. hostmaster.contoso.com. 1 7200 900 1209600 300',
        'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.',
        'contoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"',
      ].join('\n'),
    },
  };
  const read = await readable(JSON.stringify(document, null, 1), filesOf({}), 'topology.json');
  const options = { asOf: Date.UTC(2026, 10, 21), assume: new Map(), down: [], rules: new Map() };
  const { findings } = analyze({ ...read, file: 'topology.json' }, options);
  return findings.filter((one) => one.rule === 'forwarding/blocked');
}

test('of very many blocked forwards the first are explained, and the rest are counted', async () => {
  const findings = await findingsOf(503);
  const [counted, ...explained] = findings.toSorted((left, right) => (left.subject > right.subject ? -1 : 1));
  expect([explained.length, counted?.subject]).toEqual([500, 'topology:tenant']);
  expect(counted && plain(counted.problem)).toMatch(/^And 3 more forwards do not arrive/u);
  expect(explained.every((one) => plain(one.problem).includes('AutoForwardingMode of the policy Default is Off'))).toBe(
    true,
  );
}, 60_000);
