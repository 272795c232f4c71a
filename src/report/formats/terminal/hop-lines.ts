import { joined, type Text, text } from '../../../model/text.ts';
import type { Confidence, Decision, Hop } from '../../../simulate/trace.ts';
import { terminalText } from '../../escape.ts';
import { gradeText } from '../../words.ts';
import { evidenceLines } from './evidence-lines.ts';
import { legPiece } from './outcome-lines.ts';
import { angled, flow, type Page, paragraph, prose } from './page.ts';
import { quote } from './quote.ts';
import { displayWidth } from './width.ts';

const recipientsShown = 10;

/** What is known of a point of the semantics, for the brackets behind a decision: `documented`, `inferred`. */
export type ConfidenceOf = (semanticsId: string) => Confidence | undefined;

/**
 * One leg, framed: who talks to whom, with which addresses and certificate, and every decision with its reason, its
 * sources, the candidates that lost, and the facts.
 */
export function hopLines(
  page: Page,
  hop: Hop,
  number: number,
  indent: number,
  confidenceOf: ConfidenceOf,
): readonly string[] {
  const inner: Page = { ...page, width: page.width - indent - 2 };
  const framed = (mark: string, lines: readonly string[]): readonly string[] =>
    lines.map((line, index) => `${' '.repeat(indent)}${index === 0 ? mark : '│'} ${line}`.trimEnd());
  const way =
    hop.from === hop.to
      ? [{ text: prose(page, text`inside ${hop.from}`), gap: '  ' }]
      : [{ text: terminalText(hop.from), gap: '  ' }, legPiece(page, hop.tls, hop.to)];
  const title = flow(inner, [{ text: prose(page, text`hop ${number}`), gap: '', role: 'strong' }, ...way], 0);
  return [
    ...framed('┌', title),
    ...framed('│', session(inner, hop)),
    ...hop.decisions.flatMap((decision) => framed('├', decisionLines(inner, decision, confidenceOf))),
    `${' '.repeat(indent)}└`,
  ];
}

function session(page: Page, hop: Hop): readonly string[] {
  const peers = [
    hop.sourceIp === null ? text`address not known` : text`from ${hop.sourceIp}`,
    ...(hop.helo === null ? [] : [text`helo ${hop.helo}`]),
    hop.certificate === null ? text`no client certificate` : text`certificate ${hop.certificate}`,
  ];
  const shown = page.verbose ? hop.recipients : hop.recipients.slice(0, recipientsShown);
  const more = hop.recipients.length - shown.length;
  const envelope = [
    text`MAIL FROM ${angled(hop.mailFrom)}`,
    ...shown.map((it) => text`RCPT TO ${angled(it)}`),
    ...(more === 0 ? [] : [text`and ${more} more`]),
  ];
  const pieces = (texts: readonly Text[], gap: string) =>
    texts.map((one, index) => ({ text: prose(page, one), gap: index === 0 ? '' : gap, role: 'faint' as const }));
  // Nobody connects to himself: a leg inside a node has an envelope and no peers.
  const connection = hop.from === hop.to ? [] : flow(page, pieces(peers, ' · '), 0);
  return [...connection, ...flow(page, pieces(envelope, ' '), 0)];
}

function decisionLines(page: Page, decision: Decision, confidenceOf: ConfidenceOf): readonly string[] {
  const { step, verdict, because, semantics, rejected, evidence } = decision;
  const lines = [...paragraph(page, verdict, { label: step })];
  if (prose(page, because) !== '') lines.push(...paragraph(page, text`because ${because}`, { indent: 2 }));
  if (semantics.length > 0) appendOrAdd(page, lines, prose(page, text`[${joined(semantics.map(graded))}]`));
  for (const { candidate, because: reasonLost } of rejected) {
    const said = text`${candidate} ${'—'} because ${reasonLost}`;
    lines.push(...paragraph(page, said, { indent: 2, label: text`not:`, labelRole: 'faint' }));
  }
  lines.push(...evidenceLines(page, evidence, 2));
  if (page.verbose) {
    for (const { at } of evidence) if (at !== undefined) lines.push(...quote(page, at, 4));
  }
  return lines;

  function graded(id: string): Text {
    const confidence = confidenceOf(id);
    return confidence === undefined ? text`${id}` : text`${id} ${gradeText[confidence]}`;
  }
}

function appendOrAdd(page: Page, lines: string[], sources: string): void {
  const last = lines.at(-1) ?? '';
  // The last line is only measured bare: with colours in it, its code units say nothing about its columns.
  const bare = last.replaceAll(/\u001b\[[0-9;]*m/gu, '');
  if (lines.length > 0 && displayWidth(bare) + 2 + displayWidth(sources) <= page.width) {
    lines[lines.length - 1] = `${last}  ${page.paint('faint', sources)}`;
    return;
  }
  lines.push(...paragraph(page, sources, { indent: 2, role: 'faint' }));
}
