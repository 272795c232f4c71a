// Checks a second of checkHost against mailauth's strict mode: same zone, same twenty records, same process.
// Usage: node test/bench/spf.mjs [--assert] [--seconds n]
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { cases, records } from './spf-zone.mjs';

const ratioWanted = 20;
const args = process.argv.slice(2);
const secondsAt = args.indexOf('--seconds');
const seconds = secondsAt < 0 ? 2 : Number(args[secondsAt + 1]);

const checkHost = await bundled('../../src/protocols/spf/check-host.ts', 'checkHost');
const { spf } = createRequire(import.meta.url)('mailauth/lib/spf');

const answers = new Map(Object.entries(records));
const nothing = { status: 'no-such-name' };
const view = new Map();
for (const [name, types] of answers) {
  const known = Object.entries(types).map(([type, values]) => [type, { status: 'records', records: values }]);
  view.set(name, new Map(known));
}
const dns = { lookup: (name, type) => view.get(name.toLowerCase())?.get(type) ?? nothing };

const resolver = async (name, type) => {
  const values = answers.get(name.toLowerCase())?.[type];
  if (values === undefined) throw Object.assign(new Error('queryNotFound'), { code: 'ENOTFOUND' });
  if (type === 'TXT') return values.map((value) => [value]);
  if (type === 'MX') return values.map(([priority, exchange]) => ({ priority, exchange }));
  return values;
};

const queries = cases.map(([, ip, sender, helo]) => ({ ip, sender, helo }));
const ours = () => {
  for (const query of queries) checkHost(query, dns);
};
let read = 0;
const oursWithTree = () => {
  for (const query of queries) read += checkHost(query, dns).tree.terms.length;
};
const theirs = async () => {
  for (const query of queries) await spf({ ...query, resolver, strict: true, mta: 'receiver.example' });
};

let wrong = 0;
for (const [name, ip, sender, helo, expected] of cases) {
  const found = checkHost({ ip, sender, helo }, dns).result;
  const peer = (await spf({ ip, sender, helo, resolver, strict: true, mta: 'receiver.example' })).status.result;
  if (found === expected && peer === expected) continue;
  wrong++;
  console.log(`${name}: expected ${expected}, checkHost ${found}, mailauth ${peer}`);
}

const rounds = [];
await run(ours, 0.5);
await run(oursWithTree, 0.5);
await run(theirs, 0.5);
for (let round = 0; round < 3; round++) {
  rounds.push({ bare: await run(ours), tree: await run(oursWithTree), peer: await run(theirs) });
}
const median = (key) => rounds.map((round) => round[key]).sort((a, b) => a - b)[1];
const [bare, tree, peer] = [median('bare'), median('tree'), median('peer')];
console.log(`checkHost                 ${Math.round(bare).toLocaleString('en')} checks/s`);
console.log(
  `checkHost, trees read      ${Math.round(tree).toLocaleString('en')} checks/s (${read > 0 ? 'used' : 'unused'})`,
);
console.log(`mailauth 7.1.0 strict     ${Math.round(peer).toLocaleString('en')} checks/s`);
console.log(`ratio ${(bare / peer).toFixed(1)}, with trees ${(tree / peer).toFixed(1)}; wanted ${ratioWanted}`);
if (args.includes('--assert') && (wrong > 0 || bare / peer < ratioWanted || tree / peer < ratioWanted))
  process.exitCode = 1;

async function run(work, duration = seconds) {
  const start = performance.now();
  const end = start + duration * 1000;
  let count = 0;
  do {
    await work();
    count += queries.length;
  } while (performance.now() < end);
  return (count * 1000) / (performance.now() - start);
}

async function bundled(path, name) {
  const directory = await mkdtemp(join(tmpdir(), 'mxproof-bench-'));
  const outfile = join(directory, 'bundle.mjs');
  const entry = fileURLToPath(new URL(path, import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'error' });
  const loaded = await import(pathToFileURL(outfile).href);
  await rm(directory, { recursive: true });
  return loaded[name];
}
