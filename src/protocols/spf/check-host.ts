import type { DnsView } from '../../model/dns.ts';
import type { Text } from '../../model/text.ts';
import { text } from '../../model/text.ts';
import type { ClientAddress } from './address-words.ts';
import { parseClientAddress } from './address-words.ts';
import { evaluateDomain } from './evaluate-record.ts';
import type { Evaluation, Frame, MissingName } from './evaluation.ts';
import { explain } from './explanation.ts';
import { toALabels } from './query-name.ts';
import { recordCache } from './record-cache.ts';
import type { SpfNode } from './spf-node.ts';
import type { SpfResult } from './spf-result.ts';
import { onlyResult } from './spf-result.ts';

/** The arguments of check_host() (RFC 7208 section 4.1). */
export interface SpfQuery {
  /** Address of the SMTP client. */
  readonly ip: string;
  /** The whole MAIL FROM; '' for the null sender, which stands for postmaster at the HELO name (section 2.4). */
  readonly sender: string;
  readonly helo: string;
  /** By default the sender's domain. */
  readonly domain?: string;
  /** Name of the checking host, for `%{r}`; by default `unknown`. */
  readonly receiver?: string;
  /** Seconds since 1970, for `%{t}`; by default 0, because the check reads no clock. */
  readonly time?: number;
}

export interface SpfCheck {
  /**
   * The result. When `undetermined`, it is `none` where the domain's own record was not given, `temperror` where
   * another name was not, because that is what a check without an answer would give.
   */
  readonly result: SpfResult;
  /** The term that matched, as written; absent when none did. */
  readonly mechanism?: string;
  /** The domain's explanation of a fail; absent when it has none. */
  readonly explanation?: string;
  /** Terms that asked DNS (section 4.6.4), and those whose question found nothing. */
  readonly lookups: number;
  readonly voidLookups: number;
  /** Names that the result depends on were not given; `missing` lists them. */
  readonly undetermined: boolean;
  readonly missing: readonly string[];
  /** The results that are possible, whatever the missing names hold, as long as they hold no error. */
  readonly possible: readonly SpfResult[];
  /** Every term with what it did. */
  readonly tree: SpfNode;
}

/**
 * RFC 7208 check_host(): whether an address may send for a domain. Reads DNS through `dns` only, throws for nothing a
 * caller can pass, and takes bounded time for any zone.
 */
export function checkHost(query: SpfQuery, dns: DnsView): SpfCheck {
  const client = parseClientAddress(query.ip.trim());
  const identity = identityOf(query);
  if (client === undefined) {
    return unusable(identity.domain, text`${query.ip} is not an IP address, so nothing can be checked.`);
  }
  const evaluation = startEvaluation(query, client, identity, dns);
  const frame = evaluateDomain(identity.domain, evaluation, true);
  const explanation = explain(frame, evaluation);
  const undetermined = evaluation.missing.length > 0;
  const ownMissing = frame.node.question?.answer.status === 'not-supplied';
  const check: Mutable<SpfCheck> = {
    result: undetermined ? (ownMissing ? 'none' : 'temperror') : (onlyResult(frame.results) ?? 'temperror'),
    lookups: evaluation.lookups,
    voidLookups: evaluation.voidLookups,
    undetermined,
    missing: namesOf(evaluation.missing),
    possible: frame.node.possible,
    tree: frame.node,
  };
  if (undetermined) return check;
  const mechanism = matchedTerm(frame);
  if (mechanism !== undefined) check.mechanism = mechanism;
  if (explanation !== undefined) check.explanation = explanation;
  return check;
}

const nothing: readonly never[] = [];

/** The names, each once, in the order in which they were needed. */
const namesOf = (missing: readonly MissingName[]): readonly string[] =>
  missing.length === 0 ? nothing : [...new Set(missing.map(({ name }) => name.toLowerCase()))];

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Identity {
  readonly localPart: string;
  readonly senderDomain: string;
  readonly domain: string;
  readonly helo: string;
}

/** RFC 7208 sections 2.4 and 4.3: who is checked, with `postmaster` for a missing local-part. */
function identityOf(query: SpfQuery): Identity {
  const helo = withoutFinalDot(query.helo);
  // A quoted local-part may hold an @, so the last one separates.
  const at = query.sender.lastIndexOf('@');
  const written = query.sender === '' ? helo : query.sender.slice(at + 1);
  const senderDomain = toALabels(withoutFinalDot(written));
  const localPart = at > 0 ? query.sender.slice(0, at) : 'postmaster';
  const domain = query.domain === undefined ? senderDomain : toALabels(withoutFinalDot(query.domain));
  return { localPart, senderDomain, domain, helo };
}

const withoutFinalDot = (name: string): string => (name.endsWith('.') ? name.slice(0, -1) : name);

function startEvaluation(query: SpfQuery, client: ClientAddress, identity: Identity, dns: DnsView): Evaluation {
  return {
    dns,
    records: recordCache(dns),
    client,
    sender: `${identity.localPart}@${identity.senderDomain}`,
    localPart: identity.localPart,
    senderDomain: identity.senderDomain,
    helo: identity.helo,
    receiver: query.receiver ?? 'unknown',
    time: String(query.time ?? 0),
    lookups: 0,
    voidLookups: 0,
    termIsVoid: false,
    undecided: 0,
    missing: [],
  };
}

/** The term that decided: of the record itself, or of the record it redirects to. */
function matchedTerm(frame: Frame): string | undefined {
  if (frame.matched >= 0) return frame.compiled?.record.terms[frame.matched]?.text;
  return frame.redirected === undefined ? undefined : matchedTerm(frame.redirected);
}

function unusable(domain: string, because: Text): SpfCheck {
  const tree: SpfNode = {
    domain,
    result: 'undetermined',
    possible: [],
    question: null,
    record: null,
    terms: [],
    errors: [],
    because,
  };
  return { result: 'none', lookups: 0, voidLookups: 0, undetermined: true, missing: [], possible: [], tree };
}
