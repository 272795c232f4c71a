import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as library from '../../src/index.ts';
import * as node from '../../src/node.ts';

/* The package as somebody else installs it: what its `files` and `exports` give, and nothing of the sources. */

const isBuilt = existsSync('dist/index.js');
const built = describe.skipIf(!isBuilt);

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mxproof-packed-'));
  const installed = join(directory, 'node_modules/mxproof');
  mkdirSync(installed, { recursive: true });
  const { files, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly files: readonly string[];
    readonly dependencies: Readonly<Record<string, string>>;
  };
  for (const file of ['package.json', ...files])
    if (existsSync(file)) cpSync(file, join(installed, file), { recursive: true });
  for (const name of Object.keys(dependencies)) {
    const link = join(directory, 'node_modules', name);
    mkdirSync(join(link, '..'), { recursive: true });
    symlinkSync(join(process.cwd(), 'node_modules', name), link);
  }
  cpSync('fixtures/scenarios/cloud-only.yaml', join(directory, 'before.yaml'));
  const text = readFileSync('fixtures/scenarios/cloud-only.yaml', 'utf8');
  const opened = text.replace('RejectDirectSend: true', 'RejectDirectSend: false');
  expect(opened).not.toBe(text);
  writeFileSync(join(directory, 'after.yaml'), opened);
});
afterAll(() => rmSync(directory, { recursive: true }));

function run(script: string): readonly string[] {
  writeFileSync(join(directory, 'script.mjs'), script);
  const { stdout, stderr, status } = spawnSync(process.execPath, ['script.mjs'], { cwd: directory, encoding: 'utf8' });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\n');
}

built(`the packed library${isBuilt ? '' : ' (skipped: dist is missing, npm run build makes it)'}`, () => {
  test('does what README shows', () => {
    const [, example = ''] = /```ts\n(import [\s\S]*?)```/u.exec(readFileSync('README.md', 'utf8')) ?? [];
    const printed = run(example).join('\n');
    // Without RejectDirectSend DMARC alone keeps out own senders (AUTH-5), and the initial domain publishes none.
    expect(printed).toContain('opened: somebody@contoso.onmicrosoft.com to anna@contoso.com');
    expect(printed).toContain('no-open-relay true');
    expect(printed).toContain('"mxproof": 1');
    expect(printed.trimEnd().split('\n').slice(-2)).toEqual(['pass', '1']);
  });

  test('has the names of the contract, and importing does nothing', () => {
    const [names] = run(`
      const before = JSON.stringify(Object.keys(globalThis).sort());
      const library = await import('mxproof');
      const node = await import('mxproof/node');
      const same = before === JSON.stringify(Object.keys(globalThis).sort());
      console.log([same, ...Object.keys(library), ...Object.keys(node)].sort().join(' '));
    `);
    const exported = ['true', ...Object.keys(library), ...Object.keys(node)];
    expect(names?.split(' ')).toEqual(exported.sort());
    for (const name of [
      'analyze',
      'checkHost',
      'prove',
      'diff',
      'parseZone',
      'dnsFromRecords',
      'loadTopology',
      'renderReport',
    ])
      expect(exported).toContain(name);
  });

  test.skipIf(!existsSync('dist/types'))('declares what it exports', () => {
    const declared = readFileSync('dist/types/index.d.ts', 'utf8');
    for (const name of ['analyze', 'prove', 'diff', 'checkHost', 'parseZone', 'dnsFromRecords'])
      expect(declared).toMatch(new RegExp(`\\b${name}\\b`, 'u'));
  });
});
