// What a proof costs against the size of the topology: of each dimension twice as much, and what that multiplies.
// Processor time as a ratio to the same proof of the smaller topology in the same process, so that two machines compare.
// Usage: node test/bench/proofs.mjs [--large]      with --large the whole large topology too, which takes a while
import { bundled } from './bundled.mjs';

const { readable, compileWorld, traceMessage, largeTopology, prove } = await bundled(`
  export { compileWorld } from './src/simulate/world.ts';
  export { traceMessage } from './src/simulate/trace-message.ts';
  export { prove } from './src/prove/prove.ts';
  export { largeTopology } from './test/support/large-topology.ts';
  export { readable } from './test/support/topology-reading.ts';
`);

/** Classes are counted on the way; a bound that is met is printed, for a proof that met one proved nothing. */
async function proofOf(size) {
  const read = await readable(largeTopology(size), undefined, 'topology.json');
  const options = { asOf: Date.UTC(2026, 10, 21), assumptions: new Map(), down: [], patterns: read.patterns };
  const world = compileWorld(read.topology, read.sources, options);
  const trace = (message, wanted) => traceMessage(world, message, { ...wanted, alternativesMax: 64 });
  const before = process.cpuUsage();
  const proofs = prove({ world, trace }, { classesMax: 1_000_000 });
  const used = process.cpuUsage(before);
  return { proofs, cost: used.user + used.system };
}

const small = { domains: 40, connectors: 10, recipients: 400, rules: 0 };
// The first runs of a process compile the program; a later one costs what all the others do.
for (let round = 0; round < 4; round++) await proofOf(small);
const first = await proofOf(small);
const ratio = (cost) => (cost / first.cost).toFixed(1);
const line = (words, { proofs, cost }) =>
  console.log(
    `${words.padEnd(36)}${ratio(cost).padStart(6)} times the cost  ${(proofs.classes / first.proofs.classes).toFixed(2)} times the classes` +
      `${proofs.bound === null ? '' : `  BOUND ${proofs.bound}`}`,
  );
for (const dimension of ['domains', 'connectors', 'recipients']) {
  line(`twice the ${dimension}`, await proofOf({ ...small, [dimension]: 2 * small[dimension] }));
  line(`eight times the ${dimension}`, await proofOf({ ...small, [dimension]: 8 * small[dimension] }));
}
line('15 mail flow rules', await proofOf({ ...small, rules: 15 }));
line('30 mail flow rules', await proofOf({ ...small, rules: 30 }));
if (process.argv.includes('--large'))
  line('the large topology', await proofOf({ domains: 500, connectors: 60, recipients: 20_000, rules: 300 }));
