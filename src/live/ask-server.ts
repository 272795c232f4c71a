import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { type Text, text, value } from '../model/text.ts';
import { canonicalName } from '../protocols/dns-names/domain-name.ts';
import { typeNumber } from '../protocols/zone/record-types.ts';
import { datagramMax, decodeMessage, ednsOf, encodeMessage, Packet } from './wire.ts';

/*
 * One question to one server. Messages are built, read and framed by dns2; its clients are not used, because they take
 * the answer to another question for their own, send no EDNS, wait for ever over TCP, where every id is 0, and cannot
 * reach an IPv6 address over TCP.
 */

/** A name server as the user named it. */
export interface NameServer {
  readonly address: string;
  readonly port: number;
}

export type Heard =
  | { readonly kind: 'message'; readonly packet: Packet; readonly transport: 'udp' | 'tcp' }
  /** `because` goes on after "the server": "does not answer within 3 s". */
  | { readonly kind: 'nothing'; readonly because: Text };

interface Query {
  readonly id: number;
  readonly name: string;
  readonly type: number;
  readonly octets: Buffer;
}

/**
 * Asks over UDP, and over TCP where the answer is cut. Only a message of this server to this question counts: the
 * address, the port, the id and the question are compared, and whatever else arrives is passed over.
 *
 * @param name canonical
 * @param timeout milliseconds for each transport
 */
export async function askServer(server: NameServer, name: string, type: string, timeout: number): Promise<Heard> {
  const heard = await overUdp(server, makeQuery(name, type, true), timeout);
  if (heard.kind === 'nothing') return heard;
  // RFC 6891 section 7: a server that knows no EDNS says that it does not understand the message.
  const { rcode } = heard.packet.header;
  const knowsNoEdns =
    (rcode === Packet.RCODE.FORMERR || rcode === Packet.RCODE.NOTIMP) && ednsOf(heard.packet) === undefined;
  const again = knowsNoEdns ? await overUdp(server, makeQuery(name, type, false), timeout) : heard;
  if (again.kind === 'nothing' || again.packet.header.tc === 0) return again;
  return overTcp(server, makeQuery(name, type, !knowsNoEdns), timeout);
}

function makeQuery(name: string, type: string, edns: boolean): Query {
  const packet = new Packet();
  const number = typeNumber(type) ?? 0;
  const id = Packet.uuid();
  packet.header = new Packet.Header({ id, rd: 1 });
  packet.questions = [new Packet.Question(name, number, Packet.CLASS.IN)];
  if (edns) packet.additionals = [Packet.Resource.EDNS([], { udpPayloadSize: datagramMax })];
  return { id, name, type: number, octets: encodeMessage(packet) };
}

function overUdp(server: NameServer, query: Query, timeout: number): Promise<Heard> {
  return new Promise((resolve) => {
    // A socket a question: its port is one more thing that a forger would have to guess (RFC 5452).
    const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4');
    let strange = 0;
    let ended = false;
    const end = (heard: Heard): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      socket.close();
      resolve(heard);
    };
    const timer = afterWaiting(timeout, () => {
      const others = strange === 0 ? text`` : text` (${strange} other messages came)`;
      end({ kind: 'nothing', because: text`does not answer within ${timeout / 1000} s${others}` });
    });
    socket.on('error', (error) => end({ kind: 'nothing', because: text`cannot be reached: ${codeOf(error)}` }));
    socket.on('message', (octets, from) => {
      const packet = from.port === server.port ? answerTo(query, octets) : undefined;
      if (packet === undefined) strange++;
      else end({ kind: 'message', packet, transport: 'udp' });
    });
    // A connected socket takes datagrams of this address and port alone, and hears when nobody listens there.
    socket.connect(server.port, server.address, () => socket.send(query.octets, () => undefined));
  });
}

async function overTcp(server: NameServer, query: Query, timeout: number): Promise<Heard> {
  const socket = connect({ host: server.address, port: server.port });
  let isLate = false;
  const timer = afterWaiting(timeout, () => {
    isLate = true;
    socket.destroy(new Error('late'));
  });
  // dns2 lets go of the socket with its message; an error after that must not end the program.
  socket.on('error', () => undefined);
  try {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.octets.length);
    socket.write(Buffer.concat([length, query.octets]));
    const packet = answerTo(query, await Packet.readStream(socket));
    if (packet === undefined) return { kind: 'nothing', because: text`sends something else over TCP` };
    if (packet.header.tc === 1) return { kind: 'nothing', because: text`cuts the answer over TCP, too` };
    return { kind: 'message', packet, transport: 'tcp' };
  } catch (error) {
    if (isLate) return { kind: 'nothing', because: text`does not answer over TCP within ${timeout / 1000} s` };
    // dns2 says without a code that the connection has ended.
    const isClosed = error instanceof Error && !('code' in error);
    const because = isClosed ? text`has closed the connection over TCP` : text`fails over TCP: ${codeOf(error)}`;
    return { kind: 'nothing', because };
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

/**
 * Calls back when the time is over and nothing is waiting to be read: where this process was kept from running, an answer
 * may have come in time and wait behind the timer.
 */
const afterWaiting = (timeout: number, then: () => void): NodeJS.Timeout =>
  setTimeout(() => setImmediate(then), timeout);

const codeOf = (error: unknown): Text =>
  error instanceof Error && 'code' in error ? value(String(error.code)) : text`for an unknown reason`;

/** The message, if it answers the query. An error may come without the question; a datagram that is cut has no more. */
function answerTo(query: Query, octets: Buffer): Packet | undefined {
  const packet = decodeMessage(octets);
  if (packet === undefined || packet.header.id !== query.id || packet.header.qr !== 1) return undefined;
  const [question, another] = packet.questions;
  if (question === undefined) return packet.header.rcode === Packet.RCODE.NOERROR ? undefined : packet;
  const same = canonicalName(question.name) === query.name && question.type === query.type;
  return same && question.class === Packet.CLASS.IN && another === undefined ? packet : undefined;
}
