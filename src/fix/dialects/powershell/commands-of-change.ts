import type { ObjectChange, Properties } from '../../../model/change.ts';
import { asFlag, writtenText } from '../../../model/exchange-value.ts';
import { list, type Text, text } from '../../../model/text.ts';
import {
  type ChangeableObjects,
  type ChangingCmdlet,
  type CreatingCmdlet,
  changeableObjects,
} from '../../../reference/cmdlets/changing-cmdlets.ts';
import { allowBlockCommands, allowBlockList } from './allow-block-commands.ts';
import { argumentOf } from './argument-of.ts';
import type { PowerShellCommand, PowerShellValue } from './command.ts';
import { isPrintable } from './print-command.ts';
import { isRecipients, recipientCommands } from './recipient-commands.ts';
import { rightsCommands } from './rights-commands.ts';

/** Where a command is run: in Exchange Online PowerShell, or in the Exchange Management Shell. */
export type Side = ChangeableObjects['side'];

/** What does a change on one side, and what of it is left to a person because no command does it. */
export interface CommandsOfChange {
  /** undefined: nothing of PowerShell. */
  readonly side: Side | undefined;
  readonly commands: readonly PowerShellCommand[];
  readonly left: readonly Text[];
}

const tables: ReadonlyMap<string, ChangeableObjects> = new Map(changeableObjects.map((one) => [one.within, one]));

/** The commands for a change, by side; of a recipient both may have some. Nothing that is not in the table of cmdlets is written. */
export const commandsOfChange = (change: ObjectChange): readonly CommandsOfChange[] =>
  isRecipients(change.within) ? recipientCommands(change) : [objectCommands(change)];

function objectCommands(change: ObjectChange): CommandsOfChange {
  const { within, name, before, after } = change;
  if (within === allowBlockList) return allowBlockCommands(change);
  const table = tables.get(within);
  const called = name ?? within;
  if (within.startsWith('/partners/'))
    return byHand(undefined, text`${called} under ${within} belongs to a partner, who has to change it.`);
  if (table === undefined) return byHand(undefined, text`No command changes ${called} under ${within}.`);
  if (!isPrintable(called)) return byHand(table.side, text`A name with control characters stands in no command.`);
  // Of a single object, nothing declared is nothing set.
  if (name === undefined) return update(table, name, called, before ?? {}, after ?? {});
  if (after === null) return removal(table, called);
  return before === null ? creation(table, called, after) : update(table, name, called, before, after);
}

const byHand = (side: CommandsOfChange['side'], because: Text): CommandsOfChange => ({
  side,
  commands: [],
  left: [because],
});

const call = (cmdlet: string, parameters: PowerShellCommand['parameters'], whatIf = true): PowerShellCommand => ({
  cmdlet,
  parameters,
  whatIf,
});

function removal(table: ChangeableObjects, called: string): CommandsOfChange {
  if (table.remove === undefined) return byHand(table.side, text`No command removes ${called}.`);
  return {
    side: table.side,
    commands: [call(table.remove, [['Identity', called]], table.removeWithoutWhatIf !== true)],
    left: [],
  };
}

/** Created with what New- takes, then set with what only Set- does. */
function creation(table: ChangeableObjects, called: string, after: Properties): CommandsOfChange {
  const { create, side } = table;
  if (create === undefined) return byHand(side, text`No command creates ${called}.`);
  const wanted = Object.entries(after).filter(([property]) => !identities.has(property.toLowerCase()));
  const lacks = (create.needs ?? []).filter((name) => !wanted.some(([property]) => isCalled(property, name)));
  if (lacks.length > 0)
    return byHand(side, text`${create.cmdlet} makes ${called} of ${list(lacks)}, which are not set.`);
  const parameters = [...nameParameters(create, called), ...(create.fixed ?? [])] as [string, PowerShellValue][];
  const rest: Record<string, unknown> = {};
  for (const [property, value] of wanted) {
    const state = table.toggle?.properties.includes(property) === true ? stateOf(value) : undefined;
    const parameter = parameterOf(create, property);
    const given = parameter === undefined ? undefined : argumentOf(table.forms[parameter], value);
    if (state !== undefined) parameters.push(['Enabled', state]);
    else if (parameter !== undefined && given !== undefined) parameters.push([parameter, given]);
    else rest[property] = value;
  }
  if (create.disabled === true && !parameters.some(([name]) => name === 'Enabled')) parameters.push(['Enabled', true]);
  const made = call(create.cmdlet, inOrder(table, parameters), create.withoutWhatIf !== true);
  const set = update(table, called, called, {}, rest);
  return { side, commands: [made, ...set.commands], left: set.left };
}

const identities = new Set(['name', 'identity', 'id', 'server']);

const isCalled = (property: string, parameter: string): boolean => property.toLowerCase() === parameter.toLowerCase();

/** A connector of a server has the name `EX01\\Relay`, and New- takes the two apart. */
function nameParameters({ onServer }: CreatingCmdlet, called: string): readonly (readonly [string, string])[] {
  const [server = '', ...rest] = called.split('\\');
  return onServer === true && rest.length > 0
    ? [
        ['Name', rest.join('\\')],
        ['Server', server],
      ]
    : [['Name', called]];
}

function update(
  table: ChangeableObjects,
  name: string | undefined,
  called: string,
  before: Properties,
  after: Properties,
): CommandsOfChange {
  const named = name ?? table.identity;
  const identity: PowerShellCommand['parameters'] = named === undefined ? [] : [['Identity', named]];
  const given = new Map<ChangingCmdlet, [string, PowerShellValue][]>();
  const toggles: PowerShellCommand[] = [];
  const rights: PowerShellCommand[] = [];
  const unknown: string[] = [];
  const unsayable: string[] = [];
  for (const property of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const wanted = after[property] ?? null;
    if (table.toggle?.properties.includes(property) === true) {
      toggles.push(call(stateOf(wanted) === false ? table.toggle.off : table.toggle.on, identity));
      continue;
    }
    if (table.rights === true && property.toLowerCase() === 'extendedrights') {
      const found = rightsCommands(called, before[property], wanted);
      if (found === undefined) unsayable.push(property);
      else rights.push(...found);
      continue;
    }
    const cmdlet = table.update.find((one) => parameterOf(one, property) !== undefined);
    const parameter = cmdlet && parameterOf(cmdlet, property);
    const value = parameter === undefined ? undefined : argumentOf(table.forms[parameter], wanted);
    if (cmdlet === undefined || parameter === undefined) unknown.push(property);
    else if (value === undefined) unsayable.push(property);
    else given.set(cmdlet, [...(given.get(cmdlet) ?? []), [parameter, value]]);
  }
  const sets = table.update.flatMap((one) => {
    const parameters = given.get(one);
    return parameters === undefined ? [] : [call(one.cmdlet, [...identity, ...inOrder(table, parameters)])];
  });
  return {
    side: table.side,
    commands: [...sets, ...toggles, ...rights],
    left: [
      ...(unknown.length === 0 ? [] : [text`No command that is known here sets ${list(unknown)} of ${called}.`]),
      ...(unsayable.length === 0
        ? []
        : [text`Of ${called}, ${list(unsayable)} gets a value that no command can be given here; set it by hand.`]),
    ],
  };
}

/** The order of the table, so that a command reads the same however the document orders its properties. */
function inOrder(table: ChangeableObjects, parameters: [string, PowerShellValue][]): [string, PowerShellValue][] {
  const order = ['Name', 'Server', 'Usage', ...Object.keys(table.forms), 'Enabled'];
  return [...parameters].sort(([left], [right]) => order.indexOf(left) - order.indexOf(right));
}

const parameterOf = (cmdlet: ChangingCmdlet, property: string): string | undefined =>
  cmdlet.parameters.find((name) => name.toLowerCase() === property.toLowerCase());

/** A rule is enabled unless it is said to be disabled. */
function stateOf(value: unknown): boolean {
  const written = writtenText(value)?.toLowerCase();
  return asFlag(value) ?? written !== 'disabled';
}
