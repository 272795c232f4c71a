import type { Finding } from '../check/finding.ts';
import { type Change, type Fix, instructionsOf } from '../model/change.ts';
import { list, type Text, text } from '../model/text.ts';
import type { Severity } from '../model/topology.ts';
import type { Comparison } from '../prove/compare/compare.ts';
import { apply } from './apply/apply.ts';
import type { FileEdits, TopologyFiles } from './apply/topology-files.ts';
import { ordersOf, rankOf } from './order.ts';
import type { DroppedFix, PersonTask, Plan, PlanStep } from './plan.ts';
import { graver, provedSafety } from './proved-safety.ts';

/** How a plan gets at analyses; the caller of the stages gives it. `I` is a topology as the analysis takes it. */
export interface Prover<I> {
  /** Reads texts and analyses what they say; a text says why they cannot be read. */
  readonly analyze: (
    files: TopologyFiles,
  ) => Promise<
    | { readonly ok: true; readonly input: I; readonly findings: readonly Finding[] }
    | { readonly ok: false; readonly because: Text }
  >;
  readonly compare: (before: I, after: I) => Comparison;
}

export interface PlanOptions {
  /** Whether a finding is to be cured. */
  readonly selected: (finding: Finding) => boolean;
  /** Analyses that are made at most. */
  readonly analysesMax?: number;
  /** Told before each finding that a cure is looked for: how many were before it, and of how many. */
  readonly progress?: (finding: Finding, before: number, of: number) => void;
}

interface State<I> {
  readonly files: TopologyFiles;
  readonly input: I;
  readonly findings: readonly Finding[];
}

const analysesMax = 400;
const severities: readonly Severity[] = ['info', 'warning', 'error'];

/**
 * Chooses a fix for every finding that has one that works. Each is applied to the texts as the steps before left them and
 * the result is analysed: a fix counts when its finding is gone and no finding as grave has begun, also between its
 * changes. What is refused is tried again behind the steps that followed, for it may have needed one of them.
 */
export async function makePlan<I>(
  files: TopologyFiles,
  prover: Prover<I>,
  options: PlanOptions,
): Promise<Plan | { readonly unreadable: Text }> {
  const first = await prover.analyze(files);
  if (!first.ok) return { unreadable: first.because };
  const planner = new Planner({ files, ...first }, prover, options);
  await planner.run();
  return planner.plan();
}

type Attempt = { readonly ok: true } | { readonly ok: false; readonly because: Text };

/** Lives for one plan: the state moves with every step. */
class Planner<I> {
  private readonly start: State<I>;
  private state: State<I>;
  private readonly prover: Prover<I>;
  private readonly options: PlanOptions;
  private readonly steps: PlanStep[] = [];
  private readonly refused = new Map<string, readonly DroppedFix[]>();
  private readonly tasks = new Map<string, PersonTask>();
  private analyses = 0;
  private exhausted = false;

  constructor(start: State<I>, prover: Prover<I>, options: PlanOptions) {
    this.start = start;
    this.state = start;
    this.prover = prover;
    this.options = options;
  }

  async run(): Promise<void> {
    let tried = new Map<string, number>();
    for (;;) {
      const next = this.candidates().find(({ fingerprint }) => tried.get(fingerprint) !== this.steps.length);
      const untried = this.candidates().find(({ fingerprint }) => !tried.has(fingerprint));
      const finding = untried ?? next;
      if (finding === undefined || this.exhausted) return;
      this.options.progress?.(
        finding,
        tried.size,
        new Set([...tried.keys(), ...this.candidates().map((one) => one.fingerprint)]).size,
      );
      const stepsBefore = this.steps.length;
      await this.cure(finding);
      tried = new Map([...tried, [finding.fingerprint, stepsBefore]]);
    }
  }

  /** Selected findings that are open and have a fix, in the order in which they are cured. */
  private candidates(): readonly Finding[] {
    const rank = ({ fixes }: Finding) => Math.max(...(fixes[0]?.changes ?? []).map(rankOf), 0);
    return this.state.findings
      .filter((finding) => this.isSelected(finding) && finding.fixes.length > 0)
      .map((finding, index) => ({ finding, index }))
      .sort((left, right) => rank(left.finding) - rank(right.finding) || left.index - right.index)
      .map(({ finding }) => finding);
  }

  private isSelected(finding: Finding): boolean {
    return finding.suppressed === undefined && this.options.selected(finding);
  }

  private async cure(finding: Finding): Promise<void> {
    const dropped: DroppedFix[] = [];
    for (const fix of finding.fixes) {
      const changes = fix.changes.filter((change) => change.target !== 'person');
      if (changes.length === 0) {
        this.tasks.set(finding.fingerprint, { finding, title: fix.title, instructions: instructionsOf(fix) });
        continue;
      }
      const attempt = await this.attempt(finding, fix, changes);
      if (attempt.ok) {
        this.refused.set(finding.fingerprint, dropped);
        return;
      }
      dropped.push({ finding, title: fix.title, because: attempt.because });
    }
    this.refused.set(finding.fingerprint, dropped);
  }

  private async attempt(finding: Finding, fix: Fix, changes: readonly Change[]): Promise<Attempt> {
    let because = text`It changes nothing.`;
    for (const order of ordersOf(changes)) {
      const done = await this.make(finding, order);
      if (!done.ok) {
        because = done.because;
        if (done.final) break;
        continue;
      }
      this.accept(finding, fix, order, done.state, done.edits);
      return { ok: true };
    }
    return { ok: false, because };
  }

  /** Makes the changes one by one and looks at every state between; `final`: no other order helps. */
  private async make(
    finding: Finding,
    order: readonly Change[],
  ): Promise<
    | { readonly ok: true; readonly state: State<I>; readonly edits: readonly FileEdits[] }
    | { readonly ok: false; readonly because: Text; readonly final: boolean }
  > {
    let state = this.state;
    const edits: FileEdits[] = [];
    for (const change of order) {
      const applied = await apply(state.files, [change]);
      if (!applied.ok) return { ok: false, because: applied.conflict.because, final: false };
      if (++this.analyses > (this.options.analysesMax ?? analysesMax)) {
        this.exhausted = true;
        return { ok: false, because: text`The bound on analyses was hit before it could be proved.`, final: true };
      }
      const read = await this.prover.analyze(applied.files);
      if (!read.ok)
        return { ok: false, because: text`The topology could not be read with it: ${read.because}`, final: false };
      state = { files: applied.files, input: read.input, findings: read.findings };
      edits.push(...applied.edits);
      const grave = this.openedBy(state).filter((one) => isAsGrave(one, finding));
      if (grave.length > 0) return { ok: false, because: this.opens(grave), final: order.length === 1 };
    }
    if (state.findings.some(({ fingerprint }) => fingerprint === finding.fingerprint))
      return { ok: false, because: text`The finding is still there afterwards.`, final: true };
    return { ok: true, state, edits };
  }

  /** Findings of a state that are not there now. */
  private openedBy(state: State<I>): readonly Finding[] {
    const known = new Set(this.state.findings.map(({ fingerprint }) => fingerprint));
    return state.findings.filter((one) => one.suppressed === undefined && !known.has(one.fingerprint));
  }

  /** Why findings that would begin speak against a fix; those that a step before has ended are a contradiction of two fixes. */
  private opens(grave: readonly Finding[]): Text {
    const named = list(grave.map(({ rule, subject }) => text`${rule} of ${subject}`));
    const undone = this.steps.findIndex(({ closes }) =>
      closes.some(({ fingerprint }) => grave.some((one) => one.fingerprint === fingerprint)),
    );
    const step = this.steps[undone];
    return step === undefined
      ? text`It would open ${named}.`
      : text`It contradicts step ${undone + 1}, which cures ${step.cures.rule} of ${step.cures.subject}: it would open ${named} again.`;
  }

  private accept(
    finding: Finding,
    fix: Fix,
    order: readonly Change[],
    state: State<I>,
    edits: readonly FileEdits[],
  ): void {
    const after = new Set(state.findings.map(({ fingerprint }) => fingerprint));
    const comparison = this.prover.compare(this.state.input, state.input);
    const proved = provedSafety(comparison);
    const [change, ...more] = [...order, ...fix.changes.filter(({ target }) => target === 'person')];
    if (change === undefined) return;
    this.steps.push({
      title: fix.title,
      changes: [change, ...more],
      cures: finding,
      closes: this.state.findings.filter((one) => one.suppressed === undefined && !after.has(one.fingerprint)),
      opens: this.openedBy(state),
      claimed: fix.safety,
      proved,
      safety: graver(fix.safety, proved),
      comparison,
      edits,
      before: this.state.files,
      after: state.files,
    });
    this.state = state;
  }

  /** Of a plan of one step, that is the step's. */
  private wholeComparison(): Comparison | undefined {
    const [first, second] = this.steps;
    return second === undefined ? first?.comparison : this.prover.compare(this.start.input, this.state.input);
  }

  plan(): Plan {
    const left = this.state.findings.filter((one) => this.isSelected(one));
    const open = new Set(left.map(({ fingerprint }) => fingerprint));
    const known = new Set(this.start.findings.map(({ fingerprint }) => fingerprint));
    return {
      steps: this.steps,
      dropped: [...this.refused.values()].flat(),
      tasks: [...this.tasks.values()].filter(({ finding }) => open.has(finding.fingerprint)),
      left,
      opened: this.state.findings.filter((one) => one.suppressed === undefined && !known.has(one.fingerprint)),
      comparison: this.wholeComparison(),
      bound: this.exhausted ? (this.options.analysesMax ?? analysesMax) : null,
      start: this.start.files,
      end: this.state.files,
    };
  }
}

const isAsGrave = (one: Finding, than: Finding): boolean =>
  severities.indexOf(one.severity) >= severities.indexOf(than.severity);
