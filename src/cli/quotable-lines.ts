import { decodeText } from '../input/documents/decode-text.ts';
import { textLines } from '../input/documents/text-lines.ts';
import type { FileAccess } from '../input/problem.ts';

/** Lines of a topology that could not be read, and of the files it names, for quoting; each file is read once. */
export function quotableLines(
  topologyName: string,
  bytes: Uint8Array,
  access: FileAccess,
): (file: string, line: number) => string | undefined {
  const known = new Map<string, ReturnType<typeof textLines> | undefined>();
  return (file, line) => {
    if (!known.has(file)) {
      const content = file === topologyName ? bytes : contents(access, file);
      const decoded = content === undefined ? undefined : decodeText(content);
      known.set(file, decoded?.ok ? textLines(file, decoded.text) : undefined);
    }
    return known.get(file)?.line(line);
  };
}

function contents(access: FileAccess, file: string): Uint8Array | undefined {
  const read = access.read(file);
  return read.ok ? read.bytes : undefined;
}
