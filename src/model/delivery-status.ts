import { type Text, text } from './text.ts';

/** What became of one copy of a message. Closed list of the contract (spec/cli.md). */
export const statuses = [
  'delivered',
  'sent',
  'rejected',
  'bounced',
  'dropped',
  'quarantined',
  'held',
  'deferred',
  'looped',
  'undetermined',
] as const;
export type Status = (typeof statuses)[number];

/** How many copies fare so. */
export const copiesText: Readonly<Record<Status, (number: number) => Text>> = {
  delivered: (number) => text`${number} delivered`,
  sent: (number) => text`${number} sent`,
  rejected: (number) => text`${number} rejected`,
  bounced: (number) => text`${number} bounced`,
  dropped: (number) => text`${number} dropped`,
  quarantined: (number) => text`${number} quarantined`,
  held: (number) => text`${number} held`,
  deferred: (number) => text`${number} deferred`,
  looped: (number) => text`${number} looped`,
  undetermined: (number) => text`${number} undetermined`,
};

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

/** The folder of a mailbox that a copy reaches; in English it is the id of the contract. */
export const folderText: Readonly<Record<'inbox' | 'junk', Text>> = {
  inbox: text`inbox`,
  junk: text`junk`,
};
