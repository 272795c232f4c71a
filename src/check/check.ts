import type { Instant } from '../base/time.ts';
import type { InputNotice } from '../input/problem.ts';
import type { Oddity } from '../input/topology/read-certificates.ts';
import type { Fix, ObjectChange } from '../model/change.ts';
import type { Evidence, Pointer, SourceIndex, Span } from '../model/source.ts';
import type { Text } from '../model/text.ts';
import type { Severity, Topology } from '../model/topology.ts';
import type { Proof } from '../prove/prove.ts';
import type { Probe, ProbePurpose } from '../simulate/probes/probe.ts';
import type { Confidence, Trace } from '../simulate/trace.ts';
import type { World } from '../simulate/world.ts';
import type { Collision } from './collisions.ts';
import type { Finding } from './finding.ts';

export interface RuleDocs {
  /** What is wrong, in one sentence. */
  readonly summary: string;
  /** Why it costs somebody mail. */
  readonly why: string;
  readonly remedy: string;
  readonly whenNotToApply?: string;
  readonly references: readonly [Reference, ...Reference[]];
}

/** A document behind a check: a Microsoft page or an RFC. */
export interface Reference {
  readonly title: string;
  readonly url: string;
}

/** A message that was sent through the topology, with what became of it. */
export interface ProbedTrace extends Probe {
  readonly trace: Trace;
}

/** Mail that nobody sends, of which is asked only which setting takes it: where it ends is no finding of general checks. */
export const isQuestion = ({ purpose }: Pick<Probe, 'purpose'>): boolean => questions.has(purpose);

const questions: ReadonlySet<ProbePurpose> = new Set(['connector', 'imitation', 'remote-domain', 'returned', 'rule']);

/** Everything a check may know. What Exchange does is known from traces; the simulator is asked for nothing else. */
export interface CheckContext {
  readonly topology: Topology;
  /** The topology as the user named it. */
  readonly file: string;
  /** What topologies of the same run hold together with others; empty for one alone. */
  readonly collisions: readonly Collision[];
  readonly world: World;
  readonly sources: SourceIndex;
  readonly asOf: Instant;
  /** The declared samples and our own probes. Traces of probes carry no worded decisions; `explained` adds them. */
  readonly traces: readonly ProbedTrace[];
  readonly notices: readonly InputNotice[];
  /** What is odd about zones and certificate files, by their readers. */
  readonly oddities: readonly Oddity[];
  /** What is proved of the declared intents, in their order. */
  readonly intents: readonly Proof[];
  /** What is proved of the built-in invariants; empty where nobody asked for it. */
  readonly invariants: readonly Proof[];
  /** The messages against those that are refuted, by their id; they are among `traces`, too. */
  readonly refutations: ReadonlyMap<string, ProbedTrace>;
  /** The same trace with its decisions in words, for evidence. */
  explained(trace: ProbedTrace): Trace;
  /** What becomes of the message of a trace in another topology: for "would it arrive if this setting were another". In words where asked. */
  supposing(topology: Topology): (trace: ProbedTrace, as?: { readonly explain: boolean }) => Trace;
  /**
   * The change that gives the object at a pointer of the document other settings (`undefined` unsets one), or removes it
   * (null); what it was is read from the document. Undefined where there is no document, or no object that its name tells apart.
   */
  change(at: Pointer, after: Readonly<Record<string, unknown>> | null): ObjectChange | undefined;
  /** What has been found so far, suppressed or not; complete for the last stage, which judges the suppressions. */
  readonly found: readonly Pick<Finding, 'rule' | 'subject'>[];
  /** Traces that findings of specific checks already explain; what is left is for the general ones. */
  readonly accounted: ReadonlySet<ProbedTrace>;
}

/** One defect, found by `run`; `explain` gives it words. */
export interface Violation {
  /** `kind:name`, lower case, as spec/cli.md lists the kinds; see `subject`. */
  readonly subject: string;
  /** Where the setting at fault stands: a pointer into the topology, or a span of another file. */
  readonly at: Pointer | Span | undefined;
  readonly evidence: readonly Evidence[];
  /** Rules of the semantics that make it a defect. */
  readonly semantics: readonly string[];
  /** Assumptions of the documents' open points that it depends on. */
  readonly assumptions?: readonly string[];
  /** Lowest confidence on the way, where it is lower than that of the semantics. */
  readonly confidence?: Confidence;
  /** Traces whose failure this defect explains, so that no general check reports them again. */
  readonly explains?: readonly ProbedTrace[];
  /** Tells apart several violations of one subject, for the fingerprint: stable when lines move. */
  readonly detail?: string;
  /** What it is about, whatever setting is at fault, where the subject is that setting. */
  readonly about?: readonly string[];
}

export interface Message {
  readonly problem: Text;
  readonly consequence: Text;
  readonly remedy: Text;
}

/** When a check runs: on its own, twice after the specific ones, after all that read traces, and last of all. */
export const stages = [0, 1, 2, 3, 4] as const;
export type Stage = (typeof stages)[number];

export interface CheckDefinition<V extends Violation> {
  /** `area/defect`: the path of its file under `check/rules`. */
  readonly id: string;
  readonly severity: Severity;
  readonly docs: RuleDocs;
  /** Every entry of the misconfiguration catalogues (CMIS, PMIS) that it reports. */
  readonly covers?: readonly string[];
  /** A general check reads `accounted`, and runs after all specific ones; the higher, the later. */
  readonly stage?: Stage;
  run(context: CheckContext): Iterable<V>;
  explain(violation: V): Message;
  /** What would cure it, the best way first; changes and never text of a script. Whether it does is for the proof to say. */
  fix?(violation: V, context: CheckContext): readonly Fix[];
}

/** A definition with its violation type sealed inside, so that checks of all kinds fit one list. */
export interface Check {
  readonly id: string;
  readonly severity: Severity;
  readonly docs: RuleDocs;
  readonly covers: readonly string[];
  readonly stage: Stage;
  find(
    context: CheckContext,
  ): readonly { readonly violation: Violation; readonly message: Message; readonly fixes: readonly Fix[] }[];
}

export function defineCheck<V extends Violation>(definition: CheckDefinition<V>): Check {
  return {
    id: definition.id,
    severity: definition.severity,
    docs: definition.docs,
    covers: definition.covers ?? [],
    stage: definition.stage ?? 0,
    find: (context) =>
      [...definition.run(context)].map((violation) => ({
        violation,
        message: definition.explain(violation),
        fixes: definition.fix?.(violation, context) ?? [],
      })),
  };
}

/** `kind:name` in lower case, without a trailing dot: the same for every spelling of the input. */
export const subject = (kind: string, name: string): string => `${kind}:${name.toLowerCase().replace(/\.$/u, '')}`;
