/*
 * Who may import whom, for dependency-cruiser. Two sentences hold it together: words know only simpler words; a stage
 * calls only words, and looks (import type) only upstream. test/architecture/folders.test.ts plants one violation of
 * every rule of this file and counts the modules that were seen, because a guard that saw nothing would pass, too.
 */
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { exceptions } = require('./folder-exceptions.cjs');

const words = ['base', 'model', 'protocols', 'reference'];
const stages = ['input', 'simulate', 'prove', 'check', 'fix', 'report'];

/** Packages, by the folder that may load them; what is not here is loaded nowhere in src. */
const packages = {
  'src/model/': ['ip-address'],
  'src/protocols/': ['tldts', 'spf-parse', 're2js'],
  'src/input/': ['yaml', 'ajv', 'node-forge', 'postal-mime', 'saxes'],
  'src/live/': ['dns2'],
  'src/report/': ['@viz-js/viz'],
  'src/cli/': ['yargs', 'spf-parse'],
};

/** Folders that may use modules of Node.js; the rest of src runs in a browser, too. */
const onNode = ['src/cli/', 'src/node\\.ts$', 'src/input/certificates/', 'src/live/'];

const network = 'net|tls|dns|dgram|http|https|http2|cluster|inspector|child_process|wasi';

/**
 * What a check or a proof may call of the simulator: questions about the world that it is given. Messages are traced by
 * analyze.ts and reach both through what they are given, so that neither can look at mail that the report knows nothing of.
 */
const askable =
  '^src/simulate/(world|client-address|directory|declared-filters|expectation|microsoft-certificate|probes/(doors|make-message|rules-stood-for|whom-rules-mean|witness-parts)|nodes/stranger|forwards/(forward|forwarding-controls)|steps/[^/]+|rules/(compile-rules|limits-of-rules|fateful-rules|order-of-rules|people|refused-patterns|rule-facets|rule-owner|shadowing))\\.ts$';

/**
 * What a fix may call of the reader: how a document is read and where its values stand. It edits the author's texts, and
 * a second reader of its own would one day read them otherwise.
 */
const readable =
  '^src/input/(documents/(read-document|decode-text|source-index|parsed|plain-scalar|export-marker)|dns/read-zone-source|topology/(domain-words|object-in-document))\\.ts$';

const anyOf = (folders) => `^src/(${folders.join('|')})/`;
const exact = (names) => `^(${names.join('|')})$`;

const vocabulary = words.map((folder, index) => ({
  name: `${folder}-knows-only-simpler-words`,
  comment: `${folder} is vocabulary: it may import ${words.slice(0, index + 1).join(', ')} and nothing else of src.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: anyOf(words.slice(0, index + 1)) },
}));

const pipeline = stages.flatMap((stage, index) => [
  {
    name: `${stage}-calls-no-other-stage`,
    comment: 'Only analyze.ts calls stages, so that their order can be read in one place.',
    severity: 'error',
    from: { path: `^src/${stage}/` },
    to: {
      path: '^src/',
      pathNot: [
        anyOf([...words, stage]),
        ...(stage === 'check' || stage === 'prove' ? [askable] : []),
        ...(stage === 'fix' ? [readable] : []),
      ],
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: `${stage}-looks-only-upstream`,
    comment: 'A stage may know the types of what it receives, never of what is made of its own result.',
    severity: 'error',
    from: { path: `^src/${stage}/` },
    to: { path: '^src/', pathNot: anyOf([...words, ...stages.slice(0, index + 1)]) },
  },
]);

/** The files that define a check. The other files of an area hold what its checks have in common, and may be imported. */
function ruleFiles() {
  const root = 'src/check/rules';
  const paths = listed(root).filter((path) => path.endsWith('.ts'));
  return paths.filter((path) => /\bdefineCheck\s*[(<]/.test(readFileSync(path, 'utf8')));
}

function listed(directory) {
  try {
    return readdirSync(directory, { recursive: true })
      .map((name) => join(directory, name).replaceAll('\\', '/'))
      .sort();
  } catch {
    return [];
  }
}

const rules = ruleFiles().map((path) => path.replaceAll('.', '\\.'));
const nowhere = '^$';

const forbidden = [
  ...vocabulary,
  ...pipeline,
  {
    name: 'a-rule-imports-no-other-rule',
    comment: 'What two rules share is a word of the area and gets a file of its own, so that either can be deleted.',
    severity: 'error',
    from: { path: rules.length > 0 ? exact(rules) : nowhere },
    to: { path: rules.length > 0 ? exact(rules) : nowhere },
  },
  {
    name: 'a-step-imports-no-node',
    comment: 'Nodes list steps in order; a step that knew its node would decide differently from place to place.',
    severity: 'error',
    from: { path: '^src/simulate/steps/' },
    to: { path: '^src/simulate/(nodes|probes)/' },
  },
  {
    name: 'a-command-imports-no-other-command',
    comment: 'Commands are loaded one at a time; what two share is a file of cli.',
    severity: 'error',
    from: { path: '^src/cli/commands/([^/]+)\\.ts$' },
    to: { path: '^src/cli/commands/', pathNot: '^src/cli/commands/$1\\.ts$' },
  },
  {
    name: 'the-library-does-not-know-the-program',
    comment:
      'analyze.ts, plan-fixes.ts and the entry of the library run where there is no file, no clock and no terminal.',
    severity: 'error',
    from: { path: '^src/(analyze|analysis-input|prove-topologies|plan-fixes|index)\\.ts$' },
    to: { path: '^src/(cli/|node\\.ts$)' },
  },
  {
    name: 'only-the-command-line-goes-live',
    comment: 'live/ is the one folder that opens sockets; nothing that analyses may reach it.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/(live|cli)/' },
    to: { path: '^src/live/' },
  },
  {
    name: 'entries-are-imported-by-nobody',
    comment: 'index.ts and node.ts are what a user of the package imports, main.ts is what a shell runs.',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^src/(index|node|cli/main)\\.ts$' },
  },
  {
    name: 'node-built-ins-stay-at-the-border',
    comment: 'Nothing but the command line, the entry for Node and the certificate readers needs Node.js.',
    severity: 'error',
    from: { path: '^src/', pathNot: `^(${onNode.join('|')})` },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'no-network',
    comment:
      'Offline is a property of the import graph. node:tls is refused with the rest, roots included: it opens sockets.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/(input/certificates/root-store\\.ts$|live/)' },
    to: { path: `^(node:)?(${network})(/|$)`, dependencyTypes: ['core'] },
  },
  {
    name: 'threads-run-checks-and-nothing-else',
    comment: 'Whoever may start threads decides what runs at once; the analysis itself knows of none.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/cli/check-(threads|worker)\\.ts$' },
    to: { path: '^(node:)?worker_threads$', dependencyTypes: ['core'] },
  },
  {
    name: 'roots-come-from-tls-and-nothing-else-does',
    comment:
      'The bundled root certificates are only to be had from node:tls; root-store.ts may import that and no other.',
    severity: 'error',
    from: { path: '^src/input/certificates/root-store\\.ts$' },
    to: { path: `^(node:)?(${network})(/|$)`, pathNot: '^(node:)?tls$', dependencyTypes: ['core'] },
  },
  {
    name: 'src-imports-no-test',
    comment: 'What ships does not know how it is tested.',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^(test|fixtures|dist|schemas/external)/' },
  },
  ...packageRules(),
  {
    name: 'everything-resolves',
    comment: 'An import that leads nowhere hides what is behind it from every other rule.',
    severity: 'error',
    from: { path: '^src/' },
    to: { couldNotResolve: true },
  },
  {
    name: 'no-cycles',
    comment: 'Modules that call each other are one module. Types may refer to each other: they are erased.',
    severity: 'error',
    from: { path: '^src/' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'no-orphans',
    comment: 'A file that nobody imports is either dead or an entry.',
    severity: 'error',
    from: { orphan: true, path: '^src/', pathNot: '(^src/(index|node|cli/main)|\\.d)\\.ts$' },
    to: {},
  },
];

/** One rule for packages used where they are not agreed, one for packages agreed nowhere. */
function packageRules() {
  const every = [...new Set(Object.values(packages).flat())];
  const modules = (names) => `(^|/)node_modules/(${names.join('|')})/`;
  const places = every.map((name) => ({
    name: `${name}-stays-in-its-folder`,
    comment: `The package ${name} is used behind an interface of ours, so that it can be replaced in one place.`,
    severity: 'error',
    from: { path: '^src/', pathNot: `^(${placesOf(name).join('|')})` },
    to: { path: modules([name]) },
  }));
  return [
    ...places,
    {
      name: 'packages-are-agreed',
      comment: 'Each package that ships is named in this file, with the folder that may load it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '(^|/)node_modules/', pathNot: modules(every) },
    },
  ];
}

function placesOf(name) {
  return Object.keys(packages).filter((folder) => packages[folder].includes(name));
}

/** Leaves out of a rule what its exceptions allow; the exceptions are kept for the test that counts them. */
function excepted(rule) {
  const mine = exceptions.filter((one) => one.rule === rule.name);
  if (mine.length === 0) return [rule];
  const sources = mine.map((one) => one.from);
  const rest = { ...rule, from: { ...rule.from, pathNot: [rule.from.pathNot ?? [], exact(sources)].flat() } };
  const narrowed = mine.map((one) => ({
    ...rule,
    from: { path: `^${one.from}$` },
    to: { ...rule.to, pathNot: [rule.to.pathNot ?? [], `^${one.to}$`].flat() },
  }));
  return [rest, ...narrowed];
}

/** With MXPROOF_EXCEPTIONS=off the rules hold for everybody: the test asks which exceptions are still needed. */
const strict = process.env.MXPROOF_EXCEPTIONS === 'off';

module.exports = {
  forbidden: strict ? forbidden : forbidden.flatMap(excepted),
  options: {
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
