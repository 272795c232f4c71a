const units: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 };

/**
 * A size in bytes: a number, `25 MB` (1 KB is 1024 bytes, as Exchange counts), or what Exchange prints,
 * `8 KB (8,192 bytes)`, of which the exact number counts.
 * @returns undefined for anything else.
 */
export function parseSize(written: string | number): number | undefined {
  if (typeof written === 'number') return Number.isSafeInteger(written) && written >= 0 ? written : undefined;
  const exact = /\(([\d.,\s]+)bytes\)\s*$/iu.exec(written)?.[1];
  if (exact !== undefined) return safe(Number(exact.replace(/[^\d]/gu, '')));
  const parts = /^\s*(\d{1,15}(?:\.\d{1,6})?)\s*([kmgt]?b|bytes)?\s*$/iu.exec(written);
  if (parts === null) return undefined;
  const unit = (parts[2] ?? 'b').toLowerCase();
  return safe(Math.round(Number(parts[1]) * (units[unit === 'bytes' ? 'b' : unit] ?? 1)));
}

const safe = (value: number): number | undefined => (Number.isSafeInteger(value) ? value : undefined);
