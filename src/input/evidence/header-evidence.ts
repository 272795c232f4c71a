import { formatAddress, parseAddress } from '../../model/addresses/address.ts';
import type { Aspect, DeliveryEvidence, RelayStep, Said } from '../../model/delivery-evidence.ts';
import type { Span } from '../../model/source.ts';
import { clientOfReceived } from '../../protocols/smtp/received.ts';
import type { Field } from '../messages/header-fields.ts';
import type { MessageContent } from '../messages/read-message.ts';

/** RFC 5322 sets no limit; what servers write about a message is far shorter, and searching takes time. */
const fieldMax = 4_000;

/** What the header of a delivered message says of its way (shapes: what Exchange Online and Exchange Server write). */
export function headerEvidence(file: string, message: MessageContent): DeliveryEvidence {
  const fields = message.fields.map((one) => ({ ...one, value: one.value.slice(0, fieldMax) }));
  const first = (name: string): Field | undefined => fields.find((one) => one.name === name);
  const at = ({ line }: Field): Span => ({ file, line, column: 1 });
  const text = ({ name, value }: Field): string => `${name}: ${value}`;
  const facts = new Map<Aspect, Said>();
  const say = (aspect: Aspect, field: Field, value: string | undefined, means: readonly string[] = []): void => {
    if (value === undefined || value === '' || facts.has(aspect)) return;
    facts.set(aspect, { value, means: means.length > 0 ? means : [value], at: at(field), text: text(field) });
  };

  const connecting = first('x-ms-exchange-crosstenant-originalattributedtenantconnectingip');
  const clientAddress = sound(/Ip=\[([^\]]*)\]/iu.exec(connecting?.value ?? '')?.[1]);
  if (connecting !== undefined) say('connecting address', connecting, clientAddress);
  const report = first('x-forefront-antispam-report');
  const reported = (key: string): string | undefined =>
    new RegExp(`(?:^|;)\\s*${key}:([^;]*)`, 'iu').exec(report?.value ?? '')?.[1]?.trim();

  const entity = first('x-ms-exchange-crosstenant-fromentityheader');
  if (entity !== undefined) say('attribution', entity, entity.value);
  const direction = first('x-ms-exchange-organization-messagedirectionality');
  if (direction !== undefined) say('directionality', direction, direction.value);
  const dir = { INB: 'Incoming', OUT: 'Originating' }[reported('DIR')?.toUpperCase() ?? ''];
  if (report !== undefined && dir !== undefined) say('directionality', report, `DIR:${reported('DIR')}`, [dir]);
  for (const name of ['x-ms-exchange-organization-authas', 'x-ms-exchange-crosstenant-authas']) {
    const field = first(name);
    if (field !== undefined) say('authAs', field, field.value);
  }
  const results = fields.find((one) => one.name === 'authentication-results' && isOfExchange(one.value));
  for (const method of ['spf', 'dkim', 'dmarc'] as const)
    if (results !== undefined) say(method, results, resultOf(results.value, method));
  const scl = first('x-ms-exchange-organization-scl');
  if (scl !== undefined) say('scl', scl, scl.value);
  else if (report !== undefined) say('scl', report, reported('SCL'));
  const steps = fields.filter((one) => one.name === 'received').map((field) => step(field, at(field), text(field)));
  const own = first('x-ms-exchange-organization-originalarrivaltime') ?? results ?? fields[0];
  if (own !== undefined)
    facts.set('status', {
      value: 'delivered',
      means: ['delivered', 'sent'],
      at: at(own),
      text: 'The message arrived.',
    });

  const cip = sound(reported('CIP'));
  const address = clientAddress ?? cip;
  return {
    kind: 'headers',
    name: first('message-id')?.value ?? file,
    from: message.from === '' ? undefined : message.from,
    mailFrom: mailFromOf(message, results?.value),
    recipients: recipientsOf(message),
    subject: message.subject === '' ? undefined : message.subject,
    client:
      address === undefined ? undefined : { address, helo: /Helo=\[([^\]]+)\]/iu.exec(connecting?.value ?? '')?.[1] },
    steps: steps.reverse(),
    facts,
    dkim: signatures(results?.value),
    verdict: verdicts[reported('CAT')?.toUpperCase() ?? ''] ?? verdicts[reported('SFV')?.toUpperCase() ?? ''],
  };
}

/** What content filtering found, as the report names it. */
const verdicts: Readonly<Record<string, string>> = {
  BULK: 'bulk',
  SPM: 'spam',
  HSPM: 'highConfidenceSpam',
  PHSH: 'phish',
  HPHSH: 'highConfidencePhish',
  HPHISH: 'highConfidencePhish',
  MALW: 'malware',
  AMP: 'malware',
};

/** Exchange Online names no server in front of its results, as RFC 8601 wants and others do. */
const isOfExchange = (value: string): boolean =>
  /^\s*(?:spf|dkim|dmarc)\s*=/iu.test(value) && /\bspf\s*=/iu.test(value);

const resultOf = (value: string, method: string): string | undefined =>
  new RegExp(`\\b${method}\\s*=\\s*([a-z]+)`, 'iu').exec(value)?.[1]?.toLowerCase();

function signatures(value: string | undefined): DeliveryEvidence['dkim'] {
  const found = [...(value ?? '').matchAll(/\bdkim\s*=\s*(pass|fail)\b[^;]*?\bheader\.d=([^\s;]+)/giu)];
  return found.map(([, result = '', domain = '']) => ({
    domain,
    result: result.toLowerCase() === 'pass' ? 'pass' : 'fail',
  }));
}

/** The field that delivery adds, else what SPF was judged for; a bare domain stands for some address in it. */
function mailFromOf(message: MessageContent, results: string | undefined): string | undefined {
  if (message.returnPath !== undefined) return message.returnPath === '' ? '<>' : message.returnPath;
  const judged = /\bsmtp\.mailfrom\s*=\s*([^\s;]+)/iu.exec(results ?? '')?.[1];
  if (judged === undefined || judged === 'none') return undefined;
  if (judged.includes('@')) return judged;
  return message.from.toLowerCase().endsWith(`@${judged.toLowerCase()}`) ? message.from : `bounces@${judged}`;
}

/** `for <address>` of the newest field that has it; else everybody whom the message names. */
function recipientsOf(message: MessageContent): readonly string[] {
  for (const { name, value } of message.fields) {
    const found = name === 'received' ? /\bfor\s+<?([^\s<>;]+@[^\s<>;]+)>?/iu.exec(value)?.[1] : undefined;
    if (found !== undefined) return [found];
  }
  return [...message.to, ...message.cc, ...message.bcc];
}

function step({ value }: Field, at: Span, text: string): RelayStep {
  return {
    at,
    text,
    by: /\bby\s+([\w.-]+)/iu.exec(value)?.[1]?.toLowerCase(),
    client: sound(clientOfReceived(value) ?? undefined),
    helo: /^\s*from\s+([\w.-]+)/iu.exec(value)?.[1]?.toLowerCase(),
    fromMailbox: /\bwith\s+mapi\b|\bvia\s+Mailbox\s+Transport\b/iu.test(value),
  };
}

/** An address in canonical text; IPv4 that is written in 6to4 form (RFC 3056), as Exchange Online does, as IPv4. */
export function sound(written: string | undefined): string | undefined {
  const address = written === undefined ? undefined : parseAddress(written.trim());
  if (address === undefined) return undefined;
  if (address.family === 6 && address.value >> 112n === 0x2002n)
    return formatAddress({ family: 4, value: Number((address.value >> 80n) & 0xffff_ffffn) });
  return formatAddress(address);
}
