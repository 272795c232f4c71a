import { type Text, text } from './text.ts';

/** From which of Exchange Online's addresses a message leaves (CFWD-4, CFWD-5, SRS-6). */
export type EgressPool = 'regular' | 'highRisk' | 'relay';

/** The same as it stands beside the word pool; in English it is the id of the contract. */
export const poolText: Readonly<Record<EgressPool, Text>> = {
  regular: text`regular`,
  highRisk: text`highRisk`,
  relay: text`relay`,
};
