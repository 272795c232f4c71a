import type { Attachment } from './attachment.ts';
import type { Certificate } from './certificate.ts';
import type { ContentVerdict } from './filtering.ts';
import type { HeaderFields } from './header-fields.ts';
import type { MessageFile } from './message-file.ts';
import type { MessageType } from './message-type.ts';
import type { Pointer } from './source.ts';
import type { TextValue } from './text.ts';
import type { Written } from './topology.ts';

/** A message as one writes it under `messages`: a sample of the user's, or one of ours. */
export interface SampleMessage {
  readonly at: Pointer;
  /** As the user wrote it, or words of ours for a message of our own. */
  readonly name: TextValue;
  /** Header From. */
  readonly from: string;
  /** Envelope sender; `''` is the null sender. */
  readonly mailFrom: string;
  /** Recipients of the envelope in the order to, cc, bcc; no duplicates. */
  readonly recipients: readonly (Written & { readonly box: 'to' | 'cc' | 'bcc' })[];
  readonly source: MessageSource | undefined;
  readonly deliverTo:
    | (Written & ({ readonly kind: 'mx' | 'tenant' } | { readonly kind: 'host'; readonly host: string }))
    | undefined;
  readonly subject: string;
  readonly headers: HeaderFields;
  readonly body: string;
  readonly attachments: readonly Attachment[];
  readonly size: number | undefined;
  readonly type: MessageType;
  readonly dkim: readonly { readonly domain: string; readonly result: 'pass' | 'fail' | 'none' }[];
  /** True where the message said so itself, and not by default. */
  readonly dkimDeclared: boolean;
  readonly authenticated: boolean;
  readonly verdict: ContentVerdict;
  /** Names of transport rules whose evaluation fails for this message; absent: none. */
  readonly ruleErrors?: readonly string[];
  /** The RFC 5322 message that it is; absent: the fields above are all there is. */
  readonly eml?: MessageFile;
  /** One for all recipients (key `*`), or one a recipient; undefined: nothing is expected. */
  readonly expect: ReadonlyMap<string, Expectation> | undefined;
}

/** A sample that the document declares, under its own name. */
export interface DeclaredMessage extends SampleMessage {
  readonly name: string;
}

/** A declared node (`internet`, `tenant`, `server:x` …), or some host of the Internet with what is known of it. */
export interface MessageSource {
  readonly at: Pointer;
  readonly node: string;
  readonly address: string | undefined;
  readonly helo: string | undefined;
  readonly certificate: Certificate | undefined;
  readonly certificateNames?: readonly string[];
  readonly tls: 'none' | 'opportunistic';
}

/** `expect` as written: each key with its value or list of values, in order. */
export interface Expectation {
  readonly at: Pointer;
  readonly values: ReadonlyMap<
    string,
    { readonly at: Pointer; readonly list: boolean; readonly values: readonly (string | boolean | number | null)[] }
  >;
}
