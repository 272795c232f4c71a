import type { Finding } from '../check/finding.ts';
import type { Pseudonyms } from '../input/anonymize/pseudonyms.ts';
import { asString, type Text, text } from '../model/text.ts';
import type { TopologyReport } from '../report/report.ts';
import type { Outcome, Trace } from '../simulate/trace.ts';

/**
 * Compares what is found in a topology with what is found in the same one under pseudonyms.
 * @returns what differs, in words of the original; empty where findings and traces are the same through the mapping.
 */
export function differences(original: TopologyReport, renamed: TopologyReport, names: Pseudonyms): readonly Text[] {
  const key = (one: Finding, subject: string): string =>
    `${one.rule} ${one.severity} ${one.suppressed !== undefined} ${subject}`.toLowerCase();
  const findings = apart(
    original.findings.map((one) => ({
      said: text`finding ${one.rule} ${one.subject}`,
      // A probe brings names of its own, such as a stranger's domain; they are nobody's and stay.
      keys: [key(one, subjectIn(one.subject, names)), key(one, one.subject)],
    })),
    renamed.findings.map((one) => key(one, one.subject)),
  );
  const traces = original.traces.flatMap((trace, index) => {
    const other = renamed.traces[index];
    const same = other !== undefined && shape(trace, (name) => names.text(name)) === shape(other, (name) => name);
    return same ? [] : [text`message ${trace.name}`];
  });
  return [...findings, ...traces];
}

/** A subject in the mapping, as the checks spell subjects: in lower case. */
const subjectIn = (subject: string, names: Pseudonyms): string => {
  const [, name = subject, type = ''] = /^(dns:.*?)(\/[A-Z]+)?$/isu.exec(subject) ?? [];
  return `${names.text(name)}${type}`.toLowerCase();
};

interface Wanted {
  readonly said: Text;
  readonly keys: readonly string[];
}

/** Entries of the first list that the second lacks, and how many it has too many. */
function apart(first: readonly Wanted[], second: readonly string[]): readonly Text[] {
  const left = [...second];
  const missing = first.filter(({ keys }) => {
    const at = left.findIndex((one) => keys.includes(one));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [...missing.map(({ said }) => said), ...left.map((one) => text`a further finding ${one}`)];
}

function shape(trace: Trace, name: (name: string) => string): string {
  const met = trace.expectation?.met ?? null;
  const names = (list: readonly string[]) => list.map(name);
  return JSON.stringify([
    name(asString(trace.name)),
    met,
    trace.outcomes.map((one) => fate(one, name)),
    trace.hops.map((hop) => [name(hop.from), name(hop.to), hop.tls, name(hop.mailFrom), names(hop.recipients)]),
    trace.alternatives.length,
  ]).toLowerCase();
}

const fate = (one: Outcome, name: (text: string) => string): readonly unknown[] => [
  ...[name(one.recipient), name(one.finalRecipient), one.status, name(one.endsAt), one.route.map(name)],
  ...[one.connectors.map(name), one.reply?.code, one.reply?.enhanced, one.spf, one.dkim, one.dmarc, one.egressPool],
  ...[one.egressSpf, one.egressDmarc, one.folder, one.directionality, one.authAs, one.finalAuthAs, one.scl, one.tls],
  ...[one.rules.map(name), one.assumptions],
];
