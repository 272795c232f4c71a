import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/simulate/trace.ts';
import { follow, openPoints, outcomeOf, type Piece, wayOf } from '../follow.ts';

const world = (anna: Piece = {}, rest: Piece = {}): Piece => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: ['contoso.com'],
    organizationConfig: { RejectDirectSend: false },
  },
  recipients: [
    { address: 'anna@contoso.com', mailbox: 'cloud', ...anna },
    { address: 'bea@contoso.com', mailbox: 'cloud', maxReceiveSize: '150 MB' },
    { address: 'staff@contoso.com', members: ['bea@contoso.com'] },
  ],
  dns: {
    records: ['contoso.com. MX 0 contoso-com.mail.protection.outlook.com.', 'example.org. MX 0 mx.example.org.'].join(
      '\n',
    ),
  },
  ...rest,
});
const tenantWith = (more: Piece): Piece => ({ tenant: { ...(world().tenant as Piece), ...more } });
const inwards: Piece = { from: 'alice@example.org', to: ['anna@contoso.com'] };
const outwards: Piece = { from: 'anna@contoso.com', to: ['alice@example.org'] };
const end = (outcome: Outcome) =>
  outcome.reply === null ? wayOf(outcome) : `${wayOf(outcome)} ${outcome.reply.code} ${outcome.reply.enhanced}`;
const fate = async (topology: Piece, message: Piece, assume: Readonly<Record<string, string>> = {}) =>
  end(await outcomeOf(topology, message, { assume }));

const taken = 'delivered: internet > tenant';
const refused = 'bounced: internet > tenant 550 5.2.3';

describe('the size that a mailbox receives (LIM-11)', () => {
  test.each([
    ['10 MB', '10 MB', taken],
    ['10 MB', '10.01 MB', refused],
    [10_485_760, 10_485_760, taken],
    [10_485_760, 10_485_761, refused],
  ])('MaxReceiveSize %s: %s is %s', async (maxReceiveSize, size, ends) => {
    expect(await fate(world({ maxReceiveSize }), { ...inwards, size })).toBe(ends);
  });

  test('a pasted object says it in the words of the export, and goes before the shorthand', async () => {
    const recipients = (MaxReceiveSize: unknown) => [
      { PrimarySmtpAddress: 'anna@contoso.com', RecipientTypeDetails: 'UserMailbox', MaxReceiveSize },
    ];
    const pasted = (size: unknown) => world({ maxReceiveSize: '1 MB' }, tenantWith({ recipients: recipients(size) }));
    expect(await fate(pasted('36 MB (37,748,736 bytes)'), { ...inwards, size: 37_748_736 })).toBe(taken);
    expect(await fate(pasted('36 MB (37,748,736 bytes)'), { ...inwards, size: 37_748_737 })).toBe(refused);
    expect(await fate(pasted('Unlimited'), { ...inwards, size: '140 MB' })).toBe(taken);
    expect(
      await fate(pasted({ IsUnlimited: false, Value: '5 MB (5,242,880 bytes)' }), { ...inwards, size: '6 MB' }),
    ).toBe(refused);
  });

  test('without a size, what the sample describes is its size', async () => {
    const attachments = [
      { name: 'a.zip', size: '6 MB' },
      { name: 'b.zip', size: '5 MB' },
    ];
    expect(await fate(world({ maxReceiveSize: '10 MB' }), { ...inwards, attachments })).toBe(refused);
    expect(await fate(world({ maxReceiveSize: '11 MB' }), { ...inwards, attachments })).toBe(taken);
  });

  test('PUNC-22: not declared, it is 35 or 25 MB; the point is open only for sizes between', async () => {
    const at = async (size: string, assume: Readonly<Record<string, string>> = {}) => {
      const trace = await follow(world(), { ...inwards, size }, { assume });
      const [outcome] = trace.outcomes;
      return [outcome && end(outcome), openPoints(trace), outcome?.assumptions];
    };
    expect(await at('25 MB')).toEqual([taken, [], []]);
    expect(await at('30 MB')).toEqual([taken, ['limits.defaultMessageSize'], ['limits.defaultMessageSize']]);
    expect(await at('30 MB', { 'limits.defaultMessageSize': '25' })).toEqual([
      refused,
      [],
      ['limits.defaultMessageSize'],
    ]);
    expect(await at('35.5 MB')).toEqual([refused, [], []]);
  });

  test('the organisation says it for mailboxes that do not', async () => {
    const organizationConfig = { RejectDirectSend: false, MaxReceiveSize: '12 MB', MaxSendSize: '8 MB' };
    const topology = world({}, tenantWith({ organizationConfig }));
    expect(await fate(topology, { ...inwards, size: '13 MB' })).toBe(refused);
    expect(await fate(topology, { ...inwards, to: ['bea@contoso.com'], size: '13 MB' })).toBe(taken);
    expect(await fate(topology, { ...outwards, size: '9 MB' })).toBe('bounced: tenant 550 5.2.3');
  });

  test('PRED-44: before any rule, which therefore never sees it', async () => {
    const transportRules = [{ Name: 'Large', MessageSizeOver: '20 MB', Quarantine: true }];
    const outcome = await outcomeOf(world({ maxReceiveSize: '10 MB' }, tenantWith({ transportRules })), {
      ...inwards,
      size: '30 MB',
    });
    expect([end(outcome), outcome.rules, outcome.reply?.text]).toEqual([
      refused,
      [],
      'RESOLVER.RST.RecipSizeLimit; message too large for this recipient',
    ]);
  });

  test('LIM-12: inside the organisation the size with which it entered counts, where that was smaller', async () => {
    const headers = { 'X-MS-Exchange-Organization-OriginalSize': '1000' };
    const topology = world({ maxReceiveSize: '10 MB' });
    const inside = { from: 'bea@contoso.com', to: ['anna@contoso.com'], size: '11 MB' };
    expect(await fate(topology, inside)).toBe('bounced: tenant 550 5.2.3');
    expect(await fate(topology, { ...inside, headers })).toBe('delivered: tenant');
    // A stranger has no say in it.
    expect(await fate(topology, { ...inwards, size: '11 MB', headers })).toBe(refused);
  });

  test('large groups take less: 25 MB from 5000 members, 5 MB from 100 000', async () => {
    const sized = (GroupMemberCount: number) =>
      world(
        {},
        tenantWith({
          recipients: [
            {
              PrimarySmtpAddress: 'staff@contoso.com',
              RecipientTypeDetails: 'MailUniversalDistributionGroup',
              GroupMemberCount,
            },
          ],
        }),
      );
    const message = { ...inwards, to: ['staff@contoso.com'] };
    expect(await fate(sized(4_999), { ...message, size: '26 MB' })).toBe(taken);
    expect(await fate(sized(5_000), { ...message, size: '26 MB' })).toBe(refused);
    expect(await fate(sized(5_000), { ...message, size: '25 MB' })).toBe(taken);
    expect(await fate(sized(100_000), { ...message, size: '6 MB' })).toBe(refused);
  });
});

describe('what a mailbox sends', () => {
  test('MaxSendSize (LIM-11)', async () => {
    const topology = world({ maxSendSize: '3 MB' });
    expect(await fate(topology, { ...outwards, size: '3 MB' })).toBe('sent: tenant > internet');
    const outcome = await outcomeOf(topology, { ...outwards, size: '4 MB' });
    expect([end(outcome), outcome.reply?.text]).toEqual([
      'bounced: tenant 550 5.2.3',
      'RESOLVER.RST.SendSizeLimit.Sender; message too large for this sender',
    ]);
  });

  test('no more than 112 MB leave Microsoft 365; inside, what the mailbox takes', async () => {
    const topology = world({ maxSendSize: '150 MB' });
    expect(await fate(topology, { ...outwards, size: '112 MB' })).toBe('sent: tenant > internet');
    expect(await fate(topology, { ...outwards, size: '113 MB' })).toBe('bounced: tenant 550 5.3.x');
    expect(await fate(topology, { ...outwards, to: ['bea@contoso.com'], size: '113 MB' })).toBe('delivered: tenant');
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => `x${index}@example.org`);
  const statuses = async (topology: Piece, count: number) => {
    const { outcomes } = await follow(topology, { ...outwards, to: many(count) });
    return [outcomes.length, [...new Set(outcomes.map((one) => `${one.status} ${one.reply?.enhanced ?? ''}`))]];
  };
  const limited = (RecipientLimits: unknown) =>
    world(
      {},
      tenantWith({
        recipients: [{ PrimarySmtpAddress: 'anna@contoso.com', RecipientTypeDetails: 'UserMailbox', RecipientLimits }],
      }),
    );

  test('500 recipients by default, more or fewer by RecipientLimits (LIM-13)', async () => {
    expect(await statuses(world(), 500)).toEqual([500, ['sent ']]);
    expect(await statuses(world(), 501)).toEqual([501, ['bounced 5.5.3']]);
    expect(await statuses(limited(3), 4)).toEqual([4, ['bounced 5.5.3']]);
    expect(await statuses(limited('700'), 501)).toEqual([501, ['sent ']]);
  });

  test('1000 at most, and MaxRecipientEnvelopeLimit where that is less', async () => {
    expect(await statuses(limited('Unlimited'), 1000)).toEqual([1000, ['sent ']]);
    expect(await statuses(limited('Unlimited'), 1001)).toEqual([1001, ['bounced 5.5.3']]);
    const organizationConfig = { RejectDirectSend: false, MaxRecipientEnvelopeLimit: 20 };
    expect(await statuses(world({}, tenantWith({ organizationConfig })), 21)).toEqual([21, ['bounced 5.5.3']]);
  });
});

describe('what any message of Exchange Online may have (LIM-15)', () => {
  const attachments = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `${index}.txt`, size: 1 }));
  test('250 attachments, in both directions', async () => {
    expect(await fate(world(), { ...inwards, attachments: attachments(250) })).toBe(taken);
    expect(await fate(world(), { ...inwards, attachments: attachments(251) })).toBe(
      'bounced: internet > tenant 550 5.6.x',
    );
    expect(await fate(world(), { ...outwards, attachments: attachments(251) })).toBe('bounced: tenant 550 5.6.x');
  });
  test('a subject of 255 characters', async () => {
    expect(await fate(world(), { ...inwards, subject: 'x'.repeat(255) })).toBe(taken);
    expect(await fate(world(), { ...inwards, subject: 'x'.repeat(256) })).toBe('bounced: internet > tenant 550 5.6.x');
  });
});

describe('more than 200 recipients of one domain in a transaction (LIM-14)', () => {
  const recipients = (count: number, domain = 'contoso.com') =>
    Array.from({ length: count }, (_, index) => ({ address: `p${index}@${domain}`, mailbox: 'cloud' }));
  const sessions = async (to: readonly { readonly address: string }[], topology: Piece) => {
    const trace = await follow({ ...topology, recipients: to }, { ...inwards, to: to.map(({ address }) => address) });
    return {
      statuses: [...new Set(trace.outcomes.map((one) => one.status))],
      hops: trace.hops.map((hop) => hop.recipients.length),
      split: trace.hops.map((hop) => hop.decisions.filter((one) => one.step === 'split-transactions').length),
    };
  };

  test('the rest comes in further ones, and nobody is lost', async () => {
    expect(await sessions(recipients(200), world())).toEqual({ statuses: ['delivered'], hops: [200], split: [0] });
    expect(await sessions(recipients(401), world())).toEqual({
      statuses: ['delivered'],
      hops: [200, 200, 1],
      split: [0, 1, 1],
    });
  });

  test('each domain counts for itself', async () => {
    const topology = world({}, tenantWith({ acceptedDomains: ['contoso.com', 'fabrikam.com'] }));
    const dns = {
      records: ['contoso.com', 'fabrikam.com']
        .map((one) => `${one}. MX 0 contoso-com.mail.protection.outlook.com.`)
        .join('\n'),
    };
    const both = [...recipients(150), ...recipients(150, 'fabrikam.com')];
    expect(await sessions(both, { ...topology, dns })).toEqual({ statuses: ['delivered'], hops: [300], split: [0] });
  });
});

describe('own servers', () => {
  const premises = (more: Piece, bob: Piece = {}): Piece => ({
    onPremises: {
      servers: [{ name: 'EX01', addresses: ['203.0.113.10'], fqdn: 'mail.contoso.com' }],
      acceptedDomains: ['contoso.com'],
      sendConnectors: [{ Name: 'Internet', AddressSpaces: ['SMTP:*;1'], DNSRoutingEnabled: true }],
      ...more,
    },
    recipients: [{ address: 'bob@contoso.com', mailbox: 'onPremises', ...bob }],
    dns: { records: 'contoso.com. MX 0 mail.contoso.com.\nexample.org. MX 0 mx.example.org.' },
  });
  const toBob: Piece = { from: 'alice@example.org', to: ['bob@contoso.com'] };
  const ofBob: Piece = { from: 'bob@contoso.com', to: ['alice@example.org'] };
  const receiving = {
    receiveConnectors: [
      {
        Name: 'Default Frontend EX01',
        Server: 'EX01',
        Bindings: ['0.0.0.0:25'],
        MaxMessageSize: '36 MB (37,748,736 bytes)',
        PermissionGroups: 'AnonymousUsers',
      },
    ],
  };

  test('MaxMessageSize of the receive connector refuses in the session: 552 5.3.4', async () => {
    expect(await fate(premises(receiving), { ...toBob, size: '36 MB' })).toBe('delivered: internet > server:EX01');
    expect(await fate(premises(receiving), { ...toBob, size: '37 MB' })).toBe(
      'rejected: internet > server:EX01 552 5.3.4',
    );
  });
  test('MaxMessageSize of the send connector: 550 5.3.4, and the sender is told', async () => {
    const sendConnectors = [
      { Name: 'Internet', AddressSpaces: ['SMTP:*;1'], DNSRoutingEnabled: true, MaxMessageSize: '10 MB' },
    ];
    expect(await fate(premises({ sendConnectors }), { ...ofBob, size: '10 MB' })).toBe('sent: server:EX01 > internet');
    const outcome = await outcomeOf(premises({ sendConnectors }), { ...ofBob, size: '11 MB' });
    expect([end(outcome), outcome.connectors, outcome.reply?.ndr?.outcomes.map((one) => one.status)]).toEqual([
      'bounced: server:EX01 550 5.3.4',
      ['send:Internet'],
      ['delivered'],
    ]);
  });
  test('Get-TransportConfig says it for mailboxes that do not; without it nothing does (LIM-11, LIM-13)', async () => {
    const config = { transportConfig: { MaxReceiveSize: '5 MB', MaxSendSize: '4 MB', MaxRecipientEnvelopeLimit: 2 } };
    expect(await fate(premises(config), { ...toBob, size: '5 MB' })).toBe('delivered: internet > server:EX01');
    expect(await fate(premises(config), { ...toBob, size: '6 MB' })).toBe('bounced: internet > server:EX01 550 5.2.3');
    expect(await fate(premises(config), { ...ofBob, size: '5 MB' })).toBe('bounced: server:EX01 550 5.2.3');
    const larger = premises(config, { maxReceiveSize: '8 MB', maxSendSize: '8 MB' });
    expect(await fate(larger, { ...toBob, size: '6 MB' })).toBe('delivered: internet > server:EX01');
    expect(await fate(larger, { ...ofBob, size: '6 MB' })).toBe('sent: server:EX01 > internet');
    const several = (count: number): Piece => ({
      ...ofBob,
      to: Array.from({ length: count }, (_, index) => `a${index}@example.org`),
    });
    const statuses = async (topology: Piece, message: Piece) => [
      ...new Set((await follow(topology, message)).outcomes.map((one) => one.status)),
    ];
    expect(await statuses(premises(config), several(2))).toEqual(['sent']);
    expect(await statuses(premises(config), several(3))).toEqual(['bounced']);
    expect(await statuses(premises({}), several(600))).toEqual(['sent']);
  });
  test('mailboxes have what is declared and no default', async () => {
    expect(await fate(premises({}), { ...toBob, size: '140 MB' })).toBe('delivered: internet > server:EX01');
    const small = premises({}, { maxReceiveSize: '5 MB', maxSendSize: '4 MB' });
    expect(await fate(small, { ...toBob, size: '6 MB' })).toBe('bounced: internet > server:EX01 550 5.2.3');
    expect(await fate(small, { ...ofBob, size: '5 MB' })).toBe('bounced: server:EX01 550 5.2.3');
  });
});
