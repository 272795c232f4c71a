import { text } from '../../model/text.ts';
import { someStranger } from '../nodes/stranger.ts';
import { relayedSender } from '../steps/choose-egress.ts';
import { memo, type World } from '../world.ts';
import { connectorProbes } from './connector-probes.ts';
import { cutFamilies } from './cut-families.ts';
import { type Entry, entries, outsideDomain } from './doors.ts';
import { forwardProbes } from './forward-probes.ts';
import { imitationProbes } from './imitation-probes.ts';
import { internalProbes } from './internal-probes.ts';
import { makeMessage, sendingParts } from './make-message.ts';
import type { Probe, ProbePurpose } from './probe.ts';
import { ownDomains, type RecipientKind, recipientKinds } from './recipient-kinds.ts';
import { remoteDomainProbes } from './remote-domain-probes.ts';
import { ruleProbes } from './rule-probes.ts';

/**
 * The messages worth sending through a topology: each kind of recipient of each accepted domain from each entry, each
 * server's and service's mail to the outside, a stranger to a stranger, null senders, a forged own sender. The caller
 * says when they were cut.
 */
export function probes(world: World): { readonly probes: readonly Probe[]; readonly cut: boolean } {
  return cutFamilies([
    inbound(world),
    forged(world),
    relays(world),
    outbound(world),
    sendings(world),
    returned(world),
    internalProbes(world, mailboxes(world)),
    partners(world),
    connectorProbes(world),
    imitationProbes(world),
    remoteDomainProbes(world, outsideDomain(world)),
    ruleProbes(world, outsideDomain(world)),
    forwardProbes(world, outsideDomain(world)),
  ]);
}

const stranger = (world: World) => ({ node: 'internet', address: someStranger(world) });

function probe(
  purpose: ProbePurpose,
  legitimate: boolean,
  entry: string,
  parts: Parameters<typeof makeMessage>[0],
): Probe {
  return { purpose, legitimate, entry, message: makeMessage(parts) };
}

function* inbound(world: World): Generator<Probe> {
  const from = `stranger@${outsideDomain(world)}`;
  const source = stranger(world);
  for (const kind of recipientKinds(world)) {
    const purpose: ProbePurpose = kind.where === 'unknown' ? 'unknown-recipient' : 'inbound';
    const legitimate = kind.where !== 'unknown' && !kind.internalOnly;
    yield probe(purpose, legitimate, 'mx', {
      name: text`a stranger to ${kind.address}`,
      from,
      to: [kind.address],
      source,
    });
    if (kind.mailbox)
      yield probe(purpose, legitimate, 'mx', {
        name: text`an NDR to ${kind.address}`,
        from: `mailer-daemon@${outsideDomain(world)}`,
        mailFrom: '',
        to: [kind.address],
        source,
        type: 'ndr',
      });
    for (const entry of entries(world))
      yield probe('inbound-direct', false, entry.node, {
        name: text`a stranger to ${kind.address} at ${entry.name}`,
        from,
        to: [kind.address],
        source,
        deliverTo: entry.deliverTo,
      });
  }
}

/** An own address as sender, in the envelope and the header, and in the header alone. */
function* forged(world: World): Generator<Probe> {
  const source = stranger(world);
  const outside = outsideDomain(world);
  const doors: readonly Entry[] = [{ node: 'mx', name: text`the MX`, deliverTo: undefined }, ...entries(world)];
  for (const kind of recipientKinds(world)) {
    if (kind.where === 'unknown') continue;
    const own = `chief@${kind.domain}`;
    for (const entry of doors) {
      yield probe('forged', false, entry.node, {
        name: text`a stranger as ${own} to ${kind.address} at ${entry.name}`,
        from: own,
        to: [kind.address],
        source,
        deliverTo: entry.deliverTo,
      });
      yield probe('forged', false, entry.node, {
        name: text`a stranger with the From of ${own} to ${kind.address} at ${entry.name}`,
        from: own,
        mailFrom: `stranger@${outside}`,
        to: [kind.address],
        source,
        deliverTo: entry.deliverTo,
      });
    }
  }
}

function relays(world: World): readonly Probe[] {
  const outside = outsideDomain(world);
  const source = stranger(world);
  const [domain] = ownDomains(world);
  return entries(world).flatMap((entry) => [
    probe('relay', false, entry.node, {
      name: text`a stranger to a stranger at ${entry.name}`,
      from: `stranger@${outside}`,
      to: [`recipient@${outside}`],
      source,
      deliverTo: entry.deliverTo,
    }),
    ...(domain === undefined
      ? []
      : [
          probe('relay', false, entry.node, {
            name: text`a stranger as ${`chief@${domain}`} to a stranger at ${entry.name}`,
            from: `chief@${domain}`,
            to: [`recipient@${outside}`],
            source,
            deliverTo: entry.deliverTo,
          }),
        ]),
  ]);
}

/** Mailboxes that can send, one of each place in each domain. */
const mailboxes = (world: World): readonly RecipientKind[] =>
  memo(world, 'probe-mailboxes', () => recipientKinds(world).filter((kind) => kind.mailbox));

function outbound(world: World): readonly Probe[] {
  const to = `recipient@${outsideDomain(world)}`;
  const people = mailboxes(world).map((kind) =>
    probe('outbound', true, 'mailbox', { name: text`${kind.address} to the outside`, from: kind.address, to: [to] }),
  );
  const exchange = [...world.servers.values()].filter((server) => server.role === 'mailbox');
  const [domain] = ownDomains(world);
  const nulls =
    domain === undefined
      ? []
      : exchange.map((server) =>
          probe('null-sender', true, server.node, {
            name: text`an NDR of ${server.name} to the outside`,
            from: `postmaster@${domain}`,
            mailFrom: '',
            to: [to],
            source: { node: server.node },
            type: 'ndr',
          }),
        );
  return [...people, ...nulls];
}

function sendings(world: World): readonly Probe[] {
  const outside = `recipient@${outsideDomain(world)}`;
  const all = [
    ...[...world.services.values()].flatMap((service) =>
      service.sendsAs.map((sending) => ({
        node: service.node,
        name: service.name,
        sending,
        inside: sending.to === 'inside' || sending.to === 'both',
        outside: sending.to !== 'inside',
      })),
    ),
    ...[...world.servers.values()].flatMap((server) =>
      server.sends.map((sending) => ({
        node: server.node,
        name: server.name,
        sending,
        inside: sending.to !== 'outside',
        outside:
          sending.to === 'outside' ||
          sending.to === 'both' ||
          (sending.to === undefined && server.submits?.how !== 'direct'),
      })),
    ),
  ];
  return all.flatMap(({ node, name, sending, inside, outside: leaves }) => {
    const { from, mailFrom } = sendingParts(sending);
    const targets = [...(leaves ? [outside] : []), ...(inside ? insideRecipients(world) : [])];
    return targets.map((to) =>
      probe('sending', true, node, {
        name: text`${name} as ${from} to ${to}`,
        from,
        mailFrom,
        to: [to],
        source: { node },
      }),
    );
  });
}

/** A report about mail that was relayed (SRS-2), as the host that got it sends it back. */
function returned(world: World): readonly Probe[] {
  const { own } = world;
  if (own === undefined || world.servers.size + world.services.size === 0) return [];
  const sender = relayedSender(own);
  return [
    probe('returned', false, sender, {
      name: text`a report to ${sender}`,
      from: `mailer-daemon@${outsideDomain(world)}`,
      mailFrom: '',
      to: [sender],
      source: stranger(world),
      type: 'ndr',
    }),
  ];
}

function insideRecipients(world: World): readonly string[] {
  const seen = new Set<string>();
  return recipientKinds(world).flatMap((kind) => {
    if (!kind.mailbox || kind.internalOnly || seen.has(kind.where)) return [];
    seen.add(kind.where);
    return [kind.address];
  });
}

function* partners(world: World): Generator<Probe> {
  for (const partner of world.partners.values()) {
    const [domain] = partner.domains;
    if (domain === undefined) continue;
    const contact = `contact@${domain}`;
    for (const kind of mailboxes(world)) {
      yield probe('partner', true, partner.node, {
        name: text`${kind.address} to ${contact}`,
        from: kind.address,
        to: [contact],
      });
      yield probe('partner', true, partner.node, {
        name: text`${contact} to ${kind.address}`,
        from: contact,
        to: [kind.address],
      });
    }
  }
}
