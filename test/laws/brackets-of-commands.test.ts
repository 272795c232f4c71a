import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type CommandName, commandNames } from '../../src/cli/command-table.ts';
import { run } from '../../src/cli/run.ts';
import { type FakeServer, fakeServer, question, sent } from '../live/fake-server.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { bareLines } from './bare-lines.ts';
import { inBrackets } from './reports-of-values.ts';

/*
 * What commands say besides their reports, which brackets.test.ts sees: what they have done, what is odd, what is wrong with
 * their arguments and files, and the comments of the documents that they write. Reports go to a file as JSON here.
 */

const folder = mkdtempSync(join(tmpdir(), 'mxproof-brackets-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const world = 'fixtures/worlds/third-party-filter/topology.yaml';
const scenario = 'fixtures/scenarios/hybrid-mx-cloud.yaml';
const notYaml = at('broken.yaml');
writeFileSync(notYaml, 'mxproof: 1\ntenant: [\n');
const json = ['--format', `json=${at('report.json')}`];

async function call(...args: readonly string[]) {
  const machine = fakeMachine([...args, '--lang', 'fr']);
  const code = await run(machine, async () => inBrackets);
  return { code, out: machine.out.text, err: machine.err.text };
}

/** Places, the user's own lines below them, commands to be copied, and names of scenarios. */
const quoted: readonly RegExp[] = [
  /^\s*\d* +\|.*$/gmu,
  /^\s*\S+:\d+:\d+$/gmu,
  /\S+\.(?:yaml|zone|eml):\d+:\d+: /gu,
  /^ {2}mxproof check \S+$/gmu,
  /^ {2}[a-z-]+(?= +⟦)/gmu,
  /^mxproof: \d+\/\d+ (?=\S*⟦|\S+ \S+$|\S+$)/gmu,
];
const bare = (text: string): readonly string[] => bareLines(text, quoted);

/** Calls of each command with the exit code that they end with. */
const calls: Readonly<Record<CommandName, readonly (readonly [code: number, ...args: readonly string[]])[]>> = {
  check: [
    [0, 'check', scenario, ...json],
    [2, 'check', 'no/such.yaml', notYaml, '--threads', 'x', '--rule', 'spf/nothing=loud', '--fail-on', 'sometimes'],
    [2, 'check', scenario, '--rule', 'spf/nothing=error', '--assume', 'no.such=thing', '--at-down', 'server:nobody'],
    [2, 'check', scenario, '--update-baseline', '--as-of', 'tomorrow', '--format', 'pdf'],
    [2, 'check', scenario, '--baseline', notYaml],
    [2, 'check', notYaml],
  ],
  trace: [
    [0, 'trace', scenario, '--from', 'a@example.org', '--to', 'anna@contoso.com', ...json],
    [2, 'trace', scenario, '--message', 'Nobody'],
    [2, 'trace', scenario, '--message', 'Nobody', '--from', 'a@example.org'],
    [2, 'trace', scenario, '--from', 'a', '--to', 'b', '--source', 'c', '--header', 'd'],
    [2, 'trace', scenario, '--compare', 'no/such.eml', '--deviations', 'no/such.yaml'],
  ],
  prove: [
    [0, 'prove', 'fixtures/scenarios/on-premises.yaml', '--progress', 'always', ...json],
    [2, 'prove', scenario, '--down', 'server:nobody', '--what-if', 'tenant.nothing=1'],
  ],
  diff: [
    [0, 'diff', scenario, scenario, '--progress', 'always', ...json],
    [2, 'diff', scenario, notYaml],
    [2, 'diff', scenario, scenario, '--transition', '--format', 'csv'],
  ],
  fix: [
    [0, 'fix', scenario, '--only', 'spf/*', '--out', at('fixed'), '--what-if', ...json],
    [2, 'fix', scenario, '--only', 'spf/nothing'],
    [2, 'fix', scenario, '--out', folder],
  ],
  import: [
    [0, 'import', 'fixtures/importers/powershell', '--output', at('imported.yaml'), '--format', 'json=/dev/null'],
    [2, 'import', 'no/such/folder'],
  ],
  collect: [
    [2, 'collect'],
    [2, 'collect', '--print', '--format', 'json'],
  ],
  init: [
    [0, 'init', 'cloud-only', '--output', at('written.yaml')],
    [0, 'init', '--list'],
    [2, 'init', 'cloud-only', '--output', at('written.yaml')],
    [2, 'init', 'clowd'],
    [2, 'init', '--format', 'json'],
  ],
  capture: [
    [2, 'capture', 'contoso..com', '--timeout', '0', '--selector', 'a..b', '--server', 'nowhere', '--port', '1'],
  ],
  'serve-dns': [[2, 'serve-dns', scenario, '--port', 'x']],
  spf: [
    [0, 'spf', scenario, 'contoso.com', '--second-opinion', ...json],
    [2, 'spf', scenario, 'contoso.com', '--sender', 'a@example.org'],
    [2, 'spf', scenario, 'contoso.com', '--ip', 'x'],
  ],
  explain: [[2, 'explain', 'nothing/at-all']],
  graph: [
    [0, 'graph', scenario, '--output', at('flow.svg')],
    [2, 'graph', scenario, '--trace', 'Nobody'],
  ],
  anonymize: [
    [0, 'anonymize', scenario, '--out', at('shared')],
    [2, 'anonymize', scenario],
    [2, 'anonymize', scenario, '--out', folder],
    [2, 'anonymize', scenario, '--format', 'json'],
  ],
};

const all = commandNames.flatMap((name) => calls[name].map(([code, ...args]) => ({ code, args })));

test.each(all)('$args', async ({ code, args }) => {
  const called = await call(...args);
  expect(bare(called.out)).toEqual([]);
  expect(bare(called.err)).toEqual([]);
  expect(called.code).toBe(code);
  if (code === 2) expect(called.err).toContain('⟦');
});

test('a fault of the program is said in the language, too', async () => {
  const machine = fakeMachine(['check', scenario, '--lang', 'fr']);
  const broken = { ...machine.out, write: () => JSON.parse('{') };
  expect(await run({ ...machine, out: broken }, async () => inBrackets)).toBe(3);
  expect(machine.err.text).toContain('⟦');
  expect(bare(machine.err.text)).toEqual([]);
});

describe('documents', () => {
  const comments = (yaml: string): string =>
    yaml
      .split('\n')
      .map((line) => /^ *[#;] (?:---- )?(.*)$/u.exec(line)?.[1] ?? '')
      .join('\n');

  test('that import writes are commented in the language, places aside', async () => {
    const names = readdirSync('fixtures/importers').slice(0, 4);
    let said = 0;
    for (const name of names) {
      const { out } = await call('import', `fixtures/importers/${name}`, '--format', 'json=/dev/null');
      said += out.split('⟦').length - 1;
      expect(bare(comments(out))).toEqual([]);
    }
    expect(said).toBeGreaterThan(10);
  });

  test.each(readdirSync('fixtures/scenarios'))('that init writes of %s are, too', async (name) => {
    const { out } = await call('init', name.replace('.yaml', ''), '--output', '-');
    expect(out).toContain('⟦');
    expect(bare(comments(out))).toEqual([]);
  });
});

describe('what needs sockets', () => {
  let fake: FakeServer;

  test('capture says in the language what is not answered', async () => {
    fake = await fakeServer((query) => [sent(query, { header: { rcode: 2 } })]);
    const server = `127.0.0.1:${fake.server.port}`;
    const refused = await call('capture', 'contoso.com', '--server', server, '--retries', '0');
    await fake.close();
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('SERVFAIL');
    expect(bare(refused.err)).toEqual([]);
    const file = at('captured.zone');
    fake = await fakeServer((query) =>
      query.questions[0]?.type === question('a.example', 'MX').questions[0]?.type
        ? [sent(query, { header: { rcode: 3 } })]
        : [sent(query, { header: { rcode: 2 } })],
    );
    const half = ['--server', `127.0.0.1:${fake.server.port}`, '--retries', '0', '--progress', 'always', '-o', file];
    const partly = await call('capture', 'contoso.com', ...half);
    await fake.close();
    expect([partly.code, existsSync(file)]).toEqual([0, true]);
    expect(partly.err).toContain('⟦');
    expect(bare(partly.err)).toEqual([]);
  });

  test('serve-dns greets and tells in the language', async () => {
    const machine = fakeMachine(['serve-dns', world, '--port', '0', '--verbose', '--lang', 'fr']);
    const before = process.listeners('SIGTERM');
    const ended = run(machine, async () => inBrackets);
    while (process.listeners('SIGTERM').length === before.length)
      await new Promise((resolve) => setTimeout(resolve, 10));
    // A signal would end the test's own process: only what waits for it here is told.
    for (const listener of process.listeners('SIGTERM')) if (!before.includes(listener)) listener('SIGTERM');
    expect(await ended).toBe(0);
    expect(machine.out.text).toContain('⟦');
    expect(bare(machine.out.text)).toEqual([]);
  });
});
