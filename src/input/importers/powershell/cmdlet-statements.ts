import { text } from '../../../model/text.ts';
import type { ExportedObject, ExportedValue } from '../exported-object.ts';
import type { Noun } from '../nouns.ts';
import {
  type Bound,
  bindArguments,
  effectOf,
  exportInstead,
  isSingle,
  knownCmdlet,
  propertiesOf,
  refuseUnnamed,
  type Taking,
  takeObject,
  writtenIdentity,
} from './cmdlet-objects.ts';
import { exportedValue } from './exported-value.ts';
import { sayEnd, sayLoose, sayOther, sayUnread } from './script-remarks.ts';
import type { Command, Statement, Value } from './syntax.ts';
import { UnreadCode } from './text-and-code.ts';

/** What is known where a statement stands: the hashtables above it, and the side that the script is connected to. */
interface Context {
  readonly variables: Map<string, Value | undefined>;
  side: ExportedObject['side'];
}

export const newContext = (side?: ExportedObject['side']): Context => ({ variables: new Map(), side });

/** Takes the objects of commands that run in any case; says of all others that they are not followed. */
export function takeStatements(statements: readonly Statement[], taking: Taking, context: Context): void {
  for (const statement of statements) {
    if (statement.kind === 'end') {
      sayEnd(statement, statements, taking);
      return;
    }
    takeStatement(statement, taking, context);
  }
}

function takeStatement(statement: Statement, taking: Taking, context: Context): void {
  switch (statement.kind) {
    case 'assignment':
      passCode(statement.value, 'expression', taking, context);
      context.variables.set(statement.variable, statement.value);
      return;
    case 'unread':
      for (const name of statement.unread.variables) context.variables.set(name, undefined);
      sayUnread(statement.unread, statement.word, taking);
      return;
    case 'pipeline':
      passCode(statement.from, 'expression', taking, context);
      statement.commands.forEach((command, index) => {
        takeCommand(command, statement.commands[index - 1], taking, context);
      });
      if (statement.into !== undefined) context.variables.set(statement.into, undefined);
      return;
    default:
      return;
  }
}

/** Code inside of a value may change the variables that it names, and may call cmdlets. */
function passCode(value: Value | undefined, word: string, taking: Taking, context: Context): void {
  const found = new UnreadCode();
  collectCode(value, found);
  for (const name of found.variables) context.variables.set(name, undefined);
  sayUnread(found, word, taking);
}

function collectCode(value: Value | undefined, found: UnreadCode): void {
  if (value?.kind === 'unresolved') found.add(value.unread);
  else if (value?.kind === 'list') for (const item of value.items) collectCode(item, found);
  else if (value?.kind === 'table') for (const entry of value.entries) collectCode(entry.value, found);
}

function takeCommand(command: Command, before: Command | undefined, taking: Taking, context: Context): void {
  for (const argument of command.arguments) {
    if (argument.kind !== 'splat') passCode(argument.value, command.name, taking, context);
  }
  noteConnection(command, context);
  const known = knownCmdlet(command.name);
  const how = known === undefined ? undefined : effectOf(known.verb);
  if (known === undefined || how === undefined) {
    sayOther(command, known !== undefined, taking);
    return;
  }
  const bound = bindArguments(command, context.variables);
  if ('unknownVariable' in bound) {
    taking.remarks.add({
      kind: 'doubtful',
      at: taking.place(bound.at),
      problem: text`The parameters of ${command.name} stand in ${`@${bound.unknownVariable}`}, which no literal in this file fills.`,
      remedy: exportInstead(known.noun),
    });
  } else if (isTrial(bound)) {
    taking.remarks.add({
      kind: 'ignored',
      at: taking.place(command.nameAt),
      problem: text`${command.name} runs with ${'-WhatIf'} and changes nothing.`,
      remedy: undefined,
    });
  } else takeCmdlet({ command, ...known, how, bound, before, context }, taking);
}

const isTrial = (bound: Bound): boolean =>
  bound.given.some(
    ({ name, value }) => /^whatif$/iu.test(name) && (value === undefined || (value.kind === 'flag' && value.flag)),
  );

interface Cmdlet {
  readonly command: Command;
  readonly verb: string;
  readonly noun: Noun;
  readonly how: ExportedObject['how'];
  readonly bound: Bound;
  readonly before: Command | undefined;
  readonly context: Context;
}

const isRecipient = (noun: Noun): boolean => noun.kind === 'recipient';

function takeCmdlet(cmdlet: Cmdlet, taking: Taking): void {
  const { command, verb, noun, bound, context } = cmdlet;
  const properties = propertiesOf(noun, bound.given, taking.place);
  const creates = cmdlet.how === 'created' && noun.name !== 'ADPermission';
  const identity = identityValue(cmdlet, taking, creates ? 'Name' : 'Identity');
  if (identity !== undefined) properties.set(creates ? firstOf(noun) : 'Identity', identity);
  if (!creates && !isSingle(noun) && !isNamed(properties, noun)) {
    refuseUnnamed(taking, command, noun);
    return;
  }
  if (bound.extra.length > 0) sayLoose(command, bound.extra, taking);
  const how = switchState(cmdlet, properties, taking);
  if (how === undefined) return;
  addUsage(noun, properties);
  if (how === 'set') keepName(cmdlet, properties, taking);
  for (const one of separately(noun, verb, properties)) {
    takeObject(taking, { noun, side: context.side, at: command.nameAt, how, properties: one });
  }
}

const isNamed = (properties: ReadonlyMap<string, ExportedValue>, noun: Noun): boolean =>
  [...properties].some(([name, { flaw }]) => /^(?:identity|name)$/iu.test(name) && flaw === undefined) ||
  noun.name.startsWith('TenantAllowBlockList');

/** The parameter that takes the first value without a name. */
const firstOf = (noun: Noun): string => (noun.name === 'DkimSigningConfig' ? 'Domain' : 'Name');

/** What a value without a name, or the command before it in the pipeline, says of the object. */
function identityValue({ bound, before, noun }: Cmdlet, taking: Taking, parameter: string): ExportedValue | undefined {
  if (bound.given.some(({ name }) => name.toLowerCase() === parameter.toLowerCase())) return undefined;
  if (bound.first !== undefined) return exportedValue(bound.first, taking.place);
  const source = before === undefined ? undefined : knownCmdlet(before.name);
  if (before === undefined || source?.verb !== 'get') return undefined;
  if (source.noun !== noun && !isRecipient(source.noun) && noun.name !== 'ADPermission') return undefined;
  const piped = bindArguments(before, new Map());
  if ('unknownVariable' in piped) return undefined;
  const name = writtenIdentity(piped);
  return name === undefined || name.includes('*') ? undefined : { value: name, at: taking.place(before.nameAt) };
}

/** Enable- and Disable- turn a switch of what is there; of recipients they make one and take it away. */
function switchState(
  { verb, noun, how, command }: Cmdlet,
  properties: Map<string, ExportedValue>,
  taking: Taking,
): ExportedObject['how'] | undefined {
  if (verb !== 'enable' && verb !== 'disable') return how;
  if (isRecipient(noun)) {
    if (properties.has('Archive')) return undefined;
    return verb === 'enable' ? 'created' : 'removed';
  }
  const on = verb === 'enable';
  const at = taking.place(command.nameAt);
  const isRule = propertiesOf(noun, [{ name: 'Enabled', at: command, value: undefined }], taking.place).has('State');
  properties.set(isRule ? 'State' : 'Enabled', { value: isRule ? (on ? 'Enabled' : 'Disabled') : on, at });
  return how;
}

/** New-TenantAllowBlockListItems makes an object of each entry, which Get- prints as its value and what is done with it. */
function separately(
  noun: Noun,
  verb: string,
  properties: Map<string, ExportedValue>,
): readonly ReadonlyMap<string, ExportedValue>[] {
  const entries = properties.get('Entries');
  if (noun.name !== 'TenantAllowBlockListItems' || entries === undefined) return [properties];
  const rest = new Map([...properties].filter(([name]) => !/^(?:Entries|Allow|Block)$/u.test(name)));
  for (const action of ['Allow', 'Block'] as const) {
    const given = properties.get(action);
    if (given !== undefined && verb !== 'remove') rest.set('Action', { ...given, value: action });
  }
  const values = Array.isArray(entries.value) ? (entries.value as readonly unknown[]) : [entries.value];
  return values.map((value, index) => {
    const at = entries.items?.[index] ?? entries.at;
    const flaw = entries.flaw === undefined ? {} : { flaw: entries.flaw };
    return new Map<string, ExportedValue>([...rest, ['Value', { value, at, ...flaw }]]);
  });
}

/** A change of the name is said and not made: other files, and other lines of this one, know the object by its old name. */
function keepName({ command, noun }: Cmdlet, properties: Map<string, ExportedValue>, taking: Taking): void {
  if (!properties.has('Identity')) return;
  for (const [key, { value, at }] of [...properties]) {
    if (!/^(?:name|primarysmtpaddress)$/iu.test(key)) continue;
    properties.delete(key);
    const problem = text`${command.name} changes ${key} to ${value === undefined ? text`what only a run knows` : String(value).slice(0, 80)}; here the object keeps the one that it has.`;
    taking.remarks.add({ kind: 'doubtful', at, problem, remedy: exportInstead(noun) });
  }
}

/** The usage of a new receive connector sets what is not given; the defaults differ between versions. */
function addUsage(noun: Noun, properties: Map<string, ExportedValue>): void {
  const usages = ['Usage', 'Client', 'Custom', 'Internal', 'Internet', 'Partner'];
  const usage = usages.flatMap((name) => properties.get(name) ?? [])[0];
  if (noun.name !== 'ReceiveConnector' || usage === undefined) return;
  for (const name of usages) properties.delete(name);
  for (const name of ['PermissionGroups', 'AuthMechanism']) {
    if (properties.has(name)) continue;
    const because = text`The usage of the connector decides ${name}, and the script does not say it.`;
    properties.set(name, { value: undefined, at: usage.at, flaw: { kind: 'unresolved', because } });
  }
}

/** Which organisation the commands that follow talk to. */
function noteConnection(command: Command, context: Context): void {
  const prefixed = command.arguments.some((one) => one.kind === 'parameter' && /^prefix$/iu.test(one.name));
  if (/^connect-exchangeonline$/iu.test(command.name) && !prefixed) context.side = 'tenant';
  else if (/^(?:disconnect-exchangeonline|import-pssession)$/iu.test(command.name)) context.side = undefined;
  else if (/^connect-exchangeserver$/iu.test(command.name)) context.side = 'onPremises';
}
