import { type Text, text } from '../model/text.ts';
import { canonicalName } from '../protocols/dns-names/domain-name.ts';
import { encodeWire } from '../protocols/zone/encode-wire.ts';
import { typeMnemonic, typeNumber } from '../protocols/zone/record-types.ts';
import type { DeclaredAnswers, ServedRecord } from './declared-answers.ts';
import { datagramMax, ednsOf, encodeMessage, Packet, type Resource } from './wire.ts';

/** A message ready to be sent, and what is to be told of it. */
export interface Reply {
  readonly octets: Buffer;
  /** `contoso.com MX NOERROR 2`: name, type, code and number of answers. */
  readonly log: Text;
}

const messageMax = 65_535;
const plainDatagramMax = 512;

const { RCODE, EDE } = Packet;

/** Extended errors of RFC 8914 for what REFUSED and SERVFAIL mean here. */
const reasons = { REFUSED: EDE.NOT_AUTHORITATIVE, SERVFAIL: EDE.OTHER } as const;

/**
 * The reply to a request, cut to what the way back carries: an octet too many over UDP, and it is empty but for the bit
 * that asks for TCP.
 * @param room octets of a message; undefined for a datagram, whose size the request states
 * @returns undefined for a message that is no request: a reply to it could go round for ever.
 */
export function replyTo(request: Packet, answers: DeclaredAnswers, room?: number): Reply | undefined {
  if (request.header.qr === 1) return undefined;
  const edns = ednsOf(request);
  const max =
    room ?? (edns === undefined ? plainDatagramMax : Math.min(Math.max(edns.class, plainDatagramMax), datagramMax));
  const { packet, about } = compose(request, answers);
  const whole = encodeMessage(packet);
  const log = text`${about} ${packet.answers.length}`;
  if (whole.length <= max) return { octets: whole, log };
  const fits = room === undefined || max < messageMax;
  const empty = start(request, fits ? packet.header.rcode : RCODE.SERVFAIL);
  empty.header.aa = packet.header.aa;
  empty.header.tc = fits ? 1 : 0;
  return { octets: encodeMessage(empty), log: fits ? text`${log} truncated` : text`${log} too long for a message` };
}

interface Composed {
  readonly packet: Packet;
  readonly about: string;
}

function compose(request: Packet, answers: DeclaredAnswers): Composed {
  const [question, another] = request.questions;
  const fault = (code: keyof typeof RCODE): Composed => ({
    packet: start(request, RCODE[code]),
    about: `${question?.name ?? '?'} ${code}`,
  });
  const options = request.additionals.filter((record) => record.type === Packet.TYPE.EDNS);
  if (request.errors.length > 0 || options.length > 1) return fault('FORMERR');
  if (request.header.opcode !== 0) return fault('NOTIMP');
  if (question === undefined || another !== undefined) return fault('FORMERR');
  if ((options[0]?.version ?? 0) > 0) return fault('BADVERS');
  if (question.class !== Packet.CLASS.IN) return fault('REFUSED');
  // Transfers (251, 252) are refused as most servers refuse them; mail boxes (253, 254) and ANY (255) ask for no set.
  if (question.type === 251 || question.type === 252) return fault('REFUSED');
  if (question.type === 0 || question.type === 41 || (question.type >= 128 && question.type <= 255))
    return fault('NOTIMP');
  const name = canonicalName(question.name);
  if (name === undefined) return fault('FORMERR');
  const type = typeMnemonic(question.type);
  const reply = answers.answer(name, type);
  const found = [...reply.answers, ...reply.authority].map((record) => resourceOf(record, name, question.name));
  const unencodable = found.includes(undefined);
  const code = unencodable ? 'SERVFAIL' : reply.code;
  const because = unencodable ? 'a record of this type is carried and cannot be handed out' : reply.because;
  const packet = start(
    request,
    RCODE[code],
    code === 'REFUSED' || code === 'SERVFAIL' ? [reasons[code], because] : undefined,
  );
  packet.header.aa = reply.authoritative && code !== 'REFUSED' && code !== 'SERVFAIL' ? 1 : 0;
  if (!unencodable) {
    const records = found.filter((record) => record !== undefined);
    packet.answers = records.slice(0, reply.answers.length);
    packet.authorities = records.slice(reply.answers.length);
  }
  return { packet, about: `${question.name === '' ? '.' : question.name} ${type} ${code}` };
}

/** An empty reply: the question as it was asked, letter by letter, and EDNS where the request has it. */
function start(request: Packet, code: number, extended?: readonly [info: number, because: string | undefined]): Packet {
  const packet = Packet.createResponseFromRequest(request);
  packet.header.rcode = code;
  // What is declared is answered to the end, as by a resolver: stubs take a server that offers no recursion for lame.
  packet.header.ra = 1;
  const edns = ednsOf(request);
  if (edns === undefined) return packet;
  const options = extended === undefined ? [] : [extendedError(...extended)];
  packet.additionals = [Packet.Resource.EDNS(options, { udpPayloadSize: datagramMax, doFlag: edns.doFlag === true })];
  return packet;
}

const extendedError = (info: number, because = ''): object =>
  Packet.Resource.EDNS.EDE(info, because.slice(0, Packet.EDE_MAX_TEXT));

/** A record as dns2 takes it, under the name as it was asked where it is that name; undefined without octets. */
function resourceOf(record: ServedRecord, asked: string, written: string): Resource | undefined {
  const wire = encodeWire(record.data);
  const type = typeNumber(record.type);
  if (wire === undefined || type === undefined || wire.length > messageMax) return undefined;
  const name = record.owner === asked ? written : record.owner;
  return new Packet.Resource({
    name,
    type,
    class: Packet.CLASS.IN,
    ttl: record.ttl,
    data: Buffer.from(wire, 'latin1'),
  });
}
