import { commonItems } from '../../../base/changed-lines.ts';
import { pointerSegments } from '../../../input/documents/source-index.ts';
import { keyIn, objectsNamed, valueAt } from '../../../input/topology/object-in-document.ts';
import type { ObjectChange, Properties } from '../../../model/change.ts';
import { asFlag, asList, unwrap, writtenText } from '../../../model/exchange-value.ts';
import { type Text, text } from '../../../model/text.ts';
import { sameData } from './edit-document.ts';
import type { ValueEdit } from './edit-value.ts';

export type Steps =
  | { readonly ok: true; readonly steps: readonly ValueEdit[] }
  | { readonly ok: false; readonly because: Text };

const refuse = (because: Text): Steps => ({ ok: false, because });

/** What has to be done in a document for a change; refused where what the change starts from no longer stands there. */
export function stepsOfChange(data: unknown, change: ObjectChange): Steps {
  const { within, name, before, after } = change;
  const found = objectsNamed(data, within, name);
  const called = name ?? within;
  if (found.length > 1) return refuse(text`Several objects under ${within} are called ${called}.`);
  const [object] = found;
  if (before === null || (object === undefined && name === undefined)) {
    if (object !== undefined) return refuse(text`${called} is there already under ${within}.`);
    if (before !== null && Object.keys(before).length > 0) return refuse(text`${within} is not declared.`);
    return after === null ? { ok: true, steps: [] } : creation(data, change, after);
  }
  if (object === undefined) return refuse(text`There is no ${called} under ${within}.`);
  const path = writtenPath(data, object.at);
  if (after === null) return { ok: true, steps: [{ kind: 'remove', path }] };
  return settings(object.raw, path, called, before, after);
}

function creation(data: unknown, { within, name }: ObjectChange, after: Properties): Steps {
  const value = valueAt(data, within);
  const path = writtenPath(data, within);
  if (name === undefined) return { ok: true, steps: [{ kind: 'set', path, value: after }] };
  if (within === '/certificates') return { ok: true, steps: [{ kind: 'set', path: [...path, name], value: after }] };
  if (value !== undefined && value !== null && !Array.isArray(value))
    return refuse(text`What stands under ${within} is no list, so that nothing can be added to it.`);
  return { ok: true, steps: [{ kind: 'append', path, value: after }] };
}

function settings(raw: unknown, path: readonly string[], called: string, before: Properties, after: Properties): Steps {
  if (typeof raw !== 'object' || raw === null) {
    // A bare name stands for an object with that name and nothing else.
    if (Object.keys(before).length > 0) return refuse(text`${called} has no settings of its own.`);
    return { ok: true, steps: [{ kind: 'set', path, value: { DomainName: raw, ...after } }] };
  }
  const steps: ValueEdit[] = [];
  for (const property of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const key = keyIn(raw, property);
    const was = key === undefined ? undefined : (raw as Readonly<Record<string, unknown>>)[key];
    const wanted = after[property];
    if (!meansTheSame(was, before[property]))
      return refuse(text`${property} of ${called} is ${shown(was)} and no longer ${shown(before[property])}.`);
    if (wanted === undefined || wanted === null) {
      if (key !== undefined) steps.push({ kind: 'remove', path: [...path, key] });
    } else if (key !== undefined && Array.isArray(was) && Array.isArray(wanted)) {
      steps.push(...listSteps([...path, key], was, wanted));
    } else steps.push({ kind: 'set', path: [...path, key ?? property], value: wanted });
  }
  return { ok: true, steps };
}

/** Items put in where they belong, and then those taken out that are no more: each by its own line where it has one. */
function listSteps(path: readonly string[], was: readonly unknown[], wanted: readonly unknown[]): readonly ValueEdit[] {
  const said = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item));
  const common = commonItems(said(was), said(wanted));
  const kept = new Map(common.map(([left, right]) => [right, left]));
  let behind = was.length;
  const inserts: { readonly at: number; readonly value: unknown }[] = [];
  for (let index = wanted.length - 1; index >= 0; index--) {
    behind = kept.get(index) ?? behind;
    if (!kept.has(index)) inserts.push({ at: behind, value: wanted[index] });
  }
  const stays = new Set(common.map(([left]) => left));
  const removed = was.flatMap((_, index) =>
    stays.has(index) ? [] : [index + inserts.filter(({ at }) => at <= index).length],
  );
  return [
    ...inserts.map(({ at, value }): ValueEdit => ({ kind: 'insert', path: [...path, String(at)], value })),
    ...removed.reverse().map((index): ValueEdit => ({ kind: 'remove', path: [...path, String(index)] })),
  ];
}

/** The path of a pointer in the spelling of the document. */
function writtenPath(data: unknown, at: string): readonly string[] {
  let value = data;
  return pointerSegments(at).map((segment) => {
    const key = Array.isArray(value) ? segment : (keyIn(value, segment) ?? segment);
    value = valueAt(value, `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    return key;
  });
}

/** Two notations of one value of Exchange: a scalar for a list, a word for a flag, nothing for an empty list. */
function meansTheSame(written: unknown, claimed: unknown): boolean {
  if (sameData(written, claimed)) return true;
  const [left, right] = [unwrap(written), unwrap(claimed)];
  const flags = [asFlag(left), asFlag(right)];
  if (flags[0] !== undefined && flags[0] === flags[1]) return true;
  const [mine, theirs] = [texts(left), texts(right)];
  return mine !== undefined && theirs !== undefined && mine.join('\n') === theirs.join('\n');
}

function texts(value: unknown): readonly string[] | undefined {
  const items = asList(value).map((item) => writtenText(item));
  return items.every((item) => item !== undefined)
    ? items.flatMap((item) => (item ?? '').split(',')).map((item) => item.trim())
    : undefined;
}

const shown = (value: unknown): string =>
  value === undefined || value === null ? 'not set' : (writtenText(value) ?? JSON.stringify(value));
