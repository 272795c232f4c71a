import { type Text, text } from '../../model/text.ts';
import { readIPv4, readIPv6 } from '../dns-names/address-text.ts';
import { readEscapes } from '../dns-names/octets.ts';
import { fieldText, type RecordField } from './record-fields.ts';
import { readSeconds } from './ttl.ts';
import { decodeWire, readHex } from './wire-data.ts';
import type { Token } from './zone-lexer.ts';
import type { RecordData, ZoneNotice } from './zone-record.ts';
import { escapeProblem, shown } from './zone-report.ts';

/** What is odd about a value that is read nevertheless. */
export type DataNotice = Extract<ZoneNotice['kind'], 'unquoted-text' | 'address-as-name' | 'long-string'>;

/** What the reader of a record's value needs from the reader of the file. */
export interface DataContext {
  /** Completes and checks a name; undefined when it is none, which has then been reported. */
  name(token: Token): string | undefined;
  problem(token: Token, problem: Text, remedy: Text): void;
  notice(kind: DataNotice, token: Token): void;
}

/**
 * Reads the value of a record.
 * @param before the word in front of the value, for the place of what is missing.
 * @returns undefined when it cannot be read, which has then been reported.
 */
export function readData(
  type: string,
  tokens: readonly Token[],
  before: Token,
  context: DataContext,
): RecordData | undefined {
  const first = tokens[0];
  if (first !== undefined && !first.quoted && first.text === '\\#') return readGeneric(type, tokens, context);
  const read = readers[type] ?? readOther;
  const words: Words = { tokens, index: 0, before, type, context };
  const data = read(words);
  const extra = tokens[words.index];
  if (data === undefined || extra === undefined) return data;
  context.problem(extra, text`The ${type} record goes on with ${shown(extra.text)} behind its value.`, forms(type));
  return undefined;
}

interface Words {
  readonly tokens: readonly Token[];
  index: number;
  readonly before: Token;
  readonly type: string;
  readonly context: DataContext;
}

const examples: Readonly<Record<string, string>> = {
  A: '192.0.2.1',
  AAAA: '2001:db8::1',
  CNAME: 'www.example.org.',
  NS: 'ns1.example.org.',
  PTR: 'mail.example.org.',
  DNAME: 'example.org.',
  MX: '10 mail.example.org.',
  TXT: '"text in quotes"',
  SPF: '"v=spf1 -all"',
  SOA: 'ns1.example.org. hostmaster.example.org. 1 3600 900 604800 300',
  SRV: '0 5 443 host.example.org.',
  TLSA: '3 1 1 followed by the digest in hexadecimal',
  CAA: '0 issue "ca.example.net"',
};

const forms = (type: string): Text =>
  examples[type] === undefined
    ? text`Remove it, or begin a comment with a semicolon.`
    : text`A value of this type looks like ${examples[type]}; a comment begins with a semicolon.`;

const readers: Readonly<Record<string, (words: Words) => RecordData | undefined>> = {
  A: (words) => readAddress(words, 'A', readIPv4, text`An A record takes an IPv4 address such as ${'192.0.2.1'}.`),
  AAAA: (words) =>
    readAddress(words, 'AAAA', readIPv6, text`An AAAA record takes an IPv6 address such as ${'2001:db8::1'}.`),
  CNAME: (words) => readTarget(words, 'CNAME'),
  NS: (words) => readTarget(words, 'NS'),
  PTR: (words) => readTarget(words, 'PTR'),
  DNAME: (words) => readTarget(words, 'DNAME'),
  TXT: (words) => readStrings(words, 'TXT'),
  SPF: (words) => readStrings(words, 'SPF'),
  MX(words) {
    const preference = readNumber(words, 'preference', 65_535);
    const exchange = readName(words, 'mail host');
    return preference === undefined || exchange === undefined ? undefined : { type: 'MX', preference, exchange };
  },
  SOA(words) {
    const primary = readName(words, 'primary name server');
    const mailbox = readName(words, 'mailbox of the administrator');
    const serial = readNumber(words, 'serial number', 0xffff_ffff);
    const [refresh, retry, expire, minimum] = [
      readTime(words, 'refresh interval'),
      readTime(words, 'retry interval'),
      readTime(words, 'expiry'),
      readTime(words, 'minimum TTL'),
    ];
    if (primary === undefined || mailbox === undefined || serial === undefined) return undefined;
    if (refresh === undefined || retry === undefined || expire === undefined || minimum === undefined) return undefined;
    return { type: 'SOA', primary, mailbox, serial, refresh, retry, expire, minimum };
  },
  SRV(words) {
    const priority = readNumber(words, 'priority', 65_535);
    const weight = readNumber(words, 'weight', 65_535);
    const port = readNumber(words, 'port', 65_535);
    const target = readName(words, 'target');
    if (priority === undefined || weight === undefined || port === undefined || target === undefined) return undefined;
    return { type: 'SRV', priority, weight, port, target };
  },
  TLSA(words) {
    const usage = readNumber(words, 'certificate usage', 255);
    const selector = readNumber(words, 'selector', 255);
    const matching = readNumber(words, 'matching type', 255);
    const association = readHexWords(words);
    if (usage === undefined || selector === undefined || matching === undefined) return undefined;
    return association === undefined ? undefined : { type: 'TLSA', usage, selector, matching, association };
  },
  CAA(words) {
    const flags = readNumber(words, 'flags', 255);
    const tag = takeBare(words, 'tag');
    const content = take(words, 'value');
    if (flags === undefined || tag === undefined || content === undefined) return undefined;
    if (!/^[a-z\d]{1,255}$/iu.test(tag.text)) {
      const remedy = text`A tag is letters and digits, such as issue, issuewild or iodef (RFC 8659).`;
      words.context.problem(tag, text`The CAA tag ${shown(tag.text)} has other characters.`, remedy);
      return undefined;
    }
    const value = readString(words, content);
    return value === undefined ? undefined : { type: 'CAA', flags, tag: tag.text, value };
  },
};

function readOther(words: Words): RecordData | undefined {
  if (take(words, 'value') === undefined) return undefined;
  words.index = words.tokens.length;
  const written = words.tokens.map((token) => (token.quoted ? `"${token.text}"` : token.text));
  return { type: 'other', text: written.join(' ') };
}

function take(words: Words, what: RecordField): Token | undefined {
  const token = words.tokens[words.index];
  // A missing word is reported once, however many were still to come.
  if (token === undefined && words.index === words.tokens.length) {
    const last = words.tokens.at(-1) ?? words.before;
    words.context.problem(last, text`The ${words.type} record ends before its ${fieldText[what]}.`, forms(words.type));
  }
  words.index++;
  return token;
}

/** A word that is no character-string, and so stands without quotes. */
function takeBare(words: Words, what: RecordField): Token | undefined {
  const token = take(words, what);
  if (!token?.quoted) return token;
  const problem = text`The ${fieldText[what]} of the ${words.type} record stands in quotes.`;
  words.context.problem(token, problem, text`Write it without quotes; only text stands in quotes.`);
  return undefined;
}

function readNumber(words: Words, what: RecordField, max: number): number | undefined {
  const token = takeBare(words, what);
  if (token === undefined) return undefined;
  if (/^\d{1,10}$/u.test(token.text) && Number(token.text) <= max) return Number(token.text);
  const remedy = text`Write a whole number from 0 to ${max}. ${forms(words.type)}`;
  words.context.problem(
    token,
    text`The ${fieldText[what]} of the ${words.type} record is ${shown(token.text)}.`,
    remedy,
  );
  return undefined;
}

function readTime(words: Words, what: RecordField): number | undefined {
  const token = takeBare(words, what);
  if (token === undefined) return undefined;
  const seconds = readSeconds(token.text);
  if (seconds !== undefined) return seconds;
  const remedy = text`Write seconds, or numbers with the units w, d, h, m and s, such as ${'1h30m'}.`;
  words.context.problem(
    token,
    text`The ${fieldText[what]} of the ${words.type} record is ${shown(token.text)}.`,
    remedy,
  );
  return undefined;
}

function readName(words: Words, what: RecordField): string | undefined {
  const token = takeBare(words, what);
  if (token === undefined) return undefined;
  if (readIPv4(token.text) !== undefined || readIPv6(token.text) !== undefined) {
    words.context.notice('address-as-name', token);
  }
  return words.context.name(token);
}

function readTarget(words: Words, type: 'CNAME' | 'NS' | 'PTR' | 'DNAME'): RecordData | undefined {
  const target = readName(words, 'target');
  return target === undefined ? undefined : { type, target };
}

function readAddress(
  words: Words,
  type: 'A' | 'AAAA',
  read: (written: string) => string | undefined,
  remedy: Text,
): RecordData | undefined {
  const token = takeBare(words, 'address');
  if (token === undefined) return undefined;
  const address = read(token.text);
  if (address !== undefined) return { type, address };
  words.context.problem(token, text`${shown(token.text)} is no address of this type.`, remedy);
  return undefined;
}

/**
 * Octets that a character-string holds (RFC 1035 section 3.3). Longer text is read all the same: panels of DNS hosters cut
 * it themselves, and exports of them show it whole.
 */
export const characterStringMax = 255;

function readStrings(words: Words, type: 'TXT' | 'SPF'): RecordData | undefined {
  if (take(words, 'text') === undefined) return undefined;
  words.index = words.tokens.length;
  const strings = words.tokens.map((token) => readString(words, token));
  const long = strings.findIndex((part) => part !== undefined && part.length > characterStringMax);
  const longToken = words.tokens[long];
  if (longToken !== undefined) words.context.notice('long-string', longToken);
  const bare = words.tokens.find((token) => !token.quoted && (words.tokens.length > 1 || token.beforeComment));
  if (bare !== undefined) words.context.notice('unquoted-text', bare);
  return strings.includes(undefined) ? undefined : { type, strings: strings.filter((part) => part !== undefined) };
}

function readString(words: Words, token: Token): string | undefined {
  const read = readEscapes(token.text);
  if (read.ok) return read.octets;
  words.context.problem(token, ...escapeProblem(read.found));
  return undefined;
}

function readHexWords(words: Words): string | undefined {
  const first = take(words, 'association data');
  if (first === undefined) return undefined;
  const digits = words.tokens.slice(words.index - 1).map((token) => token.text);
  words.index = words.tokens.length;
  const hex = readHex(digits.join(''));
  if (hex !== undefined) return hex;
  const remedy = text`Write an even number of hexadecimal digits.`;
  words.context.problem(first, text`The association data ${shown(digits.join(''))} is not hexadecimal.`, remedy);
  return undefined;
}

/** RFC 3597 §5: `\# length hex`; of a type that is understood it is the same record as its usual form. */
function readGeneric(type: string, tokens: readonly Token[], context: DataContext): RecordData | undefined {
  const [start, length, ...rest] = tokens;
  if (start === undefined) return undefined;
  const hex = readHex(rest.map((token) => token.text).join('')) ?? (rest.length === 0 ? '' : undefined);
  const octets = length !== undefined && /^\d{1,5}$/u.test(length.text) ? Number(length.text) : undefined;
  const quoted = rest.some((token) => token.quoted);
  if (quoted || hex === undefined || octets === undefined || octets > 65_535 || octets * 2 !== hex.length) {
    const remedy = text`Write ${'\\#'}, the number of octets, and twice as many hexadecimal digits (RFC 3597 section 5).`;
    context.problem(length ?? start, text`The unknown-type form of the value does not add up.`, remedy);
    return undefined;
  }
  if (readers[type] === undefined) return { type: 'other', text: octets === 0 ? '\\# 0' : `\\# ${octets} ${hex}` };
  const data = decodeWire(type, hex);
  if (data === undefined) {
    context.problem(rest[0] ?? start, text`These ${octets} octets are no value of type ${type}.`, forms(type));
  }
  return data;
}
