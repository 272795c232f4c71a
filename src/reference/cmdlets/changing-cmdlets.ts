import type { Pointer } from '../../model/source.ts';
import type { Provenance } from '../provenance.ts';
import { organizationConfig, transportConfig } from './organization-parameters.ts';
import { type ParameterForms, parameterForms } from './parameter-forms.ts';

/*
 * Cmdlets that change what a topology declares, with those of their parameters that mail flow hangs on. What is not
 * here is set by no command that mxproof writes.
 */

/** The pages that the parameters, their defaults and what knows no -WhatIf were read from. */
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

/** A cmdlet that makes objects. */
export interface CreatingCmdlet extends ChangingCmdlet {
  /** What it is given besides, whatever the object is. */
  readonly fixed?: readonly (readonly [parameter: string, value: string])[];
  /** Without these it makes nothing that the topology means. */
  readonly needs?: readonly string[];
  /** Whether the object is one of a server, which stands before its name. */
  readonly onServer?: true;
  /** Whether what it makes is disabled unless it is told otherwise. */
  readonly disabled?: true;
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
  readonly create?: CreatingCmdlet;
  /** The first that has a parameter sets it. */
  readonly update: readonly ChangingCmdlet[];
  readonly remove?: string;
  readonly removeWithoutWhatIf?: true;
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
  hostedConnectionFilterPolicies: parameterForms({ flag: 'EnableSafeList', list: 'IPAllowList IPBlockList' }),
  hostedContentFilterPolicies: parameterForms({
    list: 'AllowedSenderDomains AllowedSenders BlockedSenderDomains BlockedSenders',
  }),
  hostedOutboundSpamFilterPolicies: parameterForms({
    off: 'BccSuspiciousOutboundMail',
    choice: 'AutoForwardingMode=Automatic',
  }),
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
  hybridConfiguration: parameterForms({
    list: 'Domains EdgeTransportServers Features ReceivingTransportServers SendingTransportServers',
    text: 'OnPremisesSmartHost TlsCertificateName',
  }),
};

const journalRules = parameterForms({ text: 'Recipient', choice: 'JournalEmailAddress Scope=Global' });

const remoteDomains = parameterForms({
  on: 'NDREnabled',
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
  choice: 'Mode=Enforce FromScope SenderAddressLocation=Header SentToScope',
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

const journal = (side: ChangeableObjects['side']): ChangeableObjects => ({
  ...updated(`/${side}/journalRules`, journalRules, 'Set-JournalRule'),
  create: {
    cmdlet: 'New-JournalRule',
    parameters: all(journalRules),
    needs: ['JournalEmailAddress'],
    disabled: true,
  },
  remove: 'Remove-JournalRule',
  toggle: { properties: ['Enabled'], on: 'Enable-JournalRule', off: 'Disable-JournalRule' },
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
    ...updated('/tenant/organizationConfig', { ...organizationConfig, ...transportConfig }, 'Set-OrganizationConfig'),
    update: [
      { cmdlet: 'Set-OrganizationConfig', parameters: all(organizationConfig) },
      { cmdlet: 'Set-TransportConfig', parameters: all(transportConfig) },
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
    removeWithoutWhatIf: true,
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
  {
    ...updated('/onPremises/sendConnectors', onPremises.sendConnectors, 'Set-SendConnector'),
    create: { cmdlet: 'New-SendConnector', parameters: all(onPremises.sendConnectors), needs: ['AddressSpaces'] },
    remove: 'Remove-SendConnector',
  },
  {
    ...updated('/onPremises/receiveConnectors', onPremises.receiveConnectors, 'Set-ReceiveConnector'),
    create: {
      cmdlet: 'New-ReceiveConnector',
      parameters: all(onPremises.receiveConnectors),
      fixed: [['Usage', 'Custom']],
      needs: ['Bindings', 'RemoteIPRanges'],
      onServer: true,
    },
    remove: 'Remove-ReceiveConnector',
    rights: true,
  },
  updated('/onPremises/hybridConfiguration', onPremises.hybridConfiguration, 'Set-HybridConfiguration'),
  journal('tenant'),
  journal('onPremises'),
  {
    ...updated('/onPremises/acceptedDomains', onPremises.acceptedDomains, 'Set-AcceptedDomain'),
    create: { cmdlet: 'New-AcceptedDomain', parameters: ['DomainName', 'DomainType'] },
    update: [{ cmdlet: 'Set-AcceptedDomain', parameters: ['DomainType', 'MatchSubDomains'] }],
    remove: 'Remove-AcceptedDomain',
  },
  rules('onPremises'),
  remote('onPremises'),
];
