import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { nearest } from '../base/suggest.ts';
import type { FileAccess, InputNotice, InputProblem } from '../input/problem.ts';
import { type ReadTopology, readTopology } from '../input/topology/read-topology.ts';
import { list, text } from '../model/text.ts';
import type { Unusable } from './command.ts';
import { createFileAccess, fileBytesMax, readRegularFile } from './file-access.ts';
import { quotableLines } from './quotable-lines.ts';
import { unknownRules } from './rule-names.ts';

/** A topology as `analyze` takes it. */
export interface LoadedTopology extends ReadTopology {
  /** As the user named it, with forward slashes; `-` for standard input. */
  readonly file: string;
  readonly notices: readonly InputNotice[];
  /** The files round it, for reading it again with changes. */
  readonly access: FileAccess;
}

export interface LoadOptions {
  /** Let the topology name files outside its directory tree. */
  readonly allowOutside?: boolean;
  /** Variables that `passwordEnv` may name. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What to read instead of the file; for standard input. Further files are then relative to the working directory. */
  readonly content?: Uint8Array;
}

export type Loaded =
  | { readonly ok: true; readonly value: LoadedTopology }
  | { readonly ok: false; readonly unusable: Unusable };

/** Reads a topology and the files it names. Never throws for what is in them. */
export async function loadTopology(path: string, options: LoadOptions = {}): Promise<Loaded> {
  const file = path.replaceAll('\\', process.platform === 'win32' ? '/' : '\\');
  const directory = path === '-' ? '.' : dirname(path);
  const access = createFileAccess(directory, { allowOutside: options.allowOutside === true, env: options.env ?? {} });
  const content =
    options.content === undefined ? readRegularFile(path) : ({ ok: true, bytes: options.content } as const);
  if (!content.ok) return { ok: false, unusable: { problems: [unreadable(path, content.because)] } };
  const name = path === '-' ? '-' : basename(path);
  const read = await readTopology(name, content.bytes, access);
  if (!read.ok) {
    return { ok: false, unusable: { problems: read.problems, file, line: quotableLines(name, content.bytes, access) } };
  }
  const [wrong, ...more] = await ruleProblems(read.value);
  if (wrong !== undefined) {
    const line = quotableLines(name, content.bytes, access);
    return { ok: false, unusable: { problems: [wrong, ...more], file, line } };
  }
  return { ok: true, value: { ...read.value, file, notices: read.notices, access } };
}

/** The reader of topologies does not know the checks; a misspelt rule would change nothing without a word. */
async function ruleProblems({ topology, sources }: ReadTopology): Promise<readonly InputProblem[]> {
  const { rules, suppress } = topology.settings;
  const named = [
    ...[...rules].map(([id, { at }]) => ({ id, at })),
    ...suppress.map(({ rule, at }) => ({ id: rule, at: `${at}/rule` })),
  ];
  if (named.length === 0) return [];
  const unknown = await unknownRules(named.map(({ id }) => id));
  return named.flatMap(({ id, at }): readonly InputProblem[] => {
    const remedy = unknown.get(id);
    return remedy === undefined ? [] : [{ at: sources.locate(at), problem: text`${id} is no rule.`, remedy }];
  });
}

type Because = Extract<ReturnType<FileAccess['read']>, { ok: false }>['because'];

function unreadable(path: string, because: Because): InputProblem {
  const at = undefined;
  switch (because) {
    case 'missing': {
      const guesses = nearest(basename(path), neighbours(path));
      const remedy = guesses.length === 0 ? undefined : text`Its directory holds ${list(guesses)}.`;
      return { at, problem: text`There is no file ${path}.`, remedy };
    }
    case 'too-large': {
      const remedy = text`A topology has at most ${fileBytesMax / 1024 / 1024} MB.`;
      return { at, problem: text`The file ${path} is too large to be a topology.`, remedy };
    }
    case 'outside':
    case 'unreadable':
      return {
        at,
        problem: text`The file ${path} cannot be read.`,
        remedy: text`Name a regular file that you may read, or - for standard input.`,
      };
  }
}

function neighbours(path: string): readonly string[] {
  const entriesMax = 1_000;
  try {
    return readdirSync(dirname(path)).slice(0, entriesMax);
  } catch {
    return [];
  }
}
