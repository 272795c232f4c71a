import type { Instant } from '../base/time.ts';
import type { RuleDocs } from '../check/check.ts';
import type { Collision } from '../check/collisions.ts';
import type { Finding } from '../check/finding.ts';
import type { Doing } from '../fix/scripts.ts';
import type { TextFix } from '../fix/text-fixes.ts';
import type { ImportAccount } from '../input/importers/account.ts';
import type { Fix } from '../model/change.ts';
import type { SourceIndex, Span } from '../model/source.ts';
import type { Text } from '../model/text.ts';
import type { Severity, Topology } from '../model/topology.ts';
import type { Drill } from '../prove/drills/drill.ts';
import type { Proof } from '../prove/prove.ts';
import type { Trace } from '../simulate/trace.ts';
import type { GraphReport } from './graph/graph-report.ts';
import type { Wording } from './language/translate.ts';

/** An answer that could not be given, and what is missing for it. */
export interface Undetermined {
  readonly what: Text;
  readonly missing: Text;
  readonly at: Span | undefined;
}

/** A check as it stood in an analysis, whether it found something or not. */
export interface CheckedRule {
  readonly id: string;
  /** As the catalogue has it. */
  readonly byDefault: Severity;
  /** As it counted here; `off`: its findings were left out. */
  readonly severity: Severity | 'off';
  readonly docs: RuleDocs;
  /** Ids of the semantics that it rests on. */
  readonly semantics: readonly string[];
}

/** The least severity that fails; `never`: none does. */
export type FailOn = Severity | 'never';

/** What the analysis of one topology says; every format is printed from it. */
export interface TopologyReport {
  readonly file: string;
  readonly name: string;
  /** Every check of the catalogue, in its order. */
  readonly rules: readonly CheckedRule[];
  readonly topology: Topology;
  readonly findings: readonly Finding[];
  readonly traces: readonly Trace[];
  /** What is proved of the declared intents. */
  readonly intents: readonly Proof[];
  /** What is proved of the built-in invariants; undefined: nobody asked for it. */
  readonly invariants: readonly Proof[] | undefined;
  readonly undetermined: readonly Undetermined[];
  /** What breaks when one thing fails, each by itself; absent: it was not asked for. */
  readonly drills?: readonly Drill[];
  /** Fixes that edits carry out, by the fingerprint of the finding; absent: no format of the run shows them. */
  readonly textFixes?: ReadonlyMap<string, TextFix>;
  /** What one does for the fixes of its findings; absent: no format of the run shows it. */
  readonly doings?: ReadonlyMap<Fix, Doing>;
  /** The flow, drawn; absent: no format of the run shows it. */
  readonly flow?: GraphReport;
  readonly sources: SourceIndex;
}

/** What a baseline did to the findings of a run. */
export interface BaselineReport {
  /** As the user named it. */
  readonly file: string;
  /** Whether this run wrote it. */
  readonly updated: boolean;
  /** Findings that are in it and do not count. */
  readonly known: number;
  /** What it held and is found no longer; the topology as the user named it. */
  readonly fixed: readonly { readonly file: string; readonly rule: string; readonly subject: string }[];
}

export interface CheckReport {
  readonly version: string;
  readonly asOf: Instant;
  readonly topologies: readonly TopologyReport[];
  /** What topologies of the run hold together that only one tenant can have; absent: none. */
  readonly collisions?: readonly Collision[];
  /** Topologies of the run that a fault of the program left without a verdict; absent: none. */
  readonly faults?: readonly { readonly file: string; readonly what: string }[];
  /** What counts as a failure where a format knows passed and failed; by default an error. */
  readonly failOn?: FailOn;
  readonly baseline?: BaselineReport;
  /** What the program answers with, for formats that record a call of it. */
  readonly exitCode?: number;
}

/** Whether several topologies were to be checked; those without a verdict count, too. */
export const isPortfolio = ({ topologies, faults = [] }: CheckReport): boolean => topologies.length + faults.length > 1;

export interface TraceReport {
  readonly version: string;
  readonly asOf: Instant;
  /** The topology as the user named it. */
  readonly file: string;
  readonly traces: readonly Trace[];
  /** The checks by whose ids platforms are told of unmet expectations; absent: they are told the ids alone. */
  readonly rules?: readonly CheckedRule[];
  readonly sources: SourceIndex;
}

/** What `import` did. */
export interface ImportReport {
  readonly version: string;
  /** The topology as the user named it; undefined: standard output. */
  readonly file: string | undefined;
  /** Whether it was written; nothing is where an export cannot be used. */
  readonly written: boolean;
  readonly account: ImportAccount;
  readonly sources: SourceIndex;
}

/** How a report is drawn. `width` is in columns of the terminal. */
export interface Style {
  readonly color: boolean;
  readonly width: number;
  readonly verbose: boolean;
  readonly quiet: boolean;
  /** In which language; by default English. */
  readonly wording?: Wording;
}
