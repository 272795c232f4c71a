import { type Text, text } from '../../model/text.ts';
import { exportedNames, noiseNames } from './exported-names.ts';

export type ObjectKind = keyof typeof exportedNames;

export interface KindOfObject {
  /** Kind of a finding's subject. */
  readonly prefix: string;
  readonly title: Text;
  /** The cmdlet that prints such objects. */
  readonly command: string;
  readonly properties: readonly string[];
}

const kind = (name: ObjectKind, prefix: string, title: Text, command: string): KindOfObject => ({
  prefix,
  title,
  command,
  properties: exportedNames[name],
});

export const objectKinds: Readonly<Record<ObjectKind, KindOfObject>> = {
  acceptedDomain: kind('acceptedDomain', 'domain', text`an accepted domain`, 'Get-AcceptedDomain'),
  inboundConnector: kind('inboundConnector', 'inbound', text`an inbound connector`, 'Get-InboundConnector'),
  outboundConnector: kind('outboundConnector', 'outbound', text`an outbound connector`, 'Get-OutboundConnector'),
  organizationConfig: kind(
    'organizationConfig',
    'policy',
    text`the organisation configuration`,
    'Get-OrganizationConfig',
  ),
  transportRule: kind('transportRule', 'rule', text`a transport rule`, 'Get-TransportRule'),
  remoteDomain: kind('remoteDomain', 'remote-domain', text`a remote domain`, 'Get-RemoteDomain'),
  hostedConnectionFilterPolicy: kind(
    'hostedConnectionFilterPolicy',
    'policy',
    text`a connection filter policy`,
    'Get-HostedConnectionFilterPolicy',
  ),
  hostedOutboundSpamFilterPolicy: kind(
    'hostedOutboundSpamFilterPolicy',
    'policy',
    text`an outbound spam policy`,
    'Get-HostedOutboundSpamFilterPolicy',
  ),
  hostedOutboundSpamFilterRule: kind(
    'hostedOutboundSpamFilterRule',
    'policy',
    text`an outbound spam rule`,
    'Get-HostedOutboundSpamFilterRule',
  ),
  hostedContentFilterPolicy: kind(
    'hostedContentFilterPolicy',
    'policy',
    text`a content filter policy`,
    'Get-HostedContentFilterPolicy',
  ),
  hostedContentFilterRule: kind(
    'hostedContentFilterRule',
    'policy',
    text`a content filter rule`,
    'Get-HostedContentFilterRule',
  ),
  antiPhishRule: kind('antiPhishRule', 'policy', text`an anti-phishing rule`, 'Get-AntiPhishRule'),
  tenantAllowBlockListItem: kind(
    'tenantAllowBlockListItem',
    'policy',
    text`an item of the Tenant Allow/Block List`,
    'Get-TenantAllowBlockListItems',
  ),
  tenantAllowBlockListSpoofItem: kind(
    'tenantAllowBlockListSpoofItem',
    'policy',
    text`a spoofed sender of the Tenant Allow/Block List`,
    'Get-TenantAllowBlockListSpoofItems',
  ),
  irmConfiguration: kind('irmConfiguration', 'policy', text`the IRM configuration`, 'Get-IRMConfiguration'),
  antiPhishPolicy: kind('antiPhishPolicy', 'policy', text`an anti-phishing policy`, 'Get-AntiPhishPolicy'),
  arcConfig: kind('arcConfig', 'policy', text`the ARC configuration`, 'Get-ArcConfig'),
  dkimSigningConfig: kind('dkimSigningConfig', 'policy', text`a DKIM signing configuration`, 'Get-DkimSigningConfig'),
  onPremisesOrganization: kind(
    'onPremisesOrganization',
    'policy',
    text`an on-premises organisation`,
    'Get-OnPremisesOrganization',
  ),
  hybridConfiguration: kind('hybridConfiguration', 'policy', text`the hybrid configuration`, 'Get-HybridConfiguration'),
  sendConnector: kind('sendConnector', 'send', text`a send connector`, 'Get-SendConnector'),
  receiveConnector: kind('receiveConnector', 'receive', text`a receive connector`, 'Get-ReceiveConnector'),
  journalRule: kind('journalRule', 'policy', text`a journal rule`, 'Get-JournalRule'),
  addressRewriteEntry: kind('addressRewriteEntry', 'policy', text`an address rewrite entry`, 'Get-AddressRewriteEntry'),
  recipient: kind('recipient', 'recipient', text`a recipient`, 'Get-Recipient'),
};

/** Spellings by lower case, built for a kind when its first object is read. */
const spellings = new Map<ObjectKind, ReadonlyMap<string, string>>();
const noise: ReadonlySet<string> = new Set(noiseNames.map((name) => name.toLowerCase()));

/** Exchange's spelling of a property, whatever case an export wrote it in; undefined when this kind has no such property. */
export function spellingOf(kindName: ObjectKind, name: string): string | undefined {
  let known = spellings.get(kindName);
  if (known === undefined) {
    known = new Map([...noiseNames, ...objectKinds[kindName].properties].map((item) => [item.toLowerCase(), item]));
    spellings.set(kindName, known);
  }
  return known.get(name.toLowerCase());
}

/** Whether a property never decides anything about mail. */
export const isNoise = (name: string): boolean => noise.has(name.toLowerCase());
