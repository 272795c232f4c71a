import { parse } from 'yaml';

/* Documents that differ from a sound one in one place each, made by rule: what becomes of them nobody has written down. */

/** A document in which one thing is otherwise. */
export interface Mutant {
  /** The operator and the place. */
  readonly name: string;
  readonly document: Json;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

type Path = readonly (string | number)[];

/** What speaks of no message. */
const untouched: ReadonlySet<string> = new Set(['mxproof', 'name', 'description', 'asOf', 'messages', 'intents']);

/** One mutant for each place of a document at which an operator has something to do, in the order of the document. */
export function mutantsOf(document: Json): readonly Mutant[] {
  return [...places(document, [])].flatMap(([path, value]) =>
    operators.flatMap((operate) =>
      operate(path, value).map(
        ([what, now]): Mutant => ({
          name: `${what} at /${path.join('/')}`,
          document: replaced(document, path, now),
        }),
      ),
    ),
  );
}

/** What stands in the place of a value; `undefined`: nothing does. */
type Operator = (path: Path, value: Json) => readonly (readonly [what: string, now: Json | undefined])[];

const operators: readonly Operator[] = [
  (_, value) => (typeof value === 'boolean' ? [[`${String(value)} to ${String(!value)}`, !value]] : []),
  (path, value) => (isElement(path) && isRecord(value) ? [['remove', undefined]] : []),
  (path, value) =>
    typeof path.at(-1) === 'string' && isSetting(path) && !isRecord(value) ? [['default', undefined]] : [],
  (path, value) => (path.at(-1) === 'Name' && typeof value === 'string' ? [['rename', `${value} 2`]] : []),
  (_, value) => (typeof value === 'string' && isAddress(value) ? [['another address', neighbour(value)]] : []),
  (path, value) =>
    path.at(-1) === 'DomainType' ? [['other type', value === 'Authoritative' ? 'InternalRelay' : 'Authoritative']] : [],
  (path, value) => (path.at(-1) === 'State' ? [['other state', value === 'Enabled' ? 'Disabled' : 'Enabled']] : []),
  (path, value) => (path.at(-1) === 'mailbox' && value === 'cloud' ? [['move', 'onPremises']] : []),
  (path, value) => (path.at(-1) === 'mailbox' && value === 'onPremises' ? [['move', 'cloud']] : []),
  (path, value) => (isCertificateName(path) && typeof value === 'string' ? [['another name', `other.${value}`]] : []),
  (path, value) => (path.at(-1) === 'records' && typeof value === 'string' ? recordMutants(value) : []),
];

function recordMutants(records: string): readonly (readonly [string, string])[] {
  const lines = records.split('\n');
  const withLine = (index: number, line: string | undefined) =>
    lines.flatMap((one, at) => (at !== index ? [one] : line === undefined ? [] : [line])).join('\n');
  return lines.flatMap((line, index): readonly (readonly [string, string])[] => {
    if (/^\s*(?:;|\$|$)/u.test(line) || / SOA | NS /u.test(line)) return [];
    const said = line.trim().replaceAll(/\s+/gu, ' ');
    const priority = / MX +(\d+) /u.exec(line)?.[1];
    const terms = /"v=spf1 ([^"]*)"/u.exec(line)?.[1]?.split(' ') ?? [];
    return [
      [`drop ${said}`, withLine(index, undefined)],
      ...(priority === undefined
        ? []
        : [
            [
              `priority of ${said}`,
              withLine(index, line.replace(/ MX +\d+ /u, ` MX ${Number(priority) + 15} `)),
            ] as const,
          ]),
      ...terms.map((term) => [`drop ${term} of ${said}`, withLine(index, line.replace(` ${term}`, ''))] as const),
      ...(/ A \d/u.test(line) ? [[`move ${said}`, withLine(index, line.replace(/[\d.]+$/u, neighbour))] as const] : []),
    ];
  });
}

const isElement = (path: Path): boolean => typeof path.at(-1) === 'number';
/** A setting of an object inside of a list. */
const isSetting = (path: Path): boolean => typeof path.at(-2) === 'number';
const isAddress = (value: string): boolean => /^\d+\.\d+\.\d+\.\d+(?:\/\d+)?$/u.test(value);
const isCertificateName = (path: Path): boolean =>
  /^(?:TlsSenderCertificateName|TlsDomain|dnsNames|subject|fqdn)$/u.test(
    String(isElement(path) ? path.at(-2) : path.at(-1)),
  );
const isRecord = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The address beside it. */
const neighbour = (address: string): string =>
  address.replace(/\.(\d+)(?=\/|$)/u, (_, last: string) => `.${(Number(last) + 101) % 250}`);

function* places(value: Json, path: Path): Generator<readonly [Path, Json]> {
  if (path.length > 0) yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value))
    for (const [index, one] of (value as readonly Json[]).entries()) yield* places(one, [...path, index]);
  else
    for (const [key, one] of Object.entries(value))
      if (path.length > 0 || !untouched.has(key)) yield* places(one, [...path, key]);
}

function replaced(value: Json, [step, ...rest]: Path, now: Json | undefined): Json {
  if (step === undefined) return now ?? null;
  const next = (one: Json) => (rest.length === 0 ? now : replaced(one, rest, now));
  if (Array.isArray(value))
    return (value as readonly Json[]).flatMap((one, index) => {
      const is = index === step ? next(one) : one;
      return is === undefined ? [] : [is];
    });
  return Object.fromEntries(
    Object.entries(value as { readonly [key: string]: Json }).flatMap(([key, one]) => {
      const is = key === step ? next(one) : one;
      return is === undefined ? [] : [[key, is]];
    }),
  );
}

export const documentOf = (yaml: string): Json => parse(yaml) as Json;
