/*
 * A report repeats values that strangers may have chosen: display names, rule names, record texts. One function per
 * target language makes each of them inert there; words of our own never pass through here.
 */

// Cc: ANSI escapes begin there. Cf: bidirectional controls reorder a line (CVE-2021-42574), the zero-width ones hide in it.
// Zl, Zp, Cs: line ends and halves of pairs. The joiners U+200C and U+200D stay: names in several scripts need them.
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/gu;
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** More of one value than this hides everything around it; formats for programs carry it whole. */
const valueMax = 2_000;

/**
 * A value for a line of a terminal: nothing in it moves the cursor, ends the line, changes colour or order, and no value
 * fills the screen.
 */
export function terminalText(value: string): string {
  return inertText(shortened(value, valueMax));
}

/** The same without its length, for what cuts it by its own measure. */
export function inertText(value: string): string {
  return value.replace(unsafe, (found) => short[found] ?? spelt(found));
}

const spelt = (found: string): string => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`;

/** The first characters of a long text, and how many it has; never half of a pair. */
export function shortened(content: string, max: number): string {
  if (content.length <= max) return content;
  const end = /[\ud800-\udbff]/u.test(content.charAt(max - 1)) ? max - 1 : max;
  return `${content.slice(0, end)}… (${content.length} characters)`;
}

/**
 * JSON text that is safe to show: what JSON.stringify leaves bare (U+007F to U+009F, line separators, format
 * characters) becomes an escape of JSON. Such characters stand only inside strings, so the values stay the same.
 */
export function jsonText(json: string): string {
  return json.replace(/[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/gu, (found) =>
    Array.from(
      { length: found.length },
      (_, unit) => `\\u${found.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

const markup: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A value for the text or a quoted attribute of XML 1.0. Characters that XML does not allow (section 2.2), and with them
 * all that would not be seen, are spelt out; `]]>` cannot arise.
 */
export function xmlText(value: string): string {
  return inertText(value)
    .replace(/[&<>"']/gu, (found) => markup[found] ?? found)
    .replace(/[\ufffe\uffff]/gu, spelt);
}

/**
 * A path as a URI reference (RFC 3986 section 4.1): relative, or of the scheme `file` where the path is absolute. Dot
 * segments are resolved as far as they can be without the working directory.
 */
export function uriReference(path: string): string {
  const isAbsolute = /^(?:\/|[A-Za-z]:\/)/u.test(path);
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (segment !== '..' || !isAbsolute) segments.push(segment);
  }
  const encoded = segments.map((segment, index) =>
    isAbsolute && index === 0 && /^[A-Za-z]:$/u.test(segment)
      ? segment
      : encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd')),
  );
  return (isAbsolute ? 'file:///' : '') + encoded.join('/');
}

/**
 * Text for a message of SARIF: braces would be placeholders (SARIF 2.1.0 section 3.11.5), and brackets before a
 * parenthesis a link (3.11.6).
 */
export function sarifText(value: string): string {
  return value.replace(/[{}]/gu, '$&$&').replace(/\[(?=[^\]]*\]\()/gu, '\\[');
}

/**
 * Words of ours for GitHub Flavored Markdown: nothing in them is emphasis, code, a link, HTML, a cell or a formula. Every
 * ASCII punctuation may stand behind a backslash (CommonMark section 2.4).
 */
export function markdownWords(words: string): string {
  return inertText(words).replace(/[\\`*_[\]<>|~&$#!@]/gu, '\\$&');
}

/**
 * A value as code of GitHub Flavored Markdown, where nobody is mentioned and nothing becomes a link. What a table or a
 * fence could end is written as HTML, of which references stay text wherever they stand. A bare number stays bare.
 */
export function markdownValue(value: string): string {
  const inert = inertText(shortened(value, valueMax));
  if (/^\d*$/u.test(inert)) return inert;
  if (!/[`|\\<>&]|^\s|\s$|\s\s/u.test(inert)) return `\`${inert}\``;
  const references = inert.replace(/[!-/:-@[-`{-~]|\s(?=\s|$)|^\s/gu, (found) => `&#${found.charCodeAt(0)};`);
  return `<code>${references}</code>`;
}

/**
 * A value for the text or a quoted attribute of HTML: no character of it begins a tag, ends a quotation or stands for a
 * reference (HTML Living Standard 13.1.2.3, 13.1.4). Code points that HTML does not allow in text become U+FFFD.
 */
export function htmlText(value: string): string {
  return value
    .replace(/[&<>"']/gu, (found) => markup[found] ?? found)
    .replace(/[\0-\b\v\f\x0e-\x1f\x7f-\x9f\p{Cs}\p{Noncharacter_Code_Point}]/gu, '\ufffd');
}

/** Lines as a fenced block of Markdown, its fence longer than any run of backticks in it (CommonMark section 4.5). */
export function markdownFence(lines: readonly string[], language: string): readonly string[] {
  const inert = lines.map(inertText);
  const longest = Math.max(2, ...inert.flatMap((line) => line.match(/`+/gu) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [fence + language, ...inert, fence];
}

/**
 * A field of CSV (RFC 4180), quoted. What a spreadsheet would take for a formula gets an apostrophe in front, also behind
 * a semicolon, where programs of some countries begin the next cell. An apostrophe already there gets another one, so
 * that taking one away gives the value back.
 */
export function csvField(value: string): string {
  const harmless = inertText(value).replace(/(^|;)(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])/gu, "$1'");
  return `"${harmless.replaceAll('"', '""')}"`;
}

const workflowCodes: Readonly<Record<string, string>> = {
  '%': '%25',
  '\r': '%0D',
  '\n': '%0A',
  ':': '%3A',
  ',': '%2C',
};

/** The message of a workflow command of GitHub Actions; its own line ends stay, those of values are spelt out before. */
export const workflowMessage = (message: string): string =>
  message.replace(/[%\r\n]/gu, (found) => workflowCodes[found] ?? found);

/** A property of a workflow command of GitHub Actions. */
export const workflowProperty = (value: string): string =>
  inertText(value).replace(/[%\r\n:,]/gu, (found) => workflowCodes[found] ?? found);

/** Lines as one string of DOT. In labels a backslash begins an escape (Graphviz, escString) and `&` a reference. */
export function dotString(...lines: readonly string[]): string {
  const inert = lines.map((line) => inertText(line).replace(/["\\]/gu, '\\$&').replaceAll('&', '&amp;'));
  return `"${inert.join('\\n')}"`;
}

/**
 * A value inside a quoted label of Mermaid. Everything that it, its Markdown or its HTML may take for more is an entity
 * code of a decimal number; a point, a colon, a slash, a hyphen or an underscore inside a word is none of it.
 */
export function mermaidString(value: string): string {
  return inertText(value).replace(/[!-/:-@[-`{-~]/gu, (found, at: number, whole: string) =>
    isInsideWord(whole, at) && harmlessInside.has(found) ? found : `#${found.charCodeAt(0)};`,
  );
}

const harmlessInside: ReadonlySet<string> = new Set(['.', ':', '/', '-', '_']);
const isInsideWord = (whole: string, at: number): boolean =>
  /[A-Za-z0-9]/u.test(whole.charAt(at - 1)) && /[A-Za-z0-9]/u.test(whole.charAt(at + 1));
