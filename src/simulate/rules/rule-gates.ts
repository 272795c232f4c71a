import type { PatternsParameter, Predicate, WordsParameter } from '../../model/transport-rule.ts';
import type { CompiledRule, CompiledTest } from './compile-rules.ts';
import { isBroughtOnly } from './headers.ts';
import type { RuleTexts, TextMatch } from './match-text.ts';
import { attachmentsOf } from './message-facts.ts';
import type { Scene, SenderLocation } from './scene.ts';
import { recipientsAreElsewhere, senderIsElsewhere } from './scopes.ts';

/**
 * Whether a condition surely does not hold, whoever the recipient is; false also where that is not known at once. It asks
 * nothing to find out.
 */
export type Gate = (scene: Scene) => boolean;

/** What tells at once that a rule does not match: most rules leave most messages alone, and a text is read once for all. */
export interface RuleGates {
  /** Numbers of the words and patterns that the subject has to hold. */
  readonly subject: readonly number[];
  /** The same for the subject or the body. */
  readonly content: readonly number[];
  readonly others: readonly Gate[];
}

export const gatesOf = (conditions: readonly CompiledTest[]): RuleGates => {
  const lists = (isOne: (parameter: string) => boolean) =>
    conditions.flatMap(({ predicate, contentList }) =>
      contentList !== undefined && predicate !== undefined && isOne(predicate.parameter) ? contentList : [],
    );
  const gated = conditions.flatMap(({ gate, predicate }) => (gate === undefined ? [] : [{ gate, predicate }]));
  const [late, early] = [true, false].map((isScope) =>
    gated.filter(({ predicate }) => (predicate?.kind === 'scope') === isScope).map(({ gate }) => gate),
  );
  return {
    subject: lists((one) => !one.startsWith('SubjectOrBody')),
    content: lists((one) => one.startsWith('SubjectOrBody')),
    // Which side somebody is on takes longest to look up.
    others: [...(early ?? []), ...(late ?? [])],
  };
};

/** The gate of a condition about words or patterns; undefined: nothing tells beforehand, or their number does. */
export function textGate(
  parameter: WordsParameter | PatternsParameter,
  { list }: TextMatch,
  location: SenderLocation,
  texts: RuleTexts,
): Gate | undefined {
  switch (parameter) {
    case 'FromAddressContainsWords':
    case 'FromAddressMatchesPatterns':
      return (scene) => senderOf(scene, location, texts).every((one) => one[list] === 0);
    case 'AttachmentContainsWords':
    case 'AttachmentMatchesPatterns':
    case 'AttachmentExtensionMatchesWords':
    case 'AttachmentNameMatchesPatterns':
      return (scene) => attachmentsOf(scene).length === 0;
    default:
      return undefined;
  }
}

/** The gate of a condition about a header field; `name` in lower case. */
export const headerGate = (name: string): Gate | undefined =>
  isBroughtOnly(name) ? ({ message }) => !message.transit.headers.has(name) : undefined;

/** The gate of a condition about the sender's domain, which knows its answer and asks nothing. */
export const senderDomainGate =
  (holds: (scene: Scene, address: string) => boolean, location: SenderLocation): Gate =>
  (scene) =>
    !scene.senders[location].some((one) => holds(scene, one));

/** The gate of FromScope or SentToScope, once another rule has found out on which side the people are. */
export function scopeGate(
  { parameter, scope }: Extract<Predicate, { kind: 'scope' }>,
  location: SenderLocation,
): Gate | undefined {
  if (parameter === 'SentToScope') return (scene) => recipientsAreElsewhere(scene, scope);
  return location === 'Header' ? (scene) => senderIsElsewhere(scene, scope) : undefined;
}

/** Whether some condition surely does not hold, whoever the recipient is. */
export function surelyFails({ gates, texts }: CompiledRule, scene: Scene): boolean {
  const { subject, content, others } = gates;
  for (let index = 0; index < subject.length; index++)
    if (subjectOf(scene, texts)[subject[index] as number] === 0) return true;
  for (let index = 0; index < content.length; index++)
    if (isNowhere(scene, texts, content[index] as number)) return true;
  for (let index = 0; index < others.length; index++) if ((others[index] as Gate)(scene)) return true;
  return false;
}

function isNowhere(scene: Scene, texts: RuleTexts, list: number): boolean {
  const { read, message } = scene;
  if (subjectOf(scene, texts)[list] !== 0) return false;
  const { body, otherBody } = message.transit.content;
  // Of two bodies that say different things the answer may be open.
  if (otherBody !== undefined) return false;
  read.body ??= texts.answersOf(body).mayHold();
  return read.body[list] === 0;
}

function subjectOf({ read, message }: Scene, texts: RuleTexts): Uint8Array {
  read.subject ??= texts.answersOf(message.transit.content.subject).mayHold();
  return read.subject;
}

function senderOf({ read, senders }: Scene, location: SenderLocation, texts: RuleTexts): readonly Uint8Array[] {
  read.senders[location] ??= senders[location].map((one) => texts.answersOf(one).mayHold());
  return read.senders[location];
}
