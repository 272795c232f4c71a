/*
 * The entry for programs that run on Node: what of the library reads files. Everything else is in the main entry, which
 * runs in a browser, too.
 */
export type { Loaded, LoadedTopology, LoadOptions } from './cli/load-topology.ts';
export { loadTopology } from './cli/load-topology.ts';
export type { Plan, PlanStep } from './fix/plan.ts';
export { type PlanInput, type Planned, planFixes } from './plan-fixes.ts';
export type { Format } from './report/available-formats.ts';
export type { DiffReport } from './report/diff-report.ts';
export type { Language, Wording } from './report/language/translate.ts';
export { wordingOf } from './report/language/wording-of.ts';
export type { ProofReport } from './report/proof-report.ts';
export { type AnyReport, renderReport } from './report/render-report.ts';
export type { Style } from './report/report.ts';
