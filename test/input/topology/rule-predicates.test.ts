import { describe, expect, test } from 'vitest';
import { predicateEntries } from '../../../src/input/topology/rule-predicates.ts';
import type { Predicate } from '../../../src/model/transport-rule.ts';
import { bare, ruleOf, typeName } from '../../support/rule-reading.ts';

interface Row {
  readonly id: number;
  /** Name in Conditions, without namespace and `Predicate`. */
  readonly type: string;
  /** As the admin API and ConvertTo-Json print it. */
  readonly json: Readonly<Record<string, unknown>>;
  /** As Format-List prints it, or as a person writes it. */
  readonly listed: Readonly<Record<string, unknown>>;
  readonly is: Readonly<Record<string, unknown>>;
}

const words = (id: number, parameter: string, unit: string, type: string): Row => ({
  id,
  type,
  json: { [parameter]: ['wire transfer', 'a,b', 'invoice'] },
  listed: { [parameter]: '{wire transfer, a,b, invoice}' },
  is: { kind: 'words', parameter, unit, words: ['wire transfer', 'a,b', 'invoice'] },
});

const patterns = (id: number, parameter: string, unit: string, type: string): Row => ({
  id,
  type,
  json: { [parameter]: ['^a{2,3}$', 'b|c'] },
  listed: { [parameter]: '{^a{2,3}$, b|c}' },
  is: { kind: 'patterns', parameter, unit, patterns: ['^a{2,3}$', 'b|c'] },
});

const people = (id: number, parameter: string, unit: string): Row => ({
  id,
  type: parameter,
  json: { [parameter]: ['anna@contoso.com', 'Berg, Ben'] },
  listed: { [parameter]: { value: ['anna@contoso.com', 'Berg, Ben'], Count: 2 } },
  is: { kind: 'recipients', parameter, unit, recipients: ['anna@contoso.com', 'Berg, Ben'] },
});

const groups = (id: number, parameter: string, unit: string): Row => ({
  id,
  type: parameter,
  json: { [parameter]: ['sales@contoso.com'] },
  listed: { [parameter]: '{sales@contoso.com}' },
  is: { kind: 'groups', parameter, unit, groups: ['sales@contoso.com'] },
});

const attributes = (id: number, parameter: string, unit: string, type: string): Row => {
  const matching = parameter.endsWith('Words') ? 'words' : 'patterns';
  return {
    id,
    type,
    json: { [parameter]: ['City:San Francisco,Palo Alto', 'Department:^Sales'] },
    listed: { [parameter]: '{City:San Francisco, Palo Alto, Department:^Sales}' },
    is: {
      kind: 'attributes',
      parameter,
      unit,
      matching,
      tests: [
        { name: 'City', values: ['San Francisco', 'Palo Alto'] },
        { name: 'Department', values: ['^Sales'] },
      ],
    },
  };
};

const flag = (id: number, parameter: string): Row => ({
  id,
  type: parameter,
  json: { [parameter]: true },
  listed: { [parameter]: 'True' },
  is: { kind: 'flag', parameter, unit: 'sender', value: true },
});

const one = (id: number, type: string, parameter: string, value: unknown, listed: unknown, is: Row['is']): Row => ({
  id,
  type,
  json: { [parameter]: value },
  listed: { [parameter]: listed },
  is: { parameter, ...is },
});

const idle = (id: number, parameter: string, unit: string, outcome: string): Row => ({
  id,
  type: parameter,
  json: { [parameter]: parameter === 'HasSenderOverride' ? true : ['Allow'] },
  listed: { [parameter]: parameter === 'HasSenderOverride' ? 'True' : '{Allow}' },
  is: { kind: 'withoutFunction', parameter, unit, outcome },
});

// Units and numbers are those of section 2.7; R is recipient, M message, S sender.
const rows: readonly Row[] = [
  people(1, 'From', 'sender'),
  one(2, 'FromScope', 'FromScope', 'NotInOrganization', 'notinorganization', {
    kind: 'scope',
    unit: 'sender',
    scope: 'NotInOrganization',
  }),
  groups(3, 'FromMemberOf', 'sender'),
  words(4, 'FromAddressContainsWords', 'sender', 'FromAddressContains'),
  patterns(5, 'FromAddressMatchesPatterns', 'sender', 'FromAddressMatches'),
  idle(6, 'SenderInRecipientList', 'recipient', 'never'),
  attributes(7, 'SenderADAttributeContainsWords', 'sender', 'SenderAttributeContains'),
  attributes(8, 'SenderADAttributeMatchesPatterns', 'sender', 'SenderAttributeMatches'),
  idle(9, 'HasSenderOverride', 'sender', 'unknown'),
  one(11, 'SenderDomainIs', 'SenderDomainIs', ['Contoso.com', 'example.org'], 'contoso.com, example.org', {
    kind: 'domains',
    unit: 'sender',
  }),
  people(12, 'SentTo', 'recipient'),
  one(13, 'SentToScope', 'SentToScope', 'InOrganization', 'InOrganization', {
    kind: 'scope',
    unit: 'recipient',
    scope: 'InOrganization',
  }),
  groups(14, 'SentToMemberOf', 'recipient'),
  words(15, 'RecipientAddressContainsWords', 'recipient', 'RecipientAddressContainsWords'),
  patterns(16, 'RecipientAddressMatchesPatterns', 'recipient', 'RecipientAddressMatchesPatterns'),
  idle(17, 'RecipientInSenderList', 'recipient', 'never'),
  attributes(18, 'RecipientADAttributeContainsWords', 'recipient', 'RecipientAttributeContains'),
  attributes(19, 'RecipientADAttributeMatchesPatterns', 'recipient', 'RecipientAttributeMatches'),
  one(20, 'RecipientDomainIs', 'RecipientDomainIs', ['contoso.com', 'example.org'], '{contoso.com, example.org}', {
    kind: 'domains',
    unit: 'recipient',
  }),
  words(21, 'SubjectContainsWords', 'sender', 'SubjectContains'),
  patterns(22, 'SubjectMatchesPatterns', 'sender', 'SubjectMatches'),
  words(23, 'SubjectOrBodyContainsWords', 'sender', 'SubjectOrBodyContains'),
  patterns(24, 'SubjectOrBodyMatchesPatterns', 'sender', 'SubjectOrBodyMatches'),
  words(25, 'AttachmentContainsWords', 'sender', 'AttachmentContainsWords'),
  patterns(26, 'AttachmentMatchesPatterns', 'sender', 'AttachmentMatchesPatterns'),
  flag(27, 'AttachmentIsUnsupported'),
  patterns(28, 'AttachmentNameMatchesPatterns', 'sender', 'AttachmentNameMatches'),
  words(29, 'AttachmentExtensionMatchesWords', 'sender', 'AttachmentExtensionMatchesWords'),
  one(30, 'AttachmentSizeOver', 'AttachmentSizeOver', '1 B (1 bytes)', 1, { kind: 'size', unit: 'sender', bytes: 1 }),
  flag(31, 'AttachmentProcessingLimitExceeded'),
  flag(32, 'AttachmentHasExecutableContent'),
  flag(33, 'AttachmentIsPasswordProtected'),
  one(34, 'AttachmentPropertyContains', 'AttachmentPropertyContainsWords', ['Author:Anna,Ben'], 'Author:Anna,Ben', {
    kind: 'attachmentProperties',
    unit: 'sender',
    tests: [{ name: 'Author', values: ['Anna', 'Ben'] }],
  }),
  words(35, 'AnyOfRecipientAddressContainsWords', 'message', 'AnyOfRecipientAddressContains'),
  patterns(36, 'AnyOfRecipientAddressMatchesPatterns', 'message', 'AnyOfRecipientAddressMatches'),
  people(37, 'AnyOfToHeader', 'message'),
  groups(38, 'AnyOfToHeaderMemberOf', 'message'),
  people(39, 'AnyOfCcHeader', 'message'),
  groups(40, 'AnyOfCcHeaderMemberOf', 'message'),
  people(41, 'AnyOfToCcHeader', 'message'),
  groups(42, 'AnyOfToCcHeaderMemberOf', 'message'),
  idle(43, 'MessageContainsDataClassifications', 'sender', 'unknown'),
  idle(43, 'MessageContainsAllDataClassifications', 'sender', 'unknown'),
  one(44, 'MessageSizeOver', 'MessageSizeOver', '25 MB (26,214,400 bytes)', '25MB', {
    kind: 'size',
    unit: 'sender',
    bytes: 26_214_400,
  }),
  words(45, 'ContentCharacterSetContainsWords', 'sender', 'ContentCharacterSetContainsWords'),
  one(46, 'ManagementRelationship', 'SenderManagementRelationship', 'DirectReport', 'directreport', {
    kind: 'managementRelationship',
    unit: 'recipient',
    relationship: 'DirectReport',
  }),
  {
    id: 47,
    type: 'BetweenMemberOf',
    json: { BetweenMemberOf1: ['sales@contoso.com'], BetweenMemberOf2: ['legal@contoso.com', 'board@contoso.com'] },
    listed: { BetweenMemberOf1: 'sales@contoso.com', BetweenMemberOf2: 'legal@contoso.com, board@contoso.com' },
    is: {
      kind: 'between',
      parameter: 'BetweenMemberOf',
      unit: 'recipient',
      first: ['sales@contoso.com'],
      second: ['legal@contoso.com', 'board@contoso.com'],
    },
  },
  {
    id: 48,
    type: 'ManagerIs',
    json: { ManagerForEvaluatedUser: 'Recipient', ManagerAddresses: ['boss@contoso.com'] },
    listed: { ManagerForEvaluatedUser: 'recipient', ManagerAddresses: '{boss@contoso.com}' },
    is: {
      kind: 'manager',
      parameter: 'ManagerAddresses',
      unit: 'recipient',
      evaluated: 'Recipient',
      managers: ['boss@contoso.com'],
    },
  },
  {
    id: 49,
    type: 'ADAttributeComparison',
    json: { ADComparisonAttribute: 'Department', ADComparisonOperator: 'NotEqual' },
    listed: { ADComparisonAttribute: 'Department', ADComparisonOperator: 'notequal' },
    is: {
      kind: 'comparison',
      parameter: 'ADComparisonAttribute',
      unit: 'recipient',
      attribute: 'Department',
      operator: 'NotEqual',
    },
  },
  one(50, 'MessageTypeMatches', 'MessageTypeMatches', 'AutoForward', 'autoforward', {
    kind: 'messageType',
    unit: 'sender',
    type: 'AutoForward',
  }),
  one(51, 'HasClassification', 'HasClassification', 'Company Confidential', ['Company Confidential'], {
    kind: 'classification',
    unit: 'sender',
    classification: 'Company Confidential',
  }),
  flag(52, 'HasNoClassification'),
  one(53, 'SclOver', 'SCLOver', 5, '5', { kind: 'number', unit: 'sender', value: 5 }),
  one(54, 'WithImportance', 'WithImportance', 'High', 'high', {
    kind: 'importance',
    unit: 'sender',
    importance: 'High',
  }),
  {
    id: 55,
    type: 'HeaderContains',
    json: { HeaderContainsMessageHeader: 'X-Filtered', HeaderContainsWords: ['yes'] },
    listed: { HeaderContainsMessageHeader: 'X-Filtered:', HeaderContainsWords: '{yes}' },
    is: { kind: 'headerWords', parameter: 'HeaderContainsWords', unit: 'sender', header: 'X-Filtered', words: ['yes'] },
  },
  {
    id: 56,
    type: 'HeaderMatches',
    json: { HeaderMatchesMessageHeader: 'Received', HeaderMatchesPatterns: ['192\\.0\\.2\\.\\d{1,3}'] },
    listed: { HeaderMatchesMessageHeader: 'Received', HeaderMatchesPatterns: '192\\.0\\.2\\.\\d{1,3}' },
    is: {
      kind: 'headerPatterns',
      parameter: 'HeaderMatchesPatterns',
      unit: 'sender',
      header: 'Received',
      patterns: ['192\\.0\\.2\\.\\d{1,3}'],
    },
  },
];

const twin = (properties: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [`ExceptIf${name}`, value]));

const shown = (row: Row) => ({ ...row.is, semantics: `PRED-${row.id}` });

/** A predicate without pointers; the parsed domains are looked at in a test of their own. */
function told(predicate: Predicate | undefined): unknown {
  if (predicate === undefined) return undefined;
  const { domains, ...rest } = bare(predicate) as Record<string, unknown>;
  return rest;
}

describe.each(rows.map((row) => [`PRED-${row.id} ${row.is.parameter}`, row] as const))('%s', (_, row) => {
  test('is read from JSON, and agrees with Conditions', async () => {
    const rule = await ruleOf({ Conditions: [typeName(`${row.type}Predicate`)], Actions: [], ...row.json });
    expect(rule.conditions.map(told)).toEqual([shown(row)]);
    expect(rule.exceptions).toEqual([]);
    expect(rule.notUnderstood).toEqual([]);
  });

  test('is read from what PowerShell prints or a person writes', async () => {
    const rule = await ruleOf(row.listed);
    expect(rule.conditions.map(told)).toEqual([shown(row)]);
    expect(rule.notUnderstood).toEqual([]);
  });

  test('has a twin that is an exception', async () => {
    const rule = await ruleOf({ Exceptions: [typeName(`${row.type}Predicate`)], ...twin(row.json) });
    expect(rule.conditions).toEqual([]);
    expect(rule.exceptions.map(told)).toEqual([shown(row)]);
    expect(rule.exceptions[0]?.at).toMatch(/^\/tenant\/transportRules\/0\/ExceptIf/u);
    expect(rule.notUnderstood).toEqual([]);
  });

  test('is nothing where an export prints null, an empty list or false', async () => {
    for (const nothing of [null, [], '', '{}', false]) {
      const empty = Object.fromEntries(Object.keys(row.json).map((name) => [name, nothing]));
      const rule = await ruleOf({ ...empty, ...twin(empty) });
      expect([rule.conditions, rule.exceptions, rule.notUnderstood]).toEqual([[], [], []]);
    }
  });

  test('that Conditions names and no property holds is not understood', async () => {
    const rule = await ruleOf({ Conditions: [typeName(`${row.type}Predicate`)], Actions: [] });
    expect(rule.conditions).toEqual([]);
    expect(rule.notUnderstood).toEqual([
      { part: 'conditions', text: `${row.type}Predicate`, at: '/tenant/transportRules/0/Conditions/0' },
    ]);
  });
});

test('SenderIpRanges (PRED-10) takes an address, a range and a prefix of any length', async () => {
  for (const SenderIpRanges of [
    ['192.0.2.1', '198.51.100.4-198.51.100.9', '203.0.0.0/12'],
    '{192.0.2.1, 198.51.100.4-198.51.100.9, 203.0.0.0/12}',
    [{ LowerBound: '192.0.2.1', UpperBound: '192.0.2.1' }, '198.51.100.4-198.51.100.9', '203.0.0.0/12'],
  ]) {
    const rule = await ruleOf({ Conditions: [typeName('SenderIpRangesPredicate')], SenderIpRanges });
    const [only] = rule.conditions;
    expect(only).toMatchObject({ kind: 'addresses', semantics: 'PRED-10', unit: 'sender' });
    expect(only?.kind === 'addresses' && only.addresses.map((one) => [one.text, one.prefixLength])).toEqual([
      ['192.0.2.1', 32],
      ['198.51.100.4-198.51.100.9', undefined],
      ['203.0.0.0/12', 12],
    ]);
    expect(rule.notUnderstood).toEqual([]);
  }
});

test('the domains of SenderDomainIs are normalised, and each says where it stands', async () => {
  const rule = await ruleOf({ SenderDomainIs: ['Contoso.COM', 'bücher.example.org'] });
  const [only] = rule.conditions;
  expect(only?.kind === 'domains' && only.domains).toEqual([
    { text: 'Contoso.COM', at: '/tenant/transportRules/0/SenderDomainIs/0', kind: 'exact', domain: 'contoso.com' },
    {
      text: 'bücher.example.org',
      at: '/tenant/transportRules/0/SenderDomainIs/1',
      kind: 'exact',
      domain: 'xn--bcher-kva.example.org',
    },
  ]);
});

test('every predicate of the catalogue is tried above', () => {
  const tried = new Set(['SenderIpRanges', ...rows.flatMap((row) => Object.keys(row.json))]);
  expect(predicateEntries.flatMap((entry) => entry.properties).filter((name) => !tried.has(name))).toEqual([]);
  expect(new Set([10, ...rows.map((row) => row.id)]).size).toBe(56);
});

describe('values that make a predicate only together', () => {
  test.each([
    ['HeaderContainsWords', ['yes']],
    ['HeaderContainsMessageHeader', 'X-Filtered'],
    ['HeaderMatchesPatterns', ['.']],
    ['BetweenMemberOf1', ['sales@contoso.com']],
    ['ManagerAddresses', ['boss@contoso.com']],
    ['ManagerForEvaluatedUser', 'Sender'],
  ])('%s alone is not understood', async (name, value) => {
    const rule = await ruleOf({ [name]: value });
    expect(rule.conditions).toEqual([]);
    expect(rule.notUnderstood).toEqual([{ part: 'conditions', text: name, at: `/tenant/transportRules/0/${name}` }]);
  });

  test('the manager of the sender is the same for all recipients', async () => {
    const rule = await ruleOf({ ManagerForEvaluatedUser: 'Sender', ManagerAddresses: ['boss@contoso.com'] });
    expect(rule.conditions[0]?.unit).toBe('sender');
  });

  test('ADComparisonOperator is Equal where it is not set', async () => {
    const rule = await ruleOf({ ADComparisonAttribute: 'Company' });
    expect(rule.conditions[0]).toMatchObject({ kind: 'comparison', operator: 'Equal' });
  });
});

describe('HasNoClassification', () => {
  test('of false means that there is a classification, where Conditions names it', async () => {
    const rule = await ruleOf({ Conditions: [typeName('HasNoClassificationPredicate')], HasNoClassification: false });
    expect(rule.conditions[0]).toMatchObject({ parameter: 'HasNoClassification', value: false });
    expect(rule.notUnderstood).toEqual([]);
  });

  test('of false is what an export prints for nothing, where Conditions does not name it', async () => {
    const rule = await ruleOf({
      Conditions: [typeName('FromScopePredicate')],
      FromScope: 'InOrganization',
      HasNoClassification: 'False',
    });
    expect(rule.conditions.map((one) => one.parameter)).toEqual(['FromScope']);
  });
});

describe('what has no function in Exchange Online', () => {
  test.each([
    [{ SentToScope: 'ExternalPartner' }, 'SentToScope ExternalPartner'],
    [{ ExceptIfSentToScope: 'ExternalNonPartner' }, 'ExceptIfSentToScope ExternalNonPartner'],
    [{ HasSenderOverride: true }, 'HasSenderOverride'],
    [{ SenderInRecipientList: ['Block'] }, 'SenderInRecipientList'],
    [{ MessageContainsDataClassifications: [{ name: 'Credit Card Number' }] }, 'MessageContainsDataClassifications'],
  ])('is listed for the tenant, and not for own servers: %j', async (properties, said) => {
    const cloud = await ruleOf(properties);
    expect(cloud.withoutFunction.map((one) => one.text)).toEqual([said]);
    expect([...cloud.conditions, ...cloud.exceptions].map((one) => one.kind)).toEqual(['withoutFunction']);
    expect(cloud.notUnderstood).toEqual([]);
    expect((await ruleOf(properties, 'onPremises')).withoutFunction).toEqual([]);
  });
});

describe('values that an export spoiled', () => {
  test.each([
    ['SubjectContainsWords', '{invoice, transfer...}'],
    ['SubjectContainsWords', 'System.String[]'],
    ['SenderADAttributeMatchesPatterns', ['Department:^.{2,3}$']],
    ['RecipientADAttributeContainsWords', ['no attribute']],
    ['MessageTypeMatches', 'Telepathy'],
    ['FromScope', 1],
    ['SCLOver', { a: 1 }],
    ['AttachmentSizeOver', { IsUnlimited: false }],
    ['SentTo', [{}]],
  ])('%s of %j is not understood', async (name, value) => {
    const rule = await ruleOf({ [name]: value });
    expect(rule.conditions).toEqual([]);
    expect(rule.notUnderstood.map((gap) => [gap.part, gap.text.split(' ')[0], gap.at])).toEqual([
      ['conditions', name, `/tenant/transportRules/0/${name}`],
    ]);
  });
});

describe('values that a person got wrong are refused with what would be valid', () => {
  test.each([
    ['FromScope', 'InOrganisation', /InOrganisation is no value of FromScope/u],
    ['SCLOver', 12, /SCLOver of Rule is 12, which is no spam confidence level/u],
    ['MessageSizeOver', 'large', /MessageSizeOver of Rule is large, which is no size/u],
    ['AttachmentIsUnsupported', 'maybe', /which is neither true nor false/u],
    ['SenderIpRanges', ['192.0.2.300'], /192\.0\.2\.300/u],
    ['RecipientDomainIs', ['a@contoso.com'], /a@contoso.com is no domain/u],
  ])('%s of %j', async (name, value, words) => {
    await expect(ruleOf({ [name]: value })).rejects.toThrow(words);
  });
});
