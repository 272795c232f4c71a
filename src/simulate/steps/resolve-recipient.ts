import { text } from '../../model/text.ts';
import type { AcceptedDomain } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Directory, DirectoryEntry } from '../directory.ts';
import type { Run } from '../run.ts';
import { acceptedDomain, type CompiledPremises, type CompiledTenant, premisesAcceptedDomain } from '../world.ts';
import { decodeRewrittenSender } from './decode-rewritten-sender.ts';

/** What a directory says of an address. */
export type ResolvedRecipient =
  | { readonly kind: 'entry'; readonly entry: DirectoryEntry }
  /** Nobody declared the recipients of the domain; here it is taken to be a mailbox on this side, or on the other. */
  | { readonly kind: 'assumed'; readonly where: 'here' | 'there' }
  | { readonly kind: 'none' }
  /** What comes back to a rewritten sender, for the original one (SRS-2). */
  | { readonly kind: 'returned'; readonly original: string; readonly via: string }
  /** The domain is not one of the organisation's. */
  | { readonly kind: 'foreign' };

/** The directory of Exchange Online (ORDER-10, OUT-1, OUT-2); `mailFrom` tells what comes back to a rewritten sender. */
export function resolveInCloud(run: Run, tenant: CompiledTenant, address: string, mailFrom: string): ResolvedRecipient {
  const entry = tenant.directory.entries.get(address.toLowerCase());
  if (entry !== undefined) return { kind: 'entry', entry };
  const domain = domainOf(address);
  const accepted = acceptedDomain(tenant, domain);
  if (accepted === undefined) return { kind: 'foreign' };
  const returned = decodeRewrittenSender(run, tenant, address, mailFrom);
  if (returned?.kind === 'original') return { kind: 'returned', original: returned.address, via: returned.via };
  if (returned?.entry !== undefined) return { kind: 'entry', entry: returned.entry };
  if (isComplete(tenant.directory, domain, accepted)) return { kind: 'none' };
  return { kind: 'assumed', where: whereItLives(run, domain, tenant === run.world.own) === 'cloud' ? 'here' : 'there' };
}

/** The directory of the on-premises organisation (HYB-3), which knows nothing of rewritten senders. */
export function resolveOnPremises(
  run: Run,
  premises: CompiledPremises,
  address: string,
): Exclude<ResolvedRecipient, { kind: 'returned' }> {
  const entry = premises.directory.entries.get(address.toLowerCase());
  if (entry !== undefined) return { kind: 'entry', entry };
  const domain = domainOf(address);
  const accepted = premisesAcceptedDomain(premises, domain);
  if (accepted === undefined) return { kind: 'foreign' };
  if (isComplete(premises.directory, domain, accepted)) return { kind: 'none' };
  return { kind: 'assumed', where: whereItLives(run, domain, true) === 'cloud' ? 'there' : 'here' };
}

/** Subdomains of MatchSubDomains belong to their accepted domain: its list of recipients is theirs (ACC-13). */
export const isComplete = (directory: Directory, domain: string, accepted: AcceptedDomain): boolean =>
  directory.completeDomains.has(domain) || directory.completeDomains.has(accepted.name);

/** Where the undeclared recipients of a domain have their mailboxes; both sides get the same answer. */
function whereItLives(run: Run, domain: string, hybrid: boolean): 'cloud' | 'on-premises' {
  const { own, premises } = run.world;
  const onPremises = hybrid && premises !== undefined && premises.mailboxServers.length > 0;
  if (own === undefined) return 'on-premises';
  if (!onPremises) return 'cloud';
  return run.ask(
    `recipients ${domain}`,
    ['cloud', 'on-premises'],
    () => text`where the undeclared recipients of ${domain} have their mailboxes`,
  );
}
