import { confidenceOfId } from '../reference/semantics/confidence.ts';
import type { Format } from './available-formats.ts';
import type { DiffReport } from './diff-report.ts';
import { diffJson } from './formats/diff-json.ts';
import { checkJson, spfJson, traceJson } from './formats/json.ts';
import { proofJson } from './formats/proof-json.ts';
import { replayJson } from './formats/replay-json.ts';
import {
  checkTerminal,
  diffTerminal,
  proofTerminal,
  replayTerminal,
  spfTerminal,
  traceTerminal,
} from './formats/terminal.ts';
import type { ProofReport } from './proof-report.ts';
import type { ReplayReport } from './replay-report.ts';
import type { CheckReport, Style, TraceReport } from './report.ts';
import type { SpfReport } from './spf-report.ts';

export type AnyReport = CheckReport | TraceReport | SpfReport | ProofReport | DiffReport | ReplayReport;

const plainStyle: Style = { color: false, width: 100, verbose: false, quiet: false };

/**
 * A report as text in one format, with one line end at its end (empty where a quiet terminal report has nothing to say).
 * `style` counts for the terminal alone.
 */
export function renderReport(report: AnyReport, format: Format, style: Style = plainStyle): string {
  switch (format) {
    case 'json':
      if ('topologies' in report) return checkJson(report);
      if ('proofs' in report) return proofJson(report);
      if ('comparison' in report) return diffJson(report);
      if ('copies' in report) return replayJson(report);
      return 'traces' in report ? traceJson(report) : spfJson(report);
    case 'terminal':
      if ('topologies' in report) return checkTerminal(report, style, confidenceOfId);
      if ('proofs' in report) return proofTerminal(report, style, confidenceOfId);
      if ('comparison' in report) return diffTerminal(report, style);
      if ('copies' in report) return replayTerminal(report, style);
      return 'traces' in report ? traceTerminal(report, style, confidenceOfId) : spfTerminal(report, style);
  }
}
