import { nearest } from '../../base/suggest.ts';
import type { Span } from '../../model/source.ts';
import { asString, list, type Text, text } from '../../model/text.ts';
import type { DocumentIndex } from '../documents/source-index.ts';
import { pointerSegments, pointerTo } from '../documents/source-index.ts';
import type { InputProblem } from '../problem.ts';
import type { SchemaError, Shape } from './validate.generated.js';
import { shape, validate } from './validate.generated.js';

const problemsMax = 50;

/** What is wrong with the keys of ours and the shapes of their values, by key. */
export function schemaProblems(data: unknown, sources: DocumentIndex): InputProblem[] {
  if (validate(data)) return [];
  const problems: InputProblem[] = [];
  for (const error of validate.errors ?? []) {
    // "if" only says that "then" failed, which is reported by itself.
    if (error.keyword === 'if') continue;
    if (problems.length >= problemsMax) break;
    problems.push(problemOf(error, sources, data));
  }
  return problems;
}

function problemOf(error: SchemaError, sources: DocumentIndex, data: unknown): InputProblem {
  const at: Span | undefined = sources.locate(error.instancePath);
  const key = lastSegment(error.instancePath);
  const { params } = error;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(error, String(params.additionalProperty), sources);
    case 'required': {
      const missing = String(params.missingProperty);
      const where = owner(error.instancePath);
      const remedy = missing === 'mxproof' ? text`Write ${'mxproof: 1'} at the top.` : text`Add ${missing}.`;
      return { at, problem: text`${where} has no ${missing}.`, remedy };
    }
    case 'enum': {
      const allowed = (params.allowedValues as readonly unknown[]).filter((item) => item !== null).map(String);
      return {
        at,
        problem: text`${shown(valueAt(data, error.instancePath))} is no value of ${key}.`,
        remedy: oneOf(asString(shown(valueAt(data, error.instancePath))), allowed),
      };
    }
    case 'const':
      return {
        at,
        problem: text`${key} is ${shown(valueAt(data, error.instancePath))}, and this program reads version 1.`,
        remedy: text`Write ${text`${key}: 1`}.`,
      };
    case 'type':
      return {
        at,
        problem: text`${owner(error.instancePath)} is ${kindOf(valueAt(data, error.instancePath))}.`,
        remedy: text`It must be ${expected(params.type)}.`,
      };
    case 'minProperties':
      return {
        at,
        problem: text`${key} says nothing.`,
        remedy: text`Add one of ${list(shapeAt(error.instancePath)?.names ?? [], 'or')}.`,
      };
    default:
      return {
        at,
        problem: text`${owner(error.instancePath)} breaks the rule ${error.keyword} of the schema.`,
        remedy: undefined,
      };
  }
}

function unknownKey(error: SchemaError, name: string, sources: DocumentIndex): InputProblem {
  const at = sources.locateKey(pointerTo(error.instancePath, name));
  const known = shapeAt(error.instancePath)?.names ?? [];
  return {
    at,
    problem:
      error.instancePath === ''
        ? text`${name} is no key of a topology.`
        : text`${name} is no key of ${owner(error.instancePath)}.`,
    remedy: oneOf(name, known),
  };
}

/** The few values that may have been meant; all that are valid where none is near or the list is short. */
export function oneOf(word: string, allowed: readonly string[]): Text {
  const near = nearest(word, allowed);
  if (near.length === 0 || near.length === allowed.length) return text`Valid are ${list(allowed)}.`;
  return allowed.length > 8
    ? text`Did you mean ${list(near, 'or')}?`
    : text`Did you mean ${list(near, 'or')}? Valid are ${list(allowed)}.`;
}

function shapeAt(pointer: string): Shape | undefined {
  let found: Shape | undefined = shape;
  for (const segment of pointerSegments(pointer)) {
    found = (Object.hasOwn(found?.in ?? {}, segment) ? found?.in[segment] : undefined) ?? found?.any;
  }
  return found;
}

function valueAt(data: unknown, pointer: string): unknown {
  let value = data;
  for (const segment of pointerSegments(pointer)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}

const lastSegment = (pointer: string): string | Text => pointerSegments(pointer).at(-1) ?? theDocument;

const theDocument = text`The document`;

/** `tenant.cloud`, `services[0].name`: how a person would name the place. */
function owner(pointer: string): string | Text {
  const segments = pointerSegments(pointer);
  if (segments.length === 0) return theDocument;
  return segments
    .map((segment, index) => (/^\d+$/u.test(segment) ? `[${segment}]` : index === 0 ? segment : `.${segment}`))
    .join('');
}

function kindOf(value: unknown): Text {
  if (value === null || value === undefined) return text`empty`;
  if (Array.isArray(value)) return text`a list`;
  if (typeof value === 'object') return text`a map`;
  if (typeof value === 'string') return text`the text ${shown(value)}`;
  return text`${shown(value)}`;
}

const shown = (value: unknown): string | Text =>
  typeof value === 'string'
    ? value.length > 80
      ? `${value.slice(0, 80)}…`
      : value
    : (JSON.stringify(value)?.slice(0, 80) ?? text`nothing`);

const typeWords: Readonly<Record<string, Text>> = {
  string: text`text (put numbers and dates in quotes)`,
  boolean: list(['true', 'false'], 'or'),
  integer: text`a whole number`,
  number: text`a number`,
  array: text`a list`,
  object: text`a map`,
};

function expected(types: unknown): Text {
  const names = (Array.isArray(types) ? types : [types]).map(String).filter((name) => name !== 'null');
  return list(
    names.map((name) => typeWords[name] ?? name),
    'or',
  );
}
