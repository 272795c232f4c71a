import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    // Two cores in CI; more workers only take memory from each other.
    maxWorkers: 2,
    testTimeout: 20_000,
    environment: 'node',
  },
});
