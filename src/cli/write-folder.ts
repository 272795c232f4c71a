import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Answer } from './command.ts';
import { cannotWrite } from './write-new.ts';

/**
 * Writes a folder that must not be there yet: all its files, by their paths in it, or nothing.
 * @returns what is wrong, or undefined when it is written.
 */
export function writeFolder(directory: string, files: ReadonlyMap<string, string | Uint8Array>): Answer | undefined {
  let half: string | undefined;
  try {
    half = mkdtempSync(join(dirname(resolve(directory)), `.${basename(directory)}-`));
    for (const [path, content] of files) {
      mkdirSync(dirname(join(half, path)), { recursive: true });
      writeFileSync(join(half, path), content);
    }
    renameSync(half, directory);
    return undefined;
  } catch (error) {
    if (half !== undefined) rmSync(half, { recursive: true, force: true });
    return cannotWrite(directory, error);
  }
}
