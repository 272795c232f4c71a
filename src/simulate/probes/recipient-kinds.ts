import { domainOf, sameAddress } from '../../protocols/smtp/mail-address.ts';
import { acceptedDomain, memo, type World } from '../world.ts';

/** A recipient that stands for all of its kind in its domain. */
export interface RecipientKind {
  readonly address: string;
  readonly domain: string;
  readonly where: 'cloud' | 'onPremises' | 'elsewhere' | 'undeclared' | 'unknown';
  readonly internalOnly: boolean;
  /** It is a mailbox that can send. */
  readonly mailbox: boolean;
}

/**
 * One recipient of each kind in each domain that the own organisation accepts: by where the mailbox is, group, contact,
 * aliases left aside; where nobody is declared, somebody; where the list is complete, also nobody.
 */
export const recipientKinds = (world: World): readonly RecipientKind[] =>
  memo(world, 'recipient-kinds', () => findKinds(world));

function findKinds(world: World): readonly RecipientKind[] {
  const kinds = new Map<string, RecipientKind>();
  const filteredUsers = new Set(
    world.own?.tenant.inboundConnectors.flatMap(({ efUsers }) => efUsers.map((user) => user.text.toLowerCase())),
  );
  const add = (key: string, kind: RecipientKind) => {
    if (!kinds.has(key)) kinds.set(key, kind);
  };
  for (const recipient of world.topology.recipients) {
    const domain = domainOf(recipient.address);
    if (!isOwn(world, domain)) continue;
    const held =
      recipient.mailbox?.where === 'onPremises' ? (recipient.mailbox.node ?? 'onPremises') : recipient.mailbox?.where;
    if (recipient.kind === 'none') continue;
    const where =
      recipient.kind === 'mailbox' ? (recipient.mailbox?.where === 'cloud' ? 'cloud' : 'onPremises') : 'elsewhere';
    const forwards = recipient.forwardTo !== undefined || recipient.inboxRules.length > 0;
    if (forwards) continue;
    const { kind, internalOnly, synced, home } = recipient;
    // Enhanced Filtering may be in effect for some recipients only (EFC-4).
    const filtered = world.own && filteredUsers.has(recipient.address.toLowerCase());
    add([domain, kind, held, internalOnly, synced, home, filtered].join(' '), {
      address: recipient.address,
      domain,
      where,
      internalOnly: recipient.internalOnly,
      mailbox: recipient.kind === 'mailbox',
    });
  }
  for (const side of [world.topology.tenant?.recipients ?? [], world.topology.onPremises?.recipients ?? []]) {
    for (const override of side) {
      const domain = domainOf(override.address);
      if (!isOwn(world, domain)) continue;
      const type = override.entry?.recipientType.toLowerCase() ?? '';
      const mailbox = type.endsWith('mailbox') && !type.startsWith('remote');
      const where = mailbox ? (side === world.topology.tenant?.recipients ? 'cloud' : 'onPremises') : 'elsewhere';
      add(`override ${override.address}`, {
        address: override.address,
        domain,
        where,
        // Whoever is missing on one side is still who the document says on the other.
        internalOnly: override.entry === null ? isInternalOnly(world, override.address) : override.entry.internalOnly,
        mailbox: false,
      });
    }
  }
  for (const domain of ownDomains(world)) {
    if (world.own?.directory.completeDomains.has(domain) || world.premises?.directory.completeDomains.has(domain)) {
      add(`${domain} unknown`, {
        address: `no-such-recipient@${domain}`,
        domain,
        where: 'unknown',
        internalOnly: false,
        mailbox: false,
      });
    } else
      add(`${domain} undeclared`, {
        address: `somebody@${domain}`,
        domain,
        where: 'undeclared',
        internalOnly: false,
        mailbox: true,
      });
  }
  return [...kinds.values()];
}

const isInternalOnly = (world: World, address: string): boolean =>
  world.topology.recipients.some((one) => one.internalOnly && sameAddress(one.address, address));

/** Somebody who stands for the own people: a mailbox in the cloud, else any own mailbox, else an address nobody declared. */
export function somebodyInside(world: World): string {
  const kinds = recipientKinds(world);
  const kind = kinds.find((one) => one.mailbox && one.where === 'cloud') ?? kinds.find((one) => one.mailbox);
  return kind?.address ?? `somebody@${ownDomains(world)[0] ?? world.own?.tenant.domain ?? 'inside.example'}`;
}

/** Domains of the own organisation in which people have addresses: neither the initial nor the coexistence domain. */
export function ownDomains(world: World): readonly string[] {
  const cloud =
    world.own?.tenant.acceptedDomains.filter((one) => !one.isInitial && !one.isCoexistence && !one.outboundOnly) ?? [];
  const there =
    world.premises?.premises.acceptedDomains?.filter((one) => one.type === 'Authoritative' && !one.isCoexistence) ?? [];
  return [...new Set([...cloud, ...there].map((one) => one.name))].filter(
    (name) => !/(^|\.)onmicrosoft\.(com|us|cn)$/u.test(name),
  );
}

function isOwn(world: World, domain: string): boolean {
  if (world.own !== undefined && acceptedDomain(world.own, domain) !== undefined) return true;
  const there = memo(
    world,
    'premises-domains',
    () => new Set(world.premises?.acceptedDomains.map((one) => one.name) ?? []),
  );
  return there.has(domain);
}
