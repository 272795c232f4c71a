import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plants } from './folder-plants.ts';
import { root, sources } from './source-files.ts';

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: { readonly violations: readonly FolderViolation[] };
}

interface FolderViolation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}

interface Exception {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly because: string;
}

const load = createRequire(import.meta.url);
const folderRules = load('../tooling/folders.cjs') as { readonly forbidden: readonly { readonly name: string }[] };
const { exceptions } = load('../tooling/folder-exceptions.cjs') as { readonly exceptions: readonly Exception[] };
const ruleNames = [...new Set(folderRules.forbidden.map((rule) => rule.name))];

/** Parsing every module takes seconds, and longer beside other work. */
const cruiseTimeout = 120_000;

/** Cruises in a process of its own, because the rules are read relative to the working directory. */
function cruise(directory: string, env: Readonly<Record<string, string>> = {}): Cruise {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(root, 'test/tooling/folders.cjs');
  const { stdout, stderr } = spawnSync(process.execPath, [program, '--config', config, '-T', 'json', 'src'], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 256 * 1024 * 1024,
  });
  expect(stderr.includes('ERROR') ? stderr : '').toBe('');
  return JSON.parse(stdout) as Cruise;
}

const shown = ({ rule, from, to }: FolderViolation): string => `${rule.name}: ${from} -> ${to}`;

describe('the tree', () => {
  // Without the exceptions, so that one cruise tells both what is broken and which exceptions are still needed.
  let ours: Cruise;
  beforeAll(() => {
    ours = cruise(root, { MXPROOF_EXCEPTIONS: 'off' });
  }, cruiseTimeout);
  const grants = (one: Exception, found: FolderViolation): boolean =>
    found.rule.name === one.rule &&
    new RegExp(`^${one.from}$`, 'u').test(found.from) &&
    new RegExp(`^${one.to}$`, 'u').test(found.to);

  test('is seen whole: a guard that saw nothing would pass, too', () => {
    const seen = new Set(ours.modules.map((module) => module.source));
    expect(seen.size).toBeGreaterThan(200);
    expect(sources.filter((path) => !seen.has(path) && !path.endsWith('.d.ts'))).toEqual([]);
  });

  test('keeps every folder rule, but for named exceptions', () => {
    const broken = ours.summary.violations.filter((found) => !exceptions.some((one) => grants(one, found)));
    expect(broken.map(shown)).toEqual([]);
  });

  test('still needs each exception that it is granted, and each has its reason', () => {
    expect(exceptions.filter((one) => !ours.summary.violations.some((found) => grants(one, found)))).toEqual([]);
    expect(exceptions.filter((one) => one.because.length < 30)).toEqual([]);
  });
});

describe('a planted violation', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mxproof-folders-'));
  let planted: Cruise;
  beforeAll(() => {
    const files = new Map(plants.flatMap((plant) => Object.entries(plant.files)));
    const packages = [...new Set(plants.flatMap((plant) => plant.packages ?? []))];
    files.set(
      'package.json',
      JSON.stringify({ dependencies: Object.fromEntries(packages.map((name) => [name, '1'])) }),
    );
    files.set('tsconfig.json', readFileSync(join(root, 'tsconfig.json'), 'utf8'));
    for (const name of packages) {
      files.set(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
      files.set(`node_modules/${name}/index.js`, 'exports.x = 1;\n');
    }
    for (const [path, text] of files) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    planted = cruise(directory);
  }, cruiseTimeout);
  afterAll(() => rmSync(directory, { recursive: true }));

  test('exists for every folder rule', () => {
    const covered = new Set(plants.map((plant) => plant.rule));
    expect(ruleNames.filter((name) => !covered.has(name))).toEqual([]);
    expect([...covered].filter((name) => !ruleNames.includes(name))).toEqual([]);
  });

  test.each(plants)('of $rule is caught', ({ rule, files }) => {
    const found = planted.summary.violations.filter((one) => one.rule.name === rule).map((one) => one.from);
    expect(found.some((from) => from in files)).toBe(true);
  });

  test('does not make an innocent file guilty', () => {
    const innocents = ['src/report/innocent.ts', 'src/cli/check-worker.ts'];
    const guilty = planted.summary.violations.filter((one) => innocents.includes(one.from));
    expect(guilty.map(shown)).toEqual([]);
  });
});
