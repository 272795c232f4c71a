/** A header's value as a rule sees it. */
export interface DecodedHeader {
  readonly text: string;
  /**
   * Encoded words that were left as they are, because their character set or encoding is not known, their content is
   * not in that encoding, or something stands directly beside them. What a rule makes of them is open.
   */
  readonly undecoded: readonly string[];
}

/** RFC 2047 section 2, with the language of RFC 2231 section 5. */
const encodedWord = /=\?([^\s?*=]{1,40})(?:\*[^\s?]{0,40})?\?([bq])\?([^\s?]*)\?=/giu;

/** RFC 2047 section 5: white space separates an encoded word, or in structured fields these. */
const mayStandBefore = /[\s("<,:;]$/u;
const mayStandBehind = /^[\s)">,:;]/u;

interface EncodedRun {
  readonly charset: string;
  readonly octets: Uint8Array;
}

/**
 * Unfolds a header's value (RFC 5322 section 2.2.3) and decodes its encoded words (RFC 2047): rules compare the decoded
 * text (RULE-32). White space between two encoded words disappears (section 6.2). Neighbours of one character set are
 * decoded together, because many programs cut a character in two.
 */
export function decodeHeader(content: string): DecodedHeader {
  const unfolded = content.replace(/\r?\n(?=[ \t])/gu, '');
  if (!unfolded.includes('=?')) return { text: unfolded, undecoded: [] };
  const undecoded: string[] = [];
  let result = '';
  let pending: { charset: string; octets: number[] } | undefined;
  let behind = 0;
  const flush = (): void => {
    if (pending !== undefined) result += decoded(pending.charset, Uint8Array.from(pending.octets)) ?? '';
    pending = undefined;
  };
  for (const match of unfolded.matchAll(encodedWord)) {
    const between = unfolded.slice(behind, match.index);
    const end = match.index + match[0].length;
    const run = stands(unfolded, match.index, end) ? runOf(match) : undefined;
    const joined = pending !== undefined && run !== undefined && /^\s*$/u.test(between);
    if (!joined || pending?.charset !== run?.charset) flush();
    if (!joined) result += between;
    if (run === undefined) {
      undecoded.push(match[0]);
      result += match[0];
    } else {
      pending ??= { charset: run.charset, octets: [] };
      for (const octet of run.octets) pending.octets.push(octet);
    }
    behind = end;
  }
  flush();
  return { text: result + unfolded.slice(behind), undecoded };
}

/** Tells whether an encoded word is separated from what is around it. Two of them side by side count as separated. */
function stands(content: string, start: number, end: number): boolean {
  const before = content.slice(Math.max(0, start - 2), start);
  const after = content.slice(end, end + 2);
  return (
    (before === '' || before === '?=' || mayStandBefore.test(before)) &&
    (after === '' || after === '=?' || mayStandBehind.test(after))
  );
}

function runOf(match: RegExpExecArray): EncodedRun | undefined {
  const [, charset = '', encoding = '', content = ''] = match;
  const octets = encoding.toLowerCase() === 'b' ? fromBase64(content) : fromQuotedPrintable(content);
  if (octets === undefined || decoded(charset, octets) === undefined) return undefined;
  return { charset: charset.toLowerCase(), octets };
}

function fromBase64(content: string): Uint8Array | undefined {
  const digits = content.replace(/=+$/u, '');
  if (!/^[a-z0-9+/]*$/iu.test(digits) || digits.length % 4 === 1) return undefined;
  return Uint8Array.from(atob(digits), (character) => character.charCodeAt(0));
}

/** RFC 2047 section 4.2: `_` is a space, `=` and two digits an octet. */
function fromQuotedPrintable(content: string): Uint8Array | undefined {
  if (!/^(?:[\x21-\x3c\x3e\x40-\x7e]|=[0-9a-f]{2})*$/iu.test(content)) return undefined;
  const octets = content
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/giu, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return Uint8Array.from(octets, (character) => character.charCodeAt(0));
}

/** The text of these octets, or undefined for a character set that is not known. */
function decoded(charset: string, octets: Uint8Array): string | undefined {
  try {
    return new TextDecoder(charset, { ignoreBOM: true }).decode(octets);
  } catch {
    return undefined;
  }
}
