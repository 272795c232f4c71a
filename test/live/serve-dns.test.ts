import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readZoneSource } from '../../src/input/dns/read-zone-source.ts';
import { askServer } from '../../src/live/ask-server.ts';
import { declaredAnswers } from '../../src/live/declared-answers.ts';
import { type DnsService, serveDns } from '../../src/live/serve-dns.ts';
import { decodeMessage, ednsOf, encodeMessage, Packet } from '../../src/live/wire.ts';
import { plain } from '../../src/model/text.ts';
import { dataText } from '../../src/protocols/zone/record-line.ts';
import { typeMnemonic } from '../../src/protocols/zone/record-types.ts';
import { decodeWire } from '../../src/protocols/zone/wire-data.ts';

const many = Array.from({ length: 60 }, (_, index) => `many 60 A 192.0.2.${index}`).join('\n');

const zone = `$ORIGIN contoso.com.
@ 3600 SOA ns1 hostmaster 1 2 3 4 120
@ 60 MX 10 mail
@ 120 MX 20 mail2
@ TXT "v=spf1 " "-all"
mail A 192.0.2.1
alias CNAME mail
far CNAME www.example.org.
known CNAME host.fabrikam.com.
loop1 CNAME loop2
loop2 CNAME loop1
*.wild TXT "w"
old DNAME new
x.new A 192.0.2.7
a.deep A 192.0.2.8
sub NS ns1.sub
ns1.sub A 192.0.2.53
long TXT "${'y'.repeat(300)}"
key DNSKEY 257 3 13 ( AAAA )
${many}
`;

let service: DnsService;

beforeAll(async () => {
  const sources = [
    await readZoneSource(zone, { file: 'contoso.com.zone' }),
    await readZoneSource('host.fabrikam.com. 60 A 198.51.100.1\n', { file: 'facts', form: 'inline' }),
    await readZoneSource('; mxproof capture 1\n;! no-such-name gone.fabrikam.com. ; x\n', { file: 'capture' }),
  ];
  const bundled = {
    lookup: (name: string, type: string) =>
      name === 'spf.example.net' && type === 'TXT'
        ? ({ status: 'records', records: ['v=spf1 -all'], owner: name } as const)
        : undefined,
  };
  const served = await serveDns(declaredAnswers(sources, 'unknown', bundled), {
    port: 0,
    limits: { idle: 1000, connections: 4 },
  });
  if (!served.ok) throw new Error(served.because);
  service = served.service;
});

afterAll(() => service.close());

interface Shown {
  readonly code: number;
  readonly aa: number;
  readonly answers: readonly string[];
  readonly authority: readonly string[];
  readonly transport: string;
}

async function ask(name: string, type: string, address = '127.0.0.1'): Promise<Shown> {
  const heard = await askServer({ address, port: service.port }, name, type, 2000);
  if (heard.kind === 'nothing') throw new Error(plain(heard.because));
  const { packet, transport } = heard;
  const show = (record: (typeof packet.answers)[number]): string => {
    const type = typeMnemonic(record.type);
    const data = decodeWire(type, Buffer.isBuffer(record.data) ? record.data.toString('hex') : '');
    return `${record.name} ${record.ttl} ${type} ${data === undefined ? '?' : dataText(data)}`;
  };
  return {
    code: packet.header.rcode,
    aa: packet.header.aa,
    answers: packet.answers.map(show),
    authority: packet.authorities.map(show),
    transport,
  };
}

const soa = 'contoso.com 120 SOA ns1.contoso.com. hostmaster.contoso.com. 1 2 3 4 120';
const [noError, servFail, nxDomain, refused] = [0, 2, 3, 5];

describe('the answer to a question', () => {
  test.each<[string, string, string, number, readonly string[], readonly string[]]>([
    [
      'records, with one TTL',
      'contoso.com',
      'MX',
      noError,
      ['contoso.com 60 MX 10 mail.contoso.com.', 'contoso.com 60 MX 20 mail2.contoso.com.'],
      [],
    ],
    ['text in its strings', 'contoso.com', 'TXT', noError, ['contoso.com 120 TXT "v=spf1 " "-all"'], []],
    ['a name without the type', 'mail.contoso.com', 'AAAA', noError, [], [soa]],
    ['an empty non-terminal', 'deep.contoso.com', 'A', noError, [], [soa]],
    ['no such name', 'no.contoso.com', 'A', nxDomain, [], [soa]],
    [
      'an alias',
      'alias.contoso.com',
      'A',
      noError,
      ['alias.contoso.com 120 CNAME mail.contoso.com.', 'mail.contoso.com 120 A 192.0.2.1'],
      [],
    ],
    [
      'an alias without the type',
      'alias.contoso.com',
      'MX',
      noError,
      ['alias.contoso.com 120 CNAME mail.contoso.com.'],
      [soa],
    ],
    ['an alias itself', 'alias.contoso.com', 'CNAME', noError, ['alias.contoso.com 120 CNAME mail.contoso.com.'], []],
    [
      'an alias to a fact',
      'known.contoso.com',
      'A',
      noError,
      ['known.contoso.com 120 CNAME host.fabrikam.com.', 'host.fabrikam.com 60 A 198.51.100.1'],
      [],
    ],
    ['an alias into the unknown', 'far.contoso.com', 'A', refused, ['far.contoso.com 120 CNAME www.example.org.'], []],
    ['a wildcard', 'any.wild.contoso.com', 'TXT', noError, ['any.wild.contoso.com 120 TXT "w"'], []],
    ['a wildcard without the type', 'any.wild.contoso.com', 'A', noError, [], [soa]],
    [
      'a DNAME',
      'x.old.contoso.com',
      'A',
      noError,
      [
        'old.contoso.com 120 DNAME new.contoso.com.',
        'x.old.contoso.com 120 CNAME x.new.contoso.com.',
        'x.new.contoso.com 120 A 192.0.2.7',
      ],
      [],
    ],
    ['a fact', 'host.fabrikam.com', 'A', noError, ['host.fabrikam.com 60 A 198.51.100.1'], []],
    ['a fact of another type', 'host.fabrikam.com', 'MX', refused, [], []],
    ['what a capture found absent', 'gone.fabrikam.com', 'MX', nxDomain, [], []],
    ['a bundled name', 'spf.example.net', 'TXT', noError, ['spf.example.net 300 TXT "v=spf1 -all"'], []],
    ['an undeclared name', 'www.example.org', 'A', refused, [], []],
    ['a delegated name', 'www.sub.contoso.com', 'A', refused, [], []],
    ['a type that is only carried', 'key.contoso.com', 'DNSKEY', servFail, [], []],
    [
      'text over 255 octets',
      'long.contoso.com',
      'TXT',
      noError,
      [`long.contoso.com 120 TXT "${'y'.repeat(255)}" "${'y'.repeat(45)}"`],
      [],
    ],
  ])('%s', async (_, name, type, code, answers, authority) => {
    const reply = await ask(name, type);
    expect([reply.code, reply.answers, reply.authority]).toEqual([code, answers, authority]);
    const complete = name.endsWith('contoso.com') && code !== refused && code !== servFail;
    expect(reply.aa).toBe(complete ? 1 : 0);
  });

  test('a circle of aliases ends', async () => {
    expect((await ask('loop1.contoso.com', 'A')).code).toBe(servFail);
  });

  test('over IPv6 too, where the machine has it', async () => {
    if (service.addresses.includes('::1')) expect((await ask('contoso.com', 'MX', '::1')).answers).toHaveLength(2);
    else expect(service.addresses).toEqual(['127.0.0.1']);
  });
});

function message(over: {
  readonly name?: string;
  readonly type?: number;
  readonly size?: number;
  readonly header?: object;
  readonly version?: number;
}): Buffer {
  const packet = new Packet();
  packet.header = new Packet.Header({ id: 4711, rd: 1, ...over.header });
  packet.questions = [new Packet.Question(over.name ?? 'many.contoso.com', over.type ?? 1, 1)];
  if (over.size !== undefined) {
    packet.additionals = [Packet.Resource.EDNS([], { udpPayloadSize: over.size, version: over.version ?? 0 })];
  }
  return encodeMessage(packet);
}

/** The replies to datagrams, sent one after the other from one socket, in the time given. */
function datagrams(octets: readonly Buffer[], wait = 2000): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const end = (found?: Buffer): void => {
      clearTimeout(timer);
      socket.close();
      resolve(found);
    };
    const timer = setTimeout(end, wait);
    socket.on('message', end);
    for (const one of octets) socket.send(one, service.port, '127.0.0.1');
  });
}

async function replyTo(octets: Buffer): Promise<Packet> {
  const reply = await datagrams([octets]);
  const packet = reply && decodeMessage(reply);
  if (packet === undefined) throw new Error('no reply');
  return packet;
}

describe('a datagram', () => {
  test.each([
    ['without EDNS', undefined, 512],
    ['with room for little', 600, 600],
    ['with room for the usual', 1232, 1232],
    ['with room for more than is sent', 65_535, 1232],
    ['with a size that makes no sense', 1, 512],
  ])('%s is cut to size, and the whole comes over TCP', async (_, size, limit) => {
    const reply = await datagrams([message(size === undefined ? {} : { size })]);
    const packet = reply && decodeMessage(reply);
    // 60 addresses of 16 octets behind the question do not fit into 600 octets, and do into 1232.
    const fits = limit === 1232;
    expect([packet?.header.tc, packet?.answers.length]).toEqual(fits ? [0, 60] : [1, 0]);
    expect(reply?.length).toBeLessThanOrEqual(limit);
    expect(packet === undefined ? undefined : ednsOf(packet)?.class).toBe(size === undefined ? undefined : 1232);
  });

  test('a cut answer is asked for again over TCP by our own client', async () => {
    const { answers, transport } = await ask('long.contoso.com', 'TXT');
    expect([answers.length, transport]).toEqual([1, 'udp']);
  });

  test('the question comes back letter by letter', async () => {
    const packet = await replyTo(message({ name: 'MaIl.CoNtOsO.cOm' }));
    expect([packet.questions[0]?.name, packet.answers[0]?.name]).toEqual(['MaIl.CoNtOsO.cOm', 'MaIl.CoNtOsO.cOm']);
  });

  test.each<[string, Parameters<typeof message>[0], number]>([
    ['another operation', { header: { opcode: 5 } }, 4],
    ['ANY', { type: 255 }, 4],
    ['a transfer', { type: 252 }, 5],
    ['a later EDNS', { size: 1232, version: 1 }, 16],
  ])('%s is answered with an error', async (_, over, code) => {
    expect((await replyTo(message(over))).header.rcode).toBe(code);
  });

  test('a response is not answered', async () => {
    expect(await datagrams([message({ header: { qr: 1 } })], 200)).toBeUndefined();
  });
});

test('thousands of broken messages over UDP and TCP, and it still answers', async () => {
  const good = message({ size: 1232 });
  const flipped = fc
    .tuple(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 6 }), fc.nat(good.length))
    .map(([changes, length]) => {
      const octets = Buffer.from(good);
      for (const [at, value] of changes) octets[at] = value;
      return octets.subarray(0, length || undefined);
    });
  const broken = fc.sample(
    fc.oneof(
      flipped,
      fc.uint8Array({ maxLength: 512 }).map((octets) => Buffer.from(octets)),
    ),
    {
      numRuns: 4000,
      seed: 20261122,
    },
  );
  const socket = createSocket('udp4');
  for (const [index, octets] of broken.entries()) {
    await new Promise((resolve) => socket.send(octets, service.port, '127.0.0.1', resolve));
    // Server and clients share one process here: it must get its turn before the system drops what waits.
    if (index % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    if (index % 500 === 0) expect((await ask('contoso.com', 'MX')).answers).toHaveLength(2);
  }
  socket.close();
  for (let from = 0; from < 400; from += 20) {
    const client = connect(service.port, '127.0.0.1');
    client.on('error', () => undefined);
    for (const octets of broken.slice(from, from + 20)) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(from % 3 === 0 ? octets.length : (octets.length * 7) % 65_536);
      client.write(Buffer.concat([length, octets]));
    }
    await new Promise<void>((resolve) => client.end(() => resolve()));
  }
  expect((await ask('contoso.com', 'MX')).answers).toHaveLength(2);
  expect((await ask('many.contoso.com', 'A')).answers).toHaveLength(60);
}, 20_000);

describe('connections', () => {
  const open = (): Promise<import('node:net').Socket> =>
    new Promise((resolve) => {
      const client = connect(service.port, '127.0.0.1', () => resolve(client));
      client.on('error', () => undefined);
    });
  const ended = (client: import('node:net').Socket): Promise<void> =>
    new Promise((resolve) => {
      if (client.destroyed) resolve();
      client.on('close', () => resolve());
      client.resume();
    });

  test('one that says nothing is closed', async () => {
    const client = await open();
    const before = performance.now();
    await ended(client);
    expect(performance.now() - before).toBeLessThan(5000);
  });

  test('too many do not keep another out', async () => {
    const clients = await Promise.all(Array.from({ length: 12 }, open));
    const { answers } = await ask('many.contoso.com', 'A');
    expect(answers).toHaveLength(60);
    await Promise.all(clients.map(ended));
  });

  test('several questions of one connection are answered', async () => {
    const client = await open();
    const octets = message({});
    const length = Buffer.alloc(2);
    length.writeUInt16BE(octets.length);
    client.write(Buffer.concat([length, octets, length, octets, length, octets]));
    const chunks: Buffer[] = [];
    await new Promise<void>((resolve) => {
      client.on('data', (chunk) => {
        chunks.push(chunk);
        if (Buffer.concat(chunks).length >= 3 * (2 + octets.length + 60 * 16)) resolve();
      });
    });
    client.destroy();
    expect(Buffer.concat(chunks).length).toBe(3 * (2 + octets.length + 60 * 16));
  });
});

test('a port that is taken is said, and no address of another interface listens', async () => {
  const answers = declaredAnswers([], 'unknown', { lookup: () => undefined });
  expect(await serveDns(answers, { port: service.port })).toEqual({ ok: false, because: 'EADDRINUSE' });
  expect(service.addresses.every((address) => address === '127.0.0.1' || address === '::1')).toBe(true);
});
