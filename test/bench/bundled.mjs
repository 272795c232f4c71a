// Modules of src and test as JavaScript that this process can load.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What the TypeScript text exports; paths in it are from the root of the project. */
export async function bundled(contents) {
  const directory = mkdtempSync(join(tmpdir(), 'mxproof-bench-'));
  // Parts that are loaded only when they are needed are needed as long as the process runs.
  process.on('exit', () => rmSync(directory, { recursive: true }));
  const banner = "import { createRequire as __r } from 'node:module'; const require = __r(import.meta.url);";
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    banner: { js: banner },
    logLevel: 'error',
  });
  return import(pathToFileURL(join(directory, 'stdin.mjs')).href);
}
