import { parseAddress } from '../../model/addresses/address.ts';
import type { AddressSet } from '../../model/addresses/address-set.ts';
import { allAddresses, emptySet, fromPrefix, unionAll } from '../../model/addresses/address-set.ts';
import type { DnsAnswer, DnsView } from '../../model/dns.ts';
import type { Text } from '../../model/text.ts';
import { text } from '../../model/text.ts';
import type { Network } from './address-words.ts';
import { toBigint } from './address-words.ts';
import { hostNamesMax, isVoid, preference } from './evaluation.ts';
import { expandMacros } from './expand-macros.ts';
import { isAskable, toTarget } from './query-name.ts';
import type { DomainSpec } from './spf-record.ts';

/** The addresses of an a or mx term, or of one host name. */
export interface NamedAddresses {
  readonly addresses: AddressSet;
  /** Why there may be more. */
  readonly unknown: Text | undefined;
  /** Names whose records were not given. */
  readonly missing: readonly string[];
  /** Whether the term's question is void for clients of the family. */
  readonly void4: boolean;
  readonly void6: boolean;
  readonly mxHosts: number;
}

export const networkAddresses = (network: Network): AddressSet =>
  network.family === 4
    ? fromPrefix({ family: 4, value: network.base[0] }, network.prefix)
    : fromPrefix({ family: 6, value: toBigint(network.base) }, network.prefix);

/** The addresses of one name with the prefix lengths of the term around them (RFC 7208 sections 5.3 and 5.6). */
export function hostAddresses(name: string, prefix4: number, prefix6: number, dns: DnsView): NamedAddresses {
  const four = dns.lookup(name, 'A');
  const six = dns.lookup(name, 'AAAA');
  return {
    addresses: unionAll([...prefixes(four, 4, prefix4), ...prefixes(six, 6, prefix6)]),
    unknown: unanswered(four, name) ?? unanswered(six, name),
    missing: four.status === 'not-supplied' || six.status === 'not-supplied' ? [name] : [],
    void4: isVoid(four),
    void6: isVoid(six),
    mxHosts: 0,
  };
}

/** The addresses of the MX hosts of a name (RFC 7208 section 5.4). A void host makes no void look-up of the term. */
export function mxAddresses(name: string, prefix4: number, prefix6: number, dns: DnsView): NamedAddresses {
  const answer = dns.lookup(name, 'MX');
  const records = answer.status === 'records' ? answer.records : [];
  const hosts = [...records]
    .sort((left, right) => preference(left) - preference(right))
    .map((record) => (typeof record === 'string' ? '' : toTarget(record[1])))
    .filter((host) => isAskable(host));
  // RFC 7208 section 4.6.4: no client gets beyond the tenth host.
  const found = hosts.slice(0, hostNamesMax).map((host) => hostAddresses(host, prefix4, prefix6, dns));
  return {
    addresses: unionAll(found.map(({ addresses }) => addresses)),
    unknown: unanswered(answer, name) ?? found.find(({ unknown }) => unknown !== undefined)?.unknown,
    missing: answer.status === 'not-supplied' ? [name] : found.flatMap(({ missing }) => missing),
    void4: isVoid(answer),
    void6: isVoid(answer),
    mxHosts: hosts.length,
  };
}

export const noAddresses = (unknown?: Text): NamedAddresses => ({
  addresses: emptySet,
  unknown,
  missing: [],
  void4: false,
  void6: false,
  mxHosts: 0,
});

export const dependsOnClient = (term: string): NamedAddresses =>
  noAddresses(text`The macros of ${term} depend on the message.`);

/** exists without a macro of the message: it matches everybody or nobody. */
export function existing(target: string, domain: string, dns: DnsView): NamedAddresses {
  const answer = dns.lookup(target, 'A');
  if (answer.status === 'not-supplied') {
    return {
      ...noAddresses(text`The records of ${target} were not given, so ${domain} may pass everybody.`),
      missing: [target],
    };
  }
  if (answer.status === 'failure') return noAddresses(text`The DNS question for ${target} fails.`);
  const nothing = isVoid(answer);
  return { ...noAddresses(), addresses: nothing ? emptySet : allAddresses, void4: nothing, void6: nothing };
}

/**
 * The name a domain-spec stands for; undefined when it depends on the client or the local-part.
 * @param root the sender's domain, for `%{o}`
 */
export function targetOf(spec: DomainSpec | undefined, domain: string, root: string): string | undefined {
  if (spec === undefined) return domain;
  if (spec.fixed !== undefined) return spec.fixed.name.toLowerCase();
  if (spec.pieces.some((piece) => typeof piece !== 'string' && !'do'.includes(piece.letter))) return undefined;
  const values = {
    client: nobody,
    sender: '',
    localPart: '',
    senderDomain: root,
    helo: '',
    receiver: '',
    time: '',
  };
  return toTarget(expandMacros(spec.pieces, domain, values, () => '')).toLowerCase();
}

const nobody = { family: 4, words: [0, 0, 0, 0], written: undefined } as const;

function prefixes(answer: DnsAnswer, family: 4 | 6, length: number): AddressSet[] {
  if (answer.status !== 'records') return [];
  return answer.records.flatMap((record) => {
    const address = typeof record === 'string' ? parseAddress(record) : undefined;
    return address?.family === family ? [fromPrefix(address, length)] : [];
  });
}

function unanswered(answer: DnsAnswer, name: string): Text | undefined {
  if (answer.status === 'not-supplied') return text`The records of ${name} were not given.`;
  if (answer.status === 'failure') return text`The DNS question for ${name} fails.`;
  return undefined;
}
