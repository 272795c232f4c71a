import type { AnalysisInput, AnalysisOptions } from './analysis-input.ts';
import type { Finding } from './check/finding.ts';
import { changedAccess, type TopologyFiles, textOf } from './fix/apply/topology-files.ts';
import type { TtlOf } from './fix/dialects/dns-zone/zone-diff.ts';
import { makePlan, type PlanOptions } from './fix/make-plan.ts';
import type { Plan } from './fix/plan.ts';
import type { Analyze } from './fix/prove-changes.ts';
import { type PlanScripts, planScripts, type WaitOf } from './fix/scripts.ts';
import { type TextFix, textFixes } from './fix/text-fixes.ts';
import type { ZoneSource } from './input/dns/zone-source.ts';
import type { FileAccess } from './input/problem.ts';
import { readTopology } from './input/topology/read-topology.ts';
import { list, type Text } from './model/text.ts';
import type { ZoneRecord } from './protocols/zone/zone-record.ts';
import { analyzeWithProofs as analyze, compareTopologies } from './prove-topologies.ts';
import type { TopologyReport } from './report/report.ts';
import { type TransitionInput, transitionBetween } from './transition-between.ts';

/** A topology that changes are made in: its text, and the files round it. */
export interface PlanInput extends AnalysisInput {
  readonly document: { readonly data: unknown; readonly text: string };
  readonly zones: readonly ZoneSource[];
  readonly access: FileAccess;
}

/** As many classes as a plan has the time to compare, for one step and for all together; what lies beyond is said. */
const classesMaxOfStep = 50_000;
const classesMaxOfPlan = 400_000;
/** As many classes as are compared in a state between two changes of one fix; of more the state is not let pass. */
const classesMaxBetween = 5_000;
/** As many classes as are judged in each mixed state of a plan, and as many states; what lies beyond is said. */
const classesMaxOfTransition = 5_000;
const statesMaxOfTransition = 32;
/** Also the last steps are compared in their plainest classes. */
const classesLeast = 2_000;

/**
 * Plans the changes that cure the findings of a topology. Every step is proved by analysing the changed texts, the same
 * ones that are written out.
 * @returns the plan, or why the texts cannot be read as the topology that they are.
 */
export async function planFixes(
  input: PlanInput,
  options: AnalysisOptions & Partial<PlanOptions> & { readonly classesMax?: number } = {},
): Promise<Planned | { readonly unreadable: Text }> {
  const files = filesOf(input);
  const { selected = () => true, analysesMax, progress, classesMax = classesMaxOfStep, ...settings } = options;
  let classesLeft = classesMaxOfPlan;
  const read = new Set<string>();
  const plan = await makePlan<TransitionInput>(
    { ...files, access: recorded(input.access, read) },
    {
      analyze: analyzerOf(input, settings),
      compare(before, after) {
        const most = Math.min(classesMax, Math.max(classesLeft, classesLeast));
        const comparison = compareTopologies(before, after, { ...settings, classesMax: most });
        classesLeft -= comparison.classes;
        return comparison;
      },
      compareBetween: (before, after) =>
        compareTopologies(before, after, { ...settings, classesMax: classesMaxBetween }),
      transition: (before, after) =>
        transitionBetween(before, after, {
          ...settings,
          classesMax: Math.min(classesMax, classesMaxOfTransition),
          statesMax: statesMaxOfTransition,
        }),
    },
    { selected, ...(analysesMax !== undefined && { analysesMax }), ...(progress !== undefined && { progress }) },
  );
  if ('unreadable' in plan) return plan;
  const records = input.zones.flatMap((zone) => zone.records);
  const ttlOf: TtlOf = (owner, type) => records.find((one) => one.owner === owner && one.type === type)?.ttl;
  const waitOf: WaitOf = ({ owner, type, before }) =>
    before.length > 0 ? ttlOf(owner, type) : absentFor(records, owner);
  return { plan, scripts: planScripts(plan, input.topology.name ?? input.file, { ttlOf, waitOf }), read };
}

/** Work of one run, in traces of its samples and probes: larger topologies have fewer fixes proved. */
const tracesMax = 20_000;

/** Fixes of findings that edits alone carry out, each proved as a plan would; of a large topology the first ones. */
export async function textFixesOf(
  input: PlanInput,
  { findings, traces }: TopologyReport,
  settings: AnalysisOptions,
): Promise<ReadonlyMap<string, TextFix>> {
  const analysesMax = Math.floor(tracesMax / Math.max(1, traces.length));
  const start = { files: filesOf(input), input, findings };
  return textFixes<TransitionInput>(start, analyzerOf(input, settings), analysesMax);
}

function filesOf({ file, document, access }: PlanInput): TopologyFiles {
  const main = documentName(file);
  return { main, texts: new Map([[main, document.text]]), access };
}

const analyzerOf =
  (input: PlanInput, settings: AnalysisOptions): Analyze<TransitionInput> =>
  async (changed) => {
    const { main } = changed;
    const again = await readTopology(main, textOf(changed, main) ?? '', changedAccess(changed));
    if (!again.ok) return { ok: false, because: list(again.problems.map(({ problem }) => problem)) };
    const topology: TransitionInput = { ...again.value, file: input.file, notices: again.notices };
    const findings: readonly Finding[] = analyze(topology, settings).findings;
    return { ok: true, input: topology, findings };
  };

/** RFC 2308 section 5: that there is no record is kept for the lesser of the TTL and the minimum of the zone's SOA. */
function absentFor(records: readonly ZoneRecord[], name: string): number | undefined {
  const above = records.filter(({ type, owner }) => type === 'SOA' && (name === owner || name.endsWith(`.${owner}`)));
  const [closest] = above.sort((left, right) => right.owner.length - left.owner.length);
  if (closest?.data.type !== 'SOA') return undefined;
  return Math.min(closest.data.minimum, closest.ttl ?? closest.data.minimum);
}

export interface Planned {
  readonly plan: Plan;
  readonly scripts: PlanScripts;
  /** Files round the document that the reader asked for, by the paths that the document writes. */
  readonly read: ReadonlySet<string>;
}

const recorded = (access: FileAccess, read: Set<string>): FileAccess => ({
  read(path) {
    read.add(path);
    return access.read(path);
  },
  secret: (name) => access.secret(name),
});

/** The name by which the reader was given the document: places in findings name it so. */
const documentName = (file: string): string => (file === '-' ? '-' : file.slice(file.lastIndexOf('/') + 1));
