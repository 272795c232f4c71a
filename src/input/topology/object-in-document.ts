import type { ObjectChange, Properties } from '../../model/change.ts';
import { unwrap, writtenText } from '../../model/exchange-value.ts';
import type { Pointer } from '../../model/source.ts';
import { pointerSegments, pointerTo } from '../documents/source-index.ts';
import { rawObjects } from './pasted-objects.ts';

/** An object of the document as it is written, with where it stands. */
export interface ObjectInDocument {
  readonly at: Pointer;
  /** A bare text stands for an object in some lists, such as an accepted domain. */
  readonly raw: unknown;
}

/** The value at a pointer; keys are compared without case, because exports differ in it. Undefined where none is written. */
export function valueAt(data: unknown, at: Pointer): unknown {
  let value = data;
  for (const segment of pointerSegments(at)) value = memberOf(value, segment);
  return value;
}

function memberOf(value: unknown, segment: string): unknown {
  if (Array.isArray(value)) return /^\d+$/u.test(segment) ? (value[Number(segment)] as unknown) : undefined;
  const key = keyIn(value, segment);
  return key === undefined ? undefined : (value as Readonly<Record<string, unknown>>)[key];
}

/** A property of an object in the spelling of the document; undefined where it is not written. */
export function keyIn(object: unknown, name: string): string | undefined {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined;
  if (Object.hasOwn(object, name)) return name;
  return Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase());
}

/** Identity of an object among its like: its name, domain or address; receive connectors have one name on each server. */
export function identityOf(raw: unknown): string | undefined {
  if (typeof raw !== 'object' || raw === null) return writtenText(raw);
  const read = (name: string): string | undefined => {
    const key = keyIn(raw, name);
    const written =
      key === undefined ? undefined : writtenText(unwrap((raw as Readonly<Record<string, unknown>>)[key]));
    return written === '' ? undefined : written;
  };
  const name = identities.map(read).find((one) => one !== undefined);
  const server = read('Server');
  return name === undefined || server === undefined || name.includes('\\') ? name : `${server}\\${name}`;
}

const identities = ['Name', 'Identity', 'Id', 'DomainName', 'Domain', 'address', 'PrimarySmtpAddress'] as const;

/** Maps whose keys are names of objects. */
const namedMaps: ReadonlySet<string> = new Set(['/certificates']);

/**
 * Every object that stands under a pointer by the name given, compared without case; the pointer's own object where no
 * name is given. More than one: the name does not say which.
 */
export function objectsNamed(data: unknown, within: Pointer, name: string | undefined): readonly ObjectInDocument[] {
  const value = valueAt(data, within);
  if (name === undefined) return value === undefined ? [] : [{ at: within, raw: value }];
  if (namedMaps.has(within)) {
    const key = keyIn(value, name);
    return key === undefined ? [] : [{ at: pointerTo(within, key), raw: memberOf(value, key) }];
  }
  const wanted = name.toLowerCase();
  return rawObjects(value, within).filter(({ raw }) => identityOf(raw)?.toLowerCase() === wanted);
}

/**
 * The change that gives the object at a pointer other settings. What it was is read from the document as it is written.
 * @param after by property names; `undefined` or `null` unsets one. Null instead of the properties removes the object.
 * @returns undefined where no object that can be told from its like stands there.
 */
export function changeOfObject(
  data: unknown,
  at: Pointer,
  after: Readonly<Record<string, unknown>> | null,
): ObjectChange | undefined {
  const raw = valueAt(data, at);
  const place = placeOf(raw, at);
  if (raw === undefined || raw === null || place === undefined) return undefined;
  const { within, name } = place;
  if (objectsNamed(data, within, name).length !== 1) return undefined;
  const written = (typeof raw === 'object' ? raw : {}) as Readonly<Record<string, unknown>>;
  if (after === null) return { target: 'object', within, name, before: written, after: null };
  const before: Record<string, unknown> = {};
  const wanted: Record<string, unknown> = {};
  for (const [property, value] of Object.entries(after)) {
    const key = keyIn(written, property);
    const was = key === undefined ? undefined : written[key];
    if (was !== undefined && was !== null) before[property] = was;
    if (value !== undefined && value !== null) wanted[property] = value;
  }
  return { target: 'object', within, name, before: before as Properties, after: wanted as Properties };
}

function placeOf(raw: unknown, at: Pointer): Pick<ObjectChange, 'within' | 'name'> | undefined {
  const last = pointerSegments(at).at(-1) ?? '';
  const parent = at.slice(0, at.lastIndexOf('/'));
  if (namedMaps.has(parent)) return { within: parent, name: last };
  if (!/^\d+$/u.test(last)) return { within: at, name: undefined };
  const name = identityOf(raw);
  return name === undefined ? undefined : { within: parent.replace(/\/value$/iu, ''), name };
}
