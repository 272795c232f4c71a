import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ImportAccount } from '../../../src/input/importers/account.ts';
import { importExports } from '../../../src/input/importers/import-exports.ts';
import type { FileAccess } from '../../../src/input/problem.ts';
import { type ReadTopology, readTopology } from '../../../src/input/topology/read-topology.ts';
import { plain } from '../../../src/model/text.ts';

type Content = string | Uint8Array;

const noFiles: FileAccess = { read: () => ({ ok: false, because: 'missing' }), secret: () => undefined };

/** Imports texts as if they were files of one folder. */
export async function importTexts(files: Readonly<Record<string, Content>>, named = false) {
  const encoder = new TextEncoder();
  const given = Object.entries(files).map(([file, content]) => ({
    file,
    content: typeof content === 'string' ? encoder.encode(content) : content,
    named,
  }));
  return importExports(given);
}

/** Files of a folder of fixtures, by name. */
export function fixtureFiles(folder: string): Record<string, Uint8Array> {
  const directory = join('fixtures/importers', folder);
  const names = readdirSync(directory).sort();
  return Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(join(directory, name)))]));
}

/** The topology that was written, read as check reads it; fails where it cannot be read. */
export async function readWritten(topology: string | undefined, access: FileAccess = noFiles): Promise<ReadTopology> {
  if (topology === undefined) throw new Error('nothing was written');
  const read = await readTopology('topology.yaml', topology, access);
  if (!read.ok) expect(read.problems.map(({ at, problem }) => `${at?.line}: ${plain(problem)}`)).toEqual([]);
  if (!read.ok) throw new Error('the topology cannot be read');
  return read.value;
}

/** Everything that an account remarks, as `kind file:line words`. */
export const remarksOf = (account: ImportAccount): readonly string[] =>
  account.files.flatMap(({ remarks }) =>
    remarks.map(({ kind, at, problem }) => `${kind} ${at.file}:${at.line} ${plain(problem)}`),
  );
