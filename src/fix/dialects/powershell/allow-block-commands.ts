import type { ObjectChange, Properties } from '../../../model/change.ts';
import { writtenText } from '../../../model/exchange-value.ts';
import { text } from '../../../model/text.ts';
import { type PowerShellCommand, present } from './command.ts';
import type { CommandsOfChange } from './commands-of-change.ts';
import { isPrintable } from './print-command.ts';

export const allowBlockList = '/tenant/tenantAllowBlockListItems';

/**
 * Entries of the Tenant Allow/Block List are made and removed by their value and the list that they are in; what an entry
 * says cannot be changed. None of the cmdlets takes -WhatIf.
 */
export function allowBlockCommands({ name, before, after }: ObjectChange): CommandsOfChange {
  const called = name ?? allowBlockList;
  const whole = before === null ? after : after === null ? before : undefined;
  const command = whole === undefined || whole === null ? undefined : after === null ? removal(whole) : creation(whole);
  if (command !== undefined) return { side: 'tenant', commands: [command], left: [] };
  const because =
    whole === undefined
      ? text`An entry of the Tenant Allow/Block List is not changed: remove ${called} and add it anew.`
      : text`Add or remove the entry ${called} of the Tenant Allow/Block List by hand: it lacks what the command needs.`;
  return { side: 'tenant', commands: [], left: [because] };
}

const read = (entry: Properties, property: string): string | undefined => {
  const key = Object.keys(entry).find((one) => one.toLowerCase() === property.toLowerCase());
  const written = key === undefined ? undefined : writtenText(entry[key]);
  return written !== undefined && written !== '' && isPrintable(written) ? written : undefined;
};

/** Its list is that of senders where none is named, as the topology reads it. */
function which(entry: Properties): PowerShellCommand['parameters'] | undefined {
  const value = read(entry, 'Value');
  const named = 'ListType' in entry ? read(entry, 'ListType') : 'Sender';
  return value === undefined || named === undefined
    ? undefined
    : [
        ['ListType', named],
        ['Entries', [value]],
      ];
}

function removal(entry: Properties): PowerShellCommand | undefined {
  const parameters = which(entry);
  return parameters && { cmdlet: 'Remove-TenantAllowBlockListItems', parameters, whatIf: false };
}

/** Without a date an entry that blocks stays; one that allows a sender cannot. */
function creation(entry: Properties): PowerShellCommand | undefined {
  const parameters = which(entry);
  const action = read(entry, 'Action')?.toLowerCase();
  const expires = read(entry, 'ExpirationDate');
  if (parameters === undefined || (action !== 'block' && (action !== 'allow' || expires === undefined)))
    return undefined;
  return {
    cmdlet: 'New-TenantAllowBlockListItems',
    parameters: [
      ...parameters,
      [action === 'block' ? 'Block' : 'Allow', present],
      expires === undefined ? ['NoExpiration', present] : ['ExpirationDate', expires],
    ],
    whatIf: false,
  };
}
