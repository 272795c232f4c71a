import { type Text, text } from '../../model/text.ts';
import { recordingOracle } from '../oracle.ts';
import { makeMessage } from '../probes/make-message.ts';
import { ruleOwners } from '../rules/rule-owner.ts';
import { Run } from '../run.ts';
import { outboundPolicyOf } from '../steps/apply-outbound-policy.ts';
import { remoteDomainOf } from '../steps/apply-remote-domain.ts';
import type { World } from '../world.ts';
import type { Forward } from './forward.ts';

/**
 * The controls that forbid automatic forwards of this mailbox to this domain in so many words (OSP-5, RD-5), whether or not
 * they govern the way in which it forwards (table 4.3). `passed`: nodes that the copy came through.
 */
export function forbiddingControls(
  world: World,
  { by, owner: forwarder }: Forward,
  domain: string,
  passed: readonly string[],
): readonly Text[] {
  const run = new Run(world, makeMessage({ name: by, from: by, to: [`somebody@${domain}`] }), recordingOracle(), false);
  const owner = ruleOwners(world).find((one) => one.key === forwarder);
  if (owner?.accepted(domain) !== undefined) return [];
  const { own } = world;
  const policy = own !== undefined && passed.includes(own.tenant.node) ? outboundPolicyOf(run, own, by) : undefined;
  const remote = owner && remoteDomainOf(run, owner, domain);
  return [
    ...(policy?.autoForwardingMode === 'Off' ? [text`AutoForwardingMode of the policy ${policy.name}`] : []),
    ...(remote?.autoForwardEnabled === false ? [text`AutoForwardEnabled of the remote domain ${remote.name}`] : []),
  ];
}
