// Stores V8's compiled code of the bundled program in dist/program.code, after a check and a trace have compiled what
// they need. Run by the build in a process of its own, because it acts as the command line.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

// V8 takes stored code only under the flags under which it was stored.
const flags = new URL('../../src/cli/v8-flags.json', import.meta.url);
for (const flag of JSON.parse(readFileSync(flags, 'utf8'))) setFlagsFromString(flag);

const dist = new URL('../../dist/', import.meta.url);
const world = fileURLToPath(new URL('../../fixtures/worlds/third-party-filter/topology.yaml', import.meta.url));
const file = new URL('program.bundle', dist);
const script = new Script(readFileSync(file, 'latin1'), { filename: file.pathname });
const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(file), module, file.href);

process.stdout.write = () => true;
process.stderr.write = () => true;
for (const command of ['check', 'trace']) {
  process.argv = [process.argv[0], 'mxproof', command, world, '--fail-on', 'never'];
  await module.exports.main();
}
writeFileSync(new URL('program.code', dist), script.createCachedData());
process.exitCode = 0;
