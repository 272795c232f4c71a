import { type Text, text, value } from '../model/text.ts';
import { canonicalName, isWithin } from '../protocols/dns-names/domain-name.ts';
import { typeMnemonic } from '../protocols/zone/record-types.ts';
import { decodeWire } from '../protocols/zone/wire-data.ts';
import type { RecordData } from '../protocols/zone/zone-record.ts';
import { Packet, type Resource } from './wire.ts';

export interface LearnedSet {
  readonly owner: string;
  readonly type: string;
  readonly records: readonly { readonly ttl: number; readonly data: RecordData }[];
}

/** What one message says about one question. */
export type AnswerRead =
  | {
      readonly ok: true;
      /** The aliases on the way, and the records of the last name where it has them. */
      readonly sets: readonly LearnedSet[];
      /** The last name when it does not exist (no type), or has no such records. */
      readonly absent: { readonly owner: string; readonly type: string | undefined } | undefined;
    }
  /** `because` goes on after "the server". */
  | { readonly ok: false; readonly because: Text };

/**
 * Reads a message that answers a question. Of the answers only those count that lead from the name asked for through
 * its aliases to the type. Nothing else than NXDOMAIN, or an empty answer that is no referral, is absence; where the
 * aliases end without either, the last name is left open, to be asked for itself.
 *
 * @param name canonical
 */
export function readAnswer(packet: Packet, name: string, type: string): AnswerRead {
  const { rcode } = packet.header;
  if (rcode !== Packet.RCODE.NOERROR && rcode !== Packet.RCODE.NXDOMAIN) {
    return { ok: false, because: text`answers ${codeName(rcode)}` };
  }
  const sets: LearnedSet[] = [];
  let owner = name;
  for (const passed = new Set<string>(); !passed.has(owner); ) {
    passed.add(owner);
    const found = setOf(packet.answers, owner, type);
    if (found === undefined) return unreadable;
    if (found.records.length > 0) return { ok: true, sets: [...sets, found], absent: undefined };
    const alias = setOf(packet.answers, owner, 'CNAME');
    if (alias === undefined) return unreadable;
    const [first] = alias.records;
    if (first?.data.type !== 'CNAME') break;
    sets.push(alias);
    owner = first.data.target;
  }
  // RFC 6604 section 3: the code speaks of the last name.
  if (rcode === Packet.RCODE.NXDOMAIN) return { ok: true, sets, absent: { owner, type: undefined } };
  const zones = packet.authorities
    .filter((record) => record.type === Packet.TYPE.SOA)
    .map((record) => canonicalName(record.name));
  const hasSoa = zones.some((zone) => zone !== undefined && isWithin(owner, zone));
  if (hasSoa) return { ok: true, sets, absent: { owner, type } };
  if (sets.length > 0) return { ok: true, sets, absent: undefined };
  const refers = packet.authorities.some((record) => record.type === Packet.TYPE.NS);
  // RFC 2308 section 2.2: an empty answer without a SOA, of a server that ought to know.
  if (!refers && (packet.header.aa === 1 || packet.header.ra === 1)) return { ok: true, sets, absent: { owner, type } };
  return { ok: false, because: text`refers to other servers and does not ask them itself` };
}

const unreadable = { ok: false, because: text`sends a value that cannot be read` } as const;

/** The records of one name and type; undefined when a value of theirs is none of the type. */
function setOf(answers: readonly Resource[], owner: string, type: string): LearnedSet | undefined {
  const records: { ttl: number; data: RecordData }[] = [];
  for (const record of answers) {
    if (record.class !== Packet.CLASS.IN || typeMnemonic(record.type) !== type) continue;
    if (canonicalName(record.name) !== owner) continue;
    const data = Buffer.isBuffer(record.data) ? decodeWire(type, record.data.toString('hex')) : undefined;
    if (data === undefined) return undefined;
    records.push({ ttl: record.ttl, data });
  }
  return { owner, type, records };
}

function codeName(code: number): Text {
  const name = Object.entries(Packet.RCODE).find(([, one]) => one === code)?.[0];
  return name === undefined ? text`code ${code}` : value(name);
}
