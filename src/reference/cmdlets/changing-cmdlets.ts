import type { Pointer } from '../../model/source.ts';
import type { Provenance } from '../provenance.ts';
import { type ParameterForms, parameterForms } from './parameter-forms.ts';

/*
 * Cmdlets that change what a topology declares, with those of their parameters that mail flow hangs on. What is not
 * here is set by no command that mxproof writes.
 */

export const changingCmdletsSource: Provenance = {
  publisher: 'Microsoft',
  source: 'MicrosoftDocs/office-docs-powershell: exchange/exchange-ps/ExchangePowerShell/<cmdlet>.md',
  date: '2026-11-22',
};

/** A cmdlet with the parameters that it takes besides the identity. */
export interface ChangingCmdlet {
  readonly cmdlet: string;
  readonly parameters: readonly string[];
  /** Most cmdlets that change something can say what they would do; this one cannot. */
  readonly withoutWhatIf?: true;
}

/** A property that cmdlets of its own set. */
export interface Toggle {
  readonly properties: readonly string[];
  readonly on: string;
  readonly off: string;
}

/** How the objects of one place of the topology are made, changed and removed. */
export interface ChangeableObjects {
  readonly within: Pointer;
  readonly side: 'tenant' | 'onPremises';
  readonly forms: ParameterForms;
  readonly create?: ChangingCmdlet;
  /** The first that has a parameter sets it. */
  readonly update: readonly ChangingCmdlet[];
  readonly remove?: string;
  /** Its state; `Enabled` when an object is created. */
  readonly toggle?: Toggle;
  /** Whether `extendedRights` are given and taken by Add-ADPermission and Remove-ADPermission. */
  readonly rights?: true;
  /** What names the only object there is; without it such an object needs no identity. */
  readonly identity?: string;
}

const tenant = {
  inboundConnectors: parameterForms({
    on: 'Enabled RequireTls',
    off: 'CloudServicesMailEnabled EFSkipLastIP RestrictDomainsToCertificate RestrictDomainsToIPAddresses TreatMessagesAsInternal',
    list: 'AssociatedAcceptedDomains EFSkipIPs EFUsers SenderDomains SenderIPAddresses TrustedOrganizations',
    text: 'TlsSenderCertificateName',
    choice: 'ConnectorType',
  }),
  outboundConnectors: parameterForms({
    on: 'Enabled UseMXRecord',
    off: 'AllAcceptedDomains CloudServicesMailEnabled IsTransportRuleScoped RouteAllMessagesViaOnPremises SenderRewritingEnabled TestMode',
    list: 'RecipientDomains SmartHosts',
    text: 'TlsDomain TlsSettings',
    choice: 'ConnectorType MtaStsMode SmtpDaneMode',
  }),
  acceptedDomains: parameterForms({
    off: 'MatchSubDomains OutboundOnly',
    flag: 'SendingFromDomainDisabled SendingToDomainDisabled',
    choice: 'DomainType=Authoritative',
  }),
  organizationConfig: parameterForms({ off: 'RejectDirectSend', flag: 'SmtpClientAuthenticationDisabled' }),
  hostedConnectionFilterPolicies: parameterForms({ flag: 'EnableSafeList', list: 'IPAllowList IPBlockList' }),
  hostedContentFilterPolicies: parameterForms({
    list: 'AllowedSenderDomains AllowedSenders BlockedSenderDomains BlockedSenders',
  }),
  hostedOutboundSpamFilterPolicies: parameterForms({ choice: 'AutoForwardingMode=Automatic' }),
  hostedOutboundSpamFilterRules: parameterForms({
    list: 'ExceptIfFrom ExceptIfFromMemberOf ExceptIfSenderDomainIs From FromMemberOf SenderDomainIs',
    number: 'Priority',
    choice: 'HostedOutboundSpamFilterPolicy',
  }),
  antiPhishPolicies: parameterForms({ flag: 'EnableSpoofIntelligence HonorDmarcPolicy' }),
  dkimSigningConfigs: parameterForms({ flag: 'Enabled' }),
  arcConfig: parameterForms({ list: 'ArcTrustedSealers' }),
};

const onPremises = {
  sendConnectors: parameterForms({
    on: 'DNSRoutingEnabled Enabled',
    off: 'CloudServicesMailEnabled RequireTLS',
    flag: 'DomainSecureEnabled FrontendProxyEnabled IgnoreSTARTTLS IsScopedConnector',
    list: 'AddressSpaces SmartHosts SourceTransportServers',
    text: 'Fqdn TlsAuthLevel TlsCertificateName TlsDomain',
    number: 'Port',
  }),
  receiveConnectors: parameterForms({
    on: 'Enabled',
    off: 'RequireTLS',
    list: 'Bindings RemoteIPRanges TlsDomainCapabilities',
    flags: 'AuthMechanism PermissionGroups',
    text: 'Fqdn TlsCertificateName',
  }),
  acceptedDomains: parameterForms({ off: 'MatchSubDomains', choice: 'DomainType=Authoritative DomainName' }),
  addressRewriteEntries: parameterForms({ flag: 'OutboundOnly' }),
};

const remoteDomains = parameterForms({
  off: 'IsInternal',
  // On-premises the built-in domain has other defaults than the domains that somebody creates.
  flag: 'AutoForwardEnabled AutoReplyEnabled TargetDeliveryDomain TrustedMailInboundEnabled TrustedMailOutboundEnabled',
  choice: 'AllowedOOFType=External DomainName',
});

const transportRules = {
  off: 'StopRuleProcessing',
  list: 'ExceptIfHeaderContainsWords ExceptIfHeaderMatchesPatterns ExceptIfRecipientDomainIs ExceptIfSenderDomainIs ExceptIfSenderIpRanges HeaderContainsWords HeaderMatchesPatterns RecipientDomainIs SenderDomainIs SenderIpRanges',
  text: 'ExceptIfHeaderContainsMessageHeader ExceptIfHeaderMatchesMessageHeader HeaderContainsMessageHeader HeaderMatchesMessageHeader SetHeaderName SetHeaderValue SetSCL',
  number: 'Priority',
  choice: 'Mode=Enforce FromScope SentToScope',
};

const all = (forms: ParameterForms, ...without: readonly string[]): readonly string[] =>
  Object.keys(forms).filter((name) => !without.includes(name));

const updated = (within: Pointer, forms: ParameterForms, cmdlet: string): ChangeableObjects => ({
  within,
  side: within.startsWith('/onPremises/') ? 'onPremises' : 'tenant',
  forms,
  update: [{ cmdlet, parameters: all(forms) }],
});

const rules = (side: ChangeableObjects['side']): ChangeableObjects => {
  const forms = parameterForms(
    side === 'onPremises'
      ? transportRules
      : {
          ...transportRules,
          // Exchange Online alone routes by rule.
          off: `${transportRules.off} RouteMessageOutboundRequireTls`,
          text: `${transportRules.text} RouteMessageOutboundConnector`,
        },
  );
  return {
    ...updated(`/${side}/transportRules`, forms, 'Set-TransportRule'),
    create: { cmdlet: 'New-TransportRule', parameters: all(forms) },
    remove: 'Remove-TransportRule',
    toggle: { properties: ['State', 'Enabled'], on: 'Enable-TransportRule', off: 'Disable-TransportRule' },
  };
};

const remote = (side: ChangeableObjects['side']): ChangeableObjects => ({
  ...updated(`/${side}/remoteDomains`, remoteDomains, 'Set-RemoteDomain'),
  create: { cmdlet: 'New-RemoteDomain', parameters: ['DomainName'] },
  update: [{ cmdlet: 'Set-RemoteDomain', parameters: all(remoteDomains, 'DomainName') }],
  remove: 'Remove-RemoteDomain',
});

export const changeableObjects: readonly ChangeableObjects[] = [
  {
    ...updated('/tenant/inboundConnectors', tenant.inboundConnectors, 'Set-InboundConnector'),
    create: {
      cmdlet: 'New-InboundConnector',
      parameters: all(
        tenant.inboundConnectors,
        'EFSkipLastIP',
        'EFSkipIPs',
        'EFUsers',
        'TreatMessagesAsInternal',
        'TrustedOrganizations',
      ),
    },
    remove: 'Remove-InboundConnector',
  },
  {
    ...updated('/tenant/outboundConnectors', tenant.outboundConnectors, 'Set-OutboundConnector'),
    create: { cmdlet: 'New-OutboundConnector', parameters: all(tenant.outboundConnectors) },
    update: [
      { cmdlet: 'Set-OutboundConnector', parameters: all(tenant.outboundConnectors, 'MtaStsMode', 'SmtpDaneMode') },
    ],
    remove: 'Remove-OutboundConnector',
  },
  updated('/tenant/acceptedDomains', tenant.acceptedDomains, 'Set-AcceptedDomain'),
  {
    ...updated('/tenant/organizationConfig', tenant.organizationConfig, 'Set-OrganizationConfig'),
    update: [
      { cmdlet: 'Set-OrganizationConfig', parameters: ['RejectDirectSend'] },
      { cmdlet: 'Set-TransportConfig', parameters: ['SmtpClientAuthenticationDisabled'] },
    ],
  },
  rules('tenant'),
  remote('tenant'),
  updated(
    '/tenant/hostedConnectionFilterPolicies',
    tenant.hostedConnectionFilterPolicies,
    'Set-HostedConnectionFilterPolicy',
  ),
  updated('/tenant/hostedContentFilterPolicies', tenant.hostedContentFilterPolicies, 'Set-HostedContentFilterPolicy'),
  {
    ...updated(
      '/tenant/hostedOutboundSpamFilterPolicies',
      tenant.hostedOutboundSpamFilterPolicies,
      'Set-HostedOutboundSpamFilterPolicy',
    ),
    create: {
      cmdlet: 'New-HostedOutboundSpamFilterPolicy',
      parameters: all(tenant.hostedOutboundSpamFilterPolicies),
      withoutWhatIf: true,
    },
    remove: 'Remove-HostedOutboundSpamFilterPolicy',
  },
  {
    ...updated(
      '/tenant/hostedOutboundSpamFilterRules',
      tenant.hostedOutboundSpamFilterRules,
      'Set-HostedOutboundSpamFilterRule',
    ),
    create: {
      cmdlet: 'New-HostedOutboundSpamFilterRule',
      parameters: all(tenant.hostedOutboundSpamFilterRules),
    },
    remove: 'Remove-HostedOutboundSpamFilterRule',
    toggle: {
      properties: ['State', 'Enabled'],
      on: 'Enable-HostedOutboundSpamFilterRule',
      off: 'Disable-HostedOutboundSpamFilterRule',
    },
  },
  updated('/tenant/antiPhishPolicies', tenant.antiPhishPolicies, 'Set-AntiPhishPolicy'),
  updated('/tenant/dkimSigningConfigs', tenant.dkimSigningConfigs, 'Set-DkimSigningConfig'),
  { ...updated('/tenant/arcConfig', tenant.arcConfig, 'Set-ArcConfig'), identity: 'Default' },
  updated('/onPremises/addressRewriteEntries', onPremises.addressRewriteEntries, 'Set-AddressRewriteEntry'),
  updated('/onPremises/sendConnectors', onPremises.sendConnectors, 'Set-SendConnector'),
  { ...updated('/onPremises/receiveConnectors', onPremises.receiveConnectors, 'Set-ReceiveConnector'), rights: true },
  {
    ...updated('/onPremises/acceptedDomains', onPremises.acceptedDomains, 'Set-AcceptedDomain'),
    create: { cmdlet: 'New-AcceptedDomain', parameters: ['DomainName', 'DomainType'] },
    update: [{ cmdlet: 'Set-AcceptedDomain', parameters: ['DomainType', 'MatchSubDomains'] }],
    remove: 'Remove-AcceptedDomain',
  },
  rules('onPremises'),
  remote('onPremises'),
];
