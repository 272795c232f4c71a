import { getDomain } from 'tldts';

/**
 * The organizational domain of a name (RFC 7489 section 3.2): one label below the longest public suffix, private
 * suffixes included. A name that is itself a public suffix, or that has a single label, stands for itself.
 */
export function organizationalDomain(name: string): string {
  const host = canonical(name);
  return getDomain(host, { allowPrivateDomains: true, validateHostname: false, extractHostname: false }) ?? host;
}

/** Lower case, without the final dot. */
export const canonical = (name: string): string => {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
};
