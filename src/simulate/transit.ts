import type { SampleMessage } from '../model/topology.ts';
import type { Content } from './content.ts';

/** The last ARC set of a message (AUTH-9). */
export interface ArcSeal {
  /** d= of the ARC-Seal. */
  readonly domain: string;
  /** The sealer found the sender authenticated. */
  readonly passed: boolean;
  /** The chain verifies: nobody changed the message after a seal. */
  readonly intact: boolean;
}

/**
 * The message as it is at one point of its way. Never edited; a change makes another. What may be missing is written as
 * undefined: all of them have all keys.
 */
export interface Transit {
  /** Envelope sender, `''` for the null sender. */
  readonly mailFrom: string;
  /** Address of the From header. */
  readonly from: string;
  /** Of a message that an inbox rule forwards: the sender before, whom rules of the same pass see (RULE-44). */
  readonly originalFrom: string | undefined;
  /** By lower-case name. */
  readonly headers: SampleMessage['headers'];
  /** Addresses that the Received headers name, newest first; null where the address is not known. */
  readonly received: readonly (string | null)[];
  /** Carries X-MS-Exchange-CrossPremises headers that say Internal (HDR-4). */
  readonly crossPremises: boolean;
  readonly dkim: readonly { readonly domain: string; readonly result: 'pass' | 'fail' | 'none' }[];
  /** Exchange Online marked it for the junk folder; the mark travels with its headers. */
  readonly junk: boolean;
  /** X-Forefront-Antispam-Report with which Exchange Online stamped it last, as far as it is known (SAFE-2, AUTH-3). */
  readonly sfv: string | undefined;
  readonly arc: ArcSeal | undefined;
  readonly type: SampleMessage['type'];
  readonly content: Content;
  /** It is a journal report: rules do not see it, and nobody journals it (RULE-28b, JRN-3). */
  readonly journalReport: boolean;
  /** Own servers have made journal reports about it. */
  readonly journaled: boolean;
}

/** The message with other values for some of its fields. */
export const transitWith = <Field extends keyof Transit>(transit: Transit, changes: Pick<Transit, Field>): Transit =>
  Object.assign(shaped(transit), changes);

/** Writes all fields at one place, for the reason that copies have (`new-copy.ts`). */
const shaped = (transit: Transit): Transit => ({
  mailFrom: transit.mailFrom,
  from: transit.from,
  originalFrom: transit.originalFrom,
  headers: transit.headers,
  received: transit.received,
  crossPremises: transit.crossPremises,
  dkim: transit.dkim,
  junk: transit.junk,
  sfv: transit.sfv,
  arc: transit.arc,
  type: transit.type,
  content: transit.content,
  journalReport: transit.journalReport,
  journaled: transit.journaled,
});
