import type { Certificate } from '../../model/certificate.ts';
import { asciiName } from './ascii-name.ts';
import { certificateNames } from './certificate-names.ts';
import { namesCertificate, parseTlsCertificateName, type TlsCertificateName } from './tls-certificate-name.ts';

/** A `TlsSenderCertificateName` taken apart; read it once per connector and compare it many times. */
export type ConnectorName =
  | { readonly kind: 'host'; readonly text: string; readonly host: string }
  /** `*.x`; `domain` is x. */
  | { readonly kind: 'wildcard'; readonly text: string; readonly domain: string }
  | { readonly kind: 'pair'; readonly text: string; readonly pair: TlsCertificateName }
  /** `*` alone, or a star elsewhere than in a leading `*.`: such a value matches nothing. */
  | { readonly kind: 'unusable'; readonly text: string };

/** Whether a connector's name fits a certificate, and by which of its names. */
export type ConnectorNameMatch =
  | { readonly matched: 'yes'; readonly name: string; readonly how: DocumentedMatch }
  /** No document says; the assumption `attribution.nameWithoutStarMatchesWildcard` decides, by default against (DEC-2). */
  | { readonly matched: 'undocumented'; readonly name: string; readonly how: UndocumentedMatch }
  | { readonly matched: 'no' };

/**
 * Equal names; `*.x` against the name `*.x`, a host under x, x itself, the name `*.y.x`; `<I>…<S>…` against issuer and
 * subject, or against the subject alone where the issuer of a declared certificate is not known.
 */
export type DocumentedMatch =
  | 'equal'
  | 'wildcard-equal'
  | 'host-below'
  | 'apex'
  | 'wildcard-below'
  | 'issuer-and-subject'
  | 'subject';
/** `x` against `*.x`; a host against the wildcard that covers it (field reports say no, CUNC-4 leaves it open). */
export type UndocumentedMatch = 'apex-of-wildcard' | 'host-under-wildcard';

/** Reads the value of a connector's `TlsSenderCertificateName`. */
export function readConnectorName(text: string): ConnectorName {
  const pair = parseTlsCertificateName(text);
  if (pair !== undefined) return { kind: 'pair', text, pair };
  const name = asciiName(text);
  if (name.startsWith('*.')) {
    const domain = name.slice(2);
    return usable(domain) ? { kind: 'wildcard', text, domain } : { kind: 'unusable', text };
  }
  return usable(name) ? { kind: 'host', text, host: name } : { kind: 'unusable', text };
}
const usable = (domain: string): boolean => domain !== '' && !domain.includes('*') && !domain.startsWith('.');

const no: ConnectorNameMatch = { matched: 'no' };

/**
 * Whether the connector's name fits the names N of the certificate, common name and alternative names alike
 * (ATTR-4, INB-22, DEC-2). Trust, chain and dates are not looked at: ATTR-18 and ATTR-19 come before.
 */
export function matchConnectorName(value: string | ConnectorName, certificate: Certificate): ConnectorNameMatch {
  const wanted = typeof value === 'string' ? readConnectorName(value) : value;
  switch (wanted.kind) {
    case 'unusable':
      return no;
    case 'host':
      return matchHostValue(wanted.host, certificate);
    case 'wildcard':
      return matchWildcardValue(wanted.domain, certificate);
    case 'pair': {
      const named = namesCertificate(wanted.pair, certificate);
      if (named === 'no') return no;
      // An issuer that was not declared contradicts nothing; taking it for another one would report a fault nobody has.
      return { matched: 'yes', name: certificate.subject, how: named === 'yes' ? 'issuer-and-subject' : 'subject' };
    }
  }
}

function matchHostValue(host: string, certificate: Certificate): ConnectorNameMatch {
  const { set } = certificateNames(certificate);
  if (set.has(host)) return { matched: 'yes', name: host, how: 'equal' };
  const own = `*.${host}`;
  if (set.has(own)) return { matched: 'undocumented', name: own, how: 'apex-of-wildcard' };
  const dot = host.indexOf('.');
  const covering = dot > 0 ? `*${host.slice(dot)}` : undefined;
  if (covering !== undefined && set.has(covering)) {
    return { matched: 'undocumented', name: covering, how: 'host-under-wildcard' };
  }
  return no;
}

function matchWildcardValue(domain: string, certificate: Certificate): ConnectorNameMatch {
  const { all, set } = certificateNames(certificate);
  const literal = `*.${domain}`;
  if (set.has(literal)) return { matched: 'yes', name: literal, how: 'wildcard-equal' };
  const suffix = `.${domain}`;
  const host = all.find((name) => name.endsWith(suffix) && !name.includes('*') && name.length > suffix.length);
  if (host !== undefined) return { matched: 'yes', name: host, how: 'host-below' };
  // INB-22: the cmdlet's page defines `*.contoso.com` as the domain and all its subdomains.
  if (set.has(domain)) return { matched: 'yes', name: domain, how: 'apex' };
  // Every host that `*.y.x` stands for is a subdomain of x, and INB-22 includes all of those.
  const below = all.find((name) => name.startsWith('*.') && name.endsWith(suffix));
  return below === undefined ? no : { matched: 'yes', name: below, how: 'wildcard-below' };
}

/**
 * The connectors whose names are the most specific (ATTR-6): a full host name before a wildcard, and of two names one of which
 * lies below the other, the lower one. Several are left where nothing documented separates them (DEC-5): a tie.
 * A pair of issuer and subject names a single certificate and counts as a full host name.
 */
export function mostSpecificNames<T>(items: readonly T[], nameOf: (item: T) => ConnectorName): readonly T[] {
  const names = items.map(nameOf);
  return items.filter((_, index) => {
    const own = names[index];
    return own !== undefined && !names.some((other) => beats(other, own));
  });
}

function beats(left: ConnectorName, right: ConnectorName): boolean {
  const [before, after] = [rank(left), rank(right)];
  if (before !== after) return before > after;
  const [lower, upper] = [domainOf(left), domainOf(right)];
  return lower !== undefined && upper !== undefined && lower.endsWith(`.${upper}`);
}

const rank = (name: ConnectorName): number => ({ host: 2, pair: 2, wildcard: 1, unusable: 0 })[name.kind];

const domainOf = (name: ConnectorName): string | undefined =>
  name.kind === 'host' ? name.host : name.kind === 'wildcard' ? name.domain : undefined;
