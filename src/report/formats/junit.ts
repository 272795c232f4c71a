import type { Finding } from '../../check/finding.ts';
import { asString, plain, type Text, text } from '../../model/text.ts';
import type { Comparison } from '../../prove/compare/compare.ts';
import type { Gravity } from '../../prove/compare/fate-changes.ts';
import type { Proof } from '../../prove/prove.ts';
import type { ExpectationFailure, Trace } from '../../simulate/trace.ts';
import { gravityOrder, gravitySeverity, gravityTexts } from '../change-words.ts';
import type { DiffReport } from '../diff-report.ts';
import { xmlText } from '../escape.ts';
import { faultOf } from '../fault-words.ts';
import { placeText } from '../place-of.ts';
import type { ProofReport } from '../proof-report.ts';
import { reaches } from '../reaches.ts';
import type { CheckedRule, CheckReport, FailOn, TopologyReport, TraceReport } from '../report.ts';

/*
 * JUnit XML as Jenkins (junit-10.xsd of its xUnit plug-in) and Ant know it: element names and the attributes they need.
 * Nothing is timed, because the same input gives the same bytes.
 */

/** What became of one test. `details` are lines; those of a passed test tell what did not fail it. */
interface Case {
  /** What groups it, from the outside in. */
  readonly group: readonly string[];
  readonly name: string;
  readonly verdict: 'passed' | 'failed' | 'skipped';
  readonly message: string;
  readonly type?: string;
  readonly details: readonly string[];
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/** JUnit XML of `check`: a suite a topology; a test for every expectation, invariant (where they were proved), intent and rule. */
export function checkJunit({ topologies, failOn, faults = [] }: CheckReport): string {
  const suites = topologies.map((topology) => {
    const cases = [
      ...topology.traces.flatMap((trace) => expectation(trace, topology)),
      ...(topology.invariants ?? []).map((proof) => statement(proof, topology.file, 'invariants')),
      ...topology.intents.map((proof) => statement(proof, topology.file, 'intents')),
      ...topology.rules.map((rule) => ruleCase(rule, topology, failOn ?? 'error')),
    ];
    return { name: topology.file, cases };
  });
  const broken = faults.map(({ file, what }): Suite => {
    const said = plain(faultOf(file, what));
    return { name: file, cases: [{ group: [file], name: 'check', verdict: 'failed', message: said, details: [said] }] };
  });
  return document([...suites, ...broken]);
}

/** JUnit XML of `trace`: a test for every message that expects something. */
export function traceJunit(report: TraceReport): string {
  return document([{ name: report.file, cases: report.traces.flatMap((trace) => expectation(trace, report)) }]);
}

/**
 * JUnit XML of `prove`: a test for every invariant and intent, and for each way in which a failure or a setting that was
 * asked for can weigh; what it breaks fails.
 */
export function proofJunit({ file, proofs, drill, whatIf }: ProofReport): string {
  const cases = [
    ...proofs.invariants.map((proof) => statement(proof, file, 'invariants')),
    ...proofs.intents.map((proof) => statement(proof, file, 'intents')),
    ...(drill === undefined ? [] : fateCases([file, 'drill'], drill.comparison, 'drill', isGrave)),
    ...(whatIf === undefined ? [] : fateCases([file, 'what-if'], whatIf.effect.comparison, 'what-if', isGrave)),
  ];
  return document([{ name: file, cases }]);
}

const isGrave = (gravity: Gravity): boolean => gravitySeverity[gravity] === 'error';

/**
 * JUnit XML of `diff`: a test for each way in which a change can weigh, so that its name stays from run to run. It fails by
 * kinds of messages at the threshold, and where no change was expected by any.
 */
export function diffJunit({ after, comparison, failOn, expectNoChange = false }: DiffReport): string {
  const threshold = failOn === undefined || failOn === 'never' ? 'error' : failOn;
  const fails = (gravity: Gravity) => expectNoChange || reaches(gravitySeverity[gravity], threshold);
  const cases = fateCases([after, 'changes'], comparison, 'change', fails, expectNoChange ? 'failed' : 'skipped');
  return document([{ name: after, cases }]);
}

/** A test for each way in which messages can fare otherwise, and one that everything was looked at. */
function fateCases(
  group: readonly string[],
  { fates, bound, cut }: Comparison,
  type: string,
  failsBy: (gravity: Gravity) => boolean,
  unlessWhole: 'failed' | 'skipped' = 'skipped',
): readonly Case[] {
  const cases = gravityOrder.map((gravity): Case => {
    const found = fates.filter((one) => one.gravity === gravity);
    const about = { group, name: gravity };
    const details = found.map(({ changes, classes, example }) => {
      const said = changes.map(({ what, before, after: now }) => plain(text`${what}: ${before}, then ${now}`));
      return plain(text`${said.join('; ')} (${classes} classes, such as ${example.name})`);
    });
    const fails = found.length > 0 && failsBy(gravity);
    const message = fails ? plain(gravityTexts[gravity]) : '';
    return { ...about, verdict: fails ? 'failed' : 'passed', message, type, details };
  });
  const isWhole = bound === null && cut === 0;
  const whole: Case = {
    group,
    name: 'everything-compared',
    verdict: isWhole ? 'passed' : unlessWhole,
    message: isWhole ? '' : plain(text`Not every class of messages was compared in every way.`),
    type,
    details: [],
  };
  return [...cases, whole];
}

function expectation(trace: Trace, { file, sources }: Pick<TraceReport, 'file' | 'sources'>): readonly Case[] {
  const { expectation: expected, name } = trace;
  if (expected === null) return [];
  const details = expected.failures.map((failure) => {
    const span = sources.locate(failure.at);
    return `${span === undefined ? '' : `${placeText(file, span)}: `}${plain(unmet(failure))}`;
  });
  const [first] = expected.failures;
  const message = first === undefined ? '' : plain(unmet(first));
  const verdict = expected.met ? 'passed' : 'failed';
  return [{ group: [file, 'expectations'], name: asString(name), verdict, message, type: 'expectation', details }];
}

const unmet = ({ recipient, key, expected, actual }: ExpectationFailure): Text =>
  text`${key} for ${recipient}: expected ${expected}, is ${actual}`;

/** An open statement neither holds nor fails; that it is open is the message. */
function statement({ id, title, holds, counterexample, open }: Proof, file: string, kind: string): Case {
  const group = [file, kind];
  if (holds === true) return { group, name: id, verdict: 'passed', message: '', details: [] };
  if (holds === null) {
    const details = open.map(({ question, example }) => plain(text`${question} (${example})`));
    return { group, name: id, verdict: 'skipped', message: plain(text`Open: ${title}`), details };
  }
  const why = counterexample === undefined ? plain(title) : plain(counterexample.why);
  const ends = (counterexample?.trace.outcomes ?? []).map(({ recipient, status, route }) =>
    plain(text`${recipient}: ${status}, ${route.join(' → ')}`),
  );
  const { from, to, source } = counterexample?.trace.message ?? { from: '', to: [], source: '' };
  const message = plain(text`from ${from} to ${to.join(', ')}, source ${source}`);
  const details = counterexample === undefined ? [] : [message, ...ends];
  return { group, name: id, verdict: 'failed', message: why, type: 'refuted', details };
}

/** A rule fails by findings at or above the threshold; without one (`never` speaks of the exit code alone) by errors. */
function ruleCase(rule: CheckedRule, topology: TopologyReport, failOn: FailOn): Case {
  const [area = '', name = ''] = rule.id.split('/');
  const about = { group: [topology.file, 'rules', area], name };
  if (rule.severity === 'off') {
    return { ...about, verdict: 'skipped', message: plain(text`The rule is off.`), details: [] };
  }
  const found = topology.findings.filter((one) => one.rule === rule.id);
  const threshold = failOn === 'never' ? 'error' : failOn;
  const failures = found.filter((one) => one.suppressed === undefined && reaches(one.severity, threshold));
  const details = found.flatMap((one) => findingLines(one, topology.file));
  const [first] = failures;
  if (first === undefined) return { ...about, verdict: 'passed', message: '', details };
  return { ...about, verdict: 'failed', message: plain(first.problem), type: rule.severity, details };
}

function findingLines(it: Finding, file: string): readonly string[] {
  const place = it.location === undefined ? file : placeText(file, it.location);
  return [
    `${place}: ${it.severity}: ${plain(it.problem)}`,
    `  ${plain(it.consequence)}`,
    `  ${plain(text`Remedy: ${it.remedy}`)}`,
    ...(it.suppressed === undefined ? [] : [`  ${plain(text`Suppressed: ${it.suppressed}`)}`]),
  ];
}

function document(suites: readonly Suite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  const body = suites.flatMap((suite) => [
    `  <testsuite name="${xmlText(suite.name)}" ${counts(suite.cases)} skipped="${number(suite.cases, 'skipped')}">`,
    ...suite.cases.flatMap(caseLines),
    '  </testsuite>',
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="mxproof" ${counts(all)}>`,
    ...body,
    '</testsuites>',
    '',
  ].join('\n');
}

const number = (cases: readonly Case[], verdict: Case['verdict']): number =>
  cases.filter((one) => one.verdict === verdict).length;

const counts = (cases: readonly Case[]): string =>
  `tests="${cases.length}" failures="${number(cases, 'failed')}" errors="0"`;

function caseLines({ group, name, verdict, message, type = '', details }: Case): readonly string[] {
  // A reader of JUnit takes the last dot for the end of a package.
  const classname = group.map((part) => part.replaceAll('.', '_')).join('.');
  const head = `    <testcase classname="${xmlText(classname)}" name="${xmlText(name)}" time="0"`;
  const body = details.map(xmlText).join('\n');
  if (verdict === 'passed' && details.length === 0) return [`${head}/>`];
  const element = verdict === 'passed' ? 'system-out' : verdict === 'failed' ? 'failure' : 'skipped';
  const typed = type === '' ? '' : ` type="${xmlText(type)}"`;
  const said = verdict === 'passed' ? '' : ` message="${xmlText(message)}"${verdict === 'failed' ? typed : ''}`;
  return [`${head}>`, `      <${element}${said}>${body}</${element}>`, '    </testcase>'];
}
