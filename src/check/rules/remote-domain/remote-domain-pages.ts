import type { Reference } from '../../check.ts';

/** The documents behind the checks of remote domains. */
export const remoteDomainPages = {
  remoteDomains: {
    title: 'Remote domains in Exchange Online',
    url: 'https://learn.microsoft.com/exchange/mail-flow-best-practices/remote-domains/remote-domains',
  },
  newRemoteDomain: {
    title: 'New-RemoteDomain',
    url: 'https://learn.microsoft.com/powershell/module/exchange/new-remotedomain',
  },
  setRemoteDomain: {
    title: 'Set-RemoteDomain',
    url: 'https://learn.microsoft.com/powershell/module/exchange/set-remotedomain',
  },
} as const satisfies Record<string, Reference>;
