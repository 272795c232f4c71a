import type { Written } from '../../model/topology.ts';
import type {
  AttributesParameter,
  FlagParameter,
  GroupsParameter,
  PatternsParameter,
  Predicate,
  RecipientsParameter,
  WithoutFunctionParameter,
  WordsParameter,
} from '../../model/transport-rule.ts';
import { between, comparison, headerPatterns, headerWords, manager } from './compound-predicates.ts';
import { addressEntry, domainPatterns } from './domain-words.ts';
import { textsOf } from './exchange-object.ts';
import type { Numbered, PredicateEntry, PredicateReading } from './predicate-entry.ts';
import { facts, one } from './predicate-entry.ts';
import { namedTests } from './rule-named-tests.ts';
import { typeKey } from './rule-presence.ts';
import { choice, flag, isOn, items, level, references, reportGap, size, wording } from './rule-reading.ts';

const textsOfRule = (rule: PredicateReading, parameter: string): readonly Written[] | undefined =>
  items(rule, rule.part, rule.property(parameter));

/** Lists whose values hold no comma; where such a property is set and says nothing readable, that is a gap. */
function plainTexts(rule: PredicateReading, parameter: string): readonly Written[] | undefined {
  const property = rule.property(parameter);
  if (items(rule, rule.part, property) === undefined) return undefined;
  const found = textsOf(rule.object, property);
  if (found.length > 0) return found;
  reportGap(rule, rule.part, property);
  return undefined;
}

const words = (entry: Numbered<WordsParameter>): PredicateEntry =>
  one(entry, (rule) => {
    const [parameter, semantics, unit] = entry;
    const found = textsOfRule(rule, parameter);
    return found && { kind: 'words', parameter, words: found, ...facts(rule, parameter, semantics, unit) };
  });

const patterns = (entry: Numbered<PatternsParameter>): PredicateEntry =>
  one(entry, (rule) => {
    const [parameter, semantics, unit] = entry;
    const found = textsOfRule(rule, parameter);
    return found && { kind: 'patterns', parameter, patterns: found, ...facts(rule, parameter, semantics, unit) };
  });

const people = (entry: Numbered<RecipientsParameter>): PredicateEntry =>
  one(entry, (rule) => {
    const [parameter, semantics, unit] = entry;
    const found = references(rule, rule.part, rule.property(parameter));
    return found && { kind: 'recipients', parameter, recipients: found, ...facts(rule, parameter, semantics, unit) };
  });

const groups = (entry: Numbered<GroupsParameter>): PredicateEntry =>
  one(entry, (rule) => {
    const [parameter, semantics, unit] = entry;
    const found = references(rule, rule.part, rule.property(parameter));
    return found && { kind: 'groups', parameter, groups: found, ...facts(rule, parameter, semantics, unit) };
  });

const domains = (entry: Numbered<'SenderDomainIs' | 'RecipientDomainIs'>): PredicateEntry =>
  one(entry, (rule) => {
    const [parameter, semantics, unit] = entry;
    const found = plainTexts(rule, parameter);
    return (
      found && {
        kind: 'domains',
        parameter,
        domains: domainPatterns(rule.object.reading, found),
        ...facts(rule, parameter, semantics, unit),
      }
    );
  });

const attributes = (entry: Numbered<AttributesParameter>): PredicateEntry =>
  one(entry, (rule) => {
    const [parameter, semantics, unit] = entry;
    const matching = parameter.endsWith('Words') ? 'words' : 'patterns';
    const tests = namedTests(rule, rule.part, rule.property(parameter), matching);
    return tests && { kind: 'attributes', parameter, matching, tests, ...facts(rule, parameter, semantics, unit) };
  });

const sizes = (entry: Numbered<'AttachmentSizeOver' | 'MessageSizeOver'>): PredicateEntry =>
  one(entry, (rule) => {
    const [parameter, semantics, unit] = entry;
    const bytes = size(rule, rule.part, rule.property(parameter));
    return bytes === undefined
      ? undefined
      : { kind: 'size', parameter, bytes, ...facts(rule, parameter, semantics, unit) };
  });

const flags = (entry: Numbered<FlagParameter>): PredicateEntry =>
  one(entry, (rule) => {
    const [parameter, semantics, unit] = entry;
    const value = flag(rule, rule.part, rule.property(parameter));
    // False is printed for every flag; of HasNoClassification it means "has one" where the rule has the predicate (PRED-52).
    const meant = value === true || (parameter === 'HasNoClassification' && rule.named.has(typeKey(parameter)));
    return value === undefined || !meant
      ? undefined
      : { kind: 'flag', parameter, value, ...facts(rule, parameter, semantics, unit) };
  });

/** Reserved values never match; those of servers and of Purview do what nobody can tell from here. */
const idle = (entry: Numbered<WithoutFunctionParameter>, outcome: 'never' | 'unknown'): PredicateEntry =>
  one(entry, (rule) => {
    const [parameter] = entry;
    const property = rule.property(parameter);
    return isOn(rule, property) ? withoutFunction(rule, entry, outcome, property) : undefined;
  });

function withoutFunction(
  rule: PredicateReading,
  [parameter, semantics, unit]: Numbered<WithoutFunctionParameter>,
  outcome: 'never' | 'unknown',
  said: string,
): Predicate {
  const known = facts(rule, parameter, semantics, unit);
  if (rule.side === 'cloud') rule.withoutFunction.push({ text: said, at: known.at });
  return { kind: 'withoutFunction', parameter, outcome, ...known };
}

const scopes = ['InOrganization', 'NotInOrganization'] as const;
const partnerScopes = ['ExternalPartner', 'ExternalNonPartner'] as const;

const fromScope = one(['FromScope', 2, 'sender'], (rule) => {
  const scope = choice(rule, rule.part, rule.property('FromScope'), scopes);
  return scope && { kind: 'scope', parameter: 'FromScope', scope, ...facts(rule, 'FromScope', 2, 'sender') };
});

/** Of partners only own servers know (RULE-41). */
const sentToScope = one(['SentToScope', 13, 'recipient'], (rule) => {
  const property = rule.property('SentToScope');
  const scope = choice(rule, rule.part, property, [...scopes, ...partnerScopes]);
  if (scope === 'ExternalPartner' || scope === 'ExternalNonPartner')
    return withoutFunction(rule, ['SentToScope', 13, 'recipient'], 'unknown', `${property} ${scope}`);
  return scope && { kind: 'scope', parameter: 'SentToScope', scope, ...facts(rule, 'SentToScope', 13, 'recipient') };
});

const addresses = one(['SenderIpRanges', 10, 'sender'], (rule) => {
  const found = plainTexts(rule, 'SenderIpRanges');
  return (
    found && {
      kind: 'addresses',
      parameter: 'SenderIpRanges',
      addresses: found.map((item) => addressEntry(rule.object.reading, item)),
      ...facts(rule, 'SenderIpRanges', 10, 'sender'),
    }
  );
});

const documentProperties = one(['AttachmentPropertyContainsWords', 34, 'sender'], (rule) => {
  const parameter = 'AttachmentPropertyContainsWords';
  const tests = namedTests(rule, rule.part, rule.property(parameter), 'words');
  return tests && { kind: 'attachmentProperties', parameter, tests, ...facts(rule, parameter, 34, 'sender') };
});

const scl = one(['SCLOver', 53, 'sender'], (rule) => {
  const value = level(rule, rule.part, rule.property('SCLOver'));
  return value === undefined
    ? undefined
    : { kind: 'number', parameter: 'SCLOver', value, ...facts(rule, 'SCLOver', 53, 'sender') };
});

const messageTypes = [
  'OOF',
  'AutoForward',
  'Encrypted',
  'Calendaring',
  'PermissionControlled',
  'Voicemail',
  'Signed',
  'ApprovalRequest',
  'ReadReceipt',
] as const;

const messageType = one(['MessageTypeMatches', 50, 'sender'], (rule) => {
  const type = choice(rule, rule.part, rule.property('MessageTypeMatches'), messageTypes, 'open');
  return (
    type && {
      kind: 'messageType',
      parameter: 'MessageTypeMatches',
      type,
      ...facts(rule, 'MessageTypeMatches', 50, 'sender'),
    }
  );
});

const importance = one(['WithImportance', 54, 'sender'], (rule) => {
  const found = choice(rule, rule.part, rule.property('WithImportance'), ['Low', 'Normal', 'High']);
  return (
    found && {
      kind: 'importance',
      parameter: 'WithImportance',
      importance: found,
      ...facts(rule, 'WithImportance', 54, 'sender'),
    }
  );
});

const classification = one(['HasClassification', 51, 'sender'], (rule) => {
  const found = wording(rule, rule.part, rule.property('HasClassification'));
  return (
    found && {
      kind: 'classification',
      parameter: 'HasClassification',
      classification: found,
      ...facts(rule, 'HasClassification', 51, 'sender'),
    }
  );
});

const relationship = one(['SenderManagementRelationship', 46, 'recipient', 'ManagementRelationship'], (rule) => {
  const parameter = 'SenderManagementRelationship';
  const found = choice(rule, rule.part, rule.property(parameter), ['Manager', 'DirectReport']);
  return (
    found && {
      kind: 'managementRelationship',
      parameter,
      relationship: found,
      ...facts(rule, parameter, 46, 'recipient'),
    }
  );
});

/** Every predicate of Exchange Online (2.7), and how it is read. */
export const predicateEntries: readonly PredicateEntry[] = [
  people(['From', 1, 'sender']),
  fromScope,
  groups(['FromMemberOf', 3, 'sender']),
  words(['FromAddressContainsWords', 4, 'sender']),
  patterns(['FromAddressMatchesPatterns', 5, 'sender']),
  idle(['SenderInRecipientList', 6, 'recipient'], 'never'),
  attributes(['SenderADAttributeContainsWords', 7, 'sender', 'SenderAttributeContains']),
  attributes(['SenderADAttributeMatchesPatterns', 8, 'sender', 'SenderAttributeMatches']),
  idle(['HasSenderOverride', 9, 'sender'], 'unknown'),
  addresses,
  domains(['SenderDomainIs', 11, 'sender']),
  people(['SentTo', 12, 'recipient']),
  sentToScope,
  groups(['SentToMemberOf', 14, 'recipient']),
  words(['RecipientAddressContainsWords', 15, 'recipient']),
  patterns(['RecipientAddressMatchesPatterns', 16, 'recipient']),
  idle(['RecipientInSenderList', 17, 'recipient'], 'never'),
  attributes(['RecipientADAttributeContainsWords', 18, 'recipient', 'RecipientAttributeContains']),
  attributes(['RecipientADAttributeMatchesPatterns', 19, 'recipient', 'RecipientAttributeMatches']),
  domains(['RecipientDomainIs', 20, 'recipient']),
  words(['SubjectContainsWords', 21, 'sender']),
  patterns(['SubjectMatchesPatterns', 22, 'sender']),
  words(['SubjectOrBodyContainsWords', 23, 'sender']),
  patterns(['SubjectOrBodyMatchesPatterns', 24, 'sender']),
  words(['AttachmentContainsWords', 25, 'sender']),
  patterns(['AttachmentMatchesPatterns', 26, 'sender']),
  flags(['AttachmentIsUnsupported', 27, 'sender']),
  patterns(['AttachmentNameMatchesPatterns', 28, 'sender']),
  words(['AttachmentExtensionMatchesWords', 29, 'sender']),
  sizes(['AttachmentSizeOver', 30, 'sender']),
  flags(['AttachmentProcessingLimitExceeded', 31, 'sender']),
  flags(['AttachmentHasExecutableContent', 32, 'sender']),
  flags(['AttachmentIsPasswordProtected', 33, 'sender']),
  documentProperties,
  words(['AnyOfRecipientAddressContainsWords', 35, 'message']),
  patterns(['AnyOfRecipientAddressMatchesPatterns', 36, 'message']),
  people(['AnyOfToHeader', 37, 'message']),
  groups(['AnyOfToHeaderMemberOf', 38, 'message']),
  people(['AnyOfCcHeader', 39, 'message']),
  groups(['AnyOfCcHeaderMemberOf', 40, 'message']),
  people(['AnyOfToCcHeader', 41, 'message']),
  groups(['AnyOfToCcHeaderMemberOf', 42, 'message']),
  idle(['MessageContainsDataClassifications', 43, 'sender'], 'unknown'),
  idle(['MessageContainsAllDataClassifications', 43, 'sender'], 'unknown'),
  sizes(['MessageSizeOver', 44, 'sender']),
  words(['ContentCharacterSetContainsWords', 45, 'sender']),
  relationship,
  between,
  manager,
  comparison,
  messageType,
  classification,
  flags(['HasNoClassification', 52, 'sender']),
  scl,
  importance,
  headerWords,
  headerPatterns,
];
