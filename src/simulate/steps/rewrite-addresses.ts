import type { AddressRewriteEntry, RewrittenAddress } from '../../model/address-rewriting.ts';
import { text } from '../../model/text.ts';
import { domainOf, localPartOf, sameAddress } from '../../protocols/smtp/mail-address.ts';
import { copyWith } from '../new-copy.ts';
import type { Copy, Note, Run, Transit } from '../run.ts';
import { withoutSignature } from '../signatures.ts';
import { transitWith } from '../transit.ts';
import { type CompiledPremises, isOwnDomain, premisesAcceptedDomain } from '../world.ts';

/** Header fields besides From and Cc whose addresses the outbound agent rewrites (ARW-3). */
const senderFields = [
  'sender',
  'reply-to',
  'return-receipt-to',
  'disposition-notification-to',
  'resent-from',
  'resent-sender',
];

type Rewrite = (address: string) => string;

export interface RewrittenMessage {
  readonly transit: Transit;
  readonly note: Note;
}

/** Whether an Edge server that has entries shows the sender of this copy to somebody outside. */
export const leavesOrganization = (run: Run, premises: CompiledPremises, domain: string): boolean =>
  premises.premises.addressRewriteEntries.length > 0 && !isOwnDomain(run, domain);

/**
 * The outbound agent of an Edge server: senders inside are written as the outside knows them (ARW-3), which breaks a
 * signature that was made before (ARW-6).
 * @returns undefined where nothing is rewritten.
 */
export function rewriteSenders(run: Run, premises: CompiledPremises, transit: Transit): RewrittenMessage | undefined {
  const used = new Set<AddressRewriteEntry>();
  const rewrite = rewriter(premises, used, 'out');
  const headers = rewriteFields(transit.headers, senderFields, rewrite);
  const from = rewrite(transit.from);
  const cc = transit.content.cc.map(rewrite);
  const mailFrom = transit.mailFrom === '' ? '' : rewrite(transit.mailFrom);
  if (used.size === 0) return undefined;
  const signed = from !== transit.from || headers !== transit.headers || changed(cc, transit.content.cc);
  const after = transitWith(transit, { mailFrom, from, headers, content: { ...transit.content, cc } });
  const note = run.note('rewrite-addresses', signed ? ['ARW-3', 'ARW-6'] : ['ARW-3'], () => ({
    verdict: text`from ${from}, envelope ${mailFrom === '' ? '<>' : mailFrom}`,
    because: text`the Edge server shows ${transit.from}${sameAddress(transit.from, transit.mailFrom) ? '' : text` (envelope ${transit.mailFrom === '' ? '<>' : transit.mailFrom})`} to the outside as its entries say${signed && transit.dkim.length > 0 ? text`; signatures made before break` : ''}`,
    evidence: evidenceOf(run, used),
  }));
  return { transit: signed ? withoutSignature(after) : after, note };
}

/** The inbound agent of an Edge server: recipients known outside are written as they are inside (ARW-3). */
export function rewriteRecipients(
  run: Run,
  premises: CompiledPremises,
  transit: Transit,
  copies: readonly Copy[],
): { readonly transit: Transit; readonly copies: readonly Copy[]; readonly note: Note } | undefined {
  if (premises.premises.addressRewriteEntries.length === 0) return undefined;
  const used = new Set<AddressRewriteEntry>();
  const rewrite = rewriter(premises, used, 'in');
  const written = copies.map((copy) => {
    const address = rewrite(copy.address);
    return address === copy.address ? copy : copyWith(copy, { address, final: address });
  });
  const to = transit.content.to.map(rewrite);
  const cc = transit.content.cc.map(rewrite);
  if (used.size === 0) return undefined;
  const after = transitWith(transit, { content: { ...transit.content, to, cc } });
  const signed = changed(to, transit.content.to) || changed(cc, transit.content.cc);
  const note = run.note('rewrite-addresses', signed ? ['ARW-3', 'ARW-6'] : ['ARW-3'], () => ({
    verdict: text`${written.map((copy) => copy.address).join(', ')}`,
    because: text`the Edge server writes ${copies.map((copy) => copy.address).join(', ')} as its entries say`,
    evidence: evidenceOf(run, used),
  }));
  return { transit: signed ? withoutSignature(after) : after, copies: written, note };
}

const changed = (after: readonly string[], before: readonly string[]): boolean =>
  after.some((address, index) => address !== before[index]);

const evidenceOf = (run: Run, used: ReadonlySet<AddressRewriteEntry>) =>
  [...used].map((entry) => run.setting(entry.at, text`the address rewrite entry ${entry.name}`));

/** As whom the outside knows a sender, and the entry that says so; undefined: as whom the inside does. */
export function rewrittenForOutside(
  premises: CompiledPremises,
  address: string,
): { readonly address: string; readonly entry: AddressRewriteEntry } | undefined {
  const used = new Set<AddressRewriteEntry>();
  const rewritten = rewriter(premises, used, 'out')(address);
  const [entry] = used;
  return entry === undefined ? undefined : { address: rewritten, entry };
}

/** One rewrite an address, by the closest entry; only addresses of authoritative accepted domains (ARW-4). */
function rewriter(premises: CompiledPremises, used: Set<AddressRewriteEntry>, way: 'out' | 'in'): Rewrite {
  const entries = premises.premises.addressRewriteEntries.filter(
    (entry) => way === 'out' || (!entry.outboundOnly && entry.internal.kind !== 'wildcard'),
  );
  return (address) => {
    if (premisesAcceptedDomain(premises, domainOf(address))?.type !== 'Authoritative') return address;
    let best: AddressRewriteEntry | undefined;
    for (const entry of entries) {
      const side = way === 'out' ? entry.internal : entry.external;
      if (!covers(side, entry, address)) continue;
      if (best === undefined || rankOf(side) > rankOf(way === 'out' ? best.internal : best.external)) best = entry;
    }
    if (best === undefined) return address;
    used.add(best);
    const other = way === 'out' ? best.external : best.internal;
    return other.kind === 'address' ? other.address : `${localPartOf(address)}@${other.domain}`;
  };
}

function covers(side: RewrittenAddress, { exceptions }: AddressRewriteEntry, address: string): boolean {
  const domain = domainOf(address);
  switch (side.kind) {
    case 'address':
      return sameAddress(side.address, address);
    case 'domain':
      return side.domain === domain;
    case 'wildcard':
      return (domain === side.domain || domain.endsWith(`.${side.domain}`)) && !exceptions.includes(domain);
  }
}

/** An address before a domain, a domain before a wildcard, a longer wildcard before a shorter one. */
function rankOf(side: RewrittenAddress): number {
  if (side.kind === 'address') return 2000;
  return side.kind === 'domain' ? 1000 : side.domain.length;
}

/** The addresses in the fields of a header; the same map where none changes. */
function rewriteFields(headers: Transit['headers'], names: readonly string[], rewrite: Rewrite): Transit['headers'] {
  let result: Map<string, string> | undefined;
  for (const name of names) {
    const value = headers.get(name);
    if (value === undefined) continue;
    const after = value.replace(/[^\s<>",;:()]+@[^\s<>",;:()]+/gu, rewrite);
    if (after === value) continue;
    result ??= new Map(headers);
    result.set(name, after);
  }
  return result ?? headers;
}
