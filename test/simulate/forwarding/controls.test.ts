import { describe, expect, test } from 'vitest';
import { openPoints, type Piece } from '../follow.ts';
import {
  fate,
  forwardBy,
  forwardFate,
  fromInside,
  type MechanismKey,
  mechanisms,
  outside,
} from './forwarding-world.ts';

/*
 * Table 4.3: which control governs which mechanism, cell by cell. `sent`: the control does not touch it. The row about RBAC
 * is about who may set a forward, which no message meets.
 */

const remoteDomain: Piece = { remoteDomains: [{ Name: 'Default', DomainName: '*', AutoForwardEnabled: false }] };
const policyOff: Piece = {
  hostedOutboundSpamFilterPolicies: [{ Name: 'Default', IsDefault: true, AutoForwardingMode: 'Off' }],
};
const reject = (conditions: Piece): Piece => ({
  transportRules: [{ Name: 'Block', ...conditions, RejectMessageReasonText: 'no forwards' }],
});
const byType = reject({ MessageTypeMatches: 'AutoForward', SentToScope: 'NotInOrganization' });
const byHeader = (header: string) => reject({ HeaderMatchesMessageHeader: header, HeaderMatchesPatterns: '.' });
const byScope = reject({ FromScope: 'NotInOrganization', SentToScope: 'NotInOrganization' });

const rejected = 'bounced 5.7.1';
const refused = 'bounced 5.7.520';

const rows: readonly (readonly [string, Piece, Readonly<Record<MechanismKey, string>>])[] = [
  [
    'remote domain with AutoForwardEnabled off (RD-5, RD-17)',
    remoteDomain,
    {
      smtp: 'dropped',
      address: 'sent',
      forward: 'dropped',
      attachment: 'dropped',
      redirect: 'dropped',
      rule: 'sent',
      bcc: 'sent',
      group: 'sent',
      contact: 'sent',
    },
  ],
  [
    'outbound policy with AutoForwardingMode Off (OSP-5)',
    policyOff,
    {
      smtp: refused,
      address: refused,
      forward: refused,
      attachment: refused,
      redirect: refused,
      rule: 'sent',
      bcc: 'sent',
      group: 'sent',
      contact: 'sent',
    },
  ],
  [
    'rule on the message type AutoForward (PRED-50)',
    byType,
    {
      smtp: 'sent',
      address: 'sent',
      forward: rejected,
      attachment: rejected,
      // Nobody knows (PUNC-14): the default leaves the message alone, the alternative is tested below.
      redirect: 'sent',
      rule: 'sent',
      bcc: 'sent',
      group: 'sent',
      contact: 'sent',
    },
  ],
  [
    'rule on X-MS-Exchange-Inbox-Rules-Loop (RULE-51)',
    byHeader('X-MS-Exchange-Inbox-Rules-Loop'),
    {
      smtp: 'sent',
      address: 'sent',
      forward: rejected,
      attachment: rejected,
      redirect: rejected,
      rule: 'sent',
      bcc: 'sent',
      group: 'sent',
      contact: 'sent',
    },
  ],
  [
    'rule on X-MS-Exchange-ForwardingLoop (RULE-55)',
    byHeader('X-MS-Exchange-ForwardingLoop'),
    {
      smtp: rejected,
      address: rejected,
      forward: 'sent',
      attachment: 'sent',
      redirect: 'sent',
      rule: 'sent',
      bcc: 'sent',
      group: 'sent',
      contact: 'sent',
    },
  ],
  [
    'rule on sender and recipient scope (RULE-44: the sender outside is seen also of what anna forwards)',
    byScope,
    {
      smtp: rejected,
      address: rejected,
      forward: rejected,
      attachment: rejected,
      redirect: rejected,
      // It stands below the rule that redirects and sees whom that rule added (PUNC-9).
      rule: rejected,
      bcc: rejected,
      group: rejected,
      contact: rejected,
    },
  ],
];

describe.each(rows)('%s', (_, control, expected) => {
  test.each(Object.entries(expected))('%s: %s', async (key, wanted) => {
    expect(await forwardFate(key as MechanismKey, control)).toBe(wanted);
  });
});

describe('without any control', () => {
  test.each(Object.keys(mechanisms))('%s leaves', async (key) => {
    expect(await forwardFate(key as MechanismKey)).toBe('sent');
  });
});

describe('the open cells', () => {
  test('PUNC-14: whether a redirection has the type AutoForward', async () => {
    const trace = await forwardBy('redirect', byType);
    expect(trace.alternatives.some((one) => one.outcomes.some((copy) => fate(copy) === rejected))).toBe(true);
    const id = 'rules.redirectIsAutoForward';
    expect(await forwardFate('redirect', byType, { assume: { [id]: 'yes' } })).toBe(rejected);
    const no = await forwardBy('redirect', byType, { assume: { [id]: 'no' } });
    expect([fate(outside(no)), no.alternatives]).toEqual(['sent', []]);
  });

  test.each(['rule', 'bcc', 'group', 'contact'] as const)(
    'PUNC-6: whether the outbound policy governs it is an assumption: %s',
    async (key) => {
      const id = 'forwarding.policyGovernsRuleRedirects';
      expect(openPoints(await forwardBy(key, policyOff))).toContain(id);
      expect(await forwardFate(key, policyOff, { assume: { [id]: 'yes' } })).toBe(refused);
    },
  );

  test.each(['rule', 'bcc'] as const)(
    'PUNC-12: whether a remote domain governs it is an assumption: %s',
    async (key) => {
      const id = 'forwarding.remoteDomainGovernsRules';
      expect(openPoints(await forwardBy(key, remoteDomain))).toContain(id);
      expect(await forwardFate(key, remoteDomain, { assume: { [id]: 'yes' } })).toBe('dropped');
    },
  );

  test('PUNC-9: a rule below one that redirects may not see the recipient it added', async () => {
    const assume = { 'rules.addedRecipientsSeenByLaterRules': 'no' };
    expect(await forwardFate('rule', byScope, { assume })).toBe('sent');
  });

  test('a rule above the one that redirects sees the recipient before', async () => {
    const above = { Name: 'Above', SentToScope: 'NotInOrganization', RejectMessageReasonText: 'no' };
    const redirect = { Name: 'Redirect', SentTo: 'anna@contoso.com', RedirectMessageTo: 'x@fabrikam.com' };
    const transportRules = [
      { ...above, Priority: 0 },
      { ...redirect, Priority: 1 },
    ];
    const trace = await forwardBy(
      'smtp',
      { transportRules },
      { message: { to: ['bob@contoso.com', 'fab@contoso.com'] } },
    );
    expect(trace.outcomes.map(fate)).toEqual(['delivered', rejected]);
  });
});

/* Table 4.4: the first control that blocks decides what is seen. */
describe.each(['smtp', 'forward'] as const)('table 4.4, %s', (key) => {
  const blocking = key === 'smtp' ? byHeader('X-MS-Exchange-ForwardingLoop') : byType;
  const policies = (mode: string) => ({
    hostedOutboundSpamFilterPolicies: [{ Name: 'Default', IsDefault: true, AutoForwardingMode: mode }],
  });
  const custom = (scope: Piece): Piece => ({
    hostedOutboundSpamFilterPolicies: [
      { Name: 'Default', IsDefault: true, AutoForwardingMode: 'Off' },
      { Name: 'Forwarders', AutoForwardingMode: 'On' },
    ],
    hostedOutboundSpamFilterRules: [{ Name: 'Forwarders', HostedOutboundSpamFilterPolicy: 'Forwarders', ...scope }],
  });
  test.each(['On', 'Off', 'Automatic'])('remote domain off, any rule, policy %s: silence', async (mode) => {
    expect(await forwardFate(key, { ...remoteDomain, ...policies(mode) })).toBe('dropped');
    expect(await forwardFate(key, { ...remoteDomain, ...blocking, ...policies(mode) })).toBe('dropped');
  });
  test.each(['On', 'Off', 'Automatic'])('a rule rejects, policy %s: its NDR', async (mode) => {
    expect(await forwardFate(key, { ...blocking, ...policies(mode) })).toBe(rejected);
  });
  test('policy Off: 5.7.520', async () => {
    const { reply } = outside(await forwardBy(key, policies('Off')));
    expect(reply).toMatchObject({
      code: '550',
      enhanced: '5.7.520',
      from: 'tenant',
      returnedTo: ['alice@example.org'],
    });
    expect(reply?.text).toMatch(/^Access denied, Your organization does not allow external forwarding\./u);
  });
  test('policy On: delivered', async () => {
    expect(await forwardFate(key, policies('On'))).toBe('sent');
  });
  test('policy Automatic counts as Off, which is an assumption (PUNC-7)', async () => {
    const trace = await forwardBy(key, policies('Automatic'));
    expect([fate(outside(trace)), openPoints(trace)]).toEqual([
      refused,
      expect.arrayContaining(['forwarding.automaticMeans']),
    ]);
    expect(await forwardFate(key, policies('Automatic'), { assume: { 'forwarding.automaticMeans': 'on' } })).toBe(
      'sent',
    );
  });
  test('no policy is declared: the default one is Automatic', async () => {
    expect(await forwardFate(key, { hostedOutboundSpamFilterPolicies: [] })).toBe(refused);
  });
  test('remote domain off, on for the domain: delivered to that domain only (RD-3)', async () => {
    const on = { Name: 'Fabrikam', DomainName: 'fabrikam.com', AutoForwardEnabled: true };
    const remoteDomains = [{ Name: 'Default', DomainName: '*', AutoForwardEnabled: false }, on];
    expect(await forwardFate(key, { remoteDomains })).toBe('sent');
    const elsewhere = { ...on, DomainName: 'eu.fabrikam.com' };
    expect(await forwardFate(key, { remoteDomains: [remoteDomains[0], elsewhere] })).toBe('dropped');
  });
  test('default Off, a custom policy On for the sender: delivered', async () => {
    expect(await forwardFate(key, custom({ From: 'anna@contoso.com' }))).toBe('sent');
    expect(await forwardFate(key, custom({ SenderDomainIs: 'contoso.com' }))).toBe('sent');
    expect(await forwardFate(key, custom({ From: 'bob@contoso.com' }))).toBe(refused);
  });
  test('FWD-16, PUNC-8: who is told', async () => {
    const told = async (message: Piece, assume = {}) => {
      const { status, reply } = outside(await forwardBy(key, policies('Off'), { message, assume }));
      return [status, reply?.enhanced, reply?.returnedTo];
    };
    expect(await told({})).toEqual(['bounced', '5.7.520', ['alice@example.org']]);
    const inside = { ...fromInside, source: undefined };
    expect(await told(inside)).toEqual(
      key === 'smtp' ? ['bounced', '5.7.520', ['bob@contoso.com']] : ['dropped', '5.7.520', []],
    );
    const mailbox = { 'forwarding.refusalReturnedTo': 'mailbox' };
    expect(await told(inside, mailbox)).toEqual(['bounced', '5.7.520', ['anna@contoso.com']]);
  });
});
