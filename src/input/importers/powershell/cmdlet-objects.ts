import type { Span } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import type { ExportedObject, ExportedValue } from '../exported-object.ts';
import { type Noun, nounNamed } from '../nouns.ts';
import { exportedValue, type Placing, writtenName } from './exported-value.ts';
import { isAboutTheRun, isSwitch, renamedParameter } from './parameter-names.ts';
import type { Remarks } from './remarks.ts';
import type { Command, Entry, Extent, Value } from './syntax.ts';

/** A value that a script gives to a parameter, however it does so. */
export interface Given {
  readonly name: string;
  readonly at: Extent;
  /** undefined: a switch. */
  readonly value: Value | undefined;
}

/** What a command was called with; `extra` are values that belong to no parameter. */
export interface Bound {
  readonly given: readonly Given[];
  readonly first: Value | undefined;
  readonly extra: readonly Value[];
}

/** Hashtables by variable, in lower case; `undefined` for one that the script may have changed. */
export type Variables = ReadonlyMap<string, Value | undefined>;

/** Gives every value its parameter; a variable that cannot be followed is answered instead. */
export function bindArguments(
  command: Command,
  variables: Variables,
): Bound | { readonly unknownVariable: string; readonly at: Extent } {
  const given: Given[] = [];
  const loose: Value[] = [];
  for (let index = 0; index < command.arguments.length; index++) {
    const argument = command.arguments[index];
    if (argument === undefined) continue;
    if (argument.kind === 'value') loose.push(argument.value);
    else if (argument.kind === 'splat') {
      const table = variables.get(argument.variable);
      if (table?.kind !== 'table') return { unknownVariable: argument.variable, at: argument.at };
      given.push(...table.entries.map(fromEntry));
    } else {
      const next = command.arguments[index + 1];
      const takes = argument.value === undefined && next?.kind === 'value' && !isSwitch(argument.name);
      given.push({ name: argument.name, at: argument.at, value: takes ? next.value : argument.value });
      if (takes) index++;
    }
  }
  const [first, ...extra] = loose;
  return { given, first, extra };
}

export const fromEntry = ({ name, nameAt, value }: Entry): Given => ({ name, at: nameAt, value });

/** The noun of a cmdlet that mxproof knows, with its verb in lower case; undefined for any other command. */
export function knownCmdlet(name: string): { readonly verb: string; readonly noun: Noun } | undefined {
  const [, verb = '', written = ''] = /^(?:[\w.]+\\)?([a-z]+)-([a-z]\w*)$/iu.exec(name) ?? [];
  if (written === '') return undefined;
  const noun = nounNamed(written);
  return noun === undefined ? undefined : { verb: verb.toLowerCase(), noun };
}

/** What each verb does with an object; cmdlets with other verbs change nothing that a topology holds. */
const effects: ReadonlyMap<string, ExportedObject['how']> = new Map([
  ['new', 'created'],
  ['add', 'created'],
  ['set', 'set'],
  ['enable', 'set'],
  ['disable', 'set'],
  ['remove', 'removed'],
]);

export const effectOf = (verb: string): ExportedObject['how'] | undefined => effects.get(verb);

/** The properties that parameters set, by name and in the notation in which Get- prints them. */
export function propertiesOf(noun: Noun, given: readonly Given[], place: Placing): Map<string, ExportedValue> {
  const properties = new Map<string, ExportedValue>();
  for (const { name, at, value } of given) {
    if (isAboutTheRun(name)) continue;
    const renamed = renamedParameter(noun.name, name);
    const exported: ExportedValue = value === undefined ? { value: true, at: place(at) } : exportedValue(value, place);
    const inNotation =
      renamed?.notation === 'state' && typeof exported.value === 'boolean'
        ? { ...exported, value: exported.value ? 'Enabled' : 'Disabled' }
        : exported;
    properties.set(renamed?.property ?? name, inNotation);
  }
  return properties;
}

export interface Taking {
  readonly place: Placing;
  /** What stands at a place, as far as it is on one line. */
  readonly quote: (at: Span) => string;
  readonly remarks: Remarks;
  readonly objects: ExportedObject[];
}

/** Cmdlets whose object has no identity: there is one of each. */
export const isSingle = (noun: Noun): boolean => 'single' in noun.into;

/** Adds an object. One whose name only a run knows is called as the script writes it, or left out where that says nothing. */
export function takeObject(
  taking: Taking,
  object: Pick<ExportedObject, 'how' | 'side' | 'properties'> & { readonly noun: Noun; readonly at: Extent },
): void {
  const { noun, how } = object;
  const properties = namedProperties(taking, object);
  if (properties === undefined) return;
  taking.objects.push({
    noun: noun.name,
    side: object.side ?? noun.side,
    at: taking.place(object.at),
    how,
    properties,
  });
}

/** Objects that are what they are called: nothing is left of them without it. */
const naming: Readonly<Record<string, readonly string[]>> = {
  AcceptedDomain: ['DomainName'],
  DkimSigningConfig: ['Domain', 'Identity'],
};

function namedProperties(
  taking: Taking,
  { noun, how, properties }: Pick<ExportedObject, 'how' | 'properties'> & { readonly noun: Noun },
): ReadonlyMap<string, ExportedValue> | undefined {
  const isItsName = noun.name in naming || noun.kind === 'recipient';
  const names = naming[noun.name] ?? (noun.kind === 'recipient' ? ['PrimarySmtpAddress'] : ['Name', 'Identity']);
  const name = names.flatMap((one) => properties.get(one) ?? [])[0];
  if (name?.flaw === undefined) return properties;
  const isLost = isItsName || how === 'removed';
  const label = `${taking.quote(name.at).slice(0, 60)} (line ${name.at.line})`;
  taking.remarks.add({
    kind: 'doubtful',
    at: name.at,
    problem: isLost
      ? text`Which ${noun.name} is meant is decided when the script runs; it is left out.`
      : text`What the ${noun.name} is called is decided when the script runs; here it is called ${label}.`,
    remedy: exportInstead(noun),
  });
  if (isLost) return undefined;
  const others = [...properties].filter(([key]) => key !== 'Name' && key !== 'Identity');
  return new Map([['Name', { value: label, at: name.at }], ...others]);
}

/** Says that the script decides, when it runs, which object a command is about. */
export function refuseUnnamed(taking: Taking, command: Command, noun: Noun): void {
  taking.remarks.add({
    kind: 'doubtful',
    at: taking.place(command.nameAt),
    problem: text`Which object ${command.name} changes is decided when the script runs.`,
    remedy: exportInstead(noun),
  });
}

export const exportInstead = (noun: Noun): ReturnType<typeof text> =>
  text`Import what is there afterwards: ${`${noun.command} | ConvertTo-Json -Depth 6`}.`;

export const writtenIdentity = (bound: Bound): string | undefined => {
  const named = bound.given.find(({ name }) => /^identity$/iu.test(name));
  return writtenName(named?.value ?? bound.first);
};
