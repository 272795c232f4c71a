import { describe, expect, test } from 'vitest';
import { plain } from '../../../src/model/text.ts';
import { follow, type Piece } from '../follow.ts';
import { fates, inbound, outbound, ruleWorld } from './rule-world.ts';

const erase: Piece = { DeleteMessage: true };
const secret: Piece = { ...inbound, body: 'a secret.', attachments: [{ name: 'a.exe', size: '3 KB', text: 'iban' }] };
const protectedOne: Piece = { ...secret, type: 'permissionControlled' };

const worldWith = (setting: Piece | undefined, rules: readonly Piece[]): Piece =>
  ruleWorld(rules, {}, setting === undefined ? {} : { irmConfiguration: setting });

const traced = (setting: Piece | undefined, rule: Piece, message: Piece) => follow(worldWith(setting, [rule]), message);

const content: readonly (readonly [string, Piece])[] = [
  ['the body', { SubjectOrBodyContainsWords: ['secret'] }],
  ['the text of an attachment', { AttachmentContainsWords: ['iban'] }],
  ['the extension of an attachment', { AttachmentExtensionMatchesWords: ['exe'] }],
  ['the size of an attachment', { AttachmentSizeOver: '2 KB' }],
];
const around: readonly (readonly [string, Piece])[] = [
  ['the subject', { SubjectOrBodyContainsWords: ['hello'] }],
  ['the sender', { SenderDomainIs: ['example.org'] }],
  ['the type', { MessageTypeMatches: 'PermissionControlled' }],
];

describe('RULE-28f: what rules see of a protected message', () => {
  describe.each([
    ['not declared', undefined],
    ['Optional', { TransportDecryptionSetting: 'Optional' }],
    ['Mandatory', { TransportDecryptionSetting: 'Mandatory' }],
  ] as const)('with TransportDecryptionSetting %s', (_, setting) => {
    test.each([...content, ...around])('%s', async (_part, rule) => {
      expect(fates(await traced(setting, { ...rule, ...erase }, protectedOne))).toEqual(['anna dropped R1']);
    });
  });

  describe('with Disabled', () => {
    const disabled = { TransportDecryptionSetting: 'Disabled' };
    test.each(content)('not %s, and the trace says why', async (_, rule) => {
      const trace = await traced(disabled, { ...rule, ...erase }, protectedOne);
      expect(fates(trace)).toEqual(['anna delivered']);
      const [decision] = trace.hops.flatMap((hop) => hop.decisions.filter((one) => one.step === 'evaluate-rule'));
      expect(decision && plain(decision.because)).toContain('this message, whose content is closed to rules');
      expect(decision?.evidence.map((one) => one.text)).toContain('TransportDecryptionSetting');
    });
    test.each(around)('%s', async (_, rule) => {
      expect(fates(await traced(disabled, { ...rule, ...erase }, protectedOne))).toEqual(['anna dropped R1']);
    });
    test.each(content)('of other messages %s', async (_, rule) => {
      expect(fates(await traced(disabled, { ...rule, ...erase }, secret))).toEqual(['anna dropped R1']);
    });
    test('a disclaimer cannot be added (ACT-13)', async () => {
      const rule = { ApplyHtmlDisclaimerText: 'legal', ApplyHtmlDisclaimerFallbackAction: 'Reject' };
      expect(fates(await traced(disabled, rule, protectedOne))).toEqual(['anna bounced R1']);
      expect(fates(await traced(undefined, rule, protectedOne))).toEqual(['anna delivered R1']);
    });
  });
});

describe('RULE-28e: an S/MIME message', () => {
  const sealed: Piece = { ...secret, type: 'encrypted' };
  test.each(content)('is not looked into for %s', async (_, rule) => {
    expect(fates(await traced(undefined, { ...rule, ...erase }, sealed))).toEqual(['anna delivered']);
  });
  test('is not encrypted once more: what changes the content is not processed', async () => {
    const rules = [
      { ApplyRightsProtectionTemplate: 'Encrypt' },
      { ApplyOME: true },
      { MessageTypeMatches: 'PermissionControlled', ...erase },
    ];
    expect(fates(await follow(worldWith(undefined, rules), sealed))).toEqual(['anna delivered R1 R2']);
    expect(fates(await follow(worldWith(undefined, rules), { ...outbound, type: 'encrypted' }))).toEqual([
      'alice sent R1 R2',
    ]);
  });
});

test('ACT-20: the former encryption is taken off what was sent inside, ACT-21 the present one of any', async () => {
  const seen = { MessageTypeMatches: 'PermissionControlled', ...erase };
  const after = async (action: Piece, message: Piece) =>
    (await follow(worldWith(undefined, [action, seen]), { ...message, type: 'permissionControlled' })).outcomes[0]
      ?.status;
  expect([await after({ RemoveOME: true }, inbound), await after({ RemoveOME: true }, outbound)]).toEqual([
    'dropped',
    'sent',
  ]);
  expect([await after({ RemoveOMEv2: true }, inbound), await after({ RemoveOMEv2: true }, outbound)]).toEqual([
    'delivered',
    'sent',
  ]);
});
