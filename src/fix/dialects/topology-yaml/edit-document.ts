import { setOwn } from '../../../input/documents/parsed.ts';
import { readDocument } from '../../../input/documents/read-document.ts';
import { applyEdit, type TextEdit } from '../../text-edit.ts';
import { editValue, type ValueEdit } from './edit-value.ts';

export interface EditedDocument {
  readonly text: string;
  readonly data: unknown;
  readonly edits: readonly TextEdit[];
}

/**
 * Makes steps in a document, each the least edit of its text. After each the document is read again, and has to say what
 * it said before but for that step: whatever the notation hides (aliases, tags, odd layout) is refused and not damaged.
 * @returns undefined where a step cannot be made so.
 */
export async function editDocument(
  file: string,
  source: string,
  steps: readonly ValueEdit[],
): Promise<EditedDocument | undefined> {
  let current = await readDocument(file, source);
  const edits: TextEdit[] = [];
  for (const step of steps) {
    if (!current.ok || current.value.root === undefined) return undefined;
    const { text, data, root } = current.value;
    const notation = current.value.isJson ? 'json' : 'yaml';
    const made = editValue({ source: text, root, notation }, step);
    if (made === undefined) return undefined;
    const next = await readDocument(file, applyEdit(text, made));
    if (!next.ok || !sameData(next.value.data, withStep(data, step.path, step))) return undefined;
    edits.push(made);
    current = next;
  }
  return current.ok ? { text: current.value.text, data: current.value.data, edits } : undefined;
}

/** Plain data after a step; what is not on its path is shared. */
export function withStep(data: unknown, path: readonly string[], step: ValueEdit): unknown {
  const [segment, ...rest] = path;
  if (segment === undefined)
    return step.kind === 'append'
      ? [...(Array.isArray(data) ? data : []), step.value]
      : step.kind === 'set'
        ? step.value
        : undefined;
  if (Array.isArray(data)) {
    const list = [...(data as unknown[])];
    const index = Number(segment);
    if (rest.length === 0 && step.kind === 'remove') list.splice(index, 1);
    else if (rest.length === 0 && step.kind === 'insert') list.splice(index, 0, step.value);
    else list[index] = withStep(list[index], rest, step);
    return list;
  }
  const map: Record<string, unknown> = {};
  for (const [key, value] of Object.entries((data ?? {}) as object)) if (key !== segment) setOwn(map, key, value);
  if (rest.length === 0 && step.kind === 'remove') return map;
  const was =
    typeof data === 'object' && data !== null && Object.hasOwn(data, segment)
      ? data[segment as keyof typeof data]
      : undefined;
  setOwn(map, segment, withStep(was, rest, step));
  return map;
}

/** Equal as documents: keys in any order, an entry of null is one that says nothing. */
export function sameData(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if ((left ?? null) === null && (right ?? null) === null) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right))
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => sameData(item, right[index]))
    );
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) =>
    sameData((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
  );
}
