import { folderText, type Status, statusText } from '../model/delivery-status.ts';
import { type EgressPool, poolText } from '../model/egress-pool.ts';
import { joined, type Text, text } from '../model/text.ts';
import { tlsText } from '../model/tls-level.ts';
import type { Comparison } from '../prove/compare/compare.ts';
import type { FateChange } from '../prove/compare/fate-changes.ts';
import type { TlsLevel } from '../simulate/trace.ts';

/** What of a copy is otherwise; the JSON has the same names. */
export const aspectText: Readonly<Record<FateChange['what'], Text>> = {
  copy: text`copy`,
  status: text`status`,
  finalRecipient: text`finalRecipient`,
  route: text`route`,
  connectors: text`connectors`,
  trust: text`trust`,
  tls: text`tls`,
  spf: text`spf`,
  dkim: text`dkim`,
  dmarc: text`dmarc`,
  reply: text`reply`,
  returnedTo: text`returnedTo`,
  folder: text`folder`,
  scl: text`scl`,
  egressSpf: text`egressSpf`,
  egressDmarc: text`egressDmarc`,
  egressPolicy: text`what DMARC asks of the receiver`,
  egressIp: text`egressIp`,
  egressPool: text`egressPool`,
  lastMailFrom: text`lastMailFrom`,
  rules: text`rules`,
};

/** What was done to an object of the topology or a set of records. */
export const objectChangeText: Readonly<Record<Comparison['objects'][number]['change'], Text>> = {
  added: text`added`,
  removed: text`removed`,
  changed: text`changed`,
};

/** One thing that is otherwise: `folder: inbox ⇒ junk`. */
export const changeText = ({ what, before, after }: FateChange): Text =>
  text`${aspectText[what]}: ${fateValue(what, before)} ${'⇒'} ${fateValue(what, after)}`;

const protocols: ReadonlySet<FateChange['what']> = new Set(['spf', 'dkim', 'dmarc', 'egressSpf', 'egressDmarc']);

/** A value before or after a change; names, and results that protocols name, stay as they are. */
export function fateValue(what: FateChange['what'], value: string): Text {
  if (value === 'none' && what === 'reply') return text`no reply`;
  if (value === 'none' && !protocols.has(what)) return text`none`;
  if (what === 'status') return statusText[value as Status] ?? text`${value}`;
  if (what === 'folder') return folderText[value as 'inbox' | 'junk'] ?? text`${value}`;
  if (what === 'egressPool') return poolText[value as EgressPool] ?? text`${value}`;
  if (what === 'tls') return tlsText[value as TlsLevel] ?? text`${value}`;
  if (what === 'trust') return joined(value.split(', ').map((one) => trustWords[one] ?? one));
  const [, status, recipient] = what === 'copy' ? (/^(\w+) to (.*)$/su.exec(value) ?? []) : [];
  if (recipient === undefined) return text`${value}`;
  return text`${statusText[status as Status] ?? text`${status ?? ''}`} to ${recipient}`;
}

const trustWords: Readonly<Record<string, Text>> = { elsewhere: text`elsewhere`, 'not judged': text`not judged` };
