import type { DocumentLimits } from './document-limits.ts';
import type { Place, PlacedEntry } from './place.ts';
import { plainScalar, unescaped } from './plain-scalar.ts';

interface Value {
  readonly data: unknown;
  readonly place: Place;
}

export interface PlainYaml {
  readonly data: unknown;
  readonly root: Place;
}

/**
 * Reads the part of YAML that topologies are mostly written in, some ten times as fast as a whole parser: block maps and
 * lists, flow collections within a line, scalars within a line, literal blocks, comments.
 *
 * @returns undefined as soon as anything else occurs, sound or not; the whole parser then judges the text. What is
 * returned is equal to what that parser gives, which a test compares.
 */
export function parsePlainYaml(source: string, limits: DocumentLimits): PlainYaml | undefined {
  // Line ends of Windows would shift every rule below by a character.
  if (source.includes('\r')) return undefined;
  const reader = new PlainYamlReader(source, limits);
  const root = reader.document();
  return root === undefined ? undefined : { data: root.data, root: root.place };
}

/** Deeper documents are left to the whole parser, which reports the limit. */
const depthMax = 30;
const plainKey = /([A-Za-z_][\w./@-]*):(?: |$)/y;
const quotedKey = /(?:"([^"\\]*)"|'([^']*)'):(?: |$)/y;
const quoted = /"([^"\\]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\]*)*)"|'([^']*)'/y;
// A plain scalar that begins with what can begin nothing else.
const blockPlain = /[\w./+$(~\u00c0-\u024f](?:[^:#\n]|:(?=[^ \n])|(?<! )#)*/y;
const flowPlain = /[\w./+$(~\u00c0-\u024f](?:[^:#,[\]{}\n]|:(?=[^ \n,[\]{}])|(?<! )#)*/y;
const restOfLine = / *(?: #.*)?$/y;

/** Lives for one text: the current line moves. */
class PlainYamlReader {
  private readonly source: string;
  private readonly limits: DocumentLimits;
  private values = 0;
  /** The current line with content: its offset, the offset of its first character, the end without the line break. */
  private start = 0;
  private first = 0;
  private end = -1;

  constructor(source: string, limits: DocumentLimits) {
    this.source = source;
    this.limits = limits;
  }

  document(): Value | undefined {
    this.nextLine();
    if (this.atEnd() || this.indent() !== 0) return undefined;
    const value = this.block(0, 0);
    return value !== undefined && this.atEnd() ? value : undefined;
  }

  private atEnd(): boolean {
    return this.start >= this.source.length;
  }

  private indent(): number {
    return this.first - this.start;
  }

  /** Moves to the next line that holds more than blanks and a comment. */
  private nextLine(): void {
    for (;;) {
      this.start = this.end + 1;
      if (this.atEnd()) return;
      const found = this.source.indexOf('\n', this.start);
      this.end = found < 0 ? this.source.length : found;
      this.first = this.start;
      while (this.source.charCodeAt(this.first) === 0x20) this.first++;
      if (this.first < this.end && this.source.charCodeAt(this.first) !== 0x23) return;
    }
  }

  private isDash(): boolean {
    if (this.source.charCodeAt(this.first) !== 0x2d) return false;
    return this.first + 1 === this.end || this.source.charCodeAt(this.first + 1) === 0x20;
  }

  private block(indent: number, depth: number): Value | undefined {
    if (depth > depthMax) return undefined;
    return this.isDash() ? this.list(indent, depth) : this.map(this.first, indent, depth);
  }

  private list(indent: number, depth: number): Value | undefined {
    const data: unknown[] = [];
    const items: Place[] = [];
    const start = this.first;
    while (!this.atEnd() && this.indent() === indent && this.isDash()) {
      let at = this.first + 1;
      while (this.source.charCodeAt(at) === 0x20) at++;
      const value = at >= this.end ? this.below(indent, depth) : this.listItem(at, indent, depth);
      if (value === undefined || !this.count()) return undefined;
      data.push(value.data);
      items.push(value.place);
    }
    if (!this.atEnd() && this.indent() > indent) return undefined;
    return { data, place: { start, end: this.start, items: () => items } };
  }

  /** What stands behind a dash: a compact map, or a value within the line. */
  private listItem(at: number, indent: number, depth: number): Value | undefined {
    if (this.keyAt(at) !== undefined) return this.map(at, at - this.start, depth + 1);
    if (this.source.charCodeAt(at) === 0x7c) return undefined;
    return this.inLine(at, indent, depth);
  }

  /** A map whose first key stands at `at`; the others begin their lines. */
  private map(at: number, indent: number, depth: number): Value | undefined {
    if (depth > depthMax) return undefined;
    const data: Record<string, unknown> = {};
    const entries: PlacedEntry[] = [];
    let keyStart = at;
    for (;;) {
      const key = this.keyAt(keyStart);
      if (key === undefined || key.name === '__proto__' || Object.hasOwn(data, key.name) || !this.count())
        return undefined;
      const value = this.entryValue(key.end, indent, depth);
      if (value === undefined) return undefined;
      data[key.name] = value.data;
      entries.push({ name: key.name, keyStart, keyEnd: key.end - 1, value: value.place });
      if (this.atEnd() || this.indent() < indent) break;
      if (this.indent() > indent) return undefined;
      // A dash at this indentation belongs to a list around the map, or is none of this subset.
      if (this.isDash()) return undefined;
      keyStart = this.first;
    }
    return { data, place: { start: at, end: this.start, entries: () => entries } };
  }

  /** The key at an offset, with the offset behind its colon. */
  private keyAt(at: number): { readonly name: string; readonly end: number } | undefined {
    const line = this.source.slice(at, this.end);
    const form = line.startsWith('"') || line.startsWith("'") ? quotedKey : plainKey;
    form.lastIndex = 0;
    const found = form.exec(line);
    if (found === null) return undefined;
    const name = found[1] ?? found[2] ?? '';
    const colon = found[0].endsWith(' ') ? found[0].length - 1 : found[0].length;
    return { name, end: at + colon };
  }

  private entryValue(colonEnd: number, indent: number, depth: number): Empty | Value | undefined {
    let at = colonEnd;
    while (this.source.charCodeAt(at) === 0x20) at++;
    const code = this.source.charCodeAt(at);
    if (at >= this.end || code === 0x23) return this.belowKey(indent, depth);
    if (code === 0x7c) return this.literal(at, indent);
    return this.inLine(at, indent, depth);
  }

  /** The value of a key with nothing behind it: a deeper block, a list at the same indentation, or null. */
  private belowKey(indent: number, depth: number): Empty | Value | undefined {
    this.nextLine();
    if (!this.atEnd() && this.indent() > indent) return this.block(this.indent(), depth + 1);
    if (!this.atEnd() && this.indent() === indent && this.isDash()) return this.list(indent, depth + 1);
    return { data: null, place: undefined };
  }

  private below(indent: number, depth: number): Value | undefined {
    this.nextLine();
    return !this.atEnd() && this.indent() > indent ? this.block(this.indent(), depth + 1) : undefined;
  }

  /** A value that ends on this line; moves to the next line, which must not continue it. */
  private inLine(at: number, indent: number, depth: number): Value | undefined {
    const line = this.source.slice(this.start, this.end);
    if (line.includes('\t')) return undefined;
    const offset = at - this.start;
    const found = this.scalarOrFlow(line, offset, depth, false);
    if (found === undefined) return undefined;
    restOfLine.lastIndex = found.place.end - this.start;
    if (!restOfLine.test(line)) return undefined;
    this.nextLine();
    return !this.atEnd() && this.indent() > indent ? undefined : found;
  }

  private scalarOrFlow(line: string, at: number, depth: number, inFlow: boolean): Value | undefined {
    if (depth > depthMax || !this.count()) return undefined;
    const first = line[at];
    if (first === '{') return this.flowMap(line, at, depth);
    if (first === '[') return this.flowList(line, at, depth);
    if (first === '"' || first === "'") {
      quoted.lastIndex = at;
      const [whole, double = '', single] = quoted.exec(line) ?? [];
      const content = whole === undefined ? undefined : (single ?? unescaped(double));
      return content === undefined ? undefined : this.scalar(content, at, quoted.lastIndex);
    }
    const form = inFlow ? flowPlain : blockPlain;
    form.lastIndex = at;
    // Only blanks are trimmed: other white space is part of a YAML scalar.
    const written = withoutEndBlanks(form.exec(line)?.[0]);
    if (written === undefined) return undefined;
    const data = plainScalar(written);
    return data === undefined ? undefined : this.scalar(data, at, at + written.length);
  }

  private scalar(data: unknown, at: number, end: number): Value {
    return { data, place: { start: this.start + at, end: this.start + end } };
  }

  private flowMap(line: string, start: number, depth: number): Value | undefined {
    const data: Record<string, unknown> = {};
    const entries: PlacedEntry[] = [];
    let at = skipBlanks(line, start + 1);
    while (line[at] !== '}') {
      const key = this.keyAt(this.start + at);
      if (key === undefined || key.name === '__proto__' || Object.hasOwn(data, key.name)) return undefined;
      const value = this.scalarOrFlow(line, skipBlanks(line, key.end - this.start), depth + 1, true);
      if (value === undefined || !this.count()) return undefined;
      data[key.name] = value.data;
      entries.push({ name: key.name, keyStart: this.start + at, keyEnd: key.end - 1, value: value.place });
      const next = afterMember(line, value.place.end - this.start, '}');
      if (next === undefined) return undefined;
      at = next;
    }
    return { data, place: { start: this.start + start, end: this.start + at + 1, entries: () => entries } };
  }

  private flowList(line: string, start: number, depth: number): Value | undefined {
    const data: unknown[] = [];
    const items: Place[] = [];
    let at = skipBlanks(line, start + 1);
    while (line[at] !== ']') {
      const value = this.scalarOrFlow(line, at, depth + 1, true);
      if (value === undefined) return undefined;
      data.push(value.data);
      items.push(value.place);
      const next = afterMember(line, value.place.end - this.start, ']');
      if (next === undefined) return undefined;
      at = next;
    }
    return { data, place: { start: this.start + start, end: this.start + at + 1, items: () => items } };
  }

  /** YAML 1.2 section 8.1.2: `|` keeps line breaks and ends in one, `|-` in none. */
  private literal(at: number, indent: number): Value | undefined {
    const header = /^\|(-?) *(?: #.*)?$/u.exec(this.source.slice(at, this.end));
    if (header === null || !this.source.endsWith('\n')) return undefined;
    const lines: string[] = [];
    let inner = -1;
    let from = this.end + 1;
    let contentEnd = this.end;
    while (from < this.source.length) {
      const to = this.source.indexOf('\n', from);
      const line = this.source.slice(from, to);
      const own = line.search(/[^ ]/u);
      if (own < 0) {
        // Blanks beyond the indentation would be content, or an error before the first line.
        if (line.length > Math.max(inner, 0)) return undefined;
        lines.push('');
      } else {
        if (inner < 0) inner = own;
        if (own < inner || own <= indent) break;
        lines.push(line.slice(inner));
        contentEnd = to;
      }
      from = to + 1;
    }
    if (inner <= indent) return undefined;
    while (lines.at(-1) === '') lines.pop();
    this.end = contentEnd;
    this.nextLine();
    if (!this.atEnd() && this.indent() > indent) return undefined;
    return { data: `${lines.join('\n')}${header[1] === '-' ? '' : '\n'}`, place: { start: at, end: contentEnd } };
  }

  private count(): boolean {
    return ++this.values <= this.limits.values;
  }
}

/** A key without a value has null, and no place of its own. */
interface Empty {
  readonly data: null;
  readonly place: undefined;
}

function withoutEndBlanks(written: string | undefined): string | undefined {
  let end = written?.length ?? 0;
  while (written?.charCodeAt(end - 1) === 0x20) end--;
  return written?.slice(0, end);
}

function skipBlanks(line: string, at: number): number {
  let next = at;
  while (line.charCodeAt(next) === 0x20) next++;
  return next;
}

/** Behind a member: the offset of the next one, or of the closing bracket. A comma before the bracket is left to others. */
function afterMember(line: string, end: number, close: '}' | ']'): number | undefined {
  const at = skipBlanks(line, end);
  if (line[at] === close) return at;
  if (line[at] !== ',') return undefined;
  const next = skipBlanks(line, at + 1);
  return line[next] === close || next >= line.length ? undefined : next;
}
