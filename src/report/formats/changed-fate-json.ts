import type { ChangedFate } from '../../prove/compare/compare.ts';
import { messageObject } from '../message-snippet.ts';

/** Messages whose fate changes in the same way. */
export const changeObject = (one: ChangedFate): object => ({
  gravity: one.gravity,
  classes: one.classes,
  answer: one.answer,
  differences: one.changes.map(({ what, before, after }) => ({ what, before, after })),
  example: messageObject(one.example),
});
