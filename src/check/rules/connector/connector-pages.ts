import type { Reference } from '../../check.ts';

const mailFlow = 'https://learn.microsoft.com/exchange/mail-flow-best-practices/use-connectors-to-configure-mail-flow';
const cmdlets = 'https://learn.microsoft.com/powershell/module/exchange';
const blog = 'https://techcommunity.microsoft.com/blog/exchange';

/** The documents behind the checks of connectors. */
export const connectorPages = {
  routeMail: {
    title: 'Set up connectors to route mail between Microsoft 365 and your own email servers',
    url: `${mailFlow}/set-up-connectors-to-route-mail`,
  },
  partner: {
    title: 'Set up connectors for secure mail flow with a partner organization',
    url: `${mailFlow}/set-up-connectors-for-secure-mail-flow-with-a-partner`,
  },
  connectors: {
    title: 'Configure mail flow using connectors',
    url: `${mailFlow}/use-connectors-to-configure-mail-flow`,
  },
  conditional: { title: 'Conditional mail routing', url: `${mailFlow}/conditional-mail-routing` },
  enhancedFiltering: {
    title: 'Enhanced filtering for connectors',
    url: `${mailFlow}/enhanced-filtering-for-connectors`,
  },
  connectionFilter: {
    title: 'Configure connection filtering',
    url: 'https://learn.microsoft.com/defender-office-365/connection-filter-policies-configure',
  },
  outboundPools: {
    title: 'Outbound delivery pools',
    url: 'https://learn.microsoft.com/defender-office-365/outbound-spam-high-risk-delivery-pool-about',
  },
  newInbound: { title: 'New-InboundConnector', url: `${cmdlets}/new-inboundconnector` },
  newOutbound: { title: 'New-OutboundConnector', url: `${cmdlets}/new-outboundconnector` },
  attribution: { title: 'Office 365 Message Attribution', url: `${blog}/office-365-message-attribution/749143` },
  relay: {
    title: 'Updated Requirements for SMTP Relay through Exchange Online',
    url: `${blog}/updated-requirements-for-smtp-relay-through-exchange-online/3851357`,
  },
  certificates: {
    title: 'TLS Certificates in Exchange Hybrid: Common Issues and How to Fix them',
    url: `${blog}/tls-certificates-in-exchange-hybrid-%E2%80%93-common-issues--how-to-fix-them/4420592`,
  },
} as const satisfies Record<string, Reference>;
