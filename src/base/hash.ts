const prime = 0x100000001b3n;
const offset = 0xcbf29ce484222325n;
const mask = 0xffffffffffffffffn;

/** FNV-1a, 64 bits, as 16 hexadecimal digits: a short name for a text, not a protection against anybody. */
export function shortHash(content: string): string {
  let hash = offset;
  for (let index = 0; index < content.length; index++) {
    const code = content.charCodeAt(index);
    hash = ((hash ^ BigInt(code & 0xff)) * prime) & mask;
    hash = ((hash ^ BigInt(code >> 8)) * prime) & mask;
  }
  return hash.toString(16).padStart(16, '0');
}
