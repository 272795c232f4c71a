import { formatAddress } from '../../model/addresses/address.ts';
import { firstAddress } from '../../model/addresses/address-set.ts';
import type { Certificate } from '../../model/certificate.ts';
import { text } from '../../model/text.ts';
import type { DomainPattern, InboundConnector, OutboundConnector, Tenant } from '../../model/topology.ts';
import { commonNameOf } from '../../protocols/tls-names/distinguished-name.ts';
import { readConnectorName } from '../../protocols/tls-names/match-connector-name.ts';
import { storedAddresses, type World } from '../world.ts';
import { makeMessage, toTenant } from './make-message.ts';
import type { Probe } from './probe.ts';
import { ownDomains } from './recipient-kinds.ts';

/**
 * One message of each class that an enabled connector of the own tenant is for, whoever is declared to send it: a client
 * with the connector's address or certificate and a sender in its SenderDomains; a recipient in its RecipientDomains,
 * from the cloud and from on-premises. They show which connector takes such mail. Nobody expects them to arrive, and no
 * domain of the organisation's is their sender towards the outside.
 */
export function* connectorProbes(world: World): Generator<Probe> {
  const tenant = world.own?.tenant;
  if (tenant === undefined) return;
  for (const connector of tenant.inboundConnectors)
    if (connector.enabled) yield* inboundProbes(world, tenant, connector);
  for (const connector of tenant.outboundConnectors)
    if (connector.enabled && !connector.isTransportRuleScoped) yield* outboundProbes(tenant, connector);
}

interface Client {
  readonly address: string | undefined;
  readonly certificate: Certificate | undefined;
}

function* inboundProbes(world: World, tenant: Tenant, connector: InboundConnector): Generator<Probe> {
  const inside = connector.associatedAcceptedDomains[0]?.text.toLowerCase() ?? ownDomains(world)[0] ?? tenant.domain;
  const senders =
    connector.connectorType === 'OnPremises'
      ? [inside]
      : connector.senderDomains.map((pattern) => senderDomain(pattern));
  for (const client of clientsOf(connector)) {
    for (const domain of senders) {
      const from = `contact@${domain}`;
      yield {
        purpose: 'connector',
        legitimate: false,
        entry: `inbound:${connector.name}`,
        message: makeMessage({
          name: text`${from} as ${connector.name} has it, from ${client.address ?? text`anywhere`}`,
          from,
          to: [`somebody@${inside}`],
          source: { node: 'internet', ...client },
          deliverTo: toTenant,
        }),
      };
    }
  }
}

/** Who could match: each address with the certificate, each alone, or anybody where the connector names neither. */
function clientsOf(connector: InboundConnector): readonly Client[] {
  const certificate = certificateFor(connector);
  const addresses = storedAddresses(connector).flatMap((entry) => {
    const first = firstAddress(entry.set);
    return first === undefined ? [] : [formatAddress(first)];
  });
  const clients: Client[] = addresses.map((address) => ({ address, certificate }));
  if (certificate !== undefined) clients.push({ address: undefined, certificate });
  return clients.length > 0 ? clients : [{ address: undefined, certificate: undefined }];
}

/** A certificate as the connector wants it. */
function certificateFor({ at, tlsSenderCertificateName: written }: InboundConnector): Certificate | undefined {
  const wanted = written && readConnectorName(written.text);
  if (written === undefined || wanted === undefined || wanted.kind === 'unusable') return undefined;
  const name =
    wanted.kind === 'pair'
      ? commonNameOf(wanted.pair.subject)
      : wanted.kind === 'host'
        ? wanted.host
        : `*.${wanted.domain}`;
  return {
    key: written.text,
    at,
    file: undefined,
    subject: wanted.kind === 'pair' ? wanted.pair.subject : `CN=${name ?? ''}`,
    commonName: name,
    dnsNames: name === undefined ? [] : [name],
    issuer: wanted.kind === 'pair' ? wanted.pair.issuer : undefined,
    notBefore: undefined,
    notAfter: undefined,
    trust: { trusted: true, because: 'as the connector wants it' },
    chainComplete: true,
    publicKey: undefined,
    signatureHash: undefined,
    usages: undefined,
  };
}

/** A sender's domain that the pattern covers. */
export const senderDomain = (pattern: DomainPattern): string =>
  pattern.kind === 'all' ? 'outside.example' : pattern.kind === 'wildcard' ? `host.${pattern.domain}` : pattern.domain;

function outboundProbes(tenant: Tenant, connector: OutboundConnector): readonly Probe[] {
  const accepted = connector.allAcceptedDomains ? tenant.acceptedDomains.map((domain) => domain.name) : [];
  const named = connector.recipientDomains.flatMap((pattern) => {
    if (pattern.kind === 'all') return ['outside.example'];
    return pattern.kind === 'wildcard' ? [`host.${pattern.domain}`, pattern.domain] : [pattern.domain];
  });
  const from = `somebody@${tenant.domain}`;
  const premises = premisesClient(tenant);
  return [...new Set([...accepted, ...named])].flatMap((domain): readonly Probe[] => {
    const parts = { from, to: [`recipient@${domain}`] };
    const rest = { purpose: 'connector', legitimate: false, entry: `outbound:${connector.name}` } as const;
    const cloud: Probe = {
      ...rest,
      message: makeMessage({
        ...parts,
        name: text`${from} to ${domain} for ${connector.name}`,
        source: { node: 'tenant' },
      }),
    };
    if (premises === undefined) return [cloud];
    const relayed: Probe = {
      ...rest,
      message: makeMessage({
        ...parts,
        name: text`${from} to ${domain} for ${connector.name}, from on-premises`,
        source: { node: 'internet', ...premises },
        deliverTo: toTenant,
      }),
    };
    return [cloud, relayed];
  });
}

/** A client that some OnPremises connector recognises: what came from on-premises goes other ways out (HYB-5). */
function premisesClient(tenant: Tenant): Client | undefined {
  for (const connector of tenant.inboundConnectors) {
    if (!connector.enabled || connector.connectorType !== 'OnPremises') continue;
    const [client] = clientsOf(connector);
    if (client?.address !== undefined || client?.certificate !== undefined) return client;
  }
  return undefined;
}
