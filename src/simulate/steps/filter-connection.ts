import { isEmpty, isSubset, overlaps } from '../../model/addresses/address-set.ts';
import type { ConnectionFilterPolicy } from '../../model/mail-policies.ts';
import { type Text, text } from '../../model/text.ts';
import type { AddressEntry, InboundConnector } from '../../model/topology.ts';
import { isAmong } from '../client-address.ts';
import type { Arrival, Note, Run } from '../run.ts';
import { type CompiledTenant, memoAbout, setOf } from '../world.ts';
import { inboundName } from './attribute-connection.ts';
import { enhancedFiltering, recoverSourceAddress } from './recover-source-address.ts';

export interface FilteredConnection {
  readonly verdict: 'allowed' | 'blocked' | 'neither';
  readonly note: Note | undefined;
}

const neither: FilteredConnection = { verdict: 'neither', note: undefined };

/**
 * The tenant's IP allow and block lists; allow wins (CF-1 to CF-9). They look at the connecting address; that they look at
 * the one that Enhanced Filtering finds is an open point (PUNC-5).
 */
export function filterConnection(run: Run, arrival: Arrival): FilteredConnection {
  const { attribution, sourceIp } = arrival;
  if (attribution === undefined || attribution.tenant.tenant.hostedConnectionFilterPolicies.length === 0)
    return neither;
  const connecting = listed(run, attribution.tenant, sourceIp);
  if (!enhancedFiltering(attribution.connector) || arrival.copies.length === 0) return connecting;
  const source = recoverSourceAddress(run, arrival);
  const found = source.recovered ? listed(run, attribution.tenant, source.address) : connecting;
  if (found.verdict === connecting.verdict) return connecting;
  if (run.assume('filtering.recoveredAddressInLists', ['no', 'yes']) === 'yes') return found;
  if (connecting.note !== undefined) return connecting;
  const note = run.note('filter-connection', ['CF-7', 'CF-8', 'PUNC-5'], () => ({
    verdict: text`neither`,
    because: text`the lists are taken to look at the connecting address ${sourceIp ?? text`unknown`}; ${source.address ?? ''}, which Enhanced Filtering finds, would be ${found.verdict}`,
    evidence: found.note?.decision?.evidence ?? [],
  }));
  return { verdict: 'neither', note };
}

function listed(run: Run, tenant: CompiledTenant, address: string | null): FilteredConnection {
  if (address === null) return neither;
  for (const policy of tenant.tenant.hostedConnectionFilterPolicies) {
    const lists = memoAbout(run.world, policy, 'connection filter', () => ({
      allow: setOf(policy.ipAllowList),
      block: setOf(policy.ipBlockList),
    }));
    if (isAmong(run, lists.allow, address)) {
      const useless = withoutEffect(run, tenant, address);
      const note = run.note('filter-connection', useless === undefined ? ['CF-4', 'CF-5', 'CF-7'] : ['CF-9'], () => ({
        verdict: useless === undefined ? text`allowed` : text`allowed without effect`,
        because:
          useless === undefined
            ? text`${address} is on the IP allow list: spam filtering and sender authentication are skipped`
            : text`${address} is on the IP allow list, and ${useless}: the message is stamped and filtered all the same`,
        evidence: [run.setting(`${policy.at}/IPAllowList`, text`IPAllowList of ${policy.name}`)],
      }));
      return { verdict: useless === undefined ? 'allowed' : 'neither', note };
    }
    if (isAmong(run, lists.block, address)) {
      const note = run.note('filter-connection', ['CF-6', 'CF-7', 'ORDER-6'], () => ({
        verdict: text`blocked`,
        because: text`${address} is on the IP block list`,
        evidence: [run.setting(`${policy.at}/IPBlockList`, text`IPBlockList of ${policy.name}`)],
      }));
      return { verdict: 'blocked', note };
    }
  }
  return neither;
}

/**
 * CF-9: an entry of the allow list does nothing where an OnPremises connector of a tenant in the same forest holds the
 * address. Of two tenants nobody declares that.
 */
function withoutEffect(run: Run, own: CompiledTenant, address: string): Text | undefined {
  for (const tenant of run.world.tenants) {
    const inbound = tenant.onPremisesConnectors.find((one) => isAmong(run, one.set, address));
    if (inbound === undefined || tenant.tenant.cloud !== own.tenant.cloud) continue;
    const name = inboundName(inbound);
    if (tenant === own) return text`the OnPremises connector ${name} holds it too`;
    const together = run.ask(
      `forest ${own.tenant.node} ${tenant.tenant.node}`,
      ['no', 'yes'],
      () => text`whether ${own.tenant.domain} and ${tenant.tenant.domain} are in one forest of Exchange Online`,
    );
    if (together === 'yes') return text`the OnPremises connector ${name} of a tenant in the same forest holds it too`;
  }
  return undefined;
}

/** What keeps an entry of an IP list from acting: an entry of the allow list, or an OnPremises connector. */
export type KeptFromActing =
  | { readonly kind: 'allow'; readonly entry: AddressEntry }
  | { readonly kind: 'connector'; readonly connector: InboundConnector };

/**
 * What keeps an entry from acting: of a block entry, an allow entry that has an address of it, too (CF-4); of an allow entry,
 * a connector that holds all of it (CF-9). Of an entry wider than that, the rest still acts.
 */
export function keptFromActing(
  tenant: CompiledTenant,
  { ipAllowList }: ConnectionFilterPolicy,
  list: 'IPAllowList' | 'IPBlockList',
  { set }: AddressEntry,
): KeptFromActing | undefined {
  if (list === 'IPBlockList') {
    const entry = ipAllowList.find((one) => overlaps(one.set, set));
    return entry && { kind: 'allow', entry };
  }
  const held = tenant.onPremisesConnectors.find((one) => !isEmpty(set) && isSubset(set, one.set));
  return held && { kind: 'connector', connector: held.connector };
}
