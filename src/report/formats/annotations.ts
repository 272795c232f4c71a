import { shortHash } from '../../base/hash.ts';
import type { Finding } from '../../check/finding.ts';
import { plain, text } from '../../model/text.ts';
import type { Severity } from '../../model/topology.ts';
import { inertText, jsonText, workflowMessage, workflowProperty } from '../escape.ts';
import { faultOf, faultRemedy, faultRule } from '../fault-words.ts';
import type { IssueReport, IssueTopology } from '../issues.ts';
import { fileOf } from '../place-of.ts';

/*
 * Findings beside the lines of a change, as two platforms want to be told of them. What is suppressed is not shown: both
 * show all that they are told as open.
 */

type Fault = NonNullable<IssueReport['faults']>[number];

interface Placed {
  readonly topology: IssueTopology;
  readonly finding: Finding;
}

const shown = ({ topologies }: IssueReport): readonly Placed[] =>
  topologies.flatMap((topology) =>
    topology.findings.filter(({ suppressed }) => suppressed === undefined).map((finding) => ({ topology, finding })),
  );

const commands: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

/** Workflow commands of GitHub Actions, gravest first: a step shows ten of each kind and leaves out the rest. */
export function githubAnnotations(report: IssueReport): string {
  const rank = ['error', 'warning', 'info'];
  const ordered = [...shown(report)].sort(
    (left, right) => rank.indexOf(left.finding.severity) - rank.indexOf(right.finding.severity),
  );
  return [...(report.faults ?? []).map(faultAnnotation), ...ordered.map(annotation)].join('');
}

/** It stands before all findings: that a topology was not checked is worse than what was found in others. */
function faultAnnotation({ file, what }: Fault): string {
  const written = [...(file === '-' ? [] : [['file', file]]), ['title', faultRule]]
    .map(([name, content]) => `${name}=${workflowProperty(content ?? '')}`)
    .join(',');
  const message = [faultOf(file, what), faultRemedy].map((part) => inertText(plain(part))).join('\n');
  return `::error ${written}::${workflowMessage(message)}\n`;
}

function annotation({ topology, finding }: Placed): string {
  const properties = [...placeProperties(topology, finding), ['title', `${finding.rule} ${finding.subject}`] as const];
  const written = properties.map(([name, content]) => `${name}=${workflowProperty(String(content))}`).join(',');
  const parts = [finding.problem, finding.consequence, text`Remedy: ${finding.remedy}`];
  const message = parts.map((part) => inertText(plain(part))).join('\n');
  return `::${commands[finding.severity]} ${written}::${workflowMessage(message)}\n`;
}

/** Columns are taken within one line only. */
function placeProperties({ file }: IssueTopology, { location }: Finding) {
  if (location === undefined) return file === '-' ? [] : [['file', file] as const];
  const { line, column, endLine = line, endColumn } = location;
  const named = fileOf(file, location);
  if (named === undefined) return [];
  const columns =
    endLine !== line
      ? []
      : endColumn === undefined
        ? [['col', column]]
        : [
            ['col', column],
            ['endColumn', endColumn],
          ];
  return [['file', named], ['line', line], ['endLine', endLine], ...columns] as const;
}

const gitlabSeverities: Readonly<Record<Severity, 'critical' | 'major' | 'info'>> = {
  error: 'critical',
  warning: 'major',
  info: 'info',
};

/**
 * A code quality report of GitLab. It wants a line of every finding: what is about a file as a whole is shown at its
 * first. Its fingerprints must differ, so the file is part of them.
 */
export function gitlabReport(report: IssueReport): string {
  const issues = shown(report).map(({ topology, finding }) => ({
    description: plain(text`${finding.problem} ${finding.consequence} Remedy: ${finding.remedy}`),
    check_name: finding.rule,
    fingerprint: shortHash(`${topology.file}\n${finding.fingerprint}`),
    severity: gitlabSeverities[finding.severity],
    location: {
      path: (finding.location === undefined ? undefined : fileOf(topology.file, finding.location)) ?? topology.file,
      lines: { begin: finding.location?.line ?? 1 },
    },
  }));
  const faults = (report.faults ?? []).map(({ file, what }) => ({
    description: plain(text`${faultOf(file, what)} ${faultRemedy}`),
    check_name: faultRule,
    fingerprint: shortHash(`${file}\n${faultRule}`),
    severity: 'blocker',
    location: { path: file, lines: { begin: 1 } },
  }));
  return `${jsonText(JSON.stringify([...faults, ...issues], null, 2))}\n`;
}
