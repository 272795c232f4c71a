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
    testTimeout: 20_000,
    environment: 'node',
  },
});
