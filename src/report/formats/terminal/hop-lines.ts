import type { Decision, Hop } from '../../../simulate/trace.ts';
import { terminalText } from '../../escape.ts';
import { evidenceLines } from './evidence-lines.ts';
import { arrow } from './outcome-lines.ts';
import { angled, flow, type Page, paragraph, prose } from './page.ts';
import { quote } from './quote.ts';
import { displayWidth } from './width.ts';

const recipientsShown = 10;

/** What is known of a point of the semantics, for the brackets behind a decision: `documented`, `inferred`. */
export type ConfidenceOf = (semanticsId: string) => string | undefined;

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
      ? [{ text: `inside ${terminalText(hop.from)}`, gap: '  ' }]
      : [
          { text: terminalText(hop.from), gap: '  ' },
          { text: `${arrow(hop.tls)} ${terminalText(hop.to)}`, gap: ' ' },
        ];
  const title = flow(inner, [{ text: `hop ${number}`, gap: '', role: 'strong' }, ...way], 0);
  return [
    ...framed('┌', title),
    ...framed('│', session(inner, hop)),
    ...hop.decisions.flatMap((decision) => framed('├', decisionLines(inner, decision, confidenceOf))),
    `${' '.repeat(indent)}└`,
  ];
}

function session(page: Page, hop: Hop): readonly string[] {
  const address = hop.sourceIp === null ? 'address not known' : `from ${terminalText(hop.sourceIp)}`;
  const helo = hop.helo === null ? [] : [`helo ${terminalText(hop.helo)}`];
  const certificate =
    hop.certificate === null ? 'no client certificate' : `certificate ${terminalText(hop.certificate)}`;
  const peers = [address, ...helo, certificate];
  const shown = page.verbose ? hop.recipients : hop.recipients.slice(0, recipientsShown);
  const more = hop.recipients.length - shown.length;
  const recipients = shown.map((it) => `RCPT TO ${angled(it)}`);
  const rest = more === 0 ? [] : [`and ${more} more`];
  const envelope = [`MAIL FROM ${angled(hop.mailFrom)}`, ...recipients, ...rest];
  const pieces = (texts: readonly string[], gap: string) =>
    texts.map((text, index) => ({ text, gap: index === 0 ? '' : gap, role: 'faint' as const }));
  // Nobody connects to himself: a leg inside a node has an envelope and no peers.
  const connection = hop.from === hop.to ? [] : flow(page, pieces(peers, ' · '), 0);
  return [...connection, ...flow(page, pieces(envelope, ' '), 0)];
}

function decisionLines(page: Page, decision: Decision, confidenceOf: ConfidenceOf): readonly string[] {
  const lines = [...paragraph(page, prose(decision.verdict), { label: decision.step })];
  const because = prose(decision.because);
  const sources = decision.semantics.map((id) => [id, confidenceOf(id)].filter(Boolean).join(' ')).join(', ');
  const reason = because === '' ? [] : paragraph(page, `because ${because}`, { indent: 2 });
  lines.push(...reason);
  if (sources !== '') appendOrAdd(page, lines, `[${sources}]`);
  for (const { candidate, because: reasonLost } of decision.rejected) {
    const text = `${terminalText(candidate)} — because ${prose(reasonLost)}`;
    lines.push(...paragraph(page, text, { indent: 2, label: 'not:', labelRole: 'faint' }));
  }
  lines.push(...evidenceLines(page, decision.evidence, 2));
  if (page.verbose) {
    for (const { at } of decision.evidence) if (at !== undefined) lines.push(...quote(page, at, 4));
  }
  return lines;
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
