import type { CommandName } from './command-table.ts';
import { drillOptions } from './drill-option-rows.ts';
import { traceOptions } from './trace-options.ts';

/**
 * One row per option: the hot path hands the table to parseArgs of node:util, help and shell completion build a yargs
 * parser from it. yargs alone costs more time than the whole start (120 ms against 7 ms for parseArgs), so it is loaded
 * only for those two.
 */
export interface OptionRow {
  readonly name: string;
  readonly short?: string;
  readonly kind: 'flag' | 'value';
  readonly repeatable?: boolean;
  /** What stands for the value in help. */
  readonly placeholder?: string;
  /** The only values that are understood, where the list is closed. */
  readonly values?: readonly string[];
  readonly default?: string;
  readonly describe: string;
  /** undefined: every command takes it. */
  readonly commands?: readonly CommandName[];
}

const common: readonly OptionRow[] = [
  {
    name: 'format',
    kind: 'value',
    repeatable: true,
    placeholder: 'format[=file]',
    default: 'terminal',
    describe:
      'How to print the report: terminal or json, and where the command has it sarif, junit, html, markdown, csv, ' +
      'github or gitlab, of graph svg, mermaid or dot; with =file into that file. Repeatable.',
  },
  {
    name: 'output',
    short: 'o',
    kind: 'value',
    placeholder: 'file',
    describe: 'Write the report to this file instead of standard output.',
  },
  {
    name: 'as-of',
    kind: 'value',
    placeholder: 'date',
    describe: 'The "now" for certificates and rules: an ISO date or date-time. Overrides asOf of the topology.',
  },
  {
    name: 'fail-on',
    kind: 'value',
    values: ['error', 'warning', 'info', 'never'],
    default: 'error',
    describe: 'The least severity that makes the exit code 1.',
  },
  { name: 'fail-on-undetermined', kind: 'flag', describe: 'Exit with 1 also when something could not be determined.' },
  {
    name: 'baseline',
    kind: 'value',
    placeholder: 'file',
    describe: 'Count only what is new: findings that this file holds are known and do not fail.',
    commands: ['check'],
  },
  {
    name: 'update-baseline',
    kind: 'flag',
    describe: 'Write what is found into the file of --baseline, and take out what is found no longer.',
    commands: ['check'],
  },
  {
    name: 'rule',
    kind: 'value',
    repeatable: true,
    placeholder: 'id=severity',
    describe: 'Severity of a rule or of a group (spf/*): off, info, warning or error. Repeatable.',
  },
  {
    name: 'assume',
    kind: 'value',
    repeatable: true,
    placeholder: 'id=value',
    describe: 'Answer to a point that the documents leave open, as under assumptions. Repeatable.',
  },
  {
    name: 'at-down',
    kind: 'value',
    repeatable: true,
    placeholder: 'node',
    describe: 'A node that does not answer: tenant, server:x, service:x, partner:x or mx:host. Repeatable.',
  },
  {
    name: 'lang',
    kind: 'value',
    values: ['en', 'fr'],
    default: 'en',
    describe: 'Language of what people read: reports (terminal, Markdown, HTML), messages, comments of topologies.',
  },
  { name: 'quiet', short: 'q', kind: 'flag', describe: 'Print the findings and nothing around them.' },
  {
    name: 'verbose',
    short: 'v',
    kind: 'flag',
    describe: 'Print the evidence, the traces and what is suppressed, too.',
  },
  {
    name: 'no-color',
    kind: 'flag',
    describe: 'Print without colours; so do NO_COLOR, and output that is no terminal.',
  },
  {
    name: 'progress',
    kind: 'value',
    values: ['auto', 'always', 'never'],
    default: 'auto',
    describe: 'Tell on standard error what is being worked on.',
  },
  { name: 'allow-outside', kind: 'flag', describe: 'Let the topology name files outside its directory tree.' },
  { name: 'help', short: 'h', kind: 'flag', describe: 'Show help, of a command when one is named.' },
  { name: 'version', short: 'V', kind: 'flag', describe: 'Show the version.' },
];

const spf: readonly CommandName[] = ['spf'];
const capture: readonly CommandName[] = ['capture'];

const own: readonly OptionRow[] = [
  {
    name: 'trace',
    kind: 'value',
    placeholder: 'name',
    commands: ['graph'],
    describe: 'Paint the way of this declared message, its hops numbered.',
  },
  {
    name: 'expect-no-change',
    kind: 'flag',
    describe: 'Exit with 1 when the fate of any message changes, or when not every way was compared.',
    commands: ['diff'],
  },
  {
    name: 'transition',
    kind: 'flag',
    describe: 'Explore also the states while the change is half made, and say in which order to make it.',
    commands: ['diff'],
  },
  {
    name: 'prove',
    kind: 'flag',
    describe: 'Judge the invariants for all messages, too, as prove does; what is refuted is a finding.',
    commands: ['check'],
  },
  {
    name: 'threads',
    kind: 'value',
    placeholder: 'number',
    describe: 'How many topologies to check at once; by default as many as there are cores. The report is the same.',
    commands: ['check'],
  },
  ...traceOptions,
  ...drillOptions,
  {
    name: 'server',
    kind: 'value',
    repeatable: true,
    placeholder: 'ip[:port]',
    commands: capture,
    describe: 'The name server to ask; there is none by default. Repeatable: the next one when one fails.',
  },
  {
    name: 'selector',
    kind: 'value',
    repeatable: true,
    placeholder: 'name',
    commands: capture,
    describe: 'A DKIM selector to look for, besides selector1 and selector2. Repeatable.',
  },
  {
    name: 'address',
    kind: 'value',
    repeatable: true,
    placeholder: 'ip',
    commands: capture,
    describe: 'An address that sends mail: its names (PTR), and what SPF asks for it. Repeatable.',
  },
  {
    name: 'topology',
    kind: 'value',
    placeholder: 'file',
    commands: capture,
    describe: 'Take the addresses that this topology declares.',
  },
  {
    name: 'timeout',
    kind: 'value',
    placeholder: 'seconds',
    default: '3',
    commands: capture,
    describe: 'How long to wait for an answer.',
  },
  {
    name: 'retries',
    kind: 'value',
    placeholder: 'number',
    default: '2',
    commands: capture,
    describe: 'How often to ask all servers again.',
  },
  {
    name: 'queries',
    kind: 'value',
    placeholder: 'number',
    default: '2000',
    commands: capture,
    describe: 'How many questions to send at most.',
  },
  {
    name: 'port',
    kind: 'value',
    placeholder: 'number',
    default: '5353',
    commands: ['serve-dns'],
    describe: 'The port to answer on, UDP and TCP; 0 is any that is free.',
  },
  {
    name: 'ip',
    kind: 'value',
    placeholder: 'address',
    commands: spf,
    describe: 'Evaluate the record for this client address.',
  },
  {
    name: 'sender',
    kind: 'value',
    placeholder: 'address',
    commands: spf,
    describe: 'The envelope sender of that client; by default postmaster of the domain.',
  },
  {
    name: 'helo',
    kind: 'value',
    placeholder: 'name',
    commands: spf,
    describe: 'The HELO name of that client; by default the domain.',
  },
  {
    name: 'second-opinion',
    kind: 'flag',
    commands: spf,
    describe: 'Say also how spf-parse reads the record; it decides nothing.',
  },
  {
    name: 'out',
    kind: 'value',
    placeholder: 'directory',
    commands: ['anonymize', 'fix'],
    describe:
      'The folder to write, which must not be there yet. Of anonymize: lengths of words, public ranges and suffixes, and what belongs ' +
      'together stay visible. Pseudonyms are made of the topology itself; with a secret in MXPROOF_ANONYMIZE_KEY they ' +
      'are the same in several topologies, so that whoever has these sees what they have in common.',
  },
  {
    name: 'only',
    kind: 'value',
    repeatable: true,
    placeholder: 'rule|fingerprint',
    commands: ['fix'],
    describe:
      'Cure only these findings: a rule, a group such as spf/*, or a fingerprint as check --verbose prints it. Repeatable.',
  },
  {
    name: 'what-if',
    kind: 'flag',
    commands: ['fix'],
    describe: 'Say which files --out would write, and write none.',
  },
  {
    name: 'print',
    kind: 'flag',
    commands: ['collect'],
    describe: 'Print the script. --output names a file to write it to.',
  },
  {
    name: 'list',
    kind: 'flag',
    commands: ['init'],
    describe:
      'List the scenarios. --output names the file or directory that a scenario is written to, - is the screen.',
  },
];

export const optionRows: readonly OptionRow[] = [...own, ...common];

/** Options that a command takes, its own first. */
export const optionsOf = (command: CommandName): readonly OptionRow[] =>
  optionRows.filter((row) => row.commands === undefined || row.commands.includes(command));
