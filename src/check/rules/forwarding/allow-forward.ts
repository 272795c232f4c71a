import type { Fix } from '../../../model/change.ts';
import { text } from '../../../model/text.ts';
import { domainOf, sameAddress } from '../../../protocols/smtp/mail-address.ts';
import type { Forward } from '../../../simulate/forwards/forward.ts';
import type { CheckContext } from '../../check.ts';
import { newObject, proposed } from '../../proposed-fix.ts';

const policyName = 'Automatic forwarding allowed';

/**
 * Lets one mailbox forward to the outside: in the scope of a policy that is On, of its own where there is none (OSP-5).
 * The default policy stays as it is for everybody else.
 */
export function allowedByPolicy(context: CheckContext, { by }: Forward): readonly Fix[] {
  const { tenant } = context.topology;
  if (tenant === undefined || !tenant.acceptedDomains.some(({ name }) => name === domainOf(by))) return [];
  const title = text`Let ${by} forward to the outside by an outbound spam policy of its own`;
  const on = tenant.hostedOutboundSpamFilterPolicies.filter((one) => one.autoForwardingMode === 'On');
  const rule = tenant.hostedOutboundSpamFilterRules.find(
    (one) =>
      one.enabled &&
      one.conditions.from.length > 0 &&
      on.some((policy) => policy.name.toLowerCase() === one.policy.toLowerCase()),
  );
  if (rule !== undefined) {
    const from = rule.conditions.from.map((one) => one.text);
    if (from.some((one) => sameAddress(one, by))) return [];
    return proposed(
      text`Add ${by} to the rule ${rule.name}`,
      'review',
      context.change(rule.at, { From: [...from, by] }),
    );
  }
  const taken = [...tenant.hostedOutboundSpamFilterPolicies, ...tenant.hostedOutboundSpamFilterRules];
  if (taken.some(({ name }) => name.toLowerCase() === policyName.toLowerCase())) return [];
  return proposed(
    title,
    'review',
    newObject('/tenant/hostedOutboundSpamFilterPolicies', policyName, { AutoForwardingMode: 'On' }),
    newObject('/tenant/hostedOutboundSpamFilterRules', policyName, {
      HostedOutboundSpamFilterPolicy: policyName,
      From: [by],
    }),
  );
}

/** Lets automatic forwards go to the domain of an address, and to no other (RD-5). */
export function allowedByRemoteDomain(context: CheckContext, to: string): readonly Fix[] {
  const domain = domainOf(to);
  const { tenant } = context.topology;
  if (tenant === undefined || domain === '') return [];
  const own = tenant.remoteDomains.find((one) => one.domain.kind === 'exact' && one.domain.domain === domain);
  const title = text`Let automatic forwards go to ${domain}`;
  if (own !== undefined) return proposed(title, 'review', context.change(own.at, { AutoForwardEnabled: true }));
  return proposed(
    title,
    'review',
    newObject('/tenant/remoteDomains', domain, { DomainName: domain, AutoForwardEnabled: true }),
  );
}
