import type { TextValue } from '../../model/text.ts';
import type { MessageSource, SampleMessage, Sending } from '../../model/topology.ts';
import { localPartOf } from '../../protocols/smtp/mail-address.ts';

export interface MessageParts {
  readonly name: TextValue;
  readonly from: string;
  /** `''`: the null sender. By default the same as `from`. */
  readonly mailFrom?: string;
  readonly to: readonly string[];
  readonly source?: Partial<MessageSource> & { readonly node: string };
  readonly deliverTo?: SampleMessage['deliverTo'];
  readonly type?: SampleMessage['type'];
}

/** A sample message as the document would declare it, everything else at its default. */
export function makeMessage(parts: MessageParts): SampleMessage {
  return {
    at: '',
    name: parts.name,
    from: parts.from,
    mailFrom: parts.mailFrom ?? parts.from,
    recipients: parts.to.map((address) => ({ text: address, at: '', box: 'to' as const })),
    source: parts.source && {
      at: '',
      address: undefined,
      helo: undefined,
      certificate: undefined,
      tls: 'opportunistic',
      ...parts.source,
    },
    deliverTo: parts.deliverTo,
    subject: '',
    headers: new Map(),
    body: '',
    attachments: [],
    size: undefined,
    type: parts.type ?? 'normal',
    dkim: [],
    dkimDeclared: false,
    authenticated: false,
    verdict: 'clean',
    expect: undefined,
  };
}

export const toTenant: SampleMessage['deliverTo'] = { text: 'tenant', at: '', kind: 'tenant' };
export const toHost = (host: string): SampleMessage['deliverTo'] => ({ text: host, at: '', kind: 'host', host });

/** The senders of a message that a host sends as it declares; of a bare domain, somebody there. */
export function sendingParts(sending: Sending): { readonly from: string; readonly mailFrom: string } {
  const from = sending.from.includes('@') ? sending.from : `sender@${sending.from}`;
  const { mailFrom } = sending;
  if (mailFrom === undefined) return { from, mailFrom: from };
  return { from, mailFrom: mailFrom === '' || mailFrom.includes('@') ? mailFrom : `${localPartOf(from)}@${mailFrom}` };
}
