import { describe, expect, test } from 'vitest';
import { actionEntries } from '../../../src/input/topology/rule-actions.ts';
import { bare, ruleOf, typeName } from '../../support/rule-reading.ts';

interface Row {
  readonly id: number;
  /** Name in Actions, without namespace and `Action`. */
  readonly type: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** As Format-List prints it, or as a person writes it. */
  readonly listed: Readonly<Record<string, unknown>>;
  readonly is: Readonly<Record<string, unknown>>;
}

const on = (id: number, parameter: string, kind: string): Row => ({
  id,
  type: parameter,
  json: { [parameter]: true },
  listed: { [parameter]: 'True' },
  is: { kind, parameter },
});

const said = (id: number, type: string, parameter: string, text: string, is: Row['is']): Row => ({
  id,
  type,
  json: { [parameter]: text },
  listed: { [parameter]: [text] },
  is: { parameter, ...is },
});

const to = (id: number, type: string, parameter: string, is: (people: readonly string[]) => Row['is']): Row => ({
  id,
  type,
  json: { [parameter]: ['anna@contoso.com', 'ben@example.org'] },
  listed: { [parameter]: 'anna@contoso.com, ben@example.org' },
  is: { parameter, ...is(['anna@contoso.com', 'ben@example.org']) },
});

// Numbers are those of section 2.8.
const rows: readonly Row[] = [
  to(1, 'ModerateMessageByUser', 'ModerateMessageByUser', (moderators) => ({ kind: 'moderate', moderators })),
  on(2, 'ModerateMessageByManager', 'moderateByManager'),
  to(3, 'RedirectMessage', 'RedirectMessageTo', (recipients) => ({ kind: 'redirect', recipients })),
  on(4, 'Quarantine', 'quarantine'),
  said(5, 'RouteMessageOutboundConnector', 'RouteMessageOutboundConnector', 'To filter', {
    kind: 'route',
    connector: 'To filter',
  }),
  {
    id: 6,
    type: 'RejectMessage',
    json: { RejectMessageReasonText: 'No, thanks', RejectMessageEnhancedStatusCode: '5.7.900' },
    listed: { RejectMessageReasonText: 'No, thanks', RejectMessageEnhancedStatusCode: '5.7.900' },
    is: { kind: 'reject', parameter: 'RejectMessageReasonText', reason: 'No, thanks', status: '5.7.900' },
  },
  {
    id: 7,
    type: 'RejectMessage',
    json: { RejectMessageReasonText: null, RejectMessageEnhancedStatusCode: '5.7.1' },
    listed: { RejectMessageEnhancedStatusCode: { value: '5.7.1' } },
    is: { kind: 'reject', parameter: 'RejectMessageEnhancedStatusCode', reason: undefined, status: '5.7.1' },
  },
  on(8, 'DeleteMessage', 'delete'),
  to(9, 'BlindCopyTo', 'BlindCopyTo', (recipients) => ({ kind: 'addRecipients', box: 'bcc', recipients })),
  to(10, 'AddToRecipient', 'AddToRecipients', (recipients) => ({ kind: 'addRecipients', box: 'to', recipients })),
  to(11, 'CopyTo', 'CopyTo', (recipients) => ({ kind: 'addRecipients', box: 'cc', recipients })),
  said(12, 'AddManagerAsRecipientType', 'AddManagerAsRecipientType', 'Bcc', { kind: 'addManager', as: 'Bcc' }),
  {
    id: 13,
    type: 'ApplyHtmlDisclaimer',
    json: {
      ApplyHtmlDisclaimerText: '<p>a, b</p>',
      ApplyHtmlDisclaimerLocation: 'Prepend',
      ApplyHtmlDisclaimerFallbackAction: 'Reject',
    },
    listed: {
      ApplyHtmlDisclaimerText: '<p>a, b</p>',
      ApplyHtmlDisclaimerLocation: 'prepend',
      ApplyHtmlDisclaimerFallbackAction: 'reject',
    },
    is: {
      kind: 'disclaimer',
      parameter: 'ApplyHtmlDisclaimerText',
      html: '<p>a, b</p>',
      location: 'Prepend',
      fallback: 'Reject',
    },
  },
  said(14, 'RemoveHeader', 'RemoveHeader', 'X-Filtered', { kind: 'removeHeader', header: 'X-Filtered' }),
  {
    id: 15,
    type: 'SetHeader',
    json: { SetHeaderName: 'X-Filtered', SetHeaderValue: 'true' },
    listed: { SetHeaderName: 'X-Filtered', SetHeaderValue: true },
    is: { kind: 'setHeader', parameter: 'SetHeaderName', header: 'X-Filtered', value: 'true' },
  },
  said(16, 'ApplyClassification', 'ApplyClassification', 'Internal', { kind: 'classify', classification: 'Internal' }),
  {
    id: 17,
    type: 'SetScl',
    json: { SetSCL: -1 },
    listed: { SetSCL: '-1' },
    is: { kind: 'setScl', parameter: 'SetSCL', scl: -1 },
  },
  said(18, 'RightsProtectMessage', 'ApplyRightsProtectionTemplate', 'Encrypt', {
    kind: 'protect',
    template: 'Encrypt',
    customization: undefined,
  }),
  on(19, 'RouteMessageOutboundRequireTls', 'requireTls'),
  on(20, 'ApplyOME', 'encryptLegacy'),
  on(20, 'RemoveOME', 'decryptLegacy'),
  {
    id: 21,
    type: 'RemoveOMEv2',
    json: { RemoveOMEv2: true, RemoveRMSAttachmentEncryption: true },
    listed: { RemoveOMEv2: 'True', RemoveRMSAttachmentEncryption: 'True' },
    is: { kind: 'removeProtection', parameter: 'RemoveOMEv2', ofAttachments: true },
  },
  said(22, 'PrependSubject', 'PrependSubject', '[External] ', { kind: 'prependSubject', prefix: '[External] ' }),
  said(23, 'NotifySender', 'SenderNotificationType', 'NotifyOnly', { kind: 'notifySender', how: 'NotifyOnly' }),
  said(23, 'NotifySender', 'NotifySender', 'NotifyOnly', { kind: 'notifySender', how: 'NotifyOnly' }),
  {
    id: 24,
    type: 'GenerateIncidentReport',
    json: { GenerateIncidentReport: 'soc@contoso.com', IncidentReportContent: ['Sender', 'Subject'] },
    listed: { GenerateIncidentReport: ['soc@contoso.com'], IncidentReportContent: '{Sender, Subject}' },
    is: {
      kind: 'incidentReport',
      parameter: 'GenerateIncidentReport',
      to: ['soc@contoso.com'],
      content: ['Sender', 'Subject'],
    },
  },
  said(25, 'GenerateNotification', 'GenerateNotification', 'From %%From%%', {
    kind: 'notifyRecipients',
    html: 'From %%From%%',
  }),
  said(26, 'SetAuditSeverity', 'SetAuditSeverity', 'High', { kind: 'auditSeverity', severity: 'High' }),
  on(27, 'StopRuleProcessing', 'stop'),
];

const names = rows.map((row) => [`ACT-${row.id} ${row.is.parameter}`, row] as const);

describe.each(names)('%s', (_, row) => {
  const shown = { ...row.is, semantics: `ACT-${row.id}` };

  test('is read from JSON, and agrees with Actions', async () => {
    const rule = await ruleOf({ Actions: [typeName(`${row.type}Action`)], ...row.json });
    expect(rule.actions.map(bare)).toEqual([shown]);
    expect(rule.notUnderstood).toEqual([]);
  });

  test('is read from what PowerShell prints or a person writes', async () => {
    const rule = await ruleOf(row.listed);
    expect(rule.actions.map(bare)).toEqual([shown]);
    expect(rule.actions[0]?.at).toBe(`/tenant/transportRules/0/${row.is.parameter}`);
    expect(rule.notUnderstood).toEqual([]);
  });

  test('is nothing where an export prints null or false, and not understood where Actions names it all the same', async () => {
    for (const nothing of [null, '', []]) {
      const empty = Object.fromEntries(Object.keys(row.json).map((name) => [name, nothing]));
      expect(await ruleOf(empty)).toMatchObject({ actions: [], notUnderstood: [] });
      const rule = await ruleOf({ ...empty, Actions: [typeName(`${row.type}Action`)] });
      expect(rule.actions).toEqual([]);
      expect(rule.notUnderstood).toEqual([
        { part: 'actions', text: `${row.type}Action`, at: '/tenant/transportRules/0/Actions/0' },
      ]);
    }
  });
});

test('every action of the catalogue is tried above, but for those of Edge servers', () => {
  const tried = new Set(rows.flatMap((row) => Object.keys(row.json)));
  expect(actionEntries.flatMap((entry) => entry.properties).filter((name) => !tried.has(name))).toEqual([
    'ApplyRightsProtectionCustomizationTemplate',
    'Disconnect',
    'LogEventText',
    'SmtpRejectMessageRejectText',
    'SmtpRejectMessageRejectStatusCode',
  ]);
  expect(new Set(rows.map((row) => row.id)).size).toBe(27);
});

test('a disclaimer is appended, and wraps what it cannot change, where nothing else is said', async () => {
  const rule = await ruleOf({ ApplyHtmlDisclaimerText: 'Confidential' });
  expect(rule.actions[0]).toMatchObject({ kind: 'disclaimer', location: 'Append', fallback: 'Wrap' });
});

test('StopRuleProcessing is an action and a property of the rule', async () => {
  expect((await ruleOf({ StopRuleProcessing: 'True' })).stopRuleProcessing).toBe(true);
  expect((await ruleOf({ StopRuleProcessing: 'False' })).stopRuleProcessing).toBe(false);
});

describe('actions of Edge servers', () => {
  const properties = { Disconnect: true, LogEventText: 'seen', SmtpRejectMessageRejectStatusCode: '450' };

  test('have no function in Exchange Online', async () => {
    const rule = await ruleOf(properties);
    expect(rule.withoutFunction.map((one) => one.text)).toEqual(Object.keys(properties));
    expect([rule.actions, rule.notUnderstood]).toEqual([[], []]);
  });

  test('are read for own servers, several of one kind as one', async () => {
    const rule = await ruleOf({ ...properties, SmtpRejectMessageRejectText: 'Not now' }, 'onPremises');
    expect(rule.notUnderstood).toEqual([]);
    expect(rule.actions.map(bare)).toEqual([
      { kind: 'disconnect', parameter: 'Disconnect', semantics: '' },
      { kind: 'logEvent', parameter: 'LogEventText', semantics: '' },
      {
        kind: 'smtpReject',
        parameter: 'SmtpRejectMessageRejectText',
        semantics: '',
        code: 450,
        text: 'Not now',
      },
    ]);
  });

  test('an answer that ends no session is not understood', async () => {
    const rule = await ruleOf({ SmtpRejectMessageRejectStatusCode: '250' }, 'onPremises');
    expect([rule.actions, rule.notUnderstood.map((gap) => gap.text)]).toEqual([
      [],
      ['SmtpRejectMessageRejectStatusCode'],
    ]);
  });
});

describe('a policy tip beside the words of a rejection', () => {
  const both = { SenderNotificationType: 'RejectUnlessExplicitOverride', RejectMessageReasonText: 'No' };

  test('is no rejection where Actions names only the tip', async () => {
    const rule = await ruleOf({ ...both, Actions: [typeName('NotifySenderAction')] });
    expect(rule.actions.map((one) => one.kind)).toEqual(['notifySender']);
    expect(rule.withoutFunction.map((one) => one.text)).toEqual([
      'SenderNotificationType RejectUnlessExplicitOverride',
    ]);
    expect(rule.notUnderstood).toEqual([]);
  });

  test('is both where Actions names both', async () => {
    const rule = await ruleOf({ ...both, Actions: [typeName('NotifySenderAction'), typeName('RejectMessageAction')] });
    expect(rule.actions.map((one) => one.kind)).toEqual(['notifySender', 'reject']);
  });

  test('is undetermined where no export says', async () => {
    const rule = await ruleOf(both);
    expect(rule.notUnderstood.map((gap) => [gap.part, gap.text])).toEqual([['actions', 'RejectMessageReasonText']]);
  });
});

describe('values that make an action only together', () => {
  test.each([
    ['SetHeaderName', 'X-Filtered'],
    ['SetHeaderValue', 'true'],
    ['RemoveRMSAttachmentEncryption', true],
  ])('%s alone is not understood', async (name, value) => {
    const rule = await ruleOf({ [name]: value });
    expect(rule.actions).toEqual([]);
    expect(rule.notUnderstood.map((gap) => [gap.part, gap.text])).toEqual([['actions', name]]);
  });
});

test('a name with a comma stays one recipient, and addresses in one text are several', async () => {
  const rule = await ruleOf({ RedirectMessageTo: 'Berg, Ben', CopyTo: 'anna@contoso.com,ben@contoso.com' });
  expect(bare(rule.actions.map((one) => ('recipients' in one ? one.recipients : [])))).toEqual([
    ['anna@contoso.com', 'ben@contoso.com'],
    ['Berg, Ben'],
  ]);
});
