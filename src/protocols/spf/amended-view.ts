import type { DnsView } from '../../model/dns.ts';

/** The same DNS with another text in the place of one TXT record of a name. */
export function amendedView(dns: DnsView, owner: string, from: string, to: string): DnsView {
  return {
    lookup(name, type) {
      const answer = dns.lookup(name, type);
      const isIt = type.toUpperCase() === 'TXT' && name.toLowerCase().replace(/\.$/u, '') === owner;
      if (!isIt || answer.status !== 'records') return answer;
      return { ...answer, records: answer.records.map((record) => (record === from ? to : record)) };
    },
  };
}
