import { sentence, type TextValue, text } from '../../model/text.ts';
import { replies } from './replies.ts';
import { unreachableText } from './reply-text.ts';

/** What stands for words that nobody has published: it is ours. */
export const unpublishedTexts: readonly string[] = [
  ...Object.values(replies).flatMap((one) => (one.text.startsWith('(') ? [one.text] : [])),
  unreachableText,
];
const unpublished: ReadonlySet<string> = new Set(unpublishedTexts);

/** A reply as it is quoted: its codes and words as they were said, and words of ours where none are published. */
export function quoted(reply: { readonly code: string; readonly enhanced: string; readonly text: string }): TextValue {
  const codes = [reply.code, reply.enhanced].filter((part) => part !== '').join(' ');
  if (unpublished.has(reply.text)) return text`${codes} ${sentence(reply.text)}`;
  return reply.text === '' ? codes : `${codes} ${reply.text}`;
}
