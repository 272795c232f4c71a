import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file that is never seen half: into a file beside it, which then takes its name.
 * @returns undefined, or why it could not be written (ENOENT, EACCES …).
 */
export function writeWhole(path: string, content: string): string | undefined {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    writeFileSync(beside, content, { flag: 'wx' });
    renameSync(beside, path);
    return undefined;
  } catch (error) {
    rmSync(beside, { force: true });
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  }
}
