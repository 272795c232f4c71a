import { invariant } from '../base/invariant.ts';
import { confidenceOfId } from '../reference/semantics/confidence.ts';
import { type Format, formatsOfReports } from './available-formats.ts';
import type { DiffReport } from './diff-report.ts';
import { githubAnnotations, gitlabReport } from './formats/annotations.ts';
import { checkCsv, diffCsv, proofCsv, traceCsv } from './formats/csv.ts';
import { diffJson } from './formats/diff-json.ts';
import { checkPage } from './formats/html/check-page.ts';
import { diffPage } from './formats/html/diff-page.ts';
import { planPage } from './formats/html/plan-page.ts';
import { proofPage } from './formats/html/proof-page.ts';
import { tracePage } from './formats/html/trace-page.ts';
import { checkJson, traceJson } from './formats/json.ts';
import { checkJunit, diffJunit, proofJunit, traceJunit } from './formats/junit.ts';
import { checkMarkdown } from './formats/markdown/check-markdown.ts';
import { diffMarkdown } from './formats/markdown/diff-markdown.ts';
import { planMarkdown } from './formats/markdown/plan-markdown.ts';
import { proofMarkdown } from './formats/markdown/proof-markdown.ts';
import { traceMarkdown } from './formats/markdown/trace-markdown.ts';
import { planJson } from './formats/plan-json.ts';
import { proofJson } from './formats/proof-json.ts';
import { replayJson } from './formats/replay-json.ts';
import { checkSarif } from './formats/sarif/sarif.ts';
import { spfJson } from './formats/spf-json.ts';
import {
  checkTerminal,
  diffTerminal,
  planTerminal,
  proofTerminal,
  replayTerminal,
  spfTerminal,
  traceTerminal,
} from './formats/terminal.ts';
import { flowDot } from './graph/dot.ts';
import type { GraphReport } from './graph/graph-report.ts';
import { flowMermaid } from './graph/mermaid.ts';
import { flowSvg } from './graph/svg.ts';
import { diffIssues, proofIssues, traceIssues } from './issues.ts';
import { english } from './language/translate.ts';
import type { PlanReport } from './plan-report.ts';
import type { ProofReport } from './proof-report.ts';
import type { ReplayReport } from './replay-report.ts';
import type { CheckReport, Style, TraceReport } from './report.ts';
import type { SpfReport } from './spf-report.ts';

export type AnyReport =
  | CheckReport
  | TraceReport
  | SpfReport
  | ProofReport
  | DiffReport
  | PlanReport
  | ReplayReport
  | GraphReport;

const plainStyle: Style = { color: false, width: 100, verbose: false, quiet: false };

/**
 * A report as text in one format, with one line end at its end (empty where a quiet terminal report has nothing to say).
 * `style` counts for the terminal alone.
 *
 * @throws RangeError for a format that such a report does not have; `formatsOfReports` says which each has.
 */
export function renderReport(report: AnyReport, format: Format, style: Style = plainStyle): string {
  if ('topologies' in report) return checkRenderers[format]?.(report, style) ?? noSuchFormat('check', format);
  if ('proofs' in report) return proofRenderers[format]?.(report, style) ?? noSuchFormat('prove', format);
  if ('comparison' in report) return diffRenderers[format]?.(report, style) ?? noSuchFormat('diff', format);
  if ('plan' in report) return planRenderers[format]?.(report, style) ?? noSuchFormat('fix', format);
  if ('copies' in report) return replayRenderers[format]?.(report, style) ?? noSuchFormat('replay', format);
  if ('picture' in report) return graphRenderers[format]?.(report, style) ?? noSuchFormat('graph', format);
  if ('traces' in report) return traceRenderers[format]?.(report, style) ?? noSuchFormat('trace', format);
  return spfRenderers[format]?.(report, style) ?? noSuchFormat('spf', format);
}

type Renderers<Report> = { readonly [F in Format]?: (report: Report, style: Style) => string };
/** A table that lacks a format which `formatsOfReports` promises does not compile. */
type Promised<Kind extends keyof typeof formatsOfReports, Report> = Renderers<Report> & {
  readonly [F in (typeof formatsOfReports)[Kind][number]]: (report: Report, style: Style) => string;
};

const checkRenderers: Renderers<CheckReport> = {
  terminal: (report, style) => checkTerminal(report, style, confidenceOfId),
  json: checkJson,
  sarif: checkSarif,
  junit: checkJunit,
  html: checkPage,
  markdown: checkMarkdown,
  csv: checkCsv,
  github: githubAnnotations,
  gitlab: gitlabReport,
} satisfies Promised<'check', CheckReport>;

const traceRenderers: Renderers<TraceReport> = {
  terminal: (report, style) => traceTerminal(report, style, confidenceOfId),
  json: traceJson,
  junit: traceJunit,
  html: tracePage,
  markdown: traceMarkdown,
  csv: traceCsv,
  sarif: (report) => checkSarif(traceIssues(report)),
  github: (report) => githubAnnotations(traceIssues(report)),
  gitlab: (report) => gitlabReport(traceIssues(report)),
} satisfies Promised<'trace', TraceReport>;

const proofRenderers: Renderers<ProofReport> = {
  terminal: (report, style) => proofTerminal(report, style, confidenceOfId),
  json: proofJson,
  junit: proofJunit,
  html: proofPage,
  markdown: proofMarkdown,
  csv: proofCsv,
  sarif: (report) => checkSarif(proofIssues(report)),
  github: (report) => githubAnnotations(proofIssues(report)),
  gitlab: (report) => gitlabReport(proofIssues(report)),
} satisfies Promised<'prove', ProofReport>;

const diffRenderers: Renderers<DiffReport> = {
  terminal: diffTerminal,
  json: diffJson,
  html: diffPage,
  markdown: diffMarkdown,
  csv: diffCsv,
  junit: diffJunit,
  sarif: (report) => checkSarif(diffIssues(report)),
  github: (report) => githubAnnotations(diffIssues(report)),
  gitlab: (report) => gitlabReport(diffIssues(report)),
} satisfies Promised<'diff', DiffReport>;

const planRenderers: Renderers<PlanReport> = {
  terminal: planTerminal,
  json: planJson,
  html: planPage,
  markdown: planMarkdown,
} satisfies Promised<'fix', PlanReport>;

const replayRenderers: Renderers<ReplayReport> = {
  terminal: replayTerminal,
  json: replayJson,
} satisfies Promised<'replay', ReplayReport>;

const spfRenderers: Renderers<SpfReport> = {
  terminal: spfTerminal,
  json: spfJson,
} satisfies Promised<'spf', SpfReport>;

const graphRenderers: Renderers<GraphReport> = {
  svg: ({ picture, layout }, { wording = english }) => {
    invariant(layout !== undefined, 'whoever wants a drawing has it laid out');
    return flowSvg(picture, layout, wording.say);
  },
  mermaid: ({ picture }) => flowMermaid(picture),
  dot: ({ picture }) => flowDot(picture),
} satisfies Promised<'graph', GraphReport>;

function noSuchFormat(kind: keyof typeof formatsOfReports, format: Format): never {
  throw new RangeError(`a report of ${kind} has no format ${format}; it has ${formatsOfReports[kind].join(', ')}`);
}
