import type { CommandName } from './command-table.ts';
import { usageParser } from './usage-parser.ts';

const widest = 100;

/** Help on the program, or on one command. */
export async function help(command: CommandName | undefined, columns: number): Promise<string> {
  return `${(await usageParser(command, Math.min(columns, widest)).getHelp()).trim()}\n`;
}
