import type { DnsAnswer } from '../../model/dns.ts';
import { addressText, inPrefixAround, nibbles, reverseName } from './address-words.ts';
import type { Evaluation, MacroValues } from './evaluation.ts';
import { hostNamesMax } from './evaluation.ts';
import type { MacroExpand, MacroPiece } from './macro-string.ts';
import { isAskable, isAtOrBelow, toTarget } from './query-name.ts';
import type { SpfQuestion } from './spf-node.ts';

/** Asks DNS; the caller keeps the question where it belongs. */
export type Ask = (name: string, type: SpfQuestion['type']) => DnsAnswer;

/**
 * Expands a macro-string (RFC 7208 section 7.3).
 * @param domain the domain of the check_host() at hand, which `%{d}` stands for
 * @param validated gives the value of `%{p}`; called only when the macro is there
 */
export function expandMacros(
  pieces: readonly MacroPiece[],
  domain: string,
  values: MacroValues,
  validated: () => string,
): string {
  let result = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') result += piece;
    else result += transform(macroValue(piece.letter, domain, values, validated), piece);
  }
  return result;
}

function macroValue(letter: string, domain: string, values: MacroValues, validated: () => string): string {
  const { client } = values;
  switch (letter) {
    case 's':
      return values.sender;
    case 'l':
      return values.localPart;
    case 'o':
      return values.senderDomain;
    case 'd':
      return domain;
    case 'i': {
      if (client.family === 4) return addressText(client);
      const digits = nibbles(client).join('.');
      return client.written !== undefined && /[A-F]/u.test(client.written) ? digits.toUpperCase() : digits;
    }
    case 'p':
      return validated();
    case 'v':
      return client.family === 4 ? 'in-addr' : 'ip6';
    case 'h':
      return values.helo;
    case 'c':
      return addressText(client);
    case 'r':
      return values.receiver;
    default:
      return values.time;
  }
}

function transform(value: string, macro: MacroExpand): string {
  let result = value;
  if (macro.parts > 0 || macro.reverse || macro.delimiters !== '') {
    const parts = splitAt(value, macro.delimiters === '' ? '.' : macro.delimiters);
    if (macro.reverse) parts.reverse();
    result = (macro.parts > 0 ? parts.slice(-macro.parts) : parts).join('.');
  }
  return macro.escape ? escapeUrl(result) : result;
}

function splitAt(value: string, delimiters: string): string[] {
  if (delimiters.length === 1) return value.split(delimiters);
  const parts: string[] = [];
  let start = 0;
  for (let index = 0; index <= value.length; index++) {
    if (index < value.length && !delimiters.includes(value[index] ?? '')) continue;
    parts.push(value.slice(start, index));
    start = index + 1;
  }
  return parts;
}

const encoder = new TextEncoder();

/** RFC 7208 section 7.3: everything outside the unreserved set of RFC 3986 is escaped. */
function escapeUrl(value: string): string {
  return value.replace(/[^A-Za-z0-9._~-]+/gu, (run) =>
    [...encoder.encode(run)].map((octet) => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}

/**
 * The names of the client that its address records confirm (RFC 7208 section 5.5), out of at most ten PTR records,
 * those that `wanted` accepts.
 * @returns `names`; `unknown` holds the questions without which a name could not be confirmed.
 */
export function validatedNames(
  answer: DnsAnswer,
  evaluation: Evaluation,
  ask: Ask,
  wanted: (name: string) => boolean,
): { readonly names: readonly string[]; readonly unknown: readonly { name: string; type: string }[] } {
  const { client } = evaluation;
  const names: string[] = [];
  const unknown: { name: string; type: string }[] = [];
  if (answer.status !== 'records') return { names, unknown };
  const type = client.family === 4 ? 'A' : 'AAAA';
  for (const record of answer.records.slice(0, hostNamesMax)) {
    const name = typeof record === 'string' ? toTarget(record) : '';
    if (!isAskable(name) || !wanted(name)) continue;
    const addresses = ask(name, type);
    // Section 5.5: a name whose address look-up fails is skipped.
    if (addresses.status === 'not-supplied') unknown.push({ name, type });
    if (addresses.status !== 'records') continue;
    const full = client.family === 4 ? 32 : 128;
    const confirmed = addresses.records.some(
      (value) => typeof value === 'string' && inPrefixAround(client, value, full),
    );
    if (confirmed) names.push(name);
  }
  return { names, unknown };
}

/**
 * The value of `%{p}` (RFC 7208 section 7.3): the domain itself among the validated names, else a name below it, else
 * the first of them, else `unknown`.
 */
export function choosePtrName(names: readonly string[], domain: string): string {
  const lower = domain.toLowerCase();
  return (
    names.find((name) => name.toLowerCase() === lower) ??
    names.find((name) => isAtOrBelow(name, domain)) ??
    names[0] ??
    'unknown'
  );
}

export const ptrQuestion = (evaluation: Evaluation): string => reverseName(evaluation.client);
