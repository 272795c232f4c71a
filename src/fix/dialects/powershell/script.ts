import { type Change, invert } from '../../../model/change.ts';
import { type Text, text } from '../../../model/text.ts';
import type { PowerShellCommand } from './command.ts';
import { type CommandsOfChange, commandsOfChange, type Side } from './commands-of-change.ts';
import { comment } from './comment.ts';
import { printCommand } from './print-command.ts';

/** A part of a plan that belongs together, with the words of whoever asked for it. */
export interface ScriptStep {
  /** What is done. */
  readonly title: Text;
  /** Why, such as the problem of a finding with its rule. */
  readonly reason: Text;
  readonly changes: readonly Change[];
}

/** The steps that take others back: the last one first. */
export const takenBack = (steps: readonly ScriptStep[]): readonly ScriptStep[] =>
  [...steps].reverse().map((step) => ({ ...step, changes: [...step.changes].reverse().map(invert) }));

/**
 * The changes of a plan as a script for Windows PowerShell 5.1 and PowerShell 7. It is run once connected to Exchange
 * Online and, with `-OnPremises`, once in the Exchange Management Shell; `-WhatIf` changes nothing. A command that fails
 * ends it. What no command does stands in comments.
 */
export function powershellScript(title: Text, steps: readonly ScriptStep[]): string {
  const numbered = steps.map((step, index) => ({
    step,
    number: String(index + 1),
    parts: step.changes.map((change) => (change.target === 'object' ? commandsOfChange(change) : [])),
  }));
  const section = (side: Side): readonly string[] => {
    const lines = numbered.flatMap(({ step, number, parts }) => {
      const commands = parts.flat().flatMap((part) => (part.side === side ? part.commands : []));
      return commands.length === 0 ? [] : stepLines(number, step, commands);
    });
    return lines.length > 0 ? lines : [`${indent}Write-Host 'Nothing to change on this side.'`];
  };
  const byHand = numbered.flatMap(({ step, number, parts }) => handLines(number, step.changes, parts));
  const script = [
    ...comment(title, ''),
    ...usage.flatMap((line) => comment(line, '')),
    ...(byHand.length === 0 ? [] : ['#', ...comment(text`No command does the following:`, ''), ...byHand]),
    '[CmdletBinding()]',
    'param(',
    `${indent}[switch] $OnPremises,`,
    `${indent}[switch] $WhatIf`,
    ')',
    '',
    'if (-not $OnPremises) {',
    ...section('tenant'),
    '} else {',
    ...section('onPremises'),
    '}',
    '',
  ].join('\n');
  // Windows PowerShell 5.1 reads a file without the mark in the code page of the machine, where other octets are quotes.
  return /[^\0-\x7f]/u.test(script) ? `\ufeff${script}` : script;
}

const indent = '    ';

const usage: readonly Text[] = [
  text`Exchange Online: run it after Connect-ExchangeOnline.`,
  text`Exchange Server: run it with -OnPremises in the Exchange Management Shell.`,
  text`With -WhatIf it changes nothing and shows what it would do. It ends at the first command that fails.`,
];

function stepLines(number: string, step: ScriptStep, commands: readonly PowerShellCommand[]): readonly string[] {
  return [
    ...comment(text`${number}. ${step.title}`, indent),
    ...comment(step.reason, indent),
    ...commands.map((command) => `${indent}${printCommand(command, indent)}`),
  ];
}

function handLines(
  number: string,
  changes: readonly Change[],
  parts: readonly (readonly CommandsOfChange[])[],
): readonly string[] {
  return changes.flatMap((change, index) => {
    if (change.target === 'person') return comment(text`${number}. ${change.instruction}`, '');
    if (change.target === 'dns')
      return comment(text`${number}. Change ${change.type} of ${change.owner} in DNS; see dns.zone.diff.`, '');
    return (parts[index] ?? []).flatMap(({ left }) => left).flatMap((left) => comment(text`${number}. ${left}`, ''));
  });
}
