import type { ReplySide } from '../reply-text.ts';

/** What a person who met a code wants to know. Sentences for people; commands stand in backticks. */
export interface CodeEntry {
  /** `550 5.7.64`, or `5.2.122` where no basic status is stated; `5.7.606-649` is a range of the last number. */
  readonly codes: readonly string[];
  /** Words of the text that are asked for on their own, `ATTR36`. */
  readonly aliases?: readonly string[];
  readonly texts: readonly string[];
  readonly side: ReplySide;
  readonly title: string;
  readonly means: string;
  /** The modelled condition that yields it, or why no simulation does. */
  readonly when: string;
  /** Settings, commands and headers to look at, most telling first. */
  readonly look: readonly string[];
  readonly semantics: readonly string[];
}

/** For codes that rest on what no topology states: volume, reputation, the state of a service. */
export const notSimulated = (reason: string): string => `No simulation yields it: ${reason}.`;
