import yargs, { type Argv } from 'yargs';
import { type CommandName, commandTable } from './command-table.ts';
import { type OptionRow, optionsOf } from './options.ts';

/**
 * The tables as a yargs parser. It prints help and completes words in a shell; it never runs a command, and it parses
 * nothing on the way to one.
 */
export function usageParser(command: CommandName | undefined, width: number): Argv {
  const parser = yargs([])
    .scriptName('mxproof')
    .detectLocale(false)
    .help(false)
    .version(false)
    .exitProcess(false)
    .wrap(width);
  const row = commandTable.find(({ name }) => name === command);
  if (row === undefined) {
    parser.usage('Usage: mxproof <command> [options]\n\nProves Exchange Online mail flow before it is deployed.');
    for (const { name, operands, describe } of commandTable) {
      parser.command(`${name} ${operands}`, describe);
    }
  } else {
    parser.usage(`Usage: mxproof ${row.name} ${row.operands} [options]\n\n${row.describe}.`);
    for (const option of optionsOf(row.name)) {
      const isFormat = option.name === 'format' && row.formats !== undefined;
      parser.option(
        option.name,
        yargsOption(isFormat ? { ...option, default: row.formats?.[0] ?? 'terminal' } : option),
      );
    }
  }
  const examples = row?.examples ?? commandTable.flatMap((each) => each.examples.slice(0, 1));
  for (const [line, meaning] of examples) parser.example(line, meaning);
  return parser.epilogue(row === undefined ? `${generalNotes}\n\n${exitCodes}` : exitCodes);
}

function yargsOption(row: OptionRow) {
  const placeholder = row.placeholder === undefined ? '' : `<${row.placeholder}>  `;
  return {
    ...(row.short === undefined ? {} : { alias: row.short }),
    type: row.kind === 'flag' ? ('boolean' as const) : ('string' as const),
    describe: `${placeholder}${row.describe}`,
    group: row.commands === undefined ? 'Common options:' : 'Options:',
    ...(row.values === undefined ? {} : { choices: row.values }),
    // Not given to yargs as a default: no value is set here, it is only told.
    ...(row.default === undefined ? {} : { defaultDescription: row.default, default: row.default }),
  };
}

const generalNotes =
  'mxproof <command> --help shows the options and examples of a command. A topology named - is read from standard input. ' +
  'mxproof completion prints the completion script for bash and zsh.';

const exitCodes =
  'Exit codes:\n' +
  '  0  clean\n' +
  '  1  findings at or above --fail-on, or an unmet expectation\n' +
  '  2  unusable input or options\n' +
  '  3  a fault of mxproof itself';
