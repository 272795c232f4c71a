import { decodeText } from '../input/documents/decode-text.ts';
import { textLines } from '../input/documents/text-lines.ts';
import type { ExportFile } from '../input/importers/read-export.ts';
import type { SourceIndex } from '../model/source.ts';

/** Lines of the exports, for quoting; a file is decoded when its first line is asked for. */
export function linesOfExports(files: readonly ExportFile[]): SourceIndex {
  const contents = new Map(files.map(({ file, content }) => [file, content]));
  const known = new Map<string, ReturnType<typeof textLines> | undefined>();
  return {
    locate: () => undefined,
    line(file, line) {
      if (!known.has(file)) {
        const content = contents.get(file);
        const decoded = content instanceof Uint8Array ? decodeText(content) : undefined;
        known.set(file, decoded?.ok === true ? textLines(file, decoded.text) : undefined);
      }
      return known.get(file)?.line(line);
    },
  };
}
