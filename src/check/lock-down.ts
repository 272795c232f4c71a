import { isEmpty, isSubset, subtract, toPrefixes } from '../model/addresses/address-set.ts';
import type { Fix } from '../model/change.ts';
import { type Text, text } from '../model/text.ts';
import type { Service } from '../model/topology.ts';
import { certificateNames } from '../protocols/tls-names/certificate-names.ts';
import { matchConnectorName } from '../protocols/tls-names/match-connector-name.ts';
import { neverConnects } from '../reference/special-purpose.ts';
import { isCentral } from '../simulate/steps/select-outbound-connector.ts';
import { setOf } from '../simulate/world.ts';
import type { CheckContext } from './check.ts';
import { proposed } from './proposed-fix.ts';

/** More than a person reads at once. */
const prefixesMax = 32;

/**
 * Fixes that let the tenant take mail of the Internet from a filter alone, and judge it by its sender's address (INB-4,
 * EFC-2): a Partner connector for everybody, restricted to a name of the filter's certificate; or to its addresses, where
 * nobody else sends from them.
 */
export function lockDown(context: CheckContext, filter: Service): readonly Fix[] {
  const name = freeName(context, `Only from ${filter.name}`);
  const common = { Name: name, ConnectorType: 'Partner', SenderDomains: ['*'], RequireTls: true };
  // EFC-10: Enhanced Filtering is not supported beside centralised mail transport.
  const enhanced = context.topology.tenant?.outboundConnectors.some(isCentral) === true ? {} : { EFSkipLastIP: true };
  const presented = presentedBy(filter);
  const prefixes = ownPrefixes(filter);
  const own = !filter.shared && prefixes !== undefined && prefixes.length > 0;
  const ways = [
    ...(presented === undefined ? [] : [{ RestrictDomainsToCertificate: true, TlsSenderCertificateName: presented }]),
    ...(own ? [{ RestrictDomainsToIPAddresses: true, SenderIPAddresses: prefixes }] : []),
  ];
  return [
    ...restricted(context, filter),
    ...ways.flatMap((way) =>
      proposed(
        'TlsSenderCertificateName' in way
          ? text`Let the tenant take mail of the Internet from ${filter.name} alone, known by its certificate`
          : text`Let the tenant take mail of the Internet from ${filter.name} alone, known by its addresses`,
        'disruptive',
        {
          target: 'object',
          within: '/tenant/inboundConnectors',
          name,
          before: null,
          after: { ...common, ...way, ...enhanced },
        },
      ),
    ),
  ];
}

function presentedBy({ clientCertificates }: Service): string | undefined {
  const names = [...new Set(clientCertificates.flatMap((one) => certificateNames(one).all))];
  return names.find((one) => !one.startsWith('*.')) ?? names[0];
}

/** The addresses from which a filter connects, as a connector takes them (INB 3.1); undefined where it cannot take them. */
function ownPrefixes({ addresses }: Service): readonly string[] | undefined {
  const set = setOf(addresses);
  const seen = subtract(set, neverConnects(set).set);
  const prefixes = toPrefixes(seen).map((prefix) => prefix.replace(/\/32$/u, ''));
  const tooWide = prefixes.some((prefix) => Number(prefix.split('/')[1] ?? 32) < 24);
  return seen.v6.length > 0 || tooWide || prefixes.length > prefixesMax ? undefined : prefixes;
}

/** What a person has to find out where `lockDown` proposes no connector. */
export function missingForConnector(filter: Service): Text {
  const { name, shared } = filter;
  const prefixes = ownPrefixes(filter);
  const ask = text`Ask ${name} which name the certificate has that it presents to you, and declare it under ${'certificateNames'}; then a Partner connector can ask for it, with EFSkipLastIP.`;
  if (prefixes === undefined)
    return text`A connector does not take the addresses of ${name}: it takes IPv4 from /24 to /32. ${ask}`;
  if (prefixes.length === 0) return text`Neither the addresses nor the certificate of ${name} are declared. ${ask}`;
  return shared ? text`Other customers send from the addresses of ${name} as well. ${ask}` : ask;
}

/** Connectors that name the filter already, and let others in beside it. */
function restricted(context: CheckContext, filter: Service): readonly Fix[] {
  const own = setOf(filter.addresses);
  return (context.topology.tenant?.inboundConnectors ?? [])
    .filter((one) => one.connectorType === 'Partner')
    .flatMap((one) => {
      const name = one.tlsSenderCertificateName?.text;
      const byName =
        name !== undefined &&
        filter.clientCertificates.some((certificate) => matchConnectorName(name, certificate).matched === 'yes');
      const listed = setOf(one.senderIPAddresses);
      const byAddress = !filter.shared && !isEmpty(listed) && !isEmpty(own) && isSubset(own, listed);
      if (!byName && !byAddress) return [];
      return proposed(
        text`Let the tenant take mail of the Internet by ${one.name} alone`,
        'disruptive',
        context.change(one.at, {
          Enabled: true,
          SenderDomains: ['*'],
          ...(byName ? { RestrictDomainsToCertificate: true } : { RestrictDomainsToIPAddresses: true }),
        }),
      );
    });
}

function freeName({ topology }: CheckContext, wanted: string): string {
  const taken = new Set((topology.tenant?.inboundConnectors ?? []).map((one) => one.name.toLowerCase()));
  let name = wanted;
  for (let next = 2; taken.has(name.toLowerCase()); next++) name = `${wanted} ${next}`;
  return name;
}
