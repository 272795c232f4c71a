import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exportedNames } from '../../../src/input/topology/exported-names.ts';
import { isNoise, spellingOf } from '../../../src/input/topology/known-properties.ts';
import { noticeLines, readable } from '../../support/topology-reading.ts';

const folder = new URL('../../../../shared/samples/scubagear/', import.meta.url);
const here = existsSync(folder);
const why = here ? '' : ' (skipped: the public samples are not beside this repository)';

const keys: Readonly<Record<string, string>> = {
  accepted_domains: 'acceptedDomains',
  transport_rule: 'transportRules',
  remote_domains: 'remoteDomains',
  conn_filter: 'hostedConnectionFilterPolicies',
  hosted_content_filter_policies: 'hostedContentFilterPolicies',
  dkim_config: 'dkimSigningConfigs',
};

test.skipIf(!here).each(['runrego-stub~exo-part.json', 'sample-report~exo-part.json'])(
  `%s is pasted without a notice${why}`,
  async (name) => {
    const sample = JSON.parse(readFileSync(new URL(name, folder), 'utf8').replace(/^\ufeff/u, '')) as Record<
      string,
      unknown
    >;
    const tenant: Record<string, unknown> = { domain: 'contoso.onmicrosoft.com' };
    for (const [from, to] of Object.entries(keys)) if (sample[from] !== undefined) tenant[to] = sample[from];
    tenant.organizationConfig = [sample.org_config, sample.transport_config].flat();
    const { topology, notices } = await readable(JSON.stringify({ mxproof: 1, tenant }), undefined, 'topology.json');
    expect(noticeLines(notices)).toEqual([]);
    expect(topology.tenant?.organization.smtpClientAuthenticationDisabled).toBeTypeOf('boolean');
  },
);

test('every property that the model uses is among the known ones, so that it is found in any case', () => {
  const used = {
    inboundConnector: ['SenderIPAddresses', 'TlsSenderCertificateName', 'EFSkipIPs', 'TreatMessagesAsInternal'],
    outboundConnector: ['UseMXRecord', 'RouteAllMessagesViaOnPremises', 'SmtpDaneMode', 'TestMode'],
    sendConnector: ['AddressSpaces', 'DNSRoutingEnabled', 'SmartHostsString', 'IsScopedConnector'],
    receiveConnector: ['RemoteIPRanges', 'extendedRights', 'TlsDomainCapabilities', 'MaxHopCount'],
    organizationConfig: ['RejectDirectSend', 'AllowLegacyTLSClients'],
    recipient: ['RemoteRoutingAddress', 'RequireSenderAuthenticationEnabled', 'DeliverToMailboxAndForward'],
    transportRule: ['RouteMessageOutboundConnector', 'ExceptIfSenderDomainIs', 'ActivationDate'],
  } as const;
  for (const kind of Object.keys(used) as (keyof typeof used)[]) {
    for (const name of used[kind]) expect(spellingOf(kind, name.toUpperCase())).toBe(name);
  }
});

test('a predicate of a rule with its exception counterpart is known, as Exchange has them in pairs', () => {
  const names: readonly string[] = exportedNames.transportRule;
  const exceptions = names.filter((name) => name.startsWith('ExceptIf'));
  expect(exceptions.length).toBeGreaterThan(50);
  for (const name of exceptions) expect(names).toContain(name.slice('ExceptIf'.length));
});

test('identities and dates are noise on every object', () => {
  for (const name of ['Guid', 'whenchanged', 'RUNSPACEID', 'PSComputerName', 'ExchangeVersion'])
    expect(isNoise(name)).toBe(true);
});
