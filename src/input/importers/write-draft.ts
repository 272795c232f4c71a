import type { Span } from '../../model/source.ts';
import { plain, type Text } from '../../model/text.ts';
import { markerOf } from '../documents/export-marker.ts';
import type { DraftEntry, DraftMap, DraftNode } from './topology-draft.ts';
import { yamlKey, yamlScalar } from './yaml-scalar.ts';

/** Columns of a comment; values stay on one line, however long they are. */
const commentWidth = 100;

/** The document as YAML, its comments as `say` says them: block maps and lists, one value a line, each line with the place of its value behind it. */
export function writeDraft(draft: DraftMap, say: Say): string {
  const lines: string[] = [];
  writeEntries(lines, inLanguage(draft.entries, say), 0);
  return `${lines.join('\n')}\n`;
}

type Say = (comment: Text) => Text;

/** The entries with their comments in the language of the user. */
const inLanguage = (entries: readonly DraftEntry[], say: Say): readonly DraftEntry[] =>
  entries.map(({ key, node, comments = [] }) => ({
    key,
    node: node === undefined ? undefined : nodeInLanguage(node, say),
    comments: comments.map(say),
  }));

function nodeInLanguage(node: DraftNode, say: Say): DraftNode {
  if ('scalar' in node) return node;
  if ('items' in node) return { ...node, items: node.items.map((item) => nodeInLanguage(item, say)) };
  return { ...node, entries: inLanguage(node.entries, say) };
}

function writeEntries(lines: string[], entries: readonly DraftEntry[], indent: number): void {
  entries.forEach(({ key, node, comments = [] }, index) => {
    if (indent === 0 && index > 0) lines.push('');
    for (const comment of comments) lines.push(...commentLines(comment, indent));
    if (node !== undefined) writeNode(lines, `${' '.repeat(indent)}${yamlKey(key)}:`, node, indent);
  });
}

/** `head` is what stands before the value on its line: a key with its colon, or the dash of an item. */
function writeNode(lines: string[], head: string, node: DraftNode, indent: number): void {
  if ('scalar' in node) lines.push(`${head} ${yamlScalar(node.scalar)}${marker(node.at)}`);
  else if ('items' in node) {
    if (node.items.length === 0) lines.push(`${head} []${marker(node.at)}`);
    else {
      lines.push(`${head}${marker(node.at)}`);
      for (const item of node.items) writeItem(lines, item, indent + 2);
    }
  } else if (node.entries.every((entry) => entry.node === undefined)) {
    for (const { comments = [] } of node.entries)
      for (const comment of comments) lines.push(...commentLines(comment, indent));
    lines.push(`${head} {}${marker(node.at)}`);
  } else {
    lines.push(`${head}${marker(node.at)}`);
    writeEntries(lines, node.entries, indent + 2);
  }
}

function writeItem(lines: string[], item: DraftNode, indent: number): void {
  const dash = `${' '.repeat(indent)}-`;
  if ('scalar' in item || 'items' in item) {
    writeNode(lines, dash, item, indent);
    return;
  }
  const inner: string[] = [];
  writeEntries(inner, item.entries, indent + 2);
  const first = inner.findIndex((line) => !line.trimStart().startsWith('#'));
  if (first < 0) {
    lines.push(...inner, `${dash} {}${marker(item.at)}`);
    return;
  }
  // Comments stand above the item, because behind a dash there is room for a key only.
  lines.push(...inner.slice(0, first).map((line) => line.slice(2)));
  lines.push(`${dash} ${(inner[first] ?? '').trimStart()}`, ...inner.slice(first + 1));
}

const marker = (at: Span | undefined): string => (at === undefined ? '' : `  ${markerOf(at)}`);

function commentLines(comment: Text, indent: number): readonly string[] {
  const words = inert(plain(comment)).split(' ');
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > commentWidth - indent - 2) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${' '.repeat(indent)}# ${one}`);
}

/** Nothing of a value ends the line of its comment, or hides in it. */
const inert = (value: string): string => value.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');
