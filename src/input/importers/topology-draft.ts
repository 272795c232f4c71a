import type { Span } from '../../model/source.ts';
import type { Text } from '../../model/text.ts';
import type { PlainProperty, PlainValue } from './plain-value.ts';

/** A document to be written: values with the place that states them, and what is to be said about them. */
export type DraftNode = DraftScalar | DraftList | DraftMap;

export interface DraftScalar {
  readonly scalar: string | number | boolean | null;
  readonly at?: Span | undefined;
}

export interface DraftList {
  readonly items: readonly DraftNode[];
  readonly at?: Span | undefined;
}

export interface DraftMap {
  readonly entries: readonly DraftEntry[];
  readonly at?: Span | undefined;
}

export interface DraftEntry {
  readonly key: string;
  readonly node: DraftNode | undefined;
  /** Stands above the entry; of an entry without a node it is all that is written. */
  readonly comments?: readonly Text[];
}

/** What is only said: for a key that no export fills. */
export const remarkEntry = (...comments: readonly Text[]): DraftEntry => ({ key: '', node: undefined, comments });

export const draftProperty = ({ value, at, items }: PlainProperty): DraftNode => draftValue(value, at, items);

export function draftValue(value: PlainValue, at: Span | undefined, items?: readonly Span[]): DraftNode {
  if (Array.isArray(value)) {
    return { items: value.map((item, index) => draftValue(item, items?.[index] ?? at)), at };
  }
  if (typeof value === 'object' && value !== null) {
    return { entries: Object.entries(value).map(([key, part]) => ({ key, node: draftValue(part, at) })), at };
  }
  return { scalar: value as DraftScalar['scalar'], at };
}
