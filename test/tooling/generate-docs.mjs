// Writes the generated parts of README.md: the table of rules between two markers, from the catalogue of checks, and what
// the built program prints where a marker names a command (`run:begin <arguments> | all`, or `| paragraphs <text>`: those
// that begin with the text).
// With --check it writes nothing and fails when the table is stale.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const path = (relative) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
export const begin = '<!-- rules:begin -->';
export const end = '<!-- rules:end -->';

/** The catalogue as the program has it, bundled into a file that Node can import. */
export async function loadCatalogue() {
  const directory = mkdtempSync(join(tmpdir(), 'mxproof-docs-'));
  try {
    const outfile = join(directory, 'catalogue.mjs');
    const entryPoints = [path('src/check/catalogue.ts')];
    await build({ entryPoints, outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'error' });
    return (await import(pathToFileURL(outfile).href)).catalogue;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

// A bar would end the cell, and an angle bracket would begin a tag.
const cell = (words) => words.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ').trim();

export function ruleTable(catalogue) {
  const rows = catalogue.map(({ id, severity, docs }) => `| \`${id}\` | ${severity} | ${cell(docs.summary)} |`);
  return ['| Rule | Severity | Reports |', '|---|---|---|', ...rows].join('\n');
}

/**
 * The text with its table replaced.
 * @returns undefined when a marker is missing or the two are in the wrong order.
 */
export function withTable(text, table) {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) return undefined;
  return `${text.slice(0, from + begin.length)}\n${table}\n${text.slice(to)}`;
}

const run = /<!-- run:begin (.+?) \| (all|paragraphs (.+?)) -->\n[\s\S]*?<!-- run:end -->/gu;

/** The text with the output of each named command in place. */
export function withOutputs(text, output) {
  return text.replaceAll(run, (_, command, what, wanted) => {
    const printed = output(command.match(/"[^"]*"|\S+/gu).map((word) => word.replaceAll('"', '')));
    const shown = wanted === undefined ? printed : paragraphs(printed, wanted);
    return `<!-- run:begin ${command} | ${what} -->\n\n\`\`\`text\n${shown.trim()}\n\`\`\`\n<!-- run:end -->`;
  });
}

const paragraphs = (printed, wanted) =>
  printed
    .split('\n\n')
    .filter((paragraph) => paragraph.replace(/^\w+ +/u, '').startsWith(wanted))
    .join('\n\n');

function printedBy(words) {
  const environment = { PATH: process.env.PATH, NO_COLOR: '1', COLUMNS: '100' };
  const result = spawnSync(process.execPath, [path('dist/cli.js'), ...words], {
    cwd: path('.'),
    env: environment,
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`mxproof ${words.join(' ')} ended with ${result.status}: ${result.stderr}`);
  return result.stdout;
}

async function main() {
  const readme = path('README.md');
  if (!existsSync(readme)) return say('There is no README.md yet, so nothing is generated.');
  const before = readFileSync(readme, 'utf8');
  const catalogue = await loadCatalogue();
  const table = withTable(before, ruleTable(catalogue));
  const after = table === undefined ? undefined : withOutputs(table, printedBy);
  if (after === undefined) return say(`README.md has no markers ${begin} and ${end}, so nothing is generated.`);
  if (after === before) return say(`README.md is fresh: ${catalogue.length} rules, and what the program prints.`);
  if (process.argv.includes('--check')) {
    process.exitCode = 1;
    return say('README.md is stale: run `npm run docs`.');
  }
  writeFileSync(readme, after);
  say(`README.md now lists ${catalogue.length} rules.`);
}

const say = (words) => void process.stderr.write(`${words}\n`);

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
