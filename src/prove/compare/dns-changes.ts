import type { DnsAnswer } from '../../model/dns.ts';
import type { World } from '../../simulate/world.ts';
import { outsideDomains, ownDomainNames, senderDomains } from '../classes/domains.ts';
import type { ObjectChange } from './object-changes.ts';

/**
 * The records that mail of the domains of either topology asks for, where the answer is another: MX and the addresses of
 * its hosts, SPF and DMARC. TTL and order are no change. What else a zone holds is seen by what it does to messages.
 */
export function dnsChanges(before: World, after: World): readonly ObjectChange[] {
  const worlds = [before, after];
  const domains = [
    ...new Set(worlds.flatMap((one) => [...ownDomainNames(one), ...outsideDomains(one), ...senderDomains(one)])),
  ];
  const hosts = new Set(worlds.flatMap((one) => domains.flatMap((domain) => exchanges(one, domain))));
  const questions = [
    ...domains.flatMap((domain) => [
      [domain, 'MX'] as const,
      [domain, 'TXT'] as const,
      [`_dmarc.${domain}`, 'TXT'] as const,
    ]),
    ...[...hosts].flatMap((host) => [[host, 'A'] as const, [host, 'AAAA'] as const]),
  ];
  return questions.flatMap(([name, type]): readonly ObjectChange[] => {
    const [was, is] = [answer(before, name, type), answer(after, name, type)];
    if (meaning(was) === meaning(is)) return [];
    const change = was.status !== 'records' ? 'added' : is.status !== 'records' ? 'removed' : 'changed';
    return [{ subject: `dns:${name}/${type}`, change, settings: [] }];
  });
}

const answer = (world: World, name: string, type: string): DnsAnswer => world.topology.dns.view.lookup(name, type);

function exchanges(world: World, domain: string): readonly string[] {
  const found = answer(world, domain, 'MX');
  return found.status === 'records' ? found.records.flatMap((one) => (typeof one === 'string' ? [] : [one[1]])) : [];
}

/** That a name is missing and that it has no record of a type comes to the same for mail. */
const meaning = (found: DnsAnswer): string =>
  found.status === 'records'
    ? JSON.stringify(found.records.map((one) => JSON.stringify(typeof one === 'string' ? plainSpf(one) : one)).sort())
    : found.status === 'no-such-type'
      ? 'no-such-name'
      : found.status;

/** A record of SPF without what says nothing: its case (macros have one), the qualifier of a pass, the prefix of one address. */
const plainSpf = (record: string): string =>
  /^v=spf1(?: |$)/iu.test(record) && !record.includes('%')
    ? record
        .toLowerCase()
        .split(/ +/u)
        .map((term) => term.replace(/^\+/u, '').replace(/^([-~?]?ip4:[\d.]+)\/32$/u, '$1'))
        .join(' ')
        .trim()
    : record;
