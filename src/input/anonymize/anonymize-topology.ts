import { stringify } from 'yaml';
import { formatInstant } from '../../base/time.ts';
import type { Certificate } from '../../model/certificate.ts';
import type { SampleMessage } from '../../model/topology.ts';
import type { ReadTopology } from '../topology/read-topology.ts';
import { anonymousZone } from './anonymous-zone.ts';
import type { Keyed } from './pseudonym-words.ts';
import { learning, type Pseudonyms, pseudonyms, type Seen } from './pseudonyms.ts';

export interface Anonymized {
  /** Content by path, `topology.yaml` first; paths are relative and have forward slashes. */
  readonly files: ReadonlyMap<string, string>;
  /** What the names of the original are called in it. */
  readonly names: Pseudonyms;
  readonly replaced: { readonly words: number; readonly domains: number };
}

type Node = Readonly<Record<string, unknown>>;

/**
 * The same topology with pseudonyms for domains, hosts, addresses, people, names, texts and GUIDs. Comments, descriptions
 * and certificate files are left out; zone files become one file each, certificates and message files declared facts.
 * What is not known to be a word of the contract or of Exchange is replaced, so that nothing is kept by oversight.
 */
export function anonymizeTopology(input: ReadTopology, keyed: Keyed): Anonymized {
  const seen: Seen = { words: new Set(), domains: new Set(), ranges: [] };
  filesOf(input, learning(seen));
  const names = pseudonyms(keyed, seen);
  return { files: filesOf(input, names), names, replaced: { words: seen.words.size, domains: seen.domains.size } };
}

function filesOf(input: ReadTopology, names: Pseudonyms): ReadonlyMap<string, string> {
  const zones = input.zones.map((zone, index): [string, string] => [
    `dns/zone-${index + 1}.zone`,
    anonymousZone(zone, names),
  ]);
  const { description, dns, certificates, messages, ...rest } = input.document.data as Node;
  const document: Record<string, unknown> = { ...(anonymous(rest, '', names) as Node) };
  if (dns !== undefined && dns !== null) {
    const { unknownNames } = dns as Node;
    document.dns = {
      zones: zones.map(([path]) => path),
      ...(unknownNames === undefined ? {} : { unknownNames }),
    };
  }
  if (input.topology.certificates.size > 0) {
    const facts = [...input.topology.certificates].map(([key, one]) => [names.text(key), certificateFacts(one, names)]);
    document.certificates = Object.fromEntries(facts);
  }
  if (Array.isArray(messages)) {
    document.messages = messages.map((message: Node, index) =>
      anonymous(withoutFile(message, input.topology.messages[index]), 'messages', names),
    );
  }
  return new Map([['topology.yaml', stringify(document, { lineWidth: 0 })], ...zones]);
}

/** Values of these keys are words of the contract or of Exchange, or have a form of their own that must stay. */
const publicKey =
  /^(?:mxproof|asOf|provider|build|until|rule|type|code|status|key|signature|usages|ContentCharacterSetContainsWords|ExtendedRights|TransportRuleConfig|\w*EnhancedStatusCode|SmtpRejectMessageRejectStatusCode|odata\.\w+)$/iu;
/** Sizes, dates and times, where they look like such, and what exports call the parts of a rule. */
const measureKey = /(?:size\w*|date|time)$/iu;
const measure = /^(?=.*\d)(?:[^\p{L}]|\p{L}{1,2}(?!\p{L})|bytes)+$/iu;
const partKey = /^(?:Actions|Conditions|Exceptions|RuleVersion)$/iu;
/** Whole parts of the document without anything of the user's in them. */
const publicPart: ReadonlySet<string> = new Set(['assumptions']);
const headerKey =
  /^(?:ExceptIf)?(?:Header(?:Contains|Matches)MessageHeader)$|^(?:SetHeaderName|RemoveHeader|AddXHeaderName|removes)$/u;
const patternKey = /Patterns$/u;
const extensionKey = /AttachmentExtensionMatchesWords$/u;
const attributeKey = /ADAttribute(?:Contains|Matches|Comparison)|^(?:ExceptIf)?AD(?:Comparison|Attribute)/u;
const proseKey = /^(?:reason|subject|body|text|SetHeaderValue|PrependSubject|RejectMessageReasonText)$/u;

function anonymous(value: unknown, key: string, names: Pseudonyms): unknown {
  if (typeof value === 'string') return anonymousValue(value, key, names);
  if (Array.isArray(value)) return value.map((item) => anonymous(item, key, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([inner, content]) => [
      anonymousKey(inner, key, names),
      publicPart.has(inner) ? content : anonymousMember(content, inner, key, names),
    ]),
  );
}

const freeMaps: ReadonlySet<string> = new Set(['headers', 'stamps', 'attributes', 'properties']);

function anonymousMember(content: unknown, inner: string, outer: string, names: Pseudonyms): unknown {
  if (outer === 'attachments' && inner === 'name' && typeof content === 'string') return names.fileName(content);
  // Keys of these maps are the user's, so they say nothing of what the values are.
  if (freeMaps.has(outer)) return anonymous(content, 'text', names);
  // `{ value: [...] }` is what ConvertTo-Json makes of a list.
  return anonymous(content, inner === 'value' ? outer : inner, names);
}

function anonymousKey(inner: string, outer: string, names: Pseudonyms): string {
  if (outer === 'headers' || outer === 'stamps') return names.header(inner);
  // Of a map that the user keys himself: recipients of `expect`, document properties; rule ids have a slash.
  return /[@.]/u.test(inner) || outer === 'properties' ? names.text(inner) : inner;
}

function anonymousValue(value: string, key: string, names: Pseudonyms): string {
  if (publicKey.test(key) || (measureKey.test(key) && measure.test(value))) return value;
  if (partKey.test(key) && /^[\w.]+$/u.test(value)) return value;
  if (headerKey.test(key) || key === 'headers') return names.header(value);
  if (attributeKey.test(key)) {
    const colon = value.indexOf(':') + 1;
    const words = patternKey.test(key) ? names.pattern : names.prose;
    return colon === 0 && /Comparison/u.test(key) ? value : value.slice(0, colon) + words(value.slice(colon));
  }
  if (patternKey.test(key)) return names.pattern(value);
  if (extensionKey.test(key) && value.length <= 5) return value;
  if (proseKey.test(key)) return key === 'subject' ? names.text(value) : names.prose(value);
  return names.text(value);
}

/** A message file as the fields that it stands for; its raw text would need to be taken apart and put together again. */
function withoutFile(raw: Node, message: SampleMessage | undefined): Node {
  if (message === undefined || raw.eml === undefined || raw.eml === null) return raw;
  const { eml, ...rest } = raw;
  const box = (which: string) => message.recipients.filter((one) => one.box === which).map((one) => one.text);
  return {
    ...rest,
    from: message.from,
    mailFrom: message.mailFrom === '' ? '<>' : message.mailFrom,
    to: box('to'),
    cc: box('cc'),
    bcc: box('bcc'),
    subject: message.subject,
    body: message.body,
    type: message.type,
    headers: Object.fromEntries(message.headers),
    ...(message.size === undefined ? {} : { size: message.size }),
    dkim: message.dkim,
    attachments: message.attachments.map(({ properties, ...one }) => ({
      ...one,
      ...(properties === undefined ? {} : { properties: Object.fromEntries(properties) }),
    })),
  };
}

/** Facts as a topology declares them; of a file the same, as far as they can be declared. */
function certificateFacts(certificate: Certificate, names: Pseudonyms): Node {
  const { subject, issuer, dnsNames, notBefore, notAfter, trust, publicKey, signatureHash, usages } = certificate;
  const curve = publicKey?.algorithm === 'ec' ? `p${publicKey.bits}` : publicKey?.algorithm;
  return defined({
    subject: names.prose(subject),
    dnsNames: dnsNames.map((name) => names.prose(name)),
    issuer: issuer === undefined ? undefined : names.prose(issuer),
    notBefore: notBefore === undefined ? undefined : formatInstant(notBefore),
    notAfter: notAfter === undefined ? undefined : formatInstant(notAfter),
    publiclyTrusted: trust.trusted || trust.because !== 'self-signed' ? trust.trusted : undefined,
    chainComplete: certificate.chainComplete,
    key: publicKey?.algorithm === 'rsa' ? `rsa${publicKey.bits}` : curve,
    signature: signatureHash,
    usages,
  });
}

const defined = (facts: Node): Node => Object.fromEntries(Object.entries(facts).filter(([, one]) => one !== undefined));
