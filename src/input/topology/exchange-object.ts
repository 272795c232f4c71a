import { nearest } from '../../base/suggest.ts';
import { asFlag, asList, isCut, unwrap, writtenText } from '../../model/exchange-value.ts';
import type { Pointer } from '../../model/source.ts';
import { list, text } from '../../model/text.ts';
import type { PastedObject, Written } from '../../model/topology.ts';
import { pointerTo } from '../documents/source-index.ts';
import type { ObjectKind } from './known-properties.ts';
import { isNoise, objectKinds, spellingOf } from './known-properties.ts';
import type { Reading } from './reading.ts';
import { reportNotice, reportProblem } from './reading.ts';
import { oneOf } from './schema-problems.ts';

/** An object of Exchange as pasted, its properties found by Exchange's own spelling. */
export interface ExchangeObject {
  readonly reading: Reading;
  readonly kind: ObjectKind;
  readonly at: Pointer;
  readonly name: string;
  /** `kind:name` as findings print it. */
  readonly subject: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * Opens a pasted object: unwraps its values, and reports properties that nobody knows and values that an export cut.
 * @param fallbackName names the object where no Name, Identity or Id does.
 */
export function openObject(
  reading: Reading,
  kind: ObjectKind,
  at: Pointer,
  raw: Readonly<Record<string, unknown>>,
  fallbackName: string,
): ExchangeObject {
  const properties: Record<string, unknown> = Object.create(null);
  const unknown: string[] = [];
  for (const [key, value] of Object.entries(raw)) {
    // The admin API puts the type of a property beside it.
    if (key.includes('@')) continue;
    const spelling = spellingOf(kind, key);
    if (spelling === undefined && !isNoise(key)) unknown.push(key);
    const property = spelling ?? key;
    if (Object.hasOwn(properties, property)) {
      reportProblem(
        reading,
        pointerTo(at, key),
        text`The property ${property} occurs twice in one object, in different spellings.`,
        text`Keep one of the two.`,
      );
    }
    properties[property] = onOff(kind, property, unwrap(value));
  }
  const name = nameOf(properties) ?? fallbackName;
  const { prefix, command } = objectKinds[kind];
  const object: ExchangeObject = {
    reading,
    kind,
    at,
    name,
    subject: `${prefix}:${name.toLowerCase()}`,
    properties: { ...properties },
  };
  for (const key of unknown) reportUnknown(object, key);
  for (const [key, value] of Object.entries(object.properties)) {
    if (isNoise(key) || !isCut(value)) continue;
    reportNotice(reading, pointerTo(at, key), {
      rule: 'topology/lossy-export',
      subject: object.subject,
      problem: text`${key} of ${object.name} was cut by the export: ${shorten(value)}.`,
      consequence: text`The values that are missing cannot be taken into account.`,
      remedy: text`Export it whole: ${`${command} | ConvertTo-Json -Depth 6`}.`,
    });
  }
  return object;
}

/** Enums of On and Off, of which YAML 1.1 tools make booleans. */
const onOffProperties: ReadonlySet<string> = new Set(['hostedOutboundSpamFilterPolicy/AutoForwardingMode']);

function onOff(kind: ObjectKind, property: string, value: unknown): unknown {
  if (typeof value !== 'boolean' || !onOffProperties.has(`${kind}/${property}`)) return value;
  return value ? 'On' : 'Off';
}

function reportUnknown(object: ExchangeObject, key: string): void {
  const near = nearestProperties(object, key);
  const notice = {
    rule: 'topology/unknown-property',
    subject: object.subject,
    problem: text`${key} is no known property of ${objectKinds[object.kind].title}.`,
    consequence: text`It is carried along, and nothing is concluded from it.`,
    remedy: near.length === 0 ? text`Remove it if it is a slip of the pen.` : text`Did you mean ${list(near, 'or')}?`,
  } as const;
  reportNotice(object.reading, pointerTo(object.at, key), notice, 'key');
}

/** Thousands of objects of one export have the same unknown property, and the comparison with all names takes a while. */
const guesses = new WeakMap<Reading, Map<string, readonly string[]>>();

function nearestProperties({ reading, kind }: ExchangeObject, key: string): readonly string[] {
  const known = guesses.get(reading) ?? new Map<string, readonly string[]>();
  guesses.set(reading, known);
  const id = `${kind} ${key}`;
  const found = known.get(id) ?? nearest(key, objectKinds[kind].properties, 2);
  known.set(id, found);
  return found;
}

function nameOf(properties: Readonly<Record<string, unknown>>): string | undefined {
  for (const key of ['Name', 'Identity', 'Id', 'DomainName', 'Domain']) {
    const found = writtenText(properties[key]);
    if (found !== undefined && found !== '') return found;
  }
  return undefined;
}

const shorten = (value: unknown): string => (writtenText(value) ?? JSON.stringify(value)).slice(0, 80);

export const propertyAt = (object: ExchangeObject, name: string): Pointer => pointerTo(object.at, name);

/** A property as text; undefined when it is absent, null or empty. */
export function textOf(object: ExchangeObject, name: string): Written | undefined {
  const plain = object.properties[name];
  const single = Array.isArray(plain) && plain.length === 1 ? plain[0] : plain;
  const written = writtenText(single);
  if (written === undefined || written === '' || isCut(written)) return undefined;
  return { text: written, at: propertyAt(object, name) };
}

/** A property as a list of texts; absent and null are the empty list. Commas separate values that were joined. */
export function textsOf(object: ExchangeObject, name: string): readonly Written[] {
  const at = propertyAt(object, name);
  const plain = object.properties[name];
  const result: Written[] = [];
  asList(plain).forEach((item, index) => {
    const written = writtenText(item);
    if (written === undefined || written === '' || isCut(written, true)) return;
    const place = Array.isArray(plain) ? pointerTo(at, index) : at;
    for (const entry of written.split(',')) if (entry.trim() !== '') result.push({ text: entry.trim(), at: place });
  });
  return result;
}

/** A property as true or false; undefined when it is absent or null. What is neither is a problem. */
export function flagOf(object: ExchangeObject, name: string): boolean | undefined {
  const plain = object.properties[name];
  if (plain === undefined || plain === null || plain === '') return undefined;
  const flag = asFlag(Array.isArray(plain) && plain.length === 1 ? plain[0] : plain);
  if (flag === undefined) {
    reportProblem(
      object.reading,
      propertyAt(object, name),
      text`${name} of ${object.name} is ${shorten(plain)}, which is neither true nor false.`,
      text`Write ${'true'} or ${'false'}.`,
    );
  }
  return flag;
}

/** Values of an enum, by Exchange's spelling, and the numbers that are known to stand for them. */
export interface Choices<V extends string> {
  readonly values: readonly V[];
  readonly numbers?: Readonly<Record<number, V>>;
  /** What `true` and `false` stand for where a YAML 1.1 tool made booleans of On and Off. */
  readonly booleans?: readonly [whenTrue: V, whenFalse: V];
  /** The service adds values: an unknown one is undetermined instead of a problem. */
  readonly open?: boolean;
}

/** A property with a closed set of values; undefined when it is absent, null, or a number without known meaning. */
export function choiceOf<V extends string>(object: ExchangeObject, name: string, choices: Choices<V>): V | undefined {
  const plain = object.properties[name];
  const single = Array.isArray(plain) && plain.length === 1 ? plain[0] : plain;
  if (typeof single === 'boolean' && choices.booleans !== undefined) return choices.booleans[single ? 0 : 1];
  const written = writtenText(single);
  if (written === undefined || written === '') return undefined;
  const lower = written.toLowerCase();
  const found = choices.values.find((value) => value.toLowerCase() === lower);
  if (found !== undefined) return found;
  if (/^\d+$/u.test(written)) {
    const mapped = choices.numbers?.[Number(written)];
    if (mapped === undefined)
      reportUndetermined(
        object,
        name,
        text`${name} of ${object.name} is the number ${written}, whose meaning is not known.`,
        choices.values,
      );
    return mapped;
  }
  if (choices.open === true)
    reportUndetermined(
      object,
      name,
      text`${name} of ${object.name} is ${written}, which is not among the known values.`,
      choices.values,
    );
  else
    reportProblem(
      object.reading,
      propertyAt(object, name),
      text`${written} is no value of ${name}.`,
      oneOf(written, choices.values),
    );
  return undefined;
}

/** A property that holds flags: `Tls, BasicAuth`, a list, or their sum where every bit is known. In lower case. */
export function flagsOf(
  object: ExchangeObject,
  name: string,
  values: readonly string[],
  bits: Readonly<Record<number, string>>,
): readonly string[] | undefined {
  const plain = object.properties[name];
  if (plain === undefined || plain === null) return undefined;
  const numeric =
    typeof plain === 'number'
      ? plain
      : /^\d+$/u.test(writtenText(plain) ?? '')
        ? Number(writtenText(plain))
        : undefined;
  if (numeric !== undefined) return fromBits(object, name, numeric, values, bits);
  const result: string[] = [];
  for (const { text: written, at } of textsOf(object, name)) {
    const known = values.find((value) => value.toLowerCase() === written.toLowerCase());
    if (known === undefined)
      reportProblem(object.reading, at, text`${written} is no value of ${name}.`, oneOf(written, values));
    else result.push(known.toLowerCase());
  }
  return result;
}

function fromBits(
  object: ExchangeObject,
  name: string,
  sum: number,
  values: readonly string[],
  bits: Readonly<Record<number, string>>,
): readonly string[] | undefined {
  if (sum === 0) return ['none'];
  const result: string[] = [];
  let rest = sum;
  for (const [bit, value] of Object.entries(bits)) {
    if ((sum & Number(bit)) === 0) continue;
    rest -= Number(bit);
    result.push(value.toLowerCase());
  }
  if (rest === 0) return result;
  reportUndetermined(
    object,
    name,
    text`${name} of ${object.name} is the number ${sum}, of which not every bit is known.`,
    values,
  );
  return undefined;
}

function reportUndetermined(
  object: ExchangeObject,
  name: string,
  problem: ReturnType<typeof text>,
  values: readonly string[],
): void {
  reportNotice(object.reading, propertyAt(object, name), {
    rule: 'topology/undetermined',
    subject: object.subject,
    problem,
    consequence: text`The default of ${name} is taken.`,
    remedy: text`Write one of ${list(values, 'or')}.`,
  });
}

/** An object that a later stage reads by itself. */
export const pasted = (object: ExchangeObject): PastedObject => ({
  at: object.at,
  name: object.name,
  properties: object.properties,
});
