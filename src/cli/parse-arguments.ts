import { parseArgs } from 'node:util';
import { nearest } from '../base/suggest.ts';
import type { InputProblem } from '../input/problem.ts';
import { list, text } from '../model/text.ts';
import { type CommandName, type CommandRow, commandNames, commandTable } from './command-table.ts';
import { type OptionRow, optionRows, optionsOf } from './options.ts';

export type Parsed =
  | { readonly kind: 'help'; readonly command: CommandName | undefined }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'command';
      readonly row: CommandRow;
      readonly operands: readonly string[];
      readonly flags: ReadonlySet<string>;
      readonly values: ReadonlyMap<string, readonly string[]>;
    }
  | {
      readonly kind: 'problems';
      readonly problems: readonly InputProblem[];
      readonly command: CommandName | undefined;
    };

const problem = (what: InputProblem['problem'], remedy?: InputProblem['remedy']): InputProblem => ({
  at: undefined,
  problem: what,
  remedy,
});

/** Reads the words of the command line against the tables; every mistake is named, not only the first. */
export function parseArguments(args: readonly string[]): Parsed {
  // An option of one name may be a flag of one command and take a value of another, so the command is looked for first.
  const [word] = wordsOf(tokensOf(args, optionRows));
  const commandRow = commandTable.find(({ name }) => name === word);
  const tokens = tokensOf(args, [...optionRows, ...(commandRow === undefined ? [] : optionsOf(commandRow.name))]);
  const words = wordsOf(tokens);
  const options = tokens.filter((token) => token.kind === 'option');
  const has = (name: string): boolean => options.some((token) => token.name === name);
  const [first, ...rest] = words;
  const asksHelp = has('help') || first === 'help';
  const named = first === 'help' ? rest[0] : first;
  const row = commandTable.find(({ name }) => name === named);
  if (has('version')) return { kind: 'version' };
  if (asksHelp && (named === undefined || row !== undefined)) return { kind: 'help', command: row?.name };
  if (named === undefined && options.length === 0) return { kind: 'help', command: undefined };
  if (row === undefined) return { kind: 'problems', problems: [unknownCommand(named)], command: undefined };

  const known = new Map(optionsOf(row.name).map((option) => [option.name, option]));
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  const problems: InputProblem[] = [];
  for (const token of options) {
    const option = known.get(token.name);
    const found = option === undefined ? unknownOption(token.rawName, row.name) : misuse(option, token);
    if (found !== undefined) problems.push(found);
    else if (token.value === undefined) flags.add(token.name);
    else values.set(token.name, [...(values.get(token.name) ?? []), token.value]);
  }
  for (const [name, given] of values) {
    if (given.length > 1 && known.get(name)?.repeatable !== true) {
      problems.push(problem(text`--${name} is given ${given.length} times.`, text`Give it once.`));
    }
  }
  // The value of an unknown option looks like an operand, so operands are counted only when all options are known.
  if (problems.length === 0) problems.push(...operandProblems(row, rest));
  if (problems.length > 0) return { kind: 'problems', problems, command: row.name };
  return { kind: 'command', row, operands: rest, flags, values };
}

type Token = ReturnType<typeof tokensOf>[number];

const wordsOf = (tokens: readonly Token[]): readonly string[] =>
  tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));

/** Of two rows of one name the last counts. */
function tokensOf(args: readonly string[], rows: readonly OptionRow[]) {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      rows.map((row) => [
        row.name,
        {
          type: row.kind === 'flag' ? 'boolean' : 'string',
          multiple: true,
          ...(row.short ? { short: row.short } : {}),
        },
      ]),
    ) as Record<string, { type: 'boolean' | 'string'; multiple: true; short?: string }>,
    allowPositionals: true,
    // Not strict: parseArgs would stop at the first mistake, with a message that knows no suggestion.
    strict: false,
    tokens: true,
  });
  return tokens;
}

function misuse(
  option: OptionRow,
  token: { readonly rawName: string; readonly value?: string | undefined; readonly inlineValue?: boolean | undefined },
): InputProblem | undefined {
  const { name, placeholder = 'value', values } = option;
  if (option.kind === 'flag') {
    if (token.value === undefined) return undefined;
    return problem(text`--${name} takes no value, and ${token.value} is given.`, text`Write --${name} alone.`);
  }
  const shape = values === undefined ? text`<${placeholder}>` : list(values, 'or');
  if (token.value === undefined || token.value === '') {
    return problem(text`--${name} has no value.`, text`Write --${name} with ${shape}.`);
  }
  if (token.inlineValue === false && token.value.startsWith('-') && token.value !== '-') {
    const remedy = text`Write --${name} with ${shape}, or --${name}=${token.value} where that is the value.`;
    return problem(text`--${name} has no value: ${token.value} behind it looks like an option.`, remedy);
  }
  if (values === undefined || values.includes(token.value)) return undefined;
  return problem(text`--${name} does not know ${token.value}.`, text`Write --${name} with ${list(values, 'or')}.`);
}

function operandProblems(row: CommandRow, operands: readonly string[]): readonly InputProblem[] {
  const usage = text`Usage: mxproof ${row.name} ${row.operands} [options].`;
  if (operands.length < row.least) {
    return [
      problem(
        text`${row.name} needs ${row.operands}, and ${operands.length === 0 ? text`nothing` : text`less`} is given.`,
        usage,
      ),
    ];
  }
  return operands
    .slice(Math.min(row.most, operands.length))
    .map((extra) => problem(text`${row.name} has no use for ${extra}.`, usage));
}

function unknownCommand(name: string | undefined): InputProblem {
  if (name === undefined) return problem(text`No command is given.`, text`The commands are ${list(commandNames)}.`);
  const guesses = nearest(name, commandNames);
  const remedy =
    guesses.length > 0 ? text`Did you mean ${list(guesses, 'or')}?` : text`The commands are ${list(commandNames)}.`;
  return problem(text`${name} is not a command.`, remedy);
}

function unknownOption(rawName: string, command: CommandName): InputProblem {
  const bare = rawName.replace(/^-+/u, '');
  const elsewhere = optionRows.find((row) => row.name === bare)?.commands;
  if (elsewhere !== undefined) {
    return problem(text`${rawName} is an option of ${list(elsewhere)}, not of ${command}.`, seeHelp(command));
  }
  const guesses = nearest(
    bare,
    optionsOf(command).map((row) => row.name),
  ).map((name) => `--${name}`);
  const remedy = guesses.length > 0 ? text`Did you mean ${list(guesses, 'or')}?` : seeHelp(command);
  return problem(text`${rawName} is not an option of ${command}.`, remedy);
}

const seeHelp = (command: CommandName) => text`mxproof ${command} --help lists the options.`;
