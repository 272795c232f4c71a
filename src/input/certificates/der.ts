/** One element of DER (X.690 8.1, 10.1): offsets into the bytes that were read. */
export interface DerElement {
  readonly bytes: Uint8Array;
  /** The identifier octet; tags above 30 do not occur in certificates and are refused. */
  readonly tag: number;
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
}

/** Identifier octets that certificates use. */
export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/**
 * Reads the header of the element at `start`.
 * @returns undefined when there is none of definite length, or it reaches beyond `end`.
 */
export function readDer(bytes: Uint8Array, start = 0, end = bytes.length): DerElement | undefined {
  const header = readDerHeader(bytes, start, end);
  return header === undefined || header.end > end ? undefined : header;
}

/** As `readDer`, but the element may reach beyond the bytes: tells a file that was cut short. */
export function readDerHeader(bytes: Uint8Array, start = 0, end = bytes.length): DerElement | undefined {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined || start + 2 > end || (tag & 0x1f) === 0x1f) return undefined;
  if (first < 0x80) return { bytes, tag, start, contentStart: start + 2, end: start + 2 + first };
  const count = first & 0x7f;
  // Four octets of length are more than any file that is accepted; zero octets is the indefinite form of BER.
  if (count === 0 || count > 4 || start + 2 + count > end) return undefined;
  let length = 0;
  for (let index = 0; index < count; index++) length = length * 256 + (bytes[start + 2 + index] ?? 0);
  const contentStart = start + 2 + count;
  return { bytes, tag, start, contentStart, end: contentStart + length };
}

/** The elements inside a constructed one; undefined when they do not fill it exactly. */
export function derChildren(element: DerElement | undefined): readonly DerElement[] | undefined {
  if (element === undefined || (element.tag & 0x20) === 0) return undefined;
  return derSequenceOf(element.bytes, element.contentStart, element.end);
}

/** The elements that fill a stretch of bytes; undefined when they do not fill it exactly. */
export function derSequenceOf(bytes: Uint8Array, start: number, end: number): readonly DerElement[] | undefined {
  const children: DerElement[] = [];
  for (let position = start; position < end; ) {
    const child = readDer(bytes, position, end);
    if (child === undefined) return undefined;
    children.push(child);
    position = child.end;
  }
  return children;
}

/** The content octets. */
export const derContent = (element: DerElement): Uint8Array =>
  element.bytes.subarray(element.contentStart, element.end);

/** The whole element, header included. */
export const derWhole = (element: DerElement): Uint8Array => element.bytes.subarray(element.start, element.end);

/** An object identifier in dotted notation (X.690 8.19); undefined when it is none. */
export function derObjectIdentifier(element: DerElement | undefined): string | undefined {
  if (element?.tag !== derTag.objectIdentifier) return undefined;
  const parts: number[] = [];
  let part = 0;
  for (const octet of derContent(element)) {
    part = part * 128 + (octet & 0x7f);
    if (part > Number.MAX_SAFE_INTEGER / 128) return undefined;
    if ((octet & 0x80) !== 0) continue;
    if (parts.length === 0)
      parts.push(Math.min(2, Math.floor(part / 40)), part - 40 * Math.min(2, Math.floor(part / 40)));
    else parts.push(part);
    part = 0;
  }
  return parts.length === 0 ? undefined : parts.join('.');
}

/** UTCTime or GeneralizedTime as RFC 5280 4.1.2.5 restricts them; undefined when it is neither or no real date. */
export function derTime(element: DerElement | undefined): number | undefined {
  if (element?.tag !== derTag.utcTime && element?.tag !== derTag.generalizedTime) return undefined;
  const digits = new TextDecoder('latin1').decode(derContent(element));
  const form = element.tag === derTag.utcTime ? utcForm : generalizedForm;
  const parts = form.exec(digits);
  if (parts === null) return undefined;
  const [, written = '', month = '', day = '', hour = '', minute = '', second = '00'] = parts;
  // RFC 5280 4.1.2.5.1: two digits from 50 on belong to the twentieth century.
  const year = written.length === 4 ? Number(written) : Number(written) + (Number(written) >= 50 ? 1900 : 2000);
  const instant = Date.parse(`${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // Date.parse takes 30 February for 2 March.
  return Number.isNaN(instant) || new Date(instant).getUTCDate() !== Number(day) ? undefined : instant;
}

const utcForm = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?Z$/u;
const generalizedForm = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?Z$/u;

/** The text of any of the string types of X.520; undefined for another type. */
export function derText(element: DerElement): string | undefined {
  const content = derContent(element);
  switch (element.tag) {
    case derTag.utf8String:
      return new TextDecoder().decode(content);
    case derTag.printableString:
    case derTag.ia5String:
    case derTag.teletexString:
    case 0x12:
    case 0x1a:
      return new TextDecoder('latin1').decode(content);
    case derTag.bmpString:
      return new TextDecoder('utf-16be').decode(content);
    case derTag.universalString: {
      let text = '';
      const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
      for (let at = 0; at + 4 <= content.length; at += 4) {
        const point = view.getUint32(at);
        text += point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
      }
      return text;
    }
    default:
      return undefined;
  }
}
