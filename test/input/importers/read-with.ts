import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportDialects } from '../../../src/input/importers/dialects.ts';
import type { ExportContents, ExportedObject } from '../../../src/input/importers/exported-object.ts';
import { asString, plain } from '../../../src/model/text.ts';

/** Reads a text with the only dialect that recognises it. */
export function readWith(title: string, content: string, file = 'x'): ExportContents {
  const found = exportDialects.filter((one) => one.recognises(content));
  const [only] = found;
  if (only === undefined || found.length > 1 || asString(only.title) !== title) {
    throw new Error(`read as ${found.map((one) => asString(one.title)).join(', ') || 'nothing'}`);
  }
  return only.read(content, file);
}

export const fixtureText = (path: string): string => readFileSync(join('fixtures/importers', path), 'utf8');

/** An object in short: what happens to it, and its properties; `?` for what the export does not say. */
export const shown = ({ how, noun, side, properties }: ExportedObject) => ({
  is: `${how} ${noun} ${side}`,
  ...Object.fromEntries([...properties].map(([name, { value, flaw }]) => [name, flaw === undefined ? value : '?'])),
});

export const said = ({ remarks }: ExportContents): readonly string[] =>
  remarks.map(({ kind, at, problem }) => `${kind} ${at.line}:${at.column} ${plain(problem)}`);
