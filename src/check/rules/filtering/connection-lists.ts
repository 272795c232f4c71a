import type { ConnectionFilterPolicy } from '../../../model/mail-policies.ts';
import type { AddressEntry } from '../../../model/topology.ts';
import type { CheckContext } from '../../check.ts';

export interface ConnectionList {
  readonly policy: ConnectionFilterPolicy;
  readonly list: 'IPAllowList' | 'IPBlockList';
  readonly entries: readonly AddressEntry[];
}

/** The IP allow and block lists of the own tenant (CF-1). */
export const connectionLists = ({ topology }: CheckContext): readonly ConnectionList[] =>
  (topology.tenant?.hostedConnectionFilterPolicies ?? []).flatMap((policy) => [
    { policy, list: 'IPAllowList' as const, entries: policy.ipAllowList },
    { policy, list: 'IPBlockList' as const, entries: policy.ipBlockList },
  ]);

/** A list of addresses without some entries, as written; undefined where none is left, which unsets the list. */
export function entriesExcept(entries: readonly AddressEntry[], out: readonly string[]): readonly string[] | undefined {
  const rest = entries.map((entry) => entry.text).filter((one) => !out.includes(one));
  return rest.length === 0 ? undefined : rest;
}
