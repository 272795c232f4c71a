import { decodeText } from '../../input/documents/decode-text.ts';
import type { FileAccess } from '../../input/problem.ts';
import type { TextEdit } from '../text-edit.ts';

/** The texts of a topology: its document, and the files round it as far as they are asked for. */
export interface TopologyFiles {
  /** Name of the document, as places have it. */
  readonly main: string;
  /** Texts that are known, by path: that of the document, and what has been changed. */
  readonly texts: ReadonlyMap<string, string>;
  readonly access: FileAccess;
}

/** Edits of one file, in the order in which they were made. */
export interface FileEdits {
  readonly file: string;
  readonly edits: readonly TextEdit[];
}

/** The text of a file; undefined where there is none, or none that could be written again as it is. */
export function textOf({ texts, access }: TopologyFiles, path: string): string | undefined {
  const known = texts.get(path);
  if (known !== undefined) return known;
  const read = access.read(path);
  const decoded = read.ok ? decodeText(read.bytes) : undefined;
  if (!read.ok || decoded?.ok !== true) return undefined;
  return isUtf8(read.bytes, decoded.text) ? decoded.text : undefined;
}

/** Whether bytes are this text in UTF-8; a mark at the beginning is put back by whoever writes the file. */
export function isUtf8(bytes: Uint8Array, text: string): boolean {
  const encoded = new TextEncoder().encode(text);
  const skipped = bytes.length - encoded.length;
  return (
    (skipped === 0 || (skipped === 3 && bytes[0] === 0xef)) && encoded.every((byte, at) => byte === bytes[at + skipped])
  );
}

export const withText = (files: TopologyFiles, path: string, text: string): TopologyFiles => ({
  ...files,
  texts: new Map([...files.texts, [path, text]]),
});

/** What the reader of topologies sees: changed texts in place of the files. */
export const changedAccess = ({ texts, access }: TopologyFiles): FileAccess => ({
  read(path) {
    const text = texts.get(path);
    return text === undefined ? access.read(path) : { ok: true, bytes: new TextEncoder().encode(text) };
  },
  secret: (name) => access.secret(name),
});
