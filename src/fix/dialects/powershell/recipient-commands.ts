import type { ObjectChange, Properties, RecipientObjects } from '../../../model/change.ts';
import { asFlag, asList, writtenText } from '../../../model/exchange-value.ts';
import { list, type Text, text } from '../../../model/text.ts';
import {
  directoryAttributes,
  memberCmdlets,
  recipientCmdlets,
  recipientForms,
  shorthandProperties,
} from '../../../reference/cmdlets/changing-recipients.ts';
import { argumentOf, editsOf } from './argument-of.ts';
import type { PowerShellCommand, PowerShellValue } from './command.ts';
import type { CommandsOfChange, Side } from './commands-of-change.ts';
import { isPrintable, typedCommand } from './print-command.ts';

const collection = /^\/(?:(tenant|onPremises)\/)?recipients(?:\/|$)/u;

/** Whether recipients stand there: those of the shorthand, or the objects of one side, in a list or by their address. */
export const isRecipients = (within: string): boolean => collection.test(within);

/** undefined: the shorthand, which stands for objects of both sides. */
const sideOf = (within: string): Side | undefined => collection.exec(within)?.[1] as Side | undefined;

/** A setting in Exchange's words. */
interface Setting {
  /** As the document calls it. */
  readonly written: string;
  readonly property: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Where and by what a setting is set. */
type Place =
  | { readonly is: 'set'; readonly side: Side; readonly cmdlet: string }
  | { readonly is: 'synchronised' | 'unclear' | 'unknown' };

interface Placed {
  readonly setting: Setting;
  readonly place: Place;
  /** undefined: it is set nowhere, or no command can be given its value. */
  readonly value: PowerShellValue | undefined;
}

/**
 * The commands for a recipient. Which cmdlet sets something hangs on what the recipient is; what the shorthand declares is
 * written on-premises where an object there takes it, because directory synchronisation carries it to the tenant and not
 * back, else in the tenant.
 */
export function recipientCommands({
  within,
  name,
  before,
  after,
  recipient,
}: ObjectChange): readonly CommandsOfChange[] {
  const called = recipient?.address ?? name ?? within;
  if (before === null || after === null || recipient === undefined)
    return [byHand(text`Change the recipient ${called} where its mailbox is.`)];
  if (!isPrintable(called)) return [byHand(text`A name with control characters stands in no command.`)];
  const own = sideOf(within);
  const placed = settingsOf(own === undefined, before, after).map((setting): Placed => {
    const place = placeOf(setting.property, recipient, own);
    const value = place.is === 'set' ? argumentFor(setting) : undefined;
    return { setting, place, value };
  });
  const parts = (['onPremises', 'tenant'] as const).flatMap((side): readonly CommandsOfChange[] => {
    const commands = commandsOn(side, called, placed);
    return commands.length === 0 ? [] : [{ side, commands, left: [] }];
  });
  const left = leftOf(called, placed);
  const [first, ...more] = parts;
  return first === undefined ? [{ side: own, commands: [], left }] : [{ ...first, left }, ...more];
}

/** A cmdlet is called once with all that it sets; members of a group are put in and taken out one by one. */
function commandsOn(side: Side, called: string, placed: readonly Placed[]): readonly PowerShellCommand[] {
  const given = (wanted: string) =>
    placed.flatMap(({ setting, place, value }): readonly (readonly [string, PowerShellValue])[] =>
      place.is === 'set' && place.side === side && place.cmdlet === wanted && value !== undefined
        ? [[setting.property, value]]
        : [],
    );
  const sets = recipientCmdlets.flatMap(({ cmdlet, parameters }) => {
    const order = ([property]: readonly [string, PowerShellValue]) => parameters.indexOf(property);
    const set = given(cmdlet).toSorted((one, other) => order(one) - order(other));
    return set.length === 0 ? [] : [call(cmdlet, called, set)];
  });
  return [...sets, ...given(memberCmdlets.add).flatMap(([, value]) => memberCommands(called, value))];
}

/** What a person does, because no command does it. */
function leftOf(called: string, placed: readonly Placed[]): readonly Text[] {
  const left = (is: Place['is'], sentence: (names: Text) => Text): readonly Text[] => {
    const names = placed.filter(({ place, value }) => place.is === is && value === undefined);
    return names.length === 0 ? [] : [sentence(list(names.map(({ setting }) => setting.written)))];
  };
  return [
    ...left('unknown', (names) => text`No command that is known here sets ${names} of ${called}.`),
    ...left(
      'unclear',
      (names) =>
        text`Which command sets ${names} of ${called} hangs on its RecipientTypeDetails, which are not declared; set it by hand.`,
    ),
    ...left(
      'synchronised',
      (names) =>
        text`The tenant has ${called} from the directory on-premises (IsDirSynced): set ${names} there, and wait for the synchronisation.`,
    ),
    ...left(
      'set',
      (names) => text`Of ${called}, ${names} gets a value that no command can be given here; set it by hand.`,
    ),
  ];
}

const byHand = (because: Text): CommandsOfChange => ({ side: undefined, commands: [], left: [because] });

const call = (
  cmdlet: string,
  identity: string,
  parameters: readonly (readonly [string, PowerShellValue])[],
): PowerShellCommand => ({ cmdlet, parameters: [['Identity', identity], ...parameters], whatIf: true });

function memberCommands(group: string, value: PowerShellValue): readonly PowerShellCommand[] {
  if (typeof value !== 'object' || value === null || !('add' in value)) return [];
  return [
    ...value.add.map((member) => call(memberCmdlets.add, group, [['Member', member]])),
    ...value.remove.map((member) => call(memberCmdlets.remove, group, [['Member', member]])),
  ];
}

/** What differs, each once; of the shorthand in the words of Exchange, where it has some. */
function settingsOf(shorthand: boolean, before: Properties, after: Properties): readonly Setting[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].map((written) => {
    const spelled = shorthand
      ? shorthandProperties.get(written)
      : [...Object.keys(recipientForms), 'Members'].find((one) => one.toLowerCase() === written.toLowerCase());
    const meant = shorthand ? (value: unknown) => meaningOf(written, value) : (value: unknown) => value;
    return { written, property: spelled ?? '', before: meant(before[written]), after: meant(after[written]) };
  });
}

/** What the shorthand says in the values of Exchange; what it does not say has the meaning that the format gives it. */
function meaningOf(key: string, value: unknown): unknown {
  if (key === 'internalOnly') return asFlag(value) ?? false;
  if (key !== 'smtpAuth') return value;
  const on = asFlag(value);
  return on === undefined ? null : !on;
}

function placeOf(property: string, recipient: RecipientObjects, own: Side | undefined): Place {
  const asked: readonly Side[] = own === undefined ? ['onPremises', 'tenant'] : [own];
  const isGroup = asked.some((side) => memberCmdlets.of.test(recipient[side] ?? ''));
  let unclear = false;
  for (const side of asked) {
    const type = recipient[side];
    // On the other side a group is only looked up.
    if (type === null || (isGroup && !memberCmdlets.of.test(type ?? ''))) continue;
    const cmdlets = cmdletsFor(property, side, type);
    const [cmdlet, another] = cmdlets;
    if (another !== undefined) unclear = true;
    if (cmdlet === undefined || another !== undefined) continue;
    const isMailbox = /mailbox$/iu.test(type ?? '');
    return side === 'tenant' && recipient.isSynchronised && (!isMailbox || directoryAttributes.has(property))
      ? { is: 'synchronised' }
      : { is: 'set', side, cmdlet };
  }
  return { is: unclear ? 'unclear' : 'unknown' };
}

/** Every cmdlet that could set the property of such a recipient; of one whose type nobody says, of all. */
function cmdletsFor(property: string, side: Side, type: string | undefined): readonly string[] {
  if (property === 'Members') return type === undefined || memberCmdlets.of.test(type) ? [memberCmdlets.add] : [];
  return recipientCmdlets
    .filter((one) => one.side === undefined || one.side === side)
    .filter((one) => one.parameters.includes(property) && (type === undefined || one.of.test(type)))
    .map(({ cmdlet }) => cmdlet);
}

/** Proxy addresses with their type, as the list that they go into has them. */
function argumentFor({ written, property, before, after }: Setting): PowerShellValue | undefined {
  if (property === 'Members') return editsOf(before, after);
  const typed = (value: unknown) =>
    written === 'aliases' ? asList(value).map((one) => proxy(writtenText(one))) : value;
  return argumentOf(recipientForms[property], typed(after), typed(before));
}

const proxy = (address: string | undefined): string | undefined => address && `smtp:${address}`;

/** Commands that show what the change of a recipient has set. */
export function recipientShown(change: ObjectChange): readonly string[] {
  const shown = recipientCommands(change).flatMap(({ commands }) =>
    commands.map(({ cmdlet, parameters: [identity, ...set] }) => {
      const reading = typedCommand({
        cmdlet: cmdlet.replace(/^[A-Za-z]+-/u, 'Get-'),
        parameters: identity === undefined ? [] : [identity],
        whatIf: true,
      });
      const isMember = cmdlet === memberCmdlets.add || cmdlet === memberCmdlets.remove;
      return isMember ? reading : `${reading} | Format-List ${set.map(([name]) => name).join(', ')}`;
    }),
  );
  return [...new Set(shown)];
}
