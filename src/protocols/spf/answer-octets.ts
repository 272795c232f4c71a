/**
 * Estimated size in octets of a DNS answer with all TXT records of a name: header, question, and per record a
 * compressed owner name, the fixed fields and character-strings of at most 255 octets (RFC 1035 section 4.1). Without
 * EDNS only 512 travel over UDP, which RFC 7208 section 3.4 advises to stay below.
 */
export function answerOctets(name: string, texts: readonly string[]): number {
  const question = 12 + name.length + 2 + 4;
  return texts.reduce(
    (sum, content) => sum + 12 + content.length + Math.max(1, Math.ceil(content.length / 255)),
    question,
  );
}
