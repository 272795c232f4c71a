import type { SampleMessage } from '../../../model/topology.ts';
import { messageSnippet } from '../../message-snippet.ts';
import { type Content, type Element, element, type Markup, print, shown, styled } from './element.ts';

/** Lines to copy, as they stand. */
export const codeBlock = (lines: readonly string[], className?: string): Element =>
  element(
    'pre',
    { tabindex: 0, class: className },
    element(
      'code',
      {},
      lines.map((line) => `${shown(line)}\n`),
    ),
  );

/** A message to paste into a topology, under a name in the language of the page. */
export const messageBlock = (message: SampleMessage): Markup => ({
  markup: (say) => print(codeBlock(messageSnippet(message, say))),
});

/** Lines of a change: what goes is struck with a minus, what comes with a plus. */
export const changeBlock = (lines: readonly string[]): Element =>
  element(
    'pre',
    { tabindex: 0, class: 'change' },
    element(
      'code',
      {},
      lines.map((line) => styled('span', `row ${kinds[line.charAt(0)] ?? 'same'}`, `${shown(line)}\n`)),
    ),
  );

const kinds: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed', '@': 'place' };

/** Commands or lines under a heading of one line; nothing for none. */
export const captioned = (words: Content, block: Element | undefined): Content =>
  block === undefined ? undefined : styled('div', 'captioned', styled('p', 'caption', words), block);
