import { formatAddress } from '../../model/addresses/address.ts';
import { firstAddress } from '../../model/addresses/address-set.ts';
import type { MessageType } from '../../model/topology.ts';
import type { NamedTest, Predicate, TransportRule } from '../../model/transport-rule.ts';
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
  readonly headers: ReadonlyMap<string, string>;
  readonly attachments: readonly { readonly name: string; readonly size: number }[];
  readonly size: number | undefined;
  readonly type: MessageType;
}

interface Gathering {
  readonly world: World;
  readonly people: People;
  readonly owner: RuleOwner;
  readonly rule: TransportRule;
  readonly senders: string[];
  readonly sources: string[];
  readonly to: string[];
  readonly cc: string[];
  readonly subject: string[];
  readonly headers: Map<string, string>;
  readonly attachments: { name: string; size: number }[];
  size: number | undefined;
  type: MessageType;
}

/** The parts for the conditions of a rule. They may not be enough; a trace tells. */
export function witnessParts(world: World, owner: RuleOwner, { rule, conditions }: CompiledRule): WitnessParts {
  const gathering: Gathering = {
    world,
    people: peopleOf(world, owner),
    owner,
    rule,
    senders: [],
    sources: [],
    to: [],
    cc: [],
    subject: [],
    headers: new Map(),
    attachments: [],
    size: undefined,
    type: 'normal',
  };
  for (const { predicate } of conditions) if (predicate !== undefined) gather(gathering, predicate);
  return { ...gathering, subject: gathering.subject.join(' ') };
}

/** As many values of one condition are tried; they are alternatives. */
const triedMax = 3;

function gather(parts: Gathering, predicate: Predicate): void {
  switch (predicate.kind) {
    case 'words':
      return gatherText(parts, predicate.parameter, predicate.words[0]?.text);
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
      return gatherHeader(parts, predicate.header.text, predicate.words[0]?.text);
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
    default:
      return;
  }
}

/** Where the addresses go that a parameter asks for. */
function addresses(parts: Gathering, parameter: string): string[] {
  if (/^(From|Sender)/u.test(parameter)) return parts.senders;
  return parameter.startsWith('AnyOfCc') ? parts.cc : parts.to;
}

function gatherText(parts: Gathering, parameter: string, wanted: string | undefined): void {
  if (wanted === undefined) return;
  if (parameter.startsWith('Subject')) parts.subject.push(wanted);
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
function witnessOf({ world, rule }: Gathering, patterns: readonly { readonly text: string }[]): string | undefined {
  for (const { text } of patterns.slice(0, triedMax)) {
    const compiled = world.patterns?.compilePattern(text, { legacy: rule.useLegacyRegex });
    const found = compiled?.decidable === true ? compiled.witness() : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
