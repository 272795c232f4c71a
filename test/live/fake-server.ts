import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import type { NameServer } from '../../src/live/ask-server.ts';
import { decodeMessage, encodeMessage, Packet, type Resource } from '../../src/live/wire.ts';
import { encodeWire } from '../../src/protocols/zone/encode-wire.ts';
import { parseZone } from '../../src/protocols/zone/parse-zone.ts';
import { typeNumber } from '../../src/protocols/zone/record-types.ts';

export interface FakeServer {
  readonly server: NameServer;
  /** Questions that came over UDP, as `name type`. */
  readonly heard: readonly string[];
  close(): Promise<void>;
}

/** A name server that answers whatever it is told to: each datagram with several, a connection as the test likes. */
export async function fakeServer(
  onDatagram: (query: Packet, port: number) => readonly Buffer[],
  onConnection: (socket: Socket) => void = (socket) => socket.destroy(),
): Promise<FakeServer> {
  const heard: string[] = [];
  const open = new Set<Socket>();
  const tcp = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const address = tcp.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const udp = createSocket('udp4');
  udp.on('message', (octets, from) => {
    const query = decodeMessage(octets);
    if (query === undefined) return;
    heard.push(`${query.questions[0]?.name} ${query.questions[0]?.type}`);
    for (const reply of onDatagram(query, from.port)) udp.send(reply, from.port, from.address);
  });
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve));
  return {
    server: { address: '127.0.0.1', port },
    heard,
    async close() {
      for (const socket of open) socket.destroy();
      await Promise.all([
        new Promise<void>((resolve) => udp.close(() => resolve())),
        new Promise<void>((resolve) => tcp.close(() => resolve())),
      ]);
    },
  };
}

interface Over {
  readonly header?: Partial<Packet['header']>;
  /** Records in the form of a master file. */
  readonly answers?: string;
  readonly authority?: string;
  readonly question?: { readonly name?: string; readonly type?: number };
}

/** A reply to a query, changed as the test likes. */
export function reply(query: Packet, { header, answers = '', authority = '', question }: Over = {}): Packet {
  const packet = Packet.createResponseFromRequest(query);
  Object.assign(packet.header, { ra: 1 }, header);
  packet.questions = query.questions.map((asked) => new Packet.Question({ ...asked, ...question }));
  packet.answers = resources(answers);
  packet.authorities = resources(authority);
  return packet;
}

export const sent = (query: Packet, over: Over = {}): Buffer => encodeMessage(reply(query, over));

function resources(text: string): Resource[] {
  const zone = parseZone(text, { form: 'inline' });
  if (zone.problems.length > 0) throw new Error(`${text} is no record`);
  return zone.records.map(
    ({ owner, ttl = 60, type, data }) =>
      new Packet.Resource({
        name: owner,
        type: typeNumber(type) ?? 0,
        class: 1,
        ttl,
        data: Buffer.from(encodeWire(data) ?? '', 'latin1'),
      }),
  );
}

export function question(name: string, type: string): Packet {
  const packet = new Packet();
  packet.header = new Packet.Header({ id: 1, rd: 1 });
  packet.questions = [new Packet.Question(name, typeNumber(type) ?? 0, 1)];
  return packet;
}
