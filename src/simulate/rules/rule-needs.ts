import type { DomainPattern } from '../../model/topology.ts';
import type { PatternsParameter, Predicate, WordsParameter } from '../../model/transport-rule.ts';
import type { CompiledRule, CompiledTest } from './compile-rules.ts';
import { broughtValues, isAsBrought, isBroughtOnly } from './headers.ts';
import type { HeldLists, RuleTexts, TextMatch } from './match-text.ts';
import { attachmentsOf } from './message-facts.ts';
import { type DomainNames, isInDomains, type Scene, type SenderLocation } from './scene.ts';
import { recipientsAreElsewhere, senderIsElsewhere } from './scopes.ts';

/**
 * What has to be there for a condition to hold, whoever the recipient is. To look whether it is there asks nothing, and most
 * rules leave most messages alone for want of it.
 */
export type Need =
  /** One of the words or patterns in the subject, or in the subject or the body; their number among those of the organisation. */
  | { readonly of: 'subject' | 'content'; readonly list: number }
  /** The same in the sender's address. */
  | { readonly of: 'sender'; readonly location: SenderLocation; readonly list: number }
  /** A sender in one of the domains or their subdomains; SenderDomainIs asks for nothing else. */
  | { readonly of: 'senderDomain'; readonly location: SenderLocation; readonly names: DomainNames }
  /** A header field, by its name in lower case, and one of the words or patterns in it; undefined: any field of the name. */
  | { readonly of: 'header'; readonly name: string; readonly list: number | undefined }
  /** One of the words or patterns in the name of an attachment; undefined: any attachment. */
  | { readonly of: 'attachment'; readonly list: number | undefined }
  /** People on one side; it is missed only once another rule has found out that they are on the other. */
  | { readonly of: 'scope'; readonly isMissed: (scene: Scene) => boolean };

/** What the conditions of a rule need, in the order in which it is looked for: the text first, which is read once for all rules. */
export const needsOf = (conditions: readonly CompiledTest[]): readonly Need[] =>
  conditions
    .flatMap(({ need }) => (need === undefined ? [] : [need]))
    .sort((left, right) => ranks.indexOf(left.of) - ranks.indexOf(right.of));

/** Which side somebody is on takes longest to look up. */
const ranks: readonly Need['of'][] = ['subject', 'content', 'sender', 'senderDomain', 'header', 'attachment', 'scope'];

/** What a condition about words or patterns needs; undefined: nothing that can be told beforehand. */
export function textNeed(
  parameter: WordsParameter | PatternsParameter,
  { list }: TextMatch,
  location: SenderLocation,
): Need | undefined {
  switch (parameter) {
    case 'SubjectContainsWords':
    case 'SubjectMatchesPatterns':
      return { of: 'subject', list };
    case 'SubjectOrBodyContainsWords':
    case 'SubjectOrBodyMatchesPatterns':
      return { of: 'content', list };
    case 'FromAddressContainsWords':
    case 'FromAddressMatchesPatterns':
      return { of: 'sender', location, list };
    case 'AttachmentContainsWords':
    case 'AttachmentMatchesPatterns':
    case 'AttachmentExtensionMatchesWords':
      return { of: 'attachment', list: undefined };
    case 'AttachmentNameMatchesPatterns':
      return { of: 'attachment', list };
    default:
      return undefined;
  }
}

export function domainNames(domains: readonly DomainPattern[]): DomainNames {
  const names = domains.flatMap((one) => (one.kind === 'all' ? [] : [one.domain]));
  return names.length < domains.length ? 'all' : new Set(names);
}

/**
 * What a condition about a header field needs, by its name in lower case: fields that follow from something else are there
 * without being brought.
 */
export function headerNeed(name: string, { list }: TextMatch): Need | undefined {
  if (!isBroughtOnly(name)) return undefined;
  return { of: 'header', name, list: isAsBrought(name) ? list : undefined };
}

/** What FromScope or SentToScope needs. */
export function scopeNeed(
  { parameter, scope }: Extract<Predicate, { kind: 'scope' }>,
  location: SenderLocation,
): Need | undefined {
  if (parameter === 'SentToScope') return { of: 'scope', isMissed: (scene) => recipientsAreElsewhere(scene, scope) };
  return location === 'Header' ? { of: 'scope', isMissed: (scene) => senderIsElsewhere(scene, scope) } : undefined;
}

/** Whether some condition surely does not hold, whoever the recipient is; false also where that is not known at once. */
export function surelyFails({ needs, texts }: CompiledRule, scene: Scene): boolean {
  for (const need of needs) if (isMissed(need, scene, texts)) return true;
  return false;
}

function isMissed(need: Need, scene: Scene, texts: RuleTexts): boolean {
  switch (need.of) {
    case 'subject':
      return lacks(ofSubject(scene, texts), need.list);
    case 'content':
      return lacks(ofSubject(scene, texts), need.list) && lacks(ofBody(scene, texts), need.list);
    case 'sender':
      return allLack(ofSenders(scene, need.location, texts), need.list);
    case 'senderDomain':
      return !scene.senders[need.location].some((one) => isInDomains(scene, one, need.names));
    case 'header': {
      const found = ofHeader(scene, need.name, texts);
      return need.list === undefined ? found?.length === 0 : allLack(found, need.list);
    }
    case 'attachment': {
      if (need.list === undefined) return attachmentsOf(scene).length === 0;
      return allLack(ofAttachmentNames(scene, texts), need.list);
    }
    case 'scope':
      return need.isMissed(scene);
  }
}

const lacks = (held: HeldLists | undefined, list: number): boolean => held?.includes(list) === false;

/** None of the texts holds it; undefined: not all of them are known. */
const allLack = (found: readonly HeldLists[] | undefined, list: number): boolean =>
  found?.every((one) => lacks(one, list)) === true;

/** Which words and patterns the subject may hold. */
export function ofSubject({ read, message }: Scene, texts: RuleTexts): HeldLists {
  read.subject ??= texts.answersOf(message.transit.content.subject).held();
  return read.subject;
}

/** The same of the body; undefined: of two bodies that say different things the answer may be open. */
export function ofBody({ read, message }: Scene, texts: RuleTexts): HeldLists | undefined {
  const { body, otherBody } = message.transit.content;
  if (otherBody !== undefined) return undefined;
  read.body ??= texts.answersOf(body).held();
  return read.body;
}

/** The same of each address of the sender. */
export function ofSenders({ read, senders }: Scene, location: SenderLocation, texts: RuleTexts): readonly HeldLists[] {
  read.senders[location] ??= senders[location].map((one) => texts.answersOf(one).held());
  return read.senders[location];
}

/** The same of each instance of a header field that is only there where somebody brought it; undefined: one is not decoded. */
export function ofHeader({ message }: Scene, name: string, texts: RuleTexts): readonly HeldLists[] | undefined {
  const field = message.transit.headers.get(name);
  if (field === undefined) return [];
  const { values, open } = broughtValues(field);
  return open ? undefined : values.map((one) => texts.answersOf(one).held());
}

/** The same of the name of each attachment; undefined: one is not declared. */
export function ofAttachmentNames(scene: Scene, texts: RuleTexts): readonly HeldLists[] | undefined {
  const names = attachmentsOf(scene).map(({ name }) => name);
  return names.includes('') ? undefined : names.map((one) => texts.answersOf(one).held());
}
