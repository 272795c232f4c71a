import forge from 'node-forge';

export type Asn1 = forge.asn1.Asn1;

/**
 * Parses a container in BER or DER; containers of older tools use the indefinite lengths that DER forbids.
 * @returns undefined when the bytes are neither.
 */
export function parseAsn1(bytes: Uint8Array): Asn1 | undefined {
  try {
    return fromDer(binary(bytes), { strict: false, parseAllBytes: false, decodeBitStrings: false });
  } catch {
    return undefined;
  }
}

// The types of node-forge know only the older boolean form. Bit strings stay closed: a signature is not ours to take apart.
const fromDer = forge.asn1.fromDer as unknown as (
  bytes: string,
  options: { readonly strict: boolean; readonly parseAllBytes: boolean; readonly decodeBitStrings: boolean },
) => Asn1;

/** The members of a constructed element; none of a primitive one. */
export const members = (element: Asn1 | undefined): readonly Asn1[] =>
  element !== undefined && Array.isArray(element.value) ? element.value : [];

/** The element again as bytes. */
export function encodeAsn1(element: Asn1): Uint8Array | undefined {
  try {
    return octets(forge.asn1.toDer(element).getBytes());
  } catch {
    return undefined;
  }
}

/** The dotted object identifier, or undefined when the element is none. */
export function objectIdentifier(element: Asn1 | undefined): string | undefined {
  if (element === undefined || element.type !== forge.asn1.Type.OID || typeof element.value !== 'string') {
    return undefined;
  }
  try {
    return forge.asn1.derToOid(element.value);
  } catch {
    return undefined;
  }
}

/** A small non-negative INTEGER; undefined for anything else. */
export function smallInteger(element: Asn1 | undefined): number | undefined {
  if (element === undefined || element.type !== forge.asn1.Type.INTEGER || typeof element.value !== 'string') {
    return undefined;
  }
  const bytes = octets(element.value);
  if (bytes.length === 0 || bytes.length > 6 || (bytes[0] ?? 0) >= 0x80) return undefined;
  return bytes.reduce((sum, octet) => sum * 256 + octet, 0);
}

/** The content of an OCTET STRING, also of one in pieces (X.690 8.7.3); undefined for a constructed element of other parts. */
export function octetString(element: Asn1 | undefined): Uint8Array | undefined {
  if (element === undefined) return undefined;
  if (typeof element.value === 'string') return octets(element.value);
  const pieces = members(element).map((piece) => (typeof piece.value === 'string' ? octets(piece.value) : undefined));
  const whole = pieces.filter((piece) => piece !== undefined);
  return whole.length === pieces.length ? Buffer.concat(whole) : undefined;
}

/** Whether the element carries a context-specific tag `[number]`. */
export const isContext = (element: Asn1 | undefined, number: number): boolean =>
  element !== undefined && element.tagClass === forge.asn1.Class.CONTEXT_SPECIFIC && Number(element.type) === number;

/** RC2 in CBC mode, which OpenSSL 3 no longer offers; undefined when the padding does not come out. */
export function decryptRc2(key: Uint8Array, bits: number, iv: Uint8Array, data: Uint8Array): Uint8Array | undefined {
  const cipher = forge.rc2.createDecryptionCipher(binary(key), bits);
  cipher.start(binary(iv));
  cipher.update(forge.util.createBuffer(binary(data)));
  return cipher.finish() ? octets(cipher.output.getBytes()) : undefined;
}

const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const octets = (text: string): Uint8Array => Buffer.from(text, 'latin1');
