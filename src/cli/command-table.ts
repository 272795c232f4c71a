import { basicFormats, type Format, formatsOfReports } from '../report/available-formats.ts';
import type { Command } from './command.ts';

export const commandNames = [
  'check',
  'trace',
  'prove',
  'diff',
  'fix',
  'import',
  'collect',
  'init',
  'capture',
  'serve-dns',
  'spf',
  'explain',
  'graph',
  'anonymize',
] as const;
export type CommandName = (typeof commandNames)[number];

export interface CommandRow {
  readonly name: CommandName;
  readonly operands: string;
  /** How many operands it takes. */
  readonly least: number;
  readonly most: number;
  readonly describe: string;
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  /** What --format may name, the one without it first; undefined: the formats of most reports. */
  readonly formats?: readonly Format[];
  /** --output takes the document that it writes, not its report. */
  readonly writes?: true;
  /** Loads the command alone, so that none pays for another. */
  readonly load: () => Promise<Command>;
}

/** A command with the formats that it prints. */
export const formatsOf = ({ name, formats = basicFormats }: CommandRow) => ({ name, formats });

export const commandTable: readonly CommandRow[] = [
  {
    name: 'check',
    operands: '<topology..>',
    least: 1,
    most: Number.POSITIVE_INFINITY,
    describe: 'Simulate the declared messages, run every check, print the findings',
    examples: [
      ['mxproof check topology.yaml', 'findings on the terminal; exit code 1 when there is an error'],
      ['mxproof check topology.yaml --format json=report.json --format terminal', 'both at once'],
      ['mxproof check topology.yaml --drills', 'and what breaks when one thing fails'],
      ['mxproof check "tenants/*/topology.yaml" --fail-on warning', 'a portfolio, with a stricter threshold'],
      ['generate | mxproof check - --as-of 2027-01-01', 'from standard input, as of another day'],
    ],
    formats: formatsOfReports.check,
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    name: 'trace',
    operands: '<topology>',
    least: 1,
    most: 1,
    describe: 'Follow messages hop by hop, with the losers of every decision',
    examples: [
      ['mxproof trace topology.yaml', 'every message that the topology declares'],
      ['mxproof trace topology.yaml --message "Internet to a cloud mailbox"', 'one of them'],
      ['mxproof trace topology.yaml --from alice@example.org --to anna@contoso.com', 'a message of your own'],
      ['mxproof trace topology.yaml --from a@contoso.com --to b@contoso.com --source 203.0.113.7', 'from a stranger'],
      ['mxproof trace topology.yaml --compare delivered.eml', 'a delivered message beside its prediction'],
    ],
    formats: formatsOfReports.trace,
    load: async () => (await import('./commands/trace.ts')).trace,
  },
  {
    name: 'prove',
    operands: '<topology>',
    least: 1,
    most: 1,
    describe: 'Prove or refute invariants and intents for all messages',
    examples: [
      ['mxproof prove topology.yaml', 'each statement with the plainest message against it'],
      [
        'mxproof prove topology.yaml --what-if tenant.organizationConfig.RejectDirectSend=true',
        'whom a setting breaks',
      ],
      ['mxproof prove topology.yaml --down server:EX01', 'what breaks when a node fails, and what still works'],
      ['mxproof prove topology.yaml --assume edge.unknownRecipientOnOriginating=reject', 'with an assumption settled'],
    ],
    formats: formatsOfReports.prove,
    load: async () => (await import('./commands/prove.ts')).prove,
  },
  {
    name: 'diff',
    operands: '<before> <after>',
    least: 2,
    most: 2,
    describe: 'Say whose mail fares otherwise after a change',
    examples: [
      ['mxproof diff topology.yaml planned.yaml', 'gravest first, one message of each kind'],
      [
        'mxproof diff topology.yaml planned.yaml --transition',
        'and what happens until every cache has the new answers',
      ],
      ['mxproof diff main.yaml branch.yaml --expect-no-change', 'exit code 1 when any message fares otherwise'],
    ],
    formats: formatsOfReports.diff,
    load: async () => (await import('./commands/diff.ts')).diff,
  },
  {
    name: 'fix',
    operands: '<topology>',
    least: 1,
    most: 1,
    describe: 'Plan the changes that cure the findings, each proved, with rollback',
    examples: [
      ['mxproof fix topology.yaml', 'the steps in order, each with its proof'],
      ['mxproof fix topology.yaml --only "spf/*"', 'for some of the findings'],
      ['mxproof fix topology.yaml --out planned', 'and the changed topology, scripts and a change ticket'],
    ],
    formats: formatsOfReports.fix,
    load: async () => (await import('./commands/fix.ts')).fix,
  },
  {
    name: 'import',
    operands: '<path..>',
    least: 1,
    most: Number.POSITIVE_INFINITY,
    describe: 'Make a topology of tenant and server exports',
    examples: [
      [
        'mxproof import exports/ --output topology.yaml',
        'every export below a folder; the account goes to standard error',
      ],
      ['mxproof import inbound.json Get-SendConnector.xml contoso.com.zone', 'single files, to standard output'],
      ['mxproof import exports/ -o topology.yaml --format json=account.json', 'the account for a program'],
    ],
    writes: true,
    load: async () => (await import('./commands/import.ts')).importExportsCommand,
  },
  {
    name: 'collect',
    operands: '',
    least: 0,
    most: 0,
    describe: 'Print a PowerShell script that exports what import reads, and changes nothing',
    examples: [
      ['mxproof collect --print > collect.ps1', 'run it after Connect-ExchangeOnline'],
      ['mxproof collect --print -o collect.ps1', 'with -OnPremises it runs in the Exchange Management Shell'],
    ],
    load: async () => (await import('./commands/collect.ts')).collect,
  },
  {
    name: 'init',
    operands: '[scenario]',
    least: 0,
    most: 1,
    describe: 'Write a commented topology for a scenario, to start from',
    examples: [
      ['mxproof init --list', 'the scenarios'],
      ['mxproof init hybrid-mx-cloud', 'writes topology.yaml, which must not be there yet'],
      ['mxproof init filter-in-front --output - | mxproof check -', 'to standard output'],
    ],
    writes: true,
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    name: 'capture',
    operands: '<domain..>',
    least: 1,
    most: 1000,
    describe: 'Fetch what mail needs of DNS into a zone file',
    examples: [
      ['mxproof capture contoso.com --server 192.0.2.53 -o dns/contoso.com.zone', 'through this resolver'],
      ['mxproof capture contoso.com --server 192.0.2.53 --selector s2026', 'with a DKIM selector of its own'],
      ['mxproof capture contoso.com --server 192.0.2.53 --topology topology.yaml', 'and the declared addresses'],
    ],
    load: async () => (await import('./commands/capture.ts')).capture,
  },
  {
    name: 'serve-dns',
    operands: '<topology>',
    least: 1,
    most: 1,
    describe: 'Answer DNS on the loopback interface from the declared zones',
    examples: [
      ['mxproof serve-dns topology.yaml', 'on port 5353; other programs then see the planned state'],
      ['mxproof serve-dns topology.yaml --port 0 --verbose', 'on any free port, telling every question'],
      ['dig @127.0.0.1 -p 5353 contoso.com MX', 'asks it'],
    ],
    load: async () => (await import('./commands/serve-dns.ts')).serveDns,
  },
  {
    name: 'spf',
    operands: '<topology> <domain>',
    least: 2,
    most: 2,
    describe: 'Evaluate or explain an SPF record: the tree, the look-ups, whom it authorises',
    examples: [
      ['mxproof spf topology.yaml contoso.com', 'the whole tree'],
      ['mxproof spf topology.yaml contoso.com --ip 192.0.2.25', 'the verdict for one client'],
    ],
    load: async () => (await import('./commands/spf.ts')).spf,
  },
  {
    name: 'explain',
    operands: '<id>',
    least: 1,
    most: 1,
    describe: 'Explain a rule id, a semantics id or an SMTP code, with its sources',
    examples: [
      ['mxproof explain connector/shared-ip', 'a rule'],
      ['mxproof explain ATTR-7', 'a point of the semantics'],
      ['mxproof explain 5.7.64', 'an SMTP reply'],
    ],
    load: async () => (await import('./commands/explain.ts')).explain,
  },
  {
    name: 'graph',
    operands: '<topology>',
    least: 1,
    most: 1,
    describe: 'Draw the flow: what is declared, and the traffic that the simulation shows',
    examples: [
      ['mxproof graph topology.yaml --output flow.svg', 'a drawing for a browser or a document'],
      [
        'mxproof graph topology.yaml --trace "Internet to a cloud mailbox" -o way.svg',
        'with one message painted on it',
      ],
      ['mxproof graph topology.yaml --format mermaid', 'for a wiki or a pull request'],
    ],
    formats: formatsOfReports.graph,
    load: async () => (await import('./commands/graph.ts')).graph,
  },
  {
    name: 'anonymize',
    operands: '<topology>',
    least: 1,
    most: 1,
    describe: 'Write the same topology with pseudonyms; findings and traces stay the same',
    examples: [
      ['mxproof anonymize topology.yaml --out shared', 'a new folder: topology.yaml and zone files'],
      ['MXPROOF_ANONYMIZE_KEY=... mxproof anonymize topology.yaml --out shared', 'with pseudonyms that stay'],
    ],
    load: async () => (await import('./commands/anonymize.ts')).anonymize,
  },
];
