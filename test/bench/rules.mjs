// Messages traced a second without explanations through three hundred mail flow rules, each message saying something else.
// The ratio is to the same messages without any rule in the same process, so that numbers of two machines compare.
// Usage: node test/bench/rules.mjs [--assert] [--seconds n]
import { bundled } from './bundled.mjs';

const perSecondWanted = 5000;
const args = process.argv.slice(2);
const secondsAt = args.indexOf('--seconds');
const seconds = secondsAt < 0 ? 2 : Number(args[secondsAt + 1]);

const { readable, compileWorld, traceMessage, manyRulesTopology } = await bundled(`
  export { compileWorld } from './src/simulate/world.ts';
  export { traceMessage } from './src/simulate/trace-message.ts';
  export { manyRulesTopology } from './test/support/many-rules.ts';
  export { readable } from './test/support/topology-reading.ts';
`);

const read = await readable(manyRulesTopology({ rules: 300, messages: 600 }), undefined, 'topology.json');
// So many that no text is remembered from the pass before.
const many = await readable(manyRulesTopology({ rules: 300, messages: 2400 }), undefined, 'topology.json');
const { messages, tenant } = read.topology;
const worldOf = (topology, { sources, patterns }) =>
  compileWorld(topology, sources, { asOf: Date.UTC(2026, 10, 21), assumptions: new Map(), down: [], patterns });
const worlds = {
  rules: worldOf(read.topology, read),
  unread: worldOf(many.topology, many),
  none: worldOf({ ...read.topology, tenant: { ...tenant, transportRules: [] } }, read),
};

// What a trace ends with has to be used, or it could be optimised away.
let outcomes = 0;
const matched = [];
const trace = (world) => () => {
  for (const message of world.topology.messages) {
    const made = traceMessage(world, message, { explain: false, alternativesMax: 0 });
    outcomes += made.outcomes.length;
    if (world === worlds.rules && matched.length < messages.length) matched.push(made.outcomes[0].rules.length);
  }
  return world.topology.messages.length;
};

const work = { rules: trace(worlds.rules), unread: trace(worlds.unread), none: trace(worlds.none) };
for (const one of Object.values(work)) rate(one, 0.5);
const rounds = { rules: [], unread: [], none: [] };
for (let round = 0; round < 3; round++) {
  for (const [name, one] of Object.entries(work)) rounds[name].push(rate(one, seconds / 2));
}
const median = (name) => rounds[name].sort((left, right) => left - right)[1];
const average = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

const line = (name, words) =>
  console.log(`${words.padEnd(36)}${String(Math.round(median(name))).padStart(7)} messages/s`);
line('rules', `${tenant.transportRules.length} mail flow rules`);
line('unread', 'of texts never met before');
line('none', 'the same messages without rules');
console.log(
  `${messages.length} messages of ${Math.round(average(messages.map((one) => one.body.length)))} characters, ` +
    `${average(matched).toFixed(1)} rules match one; without rules ${(median('none') / median('rules')).toFixed(1)} times as fast`,
);
console.log(`wanted ${perSecondWanted} messages/s through the rules`);
if (outcomes === 0) throw new Error('Nothing was traced.');
if (args.includes('--assert') && median('rules') < perSecondWanted) process.exitCode = 1;

function rate(one, duration) {
  const start = performance.now();
  const end = start + duration * 1000;
  let made = 0;
  do made += one();
  while (performance.now() < end);
  return (made * 1000) / (performance.now() - start);
}
