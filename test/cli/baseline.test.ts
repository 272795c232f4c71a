import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const head = `mxproof: 1
asOf: 2026-11-21
tenant: { domain: contoso.onmicrosoft.com, acceptedDomains: [contoso.com] }
recipients: [{ address: anna@contoso.com, mailbox: cloud }]
dns:
  records: |
    $ORIGIN contoso.com.
    @ SOA ns1 hostmaster 2026112101 7200 900 1209600 300
    @ MX 0 contoso-com.mail.protection.outlook.com.
`;
const spf = '    @ TXT "v=spf1 include:spf.protection.outlook.com -all"\n';
/** spf/missing (error) and dmarc/missing (warning). */
const bare = head;

const root = mkdtempSync(join(tmpdir(), 'mxproof-baseline-'));
let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(root, 'case-'));
});
afterAll(() => rmSync(root, { recursive: true }));

const at = (name: string): string => join(directory, name);
const write = (name: string, content: string): void => writeFileSync(at(name), content);

async function check(...args: readonly string[]) {
  const machine = fakeMachine(['check', at('t.yaml'), ...args]);
  const code = await run(machine);
  return { code, out: machine.out.text, err: machine.err.text };
}

const update = () => check('--baseline', at('b.json'), '--update-baseline');
const against = (...args: readonly string[]) => check('--baseline', at('b.json'), ...args);

const validate = new Ajv({ strict: true }).compile(
  JSON.parse(readFileSync('schemas/baseline.schema.json', 'utf8')) as object,
);

describe('a baseline', () => {
  test('holds what is found, sorted, by its schema; after that nothing of it fails', async () => {
    write('t.yaml', bare);
    expect((await check('--fail-on', 'warning')).code).toBe(1);
    expect((await update()).code).toBe(0);
    const written = JSON.parse(readFileSync(at('b.json'), 'utf8')) as {
      topologies: Record<string, { rule: string }[]>;
    };
    expect(validate(written) ? [] : validate.errors).toEqual([]);
    expect(written.topologies['t.yaml']?.map(({ rule }) => rule)).toEqual(['dmarc/missing', 'spf/missing']);
    expect(await against('--fail-on', 'info')).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(directory).sort()).toEqual(['b.json', 't.yaml']);
  });

  test('is the same bytes when it is written again, and after lines have moved', async () => {
    write('t.yaml', bare);
    await update();
    const first = readFileSync(at('b.json'), 'utf8');
    write('t.yaml', `# A comment\n# of two lines\n${bare.replace('dns:', '\n\ndns:')}`);
    expect((await against('--fail-on', 'info')).code).toBe(0);
    await update();
    expect(readFileSync(at('b.json'), 'utf8')).toBe(first);
  });

  test('does not hide what is new', async () => {
    write('t.yaml', bare + spf);
    await update();
    write('t.yaml', bare);
    const { code, out } = await against();
    expect(code).toBe(1);
    expect(out).toContain('spf/missing');
    expect(out).not.toContain('dmarc/missing');
  });

  test('says what is found no longer, and loses it at the next update', async () => {
    write('t.yaml', bare);
    await update();
    write('t.yaml', bare + spf);
    const { out } = await against();
    expect(out).toContain('Found no longer; --update-baseline takes them out:');
    expect(out).toContain('spf/missing dns:contoso.com/TXT');
    await update();
    expect(readFileSync(at('b.json'), 'utf8')).not.toContain('spf/missing');
  });

  test('keeps topologies that a run does not look at', async () => {
    write('t.yaml', bare);
    const other = { rule: 'spf/missing', subject: 'dns:fabrikam.com/txt', fingerprint: 'a' };
    write('b.json', JSON.stringify({ baseline: 1, topologies: { 'other/u.yaml': [other] } }));
    await update();
    const { topologies } = JSON.parse(readFileSync(at('b.json'), 'utf8')) as { topologies: Record<string, unknown[]> };
    expect(Object.keys(topologies)).toEqual(['other/u.yaml', 't.yaml']);
    expect(topologies['other/u.yaml']).toEqual([other]);
  });

  test('holds nothing that a suppression covers', async () => {
    write('t.yaml', `${bare}settings: { suppress: [{ rule: spf/missing, reason: known }] }\n`);
    await update();
    expect(readFileSync(at('b.json'), 'utf8')).not.toContain('spf/missing');
  });

  test('is told in JSON by the schema of reports', async () => {
    write('t.yaml', bare);
    await update();
    write('t.yaml', bare + spf);
    const report = JSON.parse((await against('--format', 'json')).out) as {
      baseline: object;
      topologies: { findings: { rule: string; suppressed: boolean; inBaseline?: boolean }[] }[];
    };
    const schema: object = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
    const fits = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);
    expect(fits(report) ? [] : fits.errors).toEqual([]);
    expect(report.baseline).toMatchObject({ updated: false, known: 1, fixed: [{ rule: 'spf/missing' }] });
    expect(report.topologies[0]?.findings).toMatchObject([
      { rule: 'dmarc/missing', suppressed: true, inBaseline: true },
    ]);
  });
});

describe('a baseline that cannot be used', () => {
  test.each([
    ['nothing', '', 'b.json'],
    ['cut JSON', '{ "baseline": 1,\n  "topologies": {', 'b.json:'],
    ['something else', '{ "version": 3 }', 'This is no baseline of mxproof.'],
    ['a later format', '{ "baseline": 2, "topologies": {} }', 'This version of mxproof reads 1.'],
    ['no list', '{ "baseline": 1, "topologies": { "t.yaml": 1 } }', 'The findings of t.yaml are no list.'],
    [
      'a finding without fingerprint',
      '{ "baseline": 1,\n "topologies": { "t.yaml": [\n  { "rule": "spf/missing", "subject": "x" } ] } }',
      'b.json:3:3',
    ],
    ['another key', '{ "baseline": 1, "topologies": {}, "extra": 1 }', 'extra is no key of a baseline.'],
  ])('%s', async (_, content, said) => {
    write('t.yaml', bare);
    write('b.json', content);
    for (const run of [against, update]) {
      const { code, out, err } = await run();
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain(said);
      expect(readFileSync(at('b.json'), 'utf8')).toBe(content);
    }
  });

  test('one that is not there', async () => {
    write('t.yaml', bare);
    const { code, err } = await against();
    expect(code).toBe(2);
    expect(err).toContain('There is no baseline');
    expect(err).toContain('--update-baseline writes it');
  });

  test('a place that cannot be written leaves nothing behind', async () => {
    write('t.yaml', bare);
    mkdirSync(at('b.json'));
    const { code } = await update();
    expect(code).toBe(2);
    expect(readdirSync(directory).sort()).toEqual(['b.json', 't.yaml']);
  });

  test('other commands have none', async () => {
    write('t.yaml', bare);
    const machine = fakeMachine(['trace', at('t.yaml'), '--baseline', at('b.json')]);
    expect(await run(machine)).toBe(2);
    expect(machine.err.text).toContain('--baseline');
  });
});
