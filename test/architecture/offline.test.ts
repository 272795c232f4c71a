import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { root } from './source-files.ts';

const cli = join(root, 'dist/cli.js');
const isBuilt = existsSync(cli);
const suffix = isBuilt ? '' : ' (skipped: dist is missing, npm run build makes it)';
const tripwire = pathToFileURL(join(root, 'test/architecture/no-sockets.mjs')).href;

const node = (args: readonly string[], wired: boolean): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, wired ? ['--import', tripwire, ...args] : [...args], { cwd: root, encoding: 'utf8' });

const world = 'fixtures/worlds/third-party-filter/topology.yaml';

describe.skipIf(!isBuilt)(`a program that may open no connection${suffix}`, () => {
  test.each([[['check', world, '--format', 'json']], [['trace', world, '--format', 'json']], [['explain', 'ATTR-7']]])(
    'answers as ever: %j',
    (args) => {
      const free = node([cli, ...args], false);
      const wired = node([cli, ...args], true);
      expect([0, 1]).toContain(free.status);
      expect([wired.status, wired.stderr, wired.stdout]).toEqual([free.status, free.stderr, free.stdout]);
      expect(wired.stdout.length).toBeGreaterThan(100);
    },
  );
});

test.each([
  "import { connect } from 'node:net'; connect(25, '192.0.2.1');",
  "import { promises } from 'node:dns'; await promises.resolveMx('contoso.com');",
  "import { resolve4 } from 'node:dns'; resolve4('contoso.com', () => undefined);",
  "await fetch('https://contoso.com/');",
])('the tripwire would be felt by: %s', (planted) => {
  const { status, stderr } = node(['--input-type=module', '-e', planted], true);
  expect(status).not.toBe(0);
  expect(stderr).toContain('The program went online.');
});
