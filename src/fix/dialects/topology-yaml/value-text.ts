import { plainScalar } from '../../../input/documents/plain-scalar.ts';

/** YAML takes plain scalars and keys; JSON takes neither. */
export type Notation = 'yaml' | 'json';

/**
 * A value on one line, as a flow value of YAML or as JSON; reading it back gives the same value in both.
 * Strings that YAML could take for anything else stand in double quotes with the escapes of JSON, which YAML 1.2 shares.
 */
export function valueText(value: unknown, notation: Notation): string {
  if (Array.isArray(value)) return `[${value.map((item) => valueText(item, notation)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    if (entries.length === 0) return '{}';
    const inner = entries.map(([key, item]) => `${keyText(key, notation)}: ${valueText(item, notation)}`).join(', ');
    return notation === 'json' ? `{${inner}}` : `{ ${inner} }`;
  }
  if (typeof value === 'string') return notation === 'yaml' && isPlain(value) ? value : quotedText(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return quotedText(String(value));
  return value === undefined || value === null ? 'null' : String(value);
}

export const keyText = (key: string, notation: Notation): string =>
  notation === 'yaml' && isPlain(key) ? key : quotedText(key);

/** JSON leaves some characters bare that a document of ours cannot hold, or that hide in a line. */
const quotedText = (value: string): string =>
  JSON.stringify(value).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\ufffe\uffff]/gu, (found) =>
    Array.from(
      { length: found.length },
      (_, unit) => `\\u${found.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    ).join(''),
  );

/**
 * A string that every reader of YAML takes for itself, in block and in flow: letters, digits and a few signs, no indicator
 * at its beginning, nothing that is a number, a date, a boolean or null in YAML 1.1 or 1.2.
 */
function isPlain(value: string): boolean {
  if (!/^[A-Za-z0-9_./][\w./@+-]*(?: [\w./@+()-]+)*$/u.test(value)) return false;
  if (/^(?:y|n|yes|no|on|off|true|false|null|~)$/iu.test(value)) return false;
  if (/^[\d.+]/u.test(value)) return looksLikeAddress(value);
  return plainScalar(value) === value;
}

/** What begins with a digit is plain only where no reader can take it for a number, a time or a date. */
const looksLikeAddress = (value: string): boolean =>
  /^\d{1,3}(?:\.\d{1,3}){3}(?:[/-][\d./]+)?$/u.test(value) || /^[\d.]*\d[A-Za-z][\w.]*[G-Zg-z][\w.@-]*$/u.test(value);
