import { isSubset, unionAll } from '../../model/addresses/address-set.ts';
import type { DomainPattern, Written } from '../../model/topology.ts';
import type { NamedTest, Predicate, TransportRule } from '../../model/transport-rule.ts';
import { compileWords } from '../../protocols/rule-text/compile-words.ts';
import type { CompiledRule, CompiledTest } from './compile-rules.ts';
import type { People } from './people.ts';

/** A predicate with the rule whose settings it follows. */
export interface Clause {
  readonly predicate: Predicate;
  readonly rule: Pick<TransportRule, 'senderAddressLocation' | 'recipientAddressType' | 'useLegacyRegex'>;
}

/** What tests of a rule ask, without those that are not understood. */
export const clausesOf = ({ rule }: CompiledRule, tests: readonly CompiledTest[]): readonly Clause[] =>
  tests.flatMap(({ predicate }) => (predicate === undefined ? [] : [{ predicate, rule }]));

/**
 * Whether the second predicate holds wherever the first one does, for any message in the state in which both see it: the
 * same parameter with values that cover those of the first. False where that cannot be shown; it may hold all the same.
 */
export function implies(narrow: Clause, wide: Clause, people: People): boolean {
  const [one, other] = [narrow.predicate, wide.predicate];
  if (one.parameter !== other.parameter && wider[one.parameter] !== other.parameter) return false;
  return looksAtTheSame(narrow, wide) && covers(one, other, people);
}

/** Parameters that look at more of the message and ask the same of it. */
const wider: Readonly<Record<string, string>> = {
  AnyOfToHeader: 'AnyOfToCcHeader',
  AnyOfCcHeader: 'AnyOfToCcHeader',
  AnyOfToHeaderMemberOf: 'AnyOfToCcHeaderMemberOf',
  AnyOfCcHeaderMemberOf: 'AnyOfToCcHeaderMemberOf',
  RecipientAddressContainsWords: 'AnyOfRecipientAddressContainsWords',
  RecipientAddressMatchesPatterns: 'AnyOfRecipientAddressMatchesPatterns',
};

/** The settings of the two rules that decide which addresses count, or how a pattern is read (RULE-31, RULE-33 to RULE-35). */
function looksAtTheSame({ predicate, rule }: Clause, { rule: other }: Clause): boolean {
  const { parameter } = predicate;
  if (/^(From|SenderDomainIs)/u.test(parameter)) {
    const both = other.senderAddressLocation === 'HeaderOrEnvelope' && parameter !== 'FromScope';
    if (rule.senderAddressLocation !== other.senderAddressLocation && !both) return false;
  }
  if (/^(AnyOf)?Recipient(Address|Domain)/u.test(parameter) && rule.recipientAddressType !== other.recipientAddressType)
    return false;
  return !parameter.endsWith('Patterns') || rule.useLegacyRegex === other.useLegacyRegex;
}

function covers(one: Predicate, other: Predicate, people: People): boolean {
  switch (one.kind) {
    case 'words':
      return other.kind === 'words' && allWords(one.words, other.words);
    case 'patterns':
      return other.kind === 'patterns' && sameTexts(one.patterns, other.patterns);
    case 'recipients':
      return other.kind === 'recipients' && allPersons(one.recipients, other.recipients, people);
    case 'groups':
      return other.kind === 'groups' && allPersons(one.groups, other.groups, people);
    case 'scope':
      return other.kind === 'scope' && one.scope === other.scope;
    case 'domains':
      return other.kind === 'domains' && one.domains.every((domain) => isWithin(domain, other.domains));
    case 'addresses':
      return (
        other.kind === 'addresses' &&
        isSubset(unionAll(one.addresses.map((entry) => entry.set)), unionAll(other.addresses.map((entry) => entry.set)))
      );
    case 'attributes':
      return other.kind === 'attributes' && allTests(one.tests, other.tests, one.matching);
    case 'attachmentProperties':
      return other.kind === 'attachmentProperties' && allTests(one.tests, other.tests, 'words');
    case 'headerWords':
      return other.kind === 'headerWords' && same(one.header, other.header) && allWords(one.words, other.words);
    case 'headerPatterns':
      return (
        other.kind === 'headerPatterns' && same(one.header, other.header) && sameTexts(one.patterns, other.patterns)
      );
    case 'size':
      return other.kind === 'size' && one.bytes >= other.bytes;
    case 'number':
      return other.kind === 'number' && one.value >= other.value;
    case 'flag':
      return other.kind === 'flag' && one.value === other.value;
    case 'messageType':
      return other.kind === 'messageType' && one.type === other.type;
    case 'importance':
      return other.kind === 'importance' && one.importance === other.importance;
    case 'classification':
      return other.kind === 'classification' && same(one.classification, other.classification);
    case 'managementRelationship':
      return other.kind === 'managementRelationship' && one.relationship === other.relationship;
    case 'between':
      return (
        other.kind === 'between' &&
        allPersons(one.first, other.first, people) &&
        allPersons(one.second, other.second, people)
      );
    case 'manager':
      return (
        other.kind === 'manager' &&
        one.evaluated === other.evaluated &&
        allPersons(one.managers, other.managers, people)
      );
    case 'comparison':
      return other.kind === 'comparison' && same(one.attribute, other.attribute) && one.operator === other.operator;
    case 'withoutFunction':
      return false;
  }
}

const bare = ({ text }: Written): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^smtp:/u, '');

const same = (one: Written, other: Written): boolean => bare(one) === bare(other);

/** A text that holds one of the words holds one of the others: each is among them, or holds one as a word itself. */
function allWords(words: readonly Written[], others: readonly Written[]): boolean {
  const find = compileWords(others.map(({ text }) => text));
  return words.every((word) => others.some((one) => same(one, word)) || find(word.text)?.verdict === 'yes');
}

/** What two different patterns have in common is not asked. */
const sameTexts = (patterns: readonly Written[], others: readonly Written[]): boolean =>
  patterns.every(({ text }) => others.some((one) => one.text === text));

/** People and groups are the same by what is written, or by the object that two references mean. */
const allPersons = (references: readonly Written[], others: readonly Written[], people: People): boolean =>
  references.every((reference) => {
    const object = people.find(reference.text);
    return others.some((one) => same(one, reference) || (object !== undefined && people.find(one.text) === object));
  });

/** RULE-37: a domain covers its subdomains. */
const isWithin = (domain: DomainPattern, others: readonly DomainPattern[]): boolean =>
  others.some((one) => {
    if (one.kind === 'all') return true;
    return domain.kind !== 'all' && (domain.domain === one.domain || domain.domain.endsWith(`.${one.domain}`));
  });

const allTests = (tests: readonly NamedTest[], others: readonly NamedTest[], matching: 'words' | 'patterns'): boolean =>
  tests.every(({ name, values }) =>
    others.some(
      (one) =>
        one.name.toLowerCase() === name.toLowerCase() &&
        (matching === 'words' ? allWords(values, one.values) : sameTexts(values, one.values)),
    ),
  );
