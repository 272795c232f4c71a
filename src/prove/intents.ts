import { statusText } from '../model/delivery-status.ts';
import { list, type Text, text } from '../model/text.ts';
import type { Intent } from '../model/topology.ts';
import { domainOf } from '../protocols/smtp/mail-address.ts';
import { meets, type Value } from '../simulate/expectation.ts';
import type { World } from '../simulate/world.ts';
import { isOwnName } from './classes/domains.ts';
import type { MessageClass } from './classes/message-class.ts';
import { arrived, type Fate, type Property } from './property.ts';

/** The statements of the topology, as properties. */
export const intentProperties = (world: World): readonly Property[] =>
  world.topology.intents.map((intent) => ({
    id: intent.name,
    title: text`${intent.name}`,
    speaksOf: (of) => isFrom(world, intent.when.from, of) && isTo(world, intent.when.to, of),
    against: (fate) => against(intent, fate),
  }));

/** Keys of `must` that speak of copies whatever becomes of them; without one of them refused copies satisfy it. */
const ofAnyFate = ['status', 'code', 'endsAt'];

function against({ must }: Intent, { outcome }: Fate): Text | undefined {
  if (outcome.journalReport === true) return undefined;
  if (!ofAnyFate.some((key) => key in must) && !arrived.has(outcome.status)) return undefined;
  for (const [key, written] of Object.entries(must)) {
    const values = (Array.isArray(written) ? written : [written]) as readonly Value[];
    const holds =
      key === 'internal'
        ? values.includes(outcome.finalAuthAs === 'Internal')
        : meets(outcome, key, values, Array.isArray(written));
    if (!holds)
      return text`it must have ${key} ${list(
        values.map((value) => String(value)),
        'or',
      )}, and is ${statusText[outcome.status]} by ${outcome.route.join(' → ')}`;
  }
  return undefined;
}

const wanted = (written: unknown): readonly string[] =>
  (Array.isArray(written) ? written : [written]).filter((one): one is string => typeof one === 'string');

/** Absent: anybody. */
function isFrom(world: World, written: unknown, of: MessageClass): boolean {
  const { origin, sender } = of;
  return (
    written === undefined ||
    wanted(written).some((party) => {
      switch (party) {
        case 'internet':
        case 'cloud':
        case 'onPremises':
          return origin.party === party;
        case 'accepted':
          return isOwnName(world, domainOf(sender.from));
        default:
          return isNode(party) ? sameName(origin.party, party) : fits(party, sender.from);
      }
    })
  );
}

function isTo(world: World, written: unknown, of: MessageClass): boolean {
  const { recipient } = of;
  return (
    written === undefined ||
    wanted(written).some((party) => {
      switch (party) {
        case 'internet':
          return recipient.where === 'outside' && partnerOf(world, recipient.address) === undefined;
        case 'accepted':
          return recipient.where !== 'outside';
        case 'cloud':
          return recipient.where === 'cloud' || (recipient.where === 'undeclared' && world.own !== undefined);
        case 'onPremises':
          return recipient.where === 'onPremises';
        default:
          if (!isNode(party)) return fits(party, recipient.address);
          return sameName(partnerOf(world, recipient.address) ?? heldBy(world, recipient.address), party);
      }
    })
  );
}

const isNode = (party: string): boolean => /^(?:server|service|partner):/u.test(party);
const sameName = (node: string | undefined, name: string): boolean => node?.toLowerCase() === name.toLowerCase();

const partnerOf = (world: World, address: string): string | undefined =>
  [...world.partners.values()].find((one) => one.domains.includes(domainOf(address)))?.node;

/** The server that holds the mailbox; without a name in the document the first mailbox server. */
function heldBy(world: World, address: string): string | undefined {
  const entry = world.premises?.directory.entries.get(address.toLowerCase());
  return entry?.kind === 'mailbox' ? (entry.node ?? world.premises?.mailboxServers[0]?.node) : undefined;
}

/** An address, a domain, `*.domain`, `*@domain`, `*`. */
export function fits(pattern: string, address: string): boolean {
  const lower = pattern.toLowerCase();
  const subject = address.toLowerCase();
  if (lower === '*') return true;
  const at = lower.lastIndexOf('@');
  const domain = lower.slice(at + 1);
  const own = domainOf(subject);
  const inDomain = domain.startsWith('*.') ? own.endsWith(domain.slice(1)) : own === domain;
  if (at < 0) return inDomain;
  return inDomain && likeStars(lower.slice(0, at), subject.slice(0, subject.lastIndexOf('@')));
}

/** `*` stands for any text; compared piece by piece, so that no pattern takes more than the square of its length. */
function likeStars(pattern: string, subject: string): boolean {
  const pieces = pattern.split('*');
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return pattern === subject;
  if (!subject.startsWith(first) || !subject.endsWith(last) || subject.length < first.length + last.length)
    return false;
  let at = first.length;
  const end = subject.length - last.length;
  for (const piece of rest) {
    const found = subject.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}
