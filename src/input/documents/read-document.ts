import type { Span } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { InputProblem, Read } from '../problem.ts';
import { decodeText } from './decode-text.ts';
import type { DocumentLimits } from './document-limits.ts';
import { documentLimits } from './document-limits.ts';
import { parseJson } from './parse-json.ts';
import { parsePlainYaml } from './parse-plain-yaml.ts';
import type { FoundProblem, Parsed } from './parsed.ts';
import type { Place } from './place.ts';
import type { DocumentIndex } from './source-index.ts';
import { sourceIndex } from './source-index.ts';
import { textLines } from './text-lines.ts';

/** A YAML or JSON file as plain data: maps are objects, and no value but strings, numbers, booleans, null, lists, maps. */
export interface ReadDocument {
  readonly data: unknown;
  readonly sources: DocumentIndex;
  readonly text: string;
  /** Where its values stand, for what edits them. */
  readonly root: Place | undefined;
  readonly isJson: boolean;
}

/**
 * Reads one document. JSON when the name ends in `.json` or the text begins with a brace and is JSON; YAML otherwise.
 * @returns the data, or every problem found, each with its place.
 */
export async function readDocument(
  file: string,
  content: string | Uint8Array,
  limits: DocumentLimits = documentLimits,
): Promise<Read<ReadDocument>> {
  if (content.length > limits.bytes) {
    const problem = text`The file has ${content.length} bytes; at most ${limits.bytes} are read.`;
    return { ok: false, problems: [{ at: { file, line: 1, column: 1 }, problem, remedy: undefined }] };
  }
  const decoded = decodeText(content);
  if (!decoded.ok) {
    const at: Span = { file, line: decoded.line, column: decoded.column };
    return { ok: false, problems: [{ at, problem: decoded.problem, remedy: decoded.remedy }] };
  }
  const lines = textLines(file, decoded.text);
  const place = (found: FoundProblem): InputProblem => ({
    at: lines.span(found.start, found.end),
    problem: found.problem,
    remedy: found.remedy,
  });
  const [control, ...controls] = controlCharacters(decoded.text, limits);
  if (control !== undefined) return { ok: false, problems: [place(control), ...controls.map(place)] };
  const parsed = await parse(file, decoded.text, limits);
  if (!parsed.ok) {
    const [first, ...others] = parsed.problems;
    return { ok: false, problems: [place(first), ...others.map(place)] };
  }
  const sources = sourceIndex(file, lines, parsed.root);
  const { data, root, isJson } = parsed;
  return { ok: true, value: { data, sources, text: decoded.text, root, isJson }, notices: [] };
}

async function parse(
  file: string,
  source: string,
  limits: DocumentLimits,
): Promise<Parsed & { readonly isJson: boolean }> {
  if (/\.json$/iu.test(file)) return { ...parseJson(source, limits), isJson: true };
  const yaml = async () => ({ ...(await parseAnyYaml(source, limits)), isJson: false });
  if (/\.ya?ml$/iu.test(file) || !/^\s*\{/u.test(source)) return yaml();
  const json = { ...parseJson(source, limits), isJson: true };
  if (json.ok) return json;
  // A brace also opens a flow map of YAML, whose keys need no quotes.
  const other = await yaml();
  return other.ok ? other : json;
}

/** The whole parser is loaded only for what the plain one leaves to it; most documents start without it. */
async function parseAnyYaml(source: string, limits: DocumentLimits): Promise<Parsed> {
  const plain = parsePlainYaml(source, limits);
  if (plain !== undefined) return { ok: true, ...plain };
  const { parseYaml } = await import('./parse-yaml.ts');
  return parseYaml(source, limits);
}

/** YAML 1.2 section 5.1 and RFC 8259 section 7: no control character stands in the text as itself. */
function controlCharacters(source: string, limits: DocumentLimits): FoundProblem[] {
  const problems: FoundProblem[] = [];
  for (const match of source.matchAll(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
  )) {
    if (problems.length >= limits.problems) break;
    const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    problems.push({
      start: match.index,
      end: match.index + 1,
      problem: text`The character U+${code} cannot stand in a document.`,
      remedy: text`Remove it, or write it as the escape ${`"\\u${code.toLowerCase()}"`} in double quotes.`,
    });
  }
  return problems;
}
