// Runs every measurement, one after the other, so that none competes with another for the two cores.
// Usage: npm run bench [-- --assert]      with --assert a missed target makes the exit code 1
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const measurements = [
  { title: 'Start-up', file: 'start-up.mjs' },
  { title: 'Traces', file: 'traces.mjs' },
  { title: 'Mail flow rules', file: 'rules.mjs' },
  { title: 'SPF', file: 'spf.mjs' },
  { title: 'Proofs', file: 'proofs.mjs' },
];

const missed = [];
for (const { title, file } of measurements) {
  console.log(`${title}`);
  const script = fileURLToPath(new URL(file, import.meta.url));
  const { status } = spawnSync(process.execPath, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
  if (status !== 0) missed.push(title);
  console.log('');
}
if (missed.length > 0) {
  console.log(`failed or missed a target: ${missed.join(', ')}`);
  process.exitCode = 1;
}
