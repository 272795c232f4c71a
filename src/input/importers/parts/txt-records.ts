import type { Span } from '../../../model/source.ts';
import type { PlainProperty, PlainValue } from '../plain-value.ts';
import type { TakenObject } from '../take-object.ts';
import type { DraftNode } from '../topology-draft.ts';

/** A character-string of a TXT record holds at most 255 octets (RFC 1035 section 3.3). */
const stringMax = 255;

/**
 * The TXT answers that ScubaGear got, as records without a SOA: facts about the names they hold and nothing else. Where the
 * log says which name was asked, that name has them; otherwise the name that the kind of record has by its RFC.
 */
export function txtRecords(objects: readonly TakenObject[]): readonly DraftNode[] {
  const written = new Map<string, DraftNode>();
  for (const object of objects) {
    for (const { owner, content, at } of answersOf(object)) {
      const record = `${owner}. TXT ${quotedStrings(content)}`;
      if (!written.has(record)) written.set(record, { scalar: record, at });
    }
  }
  return [...written.values()];
}

interface Answer {
  readonly owner: string;
  readonly content: string;
  readonly at: Span;
}

function answersOf({ noun, properties }: TakenObject): readonly Answer[] {
  const domain = properties.get('domain');
  const data = properties.get('rdata');
  if (typeof domain?.value !== 'string' || data === undefined) return [];
  const asked = askedNames(properties.get('log'));
  const usual = usualOwner(noun.name, domain.value);
  return textsOf(data.value).flatMap((content, index): readonly Answer[] => {
    const owner = asked.get(content) ?? usual;
    const at = data.items?.[index] ?? data.at;
    return owner === undefined || !isName(owner) || content === '' ? [] : [{ owner, content, at }];
  });
}

/** A DKIM record does not say its selector. */
function usualOwner(noun: string, domain: string): string | undefined {
  if (noun === 'ScubaDkimRecord') return undefined;
  return noun === 'ScubaDmarcRecord' ? `_dmarc.${domain}` : domain;
}

function askedNames(log: PlainProperty | undefined): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const entries = Array.isArray(log?.value) ? log.value : [log?.value];
  for (const entry of entries) {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) continue;
    const { query_name: name, query_answers: answers } = entry as Readonly<Record<string, PlainValue>>;
    if (typeof name !== 'string') continue;
    for (const content of textsOf(answers ?? null)) if (!names.has(content)) names.set(content, name);
  }
  return names;
}

const textsOf = (value: PlainValue): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');

const isName = (name: string): boolean => name.length < 254 && /^[\w-]+(?:\.[\w-]+)+$/u.test(name);

function quotedStrings(content: string): string {
  const printable = content.replace(/[^\x20-\x7e]/gu, (found) =>
    [...new TextEncoder().encode(found)].map((octet) => `\\${String(octet).padStart(3, '0')}`).join(''),
  );
  const escaped = printable.replace(/["]/gu, '\\"');
  const strings = escaped.match(new RegExp(`(?:\\\\\\d{3}|\\\\.|.){1,${stringMax}}`, 'gu')) ?? [''];
  return strings.map((one) => `"${one}"`).join(' ');
}
