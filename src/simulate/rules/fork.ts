import type { Pointer } from '../../model/source.ts';
import type { OutboundConnector } from '../../model/topology.ts';
import type { DirectoryEntry } from '../directory.ts';
import type { Copy } from '../run.ts';
import type { RuledMessage } from './rule-owner.ts';

/** Where resolution leads a recipient. */
export type Destination =
  | { readonly kind: 'mailbox'; readonly entry: DirectoryEntry | undefined }
  /** Its recipients are not declared; it is taken to be a mailbox here. */
  | { readonly kind: 'assumed' }
  | { readonly kind: 'domain'; readonly domain: string };

/** A recipient after resolution (ORDER-10), which is what rules see (ORDER-16), with what they decided about its next hop. */
export interface Resolved {
  readonly copy: Copy;
  /** The object that the address belongs to; undefined: outside, or nobody declared. */
  readonly entry: DirectoryEntry | undefined;
  readonly destination: Destination;
  /** Mailboxes whose forwarding made the copy in this pass, the last one first; absent: none did. */
  readonly forwardedBy?: readonly string[];
  /** A rule names the connector (ACT-5); undefined: the routing decides. */
  readonly route?: RuleRoute;
  /** A rule demands TLS on the way out (ACT-19); where it says so. */
  readonly requireTls?: Pointer;
  /** A rule added it, and later rules are taken not to see it (PUNC-9). */
  readonly unseen?: true;
}

export interface RuleRoute {
  readonly rule: string;
  readonly at: Pointer;
  /** The name as written; without a connector that exists and is enabled, the reference dangles (ACT-5a). */
  readonly name: string;
  readonly connector: OutboundConnector | undefined;
}

/** The recipient with other values for some of its fields; `new-copy.ts` has the reason. */
export const resolvedWith = <Field extends keyof Resolved>(one: Resolved, changes: Pick<Resolved, Field>): Resolved =>
  Object.assign(
    {
      copy: one.copy,
      entry: one.entry,
      destination: one.destination,
      forwardedBy: one.forwardedBy,
      route: one.route,
      requireTls: one.requireTls,
      unseen: one.unseen,
    },
    changes,
  );

/** Copies that share all changes; a rule that matches some recipients only splits it (RULE-45 to RULE-48). */
export interface Fork {
  readonly message: RuledMessage;
  readonly recipients: readonly Resolved[];
  /** Later rules leave it alone (RULE-24). */
  readonly stopped: boolean;
}

/** The fork with other values for some of its fields; `new-copy.ts` has the reason. */
export const forkWith = <Field extends keyof Fork>(fork: Fork, changes: Pick<Fork, Field>): Fork =>
  Object.assign({ message: fork.message, recipients: fork.recipients, stopped: fork.stopped }, changes);
