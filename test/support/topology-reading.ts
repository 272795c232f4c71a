import type { FileAccess, InputNotice } from '../../src/input/problem.ts';
import type { ReadTopology } from '../../src/input/topology/read-topology.ts';
import { readTopology } from '../../src/input/topology/read-topology.ts';
import { plain } from '../../src/model/text.ts';

/** Files given as texts; a path that climbs or is absolute is outside, as the command line answers. */
export const filesOf = (files: Readonly<Record<string, string>>): FileAccess => ({
  read(path) {
    if (path.startsWith('/') || path.split('/').includes('..')) return { ok: false, because: 'outside' };
    const content = Object.hasOwn(files, path) ? files[path] : undefined;
    return content === undefined
      ? { ok: false, because: 'missing' }
      : { ok: true, bytes: new TextEncoder().encode(content) };
  },
  secret: () => undefined,
});

export const noFiles: FileAccess = filesOf({});

export interface Readable extends ReadTopology {
  readonly notices: readonly InputNotice[];
}

/** Reads a topology that must be usable; the problems are the error otherwise. */
export async function readable(
  content: string,
  access: FileAccess = noFiles,
  file = 'topology.yaml',
): Promise<Readable> {
  const read = await readTopology(file, content, access);
  if (!read.ok)
    throw new Error(read.problems.map(({ at, problem }) => `${at?.line}:${at?.column} ${plain(problem)}`).join('\n'));
  return { ...read.value, notices: read.notices };
}

/** Notices in one line each: rule, subject, line and the words of the problem with its remedy. */
export const noticeLines = (notices: readonly InputNotice[]): readonly string[] =>
  notices.map(
    (item) =>
      `${item.rule} ${item.subject} ${item.at?.line}:${item.at?.column} ${plain(item.problem)} ${plain(item.remedy)}`,
  );
