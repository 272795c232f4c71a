declare module 'spf-parse' {
  /** Throws for nothing that a string can hold; what it cannot read is a message. */
  export default function parse(record: string): {
    readonly mechanisms?: readonly {
      readonly prefix?: string;
      readonly type: string;
      readonly value?: string;
    }[];
    readonly messages?: readonly { readonly type: string; readonly message: string }[];
    readonly valid: boolean;
  };
}
