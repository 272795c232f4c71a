import { getDomain, parse } from 'tldts';

/**
 * The organizational domain of a name (RFC 7489 section 3.2): one label below the longest public suffix, private
 * suffixes included. A name that is itself a public suffix, or that has a single label, stands for itself.
 */
export function organizationalDomain(name: string): string {
  const host = canonical(name);
  return getDomain(host, { allowPrivateDomains: true, validateHostname: false, extractHostname: false }) ?? host;
}

/** Top-level domains that are reserved or meant for inner networks, and so not on the list of public suffixes. */
const reserved: ReadonlySet<string> = new Set(['example', 'test', 'invalid', 'localhost', 'local', 'internal', 'arpa']);

/**
 * The public suffix of a name: the part under which anybody may register, private suffixes included.
 * @returns undefined where its last label is no top-level domain that is known.
 */
export function publicSuffix(name: string): string | undefined {
  const host = canonical(name);
  const last = host.slice(host.lastIndexOf('.') + 1);
  if (reserved.has(last)) return last;
  const found = parse(host, { allowPrivateDomains: true, validateHostname: false, extractHostname: false });
  return found.isIcann === true || found.isPrivate === true ? (found.publicSuffix ?? undefined) : undefined;
}

/** Lower case, without the final dot. */
export const canonical = (name: string): string => {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
};
