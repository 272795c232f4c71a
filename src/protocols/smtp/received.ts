import { formatAddress, parseAddress } from '../../model/addresses/address.ts';

/**
 * The client's address in the value of a Received field (RFC 5321 4.4), in the forms that mail servers write it:
 * `from helo (rdns [192.0.2.1]) by`, `from helo (192.0.2.1) by`, `from [192.0.2.1] (helo=x) by`. What the server saw stands
 * in a comment; what the client claimed in HELO counts only where no comment has an address.
 *
 * @returns undefined where the field names none; null where it names several and does not tell which is the client's.
 */
export function clientOfReceived(field: string): string | null | undefined {
  const from = /^\s*from\s/iu.test(field) ? fromClause(field) : undefined;
  if (from === undefined) return undefined;
  const seen = distinct(addressesIn(from.comments));
  const [address, ...others] = seen.length > 0 ? seen : distinct(addressesIn(from.outside));
  return others.length > 0 ? null : address;
}

/** RFC 5321 4.4 sets no limit; more than this is no trace but an attack on its reader. */
const fieldMax = 4_000;

/** The text up to `by`, comments apart from what stands outside of them. */
function fromClause(field: string): { readonly comments: string; readonly outside: string } {
  let comments = '';
  let outside = '';
  let depth = 0;
  for (const character of field.slice(0, fieldMax)) {
    if (character === '(') depth++;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (depth > 0) comments += character;
    else outside += character;
    if (character === '(' || character === ')') comments += ' ';
    if (depth === 0 && /\sby\s$/iu.test(outside.slice(-4))) break;
  }
  return { comments, outside };
}

/** A HELO that is quoted in a comment is still the client's word. */
const claimed = /\b(?:helo|ehlo|ident)[=\s:]+\S+/giu;

function addressesIn(part: string): readonly string[] {
  const written = part.replace(claimed, ' ');
  const literals = [...written.matchAll(/\[(?:IPv6:)?([\da-f.:]+)\]/giu)].map((match) => match[1] ?? '');
  const bare = written.split(/[\s,;]+/u);
  return (literals.length > 0 ? literals : bare).flatMap((one) => {
    const address = parseAddress(one);
    return address === undefined ? [] : [formatAddress(address)];
  });
}

const distinct = (items: readonly string[]): readonly string[] => [...new Set(items)];
