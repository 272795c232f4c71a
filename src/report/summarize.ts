import type { Finding } from '../check/finding.ts';

/** How many findings of each severity; suppressed ones count as that and nothing else. */
export function summarize(findings: readonly Finding[]): {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly suppressed: number;
} {
  const of = (severity: Finding['severity']): number =>
    findings.filter((it) => it.suppressed === undefined && it.severity === severity).length;
  return {
    error: of('error'),
    warning: of('warning'),
    info: of('info'),
    suppressed: findings.filter((it) => it.suppressed !== undefined).length,
  };
}
