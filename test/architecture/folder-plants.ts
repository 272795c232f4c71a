/** A violation to be found: files of a tree that breaks one rule. All plants stand in one tree. */
export interface Plant {
  readonly rule: string;
  readonly files: Readonly<Record<string, string>>;
  readonly packages?: readonly string[];
}

const words = ['base', 'model', 'protocols', 'reference'];
const stages = ['input', 'simulate', 'prove', 'check', 'fix', 'report'];
const value = 'export const x = 1;\n';

const calls = (path: string): string => `import { x } from '${path}';\nexport const y = x;\n`;
const looks = (path: string): string => `import type { X } from '${path}';\nexport type Y = X;\n`;
const target = { 'src/report/target.ts': `${value}export type X = typeof x;\n` };

/** For each folder of words, even looking at a stage is a violation. */
const ofWords = words.map(
  (folder): Plant => ({
    rule: `${folder}-knows-only-simpler-words`,
    files: { ...target, [`src/${folder}/looks-at-a-stage.ts`]: looks('../report/target.ts') },
  }),
);

const ofStages = stages.flatMap((stage): readonly Plant[] => {
  const other = stage === 'input' ? 'simulate' : 'input';
  return [
    {
      rule: `${stage}-calls-no-other-stage`,
      files: {
        [`src/${stage}/calls-a-stage.ts`]: calls(`../${other}/called-by-${stage}.ts`),
        [`src/${other}/called-by-${stage}.ts`]: value,
      },
    },
    // After the last stage there is only the command line.
    stage === 'report'
      ? {
          rule: 'report-looks-only-upstream',
          files: {
            'src/report/looks-at-the-program.ts': looks('../cli/machine.ts'),
            'src/cli/machine.ts': `${value}export type X = typeof x;\n`,
          },
        }
      : {
          rule: `${stage}-looks-only-upstream`,
          files: { ...target, [`src/${stage}/looks-downstream.ts`]: looks('../report/target.ts') },
        },
  ];
});

const ofPackages = [
  'ip-address',
  'tldts',
  'spf-parse',
  're2js',
  'yaml',
  'ajv',
  'node-forge',
  'postal-mime',
  'saxes',
  'dns2',
  'yargs',
  '@viz-js/viz',
].map(
  (name): Plant => ({
    rule: `${name}-stays-in-its-folder`,
    // The report may load the one that lays out its pictures, and no other.
    files: {
      [`src/${name.startsWith('@') ? 'prove' : 'report'}/loads-${name.replace(/^@.*\//u, '')}.ts`]: calls(name),
    },
    packages: [name],
  }),
);

export const plants: readonly Plant[] = [
  ...ofWords,
  ...ofStages,
  ...ofPackages,
  { rule: 'packages-are-agreed', files: { 'src/input/loads-left-pad.ts': calls('left-pad') }, packages: ['left-pad'] },
  {
    rule: 'a-rule-imports-no-other-rule',
    files: {
      'src/check/rules/dns/first.ts': `${calls('../spf/second.ts')}export const first = defineCheck({});\n`,
      'src/check/rules/spf/second.ts': `${value}export const second = defineCheck<never>({});\n`,
    },
  },
  {
    rule: 'a-step-imports-no-node',
    files: {
      'src/simulate/steps/knows-its-node.ts': calls('../nodes/some-node.ts'),
      'src/simulate/nodes/some-node.ts': value,
    },
  },
  {
    rule: 'a-command-imports-no-other-command',
    files: { 'src/cli/commands/one.ts': calls('./other.ts'), 'src/cli/commands/other.ts': value },
  },
  {
    rule: 'the-library-does-not-know-the-program',
    files: { 'src/analyze.ts': calls('./cli/file-access.ts'), 'src/cli/file-access.ts': value },
  },
  {
    rule: 'only-the-command-line-goes-live',
    files: { 'src/input/goes-live.ts': calls('../live/asks.ts'), 'src/live/asks.ts': value },
  },
  {
    rule: 'entries-are-imported-by-nobody',
    files: { 'src/base/knows-the-entry.ts': calls('../index.ts'), 'src/index.ts': value },
  },
  {
    rule: 'node-built-ins-stay-at-the-border',
    files: { 'src/input/reads-a-file.ts': "import { readFileSync } from 'node:fs';\nexport const y = readFileSync;\n" },
  },
  {
    rule: 'no-network',
    files: { 'src/cli/opens-a-socket.ts': "import { connect } from 'node:net';\nexport const y = connect;\n" },
  },
  {
    rule: 'threads-run-checks-and-nothing-else',
    files: {
      'src/cli/starts-a-thread.ts': "import { Worker } from 'node:worker_threads';\nexport const y = Worker;\n",
      // It runs checks, and may.
      'src/cli/check-worker.ts': "import { parentPort } from 'node:worker_threads';\nexport const y = parentPort;\n",
    },
  },
  {
    rule: 'threads-run-checks-and-nothing-else',
    files: { 'src/simulate/asks-which-thread.ts': "export const y = () => import('worker_threads');\n" },
  },
  {
    rule: 'threads-run-checks-and-nothing-else',
    files: {
      'src/fix/looks-at-threads.ts': "import type { Worker } from 'node:worker_threads';\nexport type Y = Worker;\n",
    },
  },
  {
    rule: 'roots-come-from-tls-and-nothing-else-does',
    files: { 'src/input/certificates/root-store.ts': "export const y = () => import('node:https');\n" },
  },
  {
    rule: 'src-imports-no-test',
    files: { 'src/model/reads-a-fixture.ts': calls('../../test/support/sample.ts'), 'test/support/sample.ts': value },
  },
  { rule: 'everything-resolves', files: { 'src/model/leads-nowhere.ts': calls('./no-such-file.ts') } },
  {
    rule: 'no-cycles',
    files: {
      'src/model/hen.ts': "import { egg } from './egg.ts';\nexport const hen = () => egg;\n",
      'src/model/egg.ts': "import { hen } from './hen.ts';\nexport const egg = () => hen;\n",
    },
  },
  { rule: 'no-orphans', files: { 'src/model/nobody-wants-me.ts': value } },
  {
    rule: 'report-calls-no-other-stage',
    files: {
      // The innocent file calls words and looks upstream, which is what a stage may do.
      'src/report/innocent.ts': `import type { X } from '../check/innocent-type.ts';\n${calls('../model/word.ts')}export type Z = X;\n`,
      'src/report/calls-the-innocent.ts': `${calls('./innocent.ts')}import { z } from '../check/innocent-type.ts';\nexport const w = z;\n`,
      'src/check/innocent-type.ts': 'export type X = number;\nexport const z = 1;\n',
      'src/model/word.ts': value,
    },
  },
];
