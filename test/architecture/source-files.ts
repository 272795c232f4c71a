import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the repository lies, with a slash at the end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

const skipped = new Set(['node_modules', 'dist', '.git', 'coverage']);

/** Files below a folder of the repository, with forward slashes and relative to it; generated ones are left out. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      // Of a linked worktree `.git` is a file.
      if (skipped.has(entry.name)) return [];
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() && !path.includes('.generated.') ? [path] : [];
    })
    .sort();
}

export const sources: readonly string[] = filesBelow('src').filter((path) => path.endsWith('.ts'));

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8');
