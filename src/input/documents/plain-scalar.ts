/** The core schema (YAML 1.2 section 10.3.2); undefined for numbers in any notation but a short decimal. */
export function plainScalar(written: string): unknown {
  if (/^(?:~|null|Null|NULL)$/u.test(written)) return null;
  if (/^(?:true|True|TRUE)$/u.test(written)) return true;
  if (/^(?:false|False|FALSE)$/u.test(written)) return false;
  if (!/^[\d.+]/u.test(written)) return written;
  if (/^\+?\d{1,15}$/u.test(written)) return Number(written);
  const number =
    /^[+]?(?:0o[0-7]+|0x[\da-fA-F]+|\d+|(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|\.(?:inf|Inf|INF|nan|NaN|NAN))$/u;
  return number.test(written) ? undefined : written;
}

/** Text in double quotes whose escapes are those that YAML shares with JSON; undefined where it holds more. */
export function unescaped(written: string): string | undefined {
  if (!written.includes('\\')) return written;
  try {
    return JSON.parse(`"${written}"`) as string;
  } catch {
    return undefined;
  }
}
