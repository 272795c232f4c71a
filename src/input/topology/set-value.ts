import { nearest } from '../../base/suggest.ts';
import { list, type Text, text } from '../../model/text.ts';

/** A setting that is given another value: `tenant.inboundConnectors[From filter].Enabled=false`. */
export interface Setting {
  /** As it was written. */
  readonly written: string;
  /** Names of properties, and in brackets items of collections by name or by number from 0. */
  readonly path: readonly Step[];
  readonly value: unknown;
}

type Step = { readonly kind: 'property'; readonly name: string } | { readonly kind: 'item'; readonly name: string };

export interface SettingProblem {
  readonly problem: Text;
  readonly remedy: Text;
}

type Outcome<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & SettingProblem);

const example = 'tenant.organizationConfig.RejectDirectSend=true';

/** More than the deepest setting of a document has. */
const stepsMax = 16;

/** Reads `path=value`. The value is JSON where it is JSON, and otherwise the text itself, as exports print it. */
export function readSetting(written: string): Outcome<Setting> {
  const path: Step[] = [];
  let rest = written;
  while (rest !== '' && !rest.startsWith('=')) {
    const item = /^\[([^\]]*)\]/u.exec(rest);
    const property = item === null ? /^\.?([^.[\]=]+)/u.exec(rest) : null;
    const found = item ?? property;
    const name = found?.[1]?.trim() ?? '';
    if (found === null || name === '' || (path.length === 0 && (item !== null || rest.startsWith('.'))))
      return noPath(written);
    path.push({ kind: item === null ? 'property' : 'item', name });
    rest = rest.slice(found[0].length);
  }
  if (path.length === 0 || path.length > stepsMax || !rest.startsWith('=')) return noPath(written);
  return { ok: true, value: { written, path, value: parsedValue(rest.slice(1).trim()) } };
}

const noPath = (written: string): Outcome<never> => ({
  ok: false,
  problem: text`${written} is no setting with a value.`,
  remedy: text`Write path=value, such as ${example} or ${'tenant.inboundConnectors[From filter].Enabled=false'}.`,
});

function parsedValue(written: string): unknown {
  if (written.toLowerCase() === '$null') return null;
  try {
    return JSON.parse(written) as unknown;
  } catch {
    return written;
  }
}

type Plain = Readonly<Record<string, unknown>>;

/** The document with the setting; what is not named on the way stays as it is, the same objects. */
export function withSetting(document: unknown, setting: Setting): Outcome<unknown> {
  return put(document, setting, 0);
}

function put(current: unknown, setting: Setting, at: number): Outcome<unknown> {
  const step = setting.path[at];
  if (step === undefined) return { ok: true, value: setting.value };
  return step.kind === 'property'
    ? putProperty(current, step.name, setting, at)
    : putItem(current, step.name, setting, at);
}

function putProperty(current: unknown, name: string, setting: Setting, at: number): Outcome<unknown> {
  const where = shown(setting, at);
  if (Array.isArray(current))
    return {
      ok: false,
      problem: text`${where} is a collection, and ${name} no item of it is chosen for.`,
      remedy: text`Choose one: ${list(
        current.slice(0, namesShown).map((item, index) => `${where}[${nameOf(item) ?? index}]`),
        'or',
      )}.`,
    };
  const object = bareDomain(current, setting, at);
  if (object !== undefined && object !== null && typeof object !== 'object')
    return {
      ok: false,
      problem: text`${where} is ${String(object)}, which has no ${name}.`,
      remedy: text`Set ${where} itself, or another property.`,
    };
  const known = (object ?? {}) as Plain;
  const key = Object.keys(known).find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
  const inner = put(Object.hasOwn(known, key) ? known[key] : undefined, setting, at + 1);
  return inner.ok ? { ok: true, value: { ...known, [key]: inner.value } } : inner;
}

/** A domain alone stands for an object with its name (acceptedDomains). */
const bareDomain = (current: unknown, { path }: Setting, at: number): unknown =>
  typeof current === 'string' && path[at - 2]?.name.toLowerCase() === 'accepteddomains'
    ? { DomainName: current }
    : current;

const namesShown = 8;

function putItem(current: unknown, name: string, setting: Setting, at: number): Outcome<unknown> {
  const where = shown(setting, at);
  const wrapped = unwrapped(current);
  if (wrapped === undefined)
    return {
      ok: false,
      problem: text`${where} is not declared, so it has no ${name}.`,
      remedy: text`Give ${where} a whole value, as JSON.`,
    };
  const index = indexOf(wrapped, name);
  if (index === undefined) {
    const names = wrapped.flatMap((item) => nameOf(item) ?? []);
    const guesses = nearest(name, names);
    return {
      ok: false,
      problem: text`${where} has no ${name}.`,
      remedy:
        guesses.length > 0
          ? text`Did you mean ${list(
              guesses.map((guess) => `${where}[${guess}]`),
              'or',
            )}?`
          : text`It has ${list(names.slice(0, namesShown))}.`,
    };
  }
  const inner = put(wrapped[index], setting, at + 1);
  return inner.ok ? { ok: true, value: wrapped.map((item, number) => (number === index ? inner.value : item)) } : inner;
}

/** What an export prints for a collection: a list, the object that ConvertTo-Json makes of one, or its only item. */
function unwrapped(current: unknown): readonly unknown[] | undefined {
  if (Array.isArray(current)) return current;
  if (current === undefined || current === null) return undefined;
  const inner = typeof current === 'object' ? (current as Plain).value : undefined;
  return Array.isArray(inner) ? inner : [current];
}

function indexOf(items: readonly unknown[], name: string): number | undefined {
  const named = items.findIndex((item) => nameOf(item)?.toLowerCase() === name.toLowerCase());
  if (named >= 0) return named;
  const number = /^\d{1,9}$/u.test(name) ? Number(name) : items.length;
  return number < items.length ? number : undefined;
}

const identities: readonly string[] = ['name', 'domainname', 'address', 'identity', 'domain', 'primarysmtpaddress'];

/** What an object is called by: Name, or what stands for it. */
function nameOf(item: unknown): string | undefined {
  if (typeof item === 'string') return item;
  if (typeof item !== 'object' || item === null) return undefined;
  for (const identity of identities) {
    const key = Object.keys(item).find((one) => one.toLowerCase() === identity);
    const value = key === undefined ? undefined : (item as Plain)[key];
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** The path as far as it has been followed. */
const shown = ({ path }: Setting, at: number): string =>
  path
    .slice(0, at)
    .map((step, index) => (step.kind === 'item' ? `[${step.name}]` : `${index === 0 ? '' : '.'}${step.name}`))
    .join('') || 'the document';

/** The document with one more item at the end of a collection, which need not be there yet. */
export function withItem(document: unknown, within: readonly string[], item: unknown): unknown {
  const [name, ...rest] = within;
  if (name === undefined) return [...(unwrapped(document) ?? []), item];
  const known = (document ?? {}) as Plain;
  return { ...known, [name]: withItem(known[name], rest, item) };
}
