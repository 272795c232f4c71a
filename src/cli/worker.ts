import { loadProgram } from './load-program.ts';

// A thread runs the same stored program as the command line.
await loadProgram(new URL('./', import.meta.url)).serveChecks();
