import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { text } from '../model/text.ts';
import type { Answer } from './command.ts';

/**
 * Writes a file that must not be there yet: whole, or not at all.
 * @returns what is wrong, or undefined when it is written.
 */
export function writeNewFile(file: string, content: string): Answer | undefined {
  if (existsSync(file)) return isThere(file);
  const half = `${file}.mxproof-new`;
  try {
    writeFileSync(half, content, { flag: 'wx' });
    renameSync(half, file);
    return undefined;
  } catch (error) {
    rmSync(half, { force: true });
    return cannotWrite(file, error);
  }
}

/** The refusal to overwrite what is there. */
export const isThere = (path: string): Answer => ({
  ok: false,
  unusable: [
    {
      problems: [
        {
          at: undefined,
          problem: text`${path} is there already, and nothing is overwritten.`,
          remedy: text`Name another place, or move it away first.`,
        },
      ],
    },
  ],
});

/** The answer where the file system refuses. */
export function cannotWrite(path: string, error: unknown): Answer {
  const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const problem = text`${path} cannot be written (${why}).`;
  const remedy = text`Name a place in a directory that exists and that you may write to.`;
  return { ok: false, unusable: [{ problems: [{ at: undefined, problem, remedy }] }] };
}
