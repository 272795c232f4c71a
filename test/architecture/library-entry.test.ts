import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { expect, test } from 'vitest';
import { root } from './source-files.ts';

// Without the flag u: the filter goes to esbuild, whose expressions are those of Go.
const builtIn = new RegExp(`^(node:.*|(${builtinModules.join('|').replaceAll('/', '\\/')})(\\/.*)?)$`);

/** Every import of a module of Node.js that a bundle reaches, dynamic ones and those of packages included. */
async function builtInsOf(entry: { readonly path: string } | { readonly text: string }): Promise<{
  readonly builtIns: readonly string[];
  readonly modules: number;
}> {
  const builtIns: string[] = [];
  const collect: Plugin = {
    name: 'collect',
    setup(one) {
      one.onResolve({ filter: builtIn }, ({ path, importer }) => {
        builtIns.push(`${importer.replace(root, '')} -> ${path}`);
        return { path, external: true };
      });
    },
  };
  const input =
    'path' in entry ? { entryPoints: [join(root, entry.path)] } : { stdin: { contents: entry.text, resolveDir: root } };
  const { metafile } = await build({
    ...input,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    outdir: 'out',
    splitting: true,
    platform: 'browser',
    logLevel: 'silent',
    plugins: [collect],
  });
  return { builtIns, modules: Object.keys(metafile.inputs).length };
}

test('the library reaches no module of Node.js, packages included', async () => {
  const { builtIns, modules } = await builtInsOf({ path: 'src/index.ts' });
  expect(modules).toBeGreaterThan(80);
  expect(builtIns).toEqual([]);
});

test('a built-in behind a dynamic import would be found', async () => {
  const text = "export const read = async () => (await import('./src/cli/file-access.ts')).createFileAccess;";
  const { builtIns } = await builtInsOf({ text });
  expect(builtIns).toContain('src/cli/file-access.ts -> node:fs');
});
