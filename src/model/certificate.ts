import type { Instant } from '../base/time.ts';
import type { Pointer } from './source.ts';

/** What is known of one X.509 certificate, read from a file or declared; the two are equal alternatives. */
export interface Certificate {
  /** The key under `certificates` in the topology. */
  readonly key: string;
  readonly at: Pointer;
  readonly file: string | undefined;
  /** Distinguished name as written in a topology or printed by Exchange, most specific part first (`CN=mail.contoso.com`). */
  readonly subject: string;
  readonly commonName: string | undefined;
  /** dNSName entries of the subject alternative name, lower case, A-labels. */
  readonly dnsNames: readonly string[];
  readonly issuer: string | undefined;
  readonly notBefore: Instant | undefined;
  readonly notAfter: Instant | undefined;
  readonly trust:
    | { readonly trusted: true; readonly because: string }
    | { readonly trusted: false; readonly because: 'self-signed' | 'private issuer' | 'declared' };
  /** False: the intermediates that a client needs are not sent with it (ATTR-18). */
  readonly chainComplete: boolean;
  /** undefined: not declared. */
  readonly publicKey: { readonly algorithm: 'rsa' | 'ec' | 'ed25519' | 'other'; readonly bits: number } | undefined;
  /** Hash of the signature algorithm in lower case (`sha256`, `sha1`, `md5`); undefined: not declared. */
  readonly signatureHash: string | undefined;
  /** Extended key usages (`serverAuth`, `clientAuth`); empty: no restriction is stated; undefined: not declared. */
  readonly usages: readonly string[] | undefined;
  /** Key usages (RFC 5280 4.2.1.3: `digitalSignature`, `keyEncipherment`); absent: no restriction is stated or none declared. */
  readonly keyUsages?: readonly string[] | undefined;
}
