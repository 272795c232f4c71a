import type { Safety } from '../../../model/change.ts';
import { type Text, text } from '../../../model/text.ts';

/** How risky a step is, in a word. */
export const safetyWords: Readonly<Record<Safety, Text>> = {
  safe: text`safe`,
  review: text`review`,
  disruptive: text`disruptive`,
};

/** The colour of it. */
export const safetyMoods = { safe: 'good', review: 'doubtful', disruptive: 'bad' } as const;
