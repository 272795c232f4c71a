import type { Certificate } from '../../model/certificate.ts';
import { asciiName } from './ascii-name.ts';
import { certificateNames } from './certificate-names.ts';

/** Whether a certificate is good for a host, and by which of its names. */
export type HostMatch =
  | { readonly matched: true; readonly name: string; readonly by: 'dnsName' | 'commonName' }
  | { readonly matched: false };

const no: HostMatch = { matched: false };

/**
 * Ordinary verification of a server's name (RFC 6125 6.4, RFC 9525 6.3): equal without case, or `*` as the whole left-most
 * label standing for exactly one label. Addresses in brackets or bare match no name.
 * @param commonName when the common name counts: `fallback` (no alternative DNS name, RFC 6125 6.4.4 and RFC 7672 3.2.3) or
 *   `never` (RFC 9525 2, RFC 8461 4.2: MTA-STS).
 */
export function matchHost(
  host: string,
  certificate: Certificate,
  commonName: 'fallback' | 'never' = 'fallback',
): HostMatch {
  const wanted = asciiName(host);
  if (wanted === '' || wanted.includes('*') || isAddress(wanted)) return no;
  const names = certificateNames(certificate);
  const found = matchOneLabel(wanted, names.dnsNames);
  if (found !== undefined) return { matched: true, name: found, by: 'dnsName' };
  if (commonName === 'never' || names.dnsNames.size > 0 || names.commonName === undefined) return no;
  const common = matchOneLabel(wanted, new Set([names.commonName]));
  return common === undefined ? no : { matched: true, name: common, by: 'commonName' };
}

/**
 * The name of the set that stands for the host: itself, or the wildcard one label above it.
 * A star above a single label (`*.com`) is no host's name (RFC 6125 7.2) and never matches.
 */
export function matchOneLabel(host: string, names: ReadonlySet<string>): string | undefined {
  if (names.has(host)) return host;
  const dot = host.indexOf('.');
  if (dot <= 0 || !host.includes('.', dot + 1)) return undefined;
  const wildcard = `*${host.slice(dot)}`;
  return names.has(wildcard) ? wildcard : undefined;
}

const isAddress = (host: string): boolean => host.includes(':') || /^\d+(?:\.\d+){3}$/u.test(host);
