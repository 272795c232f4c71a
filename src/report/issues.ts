import { shortHash } from '../base/hash.ts';
import type { Finding } from '../check/finding.ts';
import { asString, list, text } from '../model/text.ts';
import type { Severity } from '../model/topology.ts';
import type { Proof } from '../prove/prove.ts';
import { gravitySeverity, gravityTexts } from './change-words.ts';
import type { DiffReport } from './diff-report.ts';
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
export function traceIssues({ version, file, traces, sources }: TraceReport): IssueReport {
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
  return { version, topologies: [{ file, name: file, rules: [], findings, undetermined, sources }] };
}

/** Refuted intents and invariants; what something open decides is undetermined. */
export function proofIssues({ version, file, proofs, sources }: ProofReport): IssueReport {
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
  ];
  const undetermined = [...proofs.invariants, ...proofs.intents].flatMap(({ title, holds, open }) =>
    holds === null
      ? open.map(({ question, example }) => ({
          what: text`It is open whether this holds: ${title}`,
          missing: text`${question} (${example})`,
          at: undefined,
        }))
      : [],
  );
  return { version, topologies: [{ file, name: file, rules: [], findings, undetermined, sources }] };
}

/** Kinds of messages that fare otherwise, as `change/lost` and so on; what was not compared is undetermined. */
export function diffIssues({ version, before, after, comparison, sources }: DiffReport): IssueReport {
  const { fates, bound, cut } = comparison;
  const findings = fates.map(({ gravity, changes, classes, answer, example }) => {
    const said = list(changes.map((one) => text`${one.what} was ${one.before} and becomes ${one.after}`));
    const under = answer === null ? text`` : text`, if the answer to an open question is ${answer}`;
    return issue({
      rule: `change/${gravity}`,
      severity: gravitySeverity[gravity],
      subject: `message:${asString(example.name)}`,
      detail: changes.map((one) => `${one.what} ${one.before} ${one.after}`).join('\n'),
      problem: text`Of messages such as ${example.name} ${said}${under}.`,
      consequence: text`${gravityTexts[gravity]}. Classes of messages: ${classes}.`,
      remedy: text`Compare with ${before}: mxproof diff prints the message, to trace it in both.`,
    });
  });
  const isWhole = bound === null && cut === 0;
  const undetermined = isWhole
    ? []
    : [
        {
          what: text`It is open whether anything else changes.`,
          missing: text`Not every class of messages was compared in every way.`,
          at: undefined,
        },
      ];
  return { version, topologies: [{ file: after, name: after, rules: [], findings, undetermined, sources }] };
}

type Given = Pick<Finding, 'rule' | 'severity' | 'subject' | 'problem' | 'consequence' | 'remedy'> &
  Partial<Finding> & { readonly detail?: string };

function issue({ detail = '', ...given }: Given): Finding {
  return {
    confidence: 'documented',
    location: undefined,
    evidence: [],
    semantics: [],
    assumptions: [],
    fixes: [],
    suppressed: undefined,
    ...given,
    fingerprint: shortHash(`${given.rule}\n${given.subject.toLowerCase()}\n${detail}`),
  };
}
