import { unionAll } from '../../model/addresses/address-set.ts';
import type { Predicate, TransportRule } from '../../model/transport-rule.ts';
import { isAmong } from '../client-address.ts';
import { compileAttachmentFlag, compileAttachmentProperties, compileAttachmentText } from './attachment-predicates.ts';
import {
  compileAttributes,
  compileBetween,
  compileComparison,
  compileManager,
  compileRelationship,
} from './directory-predicates.ts';
import type { Resolved } from './fork.ts';
import { compileHeaderText, type HeaderPredicate } from './header-predicates.ts';
import { classificationHeader, sclOf } from './headers.ts';
import type { RuleTexts, TextMatch } from './match-text.ts';
import { attachmentReaches, charsetsOf, importanceOf, isClosed, matchBody, sizeReaches } from './message-facts.ts';
import { domainNames, type Need, scopeNeed, textNeed } from './rule-needs.ts';
import {
  addressOf,
  type DomainNames,
  isInDomains,
  lastAddress,
  type Scene,
  type SenderLocation,
  type Test,
} from './scene.ts';
import { fromScope, partnerScope, sentToScope } from './scopes.ts';
import { anyOf, either, type Truth } from './truth.ts';

type Settings = Pick<TransportRule, 'senderAddressLocation' | 'recipientAddressType' | 'useLegacyRegex'>;

type TextPredicate = Extract<Predicate, { kind: 'words' | 'patterns' }>;

type DomainsPredicate = Extract<Predicate, { kind: 'domains' }>;

/** A predicate made ready for evaluating many messages. */
export interface CompiledPredicate {
  readonly test: Test;
  /** What has to be there for it to hold; undefined: nothing that can be told beforehand. */
  readonly need: Need | undefined;
}

/** Makes a predicate (PRED-1 to PRED-56) ready for evaluating many messages. */
export function compilePredicate(predicate: Predicate, rule: Settings, texts: RuleTexts): CompiledPredicate {
  const location = rule.senderAddressLocation;
  switch (predicate.kind) {
    case 'words':
    case 'patterns': {
      const match =
        predicate.kind === 'words'
          ? texts.words(predicate.words)
          : texts.patterns(predicate.patterns, rule.useLegacyRegex);
      const need = textNeed(predicate.parameter, match, location);
      return { test: compileText(predicate.parameter, match, rule), need };
    }
    case 'domains':
      return compileDomains(predicate.parameter, domainNames(predicate.domains), rule);
    case 'scope':
      return { test: compileTest(predicate, rule, texts), need: scopeNeed(predicate, location) };
    case 'headerWords':
    case 'headerPatterns':
      return compileHeaderText(predicate, rule.useLegacyRegex, texts);
    default:
      return { test: compileTest(predicate, rule, texts), need: undefined };
  }
}

function compileTest(
  predicate: Exclude<Predicate, TextPredicate | HeaderPredicate | DomainsPredicate>,
  rule: Settings,
  texts: RuleTexts,
): Test {
  const location = rule.senderAddressLocation;
  switch (predicate.kind) {
    case 'scope': {
      const { scope } = predicate;
      return predicate.parameter === 'FromScope'
        ? (scene) => fromScope(scene, scope, location)
        : (scene, recipient) => sentToScope(scene, scope, recipient);
    }
    case 'recipients':
      return compilePersons(predicate.parameter, predicate.recipients, location);
    case 'groups':
      return compileGroups(predicate.parameter, predicate.groups, location);
    case 'addresses': {
      const set = unionAll(predicate.addresses.map((one) => one.set));
      return (scene) => {
        const address = lastAddress(scene);
        if (address === 'none') return false;
        return address === undefined ? undefined : isAmong(scene.run, set, address);
      };
    }
    case 'attributes':
      return compileAttributes(predicate, rule.useLegacyRegex, texts);
    case 'attachmentProperties':
      return compileAttachmentProperties(predicate.tests, texts);
    case 'size': {
      const { bytes } = predicate;
      return predicate.parameter === 'AttachmentSizeOver'
        ? (scene) => attachmentReaches(scene, bytes)
        : (scene) => sizeReaches(scene, bytes);
    }
    case 'number': {
      const { value } = predicate;
      return (scene, { copy }) => {
        const scl = sclOf(scene, copy);
        return typeof scl === 'number' ? scl >= value : scl === null ? false : undefined;
      };
    }
    case 'flag': {
      if (predicate.parameter !== 'HasNoClassification') return compileAttachmentFlag(predicate.parameter);
      const { value } = predicate;
      return ({ message }) => message.transit.headers.has(classificationHeader) !== value;
    }
    case 'classification': {
      const wanted = predicate.classification.text.toLowerCase();
      return ({ message }) => message.transit.headers.get(classificationHeader)?.toLowerCase() === wanted;
    }
    case 'messageType': {
      const wanted = predicate.type.toLowerCase();
      return (scene) =>
        scene.message.transit.type.toLowerCase() === wanted || (wanted === 'autoforward' && redirected(scene));
    }
    case 'importance': {
      const wanted = predicate.importance.toLowerCase();
      return ({ message }) => {
        const importance = importanceOf(message.transit.headers);
        return importance === undefined ? undefined : importance === wanted;
      };
    }
    case 'managementRelationship':
      return compileRelationship(predicate.relationship);
    case 'between':
      return compileBetween(predicate.first, predicate.second);
    case 'manager':
      return compileManager(predicate.evaluated, predicate.managers);
    case 'comparison':
      return compileComparison(predicate.attribute.text, predicate.operator);
    case 'withoutFunction': {
      const never = predicate.outcome === 'never';
      if (predicate.parameter === 'SentToScope') return partnerScope;
      return () => (never ? false : undefined);
    }
  }
}

/** PUNC-14: nothing documents whether what an inbox rule redirects has the type AutoForward. */
function redirected({ run, recipients }: Scene): Truth {
  if (recipients[0]?.copy.forwards.at(-1)?.kind !== 'RedirectTo') return false;
  const answer = run.assume('rules.redirectIsAutoForward', ['unknown', 'yes', 'no']);
  return answer === 'unknown' ? undefined : answer === 'yes';
}

/** The domains, and any of their subdomains (RULE-37). */
function compileDomains(
  parameter: DomainsPredicate['parameter'],
  names: DomainNames,
  rule: Settings,
): CompiledPredicate {
  const location = rule.senderAddressLocation;
  return parameter === 'SenderDomainIs'
    ? {
        test: (scene) => scene.senders[location].some((one) => isInDomains(scene, one, names)),
        need: { of: 'senderDomain', location, names },
      }
    : {
        test: (scene, recipient) => byAddressType(scene, recipient, rule, (one) => isInDomains(scene, one, names)),
        need: undefined,
      };
}

function compileText(parameter: TextPredicate['parameter'], match: TextMatch, rule: Settings): Test {
  switch (parameter) {
    case 'FromAddressContainsWords':
    case 'FromAddressMatchesPatterns':
      return (scene) => anyOf(scene.senders[rule.senderAddressLocation], (one) => match.holds(scene.run, one));
    case 'RecipientAddressContainsWords':
    case 'RecipientAddressMatchesPatterns':
      return (scene, recipient) => byAddressType(scene, recipient, rule, (address) => match.holds(scene.run, address));
    case 'AnyOfRecipientAddressContainsWords':
    case 'AnyOfRecipientAddressMatchesPatterns':
      return (scene) =>
        anyOf(scene.recipients, (one) => byAddressType(scene, one, rule, (address) => match.holds(scene.run, address)));
    case 'SubjectContainsWords':
    case 'SubjectMatchesPatterns':
      return ({ run, message }) => match.holds(run, message.transit.content.subject);
    case 'SubjectOrBodyContainsWords':
    case 'SubjectOrBodyMatchesPatterns':
      return ({ run, message }) => {
        const { content } = message.transit;
        const inSubject = match.holds(run, content.subject);
        return inSubject === true || isClosed(message) ? inSubject : either(inSubject, matchBody(run, content, match));
      };
    case 'ContentCharacterSetContainsWords':
      return (scene) => {
        const charsets = charsetsOf(scene);
        return charsets.length === 0 ? undefined : anyOf(charsets, (one) => match.holds(scene.run, one));
      };
    case 'AttachmentContainsWords':
    case 'AttachmentMatchesPatterns':
    case 'AttachmentExtensionMatchesWords':
    case 'AttachmentNameMatchesPatterns':
      return compileAttachmentText(parameter, match);
  }
}

/**
 * The recipient's address as RecipientAddressType has it (RULE-33): by the text of 2026 the primary one or the one that was
 * written, by the text of 2022 the primary one, or that and all proxies.
 */
function byAddressType(
  scene: Scene,
  recipient: Resolved,
  { recipientAddressType }: Settings,
  holds: (address: string) => Truth,
): Truth {
  const { entry } = recipient;
  const primary = holds(addressOf(recipient));
  const resolved = recipientAddressType === 'Resolved';
  const current = resolved ? primary : holds(recipient.copy.recipient);
  const older =
    resolved && entry !== undefined && primary !== true
      ? either(primary, anyOf(scene.people.proxies(entry), holds))
      : primary;
  if (current === older) return current;
  return scene.run.assume('rules.recipientAddressType', ['2026', '2022']) === '2026' ? current : older;
}

type References = Extract<Predicate, { kind: 'recipients' }>['recipients'];

function compilePersons(
  parameter: Extract<Predicate, { kind: 'recipients' }>['parameter'],
  references: References,
  location: SenderLocation,
): Test {
  const isOne = (scene: Scene, address: string) =>
    anyOf(references, ({ text }) => scene.people.isPerson(text, address));
  return addressTest(parameter, location, isOne);
}

function compileGroups(
  parameter: Extract<Predicate, { kind: 'groups' }>['parameter'],
  references: References,
  location: SenderLocation,
): Test {
  const isMember = (scene: Scene, address: string) =>
    anyOf(references, ({ text }) => scene.people.isMember(text, address));
  return addressTest(parameter, location, isMember);
}

/** Which addresses a predicate about people looks at. */
function addressTest(
  parameter: Extract<Predicate, { kind: 'recipients' | 'groups' }>['parameter'],
  location: SenderLocation,
  holds: (scene: Scene, address: string) => Truth,
): Test {
  const among = (pick: (scene: Scene) => readonly string[]): Test => {
    return (scene) => anyOf(pick(scene), (address) => holds(scene, address));
  };
  switch (parameter) {
    case 'From':
    case 'FromMemberOf':
      return among((scene) => scene.senders[location]);
    case 'SentTo':
    case 'SentToMemberOf':
      return (scene, recipient) => holds(scene, recipient.entry?.primary ?? recipient.copy.address);
    case 'AnyOfToHeader':
    case 'AnyOfToHeaderMemberOf':
      return among(({ message }) => message.transit.content.to);
    case 'AnyOfCcHeader':
    case 'AnyOfCcHeaderMemberOf':
      return among(({ message }) => message.transit.content.cc);
    case 'AnyOfToCcHeader':
    case 'AnyOfToCcHeaderMemberOf':
      return among(({ message: { transit } }) => [...transit.content.to, ...transit.content.cc]);
  }
}
