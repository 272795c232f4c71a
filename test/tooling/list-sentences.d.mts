import type { Entry, Sentence } from './sentences.mjs';

export function idOf(key: string): string;
export function workList(sentences: readonly Sentence[], french?: ReadonlyMap<string, Entry>): string;
export function readWorkList(content: string): {
  readonly entries: ReadonlyMap<
    string,
    string | { readonly one?: string; readonly other?: string; readonly by?: number }
  >;
  readonly unreadable: readonly string[];
};
export function typeset(key: string, words: string): string;
