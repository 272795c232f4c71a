import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    // Two cores in CI; more workers only take memory from each other.
    maxWorkers: 2,
    // Each file alone would load and compile what it imports anew: half of the time of a run. Tests share nothing else than
    // modules, and ours keep no state.
    isolate: false,
    // V8 compiles on a thread of its own what runs often; where both cores have work that only pays for what runs six times
    // as often as by default. A fifth less processor time for the proofs.
    execArgv: ['--interrupt-budget=400000'],
    testTimeout: 20_000,
    environment: 'node',
  },
});
