import { type Text, text, value } from '../../model/text.ts';
import { domainOf, sameAddress } from '../../protocols/smtp/mail-address.ts';
import { makeMessage, sendingParts } from '../../simulate/probes/make-message.ts';
import type { World } from '../../simulate/world.ts';
import { ownDomainNames } from './domains.ts';
import { furtherClasses } from './further-classes.ts';
import { knownSenders } from './known-senders.ts';
import { authorizedAddresses } from './mentioned-addresses.ts';
import { MergedClasses } from './merged-classes.ts';
import {
  type MessageClass,
  namedDomains,
  type Origin,
  type RecipientClass,
  type Sender,
  type Worlds,
} from './message-class.ts';
import { hasOwnName, notCovered } from './not-covered.ts';
import { type Door, outsideDoors } from './origins.ts';
import { recipientClasses } from './recipients.ts';
import { senderClasses } from './senders.ts';
import { takenDomains } from './taken-domains.ts';
import { type Told, toldApart } from './told-apart.ts';

/** All messages, in classes that the topology cannot tell apart. */
export interface Classes {
  /** Lazily, the plainest origins first; the product of many of each fits no memory. */
  readonly each: () => Iterable<MessageClass>;
  /** What the classes do not cover exactly, in words. */
  readonly notCovered: readonly Text[];
  /** The same for addresses whose copies of a message fare alike. */
  readonly kindOf: (address: string) => string;
}

export const classesOf = (...worlds: Worlds): Classes => classesApart(worlds, toldApart(worlds));

/** The same, also for topologies of which some parts are those of one of these and some of another. */
export const classesBetween = (...worlds: Worlds): Classes =>
  classesApart(worlds, toldApart(worlds, { between: true }));

function classesApart(worlds: Worlds, told: Told): Classes {
  const recipients = recipientClasses(worlds, told);
  const senders = senderClasses(worlds, told, knownSenders(worlds, recipients, told.rules));
  const domains = new Set([...takenDomains(worlds, told), ...senders.flatMap(namedDomains)]);
  const inexact = worlds.flatMap((world) =>
    [...domains].flatMap((domain) => authorizedAddresses(world, domain).inexact),
  );
  function* plain(): Generator<MessageClass> {
    const merged = new MergedClasses(worlds, told);
    yield* ofMailboxes(recipients, merged);
    yield* ofSendings(worlds, recipients, merged);
    yield* ofReports(worlds, recipients, merged);
    yield* ofPartners(worlds, recipients, merged);
    for (const door of outsideDoors(worlds, senders, told)) yield* ofAnybody(door, senders, recipients, merged);
    for (const origin of sharedOrigins(worlds))
      yield* ofAnybody([{ origin, senders: new Set(senders) }], senders, recipients, merged);
  }
  const further = furtherClasses(worlds, recipients);
  return {
    *each() {
      yield* plain();
      // Afterwards: among the plain ones those of one kin follow one another.
      if (further !== undefined) for (const one of plain()) yield* further(one);
    },
    notCovered: notCovered(worlds, inexact),
    kindOf: kindsOf(told),
  };
}

function kindsOf(told: Told): (address: string) => string {
  const kinds = new Map<string, string>();
  return (address) => {
    const lower = address.toLowerCase();
    const kind = kinds.get(lower) ?? `${told.kindOfAddress(lower)} ${told.answersTo(lower)}`;
    kinds.set(lower, kind);
    return kind;
  };
}

/** How many classes there are, for somebody who waits: as many as are followed at most, if there are more. */
export function countOf({ each }: Classes, max: number): number {
  let count = 0;
  for (const _ of each()) if (++count >= max) break;
  return count;
}

/** Nodes that every topology has, as the first declares them: of others only one of the topologies knows what they send. */
function inAll<Node extends { readonly node: string }>(
  [first, ...others]: Worlds,
  nodes: (world: World) => ReadonlyMap<string, Node>,
): readonly Node[] {
  return [...nodes(first).values()].filter((one) => others.every((world) => nodes(world).has(one.node)));
}

/** The outsider has no MX to go to for a domain outside: that mail never meets the topology. */
function* ofAnybody(
  door: Door,
  senders: readonly Sender[],
  recipients: readonly RecipientClass[],
  merged: MergedClasses,
): Generator<MessageClass> {
  for (const recipient of recipients)
    for (const sender of senders) {
      const kin = {};
      for (const { origin, senders: seen } of door) {
        if (recipient.where === 'outside' && origin.deliverTo === undefined && origin.party === 'internet') continue;
        if (seen.has(sender) && merged.isNew(origin, sender, recipient)) yield classOf(origin, sender, recipient, kin);
      }
    }
}

function* ofMailboxes(recipients: readonly RecipientClass[], merged: MergedClasses): Generator<MessageClass> {
  for (const from of recipients) {
    if (!from.mailbox) continue;
    const origin: Origin = {
      kind: 'mailbox',
      party: from.where === 'onPremises' ? 'onPremises' : 'cloud',
      label: text`the mailbox ${from.address}`,
      // Somebody whom nobody declared has no mailbox to send from: the tenant says where it is.
      source: from.where === 'undeclared' ? { node: 'tenant' } : undefined,
      deliverTo: undefined,
      claimed: false,
      oddity: 0,
    };
    const sender = {
      from: from.address,
      mailFrom: from.address,
      own: true,
      type: 'normal' as const,
      signed: false,
      plain: false,
      oddity: 0,
    };
    const anybody = { ...origin, label: value(`mailbox ${from.where}`) };
    for (const to of recipients)
      if (!sameAddress(from.address, to.address) && merged.isNew(anybody, sender, to))
        yield classOf(origin, sender, to);
  }
}

/** A node of the topology that sends by itself, where it sends to. */
const declaredOrigin = (node: string, label: Text, oddity: number): Origin => ({
  kind: 'declared',
  party: node as Origin['party'],
  label,
  source: { node },
  deliverTo: undefined,
  claimed: false,
  oddity,
});

/** What servers, applications and services send as they declare. */
function* ofSendings(
  worlds: Worlds,
  recipients: readonly RecipientClass[],
  merged: MergedClasses,
): Generator<MessageClass> {
  const hosts = [
    ...inAll(worlds, ({ services }) => services).map(({ node, sendsAs }) => ({
      node,
      sendings: sendsAs,
      inside: false,
    })),
    ...inAll(worlds, ({ servers }) => servers).map(({ node, sends }) => ({ node, sendings: sends, inside: true })),
  ];
  for (const { node, sendings, inside } of hosts)
    for (const sending of sendings) {
      const origin = declaredOrigin(node, text`${node} as it declares`, 0);
      const sender = {
        ...sendingParts(sending),
        own: true,
        type: 'normal' as const,
        signed: false,
        plain: false,
        oddity: 0,
      };
      const to = sending.to ?? (inside ? 'inside' : 'outside');
      for (const recipient of recipients) {
        const leaves = recipient.where === 'outside';
        if ((to === 'both' || (to === 'outside') === leaves) && merged.isNew(origin, sender, recipient))
          yield classOf(origin, sender, recipient);
      }
    }
}

/** Reports of own Exchange servers have no envelope sender: SPF is judged by the name that they say (RFC 7208 2.4). */
function* ofReports(
  worlds: Worlds,
  recipients: readonly RecipientClass[],
  merged: MergedClasses,
): Generator<MessageClass> {
  const [domain] = ownDomainNames(worlds[0]);
  if (domain === undefined) return;
  const from = `postmaster@${domain}`;
  for (const { node, role } of inAll(worlds, ({ servers }) => servers)) {
    if (role !== 'mailbox' && role !== 'edge') continue;
    const origin = declaredOrigin(node, text`${node} as a report`, 1);
    const sender = { from, mailFrom: '', own: true, type: 'ndr' as const, signed: false, plain: false, oddity: 1 };
    for (const recipient of recipients)
      if (recipient.where === 'outside' && merged.isNew(origin, sender, recipient))
        yield classOf(origin, sender, recipient);
  }
}

function* ofPartners(
  worlds: Worlds,
  recipients: readonly RecipientClass[],
  merged: MergedClasses,
): Generator<MessageClass> {
  for (const partner of inAll(worlds, ({ partners }) => partners)) {
    const origin: Origin = {
      kind: 'partner',
      party: partner.node as Origin['party'],
      label: text`the partner ${partner.name}`,
      source: { node: partner.node },
      deliverTo: undefined,
      claimed: false,
      oddity: 0,
    };
    for (const domain of partner.domains.slice(0, 1)) {
      const from = `contact@${domain}`;
      const plain = { from, own: false, signed: false, plain: false };
      const senders: readonly Sender[] = [
        { ...plain, mailFrom: from, type: 'normal', oddity: 0 },
        { ...plain, mailFrom: '', type: 'ndr', oddity: 1 },
      ];
      for (const recipient of recipients)
        for (const sender of senders)
          if (recipient.where !== 'outside' && merged.isNew(origin, sender, recipient))
            yield classOf(origin, sender, recipient);
    }
  }
}

/** Another customer of a shared service sends what he likes from its addresses. */
const sharedOrigins = (worlds: Worlds): readonly Origin[] =>
  inAll(worlds, ({ services }) => services)
    .filter((one) => one.shared === true && !worlds.some((world) => hasOwnName(world, one)))
    .map((one) => ({
      kind: 'otherCustomer' as const,
      party: one.node as Origin['party'],
      label: text`another customer of ${one.node}`,
      source: { node: one.node },
      deliverTo: undefined,
      claimed: false,
      oddity: 4,
    }));

function classOf(origin: Origin, sender: Sender, recipient: RecipientClass, kin: object = {}): MessageClass {
  const who = sender.mailFrom === sender.from ? sender.from : text`${sender.from} (${sender.mailFrom || '<>'})`;
  const name = sender.signed
    ? text`${who}, signed, to ${recipient.address}, from ${origin.label}`
    : text`${who} to ${recipient.address}, from ${origin.label}`;
  return {
    origin,
    sender,
    recipient,
    content: undefined,
    kin,
    witness: {
      ...makeMessage({
        name,
        from: sender.from,
        mailFrom: sender.mailFrom,
        to: [recipient.address],
        ...(origin.source === undefined ? {} : { source: origin.source }),
        deliverTo: origin.deliverTo,
        type: sender.type,
      }),
      ...(sender.signed
        ? { dkim: [{ domain: domainOf(sender.from), result: 'pass' as const }], dkimDeclared: true }
        : {}),
    },
  };
}
