/*
 * The library: free of side effects and of Node's own modules, so that it also runs in a browser. What reads files is
 * in `mxproof/node`.
 */
export { type AnalysisInput, type AnalysisOptions, traceMessages } from './analyze.ts';
export type { Finding } from './check/finding.ts';
export { drillTopology } from './drill-topology.ts';
export type { Status } from './model/delivery-status.ts';
export type { DnsAnswer, DnsView, RecordOrigin, RecordValue } from './model/dns.ts';
export { asString, type Text } from './model/text.ts';
export { checkHost, type SpfCheck, type SpfQuery } from './protocols/spf/check-host.ts';
export type { SpfNode } from './protocols/spf/spf-node.ts';
export type { SpfResult } from './protocols/spf/spf-result.ts';
export { dnsFromRecords, type RecordsOfName } from './protocols/zone/dns-from-records.ts';
export { parseZone } from './protocols/zone/parse-zone.ts';
export type { ParsedZone, ZoneOptions } from './protocols/zone/zone-record.ts';
export type { ChangedFate, Comparison } from './prove/compare/compare.ts';
export type { FateChange, Gravity } from './prove/compare/fate-changes.ts';
export type { ObjectChange } from './prove/compare/object-changes.ts';
export type { Drill } from './prove/drills/drill.ts';
export type { Failure } from './prove/drills/failure.ts';
export type { Counterexample, Proof, ProofOptions, Proofs } from './prove/prove.ts';
export type { Transition } from './prove/transition/transition.ts';
export { analyzeWithProofs as analyze, compareTopologies as diff, proveTopology as prove } from './prove-topologies.ts';
export type { CheckReport, TopologyReport, TraceReport } from './report/report.ts';
export type { Alternative, Decision, Hop, Outcome, Reply, Trace } from './simulate/trace.ts';
export { type TransitionInput, transitionBetween } from './transition-between.ts';
