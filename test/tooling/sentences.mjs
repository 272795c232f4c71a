// Every sentence of the program that reports may show, by the key under which a catalogue of src/report/language has it.
// Templates (`text`) are found in the syntax of the sources; sentences that are kept as strings are asked of the modules
// that keep them.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
const letters = /\p{L}/u;

/** The area of a file of the sources, after which the file of the catalogue is named. */
export function areaOf(file) {
  const [, first = '', ...rest] = file.split('/');
  const folders = rest.slice(0, -1);
  if (first === 'check' && folders[0] === 'rules' && folders[1] !== undefined) return `check-${folders[1]}`;
  if (first === 'report' && folders[0] === 'formats' && folders[1] !== undefined) return `report-${folders[1]}`;
  if (first === 'reference' && folders[1] === 'texts') return `semantics-${rest.at(-1).replace('.json', '')}`;
  if (first === 'reference' && folders.length > 0) return `reference-${folders[0]}`;
  if (first === 'input' && folders.length > 0) return `input-${folders[0]}`;
  if (first === 'simulate' && folders.length > 0) return `simulate-${folders[0]}`;
  if (first === 'protocols' && folders.length > 0) return `protocols-${folders[0]}`;
  return first.endsWith('.ts') ? 'program' : first;
}

const filesBelow = (folder, ending) =>
  readdirSync(join(root, folder), { recursive: true })
    .map((name) => `${folder}/${name.split(sep).join('/')}`)
    .filter((name) => name.endsWith(ending))
    .sort();

/** The names under which a source has `text` of model/text.ts. */
function tagsOf(source) {
  const tags = new Set();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !/\/text\.ts$/u.test(statement.moduleSpecifier.text)) continue;
    const names = statement.importClause?.namedBindings;
    if (names === undefined || !ts.isNamedImports(names)) continue;
    for (const { name, propertyName } of names.elements) {
      if ((propertyName ?? name).text === 'text') tags.add(name.text);
    }
  }
  return tags;
}

/** The key of a template, as `keyOf` of src/report/language/translate.ts makes it; undefined where it has no words. */
function keyOfTemplate(template) {
  const words = ts.isNoSubstitutionTemplateLiteral(template)
    ? [template.text]
    : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
  if (!words.some((part) => letters.test(part))) return undefined;
  return words.map((part, index) => (index === 0 ? part : `{${index - 1}}${part}`)).join('');
}

/** Templates of one source, and what `sentence` is given as it stands, each with the line it begins in. */
export function templatesOf(file, content) {
  if (!/`|\bsentence\(/u.test(content)) return [];
  const source = ts.createSourceFile(file, content, ts.ScriptTarget.Latest, false);
  const tags = tagsOf(source);
  const found = [];
  const take = (key, node) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    found.push({ key, file, line: line + 1 });
  };
  const visit = (node) => {
    if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && tags.has(node.tag.text)) {
      const key = keyOfTemplate(node.template);
      if (key !== undefined) take(key, node);
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'sentence') {
      const [words] = node.arguments;
      if (words !== undefined && ts.isStringLiteralLike(words) && letters.test(words.text)) take(words.text, node);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * Sentences that modules keep as strings: documentation of checks, and what `explain` says. A test imports them from
 * kept-sentences.ts itself.
 */
export async function loadKeptSentences() {
  const directory = mkdtempSync(join(tmpdir(), 'mxproof-sentences-'));
  try {
    const outfile = join(directory, 'kept-sentences.mjs');
    const entryPoints = [join(root, 'test/tooling/kept-sentences.ts')];
    await build({ entryPoints, outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'error' });
    return (await import(pathToFileURL(outfile).href)).keptSentences();
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/**
 * Every sentence by its key, sorted by area and by place: `{ key, area, places }`. A sentence that several areas say
 * belongs to the first.
 */
export function allSentences(kept) {
  const templates = filesBelow('src', '.ts').flatMap((file) =>
    templatesOf(file, readFileSync(join(root, file), 'utf8')),
  );
  // `list` of model/text.ts says it of no items; it is no template.
  const places = [
    { key: 'none', file: 'src/model/text.ts', line: 1 },
    ...templates,
    ...kept.filter(({ key }) => letters.test(key)),
  ];
  const byKey = new Map();
  for (const { key, file, line } of places) {
    const known = byKey.get(key) ?? [];
    known.push({ file, line, area: areaOf(file) });
    byKey.set(key, known);
  }
  const order = (left, right) =>
    compare(left.area, right.area) || compare(left.file, right.file) || left.line - right.line;
  return [...byKey]
    .map(([key, known]) => {
      const sorted = known.sort(order);
      return { key, area: sorted[0].area, places: sorted };
    })
    .sort((left, right) => order(left.places[0], right.places[0]) || compare(left.key, right.key));
}

const compare = (left, right) => (left < right ? -1 : left > right ? 1 : 0);

/** Where the catalogue lies, one file an area. */
export const frenchFolder = join(root, 'src/report/language/french');

/** The catalogue by the areas of its files. */
export function readFrench() {
  const names = readdirSync(frenchFolder).filter((name) => name.endsWith('.json'));
  return new Map(
    names
      .sort()
      .map((name) => [name.slice(0, -'.json'.length), JSON.parse(readFileSync(join(frenchFolder, name), 'utf8'))]),
  );
}

/** A path below the repository, as places name it. */
export const relativePath = (path) => relative(root, path).split(sep).join('/');

const sorted = (all) => [...all].sort(compare);
const same = (left, right) => left.length === right.length && left.every((one, index) => one === right[index]);
const placeholders = (words) => sorted(words.match(/\{\d+\}/gu) ?? []);
const codes = (words) => sorted((words.match(/`[^`]*`/gu) ?? []).map((code) => code.replace(/\{\d+\}/gu, '{}')));

/** What is wrong with a translation of a key; nothing where it may stand in the catalogue. */
export function flawsOf(key, entry) {
  const forms = typeof entry === 'string' ? [entry] : [entry.one, entry.other];
  if (typeof entry !== 'string') {
    const extra = Object.keys(entry).filter((name) => !['one', 'other', 'by'].includes(name));
    if (extra.length > 0) return [`it has ${extra.join(', ')}, and may have one, other and by`];
    if (forms.some((form) => typeof form !== 'string')) return ['it needs both one and other'];
    const counted = `{${entry.by ?? 0}}`;
    if (!key.includes(counted)) return [`it has two forms, and the English has no ${counted} to count by`];
  }
  return [...new Set(forms.flatMap((form) => flawsOfForm(key, form)))];
}

function flawsOfForm(key, form) {
  const flaws = [];
  if (form.trim() === '') flaws.push('it is empty');
  if (!same(placeholders(key), placeholders(form)))
    flaws.push(`its placeholders are ${placeholders(form).join(' ')}, not ${placeholders(key).join(' ')}`);
  if (!same(codes(key), codes(form))) flaws.push(`its code is ${codes(form).join(' ')}, not ${codes(key).join(' ')}`);
  if (/^\s*/u.exec(key)[0] !== /^\s*/u.exec(form)[0]) flaws.push('it does not begin with the same space');
  if (/\s*$/u.exec(key)[0] !== /\s*$/u.exec(form)[0]) flaws.push('it does not end with the same space');
  // Controls, and marks that reorder text (UAX 9).
  if (/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(form.replaceAll('\n', '')))
    flaws.push('it has a control character');
  return flaws;
}
