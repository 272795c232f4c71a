import { type PowerShellCommand, type PowerShellValue, present } from './command.ts';

/** PowerShell ends a single-quoted string at any of these five, and takes each of them, doubled, for itself. */
const quotes = /['\u2018\u2019\u201a\u201b]/gu;

/** A text as one PowerShell literal in which nothing is expanded. */
export const quoted = (value: string): string => `'${value.replace(quotes, '$&$&')}'`;

/**
 * Whether a text can stand in a script and come back as it was: line ends and tabs can. Other control characters could
 * write to the terminal of whoever looks at the script, marks of direction could show another script than the one that
 * runs, and half a surrogate pair is lost when the file is written.
 */
export const isPrintable = (value: string): boolean =>
  !/[^\P{Cc}\t\n]|[\p{Cs}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u.test(value);

const widthMax = 118;

/** A command as PowerShell, without the end of its last line. `indent` stands before every line but the first. */
export function printCommand(command: PowerShellCommand, indent: string): string {
  const line = printedLine(
    command,
    indent,
    command.whatIf ? ' -WhatIf:$WhatIf -ErrorAction Stop' : ' -ErrorAction Stop',
  );
  // It would act even where the script is only asked what it would do.
  return command.whatIf ? line : `if (-not $WhatIf) {\n${indent}    ${line}\n${indent}}`;
}

/** A command as a person types it. */
export const typedCommand = (command: PowerShellCommand): string => printedLine(command, '', '');

function printedLine(command: PowerShellCommand, indent: string, tail: string): string {
  const print = (listed: (items: readonly string[]) => string): string =>
    `${command.from === undefined ? '' : `${called(command.from, listed)} -ErrorAction Stop | `}${called(command, listed)}${tail}`;
  const short = print((items) => `@(${items.join(', ')})`);
  return indent.length + short.length <= widthMax
    ? short
    : print((items) => `@(\n${items.map((item) => `${indent}    ${item}`).join(',\n')}\n${indent})`);
}

const called = (
  { cmdlet, parameters }: Pick<PowerShellCommand, 'cmdlet' | 'parameters'>,
  listed: (items: readonly string[]) => string,
): string =>
  `${cmdlet}${parameters.map(([name, value]) => (value === present ? ` -${name}` : ` -${name} ${printed(value, listed)}`)).join('')}`;

function printed(
  value: Exclude<PowerShellValue, typeof present>,
  listed: (items: readonly string[]) => string,
): string {
  if (value === null) return '$null';
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  if ('add' in value) {
    const parts = [
      ...(value.add.length === 0 ? [] : [`Add=${printedList(value.add, listed)}`]),
      ...(value.remove.length === 0 ? [] : [`Remove=${printedList(value.remove, listed)}`]),
    ];
    return `@{${parts.join('; ')}}`;
  }
  return printedList(value, listed);
}

function printedList(items: readonly string[], listed: (items: readonly string[]) => string): string {
  const [only = '', another] = items.map(quoted);
  return another === undefined ? `@(${only})` : listed(items.map(quoted));
}
