import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Run, Transit } from '../run.ts';
import type { Resolved } from './fork.ts';
import { type People, peopleOf } from './people.ts';
import type { RuledMessage } from './rule-owner.ts';
import type { Truth } from './truth.ts';

/** What a rule is evaluated on: the message as earlier rules left it (RULE-22), with the recipients of its fork (RULE-47). */
export interface Scene {
  readonly run: Run;
  readonly message: RuledMessage;
  readonly people: People;
  /** Those that predicates see. */
  readonly recipients: readonly Resolved[];
}

/** What a predicate answers for one recipient; what is the same for all of them disregards it. */
export type Test = (scene: Scene, recipient: Resolved) => Truth;

export function sceneOf(
  run: Run,
  message: RuledMessage,
  recipients: readonly Resolved[],
  people: People = peopleOf(run.world, message.owner),
): Scene {
  return {
    run,
    message,
    people,
    recipients: recipients.some((one) => one.unseen) ? recipients.filter((one) => one.unseen !== true) : recipients,
  };
}

/** The header and the envelope address of the sender that SenderAddressLocation selects (RULE-34); the null sender is none. */
export function senderAddresses(
  { message: { transit } }: Scene,
  location: 'Header' | 'Envelope' | 'HeaderOrEnvelope',
): readonly string[] {
  const envelope = transit.mailFrom === '' ? [] : [transit.mailFrom];
  switch (location) {
    case 'Header':
      return [headerSender(transit)].filter((one) => one !== '');
    case 'Envelope':
      return envelope;
    case 'HeaderOrEnvelope':
      return [headerSender(transit), ...envelope].filter((one) => one !== '');
  }
}

/** The sender that rules take from the header: of what an inbox rule forwards, the one before (RULE-44). */
export const headerSender = ({ from, originalFrom }: Transit): string => originalFrom ?? from;

/** The primary address (ORDER-16); a contact's is the one outside that it stands for. */
export function addressOf({ copy, entry }: Resolved): string {
  if (entry === undefined) return copy.address;
  return entry.kind === 'contact' ? (entry.target ?? entry.primary) : entry.primary;
}

/** The domain, or any of its subdomains (RULE-37). */
export const inDomain = (address: string, domain: string): boolean => {
  const own = domainOf(address);
  return own === domain || own.endsWith(`.${domain}`);
};

/** The address of the last system before the service (RULE-43). `none`: a mailbox or client handed it in here. */
export function lastAddress({ run, message }: Scene): string | 'none' | undefined {
  const hop = run.hops[message.hop];
  if (hop === undefined || hop.helo === null) return 'none';
  return hop.sourceIp ?? undefined;
}
