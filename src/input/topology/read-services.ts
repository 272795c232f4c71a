import type { Pointer } from '../../model/source.ts';
import { sentence, text } from '../../model/text.ts';
import type { Partner, Service, TlsAsClient, TlsAsServer } from '../../model/topology.ts';
import { nearestProviderIds, type Provider, providerById, providerIds } from '../../reference/providers.ts';
import { pointerTo } from '../documents/source-index.ts';
import { addressEntry, hostName, hostNames, requiredHost, writtenAt, writtenList } from './domain-words.ts';
import type { NamesInScope } from './names-in-scope.ts';
import { reportUndefined } from './names-in-scope.ts';
import { providerAddresses } from './provider-addresses.ts';
import type { RawPartner, RawService } from './raw-topology.ts';
import {
  namedCertificate,
  readCertificateUse,
  readFields,
  readModifications,
  readNames,
  readNextHops,
  readPeers,
  readSendings,
} from './read-nodes.ts';
import { readTenant } from './read-tenant.ts';
import type { Reading } from './reading.ts';

/** Reads a service; what it does not declare comes from its provider's entry in the bundled data. */
export function readService(reading: Reading, scope: NamesInScope, raw: RawService, at: Pointer): Service {
  const key = (name: string): Pointer => pointerTo(at, name);
  const node = `service:${raw.name}`;
  const subject = node.toLowerCase();
  const provider = readProvider(reading, raw, key('provider'), subject);
  const declaredAddresses = writtenList(raw.addresses, key('addresses')).map((item) => addressEntry(reading, item));
  const include = writtenAt(raw.spfInclude, key('spfInclude'));
  const names = readNames(reading, writtenAt(raw.fqdn, key('fqdn')), writtenList(raw.names, key('names')));
  const declaredUse = readCertificateUse(reading, scope, raw, at, subject);
  const use = (['certificate', 'clientCertificate', 'serverCertificate', 'certificateNames'] as const).some((name) =>
    isDeclared(raw[name]),
  )
    ? declaredUse
    : providerCertificates(provider, subject, key('provider'));
  return {
    at,
    node,
    name: raw.name,
    provider: provider?.id ?? raw.provider ?? undefined,
    receivesAt: hostNames(reading, writtenList(raw.receivesAt, key('receivesAt'))),
    addresses:
      isDeclared(raw.addresses) || provider === undefined
        ? declaredAddresses
        : providerAddresses(provider, key('provider')),
    ...sharing(raw, provider),
    ...names,
    clientCertificates: use.client,
    serverCertificates: use.server,
    spfInclude: include === undefined ? onlyInclude(provider) : requiredHost(reading, include),
    delivers: isDeclared(raw.delivers)
      ? readNextHops(reading, scope, raw.delivers ?? [], key('delivers'), subject)
      : undefined,
    accepts: isDeclared(raw.accepts)
      ? readPeers(reading, scope, writtenList(raw.accepts, key('accepts')), subject)
      : undefined,
    sendsAs: readSendings(reading, raw.sendsAs, key('sendsAs')),
    modifies: readModifications(reading, raw.modifies, key('modifies')),
    stamps: readFields(raw.stamps),
    encrypts: (raw.encrypts ?? 'opportunistic') as TlsAsClient,
    tls: (raw.tls ?? 'opportunistic') as TlsAsServer,
  };
}

export function readPartner(reading: Reading, scope: NamesInScope, raw: RawPartner, at: Pointer): Partner {
  const key = (name: string): Pointer => pointerTo(at, name);
  const node = `partner:${raw.name}`;
  const subject = node.toLowerCase();
  const use = readCertificateUse(reading, scope, raw, at, subject);
  return {
    at,
    node,
    name: raw.name,
    domains: hostNames(reading, writtenList(raw.domains, key('domains'))),
    addresses: writtenList(raw.addresses, key('addresses')).map((item) => addressEntry(reading, item)),
    receivesAt: hostNames(reading, writtenList(raw.receivesAt, key('receivesAt'))),
    ...readNames(reading, writtenAt(raw.fqdn, key('fqdn')), writtenList(raw.names, key('names'))),
    clientCertificates: use.client,
    serverCertificates: use.server,
    tls: (raw.tls ?? 'opportunistic') as TlsAsServer,
    encrypts: (raw.encrypts ?? 'opportunistic') as TlsAsClient,
    tenant:
      raw.tenant === undefined
        ? undefined
        : readTenant(
            reading,
            { ...raw.tenant, acceptedDomains: raw.tenant.acceptedDomains ?? raw.domains },
            key('tenant'),
            { node, prefix: `${raw.name}/` },
          ),
  };
}

const isDeclared = (value: unknown): boolean => value !== undefined && value !== null;

function readProvider(reading: Reading, raw: RawService, at: Pointer, subject: string): Provider | undefined {
  if (raw.provider === undefined || raw.provider === null) return undefined;
  const provider = providerById(raw.provider);
  if (provider === undefined) {
    const near = nearestProviderIds(raw.provider);
    reportUndefined(
      reading,
      { text: raw.provider, at },
      subject,
      text`provider`,
      near.length > 0 ? near : providerIds(),
      text`Nothing is filled in from the bundled data.`,
    );
  }
  return provider;
}

/**
 * Declared, or what the bundled data says of the provider. Where it says nothing, a provider counts as shared: that
 * costs a warning too many, where the contrary could hide that strangers send from the same addresses.
 */
function sharing(raw: RawService, provider: Provider | undefined): Pick<Service, 'shared' | 'sharedBasis'> {
  if (isDeclared(raw.shared))
    return { shared: raw.shared === true, sharedBasis: text`shared: ${String(raw.shared)} is declared` };
  if (!isDeclared(raw.provider))
    return { shared: false, sharedBasis: text`no provider is named and shared is not declared` };
  if (provider?.sharedBetweenCustomers === undefined) {
    return {
      shared: true,
      sharedBasis: text`a provider is named (${raw.provider ?? ''}), and nothing says that its addresses are one customer's`,
    };
  }
  const said =
    provider.sharedBasis === undefined ? text`its addresses are listed as such` : sentence(provider.sharedBasis);
  return { shared: provider.sharedBetweenCustomers, sharedBasis: text`bundled data on ${provider.name}: ${said}` };
}

/** One include is the provider's; of several, which one is this customer's is not known. */
function onlyInclude(provider: Provider | undefined): string | undefined {
  const [first, ...others] = provider?.spfIncludes ?? [];
  return first === undefined || others.length > 0 ? undefined : hostName(first);
}

function providerCertificates(
  provider: Provider | undefined,
  subject: string,
  at: Pointer,
): ReturnType<typeof readCertificateUse> {
  const names = provider?.certificateNames ?? [];
  if (names.length === 0) return { client: [], server: [] };
  const certificate = namedCertificate(subject, at, names);
  return { client: certificate, server: certificate };
}
