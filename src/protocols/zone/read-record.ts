import { nearest } from '../../base/suggest.ts';
import { list, type Text, text } from '../../model/text.ts';
import { characterStringMax, type DataNotice, readData } from './record-data.ts';
import { readClass, readType, typeNames } from './record-types.ts';
import { readSeconds, ttlMax } from './ttl.ts';
import type { Token } from './zone-lexer.ts';
import { shown } from './zone-report.ts';
import { nameOf, problemAt, spanIn, type ZoneState } from './zone-state.ts';

/** Reads one entry as a record (RFC 1035 §5.1) and adds it to the state; what keeps it from being one is reported. */
export function readRecord(state: ZoneState, indented: boolean, tokens: readonly Token[]): void {
  const first = tokens[0];
  if (first === undefined) return;
  const owner = indented ? state.owner : nameOf(state, first, 'owner');
  // The owner is remembered even when it is wrong, so that the lines below are not reported for it.
  if (!indented) {
    state.owner = owner;
    state.ownerMissing = owner === undefined;
  }
  const head = readHead(state, tokens, indented ? 0 : 1);
  if (head === undefined) return;
  if (head.type === 'SOA') setOriginFromZone(state, owner, indented ? undefined : first);
  if (owner === undefined && indented && !state.ownerMissing) {
    const remedy = text`Begin the line with the owner's name; a line that begins with a space takes the owner of the line before.`;
    problemAt(state, first, text`This record has no owner: no record precedes it.`, remedy);
    state.ownerMissing = true;
  }
  const data = readData(head.type, tokens.slice(head.next), tokens[head.next - 1] ?? first, {
    name: (token) => nameOf(state, token, 'target'),
    problem: (token, problem, remedy) => problemAt(state, token, problem, remedy),
    notice: (kind, token) => noticeData(state, kind, owner ?? '', token),
  });
  if (data === undefined || owner === undefined || !head.sound) return;
  if (state.records.length >= state.limits.records) {
    const remedy = text`Split the zone, or leave out the records that have no part in mail.`;
    if (!state.full) problemAt(state, first, text`There are more than ${state.limits.records} records.`, remedy);
    state.full = true;
    return;
  }
  const ttl = head.ttl ?? state.defaultTtl ?? state.lastTtl ?? (data.type === 'SOA' ? data.minimum : undefined);
  if (head.ttl !== undefined) state.lastTtl = head.ttl;
  // RFC 2308 §4 as BIND reads it: without $TTL, the minimum of a SOA without a TTL serves as the default.
  else if (data.type === 'SOA') state.defaultTtl ??= ttl;
  const last = tokens.at(-1) ?? first;
  state.records.push({
    owner,
    ttl,
    class: 'IN',
    type: head.type,
    data,
    at: spanIn(state, first, last),
    dataAt: spanIn(state, tokens[head.next] ?? last, last),
  });
}

interface Head {
  readonly ttl: number | undefined;
  readonly type: string;
  /** Index of the first word of the value. */
  readonly next: number;
  /** False when a class was refused; the value is still read for its own errors. */
  readonly sound: boolean;
}

/** TTL and class, each optional and in either order, and the type. */
function readHead(state: ZoneState, tokens: readonly Token[], from: number): Head | undefined {
  let ttl: number | undefined;
  let family: string | undefined;
  for (let index = from; ; index++) {
    const token = tokens[index];
    if (token === undefined) {
      const last = tokens[index - 1] ?? tokens[0];
      if (last !== undefined) problemAt(state, last, text`The record ends before its type.`, recordForm);
      return undefined;
    }
    const seconds = ttl === undefined && !token.quoted ? readSeconds(token.text) : undefined;
    const found = family === undefined && !token.quoted ? readClass(token.text) : undefined;
    if (seconds !== undefined) ttl = checkTtl(state, token, seconds);
    else if (found !== undefined) {
      family = found;
      if (found === 'IN') continue;
      const remedy = text`Write ${'IN'}, or leave the class out; mail is looked up in no other class.`;
      problemAt(state, token, text`The class of this record is ${shown(token.text)}.`, remedy);
    } else {
      const type = token.quoted ? undefined : readType(token.text);
      if (type !== undefined) return { ttl, type, next: index + 1, sound: family === undefined || family === 'IN' };
      const remedy = state.report.full ? recordForm : typeRemedy(token, index === 0);
      problemAt(state, token, text`${shown(token.text)} is no record type.`, remedy);
      return undefined;
    }
  }
}

const recordForm = text`A record is an owner, optionally a TTL and a class, a type and a value, such as ${'contoso.com. 3600 IN MX 10 mail.contoso.com.'}`;

function typeRemedy(token: Token, atLineStart: boolean): Text {
  const likely = nearest(token.text.slice(0, 20), typeNames);
  const form = atLineStart
    ? text`A line that begins with a space has no owner of its own: begin it with a TTL, a class or a type, or with the owner's name in the first column.`
    : recordForm;
  return likely.length === 0 ? form : text`Types that are written alike: ${list(likely, 'or')}. ${form}`;
}

/** RFC 2181 §8: a TTL with the top bit set counts as zero. */
export function checkTtl(state: ZoneState, token: Token, seconds: number): number {
  if (seconds <= ttlMax) return seconds;
  state.report.notice({
    kind: 'ttl-too-large',
    owner: state.owner ?? '',
    at: spanIn(state, token),
    problem: text`The TTL ${shown(token.text)} is over ${ttlMax} seconds.`,
    consequence: text`Name servers and caches take it for zero (RFC 2181 section 8).`,
    remedy: text`Write a TTL of a week or less.`,
  });
  return 0;
}

/** In a master file, the name of the zone is the origin until `$ORIGIN`, as it is in a name server's configuration. */
function setOriginFromZone(state: ZoneState, owner: string | undefined, written: Token | undefined): void {
  if ((state.options.form ?? 'file') !== 'file' || state.origin !== undefined || owner === undefined) return;
  if (written?.text.endsWith('.')) state.origin = owner;
}

function noticeData(state: ZoneState, kind: DataNotice, owner: string, token: Token): void {
  const at = spanIn(state, token);
  if (kind === 'address-as-name') {
    state.report.notice({
      kind,
      owner,
      at,
      problem: text`${shown(token.text)} is an address where a host name is expected.`,
      consequence: text`It is looked up as a name, which has no address.`,
      remedy: text`Name a host, and give that host an A or AAAA record.`,
    });
    return;
  }
  if (kind === 'long-string') {
    state.report.notice({
      kind,
      owner,
      at,
      problem: text`A character-string is longer than ${characterStringMax} octets.`,
      consequence: text`Name servers refuse a zone that holds it (RFC 1035 section 3.3); some panels cut it into several.`,
      remedy: text`Cut it into several strings in quotes, which are joined without a space.`,
    });
    return;
  }
  state.report.notice({
    kind,
    owner,
    at,
    problem: text`Text without quotes is cut at every space and ends at a semicolon.`,
    consequence: text`The parts are joined without spaces, and what follows a semicolon is lost.`,
    remedy: text`Put the whole text in quotes.`,
  });
}
