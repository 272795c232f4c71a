import { describe, expect, test } from 'vitest';
import { plain } from '../../src/model/text.ts';
import type { Proof } from '../../src/prove/prove.ts';
import { proveTopology } from '../../src/prove-topologies.ts';
import type { Piece } from '../simulate/follow.ts';
import { proofOf } from '../support/prove-fixture.ts';
import { readable } from '../support/topology-reading.ts';

/*
 * Each kind of statement of the contract, proved and refuted in one small organisation: two mailboxes in the cloud, of which
 * one forwards, mail over the tenant's own MX, and a partner who is reached over TLS.
 */
const organization: Piece = {
  mxproof: 1,
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: ['contoso.com'],
    organizationConfig: { RejectDirectSend: false },
    outboundConnectors: [
      {
        Name: 'To fabrikam',
        ConnectorType: 'Partner',
        RecipientDomains: ['fabrikam.com'],
        UseMXRecord: true,
        TlsSettings: 'EncryptionOnly',
      },
      { Name: 'To a branch', ConnectorType: 'Partner', RecipientDomains: ['branch.example.org'], UseMXRecord: true },
    ],
  },
  partners: [
    {
      name: 'fabrikam',
      domains: ['fabrikam.com'],
      addresses: ['192.0.2.10'],
      receivesAt: ['mail.fabrikam.com'],
      tls: 'required',
    },
  ],
  recipients: [
    { address: 'anna@contoso.com', mailbox: 'cloud' },
    { address: 'carol@contoso.com', mailbox: 'cloud', forwardTo: 'carol@fabrikam.com' },
  ],
  dns: {
    records: [
      'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.',
      'contoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"',
      'fabrikam.com. MX 0 mail.fabrikam.com.',
      'fabrikam.com. TXT "v=spf1 ip4:192.0.2.10 -all"',
      '_dmarc.fabrikam.com. TXT "v=DMARC1; p=reject"',
    ].join('\n'),
  },
};

async function proved(when: Piece, must: Piece): Promise<Proof> {
  const read = await readable(JSON.stringify({ ...organization, intents: [{ name: 'The statement', when, must }] }));
  const proofs = proveTopology({ ...read, file: 'topology.yaml' }, { asOf: Date.UTC(2026, 10, 21), intentsOnly: true });
  return proofOf(proofs, 'The statement');
}

const toPartner = { from: 'cloud', to: 'partner:fabrikam' };
const unknown = { from: 'internet', to: 'no-such-recipient@contoso.com' };
const inside = { from: 'carol@contoso.com', to: 'anna@contoso.com' };

const cases: readonly (readonly [kind: string, when: Piece, holds: Piece, refuted: Piece])[] = [
  // ACC-3: a recipient that does not exist in an authoritative domain is refused with 5.4.1 at the edge.
  ['status', unknown, { status: 'rejected' }, { status: 'delivered' }],
  ['status, one of several', unknown, { status: ['rejected', 'bounced'] }, { status: ['sent', 'held'] }],
  ['code', unknown, { code: '5.4.1' }, { code: '5.1.1' }],
  ['through', toPartner, { through: ['tenant'] }, { through: ['internet'] }],
  ['notThrough', toPartner, { notThrough: ['internet'] }, { notThrough: ['partner:fabrikam'] }],
  ['endsAt', toPartner, { endsAt: 'partner:fabrikam' }, { endsAt: 'tenant' }],
  // OUT: EncryptionOnly demands TLS and validates no name.
  ['tls', toPartner, { tls: true }, { tls: 'verified' }],
  // OUT-5: the exact domain of the recipient names the one connector of the two.
  ['connector', toPartner, { connector: 'To fabrikam' }, { connector: 'To a branch' }],
  ['connector, with its kind', toPartner, { connector: 'outbound:To fabrikam' }, { connector: 'inbound:To fabrikam' }],
  // A list is the whole list in its order.
  ['connector, all of them', toPartner, { connector: ['To fabrikam'] }, { connector: ['To fabrikam', 'To a branch'] }],
  ['connector, where none is passed', inside, { connector: [] }, { connector: 'To fabrikam' }],
  // AUTH: what comes from the partner's address passes his record, and is aligned with his From.
  ['spf', { from: 'partner:fabrikam', to: 'anna@contoso.com' }, { spf: 'pass' }, { spf: 'fail' }],
  ['dmarc', { from: 'partner:fabrikam', to: 'anna@contoso.com' }, { dmarc: ['pass', 'none'] }, { dmarc: 'fail' }],
];

describe('a statement with', () => {
  test.each(cases)('%s is proved where it holds and refuted where it does not', async (_, when, holds, refuted) => {
    const [good, bad] = [await proved(when, holds), await proved(when, refuted)];
    expect(good.counterexample && plain(good.counterexample.why)).toBe(undefined);
    expect(good.classes).toBeGreaterThan(0);
    expect([good.holds, bad.holds]).toEqual([true, false]);
  });

  test('internal is proved of own mail, and refuted of mail from outside', async () => {
    expect((await proved(inside, { internal: true })).holds).toBe(true);
    expect((await proved({ from: 'internet', to: 'anna@contoso.com' }, { internal: true })).holds).toBe(false);
  });
});

test('what rests on a point that the documents leave open names it', async () => {
  // OSP-6: Automatic counts as Off, or as On in some tenants.
  const { holds, dependsOn } = await proved(
    { from: 'anna@contoso.com', to: 'carol@contoso.com' },
    { status: ['bounced', 'rejected'] },
  );
  expect(holds).toBe(true);
  expect(dependsOn.map(({ assumption, answer }) => [assumption, answer])).toContainEqual([
    'forwarding.automaticMeans',
    'on',
  ]);
});

test('from and to mean the parties of the contract', async () => {
  const classes = async (when: Piece) => (await proved(when, { status: 'delivered' })).classes;
  expect(await classes({ from: 'cloud', to: 'anna@contoso.com' })).toBe(1);
  expect(await classes({ from: '*@contoso.com', to: '*' })).toBeGreaterThan(0);
  expect(await classes({ from: 'accepted', to: 'cloud' })).toBeGreaterThan(
    await classes({ from: 'cloud', to: 'cloud' }),
  );
  expect(await classes({ from: 'onPremises', to: 'accepted' })).toBe(0);
  expect(await classes({ from: 'nobody@example.org', to: 'internet' })).toBe(0);
});
