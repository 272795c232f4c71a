/** What a message file says beyond the fields that a sample message can declare. */
export interface MessageFile {
  /** As written in the topology. */
  readonly path: string;
  /** What the envelope sender was taken from; `type`: messages of its type have none; undefined: it is declared. */
  readonly senderFrom: 'Return-Path' | 'Sender' | 'From' | 'type' | undefined;
  /** Addresses of the To and Cc fields, which need not be the envelope's; undefined: declared beside the file. */
  readonly to: readonly string[] | undefined;
  readonly cc: readonly string[] | undefined;
  /** The text of the HTML part where it says something else than the body; which of the two rules read is not documented. */
  readonly otherBody: string | undefined;
  /** Character sets that its text parts name. */
  readonly charsets: readonly string[];
  /** Its MIME parts, the multiparts themselves included. */
  readonly parts: number;
  /** Multiparts inside each other, at the deepest place. */
  readonly levels: number;
  /** Domains of its DKIM signatures, which nobody has verified. */
  readonly signedBy: readonly string[];
}
