/*
 * The library: free of side effects and of Node's own modules, so that it also runs in a browser. What reads files is
 * in `mxproof/node`.
 */
export { type AnalysisInput, type AnalysisOptions, analyze, traceMessages } from './analyze.ts';
export { checkHost, type SpfCheck, type SpfQuery } from './protocols/spf/check-host.ts';
export { parseZone } from './protocols/zone/parse-zone.ts';
