import { expect, test } from 'vitest';
import { proveTopology } from '../../src/prove-topologies.ts';
import { proofOf } from '../support/prove-fixture.ts';
import { readable } from '../support/topology-reading.ts';

test('signed mail of a domain with DMARC that a stranger hands on passes DMARC, and not SPF', async () => {
  // RFC 7489 section 4.2: an aligned DKIM signature that verifies is enough, whoever hands the message in.
  const document = {
    mxproof: 1,
    tenant: {
      domain: 'contoso.onmicrosoft.com',
      acceptedDomains: ['contoso.com'],
      organizationConfig: { RejectDirectSend: false },
    },
    recipients: [{ address: 'anna@contoso.com', mailbox: 'cloud' }],
    dns: {
      records: [
        'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.',
        // No host passes SPF, so that only a signature can.
        'fabrikam.com. TXT "v=spf1 -all"',
        '_dmarc.fabrikam.com. TXT "v=DMARC1; p=reject"',
      ].join('\n'),
    },
    intents: [{ name: 'Never', when: { from: 'fabrikam.com', to: 'accepted' }, must: { dmarc: ['fail', 'none'] } }],
  };
  const read = await readable(JSON.stringify(document));
  const options = { asOf: Date.UTC(2026, 10, 21), intentsOnly: true };
  const { holds, counterexample } = proofOf(proveTopology({ ...read, file: 'topology.yaml' }, options), 'Never');
  expect(holds).toBe(false);
  const found = counterexample?.trace.outcomes.map(({ dmarc, status }) => [dmarc, status]);
  expect(found).toContainEqual(['pass', 'delivered']);
});
