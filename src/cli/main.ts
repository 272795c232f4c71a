#!/usr/bin/env node
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import flags from './v8-flags.json' with { type: 'json' };
import { version } from './version.ts';

// Only what `--version` needs is loaded before it is answered.
if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  // Code that was stored under other flags would be compiled anew: they are set before it is loaded.
  for (const flag of flags) setFlagsFromString(flag);
  const { loadProgram } = await import('./load-program.ts');
  // Never process.exit: it would cut output that a pipe has not taken yet.
  process.exitCode = await loadProgram(new URL('./', import.meta.url)).main();
}
