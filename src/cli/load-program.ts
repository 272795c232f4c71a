import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

interface Program {
  readonly main: () => Promise<number>;
  /** Serves a thread that checks topologies. */
  readonly serveChecks: () => Promise<void>;
}

/**
 * Loads the bundled program with the compiled code that the build left beside it. Compiling a megabyte of source costs
 * more than most checks; V8 takes stored code for the version that wrote it and compiles anew for any other, so nothing
 * depends on it. (Node.js 22 has a compile cache of its own; 20 has not.)
 *
 * @param directory of `program.bundle`, the text of one function: of a CommonJS module, and its URL.
 */
export function loadProgram(directory: URL): Program {
  const file = new URL('program.bundle', directory);
  // The bundle is ASCII, and one byte a character is what V8 reads fastest.
  const script = new Script(readFileSync(file, 'latin1'), {
    filename: file.pathname,
    cachedData: storedCode(directory),
  });
  const module: { exports: Partial<Program> } = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file.href);
  const { main, serveChecks } = module.exports;
  if (main === undefined || serveChecks === undefined) throw new Error('program.bundle exports no main');
  return { main, serveChecks };
}

function storedCode(directory: URL): Buffer | undefined {
  try {
    return readFileSync(new URL('program.code', directory));
  } catch {
    return undefined;
  }
}
