/*
 * Scalars as the reader of plain YAML takes them, so that a written topology is read the quick way: bare where nothing
 * could be mistaken, else in quotes without escapes, else in double quotes with those of JSON, which YAML shares.
 */

const bareText = /^[A-Za-z](?:[\w./@+-]| (?=\w))*$/u;
const bareAddress = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?:\/\d{1,2})?$/u;
/** What YAML, or a tool of YAML 1.1, takes for something else than text. */
const taken = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf|infinity)$/iu;

export function yamlScalar(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  if ((bareText.test(value) && !taken.test(value)) || bareAddress.test(value)) return value;
  const isPlain = !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/u.test(value);
  if (isPlain && !/["\\]/u.test(value)) return `"${value}"`;
  if (isPlain && !value.includes("'")) return `'${value}'`;
  return escaped(value);
}

/** Keys are property names of Exchange, or what a hostile export has in their place. */
export const yamlKey = (key: string): string =>
  /^[A-Za-z_]\w*$/u.test(key) && !taken.test(key) ? key : yamlScalar(key);

function escaped(value: string): string {
  return JSON.stringify(value).replace(/[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f\ufffe\uffff]/gu, (found) =>
    Array.from(
      { length: found.length },
      (_, unit) => `\\u${found.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
