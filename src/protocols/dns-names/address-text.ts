/** The canonical text of an IPv4 address in four decimal numbers; undefined for any other text, leading zeros too. */
export function readIPv4(text: string): string | undefined {
  const parts = text.length <= 15 ? text.split('.') : [];
  const sound = parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/u.test(part) && Number(part) <= 255);
  return sound ? text : undefined;
}

/** The canonical text (RFC 5952) of an IPv6 address in any form of RFC 4291 §2.2; undefined for any other text. */
export function readIPv6(text: string): string | undefined {
  const groups = readGroups(text);
  return groups && formatIPv6(groups);
}

/** The eight groups of sixteen bits of an IPv6 address in any form; undefined for any other text. */
export function readGroups(text: string): readonly number[] | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, index) => readHalf(half, index === halves.length - 1));
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function readHalf(half: string, last: boolean): readonly number[] | undefined {
  if (half === '') return [];
  const groups: number[] = [];
  const parts = half.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[\da-f]{1,4}$/iu.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const dotted = last && index === parts.length - 1 ? readIPv4(part) : undefined;
    if (dotted === undefined) return undefined;
    const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number);
    groups.push(a * 256 + b, c * 256 + d);
  }
  return groups;
}

/** Eight groups of sixteen bits as RFC 5952 writes them; IPv4-mapped addresses in mixed notation (§5). */
export function formatIPv6(groups: readonly number[]): string {
  const mapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  if (mapped) {
    const [high = 0, low = 0] = groups.slice(6);
    return `::ffff:${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  }
  let start = -1;
  let length = 1;
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (to < 8 && groups[to] === 0) to++;
    if (to - from > length) {
      start = from;
      length = to - from;
    }
    from = Math.max(from, to - 1);
  }
  const hex = groups.map((group) => group.toString(16));
  return start === -1 ? hex.join(':') : `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}
