import { readDocument } from '../../../input/documents/read-document.ts';
import { pointerSegments } from '../../../input/documents/source-index.ts';
import { valueAt } from '../../../input/topology/object-in-document.ts';
import { applyEdit, type TextEdit } from '../../text-edit.ts';
import { sameData, withStep } from './edit-document.ts';
import { placeAt } from './edit-value.ts';
import { lineBreak, lineStart, nextLine } from './layout.ts';

/**
 * Edits of a text that stands in the document as a literal block (YAML 1.2 section 8.1.2): the same edits of its lines,
 * indented as they are there. Undefined where it is written otherwise, or a line of it would not keep its meaning.
 * @param wanted what the text has to be afterwards
 */
export async function indentBlock(
  file: string,
  source: string,
  at: string,
  edits: readonly TextEdit[],
  wanted: string,
): Promise<{ readonly text: string; readonly edits: readonly TextEdit[] } | undefined> {
  const document = await readDocument(file, source);
  if (!document.ok || document.value.root === undefined) return undefined;
  const { root, text, data } = document.value;
  const path = pointerSegments(at);
  const place = placeAt(root, path);
  if (place === undefined || !text.startsWith('|', place.start)) return undefined;
  const content = String(valueAt(data, at));
  const first = nextLine({ source: text }, place.start);
  const indent = /^(?:[ ]*(?:\r\n|\n|\r))*([ ]*)/u.exec(text.slice(first))?.[1] ?? '';
  const eol = lineBreak({ source: text });
  const outer = edits.map(({ start, removed, inserted }): TextEdit => {
    const from = outerOffset(text, first, content, start, indent.length);
    const until = outerOffset(text, first, content, start + removed.length, indent.length);
    const startsLine = start === lineStart({ source: content }, start);
    const begin = startsLine ? lineStart({ source: text }, from) : from;
    const endsLine = start + removed.length === lineStart({ source: content }, start + removed.length);
    const end = startsLine && endsLine ? lineStart({ source: text }, until) : until;
    const lines = inserted
      .split('\n')
      .map((line, index) => (line === '' || (index === 0 && !startsLine) ? line : indent + line));
    return { start: begin, removed: text.slice(begin, end), inserted: lines.join(eol) };
  });
  const changed = outer.reduce(applyEdit, text);
  const read = await readDocument(file, changed);
  if (!read.ok || valueAt(read.value.data, at) !== wanted) return undefined;
  const same = withStep(data, path, { kind: 'set', path, value: wanted });
  return sameData(read.value.data, same) ? { text: changed, edits: outer } : undefined;
}

/** Where a place of the block's content stands in the document. */
function outerOffset(text: string, first: number, content: string, offset: number, indent: number): number {
  const lines = content.slice(0, offset).split('\n');
  let start = first;
  for (let line = 1; line < lines.length; line++) start = nextLine({ source: text }, start);
  return Math.min(text.length, start + (lines.at(-1) === '' ? 0 : indent) + (lines.at(-1) ?? '').length);
}
