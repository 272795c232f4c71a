import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const scenario = 'fixtures/scenarios/cloud-only.yaml';
let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mxproof-anonymize-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

async function anonymize(args: readonly string[], env: Record<string, string> = {}) {
  const machine = fakeMachine(['anonymize', ...args], { env });
  const code = await run(machine);
  return { code, out: machine.out.text, err: machine.err.text };
}

test('writes a whole folder that can be checked, and says what it proved', async () => {
  const out = join(directory, 'shared');
  const answer = await anonymize([scenario, '--out', out]);
  expect(answer).toMatchObject({ code: 0, err: '' });
  expect(answer.out).toContain('Findings, traces and exit code of check are the same in both.');
  expect(readdirSync(directory)).toEqual(['shared']);
  expect(readdirSync(out).sort()).toEqual(['dns', 'topology.yaml']);
  expect(await run(fakeMachine(['check', join(out, 'topology.yaml')]))).toBe(0);
});

test('a secret gives one name one pseudonym in every topology; without it two topologies have none in common', async () => {
  const domainIn = async (topology: string, name: string, env: Record<string, string>) => {
    const out = join(directory, name);
    await anonymize([topology, '--out', out], env);
    return /DomainName: (\S+)/u.exec(readFileSync(join(out, 'topology.yaml'), 'utf8'))?.[1];
  };
  const other = join(directory, 'other.yaml');
  writeFileSync(other, readFileSync(scenario, 'utf8').replace('Cloud only', 'Another'));
  const env = { MXPROOF_ANONYMIZE_KEY: 'a secret' };
  expect(await domainIn(scenario, 'one', env)).toBe(await domainIn(other, 'two', env));
  expect(await domainIn(scenario, 'three', {})).not.toBe(await domainIn(other, 'four', {}));
});

test('says where the result does otherwise, and ends with 1: a pattern that meets a part of a word', async () => {
  const file = join(directory, 'pattern.yaml');
  const rule = `  transportRules:
    - { Name: Parts, Priority: 0, SubjectMatchesPatterns: ["^unbeliev(able)? news"], DeleteMessage: true }
`;
  const content = readFileSync(scenario, 'utf8')
    .replace('\n# ---- Who', `${rule}\n# ---- Who`)
    .replace('to: [alice@example.org]', 'to: [alice@example.org]\n    subject: unbelievable news');
  writeFileSync(file, content.replace(/expect: \{ status: sent.*\}/u, 'expect: { status: dropped }'));
  const { code, err } = await anonymize([file, '--out', join(directory, 'pattern')]);
  expect(code).toBe(1);
  expect(err).toContain('Cloud mailbox to the Internet');
});

test('overwrites nothing and needs a folder', async () => {
  writeFileSync(join(directory, 'there'), '');
  expect((await anonymize([scenario, '--out', join(directory, 'there')])).err).toContain('nothing is overwritten');
  expect(await anonymize([scenario])).toMatchObject({ code: 2, out: '' });
  expect((await anonymize([scenario, '--out', join(directory, 'x'), '--format', 'json'])).err).toContain('makes none');
  const nowhere = await anonymize([scenario, '--out', join(directory, 'no', 'such')]);
  expect(nowhere).toMatchObject({ code: 2 });
  expect(nowhere.err).toContain('(ENOENT)');
});
