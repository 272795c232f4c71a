import type { Certificate } from '../../model/certificate.ts';
import { asciiName } from './ascii-name.ts';
import { certificateNames } from './certificate-names.ts';
import { matchOneLabel } from './match-host.ts';

/** Whether a certificate satisfies `DomainValidation`, and by which of its names. */
export type TlsDomainMatch =
  | {
      readonly matched: 'yes';
      readonly name: string;
      readonly how: 'equal' | 'under-wildcard' | 'wildcard-equal' | 'host-below' | 'wildcard-below';
    }
  /** No document says: `*.x` against x alone (DEC-11, OUT-6b). */
  | { readonly matched: 'undocumented'; readonly name: string; readonly how: 'apex' }
  | { readonly matched: 'no' };

const no: TlsDomainMatch = { matched: 'no' };

/**
 * Whether the presented certificate carries the name that `TlsDomain` asks for (OUT-23, OPR-2), common name and
 * alternative names alike. A `TlsDomain` without star is a host: a wildcard name of the certificate stands for one label
 * (RFC 6125 6.4.3). `*.x` takes the name `*.x` and every host below x. It also serves `TlsDomainCapabilities` (HDR-4).
 */
export function matchTlsDomain(tlsDomain: string, certificate: Certificate): TlsDomainMatch {
  const wanted = asciiName(tlsDomain);
  const { all, set } = certificateNames(certificate);
  if (!wanted.startsWith('*.')) {
    if (wanted === '' || wanted.includes('*')) return no;
    const name = matchOneLabel(wanted, set);
    return name === undefined ? no : { matched: 'yes', name, how: name === wanted ? 'equal' : 'under-wildcard' };
  }
  const domain = wanted.slice(2);
  if (domain === '' || domain.includes('*')) return no;
  if (set.has(wanted)) return { matched: 'yes', name: wanted, how: 'wildcard-equal' };
  const suffix = `.${domain}`;
  const host = all.find((name) => name.endsWith(suffix) && !name.includes('*') && name.length > suffix.length);
  if (host !== undefined) return { matched: 'yes', name: host, how: 'host-below' };
  const below = all.find((name) => name.startsWith('*.') && name.endsWith(suffix));
  if (below !== undefined) return { matched: 'yes', name: below, how: 'wildcard-below' };
  return set.has(domain) ? { matched: 'undocumented', name: domain, how: 'apex' } : no;
}

/**
 * `DomainValidation` of an on-premises send connector: without `TlsDomain` the recipient's domain is what the certificate
 * must carry (OPR-10).
 * @returns the name that was expected, for the wording of the refusal, and the match.
 */
export function matchSendConnectorDomain(
  tlsDomain: string | undefined,
  recipientDomain: string,
  certificate: Certificate,
): { readonly expected: string; readonly match: TlsDomainMatch } {
  const expected = tlsDomain === undefined || tlsDomain.trim() === '' ? recipientDomain : tlsDomain;
  return { expected, match: matchTlsDomain(expected, certificate) };
}
