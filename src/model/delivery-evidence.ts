import type { Evidence } from './source.ts';
import { type Text, text } from './text.ts';

/** What a delivered message or a message trace may say about a message, in the order of its way. */
export const aspects = [
  'route',
  'connecting address',
  'inbound connector',
  'attribution',
  'directionality',
  'authAs',
  'spf',
  'dkim',
  'dmarc',
  'scl',
  'outbound connector',
  'status',
] as const;
export type Aspect = (typeof aspects)[number];

/** An aspect as words for people; in English it is what deviations of a comparison name. */
export const comparedText: Readonly<Record<Aspect, Text>> = {
  route: text`route`,
  'connecting address': text`connecting address`,
  'inbound connector': text`inbound connector`,
  attribution: text`attribution`,
  directionality: text`directionality`,
  authAs: text`authAs`,
  spf: text`spf`,
  dkim: text`dkim`,
  dmarc: text`dmarc`,
  scl: text`scl`,
  'outbound connector': text`outbound connector`,
  status: text`status`,
};

/** One thing that the evidence says, and where. */
export interface Said extends Evidence {
  /** As the evidence writes it. */
  readonly value: string;
  /** Values of a trace that it stands for. */
  readonly means: readonly string[];
}

/** One Received field: who took the message from whom. */
export interface RelayStep extends Evidence {
  /** Host that wrote the field. */
  readonly by: string | undefined;
  /** Address of the client, in canonical text. */
  readonly client: string | undefined;
  readonly helo: string | undefined;
  /** Handed in by a mailbox (`with mapi`, `via Mailbox Transport`), not by a host. */
  readonly fromMailbox: boolean;
}

/** What is known of one message, or of its copy for one recipient, after the fact. */
export interface DeliveryEvidence {
  readonly kind: 'headers' | 'message-trace';
  /** Name under which it is compared: the Message-ID where there is one. */
  readonly name: string;
  readonly from: string | undefined;
  /** Envelope sender, `<>` for none; undefined: not said. */
  readonly mailFrom: string | undefined;
  readonly recipients: readonly string[];
  readonly subject: string | undefined;
  /** The client that the tenant saw. */
  readonly client: { readonly address: string; readonly helo: string | undefined } | undefined;
  /** Oldest first; empty where the evidence has no Received fields. */
  readonly steps: readonly RelayStep[];
  readonly facts: ReadonlyMap<Aspect, Said>;
  /** What is a property of the message and no prediction: its signatures, and what content filtering found. */
  readonly dkim: readonly { readonly domain: string; readonly result: 'pass' | 'fail' }[];
  readonly verdict: string | undefined;
}
