import type { OutboundSpamPolicy, OutboundSpamRule, OutboundSpamScope } from '../../model/mail-policies.ts';
import type { DirectoryEntry } from '../directory.ts';
import { peopleOf } from '../rules/people.ts';
import { rulesOfTenant } from '../rules/rule-owner.ts';
import { inDomain } from '../rules/scene.ts';
import { anyOf, type Truth } from '../rules/truth.ts';
import type { CompiledTenant, World } from '../world.ts';

/** OSP-2: kinds of conditions all, values of one any, exceptions any; undefined: groups that nobody declares decide. */
export function coversSender(world: World, tenant: CompiledTenant, rule: OutboundSpamRule, sender: string): Truth {
  const answers = scopeAnswers(world, tenant, rule.conditions, sender);
  const exceptions = scopeAnswers(world, tenant, rule.exceptions, sender);
  if (answers.includes(false) || exceptions.includes(true)) return false;
  return answers.includes(undefined) || exceptions.includes(undefined) ? undefined : true;
}

/** What each kind of condition that is set says of the sender, in the order of the scope. */
export function scopeAnswers(
  world: World,
  tenant: CompiledTenant,
  scope: OutboundSpamScope,
  sender: string,
): readonly Truth[] {
  const people = peopleOf(world, rulesOfTenant(world, tenant));
  const isMember = (group: string): Truth =>
    isDynamicGroup(people.find(group)) ? false : people.isMember(group, sender);
  return [
    ...(scope.from.length === 0 ? [] : [anyOf(scope.from, ({ text }) => people.isPerson(text, sender))]),
    ...(scope.fromMemberOf.length === 0 ? [] : [anyOf(scope.fromMemberOf, ({ text }) => isMember(text))]),
    ...(scope.senderDomainIs.length === 0
      ? []
      : [scope.senderDomainIs.some(({ text }) => inDomain(sender, text.trim().toLowerCase()))]),
  ];
}

/** OSP-2: the rules of outbound spam policies know no dynamic groups. */
export const isDynamicGroup = (entry: DirectoryEntry | undefined): boolean =>
  entry?.kind === 'group' && entry.recipientType.toLowerCase().startsWith('dynamic');

/** The first enabled rule that may be for the sender (OSP-3), and whether it surely is; undefined: the default policy. */
export function firstRuleFor(
  world: World,
  tenant: CompiledTenant,
  sender: string,
): { readonly rule: OutboundSpamRule; readonly surely: boolean } | undefined {
  const { hostedOutboundSpamFilterPolicies: policies, hostedOutboundSpamFilterRules: rules } = tenant.tenant;
  for (const rule of rules) {
    if (!rule.enabled || !policies.some((one) => isPolicyOf(rule, one))) continue;
    const covered = coversSender(world, tenant, rule, sender);
    if (covered !== false) return { rule, surely: covered === true };
  }
  return undefined;
}

/** Whether the rule applies the policy. */
export const isPolicyOf = ({ policy }: OutboundSpamRule, { name }: OutboundSpamPolicy): boolean =>
  name.toLowerCase() === policy.toLowerCase();

/** OSP-9: copies of suspicious mail are sent for the default policy alone. */
export const ignoresSuspiciousCopies = ({ isDefault, bccSuspiciousOutboundMail }: OutboundSpamPolicy): boolean =>
  bccSuspiciousOutboundMail && !isDefault;
