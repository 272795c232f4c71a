import { containsText } from '../../model/addresses/address-set.ts';
import { text } from '../../model/text.ts';
import type { Arrival, Note, Run } from '../run.ts';
import { memoAbout, setOf } from '../world.ts';

export interface FilteredConnection {
  readonly verdict: 'allowed' | 'blocked' | 'neither';
  readonly note: Note | undefined;
}

/** The tenant's IP allow and block lists, on the connecting address; allow wins (CF-1 to CF-8). */
export function filterConnection(run: Run, arrival: Arrival): FilteredConnection {
  const { attribution, sourceIp } = arrival;
  if (attribution === undefined || sourceIp === null) return { verdict: 'neither', note: undefined };
  for (const policy of attribution.tenant.tenant.hostedConnectionFilterPolicies) {
    const lists = memoAbout(run.world, policy, 'connection filter', () => ({
      allow: setOf(policy.ipAllowList),
      block: setOf(policy.ipBlockList),
    }));
    if (containsText(lists.allow, sourceIp)) {
      const note = run.note('filter-connection', ['CF-4', 'CF-5', 'CF-7'], () => ({
        verdict: text`allowed`,
        because: text`${sourceIp} is on the IP allow list: spam filtering and sender authentication are skipped`,
        evidence: [run.setting(`${policy.at}/IPAllowList`, `IPAllowList of ${policy.name}`)],
      }));
      return { verdict: 'allowed', note };
    }
    if (containsText(lists.block, sourceIp)) {
      const note = run.note('filter-connection', ['CF-6', 'CF-7', 'ORDER-6'], () => ({
        verdict: text`blocked`,
        because: text`${sourceIp} is on the IP block list`,
        evidence: [run.setting(`${policy.at}/IPBlockList`, `IPBlockList of ${policy.name}`)],
      }));
      return { verdict: 'blocked', note };
    }
  }
  return { verdict: 'neither', note: undefined };
}
