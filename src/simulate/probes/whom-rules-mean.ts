import type { SampleMessage } from '../../model/topology.ts';
import type { Predicate } from '../../model/transport-rule.ts';
import { newCopy } from '../new-copy.ts';
import { transitOf } from '../nodes/origin.ts';
import { recordingOracle } from '../oracle.ts';
import type { CompiledRule, CompiledTest } from '../rules/compile-rules.ts';
import type { Resolved } from '../rules/fork.ts';
import { type RuleOwner, ruledAt } from '../rules/rule-owner.ts';
import { type Scene, sceneOf } from '../rules/scene.ts';
import { Run } from '../run.ts';
import type { World } from '../world.ts';
import { makeMessage } from './make-message.ts';

/**
 * What rules ask about somebody alone, whatever the message. `never`: it spares all mail that he sends, or that he gets;
 * otherwise what about him is left open, or holds of him where others would do as well; '' for the most part.
 */
export type AnswersOfRules = readonly string[];

/** Asks the rules of an organisation about somebody in the one part and the other, in the order of the rules. */
export interface RuleAsker {
  readonly asSender: (from: string, mailFrom: string) => AnswersOfRules;
  /** By the address that a message is written to. */
  readonly asRecipient: (address: string) => AnswersOfRules;
}

/** Of whom no rule knows anything. */
export const somebody = 'somebody@outside.example';

export function ruleAsker(world: World, owner: RuleOwner, rules: readonly CompiledRule[]): RuleAsker {
  const ofSender = rules.map((rule) => testsOf(rule, isAboutSender));
  const ofRecipient = rules.map((rule) => testsOf(rule, isAboutRecipient));
  return {
    asSender: (from, mailFrom) => answersOf(ofSender, () => placeOf(world, owner, from, mailFrom, somebody)),
    asRecipient: (address) => answersOf(ofRecipient, () => placeOf(world, owner, somebody, somebody, address)),
  };
}

/** Whether no message without a subject, a text, attachments and further fields has what one of the tests asks. */
export function missesPlain(world: World, owner: RuleOwner, tests: readonly CompiledTest[]): boolean {
  const { scene, recipient } = placeOf(world, owner, somebody, somebody, somebody);
  return tests.some((one) => !one.label.startsWith('AnyOf') && one.test(scene, recipient) === false);
}

/** Whether a predicate is about the sender, or about a recipient, and about nothing else: `ruleAsker` answers it. */
export const isAboutPeople = (predicate: Predicate): boolean => isAboutSender(predicate) || isAboutRecipient(predicate);

function isAboutSender(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'words':
    case 'patterns':
    case 'recipients':
    case 'groups':
      return predicate.parameter.startsWith('From');
    case 'domains':
      return predicate.parameter === 'SenderDomainIs';
    case 'attributes':
      return predicate.parameter.startsWith('Sender');
    default:
      return false;
  }
}

function isAboutRecipient(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'words':
    case 'patterns':
    case 'recipients':
    case 'groups':
      return /^(?:SentTo|Recipient|AnyOfRecipient|AnyOfTo)/u.test(predicate.parameter);
    case 'domains':
      return predicate.parameter === 'RecipientDomainIs';
    case 'attributes':
      return predicate.parameter.startsWith('Recipient');
    default:
      return false;
  }
}

interface Tests {
  readonly conditions: readonly CompiledTest[];
  readonly exceptions: readonly CompiledTest[];
}

const testsOf = ({ conditions, exceptions }: CompiledRule, isOne: (predicate: Predicate) => boolean): Tests => {
  const are = ({ predicate }: CompiledTest) => predicate !== undefined && isOne(predicate);
  return { conditions: conditions.filter(are), exceptions: exceptions.filter(are) };
};

/** Where rules look at a message, and for whom. */
export interface Place {
  readonly scene: Scene;
  readonly recipient: Resolved;
}

const placeOf = (world: World, owner: RuleOwner, from: string, mailFrom: string, to: string): Place =>
  placeOfMessage(world, owner, makeMessage({ name: '', from, mailFrom, to: [to] }));

/** A message where the rules of an organisation see it, as far as what is read of its first recipient and of itself. */
export function placeOfMessage(world: World, owner: RuleOwner, sample: SampleMessage): Place {
  const to = sample.recipients[0]?.text ?? '';
  const message = ruledAt(owner, '', {
    transit: transitOf(sample),
    authAs: 'Anonymous',
    directionality: 'Incoming',
    folder: 'inbox',
    scl: undefined,
    judged: undefined,
    hop: 0,
    session: undefined,
  });
  const recipient: Resolved = {
    copy: newCopy([0], to, ''),
    entry: owner.directory.entries.get(to.toLowerCase()),
    destination: { kind: 'assumed' },
  };
  const run = new Run(world, sample, recordingOracle(), false);
  return { scene: sceneOf(run, message, [recipient]), recipient };
}

function answersOf(rules: readonly Tests[], make: () => Place): AnswersOfRules {
  let place: Place | undefined;
  return rules.map((tests) => {
    if (tests.conditions.length + tests.exceptions.length === 0) return '';
    place ??= make();
    return answerOf(tests, place);
  });
}

function answerOf({ conditions, exceptions }: Tests, { scene, recipient }: Place): string {
  const left: string[] = [];
  for (const one of conditions) {
    const answer = one.test(scene, recipient);
    const any = one.label.startsWith('AnyOf');
    // Another recipient may be what this one is not.
    if (answer === false && !any) return 'never';
    if (answer === undefined || (answer && any)) left.push(`${one.at} ${answer}`);
  }
  for (const one of exceptions) {
    const answer = one.test(scene, recipient);
    if (answer === true) return 'never';
    if (answer === undefined) left.push(`${one.at} open`);
  }
  return left.join(' ');
}
