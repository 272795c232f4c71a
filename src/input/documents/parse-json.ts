import type { Text } from '../../model/text.ts';
import { text } from '../../model/text.ts';
import type { DocumentLimits } from './document-limits.ts';
import type { FoundProblem, Parsed } from './parsed.ts';
import { setOwn } from './parsed.ts';
import type { Place, PlacedEntry } from './place.ts';

interface Value {
  readonly data: unknown;
  readonly place: Place;
}

/** Thrown inside this file only, to leave the recursion at the first syntax error; JSON cannot be resumed after one. */
class Stop {
  readonly problem: FoundProblem;
  constructor(problem: FoundProblem) {
    this.problem = problem;
  }
}

/** Reads JSON (RFC 8259) with places. A repeated name is a problem: RFC 8259 section 4 leaves its meaning open. */
export function parseJson(source: string, limits: DocumentLimits): Parsed {
  const reader = new JsonReader(source, limits);
  try {
    const value = reader.document();
    const [first, ...others] = reader.problems;
    if (first !== undefined) return { ok: false, problems: [first, ...others] };
    return { ok: true, data: value.data, root: value.place };
  } catch (error) {
    if (error instanceof Stop) return { ok: false, problems: [error.problem, ...reader.problems] };
    throw error;
  }
}

/** Lives for one parse: the position in the text moves. */
class JsonReader {
  readonly problems: FoundProblem[] = [];
  private readonly source: string;
  private readonly limits: DocumentLimits;
  private at = 0;
  private values = 0;

  constructor(source: string, limits: DocumentLimits) {
    this.source = source;
    this.limits = limits;
  }

  document(): Value {
    this.skipSpace();
    if (this.at >= this.source.length)
      this.stop(this.at, this.at, text`The file is empty.`, text`A topology begins with ${'{"mxproof": 1'}.`);
    const value = this.value(0);
    this.skipSpace();
    if (this.at < this.source.length) {
      this.stop(
        this.at,
        this.at + 1,
        text`Text follows after the end of the JSON value.`,
        text`Remove it; a file holds one value.`,
      );
    }
    return value;
  }

  private value(depth: number): Value {
    if (depth > this.limits.depth) {
      this.stop(this.at, this.at + 1, text`Values are nested deeper than ${this.limits.depth} levels.`, undefined);
    }
    if (++this.values > this.limits.values) {
      this.stop(this.at, this.at + 1, text`The document holds more than ${this.limits.values} values.`, undefined);
    }
    const first = this.source[this.at];
    if (first === '{') return this.object(depth);
    if (first === '[') return this.array(depth);
    const start = this.at;
    const data = first === '"' ? this.string() : this.bare();
    return { data, place: { start, end: this.at } };
  }

  private object(depth: number): Value {
    const start = this.at++;
    const data: Record<string, unknown> = {};
    const entries: PlacedEntry[] = [];
    const names = new Set<string>();
    this.skipSpace();
    if (this.source[this.at] === '}') this.at++;
    else {
      for (;;) {
        const keyStart = this.at;
        if (this.source[this.at] !== '"') {
          const trailing = this.source[this.at] === '}';
          this.expected(
            trailing
              ? text`A comma stands before the closing brace.`
              : text`A property name in double quotes must stand here.`,
          );
        }
        const name = this.string();
        const keyEnd = this.at;
        if (names.has(name)) this.repeated(name, keyStart, keyEnd);
        names.add(name);
        this.skipSpace();
        if (this.source[this.at] !== ':') this.expected(text`A colon must follow the property name ${name}.`);
        this.at++;
        this.skipSpace();
        const value = this.value(depth + 1);
        setOwn(data, name, value.data);
        entries.push({ name, keyStart, keyEnd, value: value.place });
        if (this.closes('}')) break;
      }
    }
    return { data, place: { start, end: this.at, entries: () => entries } };
  }

  private array(depth: number): Value {
    const start = this.at++;
    const data: unknown[] = [];
    const items: Place[] = [];
    this.skipSpace();
    if (this.source[this.at] === ']') this.at++;
    else {
      for (;;) {
        const value = this.value(depth + 1);
        data.push(value.data);
        items.push(value.place);
        if (this.closes(']')) break;
      }
    }
    return { data, place: { start, end: this.at, items: () => items } };
  }

  /** After a member: moves over a comma (false) or the closing bracket (true). */
  private closes(bracket: '}' | ']'): boolean {
    this.skipSpace();
    const next = this.source[this.at];
    if (next === bracket) {
      this.at++;
      return true;
    }
    if (next !== ',') this.expected(text`A comma or ${bracket} must follow this value.`);
    this.at++;
    this.skipSpace();
    return false;
  }

  private string(): string {
    const start = this.at;
    let index = start + 1;
    for (;;) {
      const code = this.source.charCodeAt(index);
      if (Number.isNaN(code) || code === 10 || code === 13) {
        this.stop(
          start,
          index,
          text`This text has no closing double quote on its line.`,
          text`Write a line break inside text as ${'\\n'}.`,
        );
      }
      if (code === 34) break;
      index += code === 92 ? 2 : 1;
    }
    this.at = index + 1;
    const raw = this.source.slice(start, this.at);
    try {
      return JSON.parse(raw) as string;
    } catch {
      const wrong = /\\(?:[^"\\/bfnrtu]|u(?![0-9a-fA-F]{4}))/u.exec(raw);
      const offset = start + (wrong?.index ?? 0);
      return this.stop(
        offset,
        offset + 2,
        wrong === null ? text`This text holds a control character.` : text`${wrong[0]} is no escape of JSON.`,
        text`Write a backslash as ${'\\\\'} and a control character as ${'\\u0009'}.`,
      );
    }
  }

  private bare(): unknown {
    const start = this.at;
    const word = /[^\s,:{}[\]"]*/uy;
    word.lastIndex = start;
    const found = word.exec(this.source)?.[0] ?? '';
    this.at = start + found.length;
    if (found === 'true') return true;
    if (found === 'false') return false;
    if (found === 'null') return null;
    if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u.test(found)) return Number(found);
    const shown = found === '' ? (this.source[start] ?? 'the end of the file') : found.slice(0, 60);
    return this.stop(
      start,
      start + Math.max(1, found.length),
      text`${shown} is no JSON value.`,
      text`Write text in double quotes; other values are numbers, ${'true'}, ${'false'}, ${'null'}, lists and objects.`,
    );
  }

  private repeated(name: string, start: number, end: number): void {
    if (this.problems.length >= this.limits.problems) return;
    this.problems.push({
      start,
      end,
      problem: text`The property ${name} occurs twice in one object.`,
      remedy: text`Keep one of the two.`,
    });
  }

  private expected(problem: Text): never {
    const ended = this.at >= this.source.length;
    return this.stop(
      this.at,
      this.at + 1,
      ended ? text`The file ends inside a value.` : problem,
      ended ? text`The file was cut, or a closing bracket is missing.` : undefined,
    );
  }

  private stop(start: number, end: number, problem: Text, remedy: Text | undefined): never {
    throw new Stop({ start, end, problem, remedy });
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.source.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at++;
    }
  }
}
