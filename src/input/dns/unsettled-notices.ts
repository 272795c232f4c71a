import { text } from '../../model/text.ts';
import { isSpfRecord } from '../../protocols/spf/spf-record.ts';
import { followAliases } from '../../protocols/zone/follow-aliases.ts';
import { recordValue } from '../../protocols/zone/record-value.ts';
import type { InputNotice } from '../problem.ts';
import type { DnsBuilt } from './build-dns-view.ts';
import { askForMail, selectorsUsual } from './mail-questions.ts';
import type { Unsettled, ZoneSource } from './zone-source.ts';

/** Domains whose mail is looked at: each costs an analysis of its SPF, and a zone file may name any number. */
const domainsMax = 300;

/**
 * Names without a fixed answer on which mail depends: those that an analysis of the declared domains comes to. A zone of
 * any size has aliases for its web sites, and nobody who asks about mail wants to hear of them.
 */
export function unsettledNotices(
  sources: readonly ZoneSource[],
  { direct, unsettledBy }: DnsBuilt,
): readonly InputNotice[] {
  const all = sources.flatMap((source) => source.unsettled ?? []);
  if (all.length === 0) return [];
  const found = new Set<Unsettled>();
  const view = followAliases((name, type) => {
    const answer = direct(name, type);
    const open = unsettledBy(answer);
    if (open !== undefined) found.add(open);
    return answer;
  });
  askForMail({ domains: mailDomains(sources).slice(0, domainsMax), selectors: selectorsUsual, addresses: [] }, view);
  return all.filter((one) => found.has(one)).map(noticeOf);
}

/** Owners of MX and SPF records, and names whose MX or TXT has no fixed answer. */
function mailDomains(sources: readonly ZoneSource[]): readonly string[] {
  const stated = sources
    .flatMap((source) => source.records)
    .filter(({ type, data }) => type === 'MX' || (type === 'TXT' && isSpfRecord(String(recordValue(data)))))
    .map((record) => record.owner);
  const open = sources
    .flatMap((source) => source.unsettled ?? [])
    .filter(({ types }) => types?.includes('MX') || types?.includes('TXT'))
    .map((one) => one.owner);
  return [...new Set([...stated, ...open])].filter((name) => name !== '' && !name.startsWith('*'));
}

const noticeOf = ({ owner, types, because, at }: Unsettled): InputNotice => ({
  rule: 'topology/undetermined',
  subject: `dns:${owner}${types?.length === 1 ? `/${types[0]}` : ''}`,
  at,
  problem: text`What ${owner} answers is not in this file: ${because}.`,
  consequence: text`Mail depends on it, and what depends on it is undetermined.`,
  remedy: text`Add the records that it answers with under ${'dns.records'}, or capture them (${'mxproof capture'}).`,
  evidence: [],
});
