import type { Pointer } from '../../model/source.ts';
import type { SampleMessage } from '../../model/topology.ts';

/** What a message of our own is sent for. */
export type ProbePurpose =
  /** A sample of the user's. */
  | 'declared'
  /** An outsider writes to somebody, over the MX. */
  | 'inbound'
  /** An outsider hands the same in elsewhere: at the tenant's endpoint, at a server, at a service. */
  | 'inbound-direct'
  /** An outsider uses an own domain as sender. */
  | 'forged'
  /** Somebody writes to an address that does not exist. */
  | 'unknown-recipient'
  /** An outsider writes to an outsider: nobody should take it. */
  | 'relay'
  /** A mailbox writes to the outside. */
  | 'outbound'
  /** A server, service or application sends as it declares. */
  | 'sending'
  /** A message without envelope sender, from an own server to the outside. */
  | 'null-sender'
  /** Between own mailboxes. */
  | 'internal'
  /** To or from a partner. */
  | 'partner'
  /** What a connector is for, whoever is declared to send it: tells which connector takes it, and nothing else. */
  | 'connector'
  /** To somebody whose mail goes on to somebody else. */
  | 'forward'
  /** A report to the sender that Exchange Online writes for relayed mail: tells whether anybody gets it, and nothing else. */
  | 'returned'
  /** A stranger writes over TLS as somebody of a domain that a Partner connector names: tells whether he is told apart, and nothing else. */
  | 'imitation'
  /** To a domain for which a remote domain settles what leaves: tells what its settings do, and nothing else. */
  | 'remote-domain'
  /** Meets the conditions of a mail flow rule: tells whether it acts and where it leads, and nothing else. */
  | 'rule';

export interface Probe {
  readonly purpose: ProbePurpose;
  readonly message: SampleMessage;
  /** Whether its sender may expect it to arrive. */
  readonly legitimate: boolean;
  /** For `inbound-direct`, `forged`, `relay`: the node at whose door it is handed in; for those that only ask: what it is asked of. */
  readonly entry: string;
  /** For `rule`: the name of the message that is the same but for one thing, with which it is compared. */
  readonly besides?: string;
  /** For `rule`: what is asked of it beyond whether the rule acts. */
  readonly asks?: RuleQuestion;
  /** For `rule`: the value of the rule that is asked about, where it is one. */
  readonly value?: Pointer;
}

/** In what a message for a rule is another than the plain one. */
export type RuleQuestion =
  /** It has the text already that the rule adds. */
  | 'again'
  /** It is signed, so that its text cannot be changed. */
  | 'sealed'
  /** It goes to somebody else, too, whom the rule does not name. */
  | 'bystander'
  /** It goes to that one alone. */
  | 'alone'
  /** It goes to a group that SentTo names. */
  | 'group'
  /** It has what a word with an asterisk would mean if that were a wildcard. */
  | 'wildcard'
  /** It goes to an alias of which the rule speaks. */
  | 'alias'
  /** The spam filter finds spam in it. */
  | 'filtered'
  /** It is as large as the rule asks, between those whose limits are the highest. */
  | 'large'
  /** The same without the size. */
  | 'small'
  /** It goes to a mailbox that the rule spares as a sender. */
  | 'spared';
