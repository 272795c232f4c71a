// Builds what the package ships: the generated validator, the bundles in dist, and the declarations of the library.
// With --fast the declarations are left out.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { generateValidator } from './generate-validator.mjs';

const path = (relative) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const fast = process.argv.includes('--fast');

// CommonJS packages call require(), which a module does not have; the private name cannot clash with one of theirs.
const requireBanner =
  "import { createRequire as __mxproofCreateRequire } from 'node:module'; const require = __mxproofCreateRequire(import.meta.url);";

/** The library entry stays free of node: built-ins, so that it also runs in a browser; the others get `require`. */
const bundles = [
  { entries: { cli: 'src/cli/main.ts', worker: 'src/cli/worker.ts', node: 'src/node.ts' }, banner: requireBanner },
  { entries: { index: 'src/index.ts' }, banner: '' },
];

/** The program in one file, a function of CommonJS form, so that its compiled code can be stored beside it. */
async function bundleProgram() {
  await build({
    entryPoints: [path('src/cli/program.ts')],
    outfile: path('dist/program.bundle'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    // A megabyte that one command needs is read from its own package, and only there.
    external: ['@viz-js/viz'],
    target: 'node20.19',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    minifyWhitespace: true,
    charset: 'ascii',
    legalComments: 'external',
    // A script outside the module loader cannot call import(); require() of what is already at hand is the same.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: '(function (exports, require, module, moduleUrl) {' },
    footer: { js: '})' },
    plugins: [jsonAsText, frenchApart],
    logLevel: 'warning',
  });
  // A catalogue of some hundred thousand letters is no part of the program that starts: it is loaded for --lang fr.
  await build({
    entryPoints: [path('src/report/language/french.ts')],
    outfile: path('dist/french.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    charset: 'ascii',
    plugins: [jsonAsText],
    logLevel: 'warning',
  });
  // It is read octet by octet. esbuild escapes all but tagged templates and patterns, which have to be ASCII.
  if (readFileSync(path('dist/program.bundle')).some((octet) => octet > 0x7f)) {
    throw new Error(
      'a tagged template or a pattern holds a character that is not ASCII: put it into a value, and escape it in a pattern',
    );
  }
  // Without stored code the program starts slower and does the same.
  spawnSync(process.execPath, [path('test/tooling/store-code.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** V8 reads JSON from a string in half the time that it takes for the same literal in a program. */
const jsonAsText = {
  name: 'json-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /\.json$/ }, ({ path: file }) => {
      const content = JSON.stringify(JSON.parse(readFileSync(file, 'utf8')));
      return { contents: `export default JSON.parse(${JSON.stringify(content)});`, loader: 'js' };
    });
  },
};

/** The program finds the French catalogue in a file beside it. */
const frenchApart = {
  name: 'french-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/french\.ts$/ }, () => ({ path: './french.cjs', external: true }));
  },
};

function existing(entries) {
  return Object.fromEntries(
    Object.entries(entries)
      .filter(([, source]) => existsSync(path(source)))
      .map(([name, source]) => [name, path(source)]),
  );
}

async function bundle({ entries, banner }) {
  const entryPoints = existing(entries);
  if (Object.keys(entryPoints).length === 0) return;
  await build({
    entryPoints,
    outdir: path('dist'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    // A megabyte that one command needs is read from its own package, and only there.
    external: ['@viz-js/viz'],
    target: 'node20.19',
    // Modules of packages can be cut down to what is used; their CommonJS cannot.
    mainFields: ['module', 'main'],
    // Commands and readers of rare formats are loaded when they are needed; what they share is loaded once.
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // Names stay for stack traces of faults; less to parse makes the start quicker.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'linked',
    banner: banner === '' ? {} : { js: banner },
    plugins: [jsonAsText],
    logLevel: 'warning',
  });
}

function declarations() {
  const roots = ['src/index.ts', 'src/node.ts'].filter((source) => existsSync(path(source)));
  if (roots.length === 0) return 0;
  // Whether the types are right is for `npm run check`; an installation must not fail on it.
  const options = ['--declaration', '--emitDeclarationOnly', '--noCheck', '--noEmit', 'false'];
  const compiler = path('node_modules/typescript/bin/tsc');
  const result = spawnSync(
    process.execPath,
    [compiler, '-p', path('test/tooling/tsconfig.declarations.json'), ...options],
    { stdio: 'inherit' },
  );
  rewriteSpecifiers();
  return result.status ?? 1;
}

/** The compiler keeps the .ts of imports in declarations, where nothing of that name is shipped. */
function rewriteSpecifiers() {
  const files = readdirSync(path('dist/types'), { recursive: true }).filter((name) => name.endsWith('.d.ts'));
  for (const name of files) {
    const file = path(`dist/types/${name}`);
    const source = readFileSync(file, 'utf8');
    writeFileSync(file, source.replace(/((?:from |import\()['"]\.{1,2}\/[^'"]+)\.ts(['"])/gu, '$1.js$2'));
  }
}

rmSync(path('dist'), { recursive: true, force: true });
generateValidator();
try {
  for (const part of bundles) await bundle(part);
} catch {
  // The bundler has printed what is wrong.
  process.exit(1);
}
await bundleProgram();
if (existsSync(path('dist/cli.js'))) chmodSync(path('dist/cli.js'), 0o755);
if (!fast) process.exitCode = declarations();
