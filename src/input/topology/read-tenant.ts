import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { Cloud, Tenant } from '../../model/topology.ts';
import { pointerTo } from '../documents/source-index.ts';
import { hostName } from './domain-words.ts';
import { openObjects } from './pasted-objects.ts';
import type { RawTenant } from './raw-topology.ts';
import { readAcceptedDomains } from './read-accepted-domains.ts';
import {
  readAllowBlockItems,
  readAntiPhishPolicies,
  readArcTrustedSealers,
  readConnectionFilterPolicies,
  readContentFilterPolicies,
  readFilterRules,
  readSpoofItems,
} from './read-filter-policies.ts';
import { readInboundConnector } from './read-inbound-connector.ts';
import { readJournalRules } from './read-journal-rules.ts';
import { readOutboundConnector } from './read-outbound-connector.ts';
import { readOutboundSpamPolicies, readOutboundSpamRules } from './read-outbound-spam.ts';
import {
  readDkimSigningConfigs,
  readIrmConfiguration,
  readOrganizationConfig,
  readPasted,
  readRemoteDomains,
} from './read-policies.ts';
import { readRecipientOverrides } from './read-recipient-overrides.ts';
import { readTransportRules } from './read-transport-rules.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';
import { uniqueNames } from './unique-names.ts';

/** Reads an Exchange Online organisation: the own one, or a partner's with the partner's name in front of its objects. */
export function readTenant(
  reading: Reading,
  raw: RawTenant,
  at: Pointer,
  owner: { readonly node: string; readonly prefix: string },
): Tenant {
  const key = (name: string): Pointer => pointerTo(at, name);
  const domain = hostName(raw.domain);
  if (domain === undefined)
    reportProblem(
      reading,
      key('domain'),
      text`${raw.domain} is no domain.`,
      text`Write the initial domain, such as ${'contoso.onmicrosoft.com'}.`,
    );
  const initial = { domain: domain ?? raw.domain.toLowerCase(), at };
  const inbound = openObjects(reading, 'inboundConnector', raw.inboundConnectors, key('inboundConnectors'));
  const outbound = openObjects(reading, 'outboundConnector', raw.outboundConnectors, key('outboundConnectors'));
  uniqueNames(reading, text`inbound connector`, inbound);
  uniqueNames(reading, text`outbound connector`, outbound);
  const policies = readOutboundSpamPolicies(
    reading,
    raw.hostedOutboundSpamFilterPolicies,
    key('hostedOutboundSpamFilterPolicies'),
  );
  return {
    at,
    node: owner.node,
    prefix: owner.prefix,
    domain: initial.domain,
    cloud: (raw.cloud ?? 'worldwide') as Cloud,
    licensed: raw.licensed ?? true,
    acceptedDomains: readAcceptedDomains(reading, raw.acceptedDomains, key('acceptedDomains'), initial),
    organization: readOrganizationConfig(reading, raw.organizationConfig, key('organizationConfig')),
    inboundConnectors: inbound.map((object) => readInboundConnector(reading, object)),
    outboundConnectors: outbound.map((object) => readOutboundConnector(reading, object)),
    remoteDomains: readRemoteDomains(reading, raw.remoteDomains, key('remoteDomains')),
    journalRules: readJournalRules(reading, raw.journalRules, key('journalRules')),
    transportRules: readTransportRules(reading, raw.transportRules, key('transportRules'), 'cloud'),
    hostedConnectionFilterPolicies: readConnectionFilterPolicies(
      reading,
      raw.hostedConnectionFilterPolicies,
      key('hostedConnectionFilterPolicies'),
    ),
    hostedOutboundSpamFilterPolicies: policies,
    hostedOutboundSpamFilterRules: readOutboundSpamRules(
      reading,
      raw.hostedOutboundSpamFilterRules,
      key('hostedOutboundSpamFilterRules'),
      policies,
    ),
    hostedContentFilterPolicies: readContentFilterPolicies(
      reading,
      raw.hostedContentFilterPolicies,
      key('hostedContentFilterPolicies'),
    ),
    hostedContentFilterRules: readFilterRules(
      reading,
      'hostedContentFilterRule',
      raw.hostedContentFilterRules,
      key('hostedContentFilterRules'),
    ),
    irmConfiguration: readIrmConfiguration(reading, raw.irmConfiguration, key('irmConfiguration')),
    antiPhishPolicies: readAntiPhishPolicies(reading, raw.antiPhishPolicies, key('antiPhishPolicies')),
    antiPhishRules: readFilterRules(reading, 'antiPhishRule', raw.antiPhishRules, key('antiPhishRules')),
    tenantAllowBlockListItems: readAllowBlockItems(
      reading,
      raw.tenantAllowBlockListItems,
      key('tenantAllowBlockListItems'),
    ),
    tenantAllowBlockListSpoofItems: readSpoofItems(
      reading,
      raw.tenantAllowBlockListSpoofItems,
      key('tenantAllowBlockListSpoofItems'),
    ),
    arcTrustedSealers: readArcTrustedSealers(reading, raw.arcConfig, key('arcConfig')),
    dkimSigningConfigs: readDkimSigningConfigs(reading, raw.dkimSigningConfigs, key('dkimSigningConfigs')),
    onPremisesOrganizations: readPasted(
      reading,
      'onPremisesOrganization',
      raw.onPremisesOrganizations,
      key('onPremisesOrganizations'),
    ),
    recipients: readRecipientOverrides(reading, raw.recipients, key('recipients')),
  };
}
