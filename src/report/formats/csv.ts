import { factOf } from '../../model/source.ts';
import { asString, plain } from '../../model/text.ts';
import type { SampleMessage } from '../../model/topology.ts';
import type { Comparison } from '../../prove/compare/compare.ts';
import type { FateChange } from '../../prove/compare/fate-changes.ts';
import type { Proof } from '../../prove/prove.ts';
import type { Trace } from '../../simulate/trace.ts';
import type { DiffReport } from '../diff-report.ts';
import { csvField } from '../escape.ts';
import { faultOf, faultRemedy, faultRule } from '../fault-words.ts';
import { fileOf, standardInput } from '../place-of.ts';
import type { ProofReport } from '../proof-report.ts';
import type { CheckReport, TraceReport } from '../report.ts';

/*
 * CSV for spreadsheets and databases: RFC 4180, UTF-8 without a mark, a header line, every row as long. A list in a cell
 * is joined by semicolons.
 */

/** CSV of `check`: one row a finding, suppressed ones with their reason, and one a topology that has no verdict. */
export function checkCsv(report: CheckReport): string {
  const header =
    'topology severity rule subject problem consequence remedy file line column confidence semantics assumptions evidence fingerprint suppressed';
  const rows = report.topologies.flatMap((topology) =>
    topology.findings.map((it) => [
      topology.file,
      it.severity,
      it.rule,
      it.subject,
      plain(it.problem),
      plain(it.consequence),
      plain(it.remedy),
      it.location === undefined ? '' : (fileOf(topology.file, it.location) ?? standardInput),
      it.location?.line ?? '',
      it.location?.column ?? '',
      it.confidence,
      joined(it.semantics),
      joined(it.assumptions),
      joined(it.evidence.map(factOf)),
      it.fingerprint,
      it.suppressed ?? '',
    ]),
  );
  const faults = (report.faults ?? []).map(
    ({ file, what }): Row => [
      ...[file, 'error', faultRule, `topology:${file}`, plain(faultOf(file, what)), '', plain(faultRemedy), file],
      ...['', '', '', '', '', '', '', ''],
    ],
  );
  return csv(header, [...rows, ...faults]);
}

/** CSV of `trace`: one row a copy. */
export function traceCsv(report: TraceReport): string {
  const header =
    'message from mailFrom source recipient finalRecipient status endsAt route connectors rules code enhanced reply spf dkim dmarc directionality authAs scl tls folder egressIp confidence assumptions expectation';
  return csv(header, report.traces.flatMap(copies));
}

const copies = ({ name, message, outcomes, expectation }: Trace): readonly Row[] =>
  outcomes.map((it) => [
    asString(name),
    message.from,
    message.mailFrom === '' ? '<>' : message.mailFrom,
    message.source,
    it.recipient,
    it.finalRecipient,
    it.status,
    it.endsAt,
    joined(it.route),
    joined(it.connectors),
    joined(it.rules),
    it.reply?.code ?? '',
    it.reply?.enhanced ?? '',
    it.reply?.text ?? '',
    it.spf ?? '',
    it.dkim ?? '',
    it.dmarc ?? '',
    it.directionality ?? '',
    it.authAs ?? '',
    it.scl ?? '',
    it.tls ?? '',
    it.folder ?? '',
    it.egressIp ?? '',
    it.confidence,
    joined(it.assumptions),
    expectation === null ? '' : expectation.met ? 'met' : 'not met',
  ]);

/**
 * CSV of `prove`: one row a statement; of a refuted one the message against it, of an open one its questions. Behind them
 * one row for each kind of message that a failure (`drill`) or a setting (`what-if`) lets fare otherwise, with how it weighs.
 */
export function proofCsv({ proofs, drill, whatIf }: ProofReport): string {
  const header =
    'kind id title verdict classes because from mailFrom to source status route confidence assumptions open dependsOn';
  const rows = (kind: string, all: readonly Proof[]): readonly Row[] =>
    all.map(({ id, title, holds, classes, counterexample: found, open, dependsOn }) => [
      kind,
      id,
      plain(title),
      holds === null ? 'open' : holds ? 'holds' : 'refuted',
      classes,
      found === undefined ? '' : plain(found.why),
      found?.message.from ?? '',
      found === undefined ? '' : found.message.mailFrom === '' ? '<>' : found.message.mailFrom,
      joined(found?.message.recipients.map(({ text }) => text) ?? []),
      found?.message.source === undefined ? '' : (found.message.source.address ?? found.message.source.node),
      joined(found?.trace.outcomes.map(({ status }) => status) ?? []),
      joined(found?.trace.outcomes.map(({ route }) => route.join(' > ')) ?? []),
      found?.confidence ?? '',
      joined(found?.assumptions ?? []),
      joined(open.map(({ question }) => plain(question))),
      joined(dependsOn.map(({ assumption, answer }) => `${assumption}=${answer}`)),
    ]);
  return csv(header, [
    ...rows('invariant', proofs.invariants),
    ...rows('intent', proofs.intents),
    ...(drill === undefined ? [] : fateRows('drill', plain(drill.title), drill.comparison)),
    ...(whatIf === undefined ? [] : fateRows('what-if', joined(whatIf.settings), whatIf.effect.comparison)),
  ]);
}

/** In the columns of statements: the weight is the verdict, what changes the reason. */
const fateRows = (kind: string, title: string, { fates }: Comparison): readonly Row[] =>
  fates.map(({ gravity, classes, changes, answer, example }, index) => [
    kind,
    index + 1,
    title,
    gravity,
    classes,
    joined(changes.map(({ what, before, after }) => `${what}: ${before} > ${after}`)),
    ...messageCells(example),
    ...changedTo(changes),
    '',
    '',
    '',
    answer ?? '',
  ]);

/** Who writes to whom from where. */
const messageCells = ({ from, mailFrom, recipients, source }: SampleMessage): Row => [
  from,
  mailFrom === '' ? '<>' : mailFrom,
  joined(recipients.map(({ text }) => text)),
  source === undefined ? '' : (source.address ?? source.node),
];

/** Status and route afterwards, where they are what changes. */
const changedTo = (changes: readonly FateChange[]): Row =>
  (['status', 'route'] as const).map((wanted) => changes.find(({ what }) => what === wanted)?.after ?? '');

/** CSV of `diff`: one row for each thing that changes of each kind of message; `kind` counts the kinds, gravest first. */
export function diffCsv({ comparison }: DiffReport): string {
  const header = 'kind gravity classes what before after answer from mailFrom to source';
  const rows = comparison.fates.flatMap(({ gravity, classes, changes, answer, example }, index) =>
    changes.map(
      ({ what, before, after }): Row => [
        index + 1,
        gravity,
        classes,
        what,
        before,
        after,
        answer ?? '',
        ...messageCells(example),
      ],
    ),
  );
  return csv(header, rows);
}

type Row = readonly (string | number)[];

const joined = (all: readonly string[]): string => all.join('; ');

function csv(header: string, rows: readonly Row[]): string {
  const lines = [header.split(' '), ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'number' ? String(cell) : csvField(cell))).join(','),
  );
  return lines.map((line) => `${line}\r\n`).join('');
}
