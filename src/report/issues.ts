import type { Finding } from '../check/finding.ts';
import { list, text } from '../model/text.ts';
import type { Severity } from '../model/topology.ts';
import type { Proof } from '../prove/prove.ts';
import type { DiffReport } from './diff-report.ts';
import { changeIssues, drillIssues, issue, whatIfIssues } from './fate-issues.ts';
import { brokenSenderRule, fateRules } from './fate-rules.ts';
import type { ProofReport } from './proof-report.ts';
import type { CheckReport, TopologyReport, TraceReport } from './report.ts';

/*
 * What traces, proofs and comparisons amount to on platforms that know nothing but findings at lines: SARIF, annotations,
 * code quality. Ids, subjects and fingerprints are those that `check` has for the same thing.
 */

/** A topology as far as such a platform is told of it. */
export type IssueTopology = Pick<
  TopologyReport,
  'file' | 'name' | 'rules' | 'findings' | 'undetermined' | 'sources' | 'textFixes'
>;
export type IssueReport = Pick<CheckReport, 'version' | 'exitCode' | 'faults' | 'baseline'> & {
  readonly topologies: readonly IssueTopology[];
};

const isOpen = 'undetermined';

/** Expectations that are not met; outcomes that cannot be told are undetermined. */
export function traceIssues({ version, file, traces, rules = [], sources }: TraceReport): IssueReport {
  const findings = traces.flatMap(({ name, expectation, outcomes }): readonly Finding[] => {
    const [first] = expectation?.failures ?? [];
    if (expectation === null || expectation.met || first === undefined) return [];
    const failures = expectation.failures.map(
      ({ recipient, key, expected, actual }) => text`${key} for ${recipient} is ${actual} instead of ${expected}`,
    );
    return [
      issue({
        rule: 'message/expectation',
        severity: 'error',
        subject: `message:${name}`,
        problem: text`The message ${name} does not do what is expected of it: ${list(failures)}.`,
        consequence: text`Mail of this kind goes as the trace shows, not as the topology was meant to work.`,
        remedy: text`Read the whole way with mxproof trace; then correct the setting that decides, or the expectation.`,
        location: sources.locate(first.at),
        assumptions: [...new Set(outcomes.flatMap(({ assumptions }) => assumptions))],
      }),
    ];
  });
  const undetermined = traces.flatMap(({ name, outcomes }) =>
    outcomes
      .filter(({ status }) => status === isOpen)
      .map(({ recipient, missing }) => ({
        what: text`What becomes of ${name} for ${recipient} cannot be told.`,
        missing: missing ?? text`The topology does not say enough.`,
        at: undefined,
      })),
  );
  return { version, topologies: [{ file, name: file, rules, findings, undetermined, sources }] };
}

/**
 * Refuted intents and invariants, and whose mail a failure or a setting breaks that was asked for; what something open
 * decides is undetermined.
 */
export function proofIssues({ version, file, proofs, drill, whatIf, rules = [], sources }: ProofReport): IssueReport {
  const broken = drill && drillIssues(drill);
  const changed = whatIf && whatIfIssues(whatIf);
  const refuted = ({ id, title, counterexample }: Proof, severity: Severity, at?: string): readonly Finding[] =>
    counterexample === undefined
      ? []
      : [
          issue({
            rule: severity === 'error' ? 'intent/violated' : 'routing/invariant-refuted',
            severity,
            subject: severity === 'error' ? `intent:${id}` : `topology:${id}`,
            detail: severity === 'error' ? '' : id,
            problem: text`${title} It does not hold for ${counterexample.message.name}: ${counterexample.why}.`,
            consequence: text`Mail of this kind goes against what is meant to hold for every message.`,
            remedy: text`Read the way of the message with mxproof prove; then correct the setting that decides.`,
            location: at === undefined ? undefined : sources.locate(at),
            confidence: counterexample.confidence,
            assumptions: counterexample.assumptions,
          }),
        ];
  const findings = [
    ...proofs.intents.flatMap((one, index) => refuted(one, 'error', `/intents/${index}`)),
    ...proofs.invariants.flatMap((one) => refuted(one, 'warning')),
    ...(broken?.findings ?? []),
    ...(changed?.findings ?? []),
  ];
  const open = [...proofs.invariants, ...proofs.intents].flatMap(({ title, holds, open: questions }) =>
    holds === null
      ? questions.map(({ question, example }) => ({
          what: text`It is open whether this holds: ${title}`,
          missing: text`${question} (${example})`,
          at: undefined,
        }))
      : [],
  );
  const undetermined = [...open, ...(broken?.undetermined ?? []), ...(changed?.undetermined ?? [])];
  const told = [
    ...rules,
    ...(drill ? fateRules('drill') : []),
    ...(whatIf ? [brokenSenderRule, ...fateRules('what-if')] : []),
  ];
  return { version, topologies: [{ file, name: file, rules: told, findings, undetermined, sources }] };
}

/** Kinds of messages that fare otherwise, as `change/lost` and so on; what was not compared is undetermined. */
export function diffIssues(report: DiffReport): IssueReport {
  const { version, after, sources } = report;
  return {
    version,
    topologies: [{ file: after, name: after, rules: fateRules('change'), ...changeIssues(report), sources }],
  };
}
