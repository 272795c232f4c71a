/*
 * Characters with a meaning in PowerShell (about_Quoting_Rules, about_Special_Characters, about_Parsing). Typographic
 * quotation marks and dashes count as plain ones, because scripts are pasted from documents.
 */

/** Five quotation marks open and close literal text. */
export const isSingleQuote = (char: string): boolean => char !== '' && "'\u2018\u2019\u201a\u201b".includes(char);

/** Four quotation marks open and close text with variables in it. */
export const isDoubleQuote = (char: string): boolean => char !== '' && '"\u201c\u201d\u201e'.includes(char);

export const isQuote = (char: string): boolean => isSingleQuote(char) || isDoubleQuote(char);

export const isDash = (char: string): boolean => char !== '' && '-\u2013\u2014\u2015'.includes(char);

export const isNewline = (char: string): boolean => char === '\n' || char === '\r';

export const isBlank = (char: string): boolean => char !== '' && !isNewline(char) && /[\s\u0085]/u.test(char);

/** Ends a bare word of a command. */
export const endsWord = (char: string): boolean =>
  char === '' || isNewline(char) || isBlank(char) || '&(),;{|}'.includes(char);

export const isNameStart = (char: string): boolean => /^[\p{L}_]/u.test(char);

/** After a dollar sign in text, these begin a variable or an expression; any other leaves the sign as it is. */
export const opensVariable = (char: string): boolean => /^[\p{L}\p{Nd}_{($?^:]/u.test(char);

const escapes: Readonly<Record<string, string>> = {
  0: '\0',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** What a backtick and a character stand for. */
export const escaped = (char: string): string => (Object.hasOwn(escapes, char) ? (escapes[char] ?? char) : char);
