import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import markdownIt from 'markdown-it';
import { parseFragment } from 'parse5';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const schema: object = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

const connector = "From the 'filter' `<b>` | x";
const zone = `; the zone of Contoso
$ORIGIN contoso.com.
$TTL 300
@ IN SOA ns1 hostmaster 1 7200 900 1209600 300
@ IN MX 10 mx.filter.example.
@ IN TXT "v=spf1 ip4:192.0.2.10 -all" ; who sends
@ IN TXT "something else"
_dmarc IN TXT "v=DMARC1; p=reject"
`;
const document = `mxproof: 1
name: Contoso <script>alert(1)</script>
asOf: 2026-11-21
tenant:
  domain: contoso.onmicrosoft.com
  acceptedDomains: [contoso.com]
  organizationConfig: { RejectDirectSend: true }
  inboundConnectors:
    - Name: "${connector}"   # in front
      ConnectorType: Partner
      SenderDomains: "*"
      RequireTls: true
      RestrictDomainsToCertificate: true
      TlsSenderCertificateName: contoso.filter.example
      EFSkipLastIP: false
recipients: [{ address: anna@contoso.com, mailbox: cloud }]
services:
  - name: filter
    receivesAt: [mx.filter.example]
    addresses: [203.0.113.25]
    certificateNames: [contoso.filter.example]
    encrypts: required
    delivers: [{ domains: [contoso.com], to: tenant }]
dns: { zones: [dns/contoso.com.zone] }
`;

/** Fewer kinds of messages: only DNS is at fault. */
const small = `${document.slice(0, document.indexOf('  inboundConnectors'))}dns: { zones: [dns/contoso.com.zone] }\n`;

let directory = '';
let file = '';
let planned = { code: -1, out: '', err: '' };
/** Every class of messages is compared at each step, on machines that do other things as well. */
const patience = 120_000;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mxproof-fix-'));
  file = join(directory, 'topology.yaml');
  mkdirSync(join(directory, 'dns'));
  writeFileSync(file, document);
  writeFileSync(join(directory, 'small.yaml'), small);
  writeFileSync(join(directory, 'dns', 'contoso.com.zone'), zone);
  planned = await fix(file, ...only, '--out', join(directory, 'planned'), '--format', 'json');
}, patience);
afterAll(() => rmSync(directory, { recursive: true }));

async function fix(...args: readonly string[]) {
  const machine = fakeMachine(['fix', ...args]);
  const code = await run(machine);
  return { code, out: machine.out.text, err: machine.err.text };
}
const only = ['--only', 'filtering/enhanced-filtering-off', '--only', 'spf/missing-microsoft'];
const read = (path: string): string => readFileSync(join(directory, path), 'utf8');

describe('--out', () => {
  test('writes the plan whole, and the changed topology can be checked where it lies', async () => {
    const out = join(directory, 'planned');
    expect(planned.code).toBe(0);
    expect(planned.err).toContain('dns/contoso.com.zone');
    expect(readdirSync(out).sort()).toEqual([
      'dns',
      'dns.zone.diff',
      'fix.ps1',
      'plan.md',
      'rollback.ps1',
      'topology.fixed.yaml',
    ]);
    expect(readdirSync(directory).sort()).toEqual(['dns', 'planned', 'small.yaml', 'topology.yaml']);
    expect(read('topology.yaml')).toBe(document);
    expect(read('dns/contoso.com.zone')).toBe(zone);
    expect(read('planned/topology.fixed.yaml')).toBe(document.replace('EFSkipLastIP: false', 'EFSkipLastIP: true'));
    expect(read('planned/dns/contoso.com.zone')).toBe(
      zone.replace('ip4:192.0.2.10 -all', 'ip4:192.0.2.10 include:spf.protection.outlook.com -all'),
    );
    const checked = fakeMachine(['check', join(out, 'topology.fixed.yaml'), '--format', 'json', '--fail-on', 'never']);
    expect(await run(checked)).toBe(0);
    expect(checked.out.text).not.toContain('enhanced-filtering-off');
    expect(checked.out.text).not.toContain('missing-microsoft');
  });

  test('scripts go there and back, every name one literal', () => {
    const identity = `-Identity 'From the ''filter'' \`<b>\` | x'`;
    expect(read('planned/fix.ps1')).toContain(`Set-InboundConnector ${identity} -EFSkipLastIP $true`);
    expect(read('planned/rollback.ps1')).toContain(`Set-InboundConnector ${identity} -EFSkipLastIP $false`);
    expect(read('planned/dns.zone.diff')).toContain(
      '-contoso.com. 300 IN TXT "v=spf1 ip4:192.0.2.10 -all"\n contoso.com. 300 IN TXT "something else"\n',
    );
  });

  test('the ticket has every part, and no value of it becomes HTML, a link or a heading', () => {
    const text = read('planned/plan.md');
    const html = markdownIt('commonmark', { html: true }).render(text);
    const tree = JSON.stringify(parseFragment(html), (key, one) => (key === 'parentNode' ? undefined : one));
    expect(tree).not.toMatch(/"tagName":"(?:script|b|a|img)"/u);
    const headings = [...html.matchAll(/<h2>(.*?)<\/h2>/gu)].map(([, title]) => title?.replace(/<.*$/u, ''));
    expect(headings).toEqual([
      ...[
        'Purpose',
        'Risk',
        'On the way',
        'Before you start',
        'Step 1: Let ',
        'Step 2: Add ',
        'Rollback',
        'Messages affected',
      ],
      ...['Not proved', 'Left as it is'],
    ]);
    expect(html).not.toContain('&amp;#');
  });

  test('overwrites nothing, and with --what-if only says what it would write', async () => {
    const again = await fix(file, '--out', join(directory, 'planned'));
    expect(again).toMatchObject({ code: 2, out: '' });
    expect(again.err).toContain('nothing is overwritten');
    const dry = await fix(
      join(directory, 'small.yaml'),
      '--only',
      'spf/missing-microsoft',
      '--what-if',
      '--out',
      join(directory, 'dry'),
    );
    expect(dry.err).toMatch(/^Would write .*dry: fix\.ps1, rollback\.ps1/u);
    expect(readdirSync(directory)).not.toContain('dry');
  });

  test('a byte order mark stays where it was', async () => {
    const own = join(directory, 'marked');
    mkdirSync(join(own, 'dns'), { recursive: true });
    writeFileSync(join(own, 'topology.yaml'), `\ufeff${small}`);
    writeFileSync(join(own, 'dns', 'contoso.com.zone'), `\ufeff${zone}`);
    await fix(join(own, 'topology.yaml'), '--only', 'spf/missing-microsoft', '--out', join(own, 'planned'));
    expect(read('marked/planned/topology.fixed.yaml')).toBe(`\ufeff${small}`);
    expect(read('marked/planned/dns/contoso.com.zone')).toBe(
      `\ufeff${zone.replace('ip4:192.0.2.10 -all', 'ip4:192.0.2.10 include:spf.protection.outlook.com -all')}`,
    );
    rmSync(own, { recursive: true });
  });

  test('leaves private keys where they are, and says so', async () => {
    const keyed = join(directory, 'keyed.yaml');
    const eml = 'From: a@example.org\nTo: anna@contoso.com\nSubject: x\n\n-----BEGIN PRIVATE KEY-----\n';
    writeFileSync(join(directory, 'hello.eml'), eml);
    writeFileSync(keyed, `${small}messages: [{ name: M, eml: hello.eml, source: internet }]\n`);
    const answer = await fix(keyed, ...only, '--out', join(directory, 'keyed'));
    expect(answer.err).toContain('Not copied');
    expect(readdirSync(join(directory, 'keyed'))).not.toContain('hello.eml');
  });
});

test('JSON follows its schema, with the changes and whose messages fare otherwise', () => {
  const report = JSON.parse(planned.out);
  expect(validate(report) ? [] : validate.errors).toEqual([]);
  const steps = report.plan.steps as readonly { cures: { rule: string }; changes: readonly object[]; files: unknown }[];
  expect(steps.map(({ cures }) => cures.rule).sort()).toEqual([
    'filtering/enhanced-filtering-off',
    'spf/missing-microsoft',
  ]);
  expect(steps.find(({ cures }) => cures.rule.startsWith('filtering'))).toMatchObject({
    changes: [
      {
        target: 'object',
        within: '/tenant/inboundConnectors',
        name: connector,
        before: { EFSkipLastIP: false },
        after: { EFSkipLastIP: true },
      },
    ],
    files: [
      {
        file: 'topology.yaml',
        lines: [
          { sign: '-', line: 15, text: '      EFSkipLastIP: false' },
          { sign: '+', line: 15, text: '      EFSkipLastIP: true' },
        ],
      },
    ],
  });
});

test('exit code 1 where the plan leaves an error, by --fail-on; --only takes a fingerprint, too', async () => {
  const check = fakeMachine(['check', join(directory, 'small.yaml'), '--format', 'json']);
  await run(check);
  const findings = JSON.parse(check.out.text).topologies[0].findings as readonly {
    rule: string;
    fingerprint: string;
  }[];
  const spf = findings.find(({ rule }) => rule === 'spf/missing-microsoft');
  const one = JSON.parse(
    (await fix(join(directory, 'small.yaml'), '--only', spf?.fingerprint ?? '', '--format', 'json')).out,
  );
  expect(one.plan.steps).toHaveLength(1);
  expect(one.plan.steps[0].cures.rule).toBe('spf/missing-microsoft');
  const left = join(directory, 'left.yaml');
  writeFileSync(
    left,
    small.replace('asOf', 'intents: [{ name: Never, when: { from: internet }, must: { status: held } }]\nasOf'),
  );
  const intent = ['--only', 'intent/violated'];
  expect((await fix(left, ...intent)).code).toBe(1);
  expect((await fix(left, ...intent, '--fail-on', 'never')).code).toBe(0);
  const gone = await fix(join(directory, 'small.yaml'), '--only', 'abcdef12');
  expect(gone).toMatchObject({ code: 0, err: 'mxproof: No finding is meant by --only abcdef12.\n' });
  expect(gone.out).toContain('There is no finding to cure.');
  expect((await fix(file, '--only', 'no/such-rule')).code).toBe(2);
  expect((await fix(file, '--only', 'no/such-rule')).err).toContain('--only names no/such-rule, which is no rule.');
});

interface Replacement {
  readonly deletedRegion: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>>;
  readonly insertedContent: { readonly text: string };
}

function replaced(text: string, { deletedRegion: region, insertedContent }: Replacement): string {
  const offset = (line: number, column: number) =>
    text
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length +
    (line > 1 ? 1 : 0) +
    column -
    1;
  const [start, end] = [offset(region.startLine, region.startColumn), offset(region.endLine, region.endColumn)];
  return text.slice(0, start) + insertedContent.text + text.slice(end);
}

test('SARIF has the edits that a plan would make, and only those', async () => {
  const machine = fakeMachine(['check', file, '--fail-on', 'never', '--format', 'sarif']);
  await run(machine);
  const results = JSON.parse(machine.out.text).runs[0].results as readonly {
    ruleId: string;
    fixes?: readonly {
      artifactChanges: readonly { artifactLocation: { uri: string }; replacements: readonly [Replacement] }[];
    }[];
  }[];
  const [fixed] = results.find(({ ruleId }) => ruleId === 'filtering/enhanced-filtering-off')?.fixes ?? [];
  const [change] = fixed?.artifactChanges ?? [];
  expect(change?.artifactLocation.uri).toMatch(/topology\.yaml$/u);
  expect(change && replaced(document, change.replacements[0])).toBe(read('planned/topology.fixed.yaml'));
  const [spf] = results.find(({ ruleId }) => ruleId === 'spf/missing-microsoft')?.fixes?.[0]?.artifactChanges ?? [];
  expect(spf?.artifactLocation.uri).toMatch(/dns\/contoso\.com\.zone$/u);
  expect(spf && replaced(zone, spf.replacements[0])).toBe(read('planned/dns/contoso.com.zone'));
});

test('check names the fix and how to prove it', async () => {
  const machine = fakeMachine(['check', file, '--fail-on', 'never']);
  await run(machine);
  expect(machine.out.text).toMatch(/Fix {2}Let From the 'filter' `<b>` \| x skip the last address/u);
  expect(machine.out.text).toMatch(/not proved yet:\s+fix --only [0-9a-f]+/u);
});
