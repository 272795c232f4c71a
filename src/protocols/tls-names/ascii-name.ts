const ascii = /^[\u0021-\u007e]+$/u;

/**
 * A host name or `*.` pattern as it is compared: lower case, A-labels (RFC 5890 2.3.2.1), no final dot, no blanks
 * around it. Text that is no host name comes back in lower case and then equals nothing but itself.
 */
export function asciiName(name: string): string {
  const trimmed = name.trim();
  const bare = trimmed.endsWith('.') ? trimmed.slice(0, -1) : trimmed;
  if (ascii.test(bare)) return bare.toLowerCase();
  // RFC 9525 6.3: internationalised names are compared as A-labels. 253 octets bound the work on hostile text.
  if (bare.length === 0 || bare.length > 253 || /[\s/?#@:\\[\]]/u.test(bare)) return bare.toLowerCase();
  const star = bare.startsWith('*.') ? '*.' : '';
  const address = `http://${bare.slice(star.length)}/`;
  return URL.canParse(address) ? star + new URL(address).hostname : bare.toLowerCase();
}
