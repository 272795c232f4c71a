import { byCodeUnit } from '../../base/order.ts';
import { asciiName } from './ascii-name.ts';
import { commonNameOf } from './distinguished-name.ts';
import { type ConnectorName, readConnectorName } from './match-connector-name.ts';

/**
 * Whether the domain of a connector's certificate name is among the tenant's accepted domains, and which one decided.
 * `parent`: only the immediate parent is accepted; the sources part there, and the assumption
 * `attribution.parentDomainOfCertificate` decides (DEC-4).
 */
export type AcceptedDomainAnswer =
  | { readonly accepted: 'yes' | 'parent'; readonly domain: string }
  | { readonly accepted: 'no' };

const no: AcceptedDomainAnswer = { accepted: 'no' };

/**
 * The accepted-domain test of ATTR-5 and DEC-4, on the value of the connector (not on the certificate's names).
 * `*.x` passes with x or with any accepted domain below x; another value with itself. Of `<I>…<S>…` the common name counts.
 * `MatchSubDomains` does not widen this test: no source says that it does (ACC-14 speaks of senders).
 * @param acceptedDomains in lower case, A-labels.
 */
export function acceptedDomainTest(
  value: string | ConnectorName,
  acceptedDomains: ReadonlySet<string>,
): AcceptedDomainAnswer {
  const wanted = typeof value === 'string' ? readConnectorName(value) : value;
  switch (wanted.kind) {
    case 'unusable':
      return no;
    case 'wildcard':
      return testWildcard(wanted.domain, acceptedDomains);
    case 'host':
      return testHost(wanted.host, acceptedDomains);
    case 'pair': {
      const name = commonNameOf(wanted.pair.subject);
      if (name === undefined) return no;
      const common = asciiName(name);
      return common.startsWith('*.')
        ? testWildcard(common.slice(2), acceptedDomains)
        : testHost(common, acceptedDomains);
    }
  }
}

function testHost(host: string, acceptedDomains: ReadonlySet<string>): AcceptedDomainAnswer {
  if (acceptedDomains.has(host)) return { accepted: 'yes', domain: host };
  const dot = host.indexOf('.');
  const parent = dot > 0 ? host.slice(dot + 1) : '';
  return parent !== '' && acceptedDomains.has(parent) ? { accepted: 'parent', domain: parent } : no;
}

function testWildcard(domain: string, acceptedDomains: ReadonlySet<string>): AcceptedDomainAnswer {
  if (acceptedDomains.has(domain)) return { accepted: 'yes', domain };
  let first: string | undefined;
  for (const accepted of acceptedDomains) {
    if (accepted.endsWith(`.${domain}`) && (first === undefined || byCodeUnit(accepted, first) < 0)) first = accepted;
  }
  return first === undefined ? no : { accepted: 'yes', domain: first };
}
