import type { OutboundSpamPolicy, OutboundSpamRule } from '../../../model/mail-policies.ts';
import type { Pointer } from '../../../model/source.ts';
import { list, type Text, text } from '../../../model/text.ts';
import { peopleOf } from '../../../simulate/rules/people.ts';
import { rulesOfTenant } from '../../../simulate/rules/rule-owner.ts';
import {
  coversSender,
  firstRuleFor,
  isDynamicGroup,
  isPolicyOf,
  scopeAnswers,
} from '../../../simulate/steps/outbound-policy-scope.ts';
import type { CompiledTenant, World } from '../../../simulate/world.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { ruleState } from '../../rule-state.ts';
import { filteringPages } from './filtering-pages.ts';

interface ForNobody extends Violation {
  readonly policy: string;
  readonly because: Text;
  /** The only rule of the policy, where it is disabled. */
  readonly disabled: OutboundSpamRule | undefined;
}

/** A custom outbound spam policy that is for none of the declared senders (OSP-2, OSP-3). */
export const outboundPolicyForNobody = defineCheck<ForNobody>({
  id: 'filtering/outbound-policy-for-nobody',
  severity: 'warning',
  covers: ['PMIS-59'],
  docs: {
    summary: 'An outbound spam policy is for nobody: by its scope, its rule, or another policy before it.',
    why: 'Conditions of several kinds must all hold, dynamic groups have no members there, and the first policy that is for a sender is the only one: forwarding stays forbidden, or limits do not hold, for those whom the policy is meant for.',
    remedy: 'One policy for each kind of condition, and the narrower policies first.',
    references: [filteringPages.outboundPolicies, filteringPages.precedence],
  },

  *run({ world }) {
    const { own } = world;
    const rules = own?.tenant.hostedOutboundSpamFilterRules ?? [];
    // Without any rule, those of the tenant are not declared.
    if (own === undefined || rules.length === 0) return;
    for (const policy of own.tenant.hostedOutboundSpamFilterPolicies) {
      if (policy.isDefault) continue;
      const found = reasonOf(world, own, policy);
      if (found === undefined) continue;
      yield {
        subject: subject('policy', policy.name),
        at: found.at,
        evidence: [],
        semantics: ['OSP-2', 'OSP-3', 'PMIS-59'],
        policy: policy.name,
        because: found.because,
        disabled: found.disabled,
      };
    }
  },

  explain: ({ policy, because }) => ({
    problem: text`The outbound spam policy ${policy} is for nobody: ${because}.`,
    consequence: text`What those whom it is meant for send and forward is governed by another policy, by Default as a rule.`,
    remedy: text`Give the policy a rule that is enabled, with one kind of condition, before any broader one: Set-HostedOutboundSpamFilterRule; senders of another kind get a policy of their own.`,
  }),

  fix: ({ policy, disabled }, context) => [
    ...(disabled === undefined
      ? []
      : proposed(
          text`Enable the rule ${disabled.name}`,
          'review',
          context.change(disabled.at, ruleState(disabled, true)),
        )),
    byPerson(
      text`Decide for whom ${policy} is`,
      text`Say by one kind of condition for whom the outbound spam policy ${policy} is, with a priority before broader ones, or take it away.`,
    ),
  ],
});

interface Reason {
  readonly at: Pointer;
  readonly because: Text;
  readonly disabled?: OutboundSpamRule;
}

/** Why the policy is for none of the senders; undefined: it is for somebody, may be, or nobody declared is meant. */
function reasonOf(world: World, own: CompiledTenant, policy: OutboundSpamPolicy): Reason | undefined {
  const rules = own.tenant.hostedOutboundSpamFilterRules.filter((rule) => isPolicyOf(rule, policy));
  const [only] = rules;
  if (only === undefined) return { at: policy.at, because: text`no rule says for whom it is` };
  const enabled = rules.find((rule) => rule.enabled);
  if (enabled === undefined)
    return {
      at: only.at,
      because: text`its rule ${only.name} is disabled`,
      ...(rules.length === 1 ? { disabled: only } : {}),
    };
  const senders = sendersOf(own, enabled);
  const taken = new Set<string>();
  for (const sender of senders) {
    if (coversSender(world, own, enabled, sender) === false) continue;
    const first = firstRuleFor(world, own, sender);
    if (first === undefined || first.rule === enabled || !first.surely) return undefined;
    taken.add(first.rule.policy);
  }
  if (taken.size > 0)
    return {
      at: enabled.at,
      because: text`everybody whom its rule ${enabled.name} covers has ${list([...taken])} before`,
    };
  return emptyScope(world, own, enabled, senders);
}

/** Why the conditions hold for nobody: a dynamic group, or several kinds that each hold for somebody. */
function emptyScope(
  world: World,
  own: CompiledTenant,
  rule: OutboundSpamRule,
  senders: readonly string[],
): Reason | undefined {
  const people = peopleOf(world, rulesOfTenant(world, own));
  const dynamic = rule.conditions.fromMemberOf.find(({ text: group }) => isDynamicGroup(people.find(group)));
  if (dynamic !== undefined)
    return {
      at: dynamic.at,
      because: text`its rule ${rule.name} names the dynamic group ${dynamic.text}, which such rules do not know`,
    };
  const answers = senders.map((sender) => scopeAnswers(world, own, rule.conditions, sender));
  const kinds = answers[0]?.length ?? 0;
  const eachHolds = Array.from({ length: kinds }, (_, kind) => answers.some((one) => one[kind] === true));
  if (kinds < 2 || eachHolds.includes(false)) return undefined;
  return {
    at: rule.at,
    because: text`its rule ${rule.name} has conditions of ${kinds} kinds, and no sender meets all of them`,
  };
}

/** Everybody who may send: mailboxes on both sides, whom the rule names, and somebody in each domain that it names. */
function sendersOf(own: CompiledTenant, { conditions: { from, senderDomainIs } }: OutboundSpamRule): readonly string[] {
  const declared = [...new Set(own.directory.entries.values())]
    .filter(({ kind }) => kind === 'mailbox' || kind === 'remote')
    .map(({ primary }) => primary);
  const open = senderDomainIs
    .map((one) => one.text.trim().toLowerCase())
    .filter((domain) => !own.directory.completeDomains.has(domain));
  return [
    ...declared,
    ...from.map((one) => one.text).filter((one) => one.includes('@') && !own.directory.entries.has(one.toLowerCase())),
    ...open.map((domain) => `somebody@${domain}`),
  ];
}
