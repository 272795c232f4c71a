const units: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1, '': 1 };

/** RFC 2181 §8: a TTL with the top bit set is to be treated as zero. */
export const ttlMax = 0x7fff_ffff;

/**
 * Seconds of a TTL: a plain number, or BIND's numbers with units (`1h30m`, `2W`); a part without a unit stands alone.
 * Undefined for any other text and for what 32 bits do not hold.
 */
export function readSeconds(text: string): number | undefined {
  if (/^\d{1,10}$/u.test(text)) return within(Number(text));
  if (!/^(?:\d{1,10}[wdhms]){1,32}$/iu.test(text)) return undefined;
  let seconds = 0;
  for (const [, count, unit = ''] of text.toLowerCase().matchAll(/(\d+)([wdhms])/gu)) {
    seconds += Number(count) * (units[unit] ?? 1);
  }
  return within(seconds);
}

const within = (seconds: number): number | undefined => (seconds <= 0xffff_ffff ? seconds : undefined);
