import { type CodeEntry, notSimulated } from './code-entry.ts';

const connectors = '`Get-InboundConnector | fl Name,Enabled,ConnectorType,TlsSenderCertificateName,SenderIPAddresses`';
const sendConnector = 'On premises: `Get-SendConnector | fl Name,TlsCertificateName,Fqdn,CloudServicesMailEnabled`';
const accepted = '`Get-AcceptedDomain | fl DomainName,DomainType,MatchSubDomains`';

/** Codes of attribution, partner restrictions, Direct Send and the region of a tenant. */
export const attributionCodes: readonly CodeEntry[] = [
  {
    codes: ['550 5.7.64'],
    aliases: ['ATTR36', 'TenantAttribution'],
    texts: ['TenantAttribution; Relay Access Denied', 'Relay Access Denied ATTR36'],
    side: 'edge',
    title: 'The sender could not be attributed to a tenant, and the recipient belongs to none',
    means:
      'Exchange Online relays to foreign recipients only for a server that it recognises: its certificate or address must match an enabled OnPremises connector, and the domain of that certificate or of the envelope sender must be an accepted domain of the same tenant. With ATTR36 a connector matched, but neither domain is accepted.',
    when: 'A host hands a foreign recipient to the tenant endpoint and no OnPremises connector of the declared tenant is satisfied: the certificate is missing, expired, untrusted, incomplete or carries another name; the address is not listed; or the envelope sender is empty or foreign and the certificate domain is not accepted.',
    look: [
      connectors,
      sendConnector,
      accepted,
      'Whether only reports, automatic replies and forwards fail: then the connector identifies by address, and a certificate connector is needed.',
      '`Get-ChildItem Cert:\\LocalMachine\\My\\<thumbprint> | Test-Certificate | fl` for missing intermediate certificates',
    ],
    semantics: ['ATTR-12', 'ATTR-7', 'ATTR-10', 'ATTR-18', 'CMIS-01', 'CMIS-02', 'CMIS-03', 'CMIS-04'],
  },
  {
    codes: ['550 5.7.51'],
    aliases: ['TenantInboundAttribution'],
    texts: [
      "TenantInboundAttribution; There is a partner connector configured that matched the message's recipient domain. The connector had either the RestrictDomainsToIPAddresses or RestrictDomainsToCertificate set",
    ],
    side: 'edge',
    title: 'A partner connector admits this sender domain only from elsewhere',
    means:
      'A Partner inbound connector covers the sender domain and restricts it to addresses or to a certificate; the connecting host has neither. With `SenderDomains *` this is the lock-down that keeps mail from going round a filter.',
    when: 'The message is not attributed to an OnPremises connector, the sender domain lies in the SenderDomains of an enabled Partner connector with RestrictDomainsToIPAddresses or RestrictDomainsToCertificate, and no such connector is satisfied.',
    look: [
      '`Get-InboundConnector | ? {$_.ConnectorType -eq "Partner"} | fl Name,Enabled,SenderDomains,*Restrict*,SenderIPAddresses,TlsSenderCertificateName`',
      'The list of addresses or the certificate name that the filter or partner publishes today.',
      'For own servers: why the OnPremises connector no longer matches (certificate name, accepted domain).',
    ],
    semantics: ['INB-2', 'INB-4', 'INB-8', 'ATTR-14', 'DEC-8', 'CMIS-06', 'CMIS-07', 'CMIS-08'],
  },
  {
    codes: ['550 5.7.x'],
    texts: ['(text unpublished)'],
    side: 'edge',
    title: 'A partner connector requires TLS and the session is in plain text',
    means:
      'The refusal is documented; its status and words are not, so mxproof writes `5.7.x` instead of guessing one.',
    when: 'An enabled Partner connector with RequireTls covers the sender domain, and the host connects without TLS. Where a restriction is unmet too, that one is reported (5.7.51).',
    look: [
      '`Get-InboundConnector | fl Name,RequireTls,SenderDomains`',
      'Whether the sending host offers and completes STARTTLS.',
    ],
    semantics: ['INB-3', 'CUNC-1', 'DEC-7'],
  },
  {
    codes: ['550 5.7.68'],
    texts: ['TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources'],
    side: 'edge',
    title: 'Direct Send is rejected for this organisation',
    means:
      'RejectDirectSend is on, and somebody used an own domain as envelope sender without authentication and without a connector.',
    when: 'organizationConfig.RejectDirectSend is true, no inbound connector of either type matches by address or certificate, and the domain of the envelope sender is accepted (with MatchSubDomains: a subdomain too). The From header does not count, and an empty envelope sender is never refused for this.',
    look: [
      '`Get-OrganizationConfig | fl RejectDirectSend`',
      '`Start-HistoricalSearch -ReportType ConnectorReport -ConnectorType NoConnector -Direction Received`',
      'Printers, applications and services that send as an own domain: give each a Partner connector by certificate or address, or authenticated submission.',
    ],
    semantics: ['DS-1', 'DS-2', 'DS-4', 'DS-5', 'CMIS-39'],
  },
  {
    codes: ['451 4.4.62'],
    aliases: ['ATTR35'],
    texts: [
      'Mail sent to the wrong Office 365 region. ATTR35',
      'Temporary server error. Please try again later ATTR35',
    ],
    side: 'edge',
    title: 'The message was handed to an endpoint of another region',
    means:
      'The host dialled a name or address that does not serve the region of the recipient tenant, often a hard-coded address or an old name.',
    when: 'A declared smart host or MX leads to an endpoint that is not one of the tenant.',
    look: [
      'The MX target of the initial domain (`<tenant>.onmicrosoft.com`): it is the recommended smart host.',
      'Legacy names such as `mail.messaging.microsoft.com`, and addresses instead of names, in send connectors and devices.',
    ],
    semantics: ['ATTR-20', 'CMIS-35'],
  },
  {
    codes: ['451 4.4.4', '550 4.4.4'],
    aliases: ['ATTR5'],
    texts: [
      'Mail received as unauthenticated, incoming to a recipient domain configured in a hosted tenant which has no mail-enabled subscriptions. ATTR5',
    ],
    side: 'edge',
    title: 'The tenant of the recipient domain has no mail subscription',
    means:
      'The domain is verified in a tenant without a licence that includes mail. Sources differ on the basic status: 451 has been seen, 550 is printed.',
    when: 'tenant.licensed is false and the recipient domain is accepted there.',
    look: [
      'The licences of the tenant in which the domain is verified.',
      'Whether that is the tenant that should own the domain.',
    ],
    semantics: ['ACC-23'],
  },
  {
    codes: ['451 4.3.2', '451 4.4.3'],
    aliases: ['ATTR55', 'ATTR55.1', 'ATTR3.4'],
    texts: ['Temporary server error. Please try again later ATTR…'],
    side: 'edge',
    title: 'Attribution is unavailable for a moment',
    means: 'A transient fault inside the service; the sending server tries again.',
    when: notSimulated('it says nothing about the configuration'),
    look: ['Whether it lasts: the service health page of the tenant.'],
    semantics: ['ATTR-21'],
  },
  {
    codes: ['452 4.5.3'],
    aliases: ['ATTR38'],
    texts: ['Recipients belong to multiple regions ATTR38'],
    side: 'edge',
    title: 'The sender must split the transaction',
    means:
      'With ATTR38 the recipients live in different service regions; otherwise the transaction names more than 200 recipients of one domain. The sender delivers the rest in further transactions.',
    when: notSimulated(
      'it takes a later recipient of one transaction whose tenant lives in another region, or the 201st recipient of one domain, and a sender that splits the transaction loses nothing',
    ),
    look: ['Whether the sending server retries the refused recipients separately, as a mail server should.'],
    semantics: ['ATTR-25', 'LIM-14'],
  },
  {
    codes: ['550 5.7.711'],
    texts: ['Access denied, bad inbound connector. AS(2204)'],
    side: 'edge',
    title: 'The inbound connector is blocked because it was abused',
    means: 'The service saw abuse through this connector and refuses everything that comes by it.',
    when: notSimulated('a block is a state of the service and not a setting'),
    look: [
      '`Get-BlockedConnector`',
      'After cleaning up: `Remove-BlockedConnector -ConnectorId <id>`',
      'Who else can present the same address or certificate name.',
    ],
    semantics: ['INB-13', 'CMIS-40'],
  },
  {
    codes: ['550 5.4.1'],
    texts: ['Recipient address rejected: Access denied', '[user@domain]: Recipient address rejected: Access denied'],
    side: 'edge',
    title: 'The recipient is unknown in an authoritative domain (edge blocking)',
    means:
      'The accepted domain is Authoritative and the directory of Exchange Online does not know the address, so it is refused before anything else is looked at. The same status with `Relay Access Denied` comes from a next server that does not accept the domain.',
    when: 'The domain is Authoritative and no declared recipient has this address in the cloud: it does not exist, it is not synchronised, or it is a dynamic group on premises.',
    look: [
      '`Get-Recipient <address>` in Exchange Online',
      accepted,
      'How long ago the address was added: edge blocking can lag up to 24 hours.',
      'With recipients that exist on premises only: synchronise them, or make the domain InternalRelay.',
    ],
    semantics: ['ACC-4', 'ACC-5', 'ACC-6', 'ACC-7', 'ACC-8', 'CMIS-18', 'CMIS-19', 'CMIS-20'],
  },
  {
    codes: ['5.4.1', '554 5.7.1'],
    texts: ['Relay Access Denied', 'Relaying denied'],
    side: 'remote',
    title: 'The next server does not accept the recipient domain',
    means: 'The system that Exchange Online handed the message to does not take mail for this domain.',
    when: 'A declared partner, service or server does not accept the domain it is handed.',
    look: [
      '`Get-OutboundConnector | fl Name,RecipientDomains,SmartHosts,UseMXRecord`',
      'The MX of the recipient domain.',
    ],
    semantics: ['OUT-26'],
  },
];
