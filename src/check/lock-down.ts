import { isEmpty, isSubset, subtract, toPrefixes } from '../model/addresses/address-set.ts';
import type { Fix } from '../model/change.ts';
import { text } from '../model/text.ts';
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
  const names = [...new Set(filter.clientCertificates.flatMap((one) => certificateNames(one).all))];
  const presented = names.find((one) => !one.startsWith('*.')) ?? names[0];
  const set = setOf(filter.addresses);
  const seen = subtract(set, neverConnects(set).set);
  const prefixes = toPrefixes(seen).map((prefix) => prefix.replace(/\/32$/u, ''));
  const tooWide = prefixes.some((prefix) => Number(prefix.split('/')[1] ?? 32) < 24);
  const own = !filter.shared && !isEmpty(seen) && seen.v6.length === 0 && !tooWide && prefixes.length <= prefixesMax;
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
