import type { OutboundConnector, SmartHost, Tenant } from '../../model/topology.ts';

/**
 * The tenant as it will be, but each of its outbound connectors that gets other smart hosts has those it had besides: mail
 * is spread over all, and goes to another where one does not answer (OUT-11). undefined: none gets others.
 */
export function joinOutbound(old: Tenant, now: Tenant): Tenant | undefined {
  const before = new Map(old.outboundConnectors.map((one) => [one.name.toLowerCase(), one]));
  let joined = false;
  const outboundConnectors = now.outboundConnectors.map((one) => {
    const smartHosts = bothHosts(before.get(one.name.toLowerCase()), one);
    if (smartHosts === undefined) return one;
    joined = true;
    return { ...one, smartHosts };
  });
  return joined ? { ...now, outboundConnectors } : undefined;
}

function bothHosts(was: OutboundConnector | undefined, is: OutboundConnector): readonly SmartHost[] | undefined {
  if (was === undefined || !was.enabled || !is.enabled || was.useMXRecord || is.useMXRecord) return undefined;
  const known = new Set(is.smartHosts.map((one) => one.text.toLowerCase()));
  const gone = was.smartHosts.filter((one) => !known.has(one.text.toLowerCase()));
  return gone.length === 0 || is.smartHosts.length === 0 ? undefined : [...is.smartHosts, ...gone];
}
