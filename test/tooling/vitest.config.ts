import { defineConfig } from 'vitest/config';
import flags from '../../src/cli/v8-flags.json' with { type: 'json' };

export default defineConfig({
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    // Two cores in CI; more workers only take memory from each other.
    maxWorkers: 2,
    // Each file alone would load and compile what it imports anew: half of the time of a run. Tests share nothing else than
    // modules, and ours keep no state.
    isolate: false,
    // As the program: V8 compiles later what runs often. A fifth less processor time for the proofs.
    execArgv: [...flags],
    testTimeout: 20_000,
    environment: 'node',
  },
});
