import type { Text } from '../../model/text.ts';
import type { MessageSource, SampleMessage } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { World } from '../../simulate/world.ts';

/** One topology, or several whose common classes are wanted: messages that none of them can tell apart. */
export type Worlds = readonly [World, ...World[]];

/** Who hands a message in, in the words of an intent's `from`. */
export type Party =
  | 'internet'
  | 'cloud'
  | 'onPremises'
  | `partner:${string}`
  | `service:${string}`
  | `server:${string}`;

/** Where messages begin and at whose door: all connections that the topology cannot tell apart. */
export interface Origin {
  /** `client`: somebody's program elsewhere, with the credentials of his mailbox. Own people, declared senders and partners may expect their mail to arrive; another customer of a shared service is a stranger. */
  readonly kind: 'stranger' | 'mailbox' | 'client' | 'declared' | 'partner' | 'otherCustomer';
  readonly party: Party;
  /** For people: `some host of the Internet, at the tenant`. */
  readonly label: Text;
  /** Absent: the sender's own mailbox. */
  readonly source: (Partial<MessageSource> & { readonly node: string }) | undefined;
  readonly deliverTo: SampleMessage['deliverTo'];
  /** An OnPremises connector says that the address is the organisation's, and nothing declared has it. */
  readonly claimed: boolean;
  /** How far from an ordinary message: of several counterexamples the plainest is shown. */
  readonly oddity: number;
}

/** Whose addresses the message carries: all pairs of envelope and header sender that the topology cannot tell apart. */
export interface Sender {
  readonly from: string;
  /** `''`: the null sender. */
  readonly mailFrom: string;
  /** The domain of the From header belongs to the own organisation. */
  readonly own: boolean;
  readonly type: 'normal' | 'ndr';
  /** It carries a DKIM signature of the From domain that still holds, whoever hands it in: a forwarder or a list does. */
  readonly signed: boolean;
  /** An outsider of whom nothing tells, writing in his own name. */
  readonly plain: boolean;
  readonly oddity: number;
}

/** Domains of the envelope and the header sender. */
export const namedDomains = ({ from, mailFrom }: Sender): readonly string[] =>
  [...new Set([domainOf(from), domainOf(mailFrom)])].filter((domain) => domain !== '');

/** Recipients that the topology cannot tell apart. */
export interface RecipientClass {
  /** One of them, who stands for all. */
  readonly address: string;
  /** How many declared ones it stands for; 0 for those that nobody declares. */
  readonly members: number;
  readonly where: 'cloud' | 'onPremises' | 'elsewhere' | 'undeclared' | 'unknown' | 'outside';
  readonly internalOnly: boolean;
  /** Its mailbox can send. */
  readonly mailbox: boolean;
}

/** What a message says beyond its addresses, and to whom else it goes. */
export interface Content {
  /** Further recipients, in lower case: they are there for what they make of the message, and are judged elsewhere. */
  readonly companions: ReadonlySet<string>;
  /** It says nothing: it is there for its further recipients alone. */
  readonly plain: boolean;
  readonly oddity: number;
}

/** Messages that the topology cannot tell apart, with one of them. */
export interface MessageClass {
  readonly origin: Origin;
  readonly sender: Sender;
  readonly recipient: RecipientClass;
  /** undefined: a plain one, which says nothing, to this recipient alone. */
  readonly content: Content | undefined;
  /** The same object for classes that follow one another and whose messages differ in the client's address and the door alone. */
  readonly kin: object;
  /** One message of the class, as it could stand under `messages`. */
  readonly witness: SampleMessage;
}

/** How far from an ordinary message to a declared recipient: of several messages that show the same, the plainest is shown. */
export const oddityOf = ({ origin, sender, recipient, content }: MessageClass): number =>
  origin.oddity + sender.oddity + (recipient.members > 0 ? 0 : 1) + (content?.oddity ?? 0);

/** Whether a copy is one of those that the class is about, and not of a further recipient's. */
export const isAbout = ({ content }: MessageClass, { recipient }: { readonly recipient: string }): boolean =>
  content?.companions.has(recipient.toLowerCase()) !== true;

/** Somebody whom the organisation neither is nor has engaged. */
export const isStranger = ({ kind }: Origin): boolean => kind === 'stranger' || kind === 'otherCustomer';
