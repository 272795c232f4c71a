#!/usr/bin/env node
import process from 'node:process';
import { version } from './version.ts';

// Only what `--version` needs is loaded before it is answered.
if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  const { loadProgram } = await import('./load-program.ts');
  // Never process.exit: it would cut output that a pipe has not taken yet.
  process.exitCode = await loadProgram(new URL('./', import.meta.url)).main();
}
