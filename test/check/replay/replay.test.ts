import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import { scenarios } from '../../../src/cli/scenarios.ts';
import { analyzeFixture } from '../../support/analyze-fixture.ts';
import { fakeMachine } from '../../support/fake-machine.ts';

const filter = 'fixtures/scenarios/filter-in-front.yaml';
const delivered = 'fixtures/evidence/filter-delivered.eml';
let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mxproof-replay-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

interface Compared {
  readonly name: string;
  readonly agrees: boolean;
  readonly partsAt: string | null;
  readonly comparisons: readonly {
    aspect: string;
    result: string;
    predicted: string;
    said: string;
    known: string | null;
  }[];
  readonly notSaid: readonly string[];
  readonly notPredicted: readonly string[];
}

const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

async function compare(topology: string, evidence: string, ...options: readonly string[]) {
  const machine = fakeMachine(['trace', topology, '--compare', evidence, '--format', 'json', ...options]);
  const code = await run(machine);
  if (code === 2) throw new Error(machine.err.text);
  const report = JSON.parse(machine.out.text);
  expect(validate(report) || validate.errors).toBe(true);
  const { copies, notCompared, unusedDeviations } = report.replay;
  return { code, copies: copies as readonly Compared[], notCompared, unusedDeviations };
}

/** A file made of another by replacing texts that have to be there. */
function changed(file: string, ...changes: readonly (readonly [RegExp | string, string])[]): string {
  let content = readFileSync(file, 'utf8');
  for (const [before, after] of changes) {
    expect(content).toMatch(before);
    content = content.replace(before, after);
  }
  const path = join(directory, `${changes.length}-${content.length}.eml`);
  writeFileSync(path, content);
  return path;
}

const aspect = (copy: Compared | undefined, name: string) => copy?.comparisons.find((one) => one.aspect === name);

describe('a delivered message', () => {
  test('that went as predicted agrees in all that its header says', async () => {
    const { code, copies } = await compare(filter, delivered);
    expect(code).toBe(0);
    expect(copies[0]).toMatchObject({ agrees: true, partsAt: null });
    expect(aspect(copies[0], 'route')).toMatchObject({ result: 'same', said: 'internet → service:filter → tenant' });
    for (const name of ['connecting address', 'attribution', 'directionality', 'authAs', 'spf', 'dkim', 'dmarc'])
      expect(aspect(copies[0], name)).toMatchObject({ result: 'same' });
    expect(copies[0]?.notSaid).toContain('inbound connector');
  });

  test('that came round the filter parts at how it ends, because the prediction refuses it', async () => {
    const { code, copies } = await compare(filter, 'fixtures/evidence/filter-went-round.eml');
    expect(code).toBe(1);
    expect(aspect(copies[0], 'route')).toMatchObject({ predicted: 'internet → tenant', result: 'same' });
    expect(aspect(copies[0], 'status')).toMatchObject({ predicted: 'rejected (550 5.7.51)', said: 'delivered' });
    // What was refused before it was judged has no verdict to compare.
    expect(copies[0]).toMatchObject({ partsAt: 'status' });
    expect(copies[0]?.notPredicted).toEqual(expect.arrayContaining(['spf', 'dmarc']));
  });

  test('whose SPF was judged for the filter parts at SPF: enhanced filtering is not in effect', async () => {
    const { code, copies } = await compare(filter, 'fixtures/evidence/filter-spf-of-the-filter.eml');
    expect(code).toBe(1);
    expect(copies[0]).toMatchObject({ partsAt: 'spf' });
    expect(aspect(copies[0], 'spf')).toMatchObject({ predicted: 'pass', said: 'fail' });
  });

  test('that passed a host which nobody declares parts on the route', async () => {
    const other = changed(delivered, ['by mx.filter.example with ESMTPS', 'by gateway.example.net with ESMTPS']);
    const { copies } = await compare(filter, other);
    // The host before the tenant has the address of the filter, so the tenant's own field still names it.
    expect(aspect(copies[0], 'route')).toMatchObject({ said: 'internet → service:filter → tenant' });
    const foreign = changed(delivered, [
      /Received: from mx\.filter\.example \(192\.0\.2\.25\)/u,
      'Received: from out.elsewhere.example (203.0.113.200)',
    ]);
    expect((await compare(filter, foreign)).copies[0]).toMatchObject({ partsAt: 'route' });
  });

  test('from an own server is taken for its own, and the entity says so', async () => {
    const { code, copies } = await compare(
      'fixtures/scenarios/hybrid-mx-cloud.yaml',
      'fixtures/evidence/hybrid-delivered.eml',
    );
    expect(aspect(copies[0], 'attribution')).toMatchObject({ predicted: 'HybridOnPrem', result: 'same' });
    expect(aspect(copies[0], 'route')).toMatchObject({ said: 'server:EX01 → tenant', result: 'same' });
    expect(aspect(copies[0], 'authAs')).toMatchObject({ predicted: 'Internal', result: 'same' });
    expect(code).toBe(0);
  });

  test('an earlier verdict of another system is not the one of Exchange Online', async () => {
    const other = changed(delivered, [
      'X-MS-Exchange-Organization-MessageDirectionality',
      'Authentication-Results: mx.filter.example; spf=fail smtp.mailfrom=example.org\nX-MS-Exchange-Organization-MessageDirectionality',
    ]);
    expect(aspect((await compare(filter, other)).copies[0], 'spf')).toMatchObject({ said: 'pass', result: 'same' });
  });

  test('a header that says nothing is not a difference', async () => {
    const bare = join(directory, 'bare.eml');
    writeFileSync(bare, 'From: alice@example.org\nTo: anna@contoso.com\nSubject: Hello\n\nHello\n');
    const { code, copies } = await compare(filter, bare);
    expect(code).toBe(0);
    expect(copies[0]?.notSaid).toEqual(expect.arrayContaining(['route', 'spf', 'directionality', 'authAs']));
  });
});

describe('a message trace', () => {
  const summary = 'fixtures/evidence/summary.csv';

  test('is compared copy by copy; the connector that it names is the truth', async () => {
    const { code, copies, notCompared } = await compare(filter, summary);
    expect(code).toBe(1);
    const verdicts = copies.map((one) => [one.name, one.agrees, one.partsAt]);
    expect(verdicts).toEqual([
      ['<one@example.org>', true, null],
      ['<two@example.org>', false, 'inbound connector'],
      ['<three@contoso.com>', true, null],
    ]);
    expect(aspect(copies[1], 'inbound connector')).toMatchObject({
      predicted: 'Only from the filter',
      said: 'Default Frontend',
    });
    expect(aspect(copies[2], 'directionality')).toMatchObject({ predicted: 'Originating', result: 'same' });
    // No mailbox has this sender, and the trace does not say who handed the message in.
    expect(notCompared.map((one: { name: string }) => one.name)).toEqual(['<four@contoso.com>']);
  });

  test('differences that are known do not count, and deviations that nothing needs are told', async () => {
    const { code, copies, unusedDeviations } = await compare(
      filter,
      summary,
      '--deviations',
      'fixtures/evidence/known.yaml',
    );
    expect(code).toBe(0);
    expect(aspect(copies[1], 'inbound connector')).toMatchObject({
      result: 'different',
      known: 'Sent while the connector was off for maintenance',
    });
    expect(unusedDeviations).toEqual([{ aspect: 'spf', reason: 'Nothing needs this one', line: 5 }]);
  });

  test('may be UTF-16, and the extended report has one row an event', async () => {
    const rows = [
      'date_time_utc,client_ip,client_hostname,server_ip,server_hostname,connector_id,source,event_id,message_id,network_message_id,recipient_address,message_subject,sender_address,return_path,directionality,original_client_ip',
      '2026-11-21T10:00:00Z,10.1.1.1,AM6EUR05FT001,10.1.1.2,AM0PR01,AM0PR01\\Default AM0PR01,SMTP,RECEIVE,<one@example.org>,n1,anna@contoso.com,Hello,alice@example.org,alice@example.org,Incoming,192.0.2.25',
      '2026-11-21T10:00:01Z,,,,,,STOREDRIVER,DELIVER,<one@example.org>,n1,anna@contoso.com,Hello,alice@example.org,alice@example.org,Incoming,',
    ];
    const file = join(directory, 'extended.csv');
    writeFileSync(file, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(rows.join('\r\n'), 'utf16le')]));
    const { copies } = await compare(filter, file);
    expect(copies).toHaveLength(1);
    expect(aspect(copies[0], 'status')).toMatchObject({ said: 'DELIVER', result: 'same' });
    expect(aspect(copies[0], 'directionality')).toMatchObject({ result: 'same' });
    expect(aspect(copies[0], 'inbound connector')).toMatchObject({ result: 'different' });
  });
});

/** A summary names one connector: that by which the message came in, or left. */
const isOf = (prefix: string, incoming: boolean): boolean => incoming === (prefix === 'inbound:');

test('a message trace written from the predictions of every scenario agrees with them', async () => {
  let rows = 0;
  for (const { name } of scenarios()) {
    const topology = `fixtures/scenarios/${name}.yaml`;
    const { traces } = await analyzeFixture(topology);
    const lines = traces.flatMap((trace) =>
      trace.outcomes.flatMap((outcome) => {
        const arrived = ['delivered', 'sent'].includes(outcome.status);
        if (!arrived || outcome.route.filter((node) => node === 'tenant').length !== 1) return [];
        const arrival = outcome.hops.map((index) => trace.hops[index]).find((hop) => hop?.to === 'tenant');
        const incoming = outcome.directionality === 'Incoming';
        const prefix = incoming || arrival !== undefined ? 'inbound:' : 'outbound:';
        const connector = outcome.connectors.find((one) => one.startsWith(prefix))?.slice(prefix.length) ?? 'Default';
        const event = outcome.endsAt === 'tenant' ? 'Deliver' : 'Send';
        const { from, mailFrom } = trace.message;
        const sender = mailFrom === '' ? '<>' : from;
        const status = `"${outcome.recipient}##Receive, ${event}"`;
        return [
          [
            sender,
            status,
            `<${rows++}@id>`,
            arrival?.sourceIp ?? '',
            incoming ? 1 : 2,
            isOf(prefix, incoming) ? connector : '',
          ],
        ];
      }),
    );
    if (lines.length === 0) continue;
    const file = join(directory, `${name}.csv`);
    const header = 'sender_address,Recipient_status,message_id,original_client_ip,directionality,connector_id';
    writeFileSync(file, `${[header, ...lines.map((line) => line.join(','))].join('\n')}\n`);
    const { copies, notCompared } = await compare(topology, file);
    expect([name, copies.filter((one) => !one.agrees), notCompared]).toEqual([name, [], []]);
    for (const copy of copies)
      expect(copy.comparisons.map((one) => one.aspect)).toEqual(expect.arrayContaining(['directionality', 'status']));
  }
  expect(rows).toBeGreaterThan(25);
});

test('hostile evidence takes no time', async () => {
  const crowd = join(directory, 'crowd.csv');
  const header = 'event_id,recipient_address,message_id,sender_address,source';
  writeFileSync(crowd, `${header}\n${'RECEIVE,anna@contoso.com,<x>,alice@example.org,SMTP\n'.repeat(100_000)}`);
  const long = join(directory, 'long.eml');
  writeFileSync(
    long,
    `Authentication-Results: spf=none ${'dkim=pass '.repeat(10_000)}\nFrom: alice@example.org\nTo: anna@contoso.com\n\nx\n`,
  );
  const start = performance.now();
  await compare(filter, crowd);
  await compare(filter, long);
  expect(performance.now() - start).toBeLessThan(5_000);
});

describe('the terminal', () => {
  async function shown(columns: number, ...args: readonly string[]) {
    const out = fakeMachine([]).out;
    const machine = fakeMachine(['trace', filter, ...args], { out: { ...out, columns } });
    await run(machine);
    return machine;
  }

  test('shows the first place where they part with both sides', async () => {
    const { out } = await shown(100, '--compare', 'fixtures/evidence/filter-spf-of-the-filter.eml');
    expect(out.text).toMatch(/They part at {2}spf\n {4}predicted {2}pass\n/u);
    expect(out.text).toContain('authenticate-sender');
    expect(out.text).toMatch(/said {7}fail\n/u);
    expect(out.text).toContain('1 copy compared: 0 agree, 0 differ as known, 1 differ.');
  });

  test('options that do not go together, and files that are no evidence, are refused', async () => {
    const both = await shown(100, '--compare', delivered, '--from', 'a@example.org');
    expect(both.err.text).toContain('--compare takes its messages from the file');
    expect((await shown(100, '--deviations', 'x')).err.text).toContain('nothing is compared');
    expect((await shown(100, '--compare', 'no/such.eml')).err.text).toContain('There is no file no/such.eml.');
    const table = join(directory, 'table.csv');
    writeFileSync(table, 'a,b\n1,2\n');
    expect((await shown(100, '--compare', table)).err.text).toContain('is no message trace');
    const wrong = join(directory, 'wrong.yaml');
    writeFileSync(wrong, '- { aspect: spff, reasn: x }\n');
    const { err } = await shown(100, '--compare', delivered, '--deviations', wrong);
    expect(err.text).toContain('reasn is no key of a deviation');
    expect(err.text).toContain('A deviation needs an aspect.');
    expect(err.text).toContain('A deviation needs a reason.');
  });
});
