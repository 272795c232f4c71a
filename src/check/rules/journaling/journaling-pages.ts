import type { Reference } from '../../check.ts';

/** The documents behind the checks of journaling. */
export const journalingPages = {
  journaling: {
    title: 'Journaling in Exchange Online',
    url: 'https://learn.microsoft.com/exchange/security-and-compliance/journaling/journaling',
  },
  setTransport: {
    title: 'Set-TransportConfig',
    url: 'https://learn.microsoft.com/powershell/module/exchange/set-transportconfig',
  },
} as const satisfies Record<string, Reference>;
