import { type Text, text } from './text.ts';

/** How a leg is protected. Closed list of the contract (spec/cli.md), the weakest first. */
export type TlsLevel = 'none' | 'opportunistic' | 'encrypted' | 'verified';

/** The same as a word for people; in English it is the id of the contract. */
export const tlsText: Readonly<Record<TlsLevel, Text>> = {
  none: text`none`,
  opportunistic: text`opportunistic`,
  encrypted: text`encrypted`,
  verified: text`verified`,
};
