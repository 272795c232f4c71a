import type { Span } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import { isNoise, objectKinds, spellingOf } from '../topology/known-properties.ts';
import type { ExportedObject, ExportedValue, ExportRemark } from './exported-object.ts';
import { joinedList } from './joined-list.ts';
import type { Noun, Side } from './nouns.ts';
import { isEmptyValue, isLossy, type PlainProperty, plainProperty } from './plain-value.ts';
import { isCarried, isChosen } from './property-choice.ts';
import { property } from './recognise-object.ts';

/** An exported object whose noun and side are known, its properties sorted out. */
export interface TakenObject {
  readonly noun: Noun;
  readonly side: Side;
  readonly name: string;
  /** What makes it the same object in another file, in lower case. */
  readonly key: string;
  readonly at: Span;
  readonly how: ExportedObject['how'];
  /** By Exchange's spelling. */
  readonly properties: ReadonlyMap<string, PlainProperty>;
  readonly ignored: readonly string[];
  readonly unknown: readonly string[];
  readonly remarks: readonly ExportRemark[];
  /** Properties that stand for what only the author's machine knows. */
  readonly unresolved: readonly string[];
}

/** Sorts the properties of an object into those that go into the topology, those that do not matter, and the unknown. */
export function takeObject(object: ExportedObject, noun: Noun, side: Side): TakenObject {
  const properties = new Map<string, PlainProperty>();
  const [ignored, unknown, unresolved]: string[][] = [[], [], []];
  const remarks: ExportRemark[] = [];
  const { name, at } = nameOf(object, noun);
  for (const [written, value] of object.properties) {
    const spelling = spelled(noun, written);
    if (isNoise(written) && (noun.kind !== undefined || spelling === undefined)) ignored?.push(written);
    else if (value.flaw?.kind === 'unresolved') {
      unresolved?.push(spelling ?? written);
      remarks.push({ kind: 'doubtful', at: value.at, problem: value.flaw.because, remedy: undefined });
    } else {
      const plain = apart(spelling ?? written, plainProperty(value));
      if (spelling !== undefined && !isWanted(noun, spelling, isEmptyValue(plain.value) && !isLossy(value)))
        ignored?.push(spelling);
      else if (isLossy(value)) remarks.push(lossy(noun, name, spelling ?? written, value));
      else {
        if (spelling === undefined) unknown?.push(written);
        if (spelling !== undefined || isCarried(noun.kind, isEmptyValue(plain.value)))
          properties.set(spelling ?? written, plain);
      }
    }
  }
  const isNamed = ['Name', 'DomainName', 'Domain'].some((key) => properties.has(key));
  if ('single' in noun.into) properties.delete('Name');
  else if (!isNamed && name !== '' && noun.kind !== undefined && objectKinds[noun.kind].properties.includes('Name'))
    properties.set('Name', { value: name, at });
  keepIdentity(object, noun, properties);
  return {
    noun,
    side,
    name,
    key: keyOf(object, noun, name),
    at: object.at,
    how: object.how,
    properties,
    ignored: ignored ?? [],
    unknown: unknown ?? [],
    unresolved: unresolved ?? [],
    remarks,
  };
}

function apart(name: string, property: PlainProperty): PlainProperty {
  const list = typeof property.value === 'string' ? joinedList(name, property.value) : undefined;
  return list === undefined ? property : { value: list, at: property.at };
}

function spelled(noun: Noun, written: string): string | undefined {
  if (noun.kind !== undefined) return spellingOf(noun.kind, written);
  const lower = written.toLowerCase();
  return noun.properties.find((name) => name.toLowerCase() === lower);
}

const isWanted = (noun: Noun, name: string, isEmpty: boolean): boolean =>
  noun.kind === undefined || isChosen(noun.kind, name, isEmpty);

/** Identity of a receive connector names its server, and that of a recipient may be what others refer to it by. */
function keepIdentity(object: ExportedObject, noun: Noun, properties: Map<string, PlainProperty>): void {
  const wanted =
    noun.kind === 'receiveConnector' && !properties.has('Server')
      ? ['Identity']
      : noun.kind === 'recipient' && typeof property(object, 'PrimarySmtpAddress') !== 'string'
        ? ['Identity']
        : [];
  for (const name of wanted) {
    const value = object.properties.get(name);
    if (value !== undefined) properties.set(name, plainProperty(value));
  }
}

function nameOf(object: ExportedObject, noun: Noun): { readonly name: string; readonly at: Span } {
  const first =
    noun.kind === 'recipient' || noun.name === 'CASMailbox'
      ? ['PrimarySmtpAddress']
      : noun.kind === 'acceptedDomain'
        ? ['DomainName']
        : [];
  for (const key of [...first, 'Name', 'Identity', 'Id', 'DomainName', 'Domain', 'Subject', 'Value', 'SpoofedUser']) {
    const found = [...object.properties].find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
    const plain = found === undefined ? null : plainProperty(found).value;
    if (found !== undefined && typeof plain === 'string' && plain !== '') return { name: plain, at: found.at };
  }
  return { name: '', at: object.at };
}

function keyOf(object: ExportedObject, noun: Noun, name: string): string {
  const read = (key: string): string => {
    const value = property(object, key);
    const plain = value === undefined ? null : plainProperty({ value, at: object.at }).value;
    return typeof plain === 'string' ? plain : '';
  };
  if ('single' in noun.into) return '';
  if (noun.kind === 'receiveConnector') {
    const identity = read('Identity');
    return (identity.includes('\\') ? identity : `${read('Server')}\\${name}`).toLowerCase();
  }
  if (noun.name === 'ExchangeCertificate')
    return (
      read('Thumbprint') || `${name}${JSON.stringify(property(object, 'RawData') ?? '').slice(0, 2_000)}`
    ).toLowerCase();
  if (noun.name === 'InboxRule') return `${read('MailboxOwnerId')}\n${read('Identity') || name}`.toLowerCase();
  if (noun.name === 'ADPermission')
    return `${read('Identity')}\n${read('User')}\n${JSON.stringify(property(object, 'ExtendedRights'))}`.toLowerCase();
  if (noun.name === 'CASMailbox') return (read('PrimarySmtpAddress') || name).toLowerCase();
  if (noun.name.startsWith('Scuba')) return read('domain').toLowerCase();
  if (noun.name === 'TenantAllowBlockListSpoofItems')
    return `${read('SpoofedUser')}\n${read('SendingInfrastructure')}`.toLowerCase();
  return name.toLowerCase();
}

function lossy(noun: Noun, name: string, property: string, value: ExportedValue): ExportRemark {
  return {
    kind: 'refused',
    at: value.at,
    problem:
      value.flaw?.because ?? text`${property} of ${noun.name} ${name} was cut by the export: ${shorten(value.value)}.`,
    remedy: text`Export it whole: ${`${noun.command} | ConvertTo-Json -Depth 6`}.`,
  };
}

const shorten = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 80);
