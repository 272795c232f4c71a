import { shortHash } from '../base/hash.ts';
import { by, byCodeUnit } from '../base/order.ts';
import { withExports } from '../model/exported-evidence.ts';
import type { Span } from '../model/source.ts';
import type { Severity } from '../model/topology.ts';
import { confidenceOf } from '../reference/semantics/confidence.ts';
import type { Confidence } from '../simulate/trace.ts';
import { type Check, type CheckContext, isQuestion, type ProbedTrace, stages, type Violation } from './check.ts';
import type { Finding } from './finding.ts';
import { hasExpired, isMeant } from './suppression.ts';

/** Severities that replace those of the checks: by id, by `area/*`; `off` leaves a check out. */
export type SeverityPolicy = ReadonlyMap<string, Severity | 'off'>;

const severities: readonly Severity[] = ['error', 'warning', 'info'];
const confidences: readonly Confidence[] = ['documented', 'observed', 'inferred'];

/** Runs the checks over one topology: specific ones first, sorted findings with suppressions applied. */
export function runChecks(checks: readonly Check[], context: CheckContext, policy: SeverityPolicy): readonly Finding[] {
  const accounted = new Set<ProbedTrace>(context.traces.filter(isQuestion));
  const findings: Finding[] = [];
  const staged: CheckContext = { ...context, accounted, found: findings };
  for (const stage of stages) {
    const explained: ProbedTrace[] = [];
    for (const check of checks) {
      if (check.stage !== stage) continue;
      const severity = severityOf(check, policy);
      for (const { violation, message, fixes } of check.find(staged)) {
        explained.push(...(violation.explains ?? []));
        if (severity !== 'off') findings.push({ ...finding(context, check, severity, violation, message), fixes });
      }
    }
    for (const trace of explained) accounted.add(trace);
  }
  return unique(findings).sort(compare);
}

/** What findings of a check count as; `off`: they are left out. */
export function severityOf(check: Check, policy: SeverityPolicy): Severity | 'off' {
  const area = `${check.id.slice(0, check.id.indexOf('/'))}/*`;
  return policy.get(check.id) ?? policy.get(area) ?? check.severity;
}

function finding(
  context: CheckContext,
  check: Check,
  severity: Severity,
  violation: Violation,
  message: {
    readonly problem: Finding['problem'];
    readonly consequence: Finding['consequence'];
    readonly remedy: Finding['remedy'];
  },
): Omit<Finding, 'fixes'> {
  const assumptions = [...new Set(violation.assumptions ?? [])].sort(byCodeUnit);
  const fromSemantics = confidenceOf(violation.semantics);
  const stated = violation.confidence ?? 'documented';
  const lowest = confidences.indexOf(stated) > confidences.indexOf(fromSemantics) ? stated : fromSemantics;
  const location = place(context, violation.at);
  return {
    rule: check.id,
    severity,
    confidence: assumptions.length > 0 ? 'inferred' : lowest,
    subject: violation.subject,
    ...message,
    location,
    evidence: withExports(context.sources, violation.evidence, location),
    semantics: violation.semantics,
    assumptions,
    ...(violation.about === undefined ? {} : { about: violation.about }),
    fingerprint: shortHash(`${check.id}\n${violation.subject}\n${violation.detail ?? ''}`),
    suppressed: suppression(context, check.id, violation.subject),
  };
}

function place(context: CheckContext, at: Violation['at']): Span | undefined {
  return typeof at === 'string' ? context.sources.locate(at) : at;
}

function suppression(context: CheckContext, rule: string, subject: string): string | undefined {
  return context.topology.settings.suppress.find(
    (one) => isMeant(one, { rule, subject }) && !hasExpired(one, context.asOf),
  )?.reason;
}

/** One defect found twice is one finding. */
function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((one) => [`${one.rule} ${one.subject} ${one.fingerprint}`, one])).values()];
}

function compare(left: Finding, right: Finding): number {
  return (
    severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
    byCodeUnit(left.rule, right.rule) ||
    by<Finding>((one) => one.subject)(left, right) ||
    by<Finding>((one) => one.fingerprint)(left, right)
  );
}
