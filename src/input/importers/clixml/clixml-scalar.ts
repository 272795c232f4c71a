/** Primitive values of CLIXML (MS-PSRP section 2.2.5.1), by element. */
export const scalarTags: ReadonlySet<string> = new Set([
  ...['S', 'C', 'B', 'DT', 'TS', 'By', 'SB', 'U16', 'I16', 'U32', 'I32', 'U64', 'I64', 'Sg', 'Db', 'D', 'BA', 'G'],
  ...['URI', 'Nil', 'Version', 'XD', 'SBK', 'SS', 'PR'],
]);

const numbers: ReadonlySet<string> = new Set([
  ...['By', 'SB', 'U16', 'I16', 'U32', 'I32', 'U64', 'I64', 'Sg', 'Db', 'D'],
]);

export function scalarOf(tag: string, content: string): string | number | boolean | null {
  if (tag === 'Nil') return null;
  const written = decodedText(content);
  if (tag === 'B') return written.trim().toLowerCase() === 'true';
  if (numbers.has(tag)) {
    const number = Number(written);
    // Numbers that JavaScript cannot hold exactly stay text.
    return written.trim() !== '' && Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER
      ? number
      : written;
  }
  return written;
}

/** Text with the escapes that PowerShell gives to what XML cannot hold: `_x000D_`, and `_x005F_` for an underscore. */
export const decodedText = (content: string): string =>
  content.replace(/_x([0-9A-Fa-f]{4})_/gu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
