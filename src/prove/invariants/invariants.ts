import { statusText } from '../../model/delivery-status.ts';
import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { declaredFilters } from '../../simulate/declared-filters.ts';
import { isOfMailbox, mechanismText } from '../../simulate/forwards/forward.ts';
import { forbiddingControls } from '../../simulate/forwards/forwarding-controls.ts';
import { resolveDomain } from '../../simulate/steps/resolve-next-hop.ts';
import type { Outcome } from '../../simulate/trace.ts';
import type { World } from '../../simulate/world.ts';
import { isStranger, type MessageClass } from '../classes/message-class.ts';
import { arrived, type Fate, type Property } from '../property.ts';

/** Statements that hold for every sound topology, whatever its owner meant. */
export const invariants = (world: World): readonly Property[] => [
  {
    id: 'no-loop',
    title: text`No message goes round.`,
    speaksOf: () => true,
    against: ({ outcome }) =>
      outcome.status === 'looped' ? text`it goes round: ${outcome.route.join(' → ')}` : undefined,
  },
  {
    id: 'no-open-relay',
    title: text`No outsider's message to an outsider is sent on.`,
    speaksOf: ({ origin, recipient, sender }) =>
      recipient.where === 'outside' && isForeign(origin) && !mayRelay(world, origin.party, sender.from),
    against: ({ outcome }) =>
      arrived.has(outcome.status) && outcome.route.length > 2
        ? text`${outcome.route.at(-2) ?? ''} sends it on to ${outcome.finalRecipient}`
        : undefined,
  },
  {
    id: 'recipients-reachable',
    title: text`Every existing recipient is reached over the MX of its domain.`,
    speaksOf: (of) =>
      overMx(of) && exists(of) && !of.recipient.internalOnly && isPlain(of) && hasMx(world, of.recipient.address),
    against: ({ outcome }) =>
      lost.has(outcome.status)
        ? text`it is ${statusText[outcome.status]} at ${outcome.endsAt}${replied(outcome)}`
        : undefined,
  },
  {
    id: 'unknown-recipients-refused',
    title: text`Mail to recipients that do not exist is refused and not lost.`,
    speaksOf: (of) => overMx(of) && of.recipient.where === 'unknown' && isPlain(of),
    against: ({ outcome }) =>
      outcome.status === 'rejected' || outcome.status === 'bounced' || outcome.status === 'undetermined'
        ? undefined
        : text`it is ${statusText[outcome.status]} at ${outcome.endsAt}`,
  },
  {
    id: 'filter-not-bypassed',
    title: text`Nothing from the Internet reaches a mailbox around the declared filter.`,
    speaksOf: ({ origin, recipient }) =>
      origin.party === 'internet' && declaredFilters(world, domainOf(recipient.address)).length > 0,
    against: ({ of, outcome }) => {
      const filters = declaredFilters(world, domainOf(of.recipient.address));
      return outcome.status === 'delivered' && !filters.some((one) => outcome.route.includes(one))
        ? text`it reaches ${outcome.finalRecipient} without ${filters.join(', ')}`
        : undefined;
    },
  },
  {
    id: 'internal-stays-internal',
    title: text`Mail between own mailboxes stays internal and encrypted.`,
    speaksOf: ({ origin, recipient }) =>
      origin.kind === 'mailbox' && (recipient.where === 'cloud' || recipient.where === 'onPremises'),
    against: (fate) => whyNotInternal(fate),
  },
  {
    id: 'tls-demands-met',
    title: text`What a connector demands of TLS is met or the message refused.`,
    speaksOf: () => true,
    against: ({ outcome, hops }) => {
      if (!arrived.has(outcome.status)) return undefined;
      const weak = outcome.hops.flatMap((index) => hops[index] ?? []).find((hop) => isUnmet(world, hop));
      return weak === undefined
        ? undefined
        : text`${weak.attribution?.connector ?? ''} demands TLS and takes the session from ${weak.from} without it`;
    },
  },
  {
    id: 'senders-authenticated',
    title: text`Whoever hands mail of own domains to the Internet passes SPF, or DMARC where it is published.`,
    // A server's own report has no envelope sender that could align, whatever the server is.
    speaksOf: ({ origin, sender }) => sender.own && sender.type !== 'ndr' && handsOwnMail.has(origin.kind),
    against: ({ outcome }) => {
      if (outcome.status !== 'sent' || outcome.egressIp === null) return undefined;
      if (outcome.egressDmarc === 'fail')
        return text`${outcome.egressIp} hands it on as ${outcome.lastMailFrom}, and DMARC fails`;
      const own =
        outcome.egressSpf !== 'pass' && outcome.egressSpf !== 'undetermined' && outcome.egressDmarc !== 'pass';
      return own && outcome.egressSpf !== null
        ? text`${outcome.egressIp} hands it on as ${outcome.lastMailFrom}, and SPF says ${outcome.egressSpf}`
        : undefined;
    },
  },
  {
    id: 'no-false-attribution',
    title: text`Nobody else is taken for the organisation's own servers.`,
    speaksOf: ({ origin }) => isForeign(origin),
    against: ({ outcome, hops }) => {
      const first = outcome.hops.flatMap((index) => hops[index] ?? []).find((hop) => hop.attribution !== undefined);
      const strange = first !== undefined && (first.from === 'internet' || first.from.startsWith('service:'));
      return strange && first.attribution?.directionality === 'Originating'
        ? text`${first.attribution.connector ?? ''} takes the session from ${first.sourceIp ?? first.from} for one of the organisation's`
        : undefined;
    },
  },
  {
    id: 'forwards-obey-controls',
    title: text`No automatic forward leaves where a control of the organisation forbids it.`,
    speaksOf: ({ recipient }) => recipient.mailbox || recipient.where === 'elsewhere',
    against: ({ outcome }) => {
      const forward = outcome.forwards.findLast(isOfMailbox);
      if (forward === undefined || outcome.status !== 'sent') return undefined;
      const [control] = forbiddingControls(world, forward, domainOf(outcome.finalRecipient), outcome.route);
      return (
        control &&
        text`${forward.by} forwards it by ${mechanismText(forward)} to ${outcome.finalRecipient}, which ${control} forbids`
      );
    },
  },
];

const handsOwnMail: ReadonlySet<MessageClass['origin']['kind']> = new Set(['mailbox', 'client', 'declared']);

/** An address that a connector calls the organisation's is not a stranger's, though nothing declared has it. */
const isForeign = (origin: MessageClass['origin']): boolean => isStranger(origin) && !origin.claimed;

/** The topology itself says that the node relays for this sender. */
const mayRelay = (world: World, party: string, from: string): boolean =>
  world.services.get(party)?.sendsAs.some((one) => from.endsWith(one.from)) === true;

const overMx = ({ origin }: MessageClass): boolean => origin.party === 'internet' && origin.deliverTo === undefined;
const exists = ({ recipient }: MessageClass): boolean => recipient.where !== 'unknown' && recipient.where !== 'outside';

/** An ordinary sender from a host of its own, whom nobody has a reason to refuse. */
const isPlain = ({ origin, sender, content }: MessageClass): boolean =>
  sender.plain && origin.source?.address === undefined && content?.plain !== false;

const hasMx = (world: World, address: string): boolean =>
  resolveDomain(world, domainOf(address), 'outside').kind === 'hosts';

const lost: ReadonlySet<Outcome['status']> = new Set(['rejected', 'bounced', 'dropped', 'deferred', 'looped']);

const replied = ({ reply }: Outcome) => (reply === null ? text`` : text` (${reply.code} ${reply.enhanced})`);

function whyNotInternal({ outcome }: Fate) {
  if (outcome.status !== 'delivered') return undefined;
  if (outcome.route.includes('internet')) return text`it crosses the Internet: ${outcome.route.join(' → ')}`;
  if (outcome.finalAuthAs === 'Anonymous') return text`${outcome.endsAt} takes it for mail of an outsider`;
  const encrypted = outcome.tls === null || outcome.tls === 'encrypted' || outcome.tls === 'verified';
  return encrypted ? undefined : text`a leg of ${outcome.route.join(' → ')} does not demand TLS`;
}

/**
 * Of an OnPremises connector Exchange ignores RequireTls (section 3.1 of the connector semantics), and takes the session in
 * clear; all other demands it meets or refuses.
 */
function isUnmet(world: World, { attribution, tls }: Fate['hops'][number]): boolean {
  if (attribution?.connector == null || tls === 'encrypted' || tls === 'verified') return false;
  const name = attribution.connector.replace(/^inbound:/u, '');
  const connector = world.own?.tenant.inboundConnectors.find((one) => one.name === name);
  return connector?.requireTls === true && tls === 'none';
}
