import { createSocket } from 'node:dgram';
import { afterEach, describe, expect, test } from 'vitest';
import { askServer, type Heard } from '../../src/live/ask-server.ts';
import { readServer } from '../../src/live/server-address.ts';
import { ednsOf, Packet } from '../../src/live/wire.ts';
import { plain } from '../../src/model/text.ts';
import { type FakeServer, fakeServer, sent } from './fake-server.ts';

const running: FakeServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((fake) => fake.close()));
});

async function ask(...how: Parameters<typeof fakeServer>): Promise<Heard> {
  const fake = await fakeServer(...how);
  running.push(fake);
  return askServer(fake.server, 'contoso.com', 'A', 400);
}

const right = 'contoso.com. 60 A 192.0.2.1';
const shown = (heard: Heard): string =>
  heard.kind === 'nothing'
    ? plain(heard.because)
    : `${heard.transport} ${heard.packet.answers.map(({ data }) => (Buffer.isBuffer(data) ? data.join('.') : '?'))}`;

const framed = (octets: Buffer, length = octets.length): Buffer => {
  const prefix = Buffer.alloc(2);
  prefix.writeUInt16BE(length);
  return Buffer.concat([prefix, octets]);
};

describe('only the answer of this server to this question counts', () => {
  test.each<[string, (query: Packet) => Buffer]>([
    [
      'another id',
      (query) => sent(query, { header: { id: query.header.id ^ 1 }, answers: 'contoso.com. A 192.0.2.66' }),
    ],
    [
      'another name',
      (query) => sent(query, { question: { name: 'fabrikam.com' }, answers: 'contoso.com. A 192.0.2.66' }),
    ],
    ['another type', (query) => sent(query, { question: { type: 28 }, answers: 'contoso.com. A 192.0.2.66' })],
    ['a query', (query) => sent(query, { header: { qr: 0 }, answers: 'contoso.com. A 192.0.2.66' })],
    [
      'no question',
      (query) => sent(Object.assign(new Packet(), { header: query.header }), { answers: 'contoso.com. A 192.0.2.66' }),
    ],
    ['octets that are no message', () => Buffer.from('not a message')],
    ['half a message', (query) => sent(query, { answers: 'contoso.com. A 192.0.2.66' }).subarray(0, 40)],
  ])('%s is passed over', async (_, wrong) => {
    expect(shown(await ask((query) => [wrong(query), sent(query, { answers: right })]))).toBe('udp 192.0.2.1');
    expect(shown(await ask((query) => [wrong(query)]))).toBe('does not answer within 0.4 s (1 other messages came)');
  });

  test('so is what comes from another port', async () => {
    const other = createSocket('udp4');
    const heard = await ask((query, port) => {
      other.send(sent(query, { answers: 'contoso.com. A 192.0.2.66' }), port, '127.0.0.1');
      return [];
    });
    other.close();
    expect(shown(heard)).toBe('does not answer within 0.4 s');
  });

  test('the case of the question does not matter', async () => {
    const heard = await ask((query) => [sent(query, { question: { name: 'CONTOSO.com' }, answers: right })]);
    expect(shown(heard)).toBe('udp 192.0.2.1');
  });
});

describe('an answer that is cut', () => {
  const cut = (query: Packet): readonly Buffer[] => [sent(query, { header: { tc: 1 } })];

  test('is asked for over TCP', async () => {
    const heard = await ask(cut, (socket) => {
      socket.on('data', (chunk) => {
        const query = Packet.parse(Buffer.from(chunk.subarray(2)));
        const octets = framed(sent(query, { answers: right }));
        socket.write(octets.subarray(0, 5));
        setTimeout(() => socket.write(octets.subarray(5)), 20);
      });
    });
    expect(shown(heard)).toBe('tcp 192.0.2.1');
  });

  test.each<[string, Parameters<typeof fakeServer>[1], RegExp]>([
    ['that says nothing', () => undefined, /does not answer over TCP within 0\.4 s/],
    ['that ends', (socket) => socket.end(), /closed/],
    ['that ends within the message', (socket) => socket.end(framed(Buffer.alloc(20), 500)), /closed/],
    ['that answers another question', (socket) => socket.end(framed(Buffer.alloc(20))), /sends something else/],
    [
      'that cuts it, too',
      (socket) => {
        socket.on('data', (chunk) => {
          socket.end(framed(sent(Packet.parse(Buffer.from(chunk.subarray(2))), { header: { tc: 1 } })));
        });
      },
      /cuts the answer over TCP, too/,
    ],
  ])('a connection %s is no answer', async (_, onConnection, because) => {
    expect(shown(await ask(cut, onConnection))).toMatch(because);
  });
});

test('a server that knows no EDNS is asked without it', async () => {
  const seen: boolean[] = [];
  const heard = await ask((query) => {
    const edns = ednsOf(query) !== undefined;
    seen.push(edns);
    return [edns ? sent(query, { header: { rcode: 1 } }) : sent(query, { answers: right })];
  });
  expect([shown(heard), seen]).toEqual(['udp 192.0.2.1', [true, false]]);
});

test('nobody at the port is known at once', async () => {
  const fake = await fakeServer(() => []);
  await fake.close();
  const before = performance.now();
  expect(shown(await askServer(fake.server, 'contoso.com', 'A', 5000))).toMatch(/cannot be reached: ECONNREFUSED/);
  expect(performance.now() - before).toBeLessThan(3000);
});

test.each([
  ['192.0.2.53', { address: '192.0.2.53', port: 53 }],
  ['192.0.2.53:5353', { address: '192.0.2.53', port: 5353 }],
  ['2001:db8::53', { address: '2001:db8::53', port: 53 }],
  ['[2001:db8::53]:5353', { address: '2001:db8::53', port: 5353 }],
  ['[2001:db8::53]', { address: '2001:db8::53', port: 53 }],
  ['192.0.2.53:0', undefined],
  ['192.0.2.53:70000', undefined],
  ['192.0.2.300', undefined],
  ['[192.0.2.53]:53', undefined],
  ['dns.example.org', undefined],
  ['', undefined],
])('a server is written %s', (written, server) => {
  expect(readServer(written)).toEqual(server);
});
