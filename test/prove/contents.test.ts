import { describe, expect, test } from 'vitest';
import { traceMessages } from '../../src/analyze.ts';
import { plain } from '../../src/model/text.ts';
import { proveTopology } from '../../src/prove-topologies.ts';
import { messageSnippet } from '../../src/report/message-snippet.ts';
import type { Piece } from '../simulate/follow.ts';
import { proofOf } from '../support/prove-fixture.ts';
import { readable } from '../support/topology-reading.ts';

/*
 * What a message says is open until a rule asks. Each rule below decides about mail from outside to two mailboxes; whether
 * the statement that such mail is delivered holds follows from RULE-15 to RULE-24 and the predicate's row.
 */
const asOf = Date.UTC(2026, 10, 21);

const aliases = Array.from({ length: 60 }, (_, index) => `copy${index}@contoso.com`);

const topology = (transportRules: readonly Piece[]): Piece => ({
  mxproof: 1,
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: ['contoso.com'],
    organizationConfig: { RejectDirectSend: false },
    transportRules,
  },
  recipients: [
    { address: 'anna@contoso.com', mailbox: 'cloud' },
    { address: 'carol@contoso.com', mailbox: 'cloud', aliases },
    { address: 'team@contoso.com', members: ['anna@contoso.com', 'carol@contoso.com'] },
  ],
  dns: { records: 'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.' },
  intents: [
    {
      name: 'Delivered',
      when: { from: 'stranger@outside.example', to: 'anna@contoso.com' },
      must: { status: 'delivered' },
    },
  ],
});

const rule = (properties: Piece): Piece => ({ Name: 'A', FromScope: 'NotInOrganization', ...properties });
const rejects = { RejectMessageReasonText: 'no' };

async function proved(rules: readonly Piece[]) {
  const read = await readable(JSON.stringify(topology(rules)));
  return proofOf(proveTopology({ ...read, file: 'topology.yaml' }, { asOf, intentsOnly: true }), 'Delivered');
}

/** How the statement stands; where it does not hold, the message against it as it fares when it is read back from its YAML. */
async function standing(rules: readonly Piece[]) {
  const document = topology(rules);
  const { holds, counterexample, open } = await proved(rules);
  if (counterexample === undefined) return { holds, open: open.map((one) => plain(one.question)) };
  const { message, trace } = counterexample;
  const block = Object.entries(document).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const yaml = `${block.join('\n')}\nmessages:\n${messageSnippet(message)
    .map((line) => `  ${line}`)
    .join('\n')}\n`;
  const read = await readable(yaml);
  const [again] = traceMessages({ ...read, file: 'topology.yaml' }, { asOf });
  expect(again?.outcomes.map(({ recipient, status, rules: matched }) => [recipient, status, matched])).toEqual(
    trace.outcomes.map(({ recipient, status, rules: matched }) => [recipient, status, matched]),
  );
  return { holds, message, trace };
}

const refusing: readonly (readonly [name: string, properties: Piece, shows: RegExp])[] = [
  ['words in the subject', { SubjectContainsWords: ['top secret'] }, /subject: "top secret"/u],
  ['words in subject or body', { SubjectOrBodyContainsWords: ['secret'] }, /subject: secret/u],
  ['a pattern', { SubjectMatchesPatterns: ['^PRJ-\\d{4}$'] }, /subject: prj-\d{4}/iu],
  [
    'words in a header field',
    { HeaderContainsMessageHeader: 'X-Mailer', HeaderContainsWords: ['Bulk'] },
    /headers: \{ x-mailer: Bulk \}/u,
  ],
  [
    'a display name',
    { HeaderContainsMessageHeader: 'From', HeaderContainsWords: ['Anna Boss'] },
    /from: "\\"Anna Boss\\" <.*>"/u,
  ],
  ['the name of an attachment', { AttachmentNameMatchesPatterns: ['\\.exe$'] }, /attachments: \[\{ name: ".*\.exe"/u],
  ['the extension of an attachment', { AttachmentExtensionMatchesWords: ['js'] }, /name: "?file\.js/u],
  ['the text of an attachment', { AttachmentContainsWords: ['salary'] }, /text: salary/u],
  ['executable content', { AttachmentHasExecutableContent: true }, /executable: true/u],
  ['a password', { AttachmentIsPasswordProtected: true }, /passwordProtected: true/u],
  [
    'a document property',
    { AttachmentPropertyContainsWords: ['Label:internal'] },
    /properties: \{ label: internal \}/u,
  ],
  ['the size of an attachment', { AttachmentSizeOver: '1 MB' }, /size: 1048577/u],
  ['the size', { MessageSizeOver: '2 MB' }, /size: 2097153/u],
  ['the kind', { MessageTypeMatches: 'Calendaring' }, /type: calendaring/u],
  ['importance', { WithImportance: 'High' }, /importance: High/u],
  ['a classification', { HasClassification: 'Secret' }, /x-microsoft-classification/u],
  ['another recipient', { AnyOfRecipientAddressContainsWords: ['carol'] }, /to: \[anna@contoso\.com, carol@contoso/u],
  ['a group in the To field', { AnyOfToHeader: ['team@contoso.com'] }, /to: \[anna@contoso\.com, team@contoso/u],
  ['somebody in the Cc field', { AnyOfCcHeader: ['carol@contoso.com'] }, /cc: \[carol@contoso\.com\]/u],
  [
    'several conditions at once',
    { SubjectContainsWords: ['offer'], AttachmentExtensionMatchesWords: ['zip'], WithImportance: 'Low' },
    /subject: offer/u,
  ],
];

describe('a rule that refuses by', () => {
  test.each(refusing)('%s is found, with a message that shows it', async (_, conditions, shows) => {
    const found = await standing([rule({ ...conditions, ...rejects })]);
    expect(found.holds).toBe(false);
    if (found.message === undefined) throw new Error('there is a message');
    expect(messageSnippet(found.message).join('\n')).toMatch(shows);
    expect(found.trace.outcomes.find((one) => one.recipient === 'anna@contoso.com')?.rules).toContain('A');
  });
});

describe('rules together', () => {
  test('an exception that content can meet lets pass what the rule would stop, and what it stops is found', async () => {
    const found = await standing([rule({ ...rejects, ExceptIfSubjectContainsWords: ['pass'] })]);
    expect([found.holds, found.message?.subject]).toEqual([false, '']);
  });

  test('what only the exception of an earlier rule lets through is found', async () => {
    // A stops all others, so B is reached by what A spares alone (RULE-16, RULE-24).
    const found = await standing([
      rule({ StopRuleProcessing: true, SetAuditSeverity: 'Low', ExceptIfSubjectContainsWords: ['pass'] }),
      rule({ Name: 'B', ...rejects }),
    ]);
    expect([found.holds, found.message?.subject]).toEqual([false, 'pass']);
  });

  test('a rule that asks for what an earlier one writes is reached through both', async () => {
    const found = await standing([
      rule({ SubjectContainsWords: ['one'], SetHeaderName: 'X-Mark', SetHeaderValue: 'yes' }),
      rule({ Name: 'B', SubjectContainsWords: ['two'], PrependSubject: '[two] ' }),
      rule({
        Name: 'C',
        HeaderContainsMessageHeader: 'X-Mark',
        HeaderContainsWords: ['yes'],
        SubjectMatchesPatterns: ['^\\[two\\]'],
        ...rejects,
      }),
    ]);
    expect(found.holds).toBe(false);
  });

  test('a rule that does nothing to the way of a message leaves the proof as it is', async () => {
    const without = await proved([]);
    const unread = [rule({ SubjectContainsWords: ['x'], SetHeaderName: 'X-Unread', SetHeaderValue: 'yes' })];
    const proof = await proved(unread);
    expect([without.holds, proof.holds]).toEqual([true, true]);
    expect(proof.classes).toBe(without.classes);
  });

  test('where no message can be written for a rule, the statement stays open and says why', async () => {
    // No subject holds both: the pattern wants nothing else in it.
    const found = await standing([
      rule({ SubjectContainsWords: ['alpha'], SubjectMatchesPatterns: ['^beta$'], ...rejects }),
    ]);
    expect(found.holds).toBe(null);
    expect(found.open).toEqual(['what the rule A would do: no message was found that it matches']);
  });

  test('of many rules that do the same one is enough; of many that do not, the bound is named', async () => {
    const many = (action: (index: number) => Piece) =>
      Array.from({ length: 40 }, (_, index) =>
        rule({ Name: `R${index}`, SubjectContainsWords: [`word${index}`], ...action(index) }),
      );
    const same = await proved(many(() => ({ SetSCL: 3 })));
    expect([same.holds, same.open]).toEqual([true, []]);
    const different = await standing(many((index) => ({ BlindCopyTo: [`copy${index}@contoso.com`] })));
    expect(different.holds).toBe(null);
    expect(different.open).toContain(
      'what other contents would do: mail flow rules tell more of them apart than are followed',
    );
  });
});
