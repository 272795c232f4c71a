/** A structured field such as Content-Type (RFC 2045 5.1): its value and its parameters, names in lower case. */
export interface ContentType {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Real ones have some hundred characters. */
const lengthMax = 8_000;

export function parseContentType(field: string): ContentType {
  const written = field.slice(0, lengthMax);
  const type = (written.split(';')[0] ?? '').trim().toLowerCase();
  const parameters = new Map<string, string>();
  for (const match of written.matchAll(/;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/gu)) {
    const [, name = '', quoted, token = ''] = match;
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted === undefined ? token : quoted.replace(/\\(.)/gu, '$1'));
  }
  return { type, parameters };
}
