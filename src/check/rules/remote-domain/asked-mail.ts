import type { RemoteDomain } from '../../../model/mail-policies.ts';
import type { MessageType, Topology } from '../../../model/topology.ts';
import type { TransportRule } from '../../../model/transport-rule.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import type { CheckContext, ProbedTrace } from '../../check.ts';
import { outcomesOf } from '../../trace-evidence.ts';

/** The messages that were sent to ask what a remote domain does to mail, replies or reports; `name` with its prefix. */
export const askedOf = ({ traces }: CheckContext, name: string, type: MessageType): readonly ProbedTrace[] =>
  traces.filter(
    (one) => one.purpose === 'remote-domain' && one.entry === `remote-domain:${name}` && one.message.type === type,
  );

/** The first copy that goes to somebody outside of the organisation. */
export const leaving = (asked: readonly ProbedTrace[]) =>
  [...outcomesOf(asked)].find(({ outcome }) => outcome.route.slice(1).some(isOutside));

const isOutside = (node: string): boolean => node === 'internet' || /^(?:mx|partner):/u.test(node);

/** Name of a rule that nobody has. */
const asker = 'mail to recipients outside, as mxproof asks';

/** The rule that tells for whom the rules of an organisation take its recipients: it meets those outside, and does nothing. */
const ruleForOutsiders: TransportRule = {
  at: '',
  name: asker,
  properties: {},
  priority: -1,
  enabled: true,
  mode: 'Enforce',
  activationDate: undefined,
  expiryDate: undefined,
  ruleErrorAction: 'Ignore',
  senderAddressLocation: 'Header',
  recipientAddressType: 'Resolved',
  useLegacyRegex: false,
  stopRuleProcessing: false,
  size: undefined,
  conditions: [
    {
      kind: 'scope',
      parameter: 'SentToScope',
      scope: 'NotInOrganization',
      at: '',
      semantics: 'PRED-13',
      unit: 'recipient',
    },
  ],
  exceptions: [],
  actions: [],
  notUnderstood: [],
  withoutFunction: [],
};

/** The topology with one more rule on either side, which meets recipients outside. */
export function withRuleForOutsiders({ tenant, onPremises, ...rest }: Topology): Topology {
  const asking = <Owner extends { readonly transportRules: readonly TransportRule[] }>(owner: Owner): Owner => ({
    ...owner,
    transportRules: [ruleForOutsiders, ...owner.transportRules],
  });
  return { ...rest, tenant: tenant && asking(tenant), onPremises: onPremises && asking(onPremises) };
}

/** Whether the rules of the organisation take the recipient of the copy for somebody outside. */
export const isMetOutside = ({ rules }: Outcome): boolean => rules.some((one) => one.endsWith(asker));

/** The topology in which a remote domain, the tenant's or that of own servers, has other settings. */
export function withRemoteDomain(topology: Topology, remote: RemoteDomain, other: Partial<RemoteDomain>): Topology {
  const changed = <Owner extends { readonly remoteDomains: readonly RemoteDomain[] }>(owner: Owner): Owner => ({
    ...owner,
    remoteDomains: owner.remoteDomains.map((one) => (one === remote ? { ...one, ...other } : one)),
  });
  const { tenant, onPremises } = topology;
  return { ...topology, tenant: tenant && changed(tenant), onPremises: onPremises && changed(onPremises) };
}
