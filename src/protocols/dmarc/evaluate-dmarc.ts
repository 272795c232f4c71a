import type { DnsView } from '../../model/dns.ts';
import { findDmarc } from './find-dmarc.ts';
import { canonical, organizationalDomain } from './organizational-domain.ts';
import type { AlignmentMode, DmarcPolicy } from './parse-dmarc.ts';

/** What is known of a message when DMARC is evaluated. */
export interface DmarcQuery {
  /** Domain of the address in the From header. */
  readonly headerFromDomain: string;
  /** SPF with the domain it was checked for: that of MAIL FROM, or the HELO name for the null sender. */
  readonly spf: { readonly result: string; readonly domain: string };
  /** Each signature with its d= domain. */
  readonly dkim: readonly { readonly domain: string; readonly result: string }[];
}

export interface DmarcEvaluation {
  /**
   * `bestguesspass` is Microsoft's word: no record, and SPF or DKIM passes for a domain that would align (AUTH-1,
   * AUTH-10). `permerror`: the record asks for no usable policy (RFC 7489 sections 6.6.3 and 11.2).
   */
  readonly result: 'pass' | 'fail' | 'none' | 'permerror' | 'temperror' | 'bestguesspass';
  /** The policy that is published for this domain: p, or sp of the organizational domain; undefined without one. */
  readonly policy: DmarcPolicy | undefined;
  /** Which of the two tags that is. */
  readonly policyTag: 'p' | 'sp' | undefined;
  /** Share of failing messages that the policy is for, 0 to 100. */
  readonly pct: number;
  /** Whether SPF, and whether a DKIM signature, passes for an aligned domain. */
  readonly aligned: { readonly spf: boolean; readonly dkim: boolean };
  readonly alignment: { readonly spf: AlignmentMode; readonly dkim: AlignmentMode };
  /** The text of the record; undefined when none counts. */
  readonly record: string | undefined;
  /** Name at which the record stands, or was looked for last. */
  readonly recordName: string;
  /** Names whose records were not given. Without a record they are taken for none; the caller may not. */
  readonly missing: readonly string[];
}

/** DMARC for one message (RFC 7489 section 6.6.2). */
export function evaluateDmarc(query: DmarcQuery, dns: DnsView): DmarcEvaluation {
  const from = canonical(query.headerFromDomain);
  const found = findDmarc(from, dns);
  const { record } = found;
  const alignment = { spf: record?.spfAlignment ?? 'relaxed', dkim: record?.dkimAlignment ?? 'relaxed' } as const;
  const spfAligns = isAligned(query.spf.domain, from, alignment.spf);
  const aligning = query.dkim.filter(({ domain }) => isAligned(domain, from, alignment.dkim));
  const aligned = {
    spf: query.spf.result === 'pass' && spfAligns,
    dkim: aligning.some(({ result }) => result === 'pass'),
  };
  const passes = aligned.spf || aligned.dkim;
  const policy = found.inherited ? record?.subdomainPolicy : record?.policy;
  const base = {
    policy,
    policyTag: policy === undefined ? undefined : found.inherited ? record?.subdomainPolicyTag : 'p',
    pct: record?.percent ?? 100,
    aligned,
    alignment,
    record: record?.text,
    recordName: found.name,
    missing: found.missing,
  } as const;
  if (found.status === 'failure') return { ...base, result: 'temperror' };
  if (record === undefined) return { ...base, result: passes ? 'bestguesspass' : 'none' };
  if (policy === undefined) return { ...base, result: 'permerror' };
  if (passes) return { ...base, result: 'pass' };
  // Section 6.6.2: without a pass, a temporary error of an aligned mechanism leaves the failure unproven.
  const unsure =
    (spfAligns && query.spf.result === 'temperror') || aligning.some(({ result }) => result === 'temperror');
  return { ...base, result: unsure ? 'temperror' : 'fail' };
}

/** Identifier alignment (RFC 7489 section 3.1): the same domain, or in relaxed mode the same organizational domain. */
export function isAligned(domain: string, from: string, mode: AlignmentMode): boolean {
  const left = canonical(domain);
  const right = canonical(from);
  if (left === '' || right === '') return false;
  if (left === right) return true;
  return mode === 'relaxed' && organizationalDomain(left) === organizationalDomain(right);
}
