import { describe, expect, test } from 'vitest';
import { traceMessages } from '../../src/analyze.ts';
import { plain } from '../../src/model/text.ts';
import type { Proofs } from '../../src/prove/prove.ts';
import { messageObject } from '../../src/report/message-snippet.ts';
import type { Piece } from '../simulate/follow.ts';
import { proofOf, proofsOf } from '../support/prove-fixture.ts';
import { readable } from '../support/topology-reading.ts';

/*
 * Each class that few topologies ask about, in a small organisation where it alone refutes a statement: with the question
 * taken out of the topology the same statement holds, and so it does for every message of the plain classes.
 */
const anna = { address: 'anna@contoso.com', mailbox: 'cloud' };
const bob = { address: 'bob@contoso.com', mailbox: 'cloud', smtpAuth: false };
const mx = 'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.';

const organization = (over: { tenant?: Piece } & Piece = {}): Piece => {
  const { tenant, ...rest } = over;
  return {
    mxproof: 1,
    tenant: {
      domain: 'contoso.onmicrosoft.com',
      acceptedDomains: ['contoso.com'],
      organizationConfig: { RejectDirectSend: false, SmtpClientAuthenticationDisabled: true },
      ...(tenant as object),
    },
    recipients: [anna, bob],
    dns: { records: mx },
    ...rest,
  };
};

const intent = (when: Piece, must: Piece) => ({ intents: [{ name: 'The statement', when, must }] });
const proved = (topology: Piece): Promise<Proofs> => proofsOf(JSON.stringify(topology));
const statement = (proofs: Proofs) => proofOf(proofs, 'The statement');

/** The counterexample as it could stand under `messages`, and whether it shows the same there. */
async function shown(topology: Piece, proofs: Proofs, id: string) {
  const message = proofOf(proofs, id).counterexample?.message;
  if (message === undefined) return undefined;
  const written = messageObject(message);
  const read = await readable(JSON.stringify({ ...topology, messages: [written] }));
  const [trace] = traceMessages({ ...read, file: 'topology.yaml' }, { asOf: Date.UTC(2026, 10, 21) });
  return { written, statuses: trace?.outcomes.map((one) => one.status), trace };
}

describe('recipients of whom Enhanced Filtering is on for some (EFC-4)', () => {
  const behind = (efUsers: readonly string[]): Piece => ({
    ...organization({
      tenant: {
        inboundConnectors: [
          {
            Name: 'From the filter',
            ConnectorType: 'Partner',
            SenderDomains: ['*'],
            RestrictDomainsToIPAddresses: true,
            SenderIPAddresses: ['198.51.100.24'],
            EFSkipLastIP: true,
            EFUsers: efUsers,
          },
        ],
      },
      services: [
        {
          name: 'filter',
          receivesAt: ['mx.filter.example'],
          addresses: ['198.51.100.24'],
          delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
        },
      ],
      partners: [{ name: 'fabrikam', domains: ['fabrikam.com'], addresses: ['192.0.2.10'] }],
      dns: {
        records: 'contoso.com. MX 0 mx.filter.example.\nfabrikam.com. TXT "v=spf1 ip4:192.0.2.10 -all"',
        unknownNames: 'nxdomain',
      },
    }),
    ...intent({ from: 'partner:fabrikam', to: 'anna@contoso.com' }, { spf: ['pass', 'none'] }),
  });

  test('a message to somebody on the list is judged by the filter where it goes to somebody else, too', async () => {
    const topology = behind(['anna@contoso.com']);
    const proofs = await proved(topology);
    expect(statement(proofs).holds).toBe(false);
    const found = await shown(topology, proofs, 'The statement');
    expect(found?.written.to).toEqual(['anna@contoso.com', 'bob@contoso.com']);
    expect(found?.trace?.outcomes.map((one) => one.spf)).toEqual(['fail', 'fail']);
    expect(statement(await proved(behind(['anna@contoso.com', 'bob@contoso.com']))).holds).toBe(true);
  });
});

describe('recipients in several domains of one session (ATTR-8, ATTR-9)', () => {
  const relayed = (domains: readonly string[]): Piece => ({
    ...organization({
      tenant: {
        acceptedDomains: domains,
        inboundConnectors: [
          {
            Name: 'Own servers',
            ConnectorType: 'OnPremises',
            SenderDomains: ['*'],
            SenderIPAddresses: ['203.0.113.25'],
          },
        ],
      },
      services: [
        {
          name: 'gateway',
          receivesAt: ['mx.gateway.example'],
          addresses: ['203.0.113.25'],
          delivers: [{ domains: [...domains], to: 'tenant' }],
        },
      ],
      recipients: domains.map((domain) => ({ address: `anna@${domain}`, mailbox: 'cloud' })),
      partners: [{ name: 'fabrikam', domains: ['fabrikam.com'], addresses: ['192.0.2.10'] }],
      dns: { records: domains.map((domain) => `${domain}. MX 0 mx.gateway.example.`).join('\n') },
    }),
    ...intent({ from: 'partner:fabrikam', to: 'anna@contoso.com' }, { connector: 'Own servers' }),
  });

  test('a foreign sender is attributed by one recipient domain, and not by two', async () => {
    const topology = relayed(['contoso.com', 'sales.contoso.com']);
    const proofs = await proved(topology);
    expect(statement(proofs).holds).toBe(false);
    const found = await shown(topology, proofs, 'The statement');
    expect(found?.written.to).toEqual(['anna@contoso.com', 'anna@sales.contoso.com']);
    expect(found?.trace?.outcomes.map((one) => one.directionality)).toEqual(['Incoming', 'Incoming']);
    expect(statement(await proved(relayed(['contoso.com']))).holds).toBe(true);
  });
});

describe('certificates of strangers', () => {
  const named = (name: string): Piece =>
    organization({
      tenant: {
        inboundConnectors: [
          { Name: 'By name', ConnectorType: 'OnPremises', SenderDomains: ['*'], TlsSenderCertificateName: name },
        ],
      },
    });

  test('a star before a public suffix lets everybody be one of the own servers (ATTR-7, ATTR-16)', async () => {
    const topology = named('*.org');
    const proofs = await proved(topology);
    expect(proofOf(proofs, 'no-false-attribution').holds).toBe(false);
    const found = await shown(topology, proofs, 'no-false-attribution');
    expect(found?.written.source).toMatchObject({ certificateNames: ['stranger.org'] });
    expect(found?.trace?.hops[0]?.attribution?.directionality).toBe('Originating');
  });

  test('a star before a domain that has an owner does not', async () => {
    expect(proofOf(await proved(named('*.contoso.com')), 'no-false-attribution').holds).toBe(true);
  });
});

describe('clients with the credentials of a mailbox (SUB-1, SUB-2)', () => {
  const allowing = (disabled: boolean): Piece => ({
    ...organization({ tenant: { organizationConfig: { SmtpClientAuthenticationDisabled: disabled } } }),
    ...intent({ from: 'cloud', to: 'bob@contoso.com' }, { notThrough: ['internet'] }),
  });

  test('submit from anywhere where SMTP AUTH is allowed, and are told of where it is not', async () => {
    const topology = allowing(false);
    const proofs = await proved(topology);
    expect(statement(proofs).holds).toBe(false);
    expect((await shown(topology, proofs, 'The statement'))?.written).toMatchObject({ authenticated: true });
    const without = await proved(allowing(true));
    expect(statement(without).holds).toBe(true);
    expect(without.notCovered.map((one) => plain(one)).join('\n')).toContain('credentials of a mailbox');
  });
});

describe('people outside the directory whom words or patterns in an address tell apart', () => {
  const said = async (conditions: Piece) => {
    const transportRules = [{ Name: 'R', ...conditions, RejectMessageReasonText: 'No' }];
    return (await proved(organization({ tenant: { transportRules } }))).notCovered.map((one) => plain(one)).join('\n');
  };

  test('are named as not covered where a rule asks so, and not elsewhere', async () => {
    const words = 'only words or patterns in an address tell apart';
    expect(await said({ FromAddressContainsWords: ['news'] })).toContain(words);
    expect(await said({ SubjectContainsWords: ['x'], ExceptIfRecipientAddressMatchesPatterns: ['^x'] })).toContain(
      words,
    );
    expect(await said({ SubjectContainsWords: ['news'] })).not.toContain(words);
  });
});

describe('senders whom a rule knows by group or attribute', () => {
  const trusting = (exception: Piece, department: string): Piece => ({
    ...organization({
      tenant: {
        transportRules: [
          {
            Name: 'Nobody outside but the board',
            FromScope: 'NotInOrganization',
            ...exception,
            RejectMessageReasonText: 'No',
          },
        ],
      },
      recipients: [
        { ...anna, attributes: { Department: department } },
        bob,
        { address: 'board@contoso.com', members: department === 'Board' ? ['anna@contoso.com'] : [] },
      ],
    }),
    ...intent({ from: 'internet', to: 'bob@contoso.com' }, { status: ['rejected', 'bounced', 'dropped'] }),
  });

  test.each([
    ['a group', { ExceptIfFromMemberOf: ['board@contoso.com'] }],
    ['an attribute', { ExceptIfSenderADAttributeContainsWords: ['Department:Board'] }],
  ])('%s: anybody may write the address of such a person', async (_, exception) => {
    const topology = trusting(exception, 'Board');
    const proofs = await proved(topology);
    expect(statement(proofs).holds).toBe(false);
    const found = await shown(topology, proofs, 'The statement');
    expect([found?.written.from, found?.statuses]).toEqual(['anna@contoso.com', ['delivered']]);
    expect(statement(await proved(trusting(exception, 'Sales'))).counterexample).toBeUndefined();
  });
});

describe('sizes just above a limit that is declared', () => {
  const limited = (over: Piece): Piece => ({
    ...organization({ recipients: [anna, { ...bob, ...over }] }),
    ...intent({ from: 'cloud', to: 'bob@contoso.com' }, { status: 'delivered' }),
  });

  test('are returned to the sender (LIM-11)', async () => {
    const topology = limited({ maxReceiveSize: '10 MB' });
    const proofs = await proved(topology);
    expect(statement(proofs).holds).toBe(false);
    const found = await shown(topology, proofs, 'The statement');
    expect(found?.written.size).toBe(10 * 1024 ** 2 + 1);
    expect(found?.statuses).toEqual(['bounced']);
    expect(statement(await proved(limited({}))).holds).toBe(true);
  });
});
