import { type CommandName, commandNames } from './command-table.ts';
import { usageParser } from './usage-parser.ts';

const width = 80;

/**
 * Shell completion. `completion` prints the script (yargs writes it to standard output itself); the script calls with
 * `--get-yargs-completions mxproof <words so far>` and gets the possible words, one a line.
 */
export async function completion(args: readonly string[]): Promise<string> {
  const asked = args.indexOf('--get-yargs-completions');
  if (asked < 0) {
    usageParser(undefined, width).showCompletionScript();
    return '';
  }
  const words = args.slice(asked + 2);
  const command: CommandName | undefined = commandNames.find((name) => name === words[0]);
  const found = await usageParser(command, width).getCompletion(words);
  // yargs lists short options as --q, and itself among the commands.
  const useful = found.filter(
    (word) => !/^--.$/u.test(word) && (command !== undefined || commandNames.some((name) => name === word)),
  );
  return useful.map((word) => `${word}\n`).join('');
}
