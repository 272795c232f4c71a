import type { Finding } from '../check/finding.ts';
import type { Change, Fix } from '../model/change.ts';
import { list, type Text, text } from '../model/text.ts';
import type { Severity } from '../model/topology.ts';
import { apply } from './apply/apply.ts';
import type { FileEdits, TopologyFiles } from './apply/topology-files.ts';

/** A topology on the way, with what is found in it. `I` is a topology as the analysis takes it. */
export interface State<I> {
  readonly files: TopologyFiles;
  readonly input: I;
  readonly findings: readonly Finding[];
}

/** Reads texts and analyses what they say; a text says why they cannot be read. */
export type Analyze<I> = (
  files: TopologyFiles,
) => Promise<
  | { readonly ok: true; readonly input: I; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly because: Text }
>;

/** A fix that was made in a state and cures its finding there. */
export interface MadeFix<I> {
  readonly finding: Finding;
  readonly fix: Fix;
  /** The changes that were made, in their order; what a person does is not among them. */
  readonly order: readonly Change[];
  readonly before: State<I>;
  readonly after: State<I>;
  readonly edits: readonly FileEdits[];
}

export interface RefusedFix {
  readonly ok: false;
  readonly because: Text;
  /** Findings that speak against it. */
  readonly opens: readonly Finding[];
  /** Whether no other order of its changes helps. */
  readonly final: boolean;
}

const severities: readonly Severity[] = ['info', 'warning', 'error'];

const isAsGrave = (one: Finding, than: Finding): boolean =>
  severities.indexOf(one.severity) >= severities.indexOf(than.severity);

/** Findings of a state that another does not have. */
export function openedBy<I>(after: State<I>, before: State<I>): readonly Finding[] {
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  return after.findings.filter((one) => one.suppressed === undefined && !known.has(one.fingerprint));
}

export const holds = <I>({ findings }: State<I>, { fingerprint }: Finding): boolean =>
  findings.some((one) => one.fingerprint === fingerprint);

/** Makes changes and analyses every state between. Lives for one plan: it counts the analyses. */
export class ChangeProver<I> {
  private analyses = 0;
  private readonly analyze: Analyze<I>;
  private readonly analysesMax: number;

  constructor(analyze: Analyze<I>, analysesMax: number) {
    this.analyze = analyze;
    this.analysesMax = analysesMax;
  }

  /** Whether an analysis was refused for the bound. */
  get isExhausted(): boolean {
    return this.analyses > this.analysesMax;
  }

  /** A fix is good where its finding is gone and no finding as grave has begun, also between its changes. */
  async make(
    before: State<I>,
    finding: Finding,
    fix: Fix,
    order: readonly Change[],
  ): Promise<{ readonly ok: true; readonly made: MadeFix<I> } | RefusedFix> {
    let state = before;
    const edits: FileEdits[] = [];
    for (const change of order) {
      const applied = await apply(state.files, [change]);
      if (!applied.ok) return refused(applied.conflict.because);
      if (++this.analyses > this.analysesMax)
        return refused(text`The bound on analyses was hit before it could be proved.`, true);
      const read = await this.analyze(applied.files);
      if (!read.ok) return refused(text`The topology could not be read with it: ${read.because}`);
      state = { files: applied.files, input: read.input, findings: read.findings };
      edits.push(...applied.edits);
      const grave = openedBy(state, before).filter((one) => isAsGrave(one, finding));
      if (grave.length > 0) return refused(text`It would open ${named(grave)}.`, order.length === 1, grave);
    }
    if (holds(state, finding)) return refused(text`The finding is still there afterwards.`, true);
    return { ok: true, made: { finding, fix, order, before, after: state, edits } };
  }
}

const refused = (because: Text, final = false, opens: readonly Finding[] = []): RefusedFix => ({
  ok: false,
  because,
  opens,
  final,
});

export const named = (findings: readonly Finding[]): Text =>
  list(findings.map(({ rule, subject }) => text`${rule} of ${subject}`));
