import type { Hop, Outcome, Reply } from '../../../simulate/trace.ts';
import { terminalText } from '../../escape.ts';
import { statusMood } from '../../status-mood.ts';
import { angled, flow, type Page, type Piece, paragraph, prose } from './page.ts';

/**
 * One copy of the message: whom it is for, the picture of its way with what became of it, and what was found about it.
 * `namesHops` says which of the legs below are its own, where several copies share the list.
 */
export function outcomeLines(
  page: Page,
  outcome: Outcome,
  hops: readonly Hop[],
  indent: number,
  namesHops = false,
): readonly string[] {
  const meant = outcome.recipient === outcome.finalRecipient ? '' : ` → ${terminalText(outcome.finalRecipient)}`;
  const lines = [
    ...paragraph(page, terminalText(outcome.recipient) + meant, { indent, role: 'strong' }),
    ...routePicture(page, outcome, hops, indent + 2),
  ];
  if (page.quiet) return lines;
  if (outcome.missing !== null) lines.push(...labelled(page, indent, 'Missing', prose(outcome.missing)));
  lines.push(...replyLines(page, outcome, indent), ...facts(page, outcome, indent + 2));
  const add = (label: string, values: readonly string[]): void => {
    if (values.length > 0) lines.push(...labelled(page, indent, label, values.map(terminalText).join(', ')));
  };
  add('Connectors', outcome.connectors);
  add('Rules', outcome.rules);
  if (namesHops)
    add(
      'Hops',
      outcome.hops.map((index) => String(index + 1)),
    );
  add('Assumes', outcome.assumptions);
  if (outcome.confidence !== 'documented') add('Confidence', [outcome.confidence]);
  return lines;
}

const labelled = (page: Page, indent: number, label: string, text: string): readonly string[] =>
  paragraph(page, text, { indent: indent + 2, label, labelRole: 'faint' });

/** `internet ──opportunistic──▶ service:filter ──encrypted──▶ tenant   delivered (inbox)` */
function routePicture(page: Page, outcome: Outcome, hops: readonly Hop[], indent: number): readonly string[] {
  const pieces: Piece[] = [{ text: terminalText(outcome.route[0] ?? outcome.endsAt), gap: '' }];
  let leg = 0;
  for (let index = 1; index < outcome.route.length; index++) {
    const from = outcome.route[index - 1];
    const to = outcome.route[index];
    // A leg inside a node is a hop but no step of the route, so the hops are searched from the last one drawn.
    const found = outcome.hops.findIndex((at, position) => position >= leg && isLeg(hops[at], from, to));
    if (found >= 0) leg = found + 1;
    const tls = found < 0 ? null : (hops[outcome.hops[found] ?? -1]?.tls ?? null);
    pieces.push({ text: `${arrow(tls)} ${terminalText(to ?? '')}`, gap: ' ' });
  }
  pieces.push({ text: statusText(outcome), gap: '   ', role: statusMood[outcome.status] });
  return flow(page, pieces, indent);
}

const isLeg = (hop: Hop | undefined, from: string | undefined, to: string | undefined): boolean =>
  hop !== undefined && hop.from === from && hop.to === to;

/** The arrow of a leg with its protection; `in clear` where there is none. */
export const arrow = (tls: Hop['tls']): string =>
  tls === null ? '────▶' : `──${tls === 'none' ? 'in clear' : tls}──▶`;

function statusText(outcome: Outcome): string {
  if (outcome.folder !== null) return `${outcome.status} (${outcome.folder})`;
  if (outcome.reply === null) return outcome.status;
  const last = outcome.reply.final ?? outcome.reply;
  return `${outcome.status} (${terminalText(`${last.code} ${last.enhanced}`.trim())})`;
}

function replyLines(page: Page, outcome: Outcome, indent: number): readonly string[] {
  if (outcome.reply === null) return [];
  const { from, final, returnedTo, ndr } = outcome.reply;
  const said = spoken(outcome.reply);
  const lines = [...labelled(page, indent, 'Reply', `${said} — by ${terminalText(from)}`)];
  if (final !== null) {
    lines.push(...labelled(page, indent, 'Finally', spoken(final)));
  }
  const whom = returnedTo.length === 0 ? 'nobody' : returnedTo.map(terminalText).join(', ');
  lines.push(...labelled(page, indent, 'Returned to', whom));
  for (const one of ndr?.outcomes ?? []) lines.push(...labelled(page, indent, 'NDR', reportText(one)));
  return lines;
}

const spoken = ({ code, enhanced, text }: Pick<Reply, 'code' | 'enhanced' | 'text'>): string =>
  terminalText([code, enhanced, text].filter((part) => part !== '').join(' '));

/** `to anna@contoso.com: delivered, tenant ▶ server:EX01`; of one that does not arrive, why. */
function reportText(it: Outcome): string {
  const arrives = it.status === 'delivered' || it.status === 'sent';
  const open = it.status === 'undetermined';
  const what = arrives ? it.status : open ? 'not known whether it arrives' : `cannot be delivered (${it.status})`;
  const why = it.reply === null ? '' : `: ${spoken(it.reply)} — by ${terminalText(it.reply.from)}`;
  const missing = it.missing === null ? '' : `: ${prose(it.missing)}`;
  const meant = it.recipient === it.finalRecipient ? '' : ` → ${terminalText(it.finalRecipient)}`;
  const way = it.route.map(terminalText).join(' ▶ ');
  return `to ${terminalText(it.recipient)}${meant}: ${what}${why}${missing}, ${way}`;
}

function facts(page: Page, outcome: Outcome, indent: number): readonly string[] {
  const found: string[] = [];
  const add = (name: string, content: string | number | null): void => {
    if (content !== null) found.push(`${name} ${terminalText(String(content))}`);
  };
  add('SPF', outcome.spf);
  add('DKIM', outcome.dkim);
  add('DMARC', outcome.dmarc);
  add('SCL', outcome.scl);
  if (outcome.directionality !== null) found.push(outcome.directionality);
  if (outcome.authAs !== null) found.push(outcome.authAs);
  if (outcome.finalAuthAs !== outcome.authAs) add('last seen as', outcome.finalAuthAs);
  add('weakest TLS', outcome.tls);
  add('leaves by', outcome.egressIp);
  add('pool', outcome.egressPool);
  add('SPF there', outcome.egressSpf);
  add('DMARC there', outcome.egressDmarc);
  if (outcome.egressIp !== null) add('MAIL FROM there', angled(outcome.lastMailFrom));
  if (found.length === 0) return [];
  return flow(
    page,
    found.map((text, index) => ({ text, gap: index === 0 ? '' : ' · ', role: 'faint' })),
    indent,
  );
}
