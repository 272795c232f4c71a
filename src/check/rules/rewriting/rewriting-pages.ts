import type { Reference } from '../../check.ts';

/** The documents behind the checks of address rewriting. */
export const rewritingPages = {
  rewriting: {
    title: 'Address rewriting on Edge Transport servers',
    url: 'https://learn.microsoft.com/exchange/architecture/edge-transport-servers/address-rewriting',
  },
  newEntry: {
    title: 'New-AddressRewriteEntry',
    url: 'https://learn.microsoft.com/powershell/module/exchange/new-addressrewriteentry',
  },
} as const satisfies Record<string, Reference>;
