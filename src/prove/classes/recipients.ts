import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { DirectoryEntry } from '../../simulate/directory.ts';
import { outsideDomain } from '../../simulate/probes/doors.ts';
import { peopleOf } from '../../simulate/rules/people.ts';
import { ruleOwners } from '../../simulate/rules/rule-owner.ts';
import { acceptedDomain, premisesAcceptedDomain, type World } from '../../simulate/world.ts';
import { mentionedGroups, mentionedNames } from './mentioned-people.ts';
import type { RecipientClass, Worlds } from './message-class.ts';

/**
 * The kinds of recipients of the own organisation: declared ones that differ in nothing that decides are one kind. For each
 * accepted domain also somebody whom nobody declared, and the outside.
 */
export function recipientClasses(worlds: Worlds): readonly RecipientClass[] {
  const classes = new Map<string, RecipientClass & { members: number }>();
  const directories = worlds.map(declared);
  for (const address of new Set(directories.flatMap((one) => [...one.keys()]))) {
    const key = worlds.map((world, index) => signatureOf(world, address, directories[index]?.get(address))).join(' | ');
    const sides = directories.flatMap((one) => one.get(address) ?? [])[0];
    const known = classes.get(key);
    if (known !== undefined) known.members += 1;
    else if (sides !== undefined) classes.set(key, { ...classOf(sides), address, members: 1 });
  }
  for (const domain of new Set(worlds.flatMap((world) => [...ownDomainNames(world), ...subDomains(world)]))) {
    const complete = worlds.some((world) => isComplete(world, domain));
    const where = complete ? ('unknown' as const) : ('undeclared' as const);
    const address = complete ? `no-such-recipient@${domain}` : `somebody@${domain}`;
    classes.set(`${where} ${domain}`, { address, members: 0, where, internalOnly: false, mailbox: !complete });
  }
  for (const domain of new Set(worlds.flatMap(outsideDomains)))
    classes.set(`outside ${domain}`, {
      address: `recipient@${domain}`,
      members: 0,
      where: 'outside',
      internalOnly: false,
      mailbox: false,
    });
  return [...classes.values()];
}

interface Sides {
  readonly cloud: DirectoryEntry | undefined;
  readonly premises: DirectoryEntry | undefined;
}

function declared(world: World): ReadonlyMap<string, Sides> {
  const found = new Map<string, Sides>();
  const cloud = world.own?.directory.entries ?? new Map<string, DirectoryEntry>();
  const premises = world.premises?.directory.entries ?? new Map<string, DirectoryEntry>();
  for (const address of [...cloud.keys(), ...premises.keys()]) {
    const sides = { cloud: cloud.get(address), premises: premises.get(address) };
    // Other addresses of one object are its aliases: they resolve to it, and add nobody.
    const primary = (sides.cloud ?? sides.premises)?.primary.toLowerCase();
    if (primary === address && isOwnName(world, domainOf(address))) found.set(address, sides);
  }
  return found;
}

function classOf({ cloud, premises }: Sides): Omit<RecipientClass, 'address' | 'members'> {
  const where =
    cloud?.kind === 'mailbox'
      ? ('cloud' as const)
      : premises?.kind === 'mailbox'
        ? ('onPremises' as const)
        : ('elsewhere' as const);
  return {
    where,
    internalOnly: (cloud ?? premises)?.internalOnly === true || premises?.internalOnly === true,
    mailbox: where !== 'elsewhere',
  };
}

/** Everything about a recipient that the simulation reads. Somebody whom a setting names is a kind of their own. */
function signatureOf(world: World, address: string, sides: Sides | undefined): string {
  if (sides === undefined) return `none ${domainOf(address)}`;
  const names = mentionedNames(world);
  const entries = [sides.cloud, sides.premises].map((entry) =>
    entry === undefined
      ? null
      : [
          entry.kind,
          entry.node,
          entry.internalOnly,
          entry.limits,
          entry.target === undefined
            ? null
            : entry.target.toLowerCase() === address
              ? 'itself'
              : domainOf(entry.target),
          entry.forwarding && [entry.forwarding.attribute, entry.forwarding.to, entry.forwarding.keepsCopy],
          entry.kind === 'group' || entry.kind === 'contact' ? address : null,
          entry.recipient && [
            entry.recipient.inboxRules.map((rule) => [rule.kind, rule.to.map((one) => one.text), rule.deletes]),
            entry.recipient.safeSenders.map((one) => one.text),
            entry.recipient.blockedSenders.map((one) => one.text),
            entry.recipient.smtpAuth,
            [...entry.recipient.attributes],
          ],
          names.some((name) => isNamed(entry, address, name)) ? address : null,
        ],
  );
  return JSON.stringify([domainOf(address), entries, membershipsOf(world, address)]);
}

/** By address, alias, Name, display name or distinguished name; a name that might mean somebody does. */
function isNamed(entry: DirectoryEntry, address: string, name: string): boolean {
  if (name === address || name === entry.primary.toLowerCase()) return true;
  if (name.includes('@')) return false;
  const local = address.slice(0, address.lastIndexOf('@'));
  const attributes = [...(entry.recipient?.attributes.values() ?? [])];
  return name === local || attributes.some((one) => one?.toLowerCase() === name) || name.startsWith('cn=');
}

function membershipsOf(world: World, address: string): readonly string[] {
  return ruleOwners(world).flatMap((owner) => {
    const people = peopleOf(world, owner);
    return mentionedGroups(world)
      .filter((group) => people.isMember(group, address) !== false)
      .map((group) => `${owner.key} ${group}`);
  });
}

/** One domain below each that is accepted with all below it. */
export function subDomains(world: World): readonly string[] {
  const accepted = [...(world.own?.tenant.acceptedDomains ?? []), ...(world.premises?.acceptedDomains ?? [])];
  return [...new Set(accepted.flatMap((one) => (one.matchSubDomains ? [`host.${one.name}`] : [])))];
}

/** Every domain that the organisation accepts, in the cloud or on-premises. */
export function ownDomainNames(world: World): readonly string[] {
  const cloud = world.own?.tenant.acceptedDomains.map((one) => one.name) ?? [];
  const premises = world.premises?.acceptedDomains.map((one) => one.name) ?? [];
  return [...new Set([...cloud, ...premises])];
}

export const isOwnName = (world: World, domain: string): boolean =>
  (world.own !== undefined && acceptedDomain(world.own, domain) !== undefined) ||
  (world.premises !== undefined && premisesAcceptedDomain(world.premises, domain) !== undefined);

const isComplete = (world: World, domain: string): boolean =>
  world.own?.directory.completeDomains.has(domain) === true ||
  world.premises?.directory.completeDomains.has(domain) === true;

/** One domain outside for each part of the world that a connector, remote domain or rule tells apart. */
export function outsideDomains(world: World): readonly string[] {
  const { onPremises } = world.topology;
  const patterns = [
    ...world.tenants.flatMap(({ tenant }) => [
      ...tenant.outboundConnectors.flatMap((one) => one.recipientDomains),
      ...tenant.remoteDomains.map((one) => one.domain),
    ]),
    ...(onPremises?.remoteDomains ?? []).map((one) => one.domain),
    ...ruleOwners(world).flatMap((owner) =>
      owner.rules.flatMap((rule) =>
        [...rule.conditions, ...rule.exceptions].flatMap((one) => (one.kind === 'domains' ? one.domains : [])),
      ),
    ),
  ];
  const named = patterns.flatMap((one) =>
    one.kind === 'all' ? [] : one.kind === 'exact' ? [one.domain] : [one.domain, `host.${one.domain}`],
  );
  const partners = [...world.partners.values()].flatMap((one) => one.domains);
  return [...new Set([outsideDomain(world), ...partners, ...named])].filter((domain) => !isOwnName(world, domain));
}
