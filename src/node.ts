/*
 * The entry for programs that run on Node: what of the library reads files. Everything else is in the main entry, which
 * runs in a browser, too.
 */
export type { LoadedTopology, LoadOptions } from './cli/load-topology.ts';
export { loadTopology } from './cli/load-topology.ts';
export { renderReport } from './report/render-report.ts';
