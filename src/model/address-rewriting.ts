import type { PastedObject } from './topology.ts';

/** Get-AddressRewriteEntry: an Edge server shows an address of the organisation to the outside as another one (ARW-2). */
export interface AddressRewriteEntry extends PastedObject {
  readonly internal: RewrittenAddress;
  /** Of the same kind as `internal`; a domain for a domain with its subdomains. */
  readonly external: RewrittenAddress;
  /** Domains that a wildcard leaves alone. */
  readonly exceptions: readonly string[];
  /** Recipients of what comes in are not written back. */
  readonly outboundOnly: boolean;
}

/** One address in lower case, a domain, or a domain with all its subdomains (`*.x`). */
export type RewrittenAddress =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'domain' | 'wildcard'; readonly domain: string };
