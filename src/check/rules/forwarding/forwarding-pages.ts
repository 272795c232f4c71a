import type { Reference } from '../../check.ts';

/** The documents behind the checks of automatic forwarding. */
export const forwardingPages = {
  external: {
    title: 'Configure and control external email forwarding in Microsoft 365',
    url: 'https://learn.microsoft.com/defender-office-365/outbound-spam-policies-external-email-forwarding',
  },
  setPolicy: {
    title: 'Set-HostedOutboundSpamFilterPolicy',
    url: 'https://learn.microsoft.com/powershell/module/exchange/set-hostedoutboundspamfilterpolicy',
  },
  setMailbox: {
    title: 'Set-Mailbox',
    url: 'https://learn.microsoft.com/powershell/module/exchange/set-mailbox',
  },
  remoteDomains: {
    title: 'Remote domains in Exchange Online',
    url: 'https://learn.microsoft.com/exchange/mail-flow-best-practices/remote-domains/remote-domains',
  },
} as const satisfies Record<string, Reference>;
