import { parseAddress } from '../../model/addresses/address.ts';
import { canonicalName } from '../../protocols/dns-names/domain-name.ts';
import { pseudonymAddresses, type WrittenRange } from './pseudonym-addresses.ts';
import { inCaseOf, type Keyed, pseudonymWords } from './pseudonym-words.ts';
import { isPublicLabel, isTopLevel, isUsualSelector, publicPart } from './public-names.ts';
import { commonWords, isPublicHeader, isVocabulary, nameAttributes, schemes } from './vocabulary.ts';

/**
 * One mapping of words, names and addresses onto pseudonyms. A word has the same pseudonym wherever it stands, so what is
 * equal, is a part, or belongs together in the original does so in the result: a domain and the host names that hold it,
 * the words of a rule and the subject that has them.
 */
export interface Pseudonyms {
  /** Any text: addresses, domains, GUIDs and words in it. A value that is a word of the contract stays. */
  text(content: string): string;
  /** The same without regard to the contract's words. */
  prose(content: string): string;
  domain(name: string): string;
  /** A header field's name; those of standards and of Exchange stay. */
  header(name: string): string;
  /** A regular expression: its structure stays, the words in it are replaced. */
  pattern(expression: string): string;
  /** Hexadecimal digits, such as a hash, of the same length. */
  hexadecimal(digits: string): string;
  /** A file name; its extension stays. */
  fileName(name: string): string;
}

/** What the mapping has to know before it gives the first pseudonym. */
export interface Seen {
  readonly words: Set<string>;
  readonly domains: Set<string>;
  readonly ranges: WrittenRange[];
}

const guid = `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`;
const reverse = String.raw`(?:\d{1,3}\.){1,4}in-addr\.arpa|(?:[0-9a-f]\.){1,32}ip6\.arpa`;
const six = String.raw`(?:(?<=\bip(?:v)?6:)|(?<![\w.:]))(?=[0-9a-f:]*:[0-9a-f:]*:)[0-9a-f:]+(?:\.\d{1,3}){0,3}(?:\/\d{1,3})?`;
const four = String.raw`(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2}(?!\d))?(?![\w-]|\.\w)`;
const quad = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;
const fourToFour = String.raw`(?<![\w.-])${quad}\s*-\s*${quad}(?![\w.-])`;
const macro = String.raw`%\{[^}]*\}|%%[A-Za-z]+%%`;
const dotted = String.raw`(?:[\p{L}\p{N}\p{M}_-]+\.)+[\p{L}\p{N}\p{M}_-]+(?!@)`;
const word = String.raw`[\p{L}\p{N}\p{M}]+`;
const unit = new RegExp(
  [guid, reverse, six, fourToFour, four, macro, dotted, word].map((one) => `(${one})`).join('|'),
  'giu',
);
const wordOnly = new RegExp(word, 'giu');

/** Learns what a mapping will be asked for; the texts come back as they are. */
export const learning = (seen: Seen): Pseudonyms => pseudonymsWith(seen, undefined);

export const pseudonyms = (keyed: Keyed, seen: Seen): Pseudonyms => pseudonymsWith(seen, keyed);

function pseudonymsWith(seen: Seen, keyed: Keyed | undefined): Pseudonyms {
  const given = keyed === undefined ? undefined : pseudonymWords(keyed, seen.words);
  const addresses = keyed === undefined ? undefined : pseudonymAddresses(keyed, seen.ranges);
  const byLetters = [...seen.domains].sort().map((name): [string, string] => [name.replaceAll(/[.-]/gu, ''), name]);
  byLetters.sort(([left], [right]) => right.length - left.length);
  const names = new Map<string, string>();

  const wordOf = (token: string): string => {
    const lower = token.toLowerCase();
    if (token.length < 2 || commonWords.has(lower)) return token;
    if (given === undefined) {
      seen.words.add(lower);
      return token;
    }
    const pseudonym = given(lower);
    return inCaseOf(token, pseudonym);
  };
  // In prose a short number says nothing of anybody; in a host name it may be a part of an address.
  const proseWord = (token: string): string => (/^\d{1,3}$/u.test(token) ? token : wordOf(token));

  const labelOf = (label: string, isMicrosoft: boolean, next?: string): string => {
    if (isPublicLabel(label, isMicrosoft) || (next === '_domainkey' && isUsualSelector(label))) return label;
    if (label.startsWith('xn--')) return wordOf(label.replaceAll('-', 'x'));
    const known = isMicrosoft ? hyphenated(label) : undefined;
    if (known !== undefined) return known;
    return label.replace(wordOnly, (token: string, offset: number) =>
      isMicrosoft && offset > 0 && isTopLevel(token) ? token : wordOf(token),
    );
  };
  /** `contoso-com`, as Microsoft writes a domain in one label, with further characters behind it or without its dashes. */
  const hyphenated = (label: string): string | undefined => {
    const selector = /^(selector\d-)(.+)$/u.exec(label);
    if (selector !== null) return `${selector[1]}${labelOf(selector[2] ?? '', true)}`;
    const letters = label.replaceAll('-', '');
    const name = byLetters.find(([start]) => letters.startsWith(start));
    if (name === undefined) return undefined;
    const [start, whole] = name;
    const mapped = domain(whole).replaceAll(/[.-]/gu, '') + letters.slice(start.length).replace(wordOnly, wordOf);
    let at = 0;
    return label.replace(/[^-]+/gu, (part) => {
      at += part.length;
      return mapped.slice(at - part.length, at);
    });
  };
  const domain = (written: string): string => {
    const dot = written.endsWith('.') ? '.' : '';
    const asLabels = /[^\0-\x7f]/u.test(written) ? (canonicalName(written) ?? written) : written;
    const lower = asLabels.toLowerCase().replace(/\.$/u, '');
    const known = names.get(lower);
    if (known !== undefined) return known + dot;
    const { suffix, isMicrosoft } = publicPart(lower);
    const own = suffix === lower ? '' : lower.slice(0, lower.length - suffix.length).replace(/\.$/u, '');
    if (keyed === undefined && suffix !== lower) seen.domains.add(lower);
    const labels = own === '' ? [] : own.split('.').map((label, at, all) => labelOf(label, isMicrosoft, all[at + 1]));
    const result = [...labels, ...(suffix === '' ? [] : [suffix])].join('.');
    if (keyed !== undefined) names.set(lower, result);
    return keyed === undefined ? written : result + dot;
  };

  const address = (content: string): string | undefined => {
    const [base = '', length] = content.split('/');
    const parsed = parseAddress(base);
    if (parsed === undefined) return undefined;
    if (addresses === undefined) return content;
    return length === undefined ? addresses.address(parsed) : addresses.prefix(parsed, Number(length));
  };
  const reversed = (content: string): string => {
    const labels = content.toLowerCase().split('.');
    const digits = labels.slice(0, -2).reverse();
    if (addresses === undefined || labels.at(-2) === 'ip6') return content;
    const octets = [...digits, '0', '0', '0'].slice(0, 4).join('.');
    const mapped =
      address(`${octets}/${digits.length * 8}`)
        ?.split('/')[0]
        ?.split('.') ?? digits;
    return [...mapped.slice(0, digits.length).reverse(), ...labels.slice(-2)].join('.');
  };
  const hexadecimal = (content: string): string => {
    if (keyed === undefined || /^[0-]+$/u.test(content)) return content;
    const octets = keyed(`hex ${content.toLowerCase()}`);
    let index = 0;
    return content.replace(/[0-9a-f]/giu, () => ((octets[index++ % octets.length] ?? 0) % 16).toString(16));
  };
  const dottedOf = (content: string): string => {
    const labels = content.split('.');
    // 5.7.64 and 15.2.1544.4 are no names.
    if (labels.every((label) => /^\d+$/u.test(label))) return content.replace(wordOnly, proseWord);
    return domain(content);
  };

  const prose = (content: string): string => {
    noteRange(content);
    return content.replace(unit, (whole: string, ...rest) => {
      const [isGuid, isReverse, isSix, isRange, isFour, isMacro, isDotted] = rest as (string | undefined)[];
      const offset = rest[8] as number;
      if (isGuid !== undefined) return hexadecimal(whole);
      if (isReverse !== undefined) return reversed(whole);
      if (isRange !== undefined) return whole.replace(/[\d.]+/gu, (one) => address(one) ?? one);
      if (isSix !== undefined || isFour !== undefined) return address(whole) ?? whole.replace(wordOnly, wordOf);
      if (isMacro !== undefined) return whole;
      if (isDotted !== undefined) return dottedOf(whole);
      const after = content[offset + whole.length];
      if (after === ':' && schemes.has(whole.toLowerCase())) return whole;
      if (after === '=' && nameAttributes.has(whole.toLowerCase())) return whole;
      return proseWord(whole);
    });
  };
  const noteRange = (content: string): void => {
    const [, from, to] = /^\s*([0-9a-f:.]+)\s*-\s*([0-9a-f:.]+)\s*$/iu.exec(content) ?? [];
    const [first, last] = [parseAddress(from ?? ''), parseAddress(to ?? '')];
    if (keyed === undefined && first?.family === last?.family && first !== undefined && last !== undefined)
      seen.ranges.push({ first, last });
  };

  const text = (content: string): string => {
    if (isVocabulary(content.trim()) || isDate(content) || isTypeName(content)) return content;
    const [, prefix = '', rest = content] = prefixed.exec(content) ?? [];
    // Of `EX01\Relay` and `receive:EX01/Relay` each part is a name of its own, as it is where it stands alone.
    const parts = rest.split(prefix === '' ? /(\\)/u : /([\\/])/u);
    return prefix + parts.map((part) => (isVocabulary(part) ? part : prose(part))).join('');
  };

  return {
    text,
    prose,
    domain,
    hexadecimal,
    header: (name) => (isPublicHeader(name) ? name : name.replace(wordOnly, proseWord)),
    pattern: (expression) =>
      expression.replace(patternPart, (whole: string, kept: string | undefined, offset: number) => {
        if (kept !== undefined) return whole;
        return expression[offset - 1] === '.' && isTopLevel(whole.toLowerCase()) ? whole : proseWord(whole);
      }),
    fileName: (name) => {
      const [, base = name, extension = ''] = /^(.*?)(\.[A-Za-z0-9]{1,5})?$/su.exec(name) ?? [];
      return base.replace(wordOnly, proseWord) + extension;
    },
  };
}

/** The kind in front of a name, and the side of a rule. */
const prefixed =
  /^((?:(?:server|service|partner|via|inbound|outbound|send|receive|recipient|mx|host|rule|certificate|policy|domain|dns|message|intent|remote-domain|topology):)?(?:onPremises\/)?)(.*)$/isu;

const isDate = (content: string): boolean =>
  /^(?:\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?|\/Date\(.*\)\/)$/u.test(content);

/** What an export prints where it lost the value. */
const isTypeName = (content: string): boolean =>
  /^(?:System|Microsoft\.Exchange)\.[\w.`]+(?:\[[^\]]*\])?$/u.test(content);

/** Escapes, classes, the heads of groups and counts of a regular expression; else a word. */
const patternPart =
  /(\\[pPkK]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?<?[a-z]*[>:!=]?|\{\d+(?:,\d*)?\})|[\p{L}\p{N}\p{M}]+/giu;
