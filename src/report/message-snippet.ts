import { instancesOf } from '../model/header-fields.ts';
import { asString, asText, plain } from '../model/text.ts';
import type { SampleMessage } from '../model/topology.ts';
import { jsonText } from './escape.ts';
import { inEnglish, type Translate } from './language/translate.ts';

type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

/**
 * A message as it could stand under `messages` of a topology, line by line: YAML whose strings are those of JSON. Its name is
 * in the language of the report.
 */
export const messageSnippet = (message: SampleMessage, say: Translate = inEnglish): readonly string[] =>
  Object.entries({ ...messageObject(message), name: plain(say(asText(message.name))) }).map(
    ([key, value], index) => `${index === 0 ? '- ' : '  '}${key}: ${flow(value)}`,
  );

/** Types that carry the null sender by themselves. */
const nullSenders: ReadonlySet<string> = new Set(['oof', 'ndr', 'readReceipt']);

/** The same as data: what is at its default is left out. */
export function messageObject(message: SampleMessage): Readonly<Record<string, Value>> {
  const { name, from, mailFrom, recipients, source, deliverTo, subject, body, headers, size, type } = message;
  const usual = nullSenders.has(type) ? '' : from;
  const box = (wanted: string): readonly string[] =>
    recipients.filter((one) => one.box === wanted).map((one) => one.text);
  const boxes = (['to', 'cc', 'bcc'] as const).flatMap((one) =>
    box(one).length === 0 ? [] : [[one, box(one)] as const],
  );
  return {
    name: asString(name),
    from,
    ...(mailFrom === usual ? {} : { mailFrom: mailFrom === '' ? '<>' : mailFrom }),
    ...Object.fromEntries(boxes),
    ...(source === undefined ? {} : { source: sourceOf(source) }),
    ...(deliverTo === undefined ? {} : { deliverTo: deliverTo.text }),
    ...(type === 'normal' ? {} : { type }),
    ...(subject === '' ? {} : { subject }),
    ...(headers.size === 0 ? {} : { headers: Object.fromEntries([...headers].map(fieldEntry)) }),
    ...(body === '' ? {} : { body }),
    ...(message.attachments.length === 0 ? {} : { attachments: message.attachments.map(attachmentOf) }),
    ...(size === undefined ? {} : { size }),
    ...(message.dkimDeclared ? { dkim: message.dkim.map(({ domain, result }) => ({ domain, result })) } : {}),
    ...(message.authenticated ? { authenticated: true } : {}),
    ...(message.verdict === 'clean' ? {} : { verdict: message.verdict }),
  };
}

function sourceOf(source: NonNullable<SampleMessage['source']>): Value {
  const { node, address, helo, certificate, certificateNames, tls } = source;
  if (address === undefined) return node;
  return {
    address,
    ...(helo === undefined ? {} : { helo }),
    ...(certificate === undefined || certificateNames !== undefined ? {} : { certificate: certificate.key }),
    ...(certificateNames === undefined ? {} : { certificateNames }),
    ...(tls === 'none' ? { tls } : {}),
  };
}

function fieldEntry([name, value]: readonly [string, string]): readonly [string, Value] {
  const instances = instancesOf(value);
  return [name, instances.length === 1 ? value : instances];
}

function attachmentOf({ name, size, properties, ...facts }: SampleMessage['attachments'][number]): Value {
  const known = Object.entries(facts).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return {
    name: asString(name),
    ...(size === undefined ? {} : { size }),
    ...Object.fromEntries(known),
    ...(properties === undefined ? {} : { properties: Object.fromEntries(properties) }),
  };
}

/** Flow style: YAML 1.2 reads what JSON writes, and plain words where it cannot take them for anything but this text. */
function flow(value: Value): string {
  if (typeof value === 'string') return scalar(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  const entries = Object.entries(value).map(([key, one]) => `${scalar(key)}: ${flow(one)}`);
  return `{ ${entries.join(', ')} }`;
}

const scalar = (value: string): string =>
  /^[A-Za-z][\w.@-]*(?::[A-Za-z0-9][\w.-]*)?$/u.test(value) && !/^(?:true|false|null|yes|no|on|off)$/iu.test(value)
    ? value
    : jsonText(JSON.stringify(value));
