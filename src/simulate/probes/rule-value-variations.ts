import type { Predicate } from '../../model/transport-rule.ts';
import type { CompiledRule } from '../rules/compile-rules.ts';
import { peopleOf } from '../rules/people.ts';
import type { RuleOwner } from '../rules/rule-owner.ts';
import type { World } from '../world.ts';
import { firstOf } from './cut-families.ts';
import type { Probe } from './probe.ts';
import { partsOf, witnesses } from './rule-witnesses.ts';
import { type WitnessParts, witnessParts } from './witness-parts.ts';

/** Messages for one value. */
const perValueMax = 4;

/**
 * Messages that have what the author of a rule may have meant by a value, where the value says something else: they go to a group
 * that SentTo names, or have a text for a word with an asterisk. Whether the rule meets them, a trace tells.
 */
export function* valueVariations(
  world: World,
  owner: RuleOwner,
  rule: CompiledRule,
  outside: string,
): Generator<Probe> {
  const { conditions, exceptions } = rule.rule;
  for (const one of [...conditions, ...exceptions]) {
    if (isSentTo(one)) yield* toGroups(world, owner, rule, outside, one);
    if (isLiteral(one)) yield* withAsterisk(world, owner, rule, outside, one);
  }
}

type SentTo = Extract<Predicate, { kind: 'recipients' }>;
const isSentTo = (one: Predicate): one is SentTo => one.kind === 'recipients' && one.parameter === 'SentTo';

function* toGroups(
  world: World,
  owner: RuleOwner,
  rule: CompiledRule,
  outside: string,
  sentTo: SentTo,
): Generator<Probe> {
  const people = peopleOf(world, owner);
  for (const { text, at } of sentTo.recipients) {
    const group = people.find(text);
    if (group?.kind !== 'group') continue;
    const parts = { ...partsOf(world, owner, rule, (one) => one === sentTo), to: [group.primary] };
    for (const probe of firstOf(witnesses(world, owner, rule, outside, parts), perValueMax))
      yield { ...probe, asks: 'group', value: at };
  }
}

type Words = Extract<Predicate, { kind: 'words' }>;

/** Texts in which no asterisk stands in practice. */
const withoutAsterisks: ReadonlySet<string> = new Set([
  'FromAddressContainsWords',
  'RecipientAddressContainsWords',
  'AnyOfRecipientAddressContainsWords',
  'AttachmentExtensionMatchesWords',
]);

/** Words of which one may have an asterisk that is meant to stand for something. */
const isLiteral = (one: Predicate): one is Words => one.kind === 'words' && withoutAsterisks.has(one.parameter);

function* withAsterisk(
  world: World,
  owner: RuleOwner,
  rule: CompiledRule,
  outside: string,
  words: Words,
): Generator<Probe> {
  const others = rule.conditions.flatMap(({ predicate }) =>
    predicate === undefined || predicate === words ? [] : [predicate],
  );
  for (const value of words.words) {
    if (!value.text.includes('*')) continue;
    const meant: Predicate = { ...words, words: [{ ...value, text: value.text.replaceAll('*', 'x') }] };
    const parts = withDeclared(owner, words, value.text, witnessParts(world, owner, rule, [meant, ...others]));
    for (const { message, ...probe } of firstOf(witnesses(world, owner, rule, outside, parts), perValueMax))
      yield {
        ...probe,
        asks: 'wildcard',
        value: value.at,
        message: { ...message, name: `${message.name}, as ${value.text} is meant` },
      };
  }
}

/** Of own domains only those exist who are declared. */
function withDeclared({ directory }: RuleOwner, words: Words, value: string, parts: WitnessParts): WitnessParts {
  if (!words.parameter.includes('Address')) return parts;
  const [before = '', ...after] = value.toLowerCase().split('*');
  const fits = (address: string): boolean => {
    const at = address.indexOf(before);
    return at >= 0 && after.every((piece) => address.includes(piece, at + before.length));
  };
  const found = firstOf(
    [...directory.entries].flatMap(([address, { kind, primary }]) =>
      kind === 'mailbox' && address === primary.toLowerCase() && fits(address) ? [primary] : [],
    ),
    1,
  );
  if (found.length === 0) return parts;
  return words.parameter.startsWith('From') ? { ...parts, senders: found } : { ...parts, to: found };
}
