import type { TransportRule } from '../../model/transport-rule.ts';
import { findDmarc } from '../../protocols/dmarc/find-dmarc.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { outsideDomain } from '../../simulate/probes/doors.ts';
import { isOwnName, ownDomainNames, senderDomains } from './domains.ts';
import type { Sender, Worlds } from './message-class.ts';
import { type Told, toldApart } from './told-apart.ts';

/**
 * Whose addresses a message of anybody can carry: every domain that a setting, a rule or the declared DNS tells apart, in
 * envelope and header together, in the header alone beside a stranger's or no envelope, and in the envelope alone. Of a
 * domain with a DMARC record also what it has signed, which anybody may hand on. Of domains that are alike there is one.
 * Of the people that rules know (`known`) the addresses, alone and beside a stranger's envelope.
 */
export function senderClasses(
  worlds: Worlds,
  told: Told = toldApart(worlds),
  known: readonly string[] = [],
): readonly Sender[] {
  const outside = outsideDomain(worlds[0]);
  const own = new Set(worlds.flatMap(ownDomainNames));
  const domains = [...new Set(worlds.flatMap((world) => senderDomains(world, told.rules)))].filter(
    (domain) => domain !== outside && told.isKept(domain, 1),
  );
  const addresses = [
    `stranger@${outside}`,
    ...domains.map((domain) => `somebody@${domain}`),
    ...worlds.flatMap((world) => mentionedSenders(told.rules(world))),
    ...known,
  ];
  const same = [...new Set(addresses)].map((address, index) => sender(worlds, address, address, 0, index === 0));
  const mixed = domains.flatMap((domain): readonly Sender[] => {
    const somebody = `${own.has(domain) ? 'chief' : 'somebody'}@${domain}`;
    return [
      sender(worlds, somebody, `stranger@${outside}`, 2),
      sender(worlds, `stranger@${outside}`, somebody, 3),
      sender(worlds, somebody, '', 3),
    ];
  });
  const report = { ...sender(worlds, `mailer-daemon@${outside}`, '', 1), type: 'ndr' as const };
  const signed = domains
    .filter((domain) => worlds.some((world) => findDmarc(domain, world.topology.dns.view).status === 'found'))
    .map((domain) => ({ ...sender(worlds, `somebody@${domain}`, `stranger@${outside}`, 3), signed: true }));
  const forged = known.map((address) => sender(worlds, address, `stranger@${outside}`, 2));
  return [...same, report, ...mixed, ...forged, ...signed];
}

const sender = (worlds: Worlds, from: string, mailFrom: string, oddity: number, plain = false): Sender => ({
  from,
  mailFrom,
  own: worlds.some((world) => isOwnName(world, domainOf(from))),
  type: 'normal',
  signed: false,
  plain,
  oddity,
});

/** Addresses that a rule names as senders. */
const mentionedSenders = (rules: readonly TransportRule[]): readonly string[] =>
  rules.flatMap((rule) =>
    [...rule.conditions, ...rule.exceptions].flatMap((one) =>
      one.kind === 'recipients' && one.parameter === 'From'
        ? one.recipients.map(({ text }) => text.toLowerCase()).filter((text) => text.includes('@'))
        : [],
    ),
  );
