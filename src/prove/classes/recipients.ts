import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { World } from '../../simulate/world.ts';
import { outsideDomains, ownDomainNames, subDomains } from './domains.ts';
import type { RecipientClass, Worlds } from './message-class.ts';
import { kindOfPerson, type Person } from './people-signatures.ts';
import { type Told, toldApart } from './told-apart.ts';

/**
 * The kinds of recipients of the own organisation: declared ones that differ in nothing that decides are one kind, with two
 * mailboxes for mail between them. For each
 * accepted domain also somebody whom nobody declared, and the outside. Of domains that are alike there are two.
 */
export function recipientClasses(worlds: Worlds, told: Told = toldApart(worlds)): readonly RecipientClass[] {
  const classes = new Map<string, RecipientClass & { members: number }>();
  const sizes = new Map<string, number>();
  const directories = worlds.map((world) => told.people(world));
  for (const address of new Set(directories.flatMap((one) => [...one.keys()]))) {
    if (!told.isKept(domainOf(address), 2)) continue;
    const known = directories.flatMap((one) => one.get(address) ?? []);
    const key = directories.map((one) => kindOf(one.get(address)) ?? `none ${domainOf(address)}`).join(' | ');
    const before = classes.get(key);
    const [first] = known;
    if (before !== undefined) {
      before.members += 1;
      // Of groups alike the smallest one stands for all.
      if (first !== undefined && sizeOf(first) < (sizes.get(key) ?? 0)) {
        classes.set(key, { ...before, address });
        sizes.set(key, sizeOf(first));
      }
    } else if (first !== undefined) {
      classes.set(key, { ...classOf(first), address, members: 1 });
      sizes.set(key, sizeOf(first));
    }
    // A second one for mail between two of a kind.
    if (before?.mailbox === true && before.members === 2) classes.set(`${key} too`, { ...before, address, members: 1 });
  }
  for (const domain of new Set(worlds.flatMap((world) => [...ownDomainNames(world), ...subDomains(world)]))) {
    if (!told.isKept(domain, 2)) continue;
    const complete = worlds.some((world) => isComplete(world, domain));
    const where = complete ? ('unknown' as const) : ('undeclared' as const);
    const address = complete ? `no-such-recipient@${domain}` : `somebody@${domain}`;
    classes.set(`${where} ${domain}`, { address, members: 0, where, internalOnly: false, mailbox: !complete });
  }
  for (const domain of new Set(worlds.flatMap((world) => outsideDomains(world, told.rules)))) {
    if (!told.isKept(domain, 2)) continue;
    classes.set(`outside ${domain}`, {
      address: `recipient@${domain}`,
      members: 0,
      where: 'outside',
      internalOnly: false,
      mailbox: false,
    });
  }
  return [...classes.values()];
}

const kindOf = (person: Person | undefined): string | undefined => person && kindOfPerson(person);

const sizeOf = ({ cloud, premises }: Person): number =>
  Math.max(cloud?.members.length ?? 0, premises?.members.length ?? 0);

function classOf({ cloud, premises }: Person): Omit<RecipientClass, 'address' | 'members'> {
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

const isComplete = (world: World, domain: string): boolean =>
  world.own?.directory.completeDomains.has(domain) === true ||
  world.premises?.directory.completeDomains.has(domain) === true;
