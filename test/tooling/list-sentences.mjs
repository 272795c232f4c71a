// Lists what reports say, area by area, with what is missing in French, and takes translations.
//   node test/tooling/list-sentences.mjs                    the areas, with their counts
//   node test/tooling/list-sentences.mjs --missing AREA…    what is left to translate, as a list to fill in (no area: all)
//   node test/tooling/list-sentences.mjs --all AREA…        everything of an area, with what stands in the catalogue
//   node test/tooling/list-sentences.mjs --take FILE…       takes filled-in lists into the catalogue
//   node test/tooling/list-sentences.mjs --tidy             moves sentences to their areas, and drops those that nothing says
// How to translate: src/report/language/README.md.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { allSentences, flawsOf, frenchFolder, loadKeptSentences, readFrench } from './sentences.mjs';

/** Names a sentence in a list that people fill in: eight hexadecimal digits, from its English words alone. */
export const idOf = (key) => createHash('sha256').update(key).digest('hex').slice(0, 8);

const oneLine = (words) => words.trim().replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const severalLines = (words) => words.replace(/\\([\\n])/gu, (_, sign) => (sign === 'n' ? '\n' : '\\'));

/** A list to fill in: the place as a comment, then the id and the English, which the French replaces. */
export function workList(sentences, french = new Map()) {
  return sentences
    .map(({ key, places }) => {
      const where = `# ${places[0].file}:${places[0].line}${places.length > 1 ? ` and ${places.length - 1} more` : ''}`;
      const lines = [where, `${idOf(key)}  ${oneLine(key)}`];
      const entry = french.get(key);
      if (typeof entry === 'string') lines.push(`#   ${oneLine(entry)}`);
      else if (entry !== undefined) lines.push(`#   one: ${oneLine(entry.one)}`, `#   other: ${oneLine(entry.other)}`);
      return `${lines.join('\n')}\n`;
    })
    .join('\n');
}

const line = /^([0-9a-f]{8})(?:\.(one|other|by))?\s+(.*\S)\s*$/u;

/** The entries of a filled-in list by id; lines that are neither comments nor entries are named. */
export function readWorkList(content) {
  const entries = new Map();
  const unreadable = [];
  content.split('\n').forEach((written, index) => {
    if (written.trim() === '' || written.startsWith('#')) return;
    const [, id, form, words] = line.exec(written) ?? [];
    if (id === undefined) unreadable.push(`line ${index + 1}: ${written.slice(0, 60)}`);
    else if (form === undefined) entries.set(id, severalLines(words));
    else
      entries.set(id, {
        ...(typeof entries.get(id) === 'object' ? entries.get(id) : {}),
        [form]: form === 'by' ? Number(words) : severalLines(words),
      });
  });
  return { entries, unreadable };
}

/**
 * French as it is printed: the space of the English at either end, and no line break before a sign that French sets
 * apart by a space. What stands in backquotes is code.
 */
export function typeset(key, words) {
  const [before] = /^\s*/u.exec(key);
  const [after] = /\s*$/u.exec(key);
  const set = words
    .trim()
    .split(/(`[^`]*`)/u)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replace(/ (?=[:;?!»](?:\s|$|[.,)]))/gu, '\u00a0').replace(/« /gu, '«\u00a0'),
    )
    .join('');
  return `${before}${set}${after}`;
}

const typesetEntry = (key, entry) =>
  typeof entry === 'string'
    ? typeset(key, entry)
    : { ...entry, one: typeset(key, entry.one ?? ''), other: typeset(key, entry.other ?? '') };

/** Writes the catalogue, one file an area, sorted, and the module that gathers them. */
function write(sentences, french) {
  const areas = [...new Set(sentences.map(({ area }) => area))].sort();
  for (const area of areas) {
    const keys = sentences.filter((one) => one.area === area && french.has(one.key)).map(({ key }) => key);
    const content = Object.fromEntries(keys.sort().map((key) => [key, french.get(key)]));
    writeFileSync(join(frenchFolder, `${area}.json`), `${JSON.stringify(content, null, 2)}\n`);
  }
  for (const name of readdirSync(frenchFolder)) {
    if (!areas.includes(name.replace('.json', ''))) rmSync(join(frenchFolder, name));
  }
  const nameOf = (area) => area.replace(/-(.)/gu, (_, letter) => letter.toUpperCase());
  const imports = areas.map((area) => `import ${nameOf(area)} from './french/${area}.json' with { type: 'json' };\n`);
  const parts = areas.map((area) => `  ...${nameOf(area)},\n`);
  writeFileSync(
    join(frenchFolder, '../french.ts'),
    `${imports.join('')}import type { Catalogue } from './translate.ts';

/** Every sentence of the program in French. Written by test/tooling/list-sentences.mjs, as its parts are. */
export const french: Catalogue = {\n${parts.join('')}};\n`,
  );
}

/** Takes filled-in lists; what is wrong with them is printed, and the rest is taken. */
function take(sentences, french, files) {
  const byId = new Map(sentences.map(({ key }) => [idOf(key), key]));
  let [taken, refused] = [0, 0];
  const refuse = (file, what) => {
    refused += 1;
    process.stdout.write(`${file}: ${what}\n`);
  };
  for (const file of files) {
    const { entries, unreadable } = readWorkList(readFileSync(file, 'utf8'));
    for (const one of unreadable) refuse(file, one);
    for (const [id, written] of entries) {
      const key = byId.get(id);
      if (key === undefined) {
        refuse(file, `${id}: no sentence has this id`);
        continue;
      }
      const entry = typesetEntry(key, written);
      const flaws = flawsOf(key, entry);
      if (flaws.length > 0) refuse(file, `${id}: ${flaws.join('; ')}\n  ${oneLine(key)}`);
      else {
        french.set(key, entry);
        taken += 1;
      }
    }
  }
  write(sentences, french);
  process.stdout.write(`${taken} taken, ${refused} refused\n`);
  if (refused > 0) process.exitCode = 1;
}

function overview(sentences, french) {
  const areas = [...new Set(sentences.map(({ area }) => area))].sort();
  const rows = areas.map((area) => {
    const all = sentences.filter((one) => one.area === area);
    const missing = all.filter(({ key }) => !french.has(key));
    return [area, all.length, missing.length, missing.reduce((sum, { key }) => sum + key.length, 0)];
  });
  const total = ['all', ...[1, 2, 3].map((column) => rows.reduce((sum, row) => sum + row[column], 0))];
  const head = ['area', 'sentences', 'missing', 'letters to translate'];
  return [head, ...rows, total]
    .map(([area, ...numbers]) => `${area.padEnd(28)}${numbers.map((one) => String(one).padStart(22)).join('')}\n`)
    .join('');
}

async function main([option, ...words]) {
  const sentences = allSentences(await loadKeptSentences());
  const french = new Map([...readFrench().values()].flatMap((part) => Object.entries(part)));
  const chosen = sentences.filter(({ area }) => words.length === 0 || words.includes(area));
  if (option === undefined) process.stdout.write(overview(sentences, french));
  else if (option === '--missing') process.stdout.write(workList(chosen.filter(({ key }) => !french.has(key))));
  else if (option === '--all') process.stdout.write(workList(chosen, french));
  else if (option === '--take') take(sentences, french, words);
  else if (option === '--tidy') write(sentences, french);
  else throw new Error(`unknown option ${option}; the head of this file names them`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.slice(2));
