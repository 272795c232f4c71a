import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LoadedTopology, loadTopology } from '../../src/cli/load-topology.ts';
import { parseAddress } from '../../src/model/addresses/address.ts';
import { readFixture } from '../support/analyze-fixture.ts';
import { anonymized, apart } from '../support/anonymized.ts';
import { messages, topologies } from './generated-topology.ts';

/*
 * A topology and the same under pseudonyms: findings, traces and exit code are equal through the mapping, and nothing of
 * the user's is left.
 */
const worlds = readdirSync('fixtures/worlds', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => `fixtures/worlds/${entry.name}/topology.yaml`);
const scenarios = readdirSync('fixtures/scenarios').map((file) => `fixtures/scenarios/${file}`);
/** Folders of single faults where names, records and words decide. */
const faults = ['dmarc/syntax', 'dns/mx-wrong-tenant-host', 'dns/mx-unresolvable', 'spf/syntax'].flatMap((rule) =>
  readdirSync(`fixtures/rules/${rule}`)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => `fixtures/rules/${rule}/${file}`),
);

const further = [
  'connector/disabled-but-needed/bad-receive-connector',
  'filtering/refused-list-entry/good-what-is-taken',
  'routing/open-relay/bad-relay-for-the-internet',
  'rule/over-limit/bad-declared-limits',
  'rule/shadowed/bad-own-servers',
  'rule/shadowed/bad-smaller-size',
].map((fixture) => `fixtures/rules/${fixture}.yaml`);

describe.each([...worlds, ...scenarios, ...faults, ...further])('%s', (path) => {
  test('does the same under pseudonyms, and keeps no name', async () => {
    const input = await readFixture(path);
    const { result, differing } = await best(input);
    expect(differing).toEqual([]);
    const output = [...result.files.values()].join('\n').toLowerCase();
    const zones = input.zones.flatMap((zone) => zone.records.map((record) => record.owner));
    expect(namesIn([input.document.text, ...zones].join('\n')).filter((name) => output.includes(name))).toEqual([]);
  });
});

/** A tie that names decide may turn out otherwise; the command then takes another key, as here. */
async function best(input: LoadedTopology) {
  let result = anonymized(input);
  let differing = await apart(input, result);
  for (let attempt = 1; attempt < 8 && differing.length > 0; attempt++) {
    result = anonymized(input, `key ${attempt}`);
    differing = await apart(input, result);
  }
  return { result, differing };
}

test('generated topologies do the same under pseudonyms, whatever meets in them', async () => {
  await fc.assert(
    fc.asyncProperty(topologies, messages, async (topology, message) => {
      const document = { mxproof: 1, asOf: '2026-11-21', ...topology, messages: [{ name: 'm', ...message }] };
      expect((await best(await load(JSON.stringify(document)))).differing).toEqual([]);
    }),
    { seed: 20261121, numRuns: 15, endOnFailure: true },
  );
});

/** Domains, hosts and mail addresses of a text that are the user's: those that are not under Microsoft's. */
function namesIn(text: string): readonly string[] {
  const written = text.toLowerCase().match(/(?:[\w+-]+@)?(?:[a-z\d_-]+\.)+[a-z]{2,}/gu) ?? [];
  const kept =
    /(?:^|[.@])(?:onmicrosoft\.com|(?:protection|eo)\.outlook\.(?:com|de|cn)|partner\.outlook\.cn|microsoft|office365\.us)$/u;
  const isFile = /\.(?:yaml|zone|pem|pfx|md|eml)$/u;
  return [...new Set(written)].filter((name) => !kept.test(name) && !isFile.test(name) && !/^\d|arpa$/u.test(name));
}

const rich = `mxproof: 1
name: Northwind mail
description: Northwind Traders of Springfield
asOf: 2026-11-21
tenant:
  domain: northwind.onmicrosoft.com   # call Jane Smith, extension 4711
  acceptedDomains: [northwind.co.uk, shop.northwind.co.uk]
  inboundConnectors:
    - Name: From Springfield
      Identity: From Springfield
      Guid: 6f9619ff-8b86-d011-b42d-00cf4fc964ff
      ConnectorType: OnPremises
      SenderDomains: ["smtp:*;1"]
      SenderIPAddresses: [131.107.21.231, 131.107.21.232, 131.107.40.0/24]
    - Name: From Microsoft
      ConnectorType: Partner
      SenderDomains: ["contoso.com"]
      SenderIPAddresses: [40.92.1.0/24]
  transportRules:
    - Name: Project Bluebird
      Priority: 0
      SubjectOrBodyContainsWords: [bluebird, "top secret"]
      PrependSubject: "[Bluebird] "
    - Name: Case numbers
      Priority: 1
      SubjectMatchesPatterns: ['NW-\\d{4}', 'northwind\\.co\\.uk']
      SetHeaderName: X-Northwind-Case
      SetHeaderValue: "yes"
onPremises:
  servers:
    - { name: SPRING01, addresses: [131.107.21.231], fqdn: spring01.northwind.co.uk }
recipients:
  - { address: jane.smith@northwind.co.uk, mailbox: cloud, attributes: { Department: Aviation, Manager: peter.london@northwind.co.uk } }
  - { address: peter.london@northwind.co.uk, mailbox: onPremises }
dns:
  records: |
    $TTL 3600
    northwind.co.uk. SOA ns1 jane.smith.northwind.co.uk. 1 7200 900 1209600 300 ; Jane wrote this
    northwind.co.uk. MX 0 northwind-co-uk.mail.protection.outlook.com.
    northwind.co.uk. TXT "v=spf1 ip4:131.107.21.0/24 ip4:131.107.21.128/25 exists:%{i}._spf.northwind.co.uk include:spf.protection.outlook.com -all"
    northwind.co.uk. TXT "MS=ms12345678"
    spring01.northwind.co.uk. A 131.107.21.231
    _25._tcp.spring01.northwind.co.uk. TLSA 3 1 1 0d6fe13b1b4c8e4f2f6a1f0d6fe13b1b4c8e4f2f6a1f0d6fe13b1b4c8e4f2f6a
    odd.northwind.co.uk. TYPE65400 \\# 4 0d6fe13b
messages:
  - name: About the bird
    from: alice@wingtip.example
    to: [jane.smith@northwind.co.uk]
    source: { address: 131.107.99.7, helo: mail-131-107-99-7.wingtip.example }
    subject: About Bluebird and NW-2041
    body: Jane, this is Top Secret.
    headers: { X-Wingtip: bluebird }
    expect: { status: [delivered, quarantined, rejected], rules: [Project Bluebird, Case numbers] }
`;

async function load(content: string) {
  const loaded = await loadTopology('-', { content: new TextEncoder().encode(content) });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.unusable.problems));
  return loaded.value;
}

describe('a topology with secrets in every corner', () => {
  test('does the same, its rules match the same message', async () => {
    const input = await load(rich);
    expect(await apart(input, anonymized(input))).toEqual([]);
  });

  test('nothing of them is left, comments and GUIDs included', async () => {
    const output = [...anonymized(await load(rich)).files.values()].join('\n');
    const secrets =
      /northwind|jane|smith|peter|london|springfield|spring01|wingtip|alice|bluebird|secret|aviation|traders|4711|ms12345678|2041|6f9619ff|131\.107\.|131-107|0d6fe13b/iu;
    expect(output).not.toMatch(secrets);
  });

  test('what is public stays: ranges and names of Microsoft, suffixes, lengths of prefixes', async () => {
    const output = [...anonymized(await load(rich)).files.values()].join('\n');
    expect(output).toContain('40.92.1.0/24');
    expect(output).toContain('include:spf.protection.outlook.com -all');
    expect(output).toMatch(/ [a-z]{9}-co-uk\.mail\.protection\.outlook\.com\./u);
    expect(output).toMatch(/domain: [a-z]{9}\.onmicrosoft\.com/u);
    expect(output).toMatch(/exists:%\{i\}\._spf\.[a-z]{9}\.co\.uk/u);
  });

  test('is the same each time, and another with another key', async () => {
    const input = await load(rich);
    expect([...anonymized(input).files]).toEqual([...anonymized(input).files]);
    expect([...anonymized(input).files]).not.toEqual([...anonymized(input, 'another').files]);
  });
});

test('addresses keep their prefixes: two share as many leading bits after as before', async () => {
  const { names } = anonymized(await load(rich));
  const given = [
    '131.107.21.231',
    '131.107.21.232',
    '131.107.40.9',
    '131.99.1.1',
    '8.8.8.8',
    '198.51.100.7',
    '10.1.2.3',
  ];
  const bits = (written: string) => {
    const address = parseAddress(written);
    return address?.family === 4 ? address.value.toString(2).padStart(32, '0') : '';
  };
  const shared = (one: string, two: string) => [...one].findIndex((bit, index) => bit !== two[index]);
  for (const one of given)
    for (const two of given.filter((other) => other !== one))
      expect(shared(bits(names.text(one)), bits(names.text(two)))).toBe(shared(bits(one), bits(two)));
  expect(given.slice(0, 5).filter((one) => names.text(one) === one)).toEqual([]);
  expect(names.text('198.51.100.7')).toMatch(/^198\.51\.100\./u);
  expect(names.text('10.1.2.3')).toMatch(/^10\./u);
  expect(names.text('40.92.1.7')).toBe('40.92.1.7');
  expect(names.text('127.0.0.1')).toBe('127.0.0.1');
  expect(names.text('0.0.0.0-255.255.255.255')).toBe('0.0.0.0-255.255.255.255');
});
