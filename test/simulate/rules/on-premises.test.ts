import { describe, expect, test } from 'vitest';
import { type FollowOptions, follow, only, type Piece, wayOf } from '../follow.ts';
import { fates, open } from './rule-world.ts';

interface Site {
  readonly servers?: readonly Piece[];
  readonly premises?: Piece;
  readonly cloudRules?: readonly Piece[];
}

/** One organisation in two halves: anna in the cloud, bob, carl and dora on own servers, which have the rules. */
const site = (rules: readonly Piece[], { servers = [], premises = {}, cloudRules = [] }: Site = {}): Piece => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: ['contoso.com', { DomainName: 'contoso.mail.onmicrosoft.com', IsCoexistenceDomain: true }],
    transportRules: cloudRules,
  },
  onPremises: {
    servers: [
      { name: 'EX01', addresses: ['203.0.113.10'], fqdn: 'mail.contoso.com' },
      { name: 'EX02', addresses: ['203.0.113.12'], fqdn: 'mail2.contoso.com' },
      ...servers,
    ],
    transportRules: rules.map((rule, index) => ({ Name: `R${index + 1}`, Priority: index, State: 'Enabled', ...rule })),
    ...premises,
  },
  recipients: [
    { address: 'anna@contoso.com', mailbox: 'cloud', attributes: { Department: 'Sales' } },
    { address: 'bob@contoso.com', mailbox: 'EX01', attributes: { Department: 'Legal', Manager: 'carl@contoso.com' } },
    { address: 'carl@contoso.com', mailbox: 'EX01' },
    { address: 'dora@contoso.com', mailbox: 'EX02' },
    { address: 'team@contoso.com', home: 'onPremises', members: ['bob@contoso.com', 'carl@contoso.com'] },
  ],
  dns: {
    records: [
      'contoso.com. MX 0 mail.contoso.com.',
      'mail.contoso.com. A 203.0.113.10',
      'edge.contoso.com. A 203.0.113.20',
      'contoso.com. TXT "v=spf1 ip4:203.0.113.0/24 include:spf.protection.outlook.com -all"',
      'example.org. MX 0 mx.example.org.',
      'mx.example.org. A 198.51.100.9',
      'example.org. TXT "v=spf1 ip4:198.51.100.7 -all"',
    ].join('\n'),
  },
});

const inbound: Piece = {
  from: 'alice@example.org',
  to: ['bob@contoso.com'],
  source: { address: '198.51.100.7', helo: 'mx.example.org' },
  subject: 'Hello',
};
const outbound: Piece = { from: 'bob@contoso.com', to: ['alice@example.org'], subject: 'Hello' };

const traced = (rules: readonly Piece[], message: Piece, options?: FollowOptions, more?: Site) =>
  follow(site(rules, more), message, options);
const fate = async (rules: readonly Piece[], message: Piece, options?: FollowOptions, more?: Site) =>
  fates(await traced(rules, message, options, more)).join(', ');

const drop: Piece = { DeleteMessage: true };

describe('whether a rule of own servers matches', () => {
  test.each([
    ['RULE-17: no condition', {}, inbound, true],
    ['PRED-2: the sender is outside', { FromScope: 'NotInOrganization' }, inbound, true],
    [
      'PRED-2: the sender is inside',
      { FromScope: 'NotInOrganization' },
      { ...inbound, from: 'carl@contoso.com', source: 'server:EX01' },
      false,
    ],
    [
      'PRED-11: a subdomain is in the domain',
      { SenderDomainIs: ['example.org'] },
      { ...inbound, from: 'a@eu.example.org' },
      true,
    ],
    ['PRED-22: a pattern', { SubjectMatchesPatterns: ['^hel{2}o$'] }, inbound, true],
    ['PRED-22: a pattern that is not there', { SubjectMatchesPatterns: ['^bye$'] }, inbound, false],
    ['PRED-12: the recipient', { SentTo: ['bob@contoso.com'] }, inbound, true],
    ['PRED-12: another one', { SentTo: ['carl@contoso.com'] }, inbound, false],
    ['PRED-14: a member of a group of this side', { SentToMemberOf: ['team@contoso.com'] }, inbound, true],
    [
      'PRED-18: an attribute of the on-premises object',
      { RecipientADAttributeContainsWords: ['Department:Legal'] },
      inbound,
      true,
    ],
    ['PRED-21: the subject', { SubjectContainsWords: ['hello'] }, inbound, true],
    ['PRED-21: another subject', { SubjectContainsWords: ['bye'] }, inbound, false],
    ['RULE-16: an exception', { ExceptIfSubjectContainsWords: ['hello'] }, inbound, false],
    ['PRED-10: the address of the client', { SenderIpRanges: ['198.51.100.0/24'] }, inbound, true],
    ['PRED-10: of a submission there is none', { SenderIpRanges: ['198.51.100.0/24'] }, outbound, false],
    ['PRED-13: outside', { SentToScope: 'NotInOrganization' }, outbound, true],
    [
      'PRED-13: a remote mailbox is inside',
      { SentToScope: 'NotInOrganization' },
      { ...outbound, to: ['anna@contoso.com'] },
      false,
    ],
    ['PRED-53: internal mail has SCL -1', { SCLOver: 0 }, outbound, false],
  ] as const)('%s', async (_, conditions, message, matches) => {
    const { outcomes } = await traced([{ ...conditions, ...drop }], message);
    expect(outcomes.map(({ status, rules }) => [status === 'dropped', rules])).toEqual([
      [matches, matches ? ['onPremises/R1'] : []],
    ]);
  });

  test.each([
    ['PRED-9', { HasSenderOverride: true }, outbound],
    ['PRED-43', { MessageContainsDataClassifications: [{ Name: 'Credit Card Number' }] }, inbound],
    ['PRED-13: a partner or not', { SentToScope: 'ExternalPartner' }, outbound],
    ['PRED-13: a non-partner or not', { SentToScope: 'ExternalNonPartner' }, outbound],
    ['PRED-53: what own filters stamped', { SCLOver: 5 }, inbound],
  ] as const)('%s cannot be decided, and both answers are shown', async (_, conditions, message) => {
    const trace = await traced([{ ...conditions, ...drop }], message);
    expect(trace.outcomes.flatMap((one) => one.rules)).toEqual([]);
    expect(trace.alternatives.map((one) => one.outcomes.map(({ status, rules }) => [status, rules]))).toEqual([
      [['dropped', ['onPremises/R1']]],
    ]);
  });

  test.each([['ExternalPartner'], ['ExternalNonPartner']])('PRED-13: nobody inside is %s', async (SentToScope) => {
    const trace = await traced([{ SentToScope, ...drop }], { ...outbound, to: ['carl@contoso.com'] });
    expect([fates(trace), open(trace)]).toEqual([['carl delivered'], []]);
  });

  test('the rules of the cloud keep to themselves, and those of own servers too', async () => {
    const cloudRules = [{ Name: 'Cloud', PrependSubject: 'Seen: ' }];
    expect(await fate([{}], inbound, {}, { cloudRules })).toBe('bob delivered onPremises/R1');
    expect(await fate([{ PrependSubject: '1' }], { ...inbound, to: ['anna@contoso.com'] }, {}, { cloudRules })).toBe(
      'anna delivered onPremises/R1 Cloud',
    );
  });

  test('RULE-3, RULE-4: a disabled rule is skipped, one in test mode matches and does nothing', async () => {
    expect(await fate([{ ...drop, State: 'Disabled' }], inbound)).toBe('bob delivered');
    expect(await fate([{ ...drop, Mode: 'Audit' }], inbound)).toBe('bob delivered onPremises/R1');
  });

  test('RULE-28a: rules do not see reports that Exchange makes', async () => {
    const report = { from: 'postmaster@contoso.com', to: ['bob@contoso.com'], source: 'server:EX01', type: 'ndr' };
    expect(await fate([drop], report)).toBe('bob delivered');
    expect(await fate([drop], { ...report, from: 'x@example.org', source: 'internet' })).toBe(
      'bob dropped onPremises/R1',
    );
  });
});

describe('what a rule of own servers does', () => {
  test('RULE-45: only the matching recipients get the action', async () => {
    const message = { ...inbound, to: ['bob@contoso.com', 'carl@contoso.com'] };
    expect(await fate([{ SentTo: ['carl@contoso.com'], ...drop }], message)).toBe(
      'bob delivered, carl dropped onPremises/R1',
    );
  });

  test('RULE-22, RULE-24: later rules see the change, and none runs after a stop', async () => {
    const rules = [
      { PrependSubject: '[External] ', StopRuleProcessing: true, SenderDomainIs: ['example.org'] },
      { SubjectContainsWords: ['External'], ...drop },
    ];
    expect(await fate(rules, inbound)).toBe('bob delivered onPremises/R1');
    expect(await fate([{ ...rules[0], StopRuleProcessing: false }, rules[1] ?? {}], inbound)).toBe(
      'bob dropped onPremises/R1 onPremises/R2',
    );
  });

  test('ACT-6: a rejected message goes back from the server', async () => {
    const outcome = only(await traced([{ RejectMessageReasonText: 'No.' }], inbound));
    expect([outcome.status, outcome.endsAt]).toEqual(['bounced', 'server:EX01']);
    expect(outcome.reply).toMatchObject({ code: '550', enhanced: '5.7.1', text: 'No.', from: 'server:EX01' });
    expect(outcome.reply?.returnedTo).toEqual(['alice@example.org']);
  });

  test('ACT-3: a redirect to a cloud mailbox leaves by the hybrid way', async () => {
    const outcome = only(await traced([{ RedirectMessageTo: ['anna@contoso.com'] }], inbound));
    expect([wayOf(outcome), outcome.recipient, outcome.finalRecipient]).toEqual([
      'delivered: internet > server:EX01 > tenant',
      'bob@contoso.com',
      'anna@contoso.com',
    ]);
  });

  test('ACT-9: a group may be added on own servers, and is expanded', async () => {
    expect(
      await fate([{ BlindCopyTo: ['team@contoso.com'], SentTo: ['dora@contoso.com'] }], {
        ...inbound,
        to: ['dora@contoso.com'],
      }),
    ).toBe('dora delivered onPremises/R1, team delivered onPremises/R1, team delivered onPremises/R1');
  });

  test('RULE-53: the third redirect is let through, the fourth is not; how far own servers count is open', async () => {
    const redirected = (times: string) => ({ ...inbound, headers: { 'X-MS-Exchange-Transport-Rules-Loop': times } });
    const rule = { RedirectMessageTo: ['carl@contoso.com'] };
    expect(await fate([rule], redirected('2'))).toBe('bob delivered onPremises/R1');
    const over = only(await traced([rule], redirected('3')));
    expect([over.status, over.reply?.enhanced]).toEqual(['bounced', '5.7.128']);
    const once = await traced([rule], redirected('1'), { assume: { 'rules.onPremisesLoopLimit': '1' } });
    expect(once.outcomes[0]?.reply?.enhanced).toBe('5.7.128');
  });

  test('RULE-53: a redirect of own servers counts in the cloud', async () => {
    const cloudRules = [{ Name: 'Again', BlindCopyTo: ['bob@contoso.com'] }];
    const outcome = only(await traced([{ RedirectMessageTo: ['anna@contoso.com'] }], inbound, {}, { cloudRules }));
    expect([outcome.endsAt, outcome.reply?.enhanced]).toEqual(['tenant', '5.7.128']);
  });

  test('ACT-5: own servers have no outbound connectors to route to', async () => {
    const outcome = only(await traced([{ RouteMessageOutboundConnector: 'To AddOn' }], outbound));
    expect(wayOf(outcome)).toBe('sent: server:EX01 > internet');
  });

  test('ACT-19: outside recipients are reached over TLS only', async () => {
    const outcome = only(await traced([{ RouteMessageOutboundRequireTls: true }], outbound));
    expect([outcome.status, outcome.tls]).toEqual(['sent', 'encrypted']);
    expect(only(await traced([], outbound)).tls).toBe('opportunistic');
  });

  test('ACT-17: a level of own servers makes junk there, and does not leave the organisation', async () => {
    const outcome = only(await traced([{ SetSCL: 6 }, { SCLOver: 5, PrependSubject: 'Spam: ' }], inbound));
    expect([outcome.folder, outcome.scl, outcome.rules]).toEqual(['junk', null, ['onPremises/R1', 'onPremises/R2']]);
    const cloudRules = [
      { Name: 'Sees it', HeaderMatchesMessageHeader: 'X-MS-Exchange-Organization-SCL', HeaderMatchesPatterns: ['6'] },
    ];
    const there = only(await traced([{ SetSCL: 6 }], { ...inbound, to: ['anna@contoso.com'] }, {}, { cloudRules }));
    expect([there.folder, there.rules]).toEqual(['inbox', ['onPremises/R1']]);
  });
});

describe('ACT-23: a policy tip', () => {
  const tip = (NotifySender: string, more: Piece = {}) => [{ NotifySender, ...more }];

  test('that only notifies changes nothing, and none concerns senders outside', async () => {
    expect(await fate(tip('NotifyOnly'), outbound)).toBe('alice sent onPremises/R1');
    expect(await fate(tip('RejectMessage'), inbound)).toBe('bob delivered onPremises/R1');
  });

  test('that blocks says the default words, or those of the rule', async () => {
    const said = async (more: Piece) => only(await traced(tip('RejectMessage', more), outbound)).reply?.text;
    expect(await said({})).toBe('Delivery not authorized, message refused');
    expect(await said({ RejectMessageReasonText: 'No cards.' })).toBe('No cards.');
  });

  test('that may be overridden leaves open whether it was', async () => {
    const trace = await traced(tip('RejectUnlessExplicitOverride'), outbound);
    expect([fates(trace), open(trace)]).toEqual([['alice bounced onPremises/R1'], ['yes: alice sent onPremises/R1']]);
  });
});

describe('which server runs the rules', () => {
  test('the first mailbox server, and a second one as an assumption', async () => {
    const message = { ...inbound, to: ['dora@contoso.com'] };
    const trace = await traced([{ PrependSubject: '1' }], message);
    expect([wayOf(only(trace)), fates(trace)]).toEqual([
      'delivered: internet > server:EX01 > server:EX02',
      ['dora delivered onPremises/R1'],
    ]);
    expect(open(trace)).toEqual([]);
    expect(await fate([{ PrependSubject: '1' }], message, { assume: { 'rules.onPremisesServers': 'each' } })).toBe(
      'dora delivered onPremises/R1 onPremises/R1',
    );
  });

  test('mail that Exchange Online hands in is new to them', async () => {
    const premises = { transportRules: [{ Name: 'R', PrependSubject: '1' }] };
    const message = { from: 'anna@contoso.com', to: ['bob@contoso.com'], deliverTo: 'mail.contoso.com' };
    const outcome = only(await traced([], message, {}, { premises }));
    expect(outcome.rules).toEqual(['onPremises/R']);
  });
});

describe('rules of an Edge server', () => {
  const servers = [{ name: 'EDGE01', role: 'edge', addresses: ['203.0.113.20'], fqdn: 'edge.contoso.com' }];
  const message = { ...inbound, deliverTo: 'edge.contoso.com' };
  const at = (rule: Piece, options?: FollowOptions) => traced([rule], message, options, { servers });

  test.each([
    [{ SmtpRejectMessageRejectText: 'Not here.' }, 'rejected', '550 Not here.'],
    [{ SmtpRejectMessageRejectStatusCode: '450' }, 'deferred', '450 Delivery not authorized, message refused'],
  ] as const)('%j answers in the session', async (action, status, said) => {
    const outcome = only(await at({ FromAddressContainsWords: ['example.org'], ...action }));
    expect([outcome.status, `${outcome.reply?.code} ${outcome.reply?.text}`, outcome.rules]).toEqual([
      status,
      said,
      ['onPremises/R1'],
    ]);
  });

  test('what came by a filter has been accepted and goes back', async () => {
    const document = site([{ SmtpRejectMessageRejectText: 'Not here.' }], { servers });
    const services = [
      {
        name: 'filter',
        receivesAt: ['mx.filter.example'],
        addresses: ['203.0.113.90'],
        delivers: [{ domains: ['contoso.com'], to: 'EDGE01' }],
      },
    ];
    const trace = await follow({ ...document, services }, { ...inbound, deliverTo: 'mx.filter.example' });
    expect([only(trace).status, only(trace).endsAt]).toEqual(['bounced', 'server:EDGE01']);
  });

  test('Disconnect makes no report; that the client tries again is the other reading', async () => {
    const trace = await at({ Disconnect: true });
    expect([fates(trace), open(trace)]).toEqual([
      ['bob dropped onPremises/R1'],
      ['rules.edgeDisconnect: bob deferred onPremises/R1'],
    ]);
  });

  test('ACT-4: the quarantine is a mailbox that may not be configured', async () => {
    const trace = await at({ Quarantine: true });
    expect([fates(trace), open(trace)]).toEqual([['bob quarantined onPremises/R1'], ['no: bob bounced onPremises/R1']]);
  });

  test.each(['edge.contoso.com', 'EDGE01'])('are those that were exported from %s', async (OriginatingServer) => {
    const rejected = only(await at({ RejectMessageReasonText: 'No.', OriginatingServer }));
    expect([rejected.endsAt, rejected.rules]).toEqual(['server:EDGE01', ['onPremises/R1']]);
  });

  test('do not run on mailbox servers, and those of mailbox servers not on Edge servers', async () => {
    expect(await fate([{ LogEventText: 'seen' }], inbound, {}, { servers })).toBe('bob delivered');
    const trace = await at({ LogEventText: 'seen' });
    expect(fates(trace)).toEqual(['bob delivered onPremises/R1']);
    const rejected = only(await at({ RejectMessageReasonText: 'No.' }));
    expect([rejected.endsAt, rejected.rules]).toEqual(['server:EX01', ['onPremises/R1']]);
  });
});

test('an expectation names rules of own servers with their prefix', async () => {
  const met = async (rules: readonly string[]) =>
    (await traced([{ PrependSubject: '1' }], { ...inbound, expect: { rules } })).expectation?.met;
  expect([await met(['onPremises/R1']), await met(['R1'])]).toEqual([true, false]);
});
