import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadTopology } from '../../src/cli/load-topology.ts';
import { declaredAnswers } from '../../src/live/declared-answers.ts';
import { type DnsService, serveDns } from '../../src/live/serve-dns.ts';
import { checkHost } from '../../src/protocols/spf/check-host.ts';
import { recordLine } from '../../src/protocols/zone/record-line.ts';
import { bundledNames } from '../../src/reference/bundled-names.ts';
import { hasProgram, output, python } from './other-programs.ts';

const worldsFolder = fileURLToPath(new URL('../../fixtures/worlds/', import.meta.url));
const names = readdirSync(worldsFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

async function open(name: string) {
  const loaded = await loadTopology(join(worldsFolder, name, 'topology.yaml'));
  if (!loaded.ok) throw new Error(name);
  const { topology, zones } = loaded.value;
  const served = await serveDns(declaredAnswers(zones, topology.dns.unknownNames, bundledNames), { port: 0 });
  if (!served.ok) throw new Error(served.because);
  return { name, topology, zones, service: served.service };
}

type World = Awaited<ReturnType<typeof open>>;

let worlds: readonly World[] = [];
beforeAll(async () => {
  worlds = await Promise.all(names.map(open));
});
afterAll(() => Promise.all(worlds.map(({ service }: { service: DnsService }) => service.close())));

const hasDig = hasProgram('dig', '-v') && hasProgram('delv', '-v');
const unlessDig = hasDig ? '' : ' (skipped: dig and delv of BIND 9 are not installed)';

/** Space between words and the case of hexadecimal digits do not count; dig cuts long ones into words. */
function comparable(line: string): string {
  const words = line.trim().replace(/[\t ]+(?=(?:[^"]|"(?:[^"\\]|\\.)*")*$)/gu, ' ');
  return / TLSA /u.test(words) ? words.toLowerCase().replace(/(?<=tlsa \d+ \d+ \d+ .*) /gu, '') : words;
}

describe.skipIf(!hasDig)(`dig and delv read what the worlds declare${unlessDig}`, () => {
  test.each([['udp'], ['tcp']])('dig, every record, over %s', async (transport) => {
    let compared = 0;
    await Promise.all(
      worlds.map(async ({ zones, service }) => {
        const records = zones.flatMap((zone) => zone.records);
        const questions = new Set(records.map((record) => `${record.owner}. ${record.type}`));
        const asked = [...questions].flatMap((question) => question.split(' '));
        const options = ['@127.0.0.1', '-p', String(service.port), `+${transport === 'tcp' ? '' : 'no'}tcp`];
        const told = await output('dig', [...options, '+noall', '+answer', '+nocookie', ...asked]);
        const expected = records.map((record) => comparable(recordLine({ ...record, ttl: record.ttl ?? 300 })));
        expect(new Set(told.split('\n').filter(Boolean).map(comparable))).toEqual(new Set(expected));
        compared += expected.length;
      }),
    );
    expect(compared).toBeGreaterThan(100);
  });

  test('dig, what is not there: NXDOMAIN and NODATA with the SOA, REFUSED with the reason', async () => {
    const [world] = worlds;
    if (world === undefined) throw new Error('no world');
    const ask = (...words: readonly string[]): Promise<string> =>
      output('dig', ['@127.0.0.1', '-p', String(world.service.port), ...words]);
    const gone = await ask('no-such-name.contoso.com', 'MX');
    expect(gone).toContain('status: NXDOMAIN');
    expect(gone).toMatch(/AUTHORITY SECTION:\ncontoso\.com\.\s+\d+\s+IN\s+SOA/u);
    const empty = await ask('contoso.com', 'SRV');
    expect(empty).toContain('status: NOERROR');
    expect(empty).toMatch(/ANSWER: 0, AUTHORITY: 1/u);
    const unknown = await ask('undeclared.example.net', 'A');
    expect(unknown).toContain('status: REFUSED');
    expect(unknown).toContain('EDE: 20 (Not Authoritative): (nothing is declared of undeclared.example.net A)');
    expect(await ask('+noedns', 'CoNtOsO.cOm', 'MX')).toMatch(/^CoNtOsO\.cOm\.\s+\d+\s+IN\s+MX/mu);
  });

  test('delv', async () => {
    const [world] = worlds;
    const records = world?.zones.flatMap((zone) => zone.records).filter((record) => record.type === 'TXT') ?? [];
    const [record] = records;
    if (world === undefined || record === undefined) throw new Error('no world');
    const told = await output('delv', [
      '@127.0.0.1',
      '-p',
      String(world.service.port),
      '-i',
      `${record.owner}.`,
      'TXT',
    ]);
    expect(told.split('\n').map(comparable)).toContain(comparable(recordLine({ ...record, ttl: record.ttl ?? 300 })));
    expect(told).not.toMatch(/timed out|failed/u);
  });
});

const hasPyspf = hasProgram(python, '-c', 'import DNS, spf');
const unlessPyspf = hasPyspf ? '' : ' (skipped: python3-spf and python3-dns of Debian are not installed)';

const evaluate = `
import sys, json, DNS, spf
DNS.defaults['server'] = ['127.0.0.1']
for port, cases in json.load(open(sys.argv[1])):
    DNS.defaults['port'] = port
    for ip, sender, helo in cases:
        print(spf.check2(i=ip, s=sender, h=helo)[0])
`;

describe.skipIf(!hasPyspf)(`pyspf, asking the served worlds${unlessPyspf}`, () => {
  test('agrees with our evaluator wherever ours has what it needs', async () => {
    const strangers = ['198.51.100.7', '203.0.113.200', '192.0.2.1', '40.92.0.1', '2001:db8::7', '2a01:111:f403::1'];
    const cases = worlds.flatMap(({ name, topology, zones, service }) => {
      const owners = zones.flatMap((zone) => zone.records).filter(({ type }) => type === 'TXT' || type === 'MX');
      const domains = [...new Set(owners.map((record) => record.owner))];
      const hosts = zones
        .flatMap((zone) => zone.records)
        .flatMap(({ data }) => ('address' in data ? [data.address] : []));
      const addresses = [...new Set([...hosts, ...strangers])];
      return domains.flatMap((domain) =>
        addresses.flatMap((ip) => {
          const query = { ip, sender: `anna@${domain}`, helo: domain };
          const { result, undetermined } = checkHost(query, topology.dns.view);
          return undetermined ? [] : [{ name, port: service.port, query, result }];
        }),
      );
    });
    const input = worlds.map(({ service }) => [
      service.port,
      cases.filter(({ port }) => port === service.port).map(({ query }) => [query.ip, query.sender, query.helo]),
    ]);
    const inOrder = worlds.flatMap(({ service }) => cases.filter(({ port }) => port === service.port));
    const directory = mkdtempSync(join(tmpdir(), 'mxproof-pyspf-'));
    const file = join(directory, 'cases.json');
    writeFileSync(file, JSON.stringify(input));
    const told = await output(python, ['-c', evaluate, file], 60_000);
    rmSync(directory, { recursive: true });
    const results = told.trim().split('\n');
    expect(results).toHaveLength(inOrder.length);
    const differing = inOrder.filter((one, index) => one.result !== results[index]);
    expect(differing).toEqual([]);
    // Passing and failing ones are among them.
    expect(new Set(results).size).toBeGreaterThan(2);
    expect(results.length).toBeGreaterThan(300);
  }, 60_000);
});
