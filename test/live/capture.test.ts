import { afterEach, describe, expect, test } from 'vitest';
import { buildDnsView } from '../../src/input/dns/build-dns-view.ts';
import { readZoneSource } from '../../src/input/dns/read-zone-source.ts';
import { type CapturedQuestion, type CaptureOptions, capture } from '../../src/live/capture.ts';
import { captureText } from '../../src/live/capture-file.ts';
import { readAnswer } from '../../src/live/read-answer.ts';
import { plain, text } from '../../src/model/text.ts';
import { dataText } from '../../src/protocols/zone/record-line.ts';
import { type FakeServer, fakeServer, question, reply, sent } from './fake-server.ts';

const soa = 'contoso.com. 60 SOA ns.contoso.com. h.contoso.com. 1 2 3 4 5';

describe('what a message says of a question', () => {
  const read = (over: Parameters<typeof reply>[1], type = 'A') => {
    const found = readAnswer(reply(question('a.contoso.com', type), over), 'a.contoso.com', type);
    if (!found.ok) return plain(found.because);
    const records = found.sets.flatMap((set) => set.records.map(({ data }) => `${set.owner} ${dataText(data)}`));
    const { absent } = found;
    return [...records, ...(absent === undefined ? [] : [`no ${absent.owner} ${absent.type ?? 'at all'}`])];
  };

  test.each<[string, Parameters<typeof reply>[1], readonly string[] | string]>([
    ['records', { answers: 'a.contoso.com. A 192.0.2.1' }, ['a.contoso.com 192.0.2.1']],
    [
      'records of others as well',
      { answers: 'a.contoso.com. A 192.0.2.1\nb.contoso.com. A 192.0.2.66' },
      ['a.contoso.com 192.0.2.1'],
    ],
    [
      'an alias and its records',
      { answers: 'b.example.org. A 192.0.2.1\na.contoso.com. CNAME b.example.org.' },
      ['a.contoso.com b.example.org.', 'b.example.org 192.0.2.1'],
    ],
    ['an alias alone', { answers: 'a.contoso.com. CNAME b.example.org.' }, ['a.contoso.com b.example.org.']],
    [
      'an alias alone, with the SOA of its own zone',
      { answers: 'a.contoso.com. CNAME b.example.org.', authority: soa },
      ['a.contoso.com b.example.org.'],
    ],
    [
      'an alias to nothing',
      { answers: 'a.contoso.com. CNAME b.contoso.com.', authority: soa },
      ['a.contoso.com b.contoso.com.', 'no b.contoso.com A'],
    ],
    [
      'an alias to no name',
      { header: { rcode: 3 }, answers: 'a.contoso.com. CNAME b.example.org.' },
      ['a.contoso.com b.example.org.', 'no b.example.org at all'],
    ],
    [
      'aliases in a circle',
      { answers: 'a.contoso.com. CNAME b.contoso.com.\nb.contoso.com. CNAME a.contoso.com.' },
      ['a.contoso.com b.contoso.com.', 'b.contoso.com a.contoso.com.'],
    ],
    ['no such name', { header: { rcode: 3 } }, ['no a.contoso.com at all']],
    ['nothing, with a SOA', { authority: soa }, ['no a.contoso.com A']],
    ['nothing, of a resolver', {}, ['no a.contoso.com A']],
    ['nothing, of a server that ought to know', { header: { ra: 0, aa: 1 } }, ['no a.contoso.com A']],
    ['nothing, of one that does not', { header: { ra: 0 } }, 'refers to other servers and does not ask them itself'],
    [
      'a referral',
      { authority: 'contoso.com. NS ns.contoso.com.' },
      'refers to other servers and does not ask them itself',
    ],
    ['a failure', { header: { rcode: 2 } }, 'answers SERVFAIL'],
    ['a refusal', { header: { rcode: 5 } }, 'answers REFUSED'],
    ['a value that is none', { answers: 'a.contoso.com. TYPE65280 \\# 3 000102' }, ['no a.contoso.com A']],
  ])('%s', (_, over, expected) => {
    expect(read(over)).toEqual(expected);
  });

  test('a value that is none of its type is no answer at all', () => {
    const packet = reply(question('a.contoso.com', 'A'), { answers: 'a.contoso.com. A 192.0.2.1' });
    for (const record of packet.answers) record.data = Buffer.from([1, 2, 3]);
    expect(readAnswer(packet, 'a.contoso.com', 'A')).toEqual({
      ok: false,
      because: text`sends a value that cannot be read`,
    });
  });
});

const running: FakeServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((fake) => fake.close()));
});

async function start(...how: Parameters<typeof fakeServer>): Promise<FakeServer> {
  const fake = await fakeServer(...how);
  running.push(fake);
  return fake;
}

const plan = { domains: ['contoso.com'], selectors: ['selector1'], addresses: [] };

const run = (
  fakes: readonly FakeServer[],
  over: Partial<CaptureOptions> = {},
  domains = plan.domains,
): Promise<readonly CapturedQuestion[]> =>
  capture(
    { ...plan, domains },
    {
      servers: fakes.map(({ server }) => server),
      // Long enough for a pause of the test process; only silence waits for it.
      timeout: 1000,
      retries: 0,
      queriesMax: 1000,
      now: () => 0,
      ...over,
    },
  );

const nothing = (query: Parameters<typeof sent>[0]): readonly Buffer[] => [sent(query, { header: { rcode: 3 } })];
const unanswered = (questions: readonly CapturedQuestion[]): readonly string[] =>
  questions.flatMap(({ outcome }) => (outcome.kind === 'unanswered' ? outcome.because.map((one) => plain(one)) : []));

describe('several servers', () => {
  test('the next answers where one fails, and a silent one is soon left alone', async () => {
    const silent = await start(() => []);
    const good = await start(nothing);
    const questions = await run([silent, good], {}, ['contoso.com', 'fabrikam.com', 'example.org', 'example.net']);
    expect(questions.length).toBeGreaterThan(30);
    expect(unanswered(questions)).toEqual([]);
    // Eight questions are under way when the first silence is noticed.
    expect(silent.heard.length).toBeLessThan(20);
    expect(good.heard.length).toBe(questions.length);
  });

  test('a failure is asked again as often as is said, and is no absence', async () => {
    const broken = await start((query) => [sent(query, { header: { rcode: 2 } })]);
    const questions = await run([broken], { retries: 2 });
    expect(broken.heard.length).toBe(questions.length * 3);
    const source = await readZoneSource(captureText(questions, 'test'), { file: 'c' });
    expect([source.records, source.absent, source.problems]).toEqual([[], [], []]);
    expect(source.unsettled?.length).toBe(questions.length);
    expect(unanswered(questions)[0]).toMatch(/^127\.0\.0\.1:\d+ answers SERVFAIL$/);
  });
});

test('the number of queries is bounded, and what was not asked is said', async () => {
  const endless = await start((query) => {
    const name = query.questions[0]?.name ?? '';
    // Each record includes the next name, without end.
    return [
      query.questions[0]?.type === 16
        ? sent(query, { answers: `${name}. TXT "v=spf1 include:x${endless.heard.length}.contoso.com -all"` })
        : sent(query, { header: { rcode: 3 } }),
    ];
  });
  const questions = await run([endless], { queriesMax: 25 });
  expect(endless.heard.length).toBe(25);
  expect(
    unanswered(questions).some((because) => because.includes('was not asked: the limit of 25 queries is reached')),
  ).toBe(true);
});

test('includes without end are followed only so far', async () => {
  const endless = await start((query) => {
    const name = query.questions[0]?.name ?? '';
    return [
      query.questions[0]?.type === 16
        ? sent(query, { answers: `${name}. TXT "v=spf1 include:x${endless.heard.length}.contoso.com -all"` })
        : sent(query, { header: { rcode: 3 } }),
    ];
  });
  const questions = await run([endless]);
  expect(questions.length).toBeLessThan(200);
});

test('names and text of a stranger stay within their line of the file', async () => {
  const evil = await start((query) => [
    query.questions[0]?.type === 15
      ? sent(query, { answers: 'contoso.com. MX 1 a\\010\\;\\032b\\.c\\255.example.org.' })
      : query.questions[0]?.type === 16
        ? sent(query, { answers: `${query.questions[0].name}. TXT "\\010;! no-such-name contoso.com. \\000\\027[31m"` })
        : sent(query),
  ]);
  const text = captureText(await run([evil]), 'test');
  expect(text).toMatch(/^[\n\x20-\x7e]*$/u);
  const source = await readZoneSource(text, { file: 'c' });
  expect(source.problems).toEqual([]);
  expect(
    source.records.some(
      (record) => record.data.type === 'MX' && record.data.exchange === 'a\\010\\;\\032b\\.c\\255.example.org',
    ),
  ).toBe(true);
  // The answers to the other questions are empty; that the name does not exist stands in the text of a record alone.
  expect(source.absent?.length).toBeGreaterThan(3);
  expect(source.absent?.filter(({ type }) => type === undefined)).toEqual([]);
});

test('a server that contradicts itself is captured as it answers, and the file can be read', async () => {
  const odd = await start((query) => {
    const [asked] = query.questions;
    if (asked?.name !== 'contoso.com') return [sent(query, { header: { rcode: 3 } })];
    const mx = asked.type === 15;
    return [sent(query, { answers: mx ? 'contoso.com. MX 10 m.contoso.com.' : 'contoso.com. CNAME w.example.org.' })];
  });
  const source = await readZoneSource(captureText(await run([odd]), 'test'), { file: 'c' });
  const beside = await readZoneSource('fabrikam.com. A 192.0.2.1\n', { file: 'd' });
  const built = buildDnsView({
    sources: [source, beside],
    unknownNames: 'unknown',
    bundled: { lookup: () => undefined },
  });
  expect(built.problems).toEqual([]);
  expect(built.view.lookup('contoso.com', 'MX')).toMatchObject({ records: [[10, 'm.contoso.com']] });
  expect(built.view.lookup('contoso.com', 'TXT').status).toBe('no-such-name');
});
