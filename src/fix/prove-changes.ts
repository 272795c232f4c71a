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
  /** Findings as grave that are there between its changes alone. */
  readonly meanwhile: readonly Finding[];
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

/** Findings of a state that another does not have; what is there for another cause by now is not new. */
export function openedBy<I>(after: State<I>, before: State<I>): readonly Finding[] {
  const known = new Set(before.findings.flatMap((one) => [one.fingerprint, ...mattersOf(one)]));
  return after.findings.filter((one) => {
    const matters = mattersOf(one);
    const isKnown = known.has(one.fingerprint) || (matters.length > 0 && matters.every((matter) => known.has(matter)));
    return one.suppressed === undefined && !isKnown;
  });
}

/** Whether a finding is there, or something that it is about, for another cause. */
export function holds<I>({ findings }: State<I>, finding: Finding): boolean {
  const matters = new Set(mattersOf(finding));
  return findings.some(
    (one) => one.fingerprint === finding.fingerprint || mattersOf(one).some((matter) => matters.has(matter)),
  );
}

const mattersOf = ({ rule, about = [] }: Finding): readonly string[] => about.map((one) => `${rule}\n${one}`);

/** Makes changes and analyses every state between. Lives for one plan: it counts the analyses. */
export class ChangeProver<I> {
  private analyses = 0;
  private readonly analyze: Analyze<I>;
  private readonly analysesMax: number;
  private readonly isHarmless: (before: I, after: I) => boolean;

  /** @param isHarmless whether it is proved that no message fares worse in a state than in the one before */
  constructor(analyze: Analyze<I>, analysesMax: number, isHarmless: (before: I, after: I) => boolean = () => false) {
    this.analyze = analyze;
    this.analysesMax = analysesMax;
    this.isHarmless = isHarmless;
  }

  /** Whether an analysis was refused for the bound. */
  get isExhausted(): boolean {
    return this.analyses > this.analysesMax;
  }

  /**
   * A fix is good where its finding is gone and no finding as grave has begun, also between its changes.
   * @param between `harmless`: a finding that ends with the last change may begin between them, where no message fares worse
   * meanwhile: two halves of one agreement cannot be made at once. `anything`: the last state alone is looked at.
   */
  async make(
    before: State<I>,
    finding: Finding,
    fix: Fix,
    order: readonly Change[],
    between: 'nothing' | 'harmless' | 'anything' = 'nothing',
  ): Promise<{ readonly ok: true; readonly made: MadeFix<I> } | RefusedFix> {
    let state = before;
    const edits: FileEdits[] = [];
    const meanwhile = new Map<string, Finding>();
    for (const [index, change] of order.entries()) {
      const applied = await apply(state.files, [change]);
      if (!applied.ok) return refused(applied.conflict.because);
      const isLast = index === order.length - 1;
      edits.push(...applied.edits);
      if (between === 'anything' && !isLast) {
        state = { ...state, files: applied.files };
        continue;
      }
      if (++this.analyses > this.analysesMax)
        return refused(text`The bound on analyses was hit before it could be proved.`, true);
      const read = await this.analyze(applied.files);
      if (!read.ok) return refused(text`The topology could not be read with it: ${read.because}`);
      state = { files: applied.files, input: read.input, findings: read.findings };
      const grave = openedBy(state, before).filter((one) => isAsGrave(one, finding));
      const isLet = () => between === 'harmless' && !isLast && this.isHarmless(before.input, state.input);
      if (grave.length > 0 && !isLet()) return refused(text`It would open ${named(grave)}.`, order.length === 1, grave);
      for (const one of grave) meanwhile.set(one.fingerprint, one);
    }
    if (holds(state, finding)) return refused(text`The finding is still there afterwards.`, true);
    return { ok: true, made: { finding, fix, order, before, after: state, meanwhile: [...meanwhile.values()], edits } };
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
