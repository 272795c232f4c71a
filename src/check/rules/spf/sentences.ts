import type { Text } from '../../../model/text.ts';

/** Whole sentences one after the other. */
export const sentences = (all: readonly Text[]): Text => ({
  words: ['', ...all.slice(1).map(() => ' '), ''],
  values: all.length === 0 ? [''] : all,
});
