import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Answer } from './command.ts';
import { cannotWrite } from './write-new.ts';

/**
 * Writes a file, over what was there, so that it is never seen half: into a file beside it, which then takes its name.
 * @returns what is wrong, or undefined when it is written.
 */
export function writeWhole(path: string, content: string): Answer | undefined {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    writeFileSync(beside, content, { flag: 'wx' });
    renameSync(beside, path);
    return undefined;
  } catch (error) {
    rmSync(beside, { force: true });
    return cannotWrite(path, error);
  }
}
