import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Run, Transit } from '../run.ts';
import type { Resolved } from './fork.ts';
import type { HeldLists } from './match-text.ts';
import { type People, peopleOf } from './people.ts';
import type { RuledMessage } from './rule-owner.ts';
import type { Truth } from './truth.ts';

/** Where a predicate takes the sender's address from (RULE-7). */
export type SenderLocation = 'Header' | 'Envelope' | 'HeaderOrEnvelope';

/** What a rule is evaluated on: the message as earlier rules left it (RULE-22), with the recipients of its fork (RULE-47). */
export interface Scene {
  readonly run: Run;
  readonly message: RuledMessage;
  readonly people: People;
  /** Those that predicates see. */
  readonly recipients: readonly Resolved[];
  /** The header and the envelope address of the sender (RULE-34); the null sender is none. */
  readonly senders: Readonly<Record<SenderLocation, readonly string[]>>;
  /** What was found out about it already; many rules ask the same. */
  readonly known: Map<object | string, boolean>;
  /** Which words and patterns of all rules its subject, its body and its sender may hold; found out when first asked. */
  readonly read: {
    subject: HeldLists | undefined;
    body: HeldLists | undefined;
    /** Of each address of the sender. */
    readonly senders: Partial<Record<SenderLocation, readonly HeldLists[]>>;
  };
}

/** What a predicate answers for one recipient; what is the same for all of them disregards it. */
export type Test = (scene: Scene, recipient: Resolved) => Truth;

export function sceneOf(
  run: Run,
  message: RuledMessage,
  recipients: readonly Resolved[],
  people: People = peopleOf(run.world, message.owner),
): Scene {
  const { mailFrom } = message.transit;
  const from = headerSender(message.transit);
  const Header = from === '' ? [] : [from];
  const Envelope = mailFrom === '' ? [] : [mailFrom];
  return {
    run,
    message,
    people,
    recipients: recipients.some((one) => one.unseen) ? recipients.filter((one) => one.unseen !== true) : recipients,
    senders: { Header, Envelope, HeaderOrEnvelope: [...Header, ...Envelope] },
    known: new Map(),
    read: { subject: undefined, body: undefined, senders: {} },
  };
}

/** The answer of before, else the one that is found out now. */
export function remembered({ known }: Scene, about: object | string, find: () => boolean): boolean {
  const before = known.get(about);
  if (before !== undefined) return before;
  const found = find();
  known.set(about, found);
  return found;
}

/** The sender that rules take from the header: of what an inbox rule forwards, the one before (RULE-44). */
export const headerSender = ({ from, originalFrom }: Transit): string => originalFrom ?? from;

/** The domain, or any of its subdomains (RULE-37). */
export const inDomain = (address: string, domain: string): boolean => {
  const own = domainOf(address);
  return own === domain || own.endsWith(`.${domain}`);
};

/** Domains that a rule names; `all`: one of them is `*`. */
export type DomainNames = ReadonlySet<string> | 'all';

/** Whether the address is in one of the domains, or in one of their subdomains (RULE-37). */
export const isInDomains = ({ people }: Scene, address: string, names: DomainNames): boolean =>
  names === 'all' || people.domainsOf(address).some((one) => names.has(one));

/** The primary address (ORDER-16); a contact's is the one outside that it stands for. */
export function addressOf({ copy, entry }: Resolved): string {
  if (entry === undefined) return copy.address;
  return entry.kind === 'contact' ? (entry.target ?? entry.primary) : entry.primary;
}

/** The address of the last system before the service (RULE-43). `none`: a mailbox or client handed it in here. */
export function lastAddress({ run, message }: Scene): string | 'none' | undefined {
  const hop = run.hops[message.hop];
  if (hop === undefined || hop.helo === null) return 'none';
  return hop.sourceIp ?? undefined;
}
