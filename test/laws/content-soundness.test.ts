import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SampleMessage } from '../../src/model/topology.ts';
import { loadPatternEngine } from '../../src/protocols/rule-text/load-pattern-engine.ts';
import { classesOf } from '../../src/prove/classes/classes.ts';
import { contentsOf, type Side, type TracedClass } from '../../src/prove/classes/contents.ts';
import { isAbout, type MessageClass } from '../../src/prove/classes/message-class.ts';
import { messageSnippet } from '../../src/report/message-snippet.ts';
import type { Outcome, Trace } from '../../src/simulate/trace.ts';
import { traceMessage } from '../../src/simulate/trace-message.ts';
import { compileWorld, type World } from '../../src/simulate/world.ts';
import type { Piece } from '../simulate/follow.ts';
import { readable } from '../support/topology-reading.ts';
import { withKept } from './kept-examples.ts';

/*
 * Contents are divided soundly: whatever a message says, to whomever else it goes, some content of its class fares as it
 * does, or the class says that there are more than were followed. And what stands for a content fares, read back from
 * YAML, as it did. Few words, so that rules overlap.
 */
const patterns = await loadPatternEngine();
const options = { explain: false, alternativesMax: 32 };

const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1, maxLength: 2 });

const predicate = (prefix: string): fc.Arbitrary<Piece> =>
  fc.oneof(
    one(['InOrganization', 'NotInOrganization']).map((scope) => ({ [`${prefix}FromScope`]: scope })),
    some(['secret', 'secret plan', 'plan', 'EXT']).map((words) => ({ [`${prefix}SubjectContainsWords`]: words })),
    some(['secret', 'draft']).map((words) => ({ [`${prefix}SubjectOrBodyContainsWords`]: words })),
    some(['^plan', 'EXT', 'secret$']).map((list) => ({ [`${prefix}SubjectMatchesPatterns`]: list })),
    one(['carol', 'contoso.com']).map((word) => ({ [`${prefix}AnyOfRecipientAddressContainsWords`]: [word] })),
    one(['carol@contoso.com']).map((who) => ({ [`${prefix}AnyOfToCcHeader`]: [who] })),
    one(['anna@contoso.com', 'carol@contoso.com']).map((who) => ({ [`${prefix}SentTo`]: [who] })),
    one(['exe', 'zip']).map((word) => ({ [`${prefix}AttachmentExtensionMatchesWords`]: [word] })),
    one([true]).map((flag) => ({ [`${prefix}AttachmentHasExecutableContent`]: flag })),
    one(['High', 'Low']).map((importance) => ({ [`${prefix}WithImportance`]: importance })),
    one(['1 KB', '10 KB']).map((size) => ({ [`${prefix}MessageSizeOver`]: size })),
    one(['1', '2']).map((mark) => ({
      [`${prefix}HeaderContainsMessageHeader`]: 'X-Mark',
      [`${prefix}HeaderContainsWords`]: [mark],
    })),
  );

const action = one<Piece>([
  { RejectMessageReasonText: 'No' },
  { DeleteMessage: true },
  { Quarantine: true },
  { StopRuleProcessing: true, SetAuditSeverity: 'Low' },
  { SetHeaderName: 'X-Mark', SetHeaderValue: '1' },
  { RemoveHeader: 'X-Mark' },
  { PrependSubject: 'EXT ' },
  { SetSCL: 6 },
  { SetSCL: -1 },
  { RedirectMessageTo: ['carol@contoso.com'] },
]);

const rules = fc
  .array(
    fc
      .tuple(
        fc.array(predicate(''), { minLength: 1, maxLength: 2 }),
        fc.array(predicate('ExceptIf'), { maxLength: 1 }),
        action,
      )
      .map(([conditions, exceptions, does]): Piece => Object.assign({}, ...conditions, ...exceptions, does)),
    { minLength: 1, maxLength: 4 },
  )
  .map((list) => list.map((properties, index) => ({ Name: `R${index}`, ...properties })));

const said = fc.record({
  subject: one(['', 'secret plan', 'plan', 'a secret', 'EXT plan', 'hello']),
  body: one(['', 'draft', 'secret', 'text']),
  headers: one<ReadonlyMap<string, string>>([
    new Map(),
    new Map([['x-mark', '1']]),
    new Map([['x-mark', '2']]),
    new Map([['importance', 'High']]),
  ]),
  size: one([undefined, 500, 2048, 20_480]),
  attachment: one([undefined, 'report.zip', 'run.exe']),
  carol: one([undefined, 'cc' as const, 'bcc' as const]),
});

function topology(transportRules: readonly Piece[]): Piece {
  return {
    mxproof: 1,
    tenant: {
      domain: 'contoso.onmicrosoft.com',
      acceptedDomains: ['contoso.com'],
      organizationConfig: { RejectDirectSend: false },
      transportRules,
    },
    recipients: ['anna', 'ben', 'carol'].map((name) => ({ address: `${name}@contoso.com`, mailbox: 'cloud' })),
    dns: { records: 'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.' },
  };
}

const asOf = Date.UTC(2026, 10, 21);

async function worldOf(text: string): Promise<World> {
  const read = await readable(text);
  return compileWorld(read.topology, read.sources, { asOf, assumptions: new Map(), down: [], patterns });
}

const wayOf = (outcome: Outcome): string =>
  JSON.stringify([
    outcome.finalRecipient,
    outcome.status,
    outcome.route,
    outcome.reply?.enhanced ?? null,
    outcome.folder,
  ]);

/** Where the copies of the recipients that the class is about end, together. */
const fate = (of: MessageClass, { outcomes }: Pick<Trace, 'outcomes'>): string =>
  outcomes
    .filter((outcome) => isAbout(of, outcome))
    .map(wayOf)
    .sort()
    .join(' ');

const fates = (of: MessageClass, trace: Trace): readonly string[] => [
  fate(of, trace),
  ...trace.alternatives.map((other) => fate(of, other)),
];

/** Classes of somebody outside and of a mailbox, to two mailboxes. */
const plainOnes = (world: World): readonly MessageClass[] =>
  [...classesOf(world).each()].filter(
    ({ origin, sender, recipient }) =>
      /^(anna|ben)@/u.test(recipient.address) &&
      ((sender.plain && origin.source?.address === undefined && origin.deliverTo === undefined) ||
        sender.from === 'carol@contoso.com'),
  );

function written(
  of: MessageClass,
  content: typeof said extends fc.Arbitrary<infer Said> ? Said : never,
): SampleMessage {
  const { witness } = of;
  const { carol, attachment, ...rest } = content;
  const executable = attachment === 'run.exe';
  return {
    ...witness,
    ...rest,
    recipients: [
      ...witness.recipients,
      ...(carol === undefined ? [] : [{ text: 'carol@contoso.com', at: '', box: carol }]),
    ],
    attachments:
      attachment === undefined
        ? []
        : [
            {
              name: attachment,
              size: 1,
              text: '',
              executable,
              passwordProtected: false,
              unsupported: false,
              scanIncomplete: false,
              properties: new Map(),
            },
          ],
  };
}

describe('what a message says', () => {
  test('leads where some content of its class leads, and what stands for a content can be read back', async () => {
    let bounded = 0;
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(rules, fc.array(said, { minLength: 12, maxLength: 12 }), async (transportRules, contents) => {
        const text = Object.entries(topology(transportRules))
          .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
          .join('\n');
        const world = await worldOf(text);
        const side: Side = { world, trace: (message, given) => traceMessage(world, message, { ...options, ...given }) };
        const divide = contentsOf([side], classesOf(world).kindOf);
        const printed: TracedClass[] = [];
        for (const of of plainOnes(world)) {
          const parts = [...divide(of)];
          printed.push(...parts.filter(({ traces }) => traces.length > 0).slice(-2));
          if (parts.some(({ open }) => open !== undefined)) {
            bounded += 1;
            continue;
          }
          const known = new Set(parts.flatMap((part) => part.traces.flatMap((trace) => fates(part.of, trace))));
          for (const content of contents) {
            const message = written(of, content);
            // Whoever else gets it is no recipient of the class.
            const about = {
              ...of,
              content: {
                companions: new Set(content.carol === undefined ? [] : ['carol@contoso.com']),
                plain: false,
                oddity: 0,
              },
            };
            compared += 1;
            expect([...known], JSON.stringify(message)).toContain(fate(about, traceMessage(world, message, options)));
          }
        }
        const block = printed.flatMap(({ of }) => messageSnippet(of.witness).map((line) => `  ${line}`)).join('\n');
        const again = await readable(`${text}\nmessages:\n${block}\n`);
        expect(
          again.topology.messages.map((message) =>
            fates(printed[0]?.of as MessageClass, traceMessage(world, message, options)).join(),
          ),
        ).toEqual(
          printed.map(({ of }) =>
            fates(printed[0]?.of as MessageClass, traceMessage(world, of.witness, options)).join(),
          ),
        );
      }),
      withKept('content-soundness', { numRuns: 40, seed: 20261122, endOnFailure: true }),
    );
    expect(compared).toBeGreaterThan(400);
    // The law says nothing where a class says that it is not followed to the end.
    expect(bounded).toBeLessThan(compared / 5);
  }, 120_000);
});
