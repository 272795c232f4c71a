import type { OutboundSpamPolicy, OutboundSpamRule } from '../../model/mail-policies.ts';
import { type Text, text } from '../../model/text.ts';
import { reply, type SpokenReply } from '../../reference/replies/replies.ts';
import { type Forward, isOfInboxRule, isOfMailbox, mechanismText } from '../forwards/forward.ts';
import type { Copy, Run, Transit } from '../run.ts';
import { acceptedDomain, type CompiledTenant } from '../world.ts';
import { coversSender } from './outbound-policy-scope.ts';

/** A forward that the outbound spam policy does not let out. */
export interface RefusedForward {
  readonly reply: SpokenReply;
  /** Who is to be told, as far as nothing else keeps reports from him. */
  readonly meantFor: readonly string[];
}

/**
 * AutoForwardingMode of the outbound spam policy that applies to whoever forwards (OSP-2 to OSP-6, table 4.3), after the rules
 * and the choice of the connector (ORDER-25). Forwards inside the organisation are never touched (FWD-14).
 */
export function applyOutboundPolicy(
  run: Run,
  tenant: CompiledTenant,
  at: { readonly hop: number; readonly transit: Transit },
  copy: Copy,
  domain: string,
): RefusedForward | undefined {
  const last = copy.forwards.at(-1);
  if (last === undefined || acceptedDomain(tenant, domain) !== undefined) return undefined;
  const sender = copy.forwards.findLast(isOfMailbox)?.by ?? last.by;
  const policy = outboundPolicyOf(run, tenant, sender);
  const mode = policy?.autoForwardingMode ?? 'Automatic';
  if (mode !== 'On' && !isGoverned(run, tenant, last, copy)) return undefined;
  const allowed =
    mode === 'On' || (mode === 'Automatic' && run.assume('forwarding.automaticMeans', ['off', 'on']) === 'on');
  run.decide(
    at.hop,
    'apply-outbound-policy',
    ['OSP-3', 'OSP-5', ...(mode === 'Automatic' ? ['OSP-6'] : []), 'ORDER-25'],
    () => ({
      verdict: allowed ? text`may leave` : text`refused`,
      because: text`${sender} forwards it by ${mechanismText(last)}, and AutoForwardingMode of ${said(policy)} is ${mode}${mode === 'Automatic' ? text`, which counts as ${allowed ? 'On' : 'Off'}` : ''}`,
      evidence:
        policy === undefined ? [] : [run.setting(`${policy.at}/AutoForwardingMode`, autoForwardingFact(policy))],
    }),
  );
  // FWD-11, without its confidence: it decides nothing here.
  if (!allowed)
    run.decide(at.hop, 'apply-outbound-policy', [], () => ({
      verdict: text`forwards alone`,
      because: text`what a flow or an app sends as ${sender} is an ordinary message, which no control takes for a forward (FWD-11)`,
    }));
  return allowed ? undefined : { reply: reply('externalForwardingDenied'), meantFor: toldOf(run, tenant, last) };
}

/** What the evidence of the decision says: by it a reader of the trace finds the policy that decided. */
export const autoForwardingFact = ({ name }: OutboundSpamPolicy): Text => text`AutoForwardingMode of ${name}`;

const said = (policy: OutboundSpamPolicy | undefined): Text =>
  policy === undefined ? text`the default policy, which is not declared,` : text`the policy ${policy.name}`;

/** Table 4.3, second row. */
function isGoverned(run: Run, tenant: CompiledTenant, last: Forward, copy: Copy): boolean {
  if (!isOfMailbox(last)) {
    const own = copy.forwards.some((one) => one.owner === tenant.tenant.node);
    return own && run.assume('forwarding.policyGovernsRuleRedirects', ['no', 'yes']) === 'yes';
  }
  if (last.owner === tenant.tenant.node) return true;
  // FWD-17: a mailbox of the own servers forwards through the tenant.
  return last.side === 'onPremises' && run.assume('forwarding.onPremisesGoverned', ['yes', 'no']) === 'yes';
}

/** The first enabled rule that covers the sender decides, and nothing merges (OSP-3); undefined: the default policy, undeclared. */
export function outboundPolicyOf(run: Run, tenant: CompiledTenant, sender: string): OutboundSpamPolicy | undefined {
  const { hostedOutboundSpamFilterPolicies: policies, hostedOutboundSpamFilterRules: rules } = tenant.tenant;
  for (const rule of rules) {
    if (!rule.enabled) continue;
    const policy = policies.find((one) => one.name.toLowerCase() === rule.policy.toLowerCase());
    if (policy !== undefined && covers(run, tenant, rule, sender)) return policy;
  }
  return policies.find((one) => one.isDefault);
}

/** OSP-2; where groups that nobody declares decide, it is asked. */
function covers(run: Run, tenant: CompiledTenant, rule: OutboundSpamRule, sender: string): boolean {
  const covered = coversSender(run.world, tenant, rule, sender);
  if (covered !== undefined) return covered;
  const taken = run.ask(
    `outbound spam rule ${tenant.tenant.prefix}${rule.name} ${sender.toLowerCase()}`,
    ['no', 'yes'],
    () => text`whether the outbound spam rule ${rule.name} is for ${sender}: its groups are not declared`,
  );
  return taken === 'yes';
}

/**
 * FWD-16: a sender outside is told whatever the mechanism, one inside only of mailbox forwarding. Reports from the field name
 * the forwarding mailbox instead.
 */
function toldOf(run: Run, tenant: CompiledTenant, last: Forward): readonly string[] {
  if (run.assume('forwarding.refusalReturnedTo', ['sender', 'mailbox']) === 'mailbox') return [last.by];
  if (last.sender === '') return [];
  const inside =
    acceptedDomain(tenant, last.sender.slice(last.sender.lastIndexOf('@') + 1).toLowerCase()) !== undefined;
  return inside && isOfInboxRule(last) ? [] : [last.sender];
}
