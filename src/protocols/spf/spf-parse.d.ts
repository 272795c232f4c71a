declare module 'spf-parse' {
  export interface SpfParseTerm {
    readonly prefix?: string;
    readonly type?: string;
    readonly value?: string | null;
  }
  export interface SpfParseResult {
    /** The version first, then the terms in order; cut short after some errors. */
    readonly mechanisms: readonly SpfParseTerm[];
    readonly messages?: readonly { readonly message: string; readonly type: string }[];
    readonly valid: boolean;
  }
  export default function parse(record: string): SpfParseResult;
}
