// Compiles schemas/topology.schema.json into code, because compiling it at every start costs most of a second.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneModule from 'ajv/dist/standalone/index.js';
import { transformSync } from 'esbuild';

const standaloneCode = standaloneModule.default ?? standaloneModule;
const root = new URL('../../', import.meta.url);
const schemaFile = new URL('schemas/topology.schema.json', root);
const outputFile = new URL('src/input/topology/validate.generated.js', root);

/** Writes the validator and, for "did you mean", the names that each closed object allows. */
export function generateValidator() {
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));
  const ajv = new Ajv2020({
    allErrors: true,
    messages: false,
    allowUnionTypes: true,
    inlineRefs: false,
    code: { source: true, esm: true },
  });
  const code = standaloneCode(ajv, ajv.compile(withoutProse(schema)));
  if (/\brequire\(/u.test(code)) throw new Error('the validator needs a runtime module; simplify the schema');
  const shape = `export const shape = ${JSON.stringify(shapeOf(schema, schema))};\n`;
  // The paths inside the schema are of no use to the formatter, and a third of the code.
  const plain = code
    .replace(/schemaPath:"[^"]*",/gu, '')
    // Joining by concat takes quadratic time in the faults of a hostile document; some hundreds are more than is shown.
    .replace(/vErrors === null \? (\w+)\.errors : vErrors\.concat\(\1\.errors\)/gu, 'joined(vErrors, $1.errors)')
    .concat(
      '\nfunction joined(all, more) { if (all === null) return more; if (all.length < 500) all.push(...more.slice(0, 500)); return all; }',
    );
  if (plain.includes('.concat(')) throw new Error('the validator joins its errors in quadratic time');
  // Half the size, and with it half the time to load it at every start.
  const small = transformSync(`${plain}\n${shape}`, { minify: true, format: 'esm', target: 'node20.19' });
  writeFileSync(outputFile, small.code);
  return fileURLToPath(outputFile);
}

/** The schema without what only editors read; the validator carries the rest of it along. */
function withoutProse(node) {
  if (Array.isArray(node)) return node.map(withoutProse);
  if (node === null || typeof node !== 'object') return node;
  const isProse = ([key, value]) => ['title', 'description', 'default'].includes(key) && typeof value !== 'object';
  return Object.fromEntries(
    Object.entries(node).flatMap((entry) => (isProse(entry) ? [] : [[entry[0], withoutProse(entry[1])]])),
  );
}

/** The names that each closed object allows, as a tree over the document: `in` by name, `any` for items and free names. */
function shapeOf(node, schema) {
  const target = node.$ref === undefined ? node : schema.$defs[node.$ref.replace('#/$defs/', '')];
  const inner = Object.entries(target.properties ?? {}).map(([key, value]) => [key, shapeOf(value, schema)]);
  const children = Object.fromEntries(inner.filter(([, value]) => value !== undefined));
  const free = target.items ?? Object.values(target.patternProperties ?? {})[0] ?? target.additionalProperties;
  const any = typeof free === 'object' ? shapeOf(free, schema) : undefined;
  const names = target.additionalProperties === false ? Object.keys(target.properties ?? {}) : undefined;
  if (names === undefined && any === undefined && Object.keys(children).length === 0) return undefined;
  return { names, in: children, any };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) generateValidator();
