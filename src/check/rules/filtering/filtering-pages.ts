import type { Reference } from '../../check.ts';

const defender = 'https://learn.microsoft.com/defender-office-365';
const cmdlets = 'https://learn.microsoft.com/powershell/module/exchange';

/** The documents behind the checks of filtering that are not about connectors. */
export const filteringPages = {
  allowLists: { title: 'Create safe sender lists', url: `${defender}/create-safe-sender-lists-in-office-365` },
  antiPhishing: { title: 'Anti-phishing policies', url: `${defender}/anti-phishing-policies-about` },
  trustedSealers: {
    title: 'Configure trusted ARC sealers',
    url: `${defender}/email-authentication-arc-configure`,
  },
  setContentFilter: {
    title: 'Set-HostedContentFilterPolicy',
    url: `${cmdlets}/set-hostedcontentfilterpolicy`,
  },
  outboundPolicies: {
    title: 'Configure outbound spam policies',
    url: `${defender}/outbound-spam-policies-configure`,
  },
  precedence: {
    title: 'Order and precedence of email protection',
    url: `${defender}/how-policies-and-protections-are-combined`,
  },
  setAntiPhish: { title: 'Set-AntiPhishPolicy', url: `${cmdlets}/set-antiphishpolicy` },
} as const satisfies Record<string, Reference>;
