import type { DnsAnswer, DnsView } from '../../model/dns.ts';
import { followAliases } from '../../protocols/zone/follow-aliases.ts';
import { besides, type Exchanger } from './join-exchangers.ts';
import { joinedTexts } from './join-texts.ts';
import type { ChangedSet } from './record-sets.ts';

/** What a cache answers of a record set: what it was, what it becomes, the new beside the old, or the old beside the new. */
export type RecordValueSeen = 'old' | 'added' | 'kept' | 'new';

/**
 * DNS as somebody sees it whose caches hold some of the changed record sets as they were and some as they become. What
 * only one of the topologies tells holds all along.
 */
export function mixedView(
  before: DnsView,
  after: DnsView,
  sets: readonly ChangedSet[],
  seen: (set: ChangedSet) => RecordValueSeen,
): DnsView {
  const [old, now] = [direct(before), direct(after)];
  const changed = new Map(sets.map((set) => [`${set.owner} ${set.type}`, set]));
  return followAliases((name, type) => {
    const set = changed.get(`${name} ${type}`);
    if (set === undefined) {
      const answer = old(name, type);
      return answer.status === 'not-supplied' ? now(name, type) : answer;
    }
    switch (seen(set)) {
      case 'old':
        return old(name, type);
      case 'new':
        return now(name, type);
      case 'added':
        return joined(set, old(name, type), now(name, type));
      case 'kept':
        return set.type === 'MX' ? bothHosts(now(name, type), old(name, type)) : now(name, type);
    }
  });
}

/** An alias stands alone at its name, so an answer that followed none is that of the name itself. */
const direct =
  (view: DnsView) =>
  (name: string, type: string): DnsAnswer =>
    type !== 'CNAME' && view.lookup(name, 'CNAME').status === 'records'
      ? { status: 'no-such-type' }
      : view.lookup(name, type);

/** The new beside the old: what is only new is there already, what is only old is there still, SPF authorises both. */
function joined({ type, before, after }: ChangedSet, old: DnsAnswer, now: DnsAnswer): DnsAnswer {
  if (before.length === 0) return now;
  if (type === 'MX') return bothHosts(old, now);
  if (after.length === 0 || type !== 'TXT' || old.status !== 'records' || now.status !== 'records') return old;
  const texts = joinedTexts(old.records.map(String), now.records.map(String));
  return texts === undefined ? old : { status: 'records', records: texts };
}

/** The hosts of both MX, those of the second only for when none of the first answers. */
function bothHosts(first: DnsAnswer, second: DnsAnswer): DnsAnswer {
  if (first.status !== 'records' || second.status !== 'records') return first;
  const records = besides(exchangers(first.records), exchangers(second.records));
  return { status: 'records', records: records.map(({ preference, host }) => [preference, host] as const) };
}

const exchangers = (records: Extract<DnsAnswer, { status: 'records' }>['records']): readonly Exchanger[] =>
  records.flatMap((record) => (typeof record === 'string' ? [] : [{ preference: record[0], host: record[1] }]));
