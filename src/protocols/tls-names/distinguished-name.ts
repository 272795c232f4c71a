/** One attribute of a distinguished name; `joined` when it stands in the same set as the one before it (` + `). */
export interface NameAttribute {
  readonly key: string;
  readonly value: string;
  readonly joined: boolean;
}

/** Longest name that is taken apart; real ones are a tenth of it. */
const lengthMax = 4096;

/** Other tools' labels for what Windows prints; Exchange prints names as Windows does (`S` for the state, `E` for mail). */
const windowsLabels: Readonly<Record<string, string>> = {
  ST: 'S',
  EMAILADDRESS: 'E',
  EMAIL: 'E',
  TITLE: 'T',
  GIVENNAME: 'G',
  GN: 'G',
  SURNAME: 'SN',
  INITIALS: 'I',
  STREETADDRESS: 'STREET',
  COMMONNAME: 'CN',
};

/**
 * Takes a distinguished name apart, in the order written: RFC 4514 escapes, the double quotes of Windows, `,` or `;`
 * between parts and `+` within one.
 * @returns undefined when the text is no distinguished name.
 */
export function parseDistinguishedName(text: string): readonly NameAttribute[] | undefined {
  if (text.length > lengthMax) return undefined;
  const attributes: NameAttribute[] = [];
  let position = 0;
  let joined = false;
  while (position < text.length) {
    const label = /^\s*(?:OID\.)?([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=\s*/iu.exec(text.slice(position));
    const key = label?.[1];
    if (label === null || key === undefined) return undefined;
    const read = readValue(text, position + label[0].length);
    if (read === undefined) return undefined;
    attributes.push({ key, value: read.value, joined });
    joined = text[read.end] === '+';
    position = read.end + 1;
    if (read.end < text.length && text.slice(position).trim() === '') return undefined;
  }
  return attributes.length === 0 ? undefined : attributes;
}

/** Prints attributes as Exchange does, in the order given: `CN=mail.contoso.com, O="Contoso, Ltd.", C=US`. */
export function formatDistinguishedName(attributes: readonly NameAttribute[]): string {
  let result = '';
  attributes.forEach(({ key, value, joined }, index) => {
    if (index > 0) result += joined ? ' + ' : ', ';
    result += `${label(key)}=${quote(value)}`;
  });
  return result;
}

/** The same name in the notation of Exchange, whatever spacing, quotes and labels it was written with. */
export function canonicalDistinguishedName(text: string): string {
  const attributes = parseDistinguishedName(text);
  return attributes === undefined ? text.trim() : formatDistinguishedName(attributes);
}

/** The common name (the most specific one that is written first), or undefined. */
export function commonNameOf(distinguishedName: string): string | undefined {
  return parseDistinguishedName(distinguishedName)?.find(({ key }) => label(key) === 'CN')?.value;
}

function label(key: string): string {
  if (/^\d/u.test(key)) return `OID.${key}`;
  const upper = key.toUpperCase();
  return windowsLabels[upper] ?? (upper.length <= 2 || knownLabels.has(upper) ? upper : key);
}
const knownLabels: ReadonlySet<string> = new Set(['STREET', 'SERIALNUMBER', 'UID']);

// Windows quotes a value that holds any of these, or that begins or ends with a blank, and doubles a quote inside it.
function quote(value: string): string {
  const bare = value !== '' && value.trim() === value && !/[,+="\n<>#;]/u.test(value);
  return bare ? value : `"${value.replaceAll('"', '""')}"`;
}

function readValue(text: string, start: number): { readonly value: string; readonly end: number } | undefined {
  return text[start] === '"' ? readQuoted(text, start + 1) : readBare(text, start);
}

function readQuoted(text: string, start: number): { readonly value: string; readonly end: number } | undefined {
  let value = '';
  for (let position = start; position < text.length; position++) {
    const character = text[position];
    if (character === '\\' && position + 1 < text.length) value += text[++position];
    else if (character === '"' && text[position + 1] === '"') value += text[++position];
    else if (character === '"') {
      const rest = /^\s*(?=[,;+\n]|$)/u.exec(text.slice(position + 1));
      return rest === null ? undefined : { value, end: position + 1 + rest[0].length };
    } else value += character;
  }
  return undefined;
}

function readBare(text: string, start: number): { readonly value: string; readonly end: number } | undefined {
  let value = '';
  let kept = 0;
  let position = start;
  for (; position < text.length; position++) {
    const character = text[position] ?? '';
    if (character === '\\') {
      const escaped = readEscape(text, position);
      if (escaped === undefined) return undefined;
      value += escaped.value;
      position = escaped.end - 1;
      kept = value.length;
    } else if (/[,;+\n]/u.test(character)) break;
    else if (character === '"') return undefined;
    else value += character;
  }
  // Blanks at the end belong to the notation unless they were escaped.
  const trimmed = value.slice(0, kept) + value.slice(kept).trimEnd();
  return { value: trimmed, end: position };
}

/** RFC 4514 2.4: a backslash before one character, or before octets in hexadecimal that spell UTF-8. */
function readEscape(text: string, start: number): { readonly value: string; readonly end: number } | undefined {
  const octets = /^(?:\\[0-9A-Fa-f]{2})+/u.exec(text.slice(start))?.[0];
  if (octets === undefined) {
    const escaped = text[start + 1];
    return escaped === undefined ? undefined : { value: escaped, end: start + 2 };
  }
  const bytes = Uint8Array.from(octets.slice(1).split('\\'), (pair) => Number.parseInt(pair, 16));
  return { value: new TextDecoder().decode(bytes), end: start + octets.length };
}
