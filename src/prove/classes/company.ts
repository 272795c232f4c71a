import { text } from '../../model/text.ts';
import { domainOf, sameAddress } from '../../protocols/smtp/mail-address.ts';
import type { World } from '../../simulate/world.ts';
import type { MessageClass, RecipientClass, Worlds } from './message-class.ts';

/**
 * Who else is among the recipients of a session, where that decides: for whom Enhanced Filtering is on, somebody for whom it
 * is not (EFC-4); where mail is relayed by address, or another tenant takes mail, somebody in another domain (ATTR-8, ATTR-9,
 * ATTR-25). undefined: nothing asks.
 */
export function companions(
  worlds: Worlds,
  recipients: readonly RecipientClass[],
): ((of: MessageClass) => readonly string[]) | undefined {
  const lists = worlds.flatMap(filteredFor);
  const several = worlds.some(asksForDomains);
  if (lists.length === 0 && !several) return undefined;
  const people = recipients.filter(({ where }) => where !== 'outside' && where !== 'unknown');
  const outside = recipients.filter(({ where }) => where === 'outside');
  return (of) => {
    if (!isOrdinary(of)) return [];
    const { address } = of.recipient;
    const unlisted = lists.flatMap((list) =>
      list.has(address.toLowerCase())
        ? (people.find((one) => !list.has(one.address.toLowerCase()))?.address ?? [])
        : [],
    );
    const elsewhere = [...people, ...outside].find((one) => domainOf(one.address) !== domainOf(address));
    return [...new Set([...unlisted, ...(several && elsewhere ? [elsewhere.address] : [])])].filter(
      (one) => !sameAddress(one, address),
    );
  };
}

/** The same message to one recipient more. */
export const inCompany = (of: MessageClass, companion: string): MessageClass => ({
  ...of,
  kin: {},
  content: { companions: new Set([companion.toLowerCase()]), plain: true, oddity: 1 },
  witness: {
    ...of.witness,
    name: text`${of.witness.name}, and to ${companion}`,
    recipients: [...of.witness.recipients, { text: companion, at: '', box: 'to' }],
  },
});

/** Those for whom Enhanced Filtering of a connector is on, where it is not on for everybody. */
const filteredFor = (world: World): readonly ReadonlySet<string>[] =>
  (world.own?.tenant.inboundConnectors ?? [])
    .filter((one) => one.enabled && one.efUsers.length > 0 && (one.efSkipLastIP || one.efSkipIPs.length > 0))
    .map((one) => new Set(one.efUsers.map(({ text }) => text.toLowerCase())));

const asksForDomains = (world: World): boolean =>
  world.tenants.length > 1 ||
  world.tenants.some(({ tenant }) =>
    tenant.inboundConnectors.some(
      (one) => one.enabled && one.connectorType === 'OnPremises' && one.senderIPAddresses.length > 0,
    ),
  );

/** From a host of the sender's own, a partner, or an address that a connector calls the organisation's. */
function isOrdinary({ origin, sender }: MessageClass): boolean {
  const own = sender.own && sender.from === sender.mailFrom;
  if (!sender.plain && sender.type !== 'ndr' && !own && origin.kind !== 'partner') return false;
  if (origin.kind === 'partner' || origin.claimed) return true;
  const toHost = origin.deliverTo?.kind === 'host';
  return origin.kind === 'stranger' && origin.source?.address === undefined && !toHost;
}
