import type { Text } from '../../../model/text.ts';
import { type Content, type Element, styled } from './element.ts';

/** How something stands; a colour repeats with it what the words say. */
export type Mood = 'good' | 'bad' | 'doubtful' | 'plain';

/** The verdict of the page in one sentence. */
export const verdictLine = (mood: Exclude<Mood, 'plain'>, words: Text): Element =>
  styled('p', `verdict-line ${mood}`, words);

/** A number with what it counts. */
export const tile = (mood: Mood, number: Content, words: Text): Element =>
  styled('li', `tile ${mood}`, styled('span', 'number', number), ' ', words);

export const tileList = (...all: readonly Content[]): Element => styled('ul', 'tiles', all);

/** The first word of an article, in the colour of what it says. */
export const badge = (mood: string, words: Content): Element => styled('span', `badge ${mood}`, words);
