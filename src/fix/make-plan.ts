import type { Finding } from '../check/finding.ts';
import { type Change, type Fix, instructionsOf } from '../model/change.ts';
import { list, type Text, text } from '../model/text.ts';
import type { Comparison } from '../prove/compare/compare.ts';
import type { Transition } from '../prove/transition/transition.ts';
import type { TopologyFiles } from './apply/topology-files.ts';
import { ordersOf, rankOf } from './order.ts';
import { orderByTransition } from './order-by-transition.ts';
import type { DroppedFix, PersonTask, Plan, PlanStep } from './plan.ts';
import { type Analyze, ChangeProver, holds, type MadeFix, named, openedBy, type State } from './prove-changes.ts';
import { graver, provedSafety } from './proved-safety.ts';

/** How a plan gets at analyses; the caller of the stages gives it. `I` is a topology as the analysis takes it. */
export interface Prover<I> {
  readonly analyze: Analyze<I>;
  readonly compare: (before: I, after: I) => Comparison;
  /** The same for a state between two changes, which has to be compared whole. */
  readonly compareBetween: (before: I, after: I) => Comparison;
  readonly transition: (before: I, after: I) => Transition;
}

export interface PlanOptions {
  /** Whether a finding is to be cured. */
  readonly selected: (finding: Finding) => boolean;
  /** Analyses that are made at most. */
  readonly analysesMax?: number;
  /** Told before each finding that a cure is looked for: how many were before it, and of how many. */
  readonly progress?: (finding: Finding, before: number, of: number) => void;
}

const analysesMax = 400;

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

/** Lives for one plan: the state moves with every step. */
class Planner<I> {
  private readonly start: State<I>;
  private readonly prover: Prover<I>;
  private readonly options: PlanOptions;
  private readonly changes: ChangeProver<I>;
  private readonly made: MadeFix<I>[] = [];
  private readonly refused = new Map<string, readonly DroppedFix[]>();
  private readonly tasks = new Map<string, PersonTask>();

  constructor(start: State<I>, prover: Prover<I>, options: PlanOptions) {
    this.start = start;
    this.prover = prover;
    this.options = options;
    this.changes = new ChangeProver(
      prover.analyze,
      options.analysesMax ?? analysesMax,
      (before, after) => provedSafety(prover.compareBetween(before, after)) === 'safe',
    );
  }

  private get state(): State<I> {
    return this.made.at(-1)?.after ?? this.start;
  }

  async run(): Promise<void> {
    let tried = new Map<string, number>();
    for (;;) {
      const next = this.candidates().find(({ fingerprint }) => tried.get(fingerprint) !== this.made.length);
      const untried = this.candidates().find(({ fingerprint }) => !tried.has(fingerprint));
      const finding = untried ?? next;
      if (finding === undefined || this.changes.isExhausted) return;
      this.options.progress?.(
        finding,
        tried.size,
        new Set([...tried.keys(), ...this.candidates().map((one) => one.fingerprint)]).size,
      );
      const stepsBefore = this.made.length;
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
      const refused = await this.attempt(finding, fix, changes);
      if (refused === undefined) break;
      dropped.push({ finding, title: fix.title, because: refused });
    }
    this.refused.set(finding.fingerprint, dropped);
  }

  /** Why a fix cannot be made; undefined: it was. */
  private async attempt(finding: Finding, fix: Fix, changes: readonly Change[]): Promise<Text | undefined> {
    let because = text`It changes nothing.`;
    let opens: readonly Finding[] = [];
    const orders = ordersOf(changes);
    for (const order of orders) {
      const done = await this.changes.make(this.state, finding, fix, order);
      if (done.ok) {
        this.made.push(done.made);
        return undefined;
      }
      because = this.contradiction(done.opens) ?? done.because;
      opens = this.contradiction(done.opens) === undefined ? done.opens : [];
      if (done.final) break;
    }
    if (opens.length === 0) return because;
    const isMade =
      (await this.attemptHarmless(finding, fix, orders)) || (await this.attemptPrepared(finding, fix, opens));
    return isMade ? undefined : because;
  }

  /** Makes the changes of a fix in an order in which findings begin and end between them, where no message fares worse. */
  private async attemptHarmless(finding: Finding, fix: Fix, orders: readonly (readonly Change[])[]): Promise<boolean> {
    const [first] = orders;
    if (first === undefined || first.length < 2) return false;
    const end = await this.changes.make(this.state, finding, fix, first, 'anything');
    if (!end.ok) return false;
    for (const order of orders) {
      const done = await this.changes.make(this.state, finding, fix, order, 'harmless');
      if (!done.ok) continue;
      this.made.push(done.made);
      return true;
    }
    return false;
  }

  /** Makes a fix behind those of the findings that it would open: what they would do too late, they do before it. */
  private async attemptPrepared(finding: Finding, fix: Fix, opens: readonly Finding[]): Promise<boolean> {
    const prepared = preparedBy(fix, opens);
    if (prepared === undefined) return false;
    const order = prepared.changes.filter(({ target }) => target !== 'person');
    const done = await this.changes.make(this.state, finding, prepared, order);
    if (done.ok) this.made.push(done.made);
    return done.ok || (await this.attemptHarmless(finding, prepared, ordersOf(order)));
  }

  /** Findings that would begin and that a step before has ended: two fixes contradict each other. */
  private contradiction(opens: readonly Finding[]): Text | undefined {
    const undone = this.made.findIndex(({ before, after }) =>
      opens.some((one) => holds(before, one) && !holds(after, one)),
    );
    const step = this.made[undone]?.finding;
    return step === undefined
      ? undefined
      : text`It contradicts step ${undone + 1}, which cures ${step.rule} of ${step.subject}: it would open ${named(opens)} again.`;
  }

  async plan(): Promise<Plan> {
    const { made, onTheWay } = await orderByTransition(this.made, this.prover.transition, this.changes);
    const end = made.at(-1)?.after ?? this.start;
    const left = end.findings.filter((one) => this.isSelected(one));
    const open = new Set(left.map(({ fingerprint }) => fingerprint));
    const steps = made.flatMap((one) => this.stepOf(one));
    const [first, second] = steps;
    return {
      steps,
      dropped: [...this.refused.values()].flat(),
      tasks: [...this.tasks.values()].filter(({ finding }) => open.has(finding.fingerprint)),
      left,
      opened: openedBy(end, this.start),
      comparison: second === undefined ? first?.comparison : this.prover.compare(this.start.input, end.input),
      onTheWay,
      bound: this.changes.isExhausted ? (this.options.analysesMax ?? analysesMax) : null,
      start: this.start.files,
      end: end.files,
    };
  }

  private stepOf({ finding, fix, order, before, after, meanwhile, edits }: MadeFix<I>): readonly PlanStep[] {
    const [change, ...more] = [...order, ...fix.changes.filter(({ target }) => target === 'person')];
    if (change === undefined) return [];
    const comparison = this.prover.compare(before.input, after.input);
    const proved = provedSafety(comparison);
    const step: PlanStep = {
      title: fix.title,
      changes: [change, ...more],
      cures: finding,
      closes: before.findings.filter((one) => one.suppressed === undefined && !holds(after, one)),
      opens: openedBy(after, before),
      meanwhile,
      claimed: fix.safety,
      proved,
      safety: graver(fix.safety, proved),
      comparison,
      edits,
      before: before.files,
      after: after.files,
    };
    return [step];
  }
}

/** A fix with the first fix of each of the findings before it; undefined where one of them has none that changes anything. */
function preparedBy(fix: Fix, opens: readonly Finding[]): Fix | undefined {
  const before: Fix[] = [];
  for (const { fixes } of opens) {
    const first = fixes.find(({ changes }) => changes.every(({ target }) => target !== 'person'));
    if (first === undefined) return undefined;
    before.push(first);
  }
  const [change, ...more] = [...before, fix].flatMap(({ changes }) => changes);
  if (change === undefined) return undefined;
  return {
    title: text`${fix.title}. Before that: ${list(before.map(({ title }) => title))}`,
    safety: before.reduce((safety, one) => graver(safety, one.safety), fix.safety),
    changes: [change, ...more],
  };
}
