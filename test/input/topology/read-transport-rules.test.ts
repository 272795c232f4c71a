import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exportedNames } from '../../../src/input/topology/exported-names.ts';
import { readTopology } from '../../../src/input/topology/read-topology.ts';
import { bare, ruleOf, rulesOf, typeName } from '../../support/rule-reading.ts';
import { noFiles } from '../../support/topology-reading.ts';

describe('a rule of which nothing is said', () => {
  test('has the defaults of New-TransportRule, and matches every message', async () => {
    expect(await ruleOf({})).toMatchObject({
      at: '/tenant/transportRules/0',
      name: 'Rule',
      priority: 0,
      enabled: true,
      mode: 'Enforce',
      activationDate: undefined,
      expiryDate: undefined,
      ruleErrorAction: 'Ignore',
      senderAddressLocation: 'Header',
      recipientAddressType: 'Resolved',
      useLegacyRegex: false,
      stopRuleProcessing: false,
      conditions: [],
      exceptions: [],
      actions: [],
      notUnderstood: [],
      withoutFunction: [],
    });
  });

  test('keeps what was pasted', async () => {
    expect((await ruleOf({ Comments: 'why', fromscope: 'InOrganization' })).properties).toEqual({
      Name: 'Rule',
      Comments: 'why',
      FromScope: 'InOrganization',
    });
  });
});

describe('the envelope of a rule', () => {
  test.each([
    [{ State: 'Disabled' }, { enabled: false }],
    [{ Enabled: false }, { enabled: false }],
    [{ Enabled: '$false' }, { enabled: false }],
    [{ State: 'Enabled', Enabled: null }, { enabled: true }],
    [{ Mode: 'auditandnotify' }, { mode: 'AuditAndNotify' }],
    [{ RuleErrorAction: 'Defer' }, { ruleErrorAction: 'Defer' }],
    [{ SenderAddressLocation: 'HeaderOrEnvelope' }, { senderAddressLocation: 'HeaderOrEnvelope' }],
    [{ RecipientAddressType: 'Original' }, { recipientAddressType: 'Original' }],
    [{ UseLegacyRegex: 'True' }, { useLegacyRegex: true }],
    [
      { ActivationDate: '2026-01-02T03:04:05.0000000Z' },
      { activationDate: { instant: Date.UTC(2026, 0, 2, 3, 4, 5) } },
    ],
    [{ ExpiryDate: '/Date(1723811125000)/' }, { expiryDate: { instant: 1723811125000 } }],
    [
      { ExpiryDate: { value: '/Date(1723811125000)/', DisplayHint: 2, DateTime: 'Friday' } },
      { expiryDate: { instant: 1723811125000 } },
    ],
  ])('%j', async (properties, expected) => {
    const rule = await ruleOf(properties);
    expect(rule).toMatchObject(expected);
    expect(rule.notUnderstood).toEqual([]);
  });

  test.each([
    ['State', 1],
    ['Mode', 2],
    ['SenderAddressLocation', '3'],
    ['ActivationDate', '15.03.2019 02:31:53'],
    ['IsRuleConfigurationSupported', false],
  ])('%s of %j leaves open whether the rule runs', async (name, value) => {
    const rule = await ruleOf({ [name]: value });
    expect(rule.notUnderstood.map((gap) => [gap.part, gap.text.split(' ')[0], gap.at])).toEqual([
      ['rule', name, `/tenant/transportRules/0/${name}`],
    ]);
  });

  test.each([
    ['State', 'Off', /Off is no value of State/u],
    ['Mode', 'Enforced', /Enforced is no value of Mode/u],
    ['Priority', 'first', /Priority of Rule is first, which is no place in an order/u],
    ['UseLegacyRegex', 'perhaps', /neither true nor false/u],
  ])('%s of %j is refused', async (name, value, words) => {
    await expect(ruleOf({ [name]: value })).rejects.toThrow(words);
  });
});

describe('the order of rules', () => {
  test('is that of Priority, as a number or a text', async () => {
    const { rules, notices } = await rulesOf([
      { Name: 'third', Priority: 10 },
      { Name: 'first', Priority: '0' },
      { Name: 'second', Priority: 9 },
    ]);
    expect(rules.map((rule) => [rule.name, rule.priority])).toEqual([
      ['first', 0],
      ['second', 9],
      ['third', 10],
    ]);
    expect(rules[0]?.at).toBe('/tenant/transportRules/1');
    expect(notices).toEqual([]);
  });

  test('is that of the list where Priority is missing', async () => {
    const { rules, notices } = await rulesOf([{ Name: 'z' }, { Name: 'a', Priority: null }, { Name: 'm' }]);
    expect(rules.map((rule) => [rule.name, rule.priority])).toEqual([
      ['z', 0],
      ['a', 1],
      ['m', 2],
    ]);
    expect(notices).toEqual([]);
  });

  test('is that of the list where two share one, which is a notice', async () => {
    const { rules, notices } = await rulesOf([
      { Name: 'b', Priority: 1 },
      { Name: 'a', Priority: 1 },
      { Name: 'c', Priority: 0 },
    ]);
    expect(rules.map((rule) => rule.name)).toEqual(['c', 'b', 'a']);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^topology\/undetermined rule:a .*The rules b and a have the same Priority, 1\./u);
  });

  test('of own servers follows the same', async () => {
    const { rules } = await rulesOf(
      [
        { Name: 'b', Priority: 1 },
        { Name: 'a', Priority: 0 },
      ],
      'onPremises',
    );
    expect(rules.map((rule) => [rule.name, rule.at])).toEqual([
      ['a', '/onPremises/transportRules/1'],
      ['b', '/onPremises/transportRules/0'],
    ]);
  });
});

test('two rules of one name are refused, as Exchange refuses them', async () => {
  await expect(rulesOf([{ Name: 'Block' }, { Name: 'block' }], 'onPremises')).rejects.toThrow(/are named block/u);
});

describe('the lists of predicates and actions are a checksum', () => {
  test('a predicate that nobody knows is not understood, whatever else is', async () => {
    const { rules } = await rulesOf([
      {
        Name: 'Rule',
        Conditions: [typeName('FromScopePredicate'), typeName('MoonPhasePredicate')],
        Actions: [typeName('DeleteMessageAction')],
        FromScope: 'InOrganization',
        SentToScope: 'NotInOrganization',
        DeleteMessage: true,
      },
    ]);
    expect(rules[0]?.conditions.map((one) => one.parameter)).toEqual(['FromScope', 'SentToScope']);
    expect(rules[0]?.notUnderstood).toEqual([
      { part: 'conditions', text: 'MoonPhasePredicate', at: '/tenant/transportRules/0/Conditions/1' },
    ]);
  });

  test('an exception that nobody knows is one of the exceptions', async () => {
    const rule = await ruleOf({ Exceptions: [typeName('MoonPhasePredicate')], Actions: [] });
    expect(rule.notUnderstood.map((gap) => gap.part)).toEqual(['exceptions']);
  });

  test('a group that is gone leaves a condition without a value, and not a rule for every message', async () => {
    const rule = await ruleOf({
      Conditions: [typeName('FromMemberOfPredicate')],
      Actions: [typeName('RouteMessageOutboundConnectorAction')],
      FromMemberOf: [],
      RouteMessageOutboundConnector: 'To filter',
    });
    expect(rule.conditions).toEqual([]);
    expect(rule.notUnderstood.map((gap) => [gap.part, gap.text])).toEqual([['conditions', 'FromMemberOfPredicate']]);
  });

  test('a value that they do not name is read all the same', async () => {
    const rule = await ruleOf({ Conditions: null, Exceptions: null, Actions: [], SenderDomainIs: ['example.org'] });
    expect(rule.conditions.map((one) => one.parameter)).toEqual(['SenderDomainIs']);
    expect(rule.notUnderstood).toEqual([]);
  });

  test.each([
    ['one text', typeName('FromScopePredicate')],
    ['short names', ['FromScope']],
    ['what Format-List prints', `{${typeName('FromScopePredicate')}}`],
    ['objects with a name', [{ Name: 'FromScope', Rank: 1 }]],
    ['a wrapper of ConvertTo-Json', { value: [typeName('FromScopePredicate')], Count: 1 }],
  ])('are read as %s', async (_, Conditions) => {
    expect((await ruleOf({ Conditions, FromScope: 'InOrganization' })).notUnderstood).toEqual([]);
    expect((await ruleOf({ Conditions })).notUnderstood.map((gap) => gap.part)).toEqual(['conditions']);
  });
});

describe('a property that nobody knows', () => {
  test('is not understood where the rule lists no predicates', async () => {
    const rule = await ruleOf({ ExceptIfSendTo: ['a@contoso.com'], MoonPhase: 'Full' });
    expect(rule.notUnderstood.map((gap) => [gap.part, gap.text])).toEqual([
      ['exceptions', 'ExceptIfSendTo'],
      ['rule', 'MoonPhase'],
    ]);
  });

  test('describes the rule where the lists name everything that was found', async () => {
    const whole = {
      Conditions: [typeName('FromScopePredicate')],
      Actions: [typeName('DeleteMessageAction')],
      FromScope: 'InOrganization',
      DeleteMessage: true,
      CreatedByApp: 'portal',
    };
    expect((await ruleOf(whole)).notUnderstood).toEqual([]);
    const cut = { ...whole, Conditions: `{${typeName('FromScopePredicate')}, Microsoft.Exchange...}` };
    expect((await ruleOf(cut)).notUnderstood.map((gap) => gap.text)).toEqual(['CreatedByApp']);
  });

  test('is nothing where it is not set', async () => {
    for (const nothing of [null, '', false, 'False', [], '{}'])
      expect((await ruleOf({ MoonPhase: nothing })).notUnderstood).toEqual([]);
  });
});

test('a prompt that content is matched against is a condition that nobody can judge', async () => {
  const rule = await ruleOf({ ContentMatchesPrompt: 'asks for money', ExceptIfContentMatchesPrompt: 'is a joke' });
  expect(rule.notUnderstood.map((gap) => gap.part)).toEqual(['conditions', 'exceptions']);
});

test('every property that exports print is read, said to be unread, or known to have no effect', async () => {
  const described = ['Name', 'Priority', 'State', 'Enabled', 'Mode', 'Conditions', 'Exceptions', 'Actions'];
  const plain = ['ActivationDate', 'ExpiryDate', 'RuleErrorAction', 'SenderAddressLocation', 'RecipientAddressType'];
  const silent = ['UseLegacyRegex', 'RuleSubType', 'DlpPolicy', 'DlpPolicyId', 'Size', 'RegexSize'];
  const support = ['IsRuleConfigurationSupported', 'RuleConfigurationUnsupportedReason'];
  // These say how another property is meant, and nothing by themselves.
  const tuning = /^(?:(?:ExceptIf)?ADComparisonOperator|ApplyHtmlDisclaimer(?:Location|FallbackAction))$/u;
  const others = ['IncidentReportContent', 'ApplyRightsProtectionCustomizationTemplate'];
  const skipped = new Set([...described, ...plain, ...silent, ...support, ...others]);
  for (const name of exportedNames.transportRule.filter((one) => !skipped.has(one) && !tuning.test(one))) {
    const outcomes = await Promise.all(
      [
        true,
        ['a:b'],
        'contoso.com',
        '5',
        'To',
        '10 MB',
        'Sender',
        'Manager',
        'InOrganization',
        'High',
        '192.0.2.1',
      ].map((value) =>
        ruleOf({ [name]: value }).then(
          (rule) =>
            rule.conditions.length +
              rule.exceptions.length +
              rule.actions.length +
              rule.notUnderstood.length +
              rule.withoutFunction.length >
            0,
          () => false,
        ),
      ),
    );
    expect([name, outcomes.includes(true)]).toEqual([name, true]);
  }
});

test('whatever stands in a property, the rule is read or refused, and nothing breaks', async () => {
  const deep = JSON.parse(`${'['.repeat(12)}${']'.repeat(12)}`) as unknown;
  const values = [
    [[]],
    [null, {}],
    { a: { b: 1 } },
    deep,
    -1,
    1e308,
    0,
    '\u0000',
    '{',
    '}',
    '{}}',
    ':',
    ',',
    '{,}',
    [':'],
  ];
  for (const value of [...values, { value: null }, { ToString: 7 }, { Name: [] }, [true, 1, 'x'], '…', ['@{a=1}']]) {
    const names = exportedNames.transportRule.filter((name) => !['Name', 'Priority'].includes(name));
    for (const some of [names, ...names.map((name) => [name])]) {
      const rule = { Name: 'Rule', ...Object.fromEntries(some.map((name) => [name, value])) };
      const document = { mxproof: 1, tenant: { domain: 'contoso.onmicrosoft.com', transportRules: [rule] } };
      const read = await readTopology('topology.json', JSON.stringify(document), noFiles);
      if (read.ok) expect(read.value.topology.tenant?.transportRules).toHaveLength(1);
      else expect(read.problems.length).toBeGreaterThan(0);
    }
  }
}, 60_000);

describe('a hostile rule is read in linear time', () => {
  test('with very long values', async () => {
    const blanks = ' '.repeat(200_000);
    const rule = await ruleOf({
      SenderADAttributeContainsWords: [`a${blanks}`, `a${blanks}:b`],
      RecipientADAttributeMatchesPatterns: [`Notes:${'('.repeat(200_000)}`],
      HeaderContainsMessageHeader: `X${blanks}:`,
      HeaderContainsWords: `{${', '.repeat(100_000)}`,
      SubjectContainsWords: `{${'} '.repeat(100_000)}`,
    });
    expect(rule.conditions.length + rule.notUnderstood.length).toBeGreaterThan(3);
  }, 5_000);

  test('with very many unknown properties and types', async () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`Moon${index}`, index]));
    const rule = await ruleOf({ ...many, Conditions: Array.from({ length: 20_000 }, (_, index) => `Sun${index}`) });
    expect(rule.notUnderstood).toHaveLength(40_000);
  }, 20_000);
});

const sample = new URL('../../../../shared/samples/scubagear/sample-report~exo-part.json', import.meta.url);
const here = existsSync(sample);

test.skipIf(!here)(
  `the rule of a public export is understood whole${here ? '' : ' (skipped: the public samples are not beside this repository)'}`,
  async () => {
    const report = JSON.parse(readFileSync(sample, 'utf8').replace(/^\ufeff/u, '')) as {
      readonly transport_rule: readonly Readonly<Record<string, unknown>>[];
    };
    const { rules, notices } = await rulesOf(report.transport_rule);
    expect(notices).toEqual([]);
    expect(rules).toHaveLength(1);
    const [rule] = rules;
    // Its Description: received from outside the organization, prepend the subject with [External].
    expect(bare(rule?.conditions)).toEqual([
      { kind: 'scope', parameter: 'FromScope', scope: 'NotInOrganization', semantics: 'PRED-2', unit: 'sender' },
    ]);
    expect(bare(rule?.actions)).toEqual([
      { kind: 'prependSubject', parameter: 'PrependSubject', prefix: '[External]', semantics: 'ACT-22' },
    ]);
    expect(rule).toMatchObject({ enabled: true, mode: 'Enforce', priority: 0, exceptions: [], notUnderstood: [] });
  },
);
