import { folderText, statusText } from '../../../model/delivery-status.ts';
import { type Text, text } from '../../../model/text.ts';
import type { Hop, Outcome, TlsLevel } from '../../../simulate/trace.ts';
import { statusMood } from '../../status-mood.ts';
import { type Content, type Element, element, shown, styled } from './element.ts';

const protection: Readonly<Record<TlsLevel, Text>> = {
  none: text`in clear`,
  opportunistic: text`opportunistic TLS`,
  encrypted: text`encrypted`,
  verified: text`verified TLS`,
};

/** The status of a copy, with its folder or the code of the reply. */
export function statusBadge(outcome: Outcome): Element {
  const last = outcome.reply?.final ?? outcome.reply;
  const code = last === null || last === undefined ? '' : `${last.code} ${last.enhanced}`.trim();
  const detail = outcome.folder === null ? shown(code) : folderText[outcome.folder];
  return styled(
    'span',
    `badge ${statusMood[outcome.status]}`,
    statusText[outcome.status],
    detail === '' ? undefined : [' (', detail, ')'],
  );
}

/** The way of a copy as a row of nodes, the protection of each leg between them, its end behind. */
export function routeStrip(outcome: Outcome, hops: readonly Hop[]): Element {
  const parts: Content[] = [node(outcome.route[0] ?? outcome.endsAt)];
  let leg = 0;
  for (let index = 1; index < outcome.route.length; index++) {
    const from = outcome.route[index - 1];
    const to = outcome.route[index];
    // A leg inside a node is a hop but no step of the route, so the hops are searched from the last one drawn.
    const found = outcome.hops.findIndex(
      (at, position) => position >= leg && hops[at]?.from === from && hops[at]?.to === to,
    );
    if (found >= 0) leg = found + 1;
    const tls = found < 0 ? null : (hops[outcome.hops[found] ?? -1]?.tls ?? null);
    parts.push(legMark(tls), node(to ?? ''));
  }
  return styled('p', 'route', parts, ' ', statusBadge(outcome));
}

const node = (name: string): Element => styled('span', 'node', shown(name));

/** The arrow of a leg, with its protection in words. */
export const legMark = (tls: TlsLevel | null): Element =>
  element(
    'span',
    { class: `leg ${tls ?? 'unknown'}` },
    styled('span', 'arrow', ' → '),
    tls === null ? undefined : [styled('small', 'tls', protection[tls]), ' '],
  );
