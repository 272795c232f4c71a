import type { Certificate } from '../../model/certificate.ts';
import type { Pointer } from '../../model/source.ts';
import { type Text, text } from '../../model/text.ts';
import type { CertificateNotice, CertificateProblem } from './certificate-blocks.ts';
import type { RootStore } from './root-store.ts';

export interface CertificateFileOptions {
  /** The key under `certificates`. */
  readonly key: string;
  readonly at: Pointer;
  /** Path as written in the topology. */
  readonly file: string;
  /** Name of the environment variable, for wording; `password` is its value, undefined when it is not set. */
  readonly passwordEnv?: string | undefined;
  readonly password?: string | undefined;
  /** `publiclyTrusted` beside `file`; undefined: found out from the chain. */
  readonly publiclyTrusted?: boolean | undefined;
  /** `chainComplete` beside `file`, for a file that holds less than the server sends; undefined: found out. */
  readonly chainComplete?: boolean | undefined;
  /** Roots that count as public; default: those of Node.js. */
  readonly roots?: RootStore | undefined;
}

export type CertificateRead =
  | { readonly ok: true; readonly certificate: Certificate; readonly notices: readonly CertificateNotice[] }
  | { readonly ok: false; readonly problems: readonly [CertificateProblem, ...CertificateProblem[]] };

/** Reads the bytes of one file; what it needs was loaded before (`loadCertificateReader`). */
export type CertificateReader = (bytes: Uint8Array, options: CertificateFileOptions) => CertificateRead;

export type CertificateFailure = CertificateRead & { readonly ok: false };

/** A reading that ends with one problem. */
export const failed = (problem: Text, remedy: Text, line?: number): CertificateFailure => ({
  ok: false,
  problems: [{ line, problem, remedy }],
});

export const validForms: Text = text`Valid are PEM, DER, PKCS#7 (.p7b) and PKCS#12 (.pfx, with passwordEnv).`;
