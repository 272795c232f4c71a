import type { DnsView } from '../../model/dns.ts';
import { findDmarc } from '../../protocols/dmarc/find-dmarc.ts';
import { addressText, type ClientAddress, reverseName } from '../../protocols/spf/address-words.ts';
import { analyzeSpf } from '../../protocols/spf/analyze-spf.ts';
import { checkHost } from '../../protocols/spf/check-host.ts';

/** The DKIM selectors of Exchange Online. */
export const selectorsUsual: readonly string[] = ['selector1', 'selector2'];

/** Whose mail is looked at. */
export interface MailParties {
  /** Canonical. */
  readonly domains: readonly string[];
  /** DKIM selectors, asked for in every domain. */
  readonly selectors: readonly string[];
  /** Addresses that hand in mail: their names, and whether each domain's SPF passes them. */
  readonly addresses: readonly ClientAddress[];
}

/** Hosts of one MX or PTR answer that are followed. */
const hostsMax = 20;

/**
 * Asks a view all that an analysis of mail asks about the domains, by running what asks it: the readers of SPF and DMARC
 * themselves. Called again with more answers it asks further, until nothing is left open.
 */
export function askForMail({ domains, selectors, addresses }: MailParties, dns: DnsView): void {
  for (const domain of domains) {
    const hosts = namesIn(dns, domain, 'MX');
    for (const type of ['TXT', 'A', 'AAAA']) dns.lookup(domain, type);
    analyzeSpf(domain, dns);
    findDmarc(domain, dns);
    for (const name of ['_mta-sts', '_smtp._tls']) dns.lookup(`${name}.${domain}`, 'TXT');
    for (const type of ['A', 'AAAA']) dns.lookup(`mta-sts.${domain}`, type);
    for (const selector of selectors) dns.lookup(`${selector}._domainkey.${domain}`, 'TXT');
    for (const host of hosts) {
      for (const type of ['A', 'AAAA']) dns.lookup(host, type);
      dns.lookup(`_25._tcp.${host}`, 'TLSA');
    }
  }
  for (const address of addresses) {
    for (const host of namesIn(dns, reverseName(address), 'PTR')) {
      for (const type of ['A', 'AAAA']) dns.lookup(host, type);
    }
    for (const domain of domains) {
      checkHost({ ip: addressText(address), sender: `postmaster@${domain}`, helo: domain }, dns);
    }
  }
}

function namesIn(dns: DnsView, name: string, type: 'MX' | 'PTR'): readonly string[] {
  const answer = dns.lookup(name, type);
  const values = answer.status === 'records' ? answer.records : [];
  // The root is the null MX of RFC 7505.
  return values
    .map((value) => (typeof value === 'string' ? value : value[1]))
    .filter((host) => host !== '')
    .slice(0, hostsMax);
}
