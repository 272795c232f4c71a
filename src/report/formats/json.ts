import { formatInstant } from '../../base/time.ts';
import type { Finding } from '../../check/finding.ts';
import { invariantIds } from '../../model/invariant-ids.ts';
import type { Evidence, SourceIndex } from '../../model/source.ts';
import { factOf } from '../../model/source.ts';
import { asString, plain, type Text, text } from '../../model/text.ts';
import type { Explanation } from '../../reference/explain.ts';
import type { Alternative, Hop, NonDeliveryReport, Outcome, Reply, Trace } from '../../simulate/trace.ts';
import { alternativeOutcomes } from '../alternative-outcomes.ts';
import { jsonText } from '../escape.ts';
import type { CheckReport, TopologyReport, TraceReport } from '../report.ts';
import { summarize } from '../summarize.ts';
import { collisions } from './collisions-json.ts';
import { drillJson } from './drill-json.ts';
import { location } from './json-place.ts';

/*
 * The contract is schemas/report.schema.json. Keys stand in its order, and every key is always there: a reader of the
 * JSON never has to ask whether a key is missing or empty.
 */

/** JSON of `check`. */
export function checkJson(report: CheckReport): string {
  return print({
    ...header(report),
    topologies: report.topologies.map(topology),
    collisions: collisions(report),
    ...(report.faults && { faults: report.faults.map(({ file, what }) => ({ file, what })) }),
    ...(report.baseline && { baseline: report.baseline }),
  });
}

/** JSON of `trace`. */
export function traceJson(report: TraceReport): string {
  return print({ ...header(report), traces: report.traces.map((one) => trace(one, report.sources)) });
}

/** JSON of `explain`. */
export function explanationJson(explanation: Explanation, version: string): string {
  const { kind, id, title, means, verbatim, decided, look, also, related, sources, confidence } = explanation;
  const shown = { kind, id, title, means, verbatim, decided, look, also, related, sources, confidence };
  return print({ mxproof: 1, version, explanation: shown });
}

export const print = (content: object): string => `${jsonText(JSON.stringify(content, null, 2))}\n`;

export const header = (report: { readonly version: string; readonly asOf: number }) => ({
  mxproof: 1,
  version: report.version,
  asOf: formatInstant(report.asOf),
});

const notJudged = text`Not judged: check does it with --prove.`;

export const prose = (content: Text): string => plain(content);

function topology(report: TopologyReport) {
  return {
    file: report.file,
    name: report.name,
    findings: report.findings.map(finding),
    traces: report.traces.map((one) => trace(one, report.sources)),
    invariants:
      report.invariants?.map(({ id, holds, counterexample }) => ({
        id,
        holds,
        because: counterexample === undefined ? null : prose(counterexample.why),
        counterexample: counterexample === undefined ? null : trace(counterexample.trace, report.sources),
      })) ?? invariantIds.map((id) => ({ id, holds: null, because: prose(notJudged), counterexample: null })),
    intents: report.intents.map(({ id, holds, counterexample }) => ({
      name: id,
      holds,
      counterexample: counterexample === undefined ? null : trace(counterexample.trace, report.sources),
    })),
    undetermined: report.undetermined.map(({ what, missing }) => ({ what: prose(what), missing: prose(missing) })),
    summary: summarize(report.findings),
    ...(report.drills === undefined ? {} : { drills: report.drills.map(drillJson) }),
  };
}

function finding(it: Finding) {
  return {
    rule: it.rule,
    severity: it.severity,
    confidence: it.confidence,
    subject: it.subject,
    message: prose(it.problem),
    consequence: prose(it.consequence),
    remedy: prose(it.remedy),
    location: location(it.location),
    evidence: it.evidence.map(evidence),
    semantics: it.semantics,
    assumptions: it.assumptions,
    fixes: it.fixes.map(({ title, safety }) => ({ title: prose(title), safety, proved: false })),
    fingerprint: it.fingerprint,
    suppressed: it.suppressed !== undefined,
    ...(it.inBaseline && { inBaseline: true }),
  };
}

/** The null sender is written as in SMTP, so that it cannot be taken for a missing value. */
const sender = (address: string): string => (address === '' ? '<>' : address);

export const evidence = (it: Evidence) => ({ location: location(it.at), text: factOf(it) });

export function trace(it: Trace, sources: SourceIndex) {
  const legs = placeLegs(it.hops);
  const outcomes = it.outcomes.map((one) => outcome(one, legs.place));
  const alternatives = it.alternatives.flatMap((alternative) => alternativeEntries(it, alternative, legs.place));
  return {
    name: asString(it.name),
    message: {
      from: it.message.from,
      mailFrom: sender(it.message.mailFrom),
      to: it.message.to,
      source: it.message.source,
      ...(it.message.eml && { eml: it.message.eml }),
    },
    outcomes,
    hops: legs.hops,
    alternatives,
    alternativesCut: it.alternativesCut,
    expectation:
      it.expectation === null
        ? null
        : {
            met: it.expectation.met,
            failures: it.expectation.failures.map((failure) => ({
              recipient: failure.recipient,
              key: failure.key,
              expected: failure.expected,
              actual: asString(failure.actual),
              location: location(sources.locate(failure.at)),
            })),
          },
  };
}

/** The index of a leg in the list of a trace. */
type Place = (leg: Hop) => number;

/**
 * Alternatives and NDRs have the shape of outcomes, so their hops stand in the same list behind those of the trace; a leg
 * that is the same either way is listed once.
 */
function placeLegs(own: readonly Hop[]): { readonly hops: readonly ReturnType<typeof hop>[]; readonly place: Place } {
  const hops = own.map(hop);
  const indexOf = new Map(hops.map((one, index) => [JSON.stringify(one), index]));
  const place = (leg: Hop): number => {
    const shown = hop(leg);
    const key = JSON.stringify(shown);
    const known = indexOf.get(key);
    if (known !== undefined) return known;
    indexOf.set(key, hops.length);
    return hops.push(shown) - 1;
  };
  return { hops, place };
}

const placed = (it: Outcome, legs: readonly Hop[], place: Place): Outcome => ({
  ...it,
  hops: it.hops.flatMap((index) => {
    const leg = legs[index];
    return leg === undefined ? [] : [place(leg)];
  }),
});

function alternativeEntries(it: Trace, alternative: Alternative, place: Place) {
  return alternativeOutcomes(it, alternative).map((one) => ({
    question: prose(alternative.question),
    answer: alternative.answer,
    assumption: alternative.assumption,
    ...outcome(placed(one, alternative.hops, place), place),
  }));
}

function outcome(it: Outcome, place: Place): object {
  return {
    recipient: it.recipient,
    finalRecipient: it.finalRecipient,
    status: it.status,
    endsAt: it.endsAt,
    route: it.route,
    connectors: it.connectors,
    // Nobody is told of a copy that is dropped; why it was stands among the decisions of its last hop.
    reply: it.reply === null || it.status === 'dropped' ? null : reply(it.reply, place),
    spf: it.spf,
    dkim: it.dkim,
    dmarc: it.dmarc,
    egressIp: it.egressIp,
    egressPool: it.egressPool,
    egressSpf: it.egressSpf,
    lastMailFrom: sender(it.lastMailFrom),
    folder: it.folder,
    hops: it.hops,
    directionality: it.directionality,
    authAs: it.authAs,
    finalAuthAs: it.finalAuthAs,
    scl: it.scl,
    tls: it.tls,
    rules: it.rules,
    confidence: it.confidence,
    assumptions: it.assumptions,
    missing: it.missing === null ? null : prose(it.missing),
  };
}

function reply(it: Reply, place: Place) {
  return {
    code: it.code,
    enhanced: it.enhanced,
    text: it.text,
    from: it.from,
    final: it.final === null ? null : { code: it.final.code, enhanced: it.final.enhanced, text: it.final.text },
    returnedTo: it.returnedTo,
    ndr: it.ndr === undefined ? null : report(it.ndr, place),
  };
}

/** Nobody is told of an NDR that is dropped either, but why it was is what one looks for. */
function report({ by, from, outcomes, hops }: NonDeliveryReport, place: Place): object {
  return {
    by,
    from,
    outcomes: outcomes.map((one) => ({
      ...outcome(placed(one, hops, place), place),
      reply: one.reply === null ? null : reply(one.reply, place),
    })),
  };
}

function hop(it: Hop) {
  return {
    from: it.from,
    to: it.to,
    sourceIp: it.sourceIp,
    helo: it.helo,
    mailFrom: sender(it.mailFrom),
    recipients: it.recipients,
    tls: it.tls,
    certificate: it.certificate,
    decisions: it.decisions.map((decision) => ({
      step: decision.step,
      verdict: prose(decision.verdict),
      because: prose(decision.because),
      semantics: decision.semantics,
      rejected: decision.rejected.map(({ candidate, because }) => ({ candidate, because: prose(because) })),
      evidence: decision.evidence.map(evidence),
    })),
  };
}
