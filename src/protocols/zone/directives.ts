import { nearest } from '../../base/suggest.ts';
import { list, text } from '../../model/text.ts';
import { readEscapes } from '../dns-names/octets.ts';
import { countOf, fillTemplate, type GenerateRange, readRange, readTemplate, type Template } from './generate.ts';
import { checkTtl, readRecord } from './read-record.ts';
import { readSeconds } from './ttl.ts';
import { readEntries, type Token } from './zone-lexer.ts';
import { shown } from './zone-report.ts';
import { currentFile, nameOf, problemAt, type ZoneState } from './zone-state.ts';

type ReadText = (state: ZoneState, content: string) => void;

const directives: Readonly<Record<string, (state: ZoneState, tokens: readonly Token[], readText: ReadText) => void>> = {
  $ORIGIN: readOrigin,
  $TTL: readDefaultTtl,
  $INCLUDE: readInclude,
  $GENERATE: readGenerate,
};

const known = Object.keys(directives);

const knownDirectives = text`The directives are ${list(known)}; an owner that begins with a dollar sign is written ${'\\$'}.`;

/** Reads an entry that begins with a dollar sign; `readText` reads the text of an included file. */
export function readDirective(state: ZoneState, tokens: readonly Token[], readText: ReadText): void {
  const first = tokens[0];
  if (first === undefined) return;
  const directive = Object.hasOwn(directives, first.text.toUpperCase()) && directives[first.text.toUpperCase()];
  if (directive) {
    directive(state, tokens, readText);
    return;
  }
  const likely = state.report.full ? [] : nearest(first.text.slice(0, 20), known, 1);
  const problem = text`${shown(first.text)} is no directive.`;
  problemAt(
    state,
    first,
    problem,
    likely.length > 0 ? text`Did you mean ${list(likely)}? ${knownDirectives}` : knownDirectives,
  );
}

function readOrigin(state: ZoneState, tokens: readonly Token[]): void {
  const name = oneWord(state, tokens, text`Write ${'$ORIGIN contoso.com.'} with the trailing dot.`);
  if (name === undefined) return;
  const origin = nameOf(state, name, 'origin');
  if (origin !== undefined) state.origin = origin;
}

function readDefaultTtl(state: ZoneState, tokens: readonly Token[]): void {
  const remedy = text`Write seconds, or numbers with the units w, d, h, m and s: ${'$TTL 1h30m'}.`;
  const token = oneWord(state, tokens, remedy);
  if (token === undefined) return;
  const seconds = readSeconds(token.text);
  if (seconds === undefined) problemAt(state, token, text`${shown(token.text)} is no TTL.`, remedy);
  else state.defaultTtl = checkTtl(state, token, seconds);
}

function oneWord(
  state: ZoneState,
  tokens: readonly Token[],
  remedy: ReturnType<typeof text>,
  more = 0,
): Token | undefined {
  const [first, word] = tokens;
  if (first === undefined) return undefined;
  const extra = tokens[2 + more];
  if (word === undefined) problemAt(state, first, text`${first.text} stands without a value.`, remedy);
  else if (extra !== undefined) {
    problemAt(state, extra, text`${first.text} goes on with ${shown(extra.text)} behind its value.`, remedy);
  }
  return word;
}

function readInclude(state: ZoneState, tokens: readonly Token[], readText: ReadText): void {
  const remedy = text`Write ${'$INCLUDE file.zone'}, optionally followed by an origin for that file.`;
  const path = oneWord(state, tokens, remedy, 1);
  if (path === undefined) return;
  const unescaped = readEscapes(path.text);
  const origin = tokens[2] === undefined ? state.origin : nameOf(state, tokens[2], 'origin');
  if (tokens[2] !== undefined && origin === undefined) return;
  const content = fetchInclude(state, path, unescaped.ok && path.text.includes('\\') ? unescaped.octets : path.text);
  if (content === undefined) return;
  // RFC 1035 §5.1: the origin of the parent is the same before and after, whatever the included file sets.
  const parent = { origin: state.origin, owner: state.owner, ownerMissing: state.ownerMissing };
  state.origin = origin;
  state.files.push(content.file);
  readText(state, content.text);
  state.files.pop();
  Object.assign(state, parent);
}

function fetchInclude(
  state: ZoneState,
  token: Token,
  path: string,
): { readonly file: string; readonly text: string } | undefined {
  const { include } = state.options;
  const chain = () => list([...state.files, path].map(shown));
  if (include === undefined) {
    const remedy = text`Put the records of that file here; text inside another document includes no files.`;
    problemAt(state, token, text`${shown(path)} cannot be included here.`, remedy);
    return undefined;
  }
  const { includeDepth, includes } = state.limits;
  if (state.files.length > includeDepth || state.budget.includes <= 0) {
    const problem = text`${shown(path)} is not read: files include one another too deeply or too often (${chain()}).`;
    problemAt(state, token, problem, text`Include at most ${includes} files, at most ${includeDepth} deep.`);
    return undefined;
  }
  state.budget.includes--;
  const found = include(path, currentFile(state));
  if (!found.ok) {
    problemAt(
      state,
      token,
      text`${shown(path)} cannot be read: ${found.because}`,
      text`Name a file of the topology's directory.`,
    );
    return undefined;
  }
  if (!state.files.includes(found.file)) return found;
  const problem = text`${shown(path)} includes itself, through ${chain()}.`;
  problemAt(state, token, problem, text`Remove one of the inclusions.`);
  return undefined;
}

const generateForm = text`Write ${'$GENERATE 1-100 host-$ A 192.0.2.$'}: a range start-stop or start-stop/step, an owner, a type and a value in one word or in quotes.`;

// Each side is written once for every number, so a long one multiplies.
const templateMax = 2048;

function readGenerate(state: ZoneState, tokens: readonly Token[]): void {
  const [first, rangeToken, ownerToken, ...head] = tokens;
  const valueToken = head.pop();
  if (first === undefined) return;
  if (rangeToken === undefined || ownerToken === undefined || valueToken === undefined || head.length === 0) {
    problemAt(state, first, text`${first.text} stands without all of its parts.`, generateForm);
    return;
  }
  const range = readRange(rangeToken.text);
  if (range === undefined) {
    problemAt(state, rangeToken, text`${shown(rangeToken.text)} is no range.`, generateForm);
    return;
  }
  if (countOf(range) > state.limits.generated) {
    const remedy = text`Generate at most ${state.limits.generated} records with one line.`;
    problemAt(state, rangeToken, text`The range ${shown(rangeToken.text)} has ${countOf(range)} numbers.`, remedy);
    return;
  }
  const sides = [ownerToken, valueToken].map((token) => {
    const template = token.text.length <= templateMax ? readTemplate(token.text) : undefined;
    if (template !== undefined) return template;
    if (token.text.length > templateMax) {
      const remedy = text`Write at most ${templateMax} characters; longer values stand on lines of their own.`;
      problemAt(state, token, text`This part of the directive has ${token.text.length} characters.`, remedy);
      return undefined;
    }
    const remedy = text`In braces stand an offset, a width and one of the bases d, o, x, X, n and N: ${'$'}{0,3,d}.`;
    problemAt(state, token, text`The braces in ${shown(token.text)} hold something else.`, remedy);
    return undefined;
  });
  const [owner, value] = sides;
  if (owner === undefined || value === undefined) return;
  // A line without an owner below continues the record above the directive, not the last one that it wrote.
  const above = { owner: state.owner, ownerMissing: state.ownerMissing };
  writeGenerated(state, range, { ownerToken, owner, head, valueToken, value });
  Object.assign(state, above);
}

interface GenerateSides {
  readonly ownerToken: Token;
  readonly owner: Template;
  /** TTL, class and type. */
  readonly head: readonly Token[];
  readonly valueToken: Token;
  readonly value: Template;
}

function writeGenerated(state: ZoneState, range: GenerateRange, sides: GenerateSides): void {
  const { ownerToken, owner, head, valueToken, value } = sides;
  const before = state.report.count;
  for (let number = range.start; number <= range.stop; number += range.step) {
    const name = fillTemplate(owner, number);
    const data = fillTemplate(value, number);
    state.budget.units -= name.length + data.length;
    const words = wordsOf(data, valueToken);
    if (state.budget.units < 0 || words === undefined) {
      problemAt(state, valueToken, text`What this line generates cannot be read.`, generateForm);
      return;
    }
    readRecord(state, false, [{ ...ownerToken, text: name }, ...head, ...words]);
    // The same mistake follows with every number; one report of it is enough.
    if (state.report.count > before || state.full) return;
  }
}

/** The words of a generated value, each at the place of the template. */
function wordsOf(data: string, template: Token): readonly Token[] | undefined {
  const [entry, another] = readEntries(data);
  if (entry === undefined || another !== undefined || entry.faults.length > 0) return undefined;
  const { line, column, endColumn } = template;
  return entry.tokens.map((token) => ({ ...token, line, column, endColumn }));
}
