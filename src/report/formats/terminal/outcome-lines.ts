import { folderText, statusText } from '../../../model/delivery-status.ts';
import { poolText } from '../../../model/egress-pool.ts';
import { joined, type Text, text } from '../../../model/text.ts';
import { tlsText } from '../../../model/tls-level.ts';
import { quoted } from '../../../reference/replies/reply-words.ts';
import type { Hop, Outcome } from '../../../simulate/trace.ts';
import { terminalText } from '../../escape.ts';
import { statusMood } from '../../status-mood.ts';
import { gradeText } from '../../words.ts';
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
  const lines = [
    ...paragraph(page, recipientText(outcome), { indent, role: 'strong' }),
    ...routePicture(page, outcome, hops, indent + 2),
  ];
  if (page.quiet) return lines;
  const add = (label: Text, content: Text): void => {
    lines.push(...labelled(page, indent, label, content));
  };
  const addAll = (label: Text, values: readonly (string | Text)[]): void => {
    if (values.length > 0) add(label, joined(values));
  };
  if (outcome.missing !== null) add(text`Missing`, outcome.missing);
  lines.push(...replyLines(page, outcome, indent), ...facts(page, outcome, indent + 2));
  addAll(text`Connectors`, outcome.connectors);
  addAll(text`Rules`, outcome.rules);
  if (namesHops)
    addAll(
      text`Hops`,
      outcome.hops.map((index) => String(index + 1)),
    );
  addAll(text`Assumes`, outcome.assumptions);
  if (outcome.confidence !== 'documented') add(text`Confidence`, gradeText[outcome.confidence]);
  return lines;
}

/** Whom a copy is for, and whom it reaches where that is somebody else. */
const recipientText = ({ recipient, finalRecipient }: Outcome): Text =>
  recipient === finalRecipient ? text`${recipient}` : text`${recipient} ${'→'} ${finalRecipient}`;

const labelled = (page: Page, indent: number, label: Text, content: Text): readonly string[] =>
  paragraph(page, content, { indent: indent + 2, label, labelRole: 'faint' });

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
    pieces.push(legPiece(page, tls, to ?? ''));
  }
  pieces.push({ text: prose(page, endText(outcome)), gap: '   ', role: statusMood[outcome.status] });
  return flow(page, pieces, indent);
}

/** `──encrypted──▶ tenant`; the arrow itself is never broken. */
export function legPiece(page: Page, tls: Hop['tls'], to: string): Piece {
  const parts = [arrow(page, tls), ...terminalText(to).split(' ')];
  return { text: parts.join(' '), gap: ' ', parts };
}

const isLeg = (hop: Hop | undefined, from: string | undefined, to: string | undefined): boolean =>
  hop !== undefined && hop.from === from && hop.to === to;

/** The arrow of a leg with its protection; `in clear` where there is none. */
function arrow(page: Page, tls: Hop['tls']): string {
  if (tls === null) return '────▶';
  return `──${prose(page, tls === 'none' ? text`in clear` : tlsText[tls])}──▶`;
}

function endText({ status, folder, reply }: Outcome): Text {
  if (folder !== null) return text`${statusText[status]} (${folderText[folder]})`;
  if (reply === null) return statusText[status];
  const last = reply.final ?? reply;
  return text`${statusText[status]} (${`${last.code} ${last.enhanced}`.trim()})`;
}

function replyLines(page: Page, outcome: Outcome, indent: number): readonly string[] {
  if (outcome.reply === null) return [];
  const { from, final, returnedTo, ndr } = outcome.reply;
  return [
    ...labelled(page, indent, text`Reply`, text`${quoted(outcome.reply)} ${'—'} by ${from}`),
    ...(final === null ? [] : labelled(page, indent, text`Finally`, text`${quoted(final)}`)),
    ...labelled(page, indent, text`Returned to`, returnedTo.length === 0 ? text`nobody` : joined(returnedTo)),
    ...(ndr?.outcomes ?? []).flatMap((one) => labelled(page, indent, text`NDR`, reportText(one))),
  ];
}

/** `to anna@contoso.com: delivered, tenant ▶ server:EX01`; of one that does not arrive, why. */
function reportText(it: Outcome): Text {
  const what =
    it.status === 'delivered' || it.status === 'sent'
      ? statusText[it.status]
      : it.status === 'undetermined'
        ? text`not known whether it arrives`
        : text`cannot be delivered (${statusText[it.status]})`;
  const why = it.reply === null ? text`` : text`: ${quoted(it.reply)} ${'—'} by ${it.reply.from}`;
  const missing = it.missing === null ? text`` : text`: ${it.missing}`;
  return text`to ${recipientText(it)}: ${what}${why}${missing}, ${it.route.join(' ▶ ')}`;
}

function facts(page: Page, outcome: Outcome, indent: number): readonly string[] {
  const found: Text[] = [];
  const add = (name: Text, content: string | number | Text | null): void => {
    if (content !== null) found.push(text`${name} ${content}`);
  };
  add(text`SPF`, outcome.spf);
  add(text`DKIM`, outcome.dkim);
  add(text`DMARC`, outcome.dmarc);
  add(text`SCL`, outcome.scl);
  if (outcome.directionality !== null) found.push(text`${outcome.directionality}`);
  if (outcome.authAs !== null) found.push(text`${outcome.authAs}`);
  if (outcome.finalAuthAs !== outcome.authAs) add(text`last seen as`, outcome.finalAuthAs);
  if (outcome.tls !== null) add(text`weakest TLS`, tlsText[outcome.tls]);
  add(text`leaves by`, outcome.egressIp);
  if (outcome.egressPool !== null) add(text`pool`, poolText[outcome.egressPool]);
  add(text`SPF there`, outcome.egressSpf);
  add(text`DMARC there`, outcome.egressDmarc);
  if (outcome.egressIp !== null) add(text`MAIL FROM there`, angled(outcome.lastMailFrom));
  if (found.length === 0) return [];
  return flow(
    page,
    found.map((one, index) => ({ text: prose(page, one), gap: index === 0 ? '' : ' · ', role: 'faint' })),
    indent,
  );
}
