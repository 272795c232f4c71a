import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { FileAccess } from '../input/problem.ts';

/** Largest file that is read: a PKCS#12 container or zone file of any real organisation is far below. */
export const fileBytesMax = 16 * 1024 * 1024;

type Contents = ReturnType<FileAccess['read']>;

/**
 * Files of one topology. A path in the document is relative to the document and stays inside its directory tree, also
 * behind symbolic links, unless `allowOutside`; so a topology from a stranger cannot make the report quote /etc/passwd.
 */
export function createFileAccess(
  directory: string,
  options: { readonly allowOutside: boolean; readonly env: Readonly<Record<string, string | undefined>> },
): FileAccess {
  return {
    read(path) {
      const target = resolve(directory, path);
      if (options.allowOutside) return readRegularFile(target);
      if (path === '' || isAbsolute(path) || !isInside(resolve(directory), target))
        return { ok: false, because: 'outside' };
      const real = realPath(target);
      const root = realPath(directory);
      if (real === undefined || root === undefined) return { ok: false, because: 'missing' };
      return isInside(root, real) ? readRegularFile(real) : { ok: false, because: 'outside' };
    },
    secret: (name) => options.env[name],
  };
}

function isInside(directory: string, target: string): boolean {
  const way = relative(directory, target);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** Bytes of a regular file; a device or a pipe could go on for ever and is `unreadable`. */
export function readRegularFile(path: string, bytesMax = fileBytesMax): Contents {
  let handle: number;
  try {
    // O_NONBLOCK, so that opening a named pipe without a writer does not hang; it means nothing for a regular file.
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const missing = isErrno(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    return { ok: false, because: missing ? 'missing' : 'unreadable' };
  }
  try {
    const status = fstatSync(handle);
    if (!status.isFile()) return { ok: false, because: 'unreadable' };
    if (status.size > bytesMax) return { ok: false, because: 'too-large' };
    return { ok: true, bytes: new Uint8Array(readFileSync(handle)) };
  } catch {
    return { ok: false, because: 'unreadable' };
  } finally {
    closeSync(handle);
  }
}

const isErrno = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error;
