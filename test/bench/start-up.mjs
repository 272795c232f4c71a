// How long the built program takes to start, against a Node that does nothing: medians of interleaved runs, as a ratio.
// Usage: node test/bench/start-up.mjs [--assert] [--runs n]
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const args = process.argv.slice(2);
const runsAt = args.indexOf('--runs');
const runs = runsAt < 0 ? 21 : Number(args[runsAt + 1]);

const cli = path('dist/cli.js');
if (!existsSync(cli)) throw new Error('dist/cli.js is missing: npm run build makes it.');

const world = path('fixtures/worlds/third-party-filter/topology.yaml');
const nothing = { name: 'node -e 0', args: ['-e', '0'], exits: [0] };
const measured = [
  { name: '--version', args: [cli, '--version'], exits: [0], target: 1.3 },
  { name: 'check of a small topology', args: [cli, 'check', world], exits: [0, 1], target: 2.5 },
];

const times = new Map([nothing, ...measured].map((one) => [one, []]));
for (let round = -2; round < runs; round++) {
  for (const [one, found] of times) {
    const took = elapsed(one);
    // The first rounds fill the caches of the file system.
    if (round >= 0) found.push(took);
  }
}

const base = median(times.get(nothing));
console.log(`${nothing.name.padEnd(28)}${base.toFixed(1)} ms`);
for (const one of measured) {
  const own = median(times.get(one));
  const ratio = own / base;
  const met = ratio <= one.target;
  console.log(`${one.name.padEnd(28)}${own.toFixed(1)} ms  ratio ${ratio.toFixed(2)}; wanted at most ${one.target}`);
  if (!met && args.includes('--assert')) process.exitCode = 1;
}

function elapsed({ name, args, exits }) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const took = performance.now() - start;
  if (!exits.includes(status)) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return took;
}

function median(values) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}
