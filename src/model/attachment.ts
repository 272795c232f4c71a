/** A file that is attached to a message. What is not there, nobody says. */
export interface Attachment {
  /** File name; empty where the message gives none and Exchange makes one up. */
  readonly name: string;
  /** Bytes, decoded. */
  readonly size: number | undefined;
  /** What Exchange extracts of its text. */
  readonly text?: string;
  /** By its true type, not by its name (PRED-32). */
  readonly executable?: boolean;
  readonly passwordProtected?: boolean;
  /** Exchange cannot read files of its type (PRED-27). */
  readonly unsupported?: boolean;
  /** Scanning did not end within the limits (PRED-31). */
  readonly scanIncomplete?: boolean;
  /** Document properties by lower-case name; all that it has. */
  readonly properties?: ReadonlyMap<string, string>;
}
