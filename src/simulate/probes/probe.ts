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
  /** Meets the conditions of a mail flow rule: tells whether it acts and where it leads, and nothing else. */
  | 'rule';

export interface Probe {
  readonly purpose: ProbePurpose;
  readonly message: SampleMessage;
  /** Whether its sender may expect it to arrive. */
  readonly legitimate: boolean;
  /** For `inbound-direct`, `forged`, `relay`: the node at whose door it is handed in; for `connector`, `rule` and `returned`: that one. */
  readonly entry: string;
  /** For `rule`: the name of the message that is the same without the header field by which the rule spares some. */
  readonly unmarked?: string;
}
