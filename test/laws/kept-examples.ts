import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';

/** Where the inputs are kept on which a law has failed, one file of JSON a law. */
export const examplesFolder = new URL('examples/', import.meta.url);

/**
 * The options of a law with what it has failed on before, which is tried first; a failure says what to keep.
 *
 * @param law name of its file, without `.json`: an array with one array of arguments for each input.
 */
export function withKept<Arguments>(law: string, options: fc.Parameters<Arguments>): fc.Parameters<Arguments> {
  const examples = keptFor<Arguments>(law);
  return {
    ...options,
    // fast-check counts examples among its runs.
    ...(options.numRuns !== undefined && { numRuns: options.numRuns + examples.length }),
    examples,
    reporter(details) {
      if (!details.failed) return;
      const kept = details.counterexample === null ? '' : JSON.stringify(details.counterexample);
      throw new Error(`${fc.defaultReportMessage(details)}\n\nTo keep in test/laws/examples/${law}.json:\n${kept}`);
    },
  };
}

function keptFor<Arguments>(law: string): Arguments[] {
  const file = new URL(`${law}.json`, examplesFolder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Arguments[]) : [];
}
