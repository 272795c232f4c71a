import type { Pointer } from './source.ts';
import type { Text } from './text.ts';

/** Values by Exchange's property names, as the document writes them. A property that is absent is not set. */
export type Properties = Readonly<Record<string, unknown>>;

/**
 * What an object of the topology was and what it shall be. For an object that exists on both sides only the properties
 * that differ are named, on both; `null` is the absence of the whole object.
 */
export interface ObjectChange {
  readonly target: 'object';
  /** The collection or single object of the document, such as `/tenant/inboundConnectors` or `/tenant/organizationConfig`. */
  readonly within: Pointer;
  /** Identity of the object in its collection; undefined where `within` is a single object. */
  readonly name: string | undefined;
  readonly before: Properties | null;
  readonly after: Properties | null;
  /** Of a recipient: what it is, on which the commands hang that change it. */
  readonly recipient?: RecipientObjects;
}

/** What a recipient is in either directory: its RecipientTypeDetails, where they are declared or the shorthand stands for them. */
export interface RecipientObjects {
  /** Its address, which its name in the document need not be. */
  readonly address: string;
  /** null: it is no recipient there; undefined: what it is there is not said. */
  readonly tenant: string | null | undefined;
  readonly onPremises: string | null | undefined;
  /** Whether the tenant's object is a copy of the one on-premises (IsDirSynced). */
  readonly isSynchronised: boolean;
}

/** All records of one name and type, before and after; data in the notation of RFC 1035 section 5.1. */
export interface DnsChange {
  readonly target: 'dns';
  /** Lower case, without a trailing dot. */
  readonly owner: string;
  readonly type: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Work that no command does, such as renewing a certificate. It leaves the topology as it is. */
export interface PersonChange {
  readonly target: 'person';
  readonly instruction: Text;
}

export type Change = ObjectChange | DnsChange | PersonChange;

/** `safe`: no message fares worse. `review`: one might. `disruptive`: one will. The proof of a plan must agree. */
export type Safety = 'safe' | 'review' | 'disruptive';

/** One way to cure a finding. */
export interface Fix {
  readonly title: Text;
  readonly safety: Safety;
  readonly changes: readonly [Change, ...Change[]];
}

/** The way back. Rollback is not written, it is derived. */
export function invert(change: Change): Change {
  return change.target === 'person' ? change : ({ ...change, before: change.after, after: change.before } as Change);
}

/** What a person does besides the commands. */
export const instructionsOf = ({ changes }: Pick<Fix, 'changes'>): readonly Text[] =>
  changes.flatMap((change) => (change.target === 'person' ? [change.instruction] : []));
