import { describe, expect, test } from 'vitest';
import { plain } from '../../../src/model/text.ts';
import type { Trace } from '../../../src/simulate/trace.ts';
import { follow, idsOf, only, openPoints, outcomeOf, type Piece } from '../follow.ts';
import { fate, forwardBy, fromInside, fromOutside, outside, world } from './forwarding-world.ts';

const anna = (rest: Piece): Piece => ({ address: 'anna@contoso.com', mailbox: 'cloud', ...rest });
const toAnna: Piece = { ...fromOutside, to: ['anna@contoso.com'] };
const fates = (trace: Trace) => trace.outcomes.map((one) => [one.finalRecipient, fate(one)]);
const traced = (recipients: readonly Piece[], message: Piece = toAnna, tenant: Piece = {}) =>
  follow(world({ recipients, tenant }), message);
const pasted = (properties: Piece): Piece => ({
  recipients: [{ PrimarySmtpAddress: 'anna@contoso.com', RecipientTypeDetails: 'UserMailbox', ...properties }],
});

describe('mailbox forwarding', () => {
  test('FWD-4: without a copy only the target gets it, with one both, the own copy first', async () => {
    expect(fates(await traced([anna({ forwardTo: 'x@fabrikam.com' })]))).toEqual([['x@fabrikam.com', 'sent']]);
    expect(fates(await traced([anna({ forwardTo: 'x@fabrikam.com', keepCopy: true })]))).toEqual([
      ['anna@contoso.com', 'delivered'],
      ['x@fabrikam.com', 'sent'],
    ]);
  });

  test('FWD-3: ForwardingAddress goes before ForwardingSmtpAddress, which the trace says', async () => {
    const both = { ForwardingAddress: 'bob@contoso.com', ForwardingSmtpAddress: 'smtp:x@fabrikam.com' };
    const trace = await traced([anna({})], toAnna, pasted(both));
    expect([fates(trace), idsOf(trace, 'forward-mailbox')]).toEqual([
      [['bob@contoso.com', 'delivered']],
      expect.arrayContaining(['FWD-1', 'FWD-3']),
    ]);
  });

  test('a pasted object that has no forwarding replaces what the shorthand says; one that does not say leaves it', async () => {
    const shorthand = anna({ forwardTo: 'x@fabrikam.com' });
    const none = pasted({ ForwardingSmtpAddress: null, ForwardingAddress: null });
    expect(fates(await traced([shorthand], toAnna, none))).toEqual([['anna@contoso.com', 'delivered']]);
    expect(fates(await traced([shorthand], toAnna, pasted({})))).toEqual([['x@fabrikam.com', 'sent']]);
  });

  test('ForwardingAddress by name: the name of the contact, and a name that nobody declares', async () => {
    const named = { ...pasted({ ForwardingAddress: 'Fabrikam desk' }) };
    const objects = {
      recipients: [
        ...(named.recipients as readonly Piece[]),
        {
          PrimarySmtpAddress: 'fab@contoso.com',
          RecipientTypeDetails: 'MailContact',
          Name: 'Fabrikam desk',
          ExternalEmailAddress: 'SMTP:x@fabrikam.com',
        },
      ],
    };
    expect(fates(await traced([anna({})], toAnna, objects))).toEqual([['x@fabrikam.com', 'sent']]);
    expect(fates(await traced([anna({})], toAnna, named))).toEqual([['anna@contoso.com', 'undetermined']]);
  });

  test('CFWD-1, CFWD-2: the envelope sender is rewritten for the mailbox, the header stays (SRS-1, SRS-3)', async () => {
    const copy = outside(await forwardBy('smtp'));
    expect([copy.lastMailFrom, copy.egressPool, copy.egressSpf]).toEqual([
      'anna+SRS=hash=time=example.org=alice@contoso.com',
      'regular',
      'pass',
    ]);
  });

  test('SRS-5: what failed SPF on arrival leaves through the relay pool as it is', async () => {
    const { lastMailFrom, egressPool } = outside(
      await forwardBy('smtp', {}, { message: { source: { address: '203.0.113.99' } } }),
    );
    expect([lastMailFrom, egressPool]).toEqual(['alice@example.org', 'relay']);
  });

  test('FWD-14: forwards inside the organisation are touched by no control', async () => {
    const controls = {
      hostedOutboundSpamFilterPolicies: [{ Name: 'Default', AutoForwardingMode: 'Off' }],
      remoteDomains: [{ Name: 'Default', DomainName: '*', AutoForwardEnabled: false }],
    };
    for (const rest of [
      { forwardTo: 'bob@contoso.com' },
      { inboxRules: [{ redirectTo: ['bob@contoso.com'], delete: true }] },
    ])
      expect(fates(await traced([anna(rest)], toAnna, controls))).toEqual([['bob@contoso.com', 'delivered']]);
  });

  test('two that deliver and forward to each other get one copy each; two that only forward are a loop', async () => {
    const pair = (keepCopy: boolean) => [
      anna({ forwardTo: 'dan@contoso.com', keepCopy }),
      { address: 'dan@contoso.com', mailbox: 'cloud', forwardTo: 'anna@contoso.com', keepCopy },
    ];
    expect(fates(await traced(pair(true)))).toEqual([
      ['anna@contoso.com', 'delivered'],
      ['dan@contoso.com', 'delivered'],
    ]);
    const [looped, ...more] = (await traced(pair(false))).outcomes;
    expect([looped?.status, looped?.reply?.text, more]).toEqual([
      'bounced',
      expect.stringMatching(/^RESOLVER\.FWD\.Loop/u),
      [],
    ]);
  });

  test('RULE-55: a message that names the mailbox in its counter is not forwarded again', async () => {
    const headers = { 'X-MS-Exchange-ForwardingLoop': 'anna@contoso.com;00000000-0000-0000-0000-000000000000' };
    const keeps = await traced([anna({ forwardTo: 'x@fabrikam.com', keepCopy: true })], { ...toAnna, headers });
    expect(fates(keeps)).toEqual([['anna@contoso.com', 'delivered']]);
    const only = await traced([anna({ forwardTo: 'x@fabrikam.com' })], { ...toAnna, headers });
    expect(fates(only)).toEqual([['anna@contoso.com', 'bounced 5.4.6']]);
    const other = { 'X-MS-Exchange-ForwardingLoop': 'dan@contoso.com' };
    const others = await traced([anna({ forwardTo: 'x@fabrikam.com' })], { ...toAnna, headers: other });
    expect(fates(others)).toEqual([['x@fabrikam.com', 'sent']]);
  });

  test('a chain of mailboxes leads to the last one', async () => {
    const chain = [
      anna({ forwardTo: 'dan@contoso.com' }),
      { address: 'dan@contoso.com', mailbox: 'cloud', forwardTo: 'eve@contoso.com', keepCopy: true },
      { address: 'eve@contoso.com', mailbox: 'cloud' },
    ];
    expect(fates(await traced(chain))).toEqual([
      ['dan@contoso.com', 'delivered'],
      ['eve@contoso.com', 'delivered'],
    ]);
  });
});

describe('inbox rules', () => {
  const inbox = (...inboxRules: readonly Piece[]): Piece => anna({ inboxRules });

  test('the mailbox keeps its copy unless a rule deletes it', async () => {
    expect(fates(await traced([inbox({ redirectTo: ['x@fabrikam.com'] })]))).toEqual([
      ['anna@contoso.com', 'delivered'],
      ['x@fabrikam.com', 'sent'],
    ]);
    expect(fates(await traced([inbox({ redirectTo: ['x@fabrikam.com'], delete: true })]))).toEqual([
      ['x@fabrikam.com', 'sent'],
    ]);
  });

  test('FWD-5, FWD-7: a forward is sent by the mailbox, a redirection keeps its sender behind SRS', async () => {
    const forward = outside(await forwardBy('forward'));
    expect([forward.lastMailFrom, forward.authAs, forward.directionality, forward.egressPool]).toEqual([
      'anna@contoso.com',
      'Internal',
      'Originating',
      'regular',
    ]);
    const redirect = outside(await forwardBy('redirect'));
    expect([redirect.lastMailFrom, redirect.authAs, redirect.directionality]).toEqual([
      'anna+SRS=hash=time=example.org=alice@contoso.com',
      'Anonymous',
      'Originating',
    ]);
  });

  test('FWD-12: mailbox forwarding puts a redirection out of force, not a forward', async () => {
    const keeping = { forwardTo: 'bob@contoso.com', keepCopy: true };
    const redirect = await traced([{ ...inbox({ redirectTo: ['x@fabrikam.com'] }), ...keeping }]);
    expect([fates(redirect), idsOf(redirect, 'run-inbox-rules')]).toEqual([
      [
        ['anna@contoso.com', 'delivered'],
        ['bob@contoso.com', 'delivered'],
      ],
      ['FWD-12'],
    ]);
    const forward = await traced([{ ...inbox({ forwardTo: ['x@fabrikam.com'] }), ...keeping }]);
    expect(fates(forward)).toContainEqual(['x@fabrikam.com', 'sent']);
  });

  test('FWD-13: a rule with more than ten addresses is not applied, nor its deletion', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `x${index}@fabrikam.com`);
    expect((await traced([inbox({ forwardTo: many(10), delete: true })])).outcomes).toHaveLength(10);
    const eleven = await traced([inbox({ forwardTo: many(11), delete: true })]);
    expect([fates(eleven), idsOf(eleven, 'run-inbox-rules')]).toEqual([
      [['anna@contoso.com', 'delivered']],
      ['FWD-13', 'LIM-5'],
    ]);
  });

  test('RULE-51, RULE-52: what an inbox rule sent is sent no further by another, and nobody is told', async () => {
    const second = { address: 'dan@contoso.com', mailbox: 'cloud', inboxRules: [{ forwardTo: ['x@fabrikam.com'] }] };
    const trace = await traced([inbox({ forwardTo: ['dan@contoso.com'] }), second]);
    expect([fates(trace), outside(trace).reply]).toEqual([
      [
        ['anna@contoso.com', 'delivered'],
        ['dan@contoso.com', 'delivered'],
        ['x@fabrikam.com', 'dropped'],
      ],
      null,
    ]);
    expect(idsOf(trace, 'run-inbox-rules')).toContain('RULE-51');
  });

  test('RULE-51: a loop header that the message brings counts', async () => {
    const headers = { 'X-MS-Exchange-Inbox-Rules-Loop': 'zoe@fabrikam.com' };
    const trace = await traced([inbox({ redirectTo: ['x@fabrikam.com'] })], { ...toAnna, headers });
    expect(fate(outside(trace))).toBe('dropped');
  });

  test('mailbox forwarding that keeps nothing leaves inbox rules nothing to act on', async () => {
    const both = { ...inbox({ forwardTo: ['x@fabrikam.com'] }), forwardTo: 'bob@contoso.com' };
    expect(fates(await traced([both]))).toEqual([['bob@contoso.com', 'delivered']]);
  });

  test('what goes to the junk folder is left alone by inbox rules, which is an assumption', async () => {
    const spam = { ...toAnna, verdict: 'spam' };
    const rule = inbox({ redirectTo: ['x@fabrikam.com'], delete: true });
    const trace = await traced([rule], spam);
    expect([fates(trace), trace.outcomes[0]?.folder, openPoints(trace)]).toEqual([
      [['anna@contoso.com', 'delivered']],
      'junk',
      expect.arrayContaining(['forwarding.inboxRulesOnJunk']),
    ]);
    const yes = await follow(world({ recipients: [rule] }), spam, { assume: { 'forwarding.inboxRulesOnJunk': 'yes' } });
    expect(yes.outcomes.map((one) => one.finalRecipient)).toEqual(['x@fabrikam.com']);
  });

  test('a rule may name a group or a contact of the directory', async () => {
    const group = { address: 'all@contoso.com', members: ['bob@contoso.com', 'fab@contoso.com'] };
    const trace = await traced([inbox({ redirectTo: ['all@contoso.com'], delete: true }), group]);
    expect(fates(trace)).toEqual([
      ['bob@contoso.com', 'delivered'],
      ['x@fabrikam.com', 'sent'],
    ]);
  });
});

describe('RULE-44, FWD-21: whom rules take for the sender', () => {
  const rule = (rest: Piece): Piece => ({
    transportRules: [
      {
        Name: 'Block',
        SentToScope: 'NotInOrganization',
        RejectMessageReasonText: 'no',
        ExceptIfFrom: 'anna@contoso.com',
        ...rest,
      },
    ],
  });
  test.each([
    ['Header', 'forward', 'bounced 5.7.1'],
    ['HeaderOrEnvelope', 'forward', 'sent'],
    ['Header', 'redirect', 'bounced 5.7.1'],
    ['HeaderOrEnvelope', 'redirect', 'bounced 5.7.1'],
  ] as const)('an exception for the mailbox, %s, inbox rule %s: %s', async (SenderAddressLocation, key, wanted) => {
    expect(fate(outside(await forwardBy(key, rule({ SenderAddressLocation }))))).toBe(wanted);
  });

  test('an exception for the recipient helps a redirection', async () => {
    const control = { ...rule({ ExceptIfFrom: null, ExceptIfRecipientDomainIs: 'fabrikam.com' }) };
    expect(fate(outside(await forwardBy('redirect', control)))).toBe('sent');
  });
});

describe('outbound spam policies (OSP-2 to OSP-4)', () => {
  const group = { address: 'forwarders@contoso.com', members: ['anna@contoso.com'] };
  const refusedBy = async (rules: readonly Piece[], more: readonly Piece[] = []) => {
    const tenant = {
      hostedOutboundSpamFilterPolicies: [
        { Name: 'Default', IsDefault: true, AutoForwardingMode: 'Off' },
        { Name: 'Yes', AutoForwardingMode: 'On' },
        { Name: 'No', AutoForwardingMode: 'Off' },
      ],
      hostedOutboundSpamFilterRules: rules,
    };
    return fate(outside(await traced([anna({ forwardTo: 'x@fabrikam.com' }), ...more], toAnna, tenant)));
  };
  const yes: Piece = { Name: 'Yes', HostedOutboundSpamFilterPolicy: 'Yes' };
  const no: Piece = { Name: 'No', HostedOutboundSpamFilterPolicy: 'No' };

  test.each<[string, Piece, string]>([
    ['members of a group', { FromMemberOf: 'forwarders@contoso.com' }, 'sent'],
    ['a domain covers its subdomains, not others', { SenderDomainIs: 'com' }, 'sent'],
    ['another domain', { SenderDomainIs: 'fabrikam.com' }, 'bounced 5.7.520'],
    ['several kinds are all required', { From: 'anna@contoso.com', SenderDomainIs: 'fabrikam.com' }, 'bounced 5.7.520'],
    ['one of several values is enough', { From: ['bob@contoso.com', 'anna@contoso.com'] }, 'sent'],
    ['an exception', { SenderDomainIs: 'contoso.com', ExceptIfFrom: 'anna@contoso.com' }, 'bounced 5.7.520'],
    ['a disabled rule', { From: 'anna@contoso.com', State: 'Disabled' }, 'bounced 5.7.520'],
  ])('%s', async (_, scope, wanted) => {
    expect(await refusedBy([{ ...yes, ...scope }], [group])).toBe(wanted);
  });

  test('OSP-3: the first by Priority decides, and nothing merges', async () => {
    const scope = { SenderDomainIs: 'contoso.com' };
    const both = (first: number, second: number) => [
      { ...yes, ...scope, Priority: first },
      { ...no, ...scope, Priority: second },
    ];
    expect(await refusedBy(both(0, 1))).toBe('sent');
    expect(await refusedBy(both(1, 0))).toBe('bounced 5.7.520');
  });

  test('a group whose members nobody declares leaves it open', async () => {
    const tenant = {
      hostedOutboundSpamFilterPolicies: [
        { Name: 'Default', IsDefault: true, AutoForwardingMode: 'Off' },
        { Name: 'Yes', AutoForwardingMode: 'On' },
      ],
      hostedOutboundSpamFilterRules: [{ ...yes, FromMemberOf: 'Forwarders of old' }],
    };
    const trace = await traced([anna({ forwardTo: 'x@fabrikam.com' })], toAnna, tenant);
    expect([fate(outside(trace)), trace.alternatives.map((one) => one.outcomes.map(fate))]).toEqual([
      'bounced 5.7.520',
      expect.arrayContaining([['sent']]),
    ]);
  });
});

describe('remote domains (RD-1 to RD-10)', () => {
  const remote = (...remoteDomains: readonly Piece[]): Piece => ({ remoteDomains });
  const off = { AutoForwardEnabled: false };
  const forwards = async (control: Piece, assume: Readonly<Record<string, string>> = {}) => {
    const topology = world({ recipients: [anna({ forwardTo: 'x@eu.fabrikam.com' })], tenant: control });
    return fate(outside(await follow(topology, toAnna, { assume })));
  };

  test.each<[string, readonly Piece[], string]>([
    ['RD-2: without a wildcard only the domain itself', [{ Name: 'F', DomainName: 'fabrikam.com', ...off }], 'sent'],
    ['RD-2: with one the subdomains too', [{ Name: 'F', DomainName: '*.fabrikam.com', ...off }], 'dropped'],
    [
      'RD-3: an exact one goes before a wildcard',
      [
        { Name: 'W', DomainName: '*.fabrikam.com', ...off },
        { Name: 'E', DomainName: 'eu.fabrikam.com' },
      ],
      'sent',
    ],
    [
      'RD-3: properties do not merge with those of Default',
      [
        { Name: 'Default', DomainName: '*', ...off },
        { Name: 'W', DomainName: '*.fabrikam.com' },
      ],
      'sent',
    ],
  ])('%s', async (_, domains, wanted) => {
    expect(await forwards(remote(...domains))).toBe(wanted);
  });

  test('PUNC-16: among nested wildcards the longest, which is an assumption', async () => {
    const nested = remote(
      { Name: 'All of com', DomainName: '*.com', ...off },
      { Name: 'Fabrikam', DomainName: '*.fabrikam.com', AutoForwardEnabled: true },
    );
    expect(await forwards(nested)).toBe('sent');
    expect(await forwards(nested, { 'remoteDomains.nested': 'first' })).toBe('dropped');
  });

  const reply = (type: string, domain: Piece): Promise<string> =>
    outcomeOf(world({ recipients: [], tenant: remote({ Name: 'Default', DomainName: '*', ...domain }) }), {
      ...fromInside,
      to: ['alice@example.org'],
      type,
    }).then(fate);

  test.each<[string, Piece, string]>([
    ['RD-6: AutoReplyEnabled off', { AutoReplyEnabled: false }, 'dropped'],
    ['RD-7: no automatic reply may leave', { AllowedOOFType: 'None' }, 'dropped'],
    ['RD-7: the external text', { AllowedOOFType: 'External' }, 'sent'],
    ['RD-7: the internal text', { AllowedOOFType: 'InternalLegacy' }, 'sent'],
    ['RD-5 is about forwards', { AutoForwardEnabled: false }, 'sent'],
  ])('an automatic reply. %s', async (_, domain, wanted) => {
    expect(await reply('oof', domain)).toBe(wanted);
  });

  test('RD-10: NDREnabled off keeps reports in', async () => {
    expect(await reply('ndr', { NDREnabled: false })).toBe('dropped');
    expect(await reply('ndr', {})).toBe('sent');
  });

  test('RD-10: nor does a refusal by the outbound policy reach a sender whose domain gets no reports', async () => {
    const off = { hostedOutboundSpamFilterPolicies: [{ Name: 'Default', IsDefault: true, AutoForwardingMode: 'Off' }] };
    const refused = async (domain: string) => {
      const control = { ...off, ...remote({ Name: 'R', DomainName: domain, NDREnabled: false }) };
      const trace = await traced([anna({ forwardTo: 'x@fabrikam.com' })], toAnna, control);
      return [fate(outside(trace)), outside(trace).reply?.returnedTo];
    };
    expect(await refused('example.org')).toEqual(['dropped 5.7.520', []]);
    expect(await refused('fabrikam.com')).toEqual(['bounced 5.7.520', ['alice@example.org']]);
  });

  describe('whether an automatic reply is made at all (RD-18)', () => {
    const answer = async (mailbox: Piece, tenant: Piece = {}) => {
      const topology = world({ recipients: [anna(mailbox)], tenant });
      const message = { from: 'anna@contoso.com', to: ['alice@example.org'], type: 'oof' };
      const trace = await follow(topology, message);
      return [fate(only(trace)), idsOf(trace, 'reply-automatically')];
    };
    test('not by a mailbox with ForwardingSmtpAddress, copy or not', async () => {
      expect(await answer({ forwardTo: 'x@fabrikam.com' })).toEqual(['dropped', ['RD-18']]);
      expect(await answer({ forwardTo: 'x@fabrikam.com', keepCopy: true })).toEqual(['dropped', ['RD-18']]);
    });
    test('nor by the one that takes journal reports which cannot be delivered', async () => {
      const tenant = { organizationConfig: { JournalingReportNdrTo: 'anna@contoso.com' } };
      expect(await answer({}, tenant)).toEqual(['dropped', ['RD-18', 'JRN-1']]);
    });
    test('inbox rules and ForwardingAddress leave it alone', async () => {
      expect(await answer({ inboxRules: [{ forwardTo: ['x@fabrikam.com'] }] })).toEqual(['sent', []]);
      const recipients = [
        {
          PrimarySmtpAddress: 'anna@contoso.com',
          RecipientTypeDetails: 'UserMailbox',
          ForwardingAddress: 'fab@contoso.com',
        },
      ];
      expect(await answer({}, { recipients })).toEqual(['sent', []]);
    });
    test('a reply that leaves says which text it is', async () => {
      const verdict = async (type: string) => {
        const domain = { Name: 'Default', DomainName: '*', AllowedOOFType: type };
        const topology = world({ recipients: [anna({})], tenant: remote(domain) });
        const trace = await follow(topology, { from: 'anna@contoso.com', to: ['alice@example.org'], type: 'oof' });
        const decisions = trace.hops.flatMap((hop) => hop.decisions);
        return decisions.filter((one) => one.step === 'apply-remote-domain').map((one) => plain(one.verdict));
      };
      expect(await verdict('ExternalLegacy')).toEqual(['the reply for outsiders leaves']);
      expect(await verdict('InternalLegacy')).toEqual(['the reply for insiders leaves']);
    });
  });

  test('a declared automatic forward of a client is dropped by the remote domain, and the outbound policy lets it be', async () => {
    expect(await reply('autoForward', { AutoForwardEnabled: false })).toBe('dropped');
    const policy = { hostedOutboundSpamFilterPolicies: [{ Name: 'Default', AutoForwardingMode: 'Off' }] };
    const outcome = await outcomeOf(world({ recipients: [], tenant: policy }), {
      ...fromInside,
      to: ['alice@example.org'],
      type: 'autoForward',
    });
    expect(fate(outcome)).toBe('sent');
  });

  test('RD-19: the other recipients get their copies', async () => {
    const control = remote({ Name: 'F', DomainName: 'fabrikam.com', AutoReplyEnabled: false });
    const trace = await traced(
      [],
      { ...fromInside, to: ['x@fabrikam.com', 'alice@example.org'], type: 'oof' },
      control,
    );
    expect(fates(trace)).toEqual([
      ['x@fabrikam.com', 'dropped'],
      ['alice@example.org', 'sent'],
    ]);
  });

  test('RULE-42, RD-8: recipients of an internal remote domain are inside for rules', async () => {
    const rule = { transportRules: [{ Name: 'Out', SentToScope: 'NotInOrganization', RejectMessageReasonText: 'no' }] };
    const to = (domain: Piece) =>
      outcomeOf(world({ recipients: [], tenant: { ...rule, ...remote(domain) } }), {
        ...fromInside,
        to: ['x@fabrikam.com'],
      }).then(fate);
    const fabrikam = { Name: 'F', DomainName: 'fabrikam.com' };
    expect(await to({ ...fabrikam, IsInternal: true })).toBe('sent');
    expect(await to({ ...fabrikam, AllowedOOFType: 'InternalLegacy' })).toBe('sent');
    expect(await to(fabrikam)).toBe('bounced 5.7.1');
  });
});

test('inbox rules of a mailbox that forwards and keeps nothing never run, which the trace says (FWD-4)', async () => {
  const rules = { inboxRules: [{ forwardTo: ['carol@contoso.com'] }] };
  const run = async (keepCopy: boolean) => {
    const trace = await traced([anna({ ...rules, forwardTo: 'bob@contoso.com', keepCopy })]);
    return [trace.outcomes.map((one) => one.finalRecipient).sort(), idsOf(trace, 'run-inbox-rules')];
  };
  expect(await run(false)).toEqual([['bob@contoso.com'], ['FWD-4', 'ORDER-15']]);
  expect(await run(true)).toEqual([
    ['anna@contoso.com', 'bob@contoso.com', 'carol@contoso.com'],
    ['ORDER-15', 'FWD-5'],
  ]);
});

test('a control that is not asked about is no open point: forwards inside, and mail without forwards', async () => {
  expect(openPoints(await traced([anna({ forwardTo: 'bob@contoso.com' })]))).toEqual([]);
  expect(openPoints(await traced([anna({})]))).toEqual([]);
});
