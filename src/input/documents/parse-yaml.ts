import type { Alias, CST, Document, Node, Pair, ParsedNode, YAMLError } from 'yaml';
import { Composer, isAlias, isMap, isScalar, isSeq, Parser } from 'yaml';
import { invariant } from '../../base/invariant.ts';
import { text } from '../../model/text.ts';
import type { DocumentLimits } from './document-limits.ts';
import type { FoundProblem, Parsed } from './parsed.ts';
import { setOwn } from './parsed.ts';
import type { Place, PlacedEntry } from './place.ts';
import { yamlProblem } from './yaml-problem.ts';

/** Reads YAML 1.2 (core schema) with places; one document, no tags of its own, aliases within the limits. */
export function parseYaml(source: string, limits: DocumentLimits): Parsed {
  if (source.length > limits.yamlLength) {
    const problem = text`The document has ${source.length} characters, of which at most ${limits.yamlLength} are read in this notation.`;
    return {
      ok: false,
      problems: [
        {
          start: 0,
          end: 0,
          problem,
          remedy: text`Write it plainly (no anchors, tags, folded or continued text; lines that end in LF), or as JSON.`,
        },
      ],
    };
  }
  const many = tooManyParts(source, limits);
  if (many !== undefined) return { ok: false, problems: [many] };
  const tokens: CST.Token[] = [];
  for (const token of new Parser().parse(source)) {
    // The composer recurses and would overflow the stack; the parser does not.
    const deep = tooDeep(token, limits);
    if (deep !== undefined) return { ok: false, problems: [deep] };
    tokens.push(token);
  }
  const composer = new Composer<ParsedNode, true>({
    version: '1.2',
    schema: 'core',
    merge: false,
    // The composer's own comparison of keys takes quadratic time; keys are compared below.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const [document, second] = composer.compose(tokens, true, source.length);
  invariant(document, 'the composer makes a document of every text');
  const [first, ...others] = syntaxProblems(source, document.errors, limits);
  if (first !== undefined) return { ok: false, problems: [first, ...others] };
  if (second !== undefined) return { ok: false, problems: [secondDocument(second.range[0])] };
  const builder = new PlainData(document, source, limits);
  const data = builder.build();
  const [found, ...more] = builder.problems;
  if (found !== undefined) return { ok: false, problems: [found, ...more] };
  return { ok: true, data, root: document.contents === null ? undefined : placeOf(document.contents, document) };
}

/**
 * Bounds the work before anything is built. Every value needs at least one of these characters before the next, so
 * their number bounds the number of values.
 */
function tooManyParts(source: string, limits: DocumentLimits): FoundProblem | undefined {
  let parts = 0;
  for (let index = 0; index < source.length; index++) {
    const code = source.charCodeAt(index);
    // LF CR , [ {
    if (code !== 10 && code !== 13 && code !== 44 && code !== 91 && code !== 123) continue;
    if (++parts <= limits.values) continue;
    const problem = text`The document holds more than ${limits.values} values.`;
    return { start: index, end: index + 1, problem, remedy: undefined };
  }
  return undefined;
}

/** Depth of a token by a walk that keeps its own stack. */
function tooDeep(token: CST.Token, limits: DocumentLimits): FoundProblem | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [{ token, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token: inner, depth } = next;
    if (depth > limits.depth) {
      const problem = text`Values are nested deeper than ${limits.depth} levels.`;
      return { start: inner.offset, end: inner.offset + 1, problem, remedy: undefined };
    }
    if (inner.type === 'document' && inner.value !== undefined) open.push({ token: inner.value, depth });
    if (!('items' in inner)) continue;
    for (const item of inner.items) {
      if (item.key !== undefined && item.key !== null) open.push({ token: item.key, depth: depth + 1 });
      if (item.value !== undefined) open.push({ token: item.value, depth: depth + 1 });
    }
  }
  return undefined;
}

const secondDocument = (start: number): FoundProblem => ({
  start,
  end: start + 1,
  problem: text`A second document begins here.`,
  remedy: text`Keep one document in a file; remove the line ${'---'} between them.`,
});

function syntaxProblems(source: string, errors: readonly YAMLError[], limits: DocumentLimits): FoundProblem[] {
  const problems: FoundProblem[] = [];
  let reported = { start: -1, end: -1 };
  for (const error of errors) {
    const [at] = error.pos;
    // One slip usually gives several errors on its line, of which the first says it.
    if (at >= reported.start && at <= reported.end) continue;
    const end = source.indexOf('\n', at);
    reported = { start: at === 0 ? 0 : source.lastIndexOf('\n', at - 1) + 1, end: end < 0 ? source.length : end };
    problems.push(yamlProblem(source, error));
    if (problems.length >= limits.problems) break;
  }
  return problems;
}

/** Lives for one document: counts values and collects problems while it turns nodes into plain data. */
class PlainData {
  readonly problems: FoundProblem[] = [];
  private readonly document: Document.Parsed;
  private readonly source: string;
  private readonly limits: DocumentLimits;
  private readonly targets = new Map<Alias, Node | undefined>();
  private values = 0;
  private exhausted = false;

  constructor(document: Document.Parsed, source: string, limits: DocumentLimits) {
    this.document = document;
    this.source = source;
    this.limits = limits;
  }

  build(): unknown {
    return this.plain(this.document.contents, 0);
  }

  private plain(node: Node | null | undefined, depth: number): unknown {
    if (node === null || node === undefined || this.exhausted) return null;
    if (++this.values > this.limits.values || depth > this.limits.depth) {
      this.exhausted = true;
      const deep = depth > this.limits.depth;
      this.report(
        node,
        deep
          ? text`Values are nested deeper than ${this.limits.depth} levels.`
          : text`The document holds more than ${this.limits.values} values, aliases counted as often as they are used.`,
      );
      return null;
    }
    if (isScalar(node)) return this.scalar(node);
    if (isSeq(node)) return node.items.map((item) => this.plain(item as Node | null, depth + 1));
    if (isMap(node)) return this.map(node.items as readonly Pair<Node, Node | null>[], depth);
    if (isAlias(node)) return this.alias(node, depth);
    return null;
  }

  private scalar(node: Node & { readonly value: unknown; readonly tag?: string }): unknown {
    const standard = node.tag === undefined || node.tag.startsWith('tag:yaml.org,2002:');
    if (!standard)
      this.report(node, text`The tag ${node.tag ?? ''} is not known here.`, text`Write the value without a tag.`);
    const { value } = node;
    if (typeof value === 'bigint') return Number(value);
    return value === undefined ? null : value;
  }

  private map(pairs: readonly Pair<Node, Node | null>[], depth: number): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    const seen = new Set<string>();
    for (const pair of pairs) {
      const name = keyName(pair.key, this.source);
      if (name === undefined) {
        this.report(
          pair.key,
          text`A list or a map cannot be a key here.`,
          text`Write the key as text; put ${'[…]'}, ${'{…}'} and ${'*'} in quotes.`,
        );
        continue;
      }
      if (seen.has(name))
        this.report(pair.key, text`The key ${name} occurs twice in one map.`, text`Keep one of the two.`);
      seen.add(name);
      setOwn(data, name, this.plain(pair.value, depth + 1));
    }
    return data;
  }

  private alias(node: Alias, depth: number): unknown {
    const target = this.target(node);
    if (this.exhausted) return null;
    if (target === undefined) {
      const name = `*${node.source}`;
      this.report(
        node,
        text`In YAML, ${name} without quotes is an alias, and no anchor of that name stands above it.`,
        text`Write ${`"${name}"`}.`,
      );
      return null;
    }
    if (isInside(target, node)) {
      this.report(
        node,
        text`The alias ${`*${node.source}`} stands inside the value it names.`,
        text`Write the value out.`,
      );
      return null;
    }
    return this.plain(target, depth + 1);
  }

  private target(node: Alias): Node | undefined {
    if (!this.targets.has(node)) {
      if (this.targets.size >= this.limits.aliases) {
        this.exhausted = true;
        this.report(
          node,
          text`The document uses more than ${this.limits.aliases} aliases.`,
          text`Write the values out.`,
        );
        return undefined;
      }
      this.targets.set(node, node.resolve(this.document));
    }
    return this.targets.get(node);
  }

  private report(node: Node, problem: FoundProblem['problem'], remedy?: FoundProblem['problem']): void {
    if (this.problems.length >= this.limits.problems) return;
    const [start, end] = node.range ?? [0, 0];
    this.problems.push({ start, end: Math.max(start + 1, end), problem, remedy });
  }
}

const isInside = (outer: Node, inner: Node): boolean =>
  !isScalar(outer) &&
  (outer.range?.[0] ?? 0) <= (inner.range?.[0] ?? -1) &&
  (inner.range?.[0] ?? 0) < (outer.range?.[1] ?? 0);

/** A key as text; numbers, booleans and null keep the spelling of the document. */
function keyName(key: unknown, source?: string): string | undefined {
  if (!isScalar(key)) return undefined;
  if (typeof key.value === 'string') return key.value;
  const [start, end] = key.range ?? [0, 0];
  return key.source ?? source?.slice(start, end) ?? String(key.value);
}

function placeOf(node: Node, document: Document.Parsed): Place {
  const [start, end] = node.range ?? [0, 0];
  if (isMap(node)) {
    let entries: PlacedEntry[] | undefined;
    return {
      start,
      end,
      entries() {
        entries ??= (node.items as readonly Pair<Node, Node | null>[]).map((pair) => placedEntry(pair, document));
        return entries;
      },
    };
  }
  if (isSeq(node)) {
    let items: Place[] | undefined;
    return {
      start,
      end,
      items() {
        items ??= node.items.map((item) => placeOf(item as Node, document));
        return items;
      },
    };
  }
  const target = isAlias(node) ? node.resolve(document) : undefined;
  return target === undefined || isScalar(target) ? { start, end } : placeOf(target, document);
}

function placedEntry(pair: Pair<Node, Node | null>, document: Document.Parsed): PlacedEntry {
  const [keyStart, keyEnd] = pair.key.range ?? [0, 0];
  const value = pair.value === null || isEmpty(pair.value) ? undefined : placeOf(pair.value, document);
  return { name: keyName(pair.key) ?? '', keyStart, keyEnd, value };
}

/** A key without a value has an empty scalar, whose place helps nobody. */
const isEmpty = (node: Node): boolean => isScalar(node) && node.range?.[0] === node.range?.[1];
