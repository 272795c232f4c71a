import { type Text, text } from '../model/text.ts';
import type { Status } from './trace.ts';

/** What becomes of a copy, as a word for people; in English it is the id of the contract. */
export const statusText: Readonly<Record<Status, Text>> = {
  delivered: text`delivered`,
  sent: text`sent`,
  rejected: text`rejected`,
  bounced: text`bounced`,
  dropped: text`dropped`,
  quarantined: text`quarantined`,
  held: text`held`,
  deferred: text`deferred`,
  looped: text`looped`,
  undetermined: text`undetermined`,
};
