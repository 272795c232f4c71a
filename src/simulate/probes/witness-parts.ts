import { formatAddress } from '../../model/addresses/address.ts';
import { firstAddress } from '../../model/addresses/address-set.ts';
import type { Attachment } from '../../model/attachment.ts';
import type { MessageType } from '../../model/topology.ts';
import type { FlagParameter, NamedTest, Predicate, TransportRule } from '../../model/transport-rule.ts';
import type { CompiledRule } from '../rules/compile-rules.ts';
import { classificationHeader } from '../rules/headers.ts';
import { type People, peopleOf } from '../rules/people.ts';
import type { RuleOwner } from '../rules/rule-owner.ts';
import type { World } from '../world.ts';

/** What a message needs to meet the conditions of a rule, gathered condition by condition. */
export interface WitnessParts {
  /** Addresses to send from; empty: anybody. */
  readonly senders: readonly string[];
  /** Where the connection comes from; empty: anywhere. */
  readonly sources: readonly string[];
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly attachments: readonly Attachment[];
  readonly size: number | undefined;
  readonly type: MessageType;
}

interface Gathering {
  readonly world: World;
  readonly people: People;
  readonly owner: RuleOwner;
  readonly rule: TransportRule;
  readonly nth: number;
  readonly senders: string[];
  readonly sources: string[];
  readonly to: string[];
  readonly cc: string[];
  readonly subject: string[];
  readonly body: string[];
  readonly headers: Map<string, string>;
  readonly attachments: Attachment[];
  size: number | undefined;
  type: MessageType;
}

/** Ways, `nth`, in which a content is written before it counts as one that nobody can write. */
export const attemptsMax = 6;

/**
 * The parts for predicates of a rule. They may not be enough; a trace tells. `nth`: which of several words or patterns is
 * taken, and that of two places for a text it is the other.
 */
export function witnessParts(
  world: World,
  owner: RuleOwner,
  { rule }: CompiledRule,
  predicates: readonly (Predicate | undefined)[],
  nth = 0,
): WitnessParts {
  const gathering: Gathering = {
    world,
    people: peopleOf(world, owner),
    owner,
    rule,
    nth,
    senders: [],
    sources: [],
    to: [],
    cc: [],
    subject: [],
    body: [],
    headers: new Map(),
    attachments: [],
    size: undefined,
    type: 'normal',
  };
  for (const predicate of predicates) if (predicate !== undefined) gather(gathering, predicate);
  return { ...gathering, subject: gathering.subject.join(' '), body: gathering.body.join('\n') };
}

/** As many values of one condition are tried; they are alternatives. */
const triedMax = 3;

function gather(parts: Gathering, predicate: Predicate): void {
  switch (predicate.kind) {
    case 'words':
      return gatherText(parts, predicate.parameter, nthOf(parts, predicate.words)?.text.trim());
    case 'patterns':
      return gatherText(parts, predicate.parameter, witnessOf(parts, predicate.patterns));
    case 'domains':
      for (const one of predicate.domains.slice(0, triedMax))
        if (one.kind !== 'all') addresses(parts, predicate.parameter).push(...inDomain(parts, one.domain));
      return;
    case 'recipients':
      for (const { text } of predicate.recipients.slice(0, triedMax))
        addresses(parts, predicate.parameter).push(parts.people.find(text)?.primary ?? text);
      return;
    case 'groups':
      for (const { text } of predicate.groups.slice(0, triedMax))
        addresses(parts, predicate.parameter).push(...membersOf(parts, text));
      return;
    case 'between':
      for (const { text } of predicate.first.slice(0, 1)) parts.senders.push(...membersOf(parts, text));
      for (const { text } of predicate.second.slice(0, 1)) parts.to.push(...membersOf(parts, text));
      return;
    case 'attributes':
      addresses(parts, predicate.parameter).push(...withAttribute(parts, predicate.tests));
      return;
    case 'addresses':
      for (const { set } of predicate.addresses.slice(0, triedMax)) {
        const first = firstAddress(set);
        if (first !== undefined) parts.sources.push(formatAddress(first));
      }
      return;
    case 'headerWords':
      return gatherHeader(parts, predicate.header.text, nthOf(parts, predicate.words)?.text.trim());
    case 'headerPatterns':
      return gatherHeader(parts, predicate.header.text, witnessOf(parts, predicate.patterns));
    default:
      return gatherProperty(parts, predicate);
  }
}

function gatherProperty(parts: Gathering, predicate: Predicate): void {
  switch (predicate.kind) {
    case 'size':
      if (predicate.parameter === 'MessageSizeOver') parts.size = Math.max(parts.size ?? 0, predicate.bytes);
      else parts.attachments.push({ name: 'file.bin', size: predicate.bytes });
      return;
    case 'messageType': {
      const { type } = predicate;
      parts.type = type === 'OOF' ? 'oof' : ((type.charAt(0).toLowerCase() + type.slice(1)) as MessageType);
      return;
    }
    case 'importance':
      parts.headers.set('importance', predicate.importance);
      return;
    case 'classification':
      parts.headers.set(classificationHeader, predicate.classification.text);
      return;
    case 'flag':
      return gatherFlag(parts, predicate.parameter);
    case 'attachmentProperties': {
      const { name, values } = predicate.tests[0] ?? { name: '', values: [] };
      const properties = new Map([[name.trim().toLowerCase(), values[0]?.text ?? '']]);
      parts.attachments.push({ name: 'file.docx', size: 1, properties });
      return;
    }
    default:
      return;
  }
}

/** What the flag says; of the classification that there is one, since a message has none. */
function gatherFlag(parts: Gathering, parameter: FlagParameter): void {
  switch (parameter) {
    case 'HasNoClassification':
      parts.headers.set(classificationHeader, 'classified');
      return;
    case 'AttachmentHasExecutableContent':
      // By its true type, not by its name (PRED-32).
      parts.attachments.push({ name: parts.nth % 2 === 0 ? 'file.exe' : 'file.dat', size: 1, executable: true });
      return;
    case 'AttachmentIsPasswordProtected':
      parts.attachments.push({ name: 'file.zip', size: 1, passwordProtected: true });
      return;
    case 'AttachmentIsUnsupported':
      parts.attachments.push({ name: 'file.bin', size: 1, unsupported: true });
      return;
    case 'AttachmentProcessingLimitExceeded':
      parts.attachments.push({ name: 'file.bin', size: 1, scanIncomplete: true });
      return;
  }
}

const nthOf = <Value>({ nth }: Pick<Gathering, 'nth'>, values: readonly Value[]): Value | undefined =>
  values[nth % values.length];

/** Where the addresses go that a parameter asks for. */
function addresses(parts: Gathering, parameter: string): string[] {
  if (/^(From|Sender)/u.test(parameter)) return parts.senders;
  return parameter.startsWith('AnyOfCc') ? parts.cc : parts.to;
}

function gatherText(parts: Gathering, parameter: string, wanted: string | undefined): void {
  if (wanted === undefined) return;
  if (parameter.startsWith('SubjectOrBody') && parts.nth % 2 === 1) parts.body.push(wanted);
  else if (parameter.startsWith('Subject')) parts.subject.push(wanted);
  else if (parameter === 'ContentCharacterSetContainsWords')
    parts.headers.set('content-type', `text/plain; charset="${wanted}"`);
  else if (parameter === 'AttachmentContainsWords' || parameter === 'AttachmentMatchesPatterns')
    parts.attachments.push({ name: 'file.txt', size: wanted.length, text: wanted });
  else if (parameter === 'AttachmentExtensionMatchesWords') parts.attachments.push({ name: `file.${wanted}`, size: 1 });
  else if (parameter.startsWith('Attachment')) parts.attachments.push({ name: wanted, size: 1 });
  else if (/Address/u.test(parameter)) addresses(parts, parameter).push(addressLike(parts, wanted));
}

function gatherHeader(parts: Gathering, name: string, wanted: string | undefined): void {
  if (wanted === undefined) return;
  const header = name.trim().toLowerCase();
  if (header === 'subject') parts.subject.push(wanted);
  else parts.headers.set(header, wanted);
}

/** A whole address around a piece of one: a local part, a domain or the end of one. */
function addressLike(parts: Gathering, piece: string): string {
  const at = piece.lastIndexOf('@');
  if (at > 0 && at < piece.length - 1) return piece;
  if (at === 0) return `somebody${piece}`;
  if (at > 0) return `${piece}outside.example`;
  return piece.includes('.')
    ? `somebody@${piece}`
    : `${piece}@${parts.owner.directory.completeDomains.values().next().value ?? 'outside.example'}`;
}

/** Declared people of a domain, else somebody there. */
function inDomain({ owner }: Gathering, domain: string): readonly string[] {
  const found: string[] = [];
  for (const [address, { kind }] of owner.directory.entries) {
    if (found.length >= triedMax) break;
    if (kind === 'mailbox' && address.endsWith(`@${domain}`)) found.push(address);
  }
  return found.length > 0 ? found : [`somebody@${domain}`];
}

function membersOf({ people }: Gathering, group: string): readonly string[] {
  const declared = people.find(group);
  const members = declared?.recipient?.members ?? declared?.members ?? [];
  return members.slice(0, triedMax).map(({ text }) => people.find(text)?.primary ?? text);
}

function withAttribute({ owner, people }: Gathering, tests: readonly NamedTest[]): readonly string[] {
  const found: string[] = [];
  for (const entry of owner.directory.entries.values()) {
    if (found.length >= triedMax) break;
    const fits = tests.some(({ name, values }) => {
      const held = people.attribute(entry, name)?.toLowerCase();
      return held !== undefined && values.some(({ text }) => held.includes(text.toLowerCase()));
    });
    if (fits && !found.includes(entry.primary)) found.push(entry.primary);
  }
  return found;
}

/** A text that the first pattern matches of which one can be made. */
function witnessOf(
  { world, rule, nth }: Gathering,
  patterns: readonly { readonly text: string }[],
): string | undefined {
  const first = nth % patterns.length;
  for (const { text } of [...patterns.slice(first), ...patterns.slice(0, first)].slice(0, triedMax)) {
    const compiled = world.patterns?.compilePattern(text, { legacy: rule.useLegacyRegex });
    const found = compiled?.decidable === true ? compiled.witness() : undefined;
    if (found === undefined || compiled?.decidable !== true) continue;
    // A word that grows by a letter is no longer a word that another rule may look for.
    const grown = [found, `${found}a`, `a${found}`].filter((one) => compiled.matches(one) === 'yes');
    return nthOf({ nth: Math.floor(nth / patterns.length) }, grown) ?? found;
  }
  return undefined;
}
