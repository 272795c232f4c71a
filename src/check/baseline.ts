import { by } from '../base/order.ts';
import type { Finding } from './finding.ts';

/** A finding that was there when somebody began to look: by what it is, and never by the line it stands on. */
export interface KnownFinding {
  readonly rule: string;
  readonly subject: string;
  readonly fingerprint: string;
}

/** Findings that are known, by topology: its path from the folder of the baseline, with forward slashes. */
export type Baseline = ReadonlyMap<string, readonly KnownFinding[]>;

/** Marks findings that are known as suppressed; findings that a suppression covers keep its reason. */
export function markKnown(
  findings: readonly Finding[],
  known: readonly KnownFinding[],
  reason: string,
): readonly Finding[] {
  const keys = new Set(known.map(keyOf));
  return findings.map((one) =>
    one.suppressed === undefined && keys.has(keyOf(one)) ? { ...one, suppressed: reason, inBaseline: true } : one,
  );
}

/** What is known and no longer found. */
export function fixedOf(findings: readonly Finding[], known: readonly KnownFinding[]): readonly KnownFinding[] {
  const keys = new Set(findings.map(keyOf));
  return known.filter((one) => !keys.has(keyOf(one)));
}

/** What a baseline holds of findings: those that count, in an order that depends on nothing else. */
export const knownOf = (findings: readonly Finding[]): readonly KnownFinding[] =>
  findings
    .filter((one) => one.suppressed === undefined || one.inBaseline === true)
    .map(({ rule, subject, fingerprint }) => ({ rule, subject, fingerprint }));

/** The text of a baseline (schemas/baseline.schema.json): sorted, one finding a line, so that a change of it reads well. */
export function printBaseline(baseline: Baseline): string {
  const topologies = [...baseline]
    .filter(([, known]) => known.length > 0)
    .sort(by(([file]) => file))
    .map(([file, known]) => {
      const lines = [...known]
        .sort(by((one) => `${one.rule}\n${one.subject}\n${one.fingerprint}`))
        .map(({ rule, subject, fingerprint }) => `      ${JSON.stringify({ rule, subject, fingerprint })}`);
      return `    ${JSON.stringify(file)}: [\n${lines.join(',\n')}\n    ]`;
    });
  const body = topologies.length === 0 ? '{}' : `{\n${topologies.join(',\n')}\n  }`;
  return `{\n  "baseline": 1,\n  "topologies": ${body}\n}\n`;
}

const keyOf = ({ rule, subject, fingerprint }: KnownFinding): string => `${rule}\n${subject}\n${fingerprint}`;
