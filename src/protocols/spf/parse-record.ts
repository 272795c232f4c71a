import { nearest } from '../../base/suggest.ts';
import { ipv4Value } from '../../model/addresses/address.ts';
import type { Text } from '../../model/text.ts';
import { list, text } from '../../model/text.ts';
import { parseIpv6, toNetwork } from './address-words.ts';
import { parseMacroString } from './macro-string.ts';
import { isAskable, isToplabel, toTarget } from './query-name.ts';
import type { DomainSpec, Mechanism, Modifier, Qualifier, SpfRecord, SpfSyntaxError, SpfTerm } from './spf-record.ts';

/** A record may have any number of errors; more than these help nobody. */
const errorsMax = 50;

const mechanisms = ['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists'];
const modifiers = ['redirect', 'exp'];
const modifierName = /^[a-z][a-z0-9._-]*$/iu;
const qualifiers = '+-~?';

/** What is wrong and where, counted in characters from the start of the term. */
interface Flaw {
  readonly offset: number;
  readonly flaw: Text;
}

const wrong = (offset: number, flaw: Text): Flaw => ({ offset, flaw });
const isFlaw = (read: object | number): read is Flaw => typeof read === 'object' && 'flaw' in read;

/**
 * Reads the text of an SPF record (RFC 7208 sections 4.6.1 and 12). Every term is read, whatever went wrong before it,
 * so that all errors are known at once.
 */
export function parseRecord(record: string): SpfRecord {
  const terms: SpfTerm[] = [];
  const errors: SpfSyntaxError[] = [];
  let errorsCut = false;
  const once: { redirect: SpfRecord['redirect']; exp: SpfRecord['exp'] } = { redirect: undefined, exp: undefined };
  const report = (term: string, column: number, message: Text): void => {
    if (errors.length < errorsMax) errors.push({ term, column, message });
    else errorsCut = true;
  };
  // Terms are separated by spaces and by nothing else; the version section has six characters.
  for (let start = 6; start < record.length; ) {
    if (record.charCodeAt(start) === 0x20) {
      start++;
      continue;
    }
    const space = record.indexOf(' ', start);
    const end = space < 0 ? record.length : space;
    const place = { text: record.slice(start, end), column: start + 1 };
    const read = readTerm(place.text);
    if (isFlaw(read)) {
      terms.push({ ...place, kind: 'broken' });
      report(place.text, place.column + read.offset, read.flaw);
    } else {
      terms.push({ ...place, ...read });
      if (read.kind === 'redirect' || read.kind === 'exp') {
        // RFC 7208 section 6: these two must not appear more than once each.
        if (once[read.kind] !== undefined) {
          report(place.text, place.column, text`${`${read.kind}=`} stands in the record twice; it may stand once.`);
        }
        once[read.kind] ??= { term: terms.length - 1, target: read.target };
      }
    }
    start = end;
  }
  return { text: record, terms, errors, ...once, errorsCut };
}

function readTerm(term: string): Mechanism | Modifier | Flaw {
  // RFC 7208 section 4.6.1: a modifier has `=` right after its name, before any `:` or `/`.
  const sign = term.search(/[=:/]/u);
  if (sign >= 0 && term[sign] === '=') return readModifier(term, sign);
  const first = term[0] ?? '';
  const written = qualifiers.includes(first);
  const qualifier: Qualifier = first === '-' || first === '~' || first === '?' ? first : '+';
  const from = written ? 1 : 0;
  const nameEnd = sign < 0 ? term.length : sign;
  const name = term.slice(from, nameEnd).toLowerCase();
  switch (name) {
    case 'all':
      return nameEnd === term.length
        ? { kind: 'all', qualifier }
        : wrong(nameEnd, text`Nothing may follow ${'all'} in its term.`);
    case 'include':
    case 'exists': {
      if (term[nameEnd] !== ':') return wrong(nameEnd, text`${name} must be followed by ${':'} and a domain.`);
      const target = readDomainSpec(term.slice(nameEnd + 1), nameEnd + 1);
      if (isFlaw(target)) return target;
      return name === 'include' ? { kind: name, qualifier, target } : { kind: name, qualifier, target };
    }
    case 'ptr': {
      if (nameEnd === term.length) return { kind: name, qualifier, target: undefined };
      if (term[nameEnd] !== ':') return wrong(nameEnd, text`${name} takes ${':'} and a domain, and no prefix length.`);
      const target = readDomainSpec(term.slice(nameEnd + 1), nameEnd + 1);
      return isFlaw(target) ? target : { kind: name, qualifier, target };
    }
    case 'a':
    case 'mx':
      return readAddressOf(name, qualifier, term, nameEnd);
    case 'ip4':
    case 'ip6':
      return readNetwork(name, qualifier, term, nameEnd);
    default:
      return wrong(from, unknownTerm(term, name));
  }
}

function unknownTerm(term: string, name: string): Text {
  const shown = term.slice(0, 80);
  if (/[^\u0021-\u007e]/u.test(term)) {
    return text`${shown} has a character that may not stand in an SPF record; printable ASCII characters may.`;
  }
  if (ipv4Value(term) >= 0) return text`An address is written ${`ip4:${term}`}.`;
  if (modifiers.includes(name)) return text`${name} is a modifier and is written with ${'='}, not with ${':'}.`;
  const meant = nearest(name, mechanisms, 2);
  const hint = meant.length > 0 ? meant : mechanisms;
  return text`${shown} is not a mechanism; valid here would be ${list(hint, 'or')}.`;
}

function readModifier(term: string, sign: number): Modifier | Flaw {
  const name = term.slice(0, sign);
  const content = term.slice(sign + 1);
  if (!modifierName.test(name)) {
    return wrong(
      0,
      text`${name} is not the name of a modifier; a name is a letter followed by letters, digits, ${'-'}, ${'_'} or ${'.'}.`,
    );
  }
  const kind = name.toLowerCase();
  if (kind === 'redirect' || kind === 'exp') {
    const target = readDomainSpec(content, sign + 1);
    return isFlaw(target) ? target : { kind, target };
  }
  // RFC 7208 section 6: unknown modifiers are ignored, but their value must be a macro-string.
  const macros = parseMacroString(content, 'modifier');
  return macros.ok ? { kind: 'unknown-modifier', name: kind } : wrong(sign + 1 + macros.offset, macros.message);
}

const dualLength = /(?:\/(\d+))?(?:\/\/(\d+))?$/u;

function readAddressOf(kind: 'a' | 'mx', qualifier: Qualifier, term: string, nameEnd: number): Mechanism | Flaw {
  const lengths = dualLength.exec(term.slice(nameEnd));
  const at = nameEnd + (lengths?.index ?? 0);
  const prefix4 = readLength(lengths?.[1], 32, at + 1);
  if (isFlaw(prefix4)) return prefix4;
  const prefix6 = readLength(lengths?.[2], 128, term.length - (lengths?.[2]?.length ?? 0));
  if (isFlaw(prefix6)) return prefix6;
  const rest = term.slice(nameEnd, at);
  if (rest === '') return { kind, qualifier, target: undefined, prefix4, prefix6 };
  if (!rest.startsWith(':')) {
    return wrong(
      nameEnd,
      text`After ${kind} may stand ${':'} and a domain, then ${'/'} and a length for IPv4, then ${'//'} and a length for IPv6.`,
    );
  }
  const target = readDomainSpec(rest.slice(1), nameEnd + 1);
  return isFlaw(target) ? target : { kind, qualifier, target, prefix4, prefix6 };
}

function readLength(digits: string | undefined, max: number, offset: number): number | Flaw {
  if (digits === undefined) return max;
  const outside = digits.length > 3 || (digits.length > 1 && digits.startsWith('0')) || Number(digits) > max;
  return outside
    ? wrong(
        offset,
        text`The prefix length ${digits.slice(0, 20)} must be a number from 0 to ${max}, without leading zeros.`,
      )
    : Number(digits);
}

function readNetwork(kind: 'ip4' | 'ip6', qualifier: Qualifier, term: string, nameEnd: number): Mechanism | Flaw {
  const family = kind === 'ip4' ? 4 : 6;
  const example = kind === 'ip4' ? 'ip4:192.0.2.0/24' : 'ip6:2001:db8::/32';
  const needed = text`${kind} must be followed by ${':'} and an address, with a prefix length where a network is meant: ${example}.`;
  if (term[nameEnd] !== ':') return wrong(nameEnd, needed);
  const slash = term.indexOf('/', nameEnd);
  const end = slash < 0 ? term.length : slash;
  const address = term.slice(nameEnd + 1, end);
  const quad = ipv4Value(address);
  const words = family === 6 ? parseIpv6(address) : quad >= 0 ? ([quad, 0, 0, 0] as const) : undefined;
  if (words === undefined) {
    if (family === 4 && parseIpv6(address))
      return wrong(nameEnd + 1, text`${address} is an IPv6 address, which is written ${`ip6:${address}`}.`);
    if (family === 6 && quad >= 0)
      return wrong(nameEnd + 1, text`${address} is an IPv4 address, which is written ${`ip4:${address}`}.`);
    return wrong(nameEnd + 1, needed);
  }
  const max = family === 4 ? 32 : 128;
  const digits = slash < 0 ? undefined : term.slice(slash + 1);
  if (digits !== undefined && !/^\d+$/u.test(digits)) {
    return wrong(end + 1, text`After ${'/'} must stand a number from 0 to ${max}.`);
  }
  const prefix = readLength(digits, max, end + 1);
  return isFlaw(prefix) ? prefix : { kind, qualifier, network: toNetwork(family, words, prefix) };
}

/** domain-spec = macro-string domain-end; domain-end = ( "." toplabel [ "." ] ) / macro-expand */
function readDomainSpec(content: string, offset: number): DomainSpec | Flaw {
  if (content === '') return wrong(offset, text`A domain must stand here.`);
  const macros = parseMacroString(content, 'domain');
  if (!macros.ok) return wrong(offset + macros.offset, macros.message);
  const { pieces } = macros;
  const last = pieces[pieces.length - 1];
  if (!macros.endsInMacro && typeof last === 'string') {
    const end = last.endsWith('.') ? last.slice(0, -1) : last;
    const dot = end.lastIndexOf('.');
    if (dot < 0 || !isToplabel(end.slice(dot + 1))) return wrong(offset, badEnd(content));
  }
  const only = pieces.length === 1 && typeof pieces[0] === 'string' ? toTarget(pieces[0]) : undefined;
  const has = (letters: string): boolean =>
    pieces.some((piece) => typeof piece !== 'string' && letters.includes(piece.letter));
  return {
    text: content,
    pieces,
    fixed: only === undefined ? undefined : { name: only, askable: isAskable(only) },
    usesPtrMacro: has('p'),
    usesLocalPart: has('sl'),
  };
}

function badEnd(content: string): Text {
  const shown = content.slice(0, 120);
  const [address = ''] = content.split('/');
  // A common slip (RFC 7208 section 7.1 allows no all-numeric top-level label): an address where a name belongs.
  if (ipv4Value(address) >= 0) return text`${shown} is an address, which is written ${`ip4:${content}`}.`;
  if (/\/\d+$/u.test(content)) return text`${shown} is not a domain; a prefix length is not allowed here.`;
  return text`${shown} is not a domain; valid would be two or more labels, the last of letters, digits and hyphens, or a macro at the end.`;
}
