import { asList, writtenText } from '../../model/exchange-value.ts';
import type { AcceptedDomain, OnPremises, Recipient, RecipientOverride, Tenant } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { DeclaredRecipients } from './read-recipients.ts';

/** The accepted domains of the organisation, in the tenant and on-premises. */
export const ownDomains = (
  tenant: Tenant | undefined,
  onPremises: OnPremises | undefined,
): readonly AcceptedDomain[] => [...(tenant?.acceptedDomains ?? []), ...(onPremises?.acceptedDomains ?? [])];

/** The most specific accepted domain that a domain belongs to. */
export function ownDomainOf(domains: readonly AcceptedDomain[], domain: string): AcceptedDomain | undefined {
  let best: AcceptedDomain | undefined;
  for (const one of domains) {
    const covers = one.name === domain || (one.matchSubDomains && domain.endsWith(`.${one.name}`));
    if (covers && (best === undefined || one.name.length > best.name.length)) best = one;
  }
  return best;
}

/** Who is declared anywhere, and for which own domains the list is therefore complete. */
export function declaredRecipients(
  domains: readonly AcceptedDomain[],
  recipients: readonly Recipient[],
  overrides: readonly RecipientOverride[],
): DeclaredRecipients {
  const addresses = new Set<string>();
  const names = new Set<string>();
  const completeDomains = new Set<string>();
  const own = new Set(domains.map((domain) => domain.name));
  const add = (address: string): void => {
    const lower = address.toLowerCase();
    addresses.add(lower);
    const domain = domainOf(lower);
    if (own.has(domain)) completeDomains.add(domain);
  };
  for (const recipient of recipients) {
    add(recipient.address);
    for (const alias of recipient.aliases) add(alias);
  }
  for (const { address, entry } of overrides) {
    add(address);
    for (const alias of entry?.aliases ?? []) add(alias);
    for (const property of ['Name', 'Alias', 'DisplayName', 'DistinguishedName', 'Identity', 'Id']) {
      for (const item of asList(entry?.properties[property])) {
        const written = writtenText(item);
        if (written !== undefined) names.add(written.toLowerCase());
      }
    }
  }
  return { addresses, names, completeDomains };
}

/** Addresses that have a mailbox, in lower case: who can send without naming a source. */
export function mailboxAddresses(
  recipients: readonly Recipient[],
  overrides: readonly RecipientOverride[],
): ReadonlySet<string> {
  const mailboxes = new Set<string>();
  for (const recipient of recipients) {
    if (recipient.kind !== 'mailbox') continue;
    for (const address of [recipient.address, ...recipient.aliases]) mailboxes.add(address.toLowerCase());
  }
  for (const { address, entry } of overrides) {
    if (entry === null || !/mailbox|mailuser/iu.test(entry.recipientType)) continue;
    for (const one of [address, ...entry.aliases]) mailboxes.add(one.toLowerCase());
  }
  return mailboxes;
}
