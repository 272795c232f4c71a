import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/simulate/trace.ts';
import { type FollowOptions, follow, only, openPoints, outcomeOf, type Piece } from '../follow.ts';

/*
 * Every cell of SAFE-4 (verdict by override of the tenant) and of SAFE-5 (lists of the user by settings of the tenant), as
 * the document has them. The sender passes authentication, so that nothing but the cell decides.
 */

const source = '192.0.2.10';
const records = [
  'contoso.com. SOA ns.contoso.com. h.contoso.com. 1 2 3 4 5',
  'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.',
  'contoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"',
  'example.org. SOA ns.example.org. h.example.org. 1 2 3 4 5',
  'example.org. MX 10 mx.example.org.',
  `example.org. TXT "v=spf1 ip4:${source} -all"`,
  '_dmarc.example.org. TXT "v=DMARC1; p=reject"',
];

interface World {
  readonly tenant?: Piece;
  /** Of the anti-spam policy. */
  readonly policy?: Piece;
  readonly recipient?: Piece;
  readonly rest?: Piece;
}

const world = ({ tenant = {}, policy = {}, recipient = {}, rest = {} }: World = {}): Piece => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: ['contoso.com'],
    hostedContentFilterPolicies: [{ Name: 'Default', IsDefault: true, ...actions, ...policy }],
    ...tenant,
  },
  recipients: [
    { address: 'anna@contoso.com', mailbox: 'cloud', ...recipient },
    { address: 'carl@contoso.com', mailbox: 'cloud' },
  ],
  dns: { records: records.join('\n') },
  ...rest,
});

/** Actions that tell the cells apart: no verdict ends in Junk by itself. */
const actions: Piece = {
  SpamAction: 'Quarantine',
  HighConfidenceSpamAction: 'Quarantine',
  BulkSpamAction: 'Quarantine',
  PhishSpamAction: 'Delete',
};

const rule = (scl: number): Piece => ({
  transportRules: [{ Name: 'R', Priority: 0, State: 'Enabled', SenderDomainIs: ['example.org'], SetSCL: scl }],
});
const ipList = (list: 'IPAllowList' | 'IPBlockList'): Piece => ({
  hostedConnectionFilterPolicies: [{ Name: 'Default', [list]: [source] }],
});
const tabl = (action: 'Allow' | 'Block', value = 'example.org'): Piece => ({
  tenantAllowBlockListItems: [{ Value: value, Action: action, ListType: 'Sender' }],
});

const message: Piece = { from: 'alice@example.org', to: ['anna@contoso.com'], source: { address: source } };
const end = ({ status, folder, reply }: Outcome) => folder ?? (reply === null ? status : `${status} ${reply.enhanced}`);
const ends = async (options: World, verdict: string, more: FollowOptions = {}) =>
  end(await outcomeOf(world(options), { ...message, verdict }, more));

const overrides: Readonly<Record<string, World>> = {
  none: {},
  'rule allow': { tenant: rule(-1) },
  'rule block': { tenant: rule(6) },
  'IP allow': { tenant: ipList('IPAllowList') },
  'IP block': { tenant: ipList('IPBlockList') },
  'list allow': { policy: { AllowedSenderDomains: ['example.org'] } },
  'list block': { policy: { BlockedSenders: ['alice@example.org'] } },
  'TABL allow': { tenant: tabl('Allow') },
  'TABL block': { tenant: tabl('Block', 'alice@example.org') },
};

// CF-6, PUNC-4: an IP block refuses the session, before any verdict.
const refused = 'rejected 5.7.513';
const spamRow = {
  none: 'quarantined',
  'rule allow': 'inbox',
  // PUNC-17: the verdict's own action by the text of 2026.
  'rule block': 'quarantined',
  'IP allow': 'inbox',
  'IP block': refused,
  'list allow': 'inbox',
  'list block': 'junk',
  'TABL allow': 'inbox',
  'TABL block': 'quarantined',
};
const filtered = {
  none: 'quarantined',
  'rule allow': 'quarantined',
  'rule block': 'quarantined',
  'IP allow': 'quarantined',
  'IP block': refused,
  'list allow': 'quarantined',
  'list block': 'quarantined',
  'TABL allow': 'quarantined',
  'TABL block': 'quarantined',
};
const matrix: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  malware: filtered,
  highConfidencePhish: filtered,
  phish: {
    ...spamRow,
    none: 'dropped',
    'rule block': 'dropped',
    'list block': 'dropped',
  },
  highConfidenceSpam: spamRow,
  spam: spamRow,
  bulk: spamRow,
  clean: { ...spamRow, none: 'inbox', 'rule block': 'junk' },
};

describe.each(Object.entries(matrix))('SAFE-4, verdict %s', (verdict, row) => {
  test.each(Object.entries(row))('%s: %s', async (name, expected) => {
    expect(await ends(overrides[name] ?? {}, verdict)).toBe(expected);
  });
});

describe('SAFE-4, the cells where the documents differ', () => {
  const table = { assume: { 'filtering.ruleBlockTable': '2024' } };
  test.each(['highConfidenceSpam', 'spam', 'bulk'])(
    'PUNC-17: rule block of %s is Junk by the text of 2024',
    async (verdict) => {
      expect(await ends({ tenant: rule(6) }, verdict, table)).toBe('junk');
      const trace = await follow(world({ tenant: rule(6) }), { ...message, verdict });
      expect(openPoints(trace)).toContain('filtering.ruleBlockTable');
    },
  );
  test('rule block of phishing takes the phishing action by both', async () => {
    expect(await ends({ tenant: rule(6) }, 'phish', table)).toBe('dropped');
  });
  test('where the action is Junk anyway, nothing is open', async () => {
    const policy = { SpamAction: 'MoveToJmf', HighConfidenceSpamAction: 'MoveToJmf' };
    const trace = await follow(world({ tenant: rule(6), policy }), { ...message, verdict: 'spam' });
    expect([end(only(trace)), openPoints(trace)]).toEqual(['junk', []]);
  });
  test('ACT-17a: marked as spam, the policy may have another action: 5 and 6 for spam, 7 to 9 for high-confidence spam', async () => {
    const policy = { SpamAction: 'Delete', HighConfidenceSpamAction: 'Quarantine' };
    const asMarked = { assume: { 'filtering.markedAsSpam': 'policy' } };
    expect(await ends({ tenant: rule(5), policy }, 'clean', asMarked)).toBe('dropped');
    expect(await ends({ tenant: rule(9), policy }, 'clean', asMarked)).toBe('quarantined');
    expect(await ends({ tenant: rule(9), policy }, 'clean')).toBe('junk');
  });
  test('high-confidence phishing passes by SCL -1 in complex routing only, here an MX that leads elsewhere', async () => {
    const rest: Piece = {
      services: [
        {
          name: 'filter',
          receivesAt: ['mx.filter.example'],
          addresses: ['198.51.100.25'],
          delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
        },
      ],
      dns: {
        records: records.join('\n').replace('contoso-com.mail.protection.outlook.com.', 'mx.filter.example.'),
      },
    };
    expect(await ends({ tenant: rule(-1), rest }, 'highConfidencePhish')).toBe('inbox');
    const never = { assume: { 'filtering.complexRouting': 'none' } };
    expect(await ends({ tenant: rule(-1), rest }, 'highConfidencePhish', never)).toBe('quarantined');
    expect(await ends({ tenant: rule(-1), rest }, 'malware')).toBe('quarantined');
  });
});

describe('SCL and SFV (SAFE-2, ACT-17a)', () => {
  test.each([
    { name: 'rule allow', scl: -1 },
    { name: 'rule block', scl: 6 },
    { name: 'IP allow', scl: -1 },
    { name: 'list allow', scl: -1 },
    { name: 'list block', scl: 9 },
    { name: 'none', scl: null },
  ])('$name: SCL $scl', async ({ name, scl }) => {
    expect((await outcomeOf(world(overrides[name]), message)).scl).toBe(scl);
  });
  test.each([
    ['rule allow', 'SFV:SKN'],
    ['rule block', 'SFV:SKS'],
    ['list allow', 'SFV:SKA'],
    ['list block', 'SFV:SKB'],
    ['IP allow', 'IPV:CAL'],
    ['none', 'SFV:NSPM'],
  ])('%s is stamped %s', async (name, stamp) => {
    expect(await stampOf(world(overrides[name]), message)).toBe(stamp);
  });
  test('a safe sender is SFE, a blocked one BLK, spam SPM, own mail SKI', async () => {
    expect(await stampOf(world({ recipient: { safeSenders: ['example.org'] } }), message)).toBe('SFV:SFE');
    expect(await stampOf(world({ recipient: { blockedSenders: ['@example.org'] } }), message)).toBe('SFV:BLK');
    const junk = { policy: { SpamAction: 'MoveToJmf' } };
    expect(await stampOf(world(junk), { ...message, verdict: 'spam' })).toBe('SFV:SPM');
    expect(await stampOf(world(), { from: 'carl@contoso.com', to: ['anna@contoso.com'] })).toBe('SFV:SKI');
  });
  test('ACT-17a: 0 to 4 goes through filtering', async () => {
    expect(await ends({ tenant: rule(0) }, 'spam')).toBe('quarantined');
    expect(await ends({ tenant: rule(4) }, 'clean')).toBe('inbox');
  });
  test('CF-11: an SCL of 0 by a rule takes the -1 of the IP allow list away', async () => {
    const tenant = { ...ipList('IPAllowList'), ...rule(0) };
    expect(await ends({ tenant }, 'spam')).toBe('quarantined');
  });
});

async function stampOf(topology: Piece, sample: Piece): Promise<unknown> {
  const trace = await follow(topology, sample);
  const found = trace.hops.flatMap((hop) => hop.decisions.filter((one) => one.step === 'filter-content'));
  return found.at(-1)?.verdict.values[0];
}

describe('SAFE-5, lists of the user', () => {
  const safe = { safeSenders: ['alice@example.org'] };
  const blocked = { blockedSenders: ['alice@example.org'] };

  test.each([
    ['malware', 'quarantined', 'quarantined'],
    ['highConfidencePhish', 'quarantined', 'quarantined'],
    ['phish', 'inbox', 'dropped'],
    ['highConfidenceSpam', 'inbox', 'quarantined'],
    ['spam', 'inbox', 'quarantined'],
    ['bulk', 'inbox', 'junk'],
    ['clean', 'inbox', 'junk'],
  ])('verdict %s: safe sender %s, blocked sender %s', async (verdict, ifSafe, ifBlocked) => {
    expect(await ends({ recipient: safe }, verdict)).toBe(ifSafe);
    expect(await ends({ recipient: blocked }, verdict)).toBe(ifBlocked);
  });
  test('the same address in both is safe', async () => {
    expect(await ends({ recipient: { ...safe, ...blocked } }, 'clean')).toBe('inbox');
  });
  test('of the same entity in the Tenant Allow/Block List, block wins', async () => {
    const items = [
      ...(tabl('Allow').tenantAllowBlockListItems as Piece[]),
      ...(tabl('Block').tenantAllowBlockListItems as Piece[]),
    ];
    expect(await ends({ tenant: { tenantAllowBlockListItems: items } }, 'clean')).toBe('quarantined');
  });

  test.each([
    ['TABL block', 'quarantined', 'quarantined'],
    ['list block', 'inbox', 'junk'],
    ['rule block', 'inbox', 'junk'],
    ['rule allow', 'inbox', 'junk'],
    ['IP allow', 'inbox', 'junk'],
    ['list allow', 'inbox', 'junk'],
    ['TABL allow', 'inbox', 'junk'],
  ])('%s of the tenant: safe sender %s, blocked sender %s', async (name, ifSafe, ifBlocked) => {
    expect(await ends({ ...overrides[name], recipient: safe }, 'clean')).toBe(ifSafe);
    expect(await ends({ ...overrides[name], recipient: blocked }, 'clean')).toBe(ifBlocked);
  });
  test('an honoured DMARC policy: safe sender inbox, blocked sender junk', async () => {
    const forged = { ...message, source: { address: '203.0.113.99' } };
    expect(end(await outcomeOf(world(), forged))).toBe('rejected 5.7.509');
    expect(end(await outcomeOf(world({ recipient: safe }), forged))).toBe('inbox');
    expect(end(await outcomeOf(world({ recipient: blocked }), forged))).toBe('junk');
  });
  test('each recipient has lists of their own', async () => {
    const trace = await follow(world({ recipient: blocked }), {
      ...message,
      to: ['anna@contoso.com', 'carl@contoso.com'],
    });
    expect(trace.outcomes.map(end)).toEqual(['junk', 'inbox']);
  });
  test('SAFE-5: a rule that rejects is final, whatever the user lists', async () => {
    const tenant = {
      transportRules: [
        { Name: 'R', Priority: 0, State: 'Enabled', SenderDomainIs: ['example.org'], RejectMessageReasonText: 'no' },
      ],
    };
    expect(await ends({ tenant, recipient: safe }, 'clean')).toBe('bounced 5.7.1');
  });
});

describe('before or after the rules (ORDER-30, AUTH-8)', () => {
  const enforced = (actions: Piece): Piece => ({
    transportRules: [{ Name: 'R', Priority: 0, State: 'Enabled', SenderDomainIs: ['example.org'], ...actions }],
  });
  const copies = async (tenant: Piece, verdict: string, assume: Readonly<Record<string, string>> = {}) =>
    (await follow(world({ tenant }), { ...message, verdict }, { assume })).outcomes.map((one) => [
      one.recipient,
      end(one),
      one.rules.length,
    ]);

  test('PUNC-3: malware is gone before a rule copies it, or by the other answer the copy is made and held too', async () => {
    const bcc = enforced({ BlindCopyTo: ['carl@contoso.com'] });
    expect(await copies(bcc, 'malware')).toEqual([['anna@contoso.com', 'quarantined', 0]]);
    expect(await copies(bcc, 'malware', { 'order.malwareBeforeRules': 'no' })).toEqual([
      ['anna@contoso.com', 'quarantined', 1],
      ['carl@contoso.com', 'quarantined', 1],
    ]);
  });
  test('PUNC-3: without a rule nothing is asked', async () => {
    expect(openPoints(await follow(world(), { ...message, verdict: 'malware' }))).toEqual([]);
  });

  const forged: Piece = { ...message, source: { address: '203.0.113.99' } };
  test('AUTH-8: SCL -1 of a rule overrides p=reject, unless the check comes before the rules', async () => {
    const topology = world({ tenant: rule(-1) });
    const trace = await follow(topology, forged);
    expect([end(only(trace)), openPoints(trace)]).toEqual(['inbox', ['order.dmarcBeforeRules']]);
    const before = { assume: { 'order.dmarcBeforeRules': 'yes' } };
    expect(end(await outcomeOf(topology, forged, before))).toBe('rejected 5.7.509');
  });
  test('AUTH-8: a pair of spoofed sender and infrastructure that the tenant allows', async () => {
    const pair = (SendingInfrastructure: string, Action = 'Allow'): Piece => ({
      tenantAllowBlockListSpoofItems: [
        { SpoofedUser: 'example.org', SendingInfrastructure, SpoofType: 'External', Action },
      ],
    });
    expect(end(await outcomeOf(world({ tenant: pair('203.0.113.0/24') }), forged))).toBe('inbox');
    expect(end(await outcomeOf(world({ tenant: pair('198.51.100.0/24') }), forged))).toBe('rejected 5.7.509');
    // SAFE-4: a block takes the spoof action, AuthenticationFailAction, and no list of the user overrides it (SAFE-5).
    const recipient = { safeSenders: ['example.org'] };
    expect(end(await outcomeOf(world({ tenant: pair('*', 'Block'), recipient }), forged))).toBe('junk');
  });
  test('an allowed sender of the policy is not among what overrides p=reject', async () => {
    const policy = { AllowedSenders: ['alice@example.org'] };
    const trace = await follow(world({ policy }), forged);
    expect([end(only(trace)), openPoints(trace)]).toEqual(['rejected 5.7.509', ['filtering.allowListsOverrideSpoof']]);
  });
});

describe('which policy applies (ORDER-32)', () => {
  const policies: Piece = {
    hostedContentFilterPolicies: [
      { Name: 'Default', IsDefault: true, SpamAction: 'MoveToJmf' },
      { Name: 'Strict', SpamAction: 'Quarantine' },
    ],
  };
  const rules = (scope: Piece): Piece => ({
    ...policies,
    hostedContentFilterRules: [
      { Name: 'Strict', HostedContentFilterPolicy: 'Strict', Priority: 0, State: 'Enabled', ...scope },
    ],
  });
  test.each([
    [{ SentTo: ['anna@contoso.com'] }, 'quarantined'],
    [{ SentTo: ['carl@contoso.com'] }, 'junk'],
    [{ RecipientDomainIs: ['contoso.com'] }, 'quarantined'],
    [{ RecipientDomainIs: ['contoso.com'], ExceptIfSentTo: ['anna@contoso.com'] }, 'junk'],
    [{ SentTo: ['anna@contoso.com'], RecipientDomainIs: ['fabrikam.com'] }, 'junk'],
    [{ RecipientDomainIs: ['contoso.com'], State: 'Disabled' }, 'junk'],
  ])('%j: %s', async (scope, expected) => {
    expect(await ends({ tenant: rules(scope) }, 'spam')).toBe(expected);
  });
  test('whom a policy is for whose rule is not declared stays open', async () => {
    const trace = await follow(world({ tenant: policies }), { ...message, verdict: 'spam' });
    expect(end(only(trace))).toBe('junk');
    expect(trace.alternatives.map((one) => one.outcomes.map(end))).toEqual([['quarantined']]);
    const clean = await follow(world({ tenant: policies }), message);
    expect(clean.alternatives).toEqual([]);
  });
});

describe('actions of the policy', () => {
  test.each([
    ['spam', { SpamAction: 'AddXHeader' }, 'junk'],
    ['bulk', { BulkSpamAction: 'AddXHeader' }, 'inbox'],
    ['bulk', { BulkSpamAction: 'NoAction' }, 'inbox'],
    ['bulk', { MarkAsSpamBulkMail: 'Off' }, 'inbox'],
    ['spam', { SpamAction: 'ModifySubject' }, 'junk'],
    ['spam', { SpamAction: 'Delete' }, 'dropped'],
  ])('%s with %j: %s', async (verdict, policy, expected) => {
    expect(await ends({ policy }, verdict)).toBe(expected);
  });
  test('Redirect leads to other recipients', async () => {
    const policy = { SpamAction: 'Redirect', RedirectToRecipients: ['carl@contoso.com'] };
    const outcome = await outcomeOf(world({ policy }), { ...message, verdict: 'spam' });
    expect([outcome.recipient, outcome.finalRecipient, outcome.status]).toEqual([
      'anna@contoso.com',
      'carl@contoso.com',
      'delivered',
    ]);
  });
});
