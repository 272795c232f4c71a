import { createSocket, type Socket as DatagramSocket, type RemoteInfo } from 'node:dgram';
import type { Socket } from 'node:net';
import dns2 from 'dns2';
import { type Text, text } from '../model/text.ts';
import type { DeclaredAnswers } from './declared-answers.ts';
import { replyTo } from './reply-message.ts';
import type { Packet } from './wire.ts';

export interface ServeOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** Told of every question, with the transport and the address of whoever asks. */
  readonly log?: (line: Text) => void;
  readonly limits?: Partial<ServeLimits>;
}

/** What one client may cost; the interface is the machine's own, but any program of it may ask. */
export interface ServeLimits {
  /** Milliseconds without an octet after which a connection is closed (RFC 7766 section 6.2.3). */
  readonly idle: number;
  /** Connections at a time; the oldest makes room for a new one, so that none keeps others out. */
  readonly connections: number;
  /** Octets that wait for a client that does not read, after which it is let go. */
  readonly unread: number;
}

const serveLimits: ServeLimits = { idle: 10_000, connections: 64, unread: 1_048_576 };

export interface DnsService {
  readonly port: number;
  /** `127.0.0.1`, and `::1` where the machine has it. */
  readonly addresses: readonly string[];
  close(): Promise<void>;
}

export type Served =
  | { readonly ok: true; readonly service: DnsService }
  /** The code of the system: `EADDRINUSE`, `EACCES`. */
  | { readonly ok: false; readonly because: string };

interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** Ports that are tried where any will do: UDP and TCP, and both addresses, take the same one. */
const attemptsMax = 20;

/** Answers DNS over UDP and TCP on the loopback interface, and nowhere else, until it is closed. */
export async function serveDns(answers: DeclaredAnswers, options: ServeOptions): Promise<Served> {
  let because = 'EADDRINUSE';
  for (let attempt = 0; attempt < (options.port === 0 ? attemptsMax : 1); attempt++) {
    const listeners: Listener[] = [];
    const close = async (): Promise<void> => {
      await Promise.all(listeners.map((listener) => listener.close()));
    };
    try {
      const first = await listenUdp('127.0.0.1', options.port, answers, options);
      listeners.push(first);
      listeners.push(await listenTcp('127.0.0.1', first.port, answers, options));
      const addresses = ['127.0.0.1'];
      if (await hasAddress('::1')) {
        listeners.push(await listenUdp('::1', first.port, answers, options));
        listeners.push(await listenTcp('::1', first.port, answers, options));
        addresses.push('::1');
      }
      return { ok: true, service: { port: first.port, addresses, close } };
    } catch (error) {
      await close();
      because = codeOf(error);
      if (because !== 'EADDRINUSE') break;
    }
  }
  return { ok: false, because };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

/** Many machines, and most containers, have no IPv6. */
function hasAddress(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createSocket('udp6');
    probe.once('error', () => {
      probe.close();
      resolve(false);
    });
    probe.bind(0, address, () => probe.close(() => resolve(true)));
  });
}

function listenUdp(address: string, port: number, answers: DeclaredAnswers, { log }: ServeOptions): Promise<Listener> {
  const server = new dns2.UDPServer({ type: address.includes(':') ? 'udp6' : 'udp4' });
  server.on('request', (request: Packet, send, client) => {
    const reply = replyTo(request, answers);
    if (reply === undefined) return;
    log?.(text`${'udp'} ${(client as RemoteInfo).address} ${reply.log}`);
    // What cannot be sent is lost like any other datagram; whoever asked will ask again.
    send(reply.octets).catch(() => undefined);
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      server.close();
      reject(error);
    });
    server.bind(port, address, () => {
      server.removeAllListeners('error');
      server.on('error', () => undefined);
      resolve({ port: server.address().port, close: () => closed(server) });
    });
  });
}

const closed = (server: DatagramSocket): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

function listenTcp(address: string, port: number, answers: DeclaredAnswers, options: ServeOptions): Promise<Listener> {
  const limits = { ...serveLimits, ...options.limits };
  const server = new dns2.TCPServer();
  // dns2 knows the option, its types do not.
  Object.assign(server, { idleTimeout: limits.idle });
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    const [oldest] = open;
    if (open.size > limits.connections) oldest?.destroy();
    socket.once('close', () => open.delete(socket));
    // dns2 ends its own half alone, and a client that never ends the other would stay.
    socket.on('timeout', () => socket.destroy());
  });
  server.on('request', (request: Packet, send, client) => {
    const socket = client as Socket;
    const reply = replyTo(request, answers, 65_535);
    if (reply === undefined || socket.writableLength > limits.unread) {
      socket.destroy();
      return;
    }
    options.log?.(text`${'tcp'} ${socket.remoteAddress ?? '?'} ${reply.log}`);
    void send(reply.octets);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.removeListener('error', reject);
      server.on('error', () => undefined);
      resolve({ port, close });
    });
  });
}
