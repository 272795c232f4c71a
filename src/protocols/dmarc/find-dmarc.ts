import type { DnsView, RecordOrigin } from '../../model/dns.ts';
import { canonical, organizationalDomain } from './organizational-domain.ts';
import type { DmarcRecord } from './parse-dmarc.ts';
import { isDmarcRecord, looksLikeDmarc, parseDmarc } from './parse-dmarc.ts';

/** What a receiver finds when it looks for the policy of a domain. */
export interface DmarcDiscovery {
  /** `several`: more than one record, which counts as none. `failure`: DNS failed, so nothing can be said. */
  readonly status: 'found' | 'none' | 'several' | 'failure';
  /** The name whose record counts, or was looked at last: `_dmarc.` and the domain or its organizational domain. */
  readonly name: string;
  readonly record: DmarcRecord | undefined;
  /** The record is that of the organizational domain, found for a name below it: its sp applies. */
  readonly inherited: boolean;
  readonly origin: RecordOrigin | undefined;
  /** Names whose TXT records were not given; discovery goes on as if they had none, which the caller may not assume. */
  readonly missing: readonly string[];
  /** TXT records at the names asked that are meant as DMARC and do not count, with their errors. */
  readonly discarded: readonly DmarcRecord[];
}

/**
 * Policy discovery (RFC 7489 section 6.6.3): the record of the domain, else that of its organizational domain.
 * @param domain the domain of the From header, in any case
 */
export function findDmarc(domain: string, dns: DnsView): DmarcDiscovery {
  const from = canonical(domain);
  const organizational = organizationalDomain(from);
  const missing: string[] = [];
  const discarded: DmarcRecord[] = [];
  const end = (
    status: DmarcDiscovery['status'],
    name: string,
    found?: { readonly record: DmarcRecord; readonly origin: RecordOrigin | undefined },
  ): DmarcDiscovery => ({
    status,
    name,
    record: found?.record,
    inherited: found !== undefined && name !== `_dmarc.${from}`,
    origin: found?.origin,
    missing,
    discarded,
  });
  let name = '';
  // A message without a usable From address has no domain whose policy could be asked for.
  if (from === '') return end('none', name);
  for (const holder of from === organizational ? [from] : [from, organizational]) {
    name = `_dmarc.${holder}`;
    const answer = dns.lookup(name, 'TXT');
    if (answer.status === 'failure') return end('failure', name);
    if (answer.status === 'not-supplied') missing.push(name);
    if (answer.status !== 'records') continue;
    const found: { readonly record: DmarcRecord; readonly origin: RecordOrigin | undefined }[] = [];
    for (const [index, content] of answer.records.entries()) {
      if (typeof content !== 'string') continue;
      if (isDmarcRecord(content)) found.push({ record: parseDmarc(content), origin: answer.origins?.[index] });
      else if (looksLikeDmarc(content)) discarded.push(parseDmarc(content));
    }
    if (found.length > 1) return end('several', name);
    if (found.length === 1) return end('found', name, found[0]);
  }
  return end('none', name);
}
