import type { FilterRule, FilterScope } from '../../model/filtering.ts';
import { text } from '../../model/text.ts';
import type { Resolved } from '../rules/fork.ts';
import { type People, peopleOf } from '../rules/people.ts';
import { rulesOfTenant } from '../rules/rule-owner.ts';
import { inDomain } from '../rules/scene.ts';
import { anyOf, type Truth } from '../rules/truth.ts';
import type { Run } from '../run.ts';
import type { TenantMessage } from '../tenant-message.ts';

interface Policy {
  readonly name: string;
  readonly isDefault: boolean;
}

/**
 * The one policy of a feature that applies to a recipient (ORDER-32): by its rules in the order of their priority, else the
 * default one. Whom a policy is for whose rule is not declared is open, where the policy would decide otherwise.
 * @returns undefined where the tenant declares no default policy: the service's own settings hold.
 */
export function chooseFilterPolicy<P extends Policy>(
  run: Run,
  { tenant }: Pick<TenantMessage, 'tenant'>,
  recipient: Resolved,
  declared: { readonly policies: readonly P[]; readonly rules: readonly FilterRule[] | undefined },
  matters: (policy: P | undefined) => string,
): P | undefined {
  const { policies, rules } = declared;
  if (policies.length === 0) return undefined;
  // A single policy of which no rule is known is the default one under another name.
  const single = policies.length === 1 && rules === undefined ? policies[0] : undefined;
  const standard = policies.find((one) => one.isDefault) ?? single;
  const address = recipient.entry?.primary ?? recipient.copy.address;
  const asks = (policy: P) =>
    matters(policy) !== matters(standard) &&
    run.ask(
      `policy ${policy.name} for ${address.toLowerCase()}`,
      ['no', 'yes'],
      () => text`whether the policy ${policy.name} is for ${address}: the rule that applies it is not declared`,
    ) === 'yes';
  if (rules === undefined) return policies.find((one) => one !== standard && asks(one)) ?? standard;
  const people = peopleOf(run.world, rulesOfTenant(run.world, tenant));
  for (const rule of rules) {
    const policy = policies.find((one) => one.name.toLowerCase() === rule.policy.toLowerCase());
    if (!rule.enabled || policy === undefined) continue;
    const covered = covers(rule, people, address);
    if (covered === true || (covered === undefined && asks(policy))) return policy;
  }
  return standard;
}

function covers({ conditions, exceptions }: FilterRule, people: People, address: string): Truth {
  const named = kindsOf(conditions, people, address);
  const excepted = kindsOf(exceptions, people, address);
  if (excepted.includes(true) || named.includes(false)) return false;
  return excepted.includes(undefined) || named.includes(undefined) ? undefined : named.length > 0;
}

/** What each kind that is not empty says of the address. */
function kindsOf(scope: FilterScope, people: People, address: string): readonly Truth[] {
  const kinds: Truth[] = [];
  if (scope.sentTo.length > 0) kinds.push(anyOf(scope.sentTo, (one) => people.isPerson(one.text, address)));
  if (scope.sentToMemberOf.length > 0)
    kinds.push(anyOf(scope.sentToMemberOf, (one) => people.isMember(one.text, address)));
  if (scope.recipientDomainIs.length > 0)
    kinds.push(scope.recipientDomainIs.some((one) => one.kind === 'all' || inDomain(address, one.domain)));
  return kinds;
}
