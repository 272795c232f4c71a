import { describe, expect, test } from 'vitest';
import { follow, only, type Piece } from '../follow.ts';
import { fates, inbound, open, outbound, ruleWorld, traced } from './rule-world.ts';

const two: Piece = { ...inbound, to: ['anna@contoso.com', 'bob@contoso.com'] };

describe('what ends a copy', () => {
  const reasons: readonly (readonly [string, Piece, string])[] = [
    ['ACT-6: with a reason', { RejectMessageReasonText: 'No.' }, '550 5.7.1 No.'],
    [
      'ACT-7: with a status',
      { RejectMessageEnhancedStatusCode: '5.7.900' },
      '550 5.7.900 Delivery not authorized, message refused',
    ],
    [
      'ACT-6a: with both, as configured',
      { RejectMessageEnhancedStatusCode: '5.7.900', RejectMessageReasonText: 'No.' },
      '550 5.7.900 No.',
    ],
  ];
  test.each(reasons)('%s', async (_, action, said) => {
    const outcome = only(await traced([action], inbound));
    expect([outcome.status, outcome.endsAt, outcome.reply?.returnedTo]).toEqual([
      'bounced',
      'tenant',
      ['alice@example.org'],
    ]);
    const { code, enhanced, text } = outcome.reply ?? {};
    expect(`${code} ${enhanced} ${text}`).toBe(said);
  });

  test('a rejected message without a sender has nobody to tell', async () => {
    expect(fates(await traced([{ RejectMessageReasonText: 'No.' }], { ...inbound, mailFrom: '<>' }))).toEqual([
      'anna dropped R1',
    ]);
  });

  test.each([
    ['ACT-8', { DeleteMessage: true }, 'dropped'],
    ['ACT-4', { Quarantine: true }, 'quarantined'],
    ['ACT-1', { ModerateMessageByUser: ['boss@contoso.com'] }, 'held'],
  ] as const)('%s ends at the tenant, and no later rule sees it', async (_, action, status) => {
    const outcome = only(await traced([action, { DeleteMessage: true }], inbound));
    expect([outcome.status, outcome.endsAt, outcome.reply, outcome.rules]).toEqual([status, 'tenant', null, ['R1']]);
  });

  test('RULE-54: what was moderated before is dropped', async () => {
    const moderated = { ...inbound, headers: { 'X-MS-Exchange-Moderation-Loop': '1' } };
    expect(fates(await traced([{ ModerateMessageByUser: ['boss@contoso.com'] }], moderated))).toEqual([
      'anna dropped R1',
    ]);
  });

  test('ACT-2: by the manager of the sender; without one it is delivered, and an undeclared one is open', async () => {
    const rule = { ModerateMessageByManager: true };
    const from = async (name: string) => {
      const trace = await traced([rule], { from: `${name}@contoso.com`, to: ['bob@contoso.com'] });
      return [...fates(trace), ...open(trace)];
    };
    expect([await from('anna'), await from('bob'), await from('boss')]).toEqual([
      ['bob held R1', 'approved: bob delivered R1', 'rejected or expired: bob bounced R1'],
      ['bob delivered R1'],
      ['bob delivered R1', 'yes: bob held R1'],
    ]);
  });
});

describe('recipients', () => {
  test('ACT-3: a redirect replaces the recipient, and later rules see the new one (PUNC-9)', async () => {
    const rules = [{ RedirectMessageTo: ['bob@contoso.com'] }, { SentTo: ['bob@contoso.com'], DeleteMessage: true }];
    const trace = await traced(rules, inbound);
    expect(fates(trace)).toEqual(['anna dropped R1 R2']);
    expect(trace.outcomes[0]?.finalRecipient).toBe('bob@contoso.com');
    expect(open(trace)).toEqual(['rules.addedRecipientsSeenByLaterRules: anna delivered R1']);
  });

  test('ACT-3: a redirect to the outside is sent by the outbound pipeline', async () => {
    const outcome = only(await traced([{ RedirectMessageTo: ['alice@example.org'] }], outbound));
    expect([outcome.status, outcome.recipient, outcome.finalRecipient]).toEqual([
      'sent',
      'alice@example.org',
      'alice@example.org',
    ]);
  });

  test.each([['AddToRecipients'], ['CopyTo'], ['BlindCopyTo']])(
    'ACT-9 to ACT-11: %s makes a further copy',
    async (name) => {
      const trace = await traced([{ [name]: ['boss@contoso.com'] }], two);
      expect(fates(trace)).toEqual(['anna delivered R1', 'boss delivered R1', 'bob delivered R1']);
    },
  );

  test('who gets the message anyway is not added', async () => {
    expect(fates(await traced([{ CopyTo: ['bob@contoso.com'] }], two))).toEqual([
      'anna delivered R1',
      'bob delivered R1',
    ]);
  });

  test('ACT-11: an added Cc stands in the header that later rules read; a Bcc does not (RULE-22)', async () => {
    const reads = { AnyOfCcHeader: ['boss@contoso.com'], SetHeaderName: 'X-Seen', SetHeaderValue: '1' };
    const rulesOf = async (name: string) =>
      (await traced([{ [name]: ['boss@contoso.com'] }, reads], inbound)).outcomes[0]?.rules;
    expect([await rulesOf('CopyTo'), await rulesOf('BlindCopyTo')]).toEqual([['R1', 'R2'], ['R1']]);
  });

  test('ACT-12: the manager of the sender', async () => {
    const message = { from: 'anna@contoso.com', to: ['bob@contoso.com'] };
    expect(fates(await traced([{ AddManagerAsRecipientType: 'Bcc' }], message))).toEqual([
      'bob delivered R1',
      'boss delivered R1',
    ]);
    expect(
      fates(
        await traced([{ AddManagerAsRecipientType: 'Bcc' }], {
          ...message,
          from: 'bob@contoso.com',
          to: ['anna@contoso.com'],
        }),
      ),
    ).toEqual(['anna delivered R1']);
  });

  test('RULE-53: what rules have redirected before is rejected; two additions of one pass are none', async () => {
    const again = { ...inbound, headers: { 'X-MS-Exchange-Transport-Rules-Loop': '1' } };
    const outcome = only(await traced([{ BlindCopyTo: ['boss@contoso.com'] }], again));
    expect([outcome.status, outcome.reply?.enhanced]).toEqual(['bounced', '5.7.128']);
    const rules = [{ BlindCopyTo: ['boss@contoso.com'] }, { BlindCopyTo: ['bob@contoso.com'] }];
    expect(fates(await traced(rules, inbound))).toEqual([
      'anna delivered R1 R2',
      'boss delivered R1 R2',
      'bob delivered R1 R2',
    ]);
  });
});

describe('changes', () => {
  const sees = async (first: Piece, second: Piece, message: Piece = inbound) =>
    (await traced([first, { ...second, DeleteMessage: true }], message)).outcomes[0]?.status === 'dropped';

  test('RULE-22, ACT-15: a later rule sees the header that an earlier one set', async () => {
    const header = { HeaderContainsMessageHeader: 'X-Mark', HeaderContainsWords: ['1'] };
    expect(await sees({ SetHeaderName: 'X-Mark', SetHeaderValue: '1' }, header)).toBe(true);
    expect(await sees({ RemoveHeader: 'X-Mark' }, header, { ...inbound, headers: { 'X-Mark': '1' } })).toBe(false);
  });

  test('RULE-22, ACT-22, ACT-13: the subject and the disclaimer, too', async () => {
    expect(await sees({ PrependSubject: '[EXT] ' }, { SubjectContainsWords: ['EXT'] })).toBe(true);
    expect(await sees({ ApplyHtmlDisclaimerText: '<p>legal</p>' }, { SubjectOrBodyContainsWords: ['legal'] })).toBe(
      true,
    );
  });

  test('ACT-13: of a signed message Ignore spares it from the rule, Reject returns it, Wrap hides its type', async () => {
    const signed = { ...inbound, type: 'signed' };
    const disclaimer = (fallback: string) => ({
      ApplyHtmlDisclaimerText: 'legal',
      ApplyHtmlDisclaimerFallbackAction: fallback,
      StopRuleProcessing: true,
    });
    const next = { MessageTypeMatches: 'Signed', DeleteMessage: true };
    expect(fates(await traced([disclaimer('Ignore'), next], signed))).toEqual(['anna dropped R1 R2']);
    expect(fates(await traced([disclaimer('Reject'), next], signed))).toEqual(['anna bounced R1']);
    expect(fates(await traced([{ ...disclaimer('Wrap'), StopRuleProcessing: false }, next], signed))).toEqual([
      'anna delivered R1',
    ]);
  });

  test('ACT-17, ACT-17a: the spam confidence level decides the folder', async () => {
    const of = async (SetSCL: number) => {
      const { scl, folder } = only(await traced([{ SetSCL }], inbound));
      return [scl, folder];
    };
    expect([await of(-1), await of(4), await of(6)]).toEqual([
      [-1, 'inbox'],
      [4, 'inbox'],
      [6, 'junk'],
    ]);
    expect(await sees({ SetSCL: 6 }, { SCLOver: 5 })).toBe(true);
  });

  test('ACT-18: mail from outside cannot be encrypted and goes back', async () => {
    const rule = { ApplyRightsProtectionTemplate: 'Encrypt' };
    expect(fates(await traced([rule], inbound))).toEqual(['anna bounced R1']);
    expect(fates(await traced([rule], outbound))).toEqual(['alice sent R1']);
  });

  test('ACT-23 to ACT-26 change nothing about the way', async () => {
    const rules = [{ SetAuditSeverity: 'High' }, { GenerateIncidentReport: 'boss@contoso.com' }];
    expect(fates(await traced(rules, inbound))).toEqual(['anna delivered R1 R2']);
  });
});

describe('limits that a tenant declares (Get-TransportConfig)', () => {
  const within = (organizationConfig: Piece, rule: Piece, message: Piece) =>
    follow(ruleWorld([rule], {}, { organizationConfig }), message);

  test('LIM-4: recipients that rules add', async () => {
    const rule = { BlindCopyTo: ['boss@contoso.com', 'bob@contoso.com'] };
    const one = { TransportRuleConfig: ['TransportRuleCollectionAddedRecipientsLimit:1'] };
    expect(fates(await within(one, rule, inbound))).toEqual(['anna delivered R1', 'boss delivered R1']);
    expect(fates(await within({}, rule, inbound))).toHaveLength(3);
  });

  test('LIM-7: how much of an attachment is read, which leaves no assumption', async () => {
    const rule = { AttachmentContainsWords: ['iban'], DeleteMessage: true };
    const message = { ...inbound, attachments: [{ name: 'a.txt', text: `${'x '.repeat(100 * 1024)}iban` }] };
    const limit = (TransportRuleAttachmentTextScanLimit: string) =>
      within({ TransportRuleAttachmentTextScanLimit }, rule, message);
    const [short, long] = [await limit('150 KB (153,600 bytes)'), await limit('1 MB (1,048,576 bytes)')];
    expect([fates(short), open(short)]).toEqual([['anna delivered'], []]);
    expect([fates(long), open(long)]).toEqual([['anna dropped R1'], []]);
  });
});
