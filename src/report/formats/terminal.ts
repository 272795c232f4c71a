import type { SourceIndex } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { Explanation } from '../../reference/explain.ts';
import type { DiffReport } from '../diff-report.ts';
import { terminalText } from '../escape.ts';
import type { PlanReport } from '../plan-report.ts';
import type { ProofReport } from '../proof-report.ts';
import type { ReplayReport } from '../replay-report.ts';
import { type CheckReport, isPortfolio, type Style, type TopologyReport, type TraceReport } from '../report.ts';
import type { SpfReport } from '../spf-report.ts';
import { checkSummary } from './terminal/check-summary.ts';
import { diffBlocks } from './terminal/diff-lines.ts';
import { drillBlocks, drillTable } from './terminal/drill-lines.ts';
import { explanationLines } from './terminal/explanation-lines.ts';
import { findingLines } from './terminal/finding-lines.ts';
import type { ConfidenceOf } from './terminal/hop-lines.ts';
import { createPage, type Page, paragraph } from './terminal/page.ts';
import { planBlocks } from './terminal/plan-lines.ts';
import { proofBlocks } from './terminal/proof-lines.ts';
import { replayBlocks } from './terminal/replay-lines.ts';
import { rollUp } from './terminal/roll-up.ts';
import { spfLines } from './terminal/spf-lines.ts';
import { traceLines } from './terminal/trace-lines.ts';
import { transitionBlocks } from './terminal/transition-lines.ts';
import { whatIfBlocks } from './terminal/what-if-lines.ts';

/** Of a page that shows no place of a document. */
const noSources: SourceIndex = { locate: () => undefined, line: () => undefined };

/** What a terminal shows of `check`: findings, then what became of the messages, then totals. Empty when quiet and clean. */
export function checkTerminal(report: CheckReport, style: Style, confidenceOf: ConfidenceOf): string {
  const several = isPortfolio(report);
  const blocks = report.topologies.flatMap((topology) => {
    const page = createPage(style, topology.file, topology.sources);
    const found = topologyBlocks(page, topology, confidenceOf);
    return several && found.length > 0 ? [title(page, topology), ...found] : found;
  });
  return join([...blocks, ...portfolioBlock(report, style), ...baselineBlock(report, style)]);
}

/** All topologies at one glance, where there are several. */
function portfolioBlock(report: CheckReport, style: Style): readonly Block[] {
  if (!isPortfolio(report) || style.quiet) return [];
  return [rollUp(createPage(style, '', noSources), report)];
}

/** What became of the baseline, once for all topologies. */
function baselineBlock({ baseline, topologies: [first] }: CheckReport, style: Style): readonly Block[] {
  if (baseline === undefined || first === undefined || style.quiet) return [];
  const page = createPage(style, first.file, first.sources);
  const { file, updated, known, fixed } = baseline;
  const gone = updated
    ? text`Taken out of it, because found no longer:`
    : text`Found no longer; --update-baseline takes them out:`;
  return [
    [
      ...paragraph(
        page,
        updated
          ? text`The baseline ${file} was written; known findings that do not count: ${known}.`
          : text`Known findings of the baseline ${file}, which do not count: ${known}.`,
      ),
      ...(fixed.length === 0 ? [] : paragraph(page, gone, { role: 'good' })),
      ...fixed.flatMap((one) => paragraph(page, text`${one.rule} ${one.subject} in ${one.file}`, { indent: 2 })),
    ],
  ];
}

/** What a terminal shows of `trace`. */
export function traceTerminal(report: TraceReport, style: Style, confidenceOf: ConfidenceOf): string {
  const page = createPage(style, report.file, report.sources);
  if (report.traces.length === 0) {
    const none = text`The topology declares no messages to trace. Name one with --from and --to, or declare it under messages.`;
    return page.quiet ? '' : join([paragraph(page, none)]);
  }
  return join(report.traces.map((trace) => traceLines(page, trace, confidenceOf)));
}

type Block = readonly string[];

function topologyBlocks(page: Page, report: TopologyReport, confidenceOf: ConfidenceOf): readonly Block[] {
  const shown = report.findings.filter((it) => it.suppressed === undefined || page.verbose);
  const blocks = shown.map((finding) => findingLines(page, finding));
  if (page.quiet) return [...blocks, ...drillTable(page, report.drills ?? [])];
  const traces = report.traces.filter((trace) => page.verbose || trace.expectation?.met === false);
  return [
    ...blocks,
    ...traces.map((trace) => traceLines(page, trace, confidenceOf)),
    ...drillTable(page, report.drills ?? []),
    checkSummary(page, report),
  ];
}

function title(page: Page, topology: TopologyReport): Block {
  const name = topology.name === '' || topology.name === topology.file ? '' : ` (${terminalText(topology.name)})`;
  return paragraph(page, terminalText(topology.file) + name, { label: '══', role: 'strong', labelRole: 'faint' });
}

/** Blocks with an empty line between them and one line end at the end. */
const join = (blocks: readonly Block[]): string =>
  blocks.length === 0 ? '' : `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;

/** What a terminal shows of `prove`. */
export function proofTerminal(report: ProofReport, style: Style, confidenceOf: ConfidenceOf): string {
  const page = createPage(style, report.file, report.sources);
  const { proofs, drill, whatIf } = report;
  if (drill === undefined && whatIf === undefined) return join(proofBlocks(page, proofs, confidenceOf));
  const proved = [...proofs.invariants, ...proofs.intents].length > 0 ? proofBlocks(page, proofs, confidenceOf) : [];
  const asked = [...(drill ? drillBlocks(page, drill) : []), ...(whatIf ? whatIfBlocks(page, whatIf) : [])];
  return join([...asked, ...proved]);
}

/** What a terminal shows of `diff`. */
export function diffTerminal(report: DiffReport, style: Style): string {
  const page = createPage(style, report.after, report.sources);
  const { comparison, transition } = report;
  return join([
    ...diffBlocks(page, comparison),
    ...(transition === undefined ? [] : transitionBlocks(page, transition)),
  ]);
}

/** What a terminal shows of `fix`. */
export function planTerminal(report: PlanReport, style: Style): string {
  return join(planBlocks(createPage(style, report.file, report.sources), report));
}

/** What a terminal shows of `trace --compare`. */
export function replayTerminal(report: ReplayReport, style: Style): string {
  return join(replayBlocks(createPage(style, report.file, report.sources), report));
}

/** What a terminal shows of `spf`. */
export function spfTerminal(report: SpfReport, style: Style): string {
  return join([spfLines(createPage(style, report.file, report.sources), report)]);
}

/** What a terminal shows of `explain`. */
export function explanationTerminal(explanation: Explanation, style: Style): string {
  return join([explanationLines(createPage(style, '', noSources), explanation)]);
}
