import type { AllowBlockItem, ContentFilterPolicy, SpoofItem } from '../../model/filtering.ts';
import { text } from '../../model/text.ts';
import type { Recipient, Written } from '../../model/topology.ts';
import { domainOf, sameAddress } from '../../protocols/smtp/mail-address.ts';
import { parseClientAddress, reverseName } from '../../protocols/spf/address-words.ts';
import { isAmong, readWhole } from '../client-address.ts';
import type { Run } from '../run.ts';
import type { CompiledTenant } from '../world.ts';
import type { JudgedSender } from './judge-sender.ts';

/** An entry of a list that names a sender. */
export interface ListHit {
  readonly effect: 'allow' | 'block';
  readonly entry: Written;
}

/** Whether a listed domain is the sender's; that it stands for its subdomains too is not documented. */
function isListedDomain(run: Run, from: string, domain: string): boolean {
  const own = domainOf(from);
  if (own === domain) return true;
  return own.endsWith(`.${domain}`) && run.assume('filtering.listedDomainCoversSubdomains', ['no', 'yes']) === 'yes';
}

const firstOf = (run: Run, from: string, entries: readonly Written[]): Written | undefined =>
  entries.find((one) => (one.text.includes('@') ? sameAddress(one.text, from) : isListedDomain(run, from, one.text)));

/** Allowed and blocked senders and domains of an anti-spam policy, which look at the From header only (SAFE-3). */
export function policyHits(run: Run, policy: ContentFilterPolicy | undefined, from: string): readonly ListHit[] {
  if (policy === undefined || from === '') return [];
  const blocked = firstOf(run, from, [...policy.blockedSenders, ...policy.blockedSenderDomains]);
  const allowed = firstOf(run, from, [...policy.allowedSenders, ...policy.allowedSenderDomains]);
  return [
    ...(blocked === undefined ? [] : [{ effect: 'block' as const, entry: blocked }]),
    ...(allowed === undefined ? [] : [{ effect: 'allow' as const, entry: allowed }]),
  ];
}

/** Senders of the Tenant Allow/Block List; of an entity that is in both, block wins (SAFE-5). */
export function tenantListHit(run: Run, { tenant }: CompiledTenant, from: string): ListHit | undefined {
  if (from === '') return undefined;
  const hits = tenant.tenantAllowBlockListItems.filter(
    (one) => (one.expires === undefined || one.expires > run.world.asOf) && names(run, one, from),
  );
  const found = hits.find((one) => one.action === 'Block') ?? hits[0];
  return found && { effect: found.action === 'Block' ? 'block' : 'allow', entry: found };
}

function names(run: Run, { pattern }: AllowBlockItem, from: string): boolean {
  switch (pattern.kind) {
    case 'address':
      return sameAddress(pattern.address, from);
    case 'all':
      return true;
    case 'exact':
      return isListedDomain(run, from, pattern.domain);
    case 'wildcard':
      return domainOf(from).endsWith(`.${pattern.domain}`);
  }
}

/** Safe and blocked senders of the mailbox; the same address in both is safe (SAFE-5). */
export function userListHit(run: Run, recipient: Recipient | undefined, from: string): ListHit | undefined {
  if (recipient === undefined || from === '') return undefined;
  const safe = firstOf(run, from, recipient.safeSenders);
  if (safe !== undefined) return { effect: 'allow', entry: safe };
  const blocked = firstOf(run, from, recipient.blockedSenders);
  return blocked && { effect: 'block', entry: blocked };
}

/** A pair of spoofed sender and sending infrastructure of the Tenant Allow/Block List; block wins. */
export function spoofItemOf(
  run: Run,
  { tenant }: CompiledTenant,
  from: string,
  judged: JudgedSender,
): SpoofItem | undefined {
  const hits = tenant.tenantAllowBlockListSpoofItems.filter(
    (one) => isSpoofedUser(one.spoofedUser.text, from) && isInfrastructure(run, one, judged),
  );
  return hits.find((one) => one.action === 'Block') ?? hits[0];
}

const isSpoofedUser = (user: string, from: string): boolean =>
  user === '*' || (user.includes('@') ? sameAddress(user, from) : user.toLowerCase() === domainOf(from));

/** The domain of the PTR record of the sending host, a DKIM domain that verifies, or its address. */
function isInfrastructure(run: Run, { infrastructure }: SpoofItem, { source, authentication }: JudgedSender): boolean {
  const { address } = source;
  switch (infrastructure.kind) {
    case 'all':
      return true;
    case 'addresses':
      return address !== null && isAmong(run, infrastructure.set, address);
    case 'domain': {
      const { domain } = infrastructure;
      const covers = (name: string) => name === domain || name.endsWith(`.${domain}`);
      if (authentication.signedBy.some(covers)) return true;
      const host = address === null ? 'open' : hostOf(run, address);
      if (host !== 'open') return host.some(covers);
      return (
        run.ask(
          `infrastructure ${domain} ${address ?? ''}`,
          ['no', 'yes'],
          () => text`whether the PTR record of ${address ?? text`the sending host`} lies in ${domain}`,
        ) === 'yes'
      );
    }
  }
}

/** Names of the PTR records of an address; open where they are not supplied. */
function hostOf(run: Run, address: string): readonly string[] | 'open' {
  readWhole(run, address);
  const parsed = parseClientAddress(address);
  if (parsed === undefined) return 'open';
  const answer = run.world.topology.dns.view.lookup(reverseName(parsed), 'PTR');
  if (answer.status === 'not-supplied') return 'open';
  return answer.status === 'records' ? answer.records.filter((one) => typeof one === 'string') : [];
}
