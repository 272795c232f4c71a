import { containsText, unionAll } from '../../model/addresses/address-set.ts';
import type { Predicate, TransportRule } from '../../model/transport-rule.ts';
import type { PatternEngine } from '../../protocols/rule-text/pattern-engine.ts';
import { compileAttachmentFlag, compileAttachmentProperties, compileAttachmentText } from './attachment-predicates.ts';
import {
  compileAttributes,
  compileBetween,
  compileComparison,
  compileManager,
  compileRelationship,
} from './directory-predicates.ts';
import type { Resolved } from './fork.ts';
import { classificationHeader, headerValues, sclOf } from './headers.ts';
import { matchPatterns, matchWords, type TextMatch } from './match-text.ts';
import { charsetsOf, importanceOf, matchBody, sizeReaches } from './message-facts.ts';
import { addressOf, inDomain, lastAddress, type Scene, senderAddresses, type Test } from './scene.ts';
import { fromScope, partnerScope, sentToScope } from './scopes.ts';
import { anyOf, type Truth } from './truth.ts';

type Settings = Pick<TransportRule, 'senderAddressLocation' | 'recipientAddressType' | 'useLegacyRegex'>;

/** Makes a predicate (PRED-1 to PRED-56) ready for evaluating many messages. */
export function compilePredicate(predicate: Predicate, rule: Settings, engine: PatternEngine | undefined): Test {
  const location = rule.senderAddressLocation;
  switch (predicate.kind) {
    case 'scope': {
      const { scope } = predicate;
      return predicate.parameter === 'FromScope'
        ? (scene) => fromScope(scene, scope, location)
        : (scene, recipient) => sentToScope(scene, scope, recipient);
    }
    case 'domains': {
      const { domains } = predicate;
      const holds = (address: string) => domains.some((one) => one.kind === 'all' || inDomain(address, one.domain));
      return predicate.parameter === 'SenderDomainIs'
        ? (scene) => senderAddresses(scene, location).some(holds)
        : (scene, recipient) => byAddressType(scene, recipient, rule, holds);
    }
    case 'words':
      return compileText(predicate.parameter, matchWords(predicate.words), rule);
    case 'patterns':
      return compileText(predicate.parameter, matchPatterns(predicate.patterns, rule.useLegacyRegex, engine), rule);
    case 'headerWords':
      return headerTest(predicate.header.text, matchWords(predicate.words), (one) =>
        predicate.words.every(({ text }) => knownVerdict.test(text.trim()) && one === 'authentication-results'),
      );
    case 'headerPatterns':
      return headerTest(
        predicate.header.text,
        matchPatterns(predicate.patterns, rule.useLegacyRegex, engine),
        () => false,
      );
    case 'recipients':
      return compilePersons(predicate.parameter, predicate.recipients, location);
    case 'groups':
      return compileGroups(predicate.parameter, predicate.groups, location);
    case 'addresses': {
      const set = unionAll(predicate.addresses.map((one) => one.set));
      return (scene) => {
        const address = lastAddress(scene);
        if (address === 'none') return false;
        return address === undefined ? undefined : containsText(set, address);
      };
    }
    case 'attributes':
      return compileAttributes(predicate, rule.useLegacyRegex, engine);
    case 'attachmentProperties':
      return compileAttachmentProperties(predicate.tests);
    case 'size': {
      const { bytes } = predicate;
      return predicate.parameter === 'AttachmentSizeOver'
        ? ({ run }) => anyOf(run.message.attachments, ({ size }) => (size === undefined ? undefined : size >= bytes))
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

/** Verdicts that the simulation knows: a word about another part of the header stays open. */
const knownVerdict = /^(spf|dkim|dmarc)=[a-z]+$/iu;

function compileText(
  parameter: Extract<Predicate, { kind: 'words' | 'patterns' }>['parameter'],
  match: TextMatch,
  rule: Settings,
): Test {
  switch (parameter) {
    case 'FromAddressContainsWords':
    case 'FromAddressMatchesPatterns':
      return (scene) => anyOf(senderAddresses(scene, rule.senderAddressLocation), match);
    case 'RecipientAddressContainsWords':
    case 'RecipientAddressMatchesPatterns':
      return (scene, recipient) => byAddressType(scene, recipient, rule, match);
    case 'AnyOfRecipientAddressContainsWords':
    case 'AnyOfRecipientAddressMatchesPatterns':
      return (scene) => anyOf(scene.recipients, (one) => byAddressType(scene, one, rule, match));
    case 'SubjectContainsWords':
    case 'SubjectMatchesPatterns':
      return ({ message }) => match(message.transit.content.subject);
    case 'SubjectOrBodyContainsWords':
    case 'SubjectOrBodyMatchesPatterns':
      // RULE-28e: of an S/MIME message the content is not looked into.
      return ({ message: { transit } }) =>
        anyOf(transit.type === 'encrypted' ? ['subject'] : ['subject', 'body'], (part) =>
          part === 'subject' ? match(transit.content.subject) : matchBody(transit.content, match),
        );
    case 'ContentCharacterSetContainsWords':
      return (scene) => {
        const charsets = charsetsOf(scene);
        return charsets.length === 0 ? undefined : anyOf(charsets, match);
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
  const current = recipientAddressType === 'Original' ? holds(recipient.copy.recipient) : primary;
  const older =
    recipientAddressType === 'Resolved' && entry !== undefined
      ? anyOf([addressOf(recipient), ...scene.people.proxies(entry)], holds)
      : primary;
  if (current === older) return current;
  return scene.run.assume('rules.recipientAddressType', ['2026', '2022']) === '2026' ? current : older;
}

function headerTest(name: string, match: TextMatch, decided: (header: string) => boolean): Test {
  const header = name.trim().toLowerCase();
  const closed = decided(header);
  return (scene) => {
    const { values, open } = headerValues(scene, header);
    const found = anyOf(values, match);
    return found === false && open && !(closed && verdictsKnown(values)) ? undefined : found;
  };
}

/** All three verdicts stand in what is known of Authentication-Results. */
const verdictsKnown = ([value = '']: readonly string[]): boolean => value.split(';').length === 3;

type Location = Settings['senderAddressLocation'];
type References = Extract<Predicate, { kind: 'recipients' }>['recipients'];

function compilePersons(
  parameter: Extract<Predicate, { kind: 'recipients' }>['parameter'],
  references: References,
  location: Location,
): Test {
  const isOne = (scene: Scene, address: string) =>
    anyOf(references, ({ text }) => scene.people.isPerson(text, address));
  return addressTest(parameter, location, isOne);
}

function compileGroups(
  parameter: Extract<Predicate, { kind: 'groups' }>['parameter'],
  references: References,
  location: Location,
): Test {
  const isMember = (scene: Scene, address: string) =>
    anyOf(references, ({ text }) => scene.people.isMember(text, address));
  return addressTest(parameter, location, isMember);
}

/** Which addresses a predicate about people looks at. */
function addressTest(
  parameter: Extract<Predicate, { kind: 'recipients' | 'groups' }>['parameter'],
  location: Location,
  holds: (scene: Scene, address: string) => Truth,
): Test {
  const among = (pick: (scene: Scene) => readonly string[]): Test => {
    return (scene) => anyOf(pick(scene), (address) => holds(scene, address));
  };
  switch (parameter) {
    case 'From':
    case 'FromMemberOf':
      return among((scene) => senderAddresses(scene, location));
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
