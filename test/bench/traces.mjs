// Messages traced a second without explanations, on one world: its own sample messages, one after the other.
// The ratio is to a fixed loop of plain JavaScript in the same process, so that numbers of two machines compare.
// Usage: node test/bench/traces.mjs [--assert] [--seconds n]
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundled.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const perSecondWanted = 20_000;
const args = process.argv.slice(2);
const secondsAt = args.indexOf('--seconds');
const seconds = secondsAt < 0 ? 2 : Number(args[secondsAt + 1]);

const { loadTopology, compileWorld, traceMessage, probes } = await bundled(`
  export { loadTopology } from './src/cli/load-topology.ts';
  export { compileWorld } from './src/simulate/world.ts';
  export { traceMessage } from './src/simulate/trace-message.ts';
  export { probes } from './src/simulate/probes/probes.ts';
`);
const loaded = await loadTopology(join(root, 'fixtures/worlds/third-party-filter/topology.yaml'));
if (!loaded.ok) throw new Error('The topology of the measurement cannot be read.');
const { topology, sources } = loaded.value;
const options = { asOf: Date.UTC(2026, 10, 21), assumptions: new Map(), down: [] };
const world = compileWorld(topology, sources, options);
const samples = topology.messages;
const own = probes(world).probes.map((probe) => probe.message);

// What a trace ends with has to be used, or it could be optimised away.
let outcomes = 0;
const trace = (messages, alternativesMax) => () => {
  for (const message of messages) {
    outcomes += traceMessage(world, message, { explain: false, alternativesMax }).outcomes.length;
  }
  return messages.length;
};
/** What a world remembers between messages is forgotten, and compiling it again is counted. */
const fresh = () => {
  const cold = compileWorld(topology, sources, options);
  for (const message of samples) {
    outcomes += traceMessage(cold, message, { explain: false, alternativesMax: 0 }).outcomes.length;
  }
  return samples.length;
};
const texts = Array.from({ length: 256 }, (_, index) => `host${index}.contoso.com`);
/** A million steps of the kind that reading names takes: characters, integers, a map. */
const plain = () => {
  const seen = new Map();
  for (let round = 0, left = 1_000_000; left > 0; round++) {
    const text = texts[round & 255];
    let hash = round;
    for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
    seen.set(hash & 1023, text);
    left -= text.length;
  }
  return seen.size > 0 ? 1 : 0;
};

const work = { samples: trace(samples, 0), alternatives: trace(samples, 64), probes: trace(own, 0), fresh, plain };
for (const one of Object.values(work)) rate(one, 0.5);
const rounds = Object.fromEntries(Object.keys(work).map((name) => [name, []]));
for (let round = 0; round < 3; round++) {
  for (const [name, one] of Object.entries(work)) rounds[name].push(rate(one, seconds / 2));
}
const median = (name) => rounds[name].sort((left, right) => left - right)[1];

const line = (name, count, words) =>
  console.log(
    `${words.padEnd(36)}${String(Math.round(median(name))).padStart(7)} messages/s of ${count}` +
      `  ratio ${(median(name) / median('plain')).toFixed(1)} messages a million plain steps`,
  );
line('samples', samples.length, 'declared messages');
line('alternatives', samples.length, 'with the alternatives of each');
line('probes', own.length, 'our own probes');
line('fresh', samples.length, 'declared messages, world made anew');
console.log(`wanted ${perSecondWanted} declared messages/s; ${Math.round(median('plain'))} million plain steps/s`);
if (outcomes === 0) throw new Error('Nothing was traced.');
if (args.includes('--assert') && median('samples') < perSecondWanted) process.exitCode = 1;

function rate(one, duration) {
  const start = performance.now();
  const end = start + duration * 1000;
  let count = 0;
  do count += one();
  while (performance.now() < end);
  return (count * 1000) / (performance.now() - start);
}
