import { nearest } from '../../../base/suggest.ts';
import type { Pointer } from '../../../model/source.ts';
import { list, type Text, text } from '../../../model/text.ts';
import type { OutboundConnector, Written } from '../../../model/topology.ts';
import { connectorsOf } from '../../../model/transport-rule.ts';
import { acts } from '../../../simulate/rules/compile-rules.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { everyRule, type OwnedRule } from '../../every-rule.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { connectorPages } from '../connector/connector-pages.ts';
import { quoted } from '../connector/power-shell.ts';
import { rulePages } from './rule-pages.ts';

interface UndefinedConnector extends Violation {
  readonly rule: string;
  /** As the rule writes it. */
  readonly name: string;
  readonly connector: OutboundConnector | undefined;
  readonly near: readonly string[];
  readonly ruleAt: Pointer;
}

/** A rule routes to a connector that is missing, disabled or not meant for rules. */
export const undefinedConnector = defineCheck<UndefinedConnector>({
  id: 'rule/undefined-connector',
  severity: 'error',
  covers: ['PMIS-31'],
  docs: {
    summary: 'A mail flow rule routes to an outbound connector that is missing, disabled or not scoped to rules.',
    why: 'The rule keeps its reference when the connector goes: messages that it matches wait and come back, or take a way that nobody set up for them.',
    remedy: 'Name an enabled connector whose IsTransportRuleScoped is true, or enable and scope the one that is named.',
    references: [connectorPages.conditional, rulePages.actions, connectorPages.newOutbound],
  },

  *run(context) {
    for (const owned of everyRule(context)) {
      if (owned.owner.side !== 'cloud' || !acts(owned.compiled)) continue;
      for (const written of connectorsOf(owned.compiled.rule)) {
        const found = violation(context, owned, written);
        if (found !== undefined) yield found;
      }
    }
  },

  explain: ({ rule, name, connector, near }) => {
    if (connector === undefined)
      return {
        problem: text`The rule ${rule} routes to ${name}, and no outbound connector has that name.`,
        consequence: waits,
        remedy:
          near.length > 0
            ? text`Did you mean ${list(near, 'or')}? Set-TransportRule -Identity ${quoted(rule)} -RouteMessageOutboundConnector with the name of the connector.`
            : text`Create the connector: New-OutboundConnector -Name ${quoted(name)} -IsTransportRuleScoped $true; or name another: Set-TransportRule -Identity ${quoted(rule)} -RouteMessageOutboundConnector.`,
      };
    const scope = connector.isTransportRuleScoped ? '' : ' -IsTransportRuleScoped $true';
    if (!connector.enabled)
      return {
        problem: text`The rule ${rule} routes to the outbound connector ${connector.name}, which is disabled.`,
        consequence: waits,
        remedy: text`Set-OutboundConnector -Identity ${quoted(connector.name)} -Enabled $true${scope}, or disable the rule.`,
      };
    return {
      problem: text`The rule ${rule} routes to the outbound connector ${connector.name}, which is not scoped to rules.`,
      consequence:
        connector.recipientDomains.length === 0
          ? text`A rule is offered scoped connectors only; whether Exchange follows this reference is not documented.`
          : text`The connector takes mail to ${list(
              connector.recipientDomains.map((one) => one.text),
              'and',
            )} whether the rule matches or not; whether Exchange follows the reference of the rule is not documented.`,
      remedy: text`Set-OutboundConnector -Identity ${quoted(connector.name)}${scope}.`,
    };
  },

  fix({ rule, name, connector, near, ruleAt }, context) {
    if (connector !== undefined)
      return [
        ...proposed(
          connector.enabled
            ? text`Scope ${connector.name} to rules`
            : text`Enable ${connector.name} for the rule ${rule}`,
          'review',
          context.change(connector.at, { Enabled: true, IsTransportRuleScoped: true }),
        ),
        byPerson(
          text`Decide whether the rule ${rule} is to route to ${connector.name}`,
          text`Prepare the way over ${connector.name}, with what SPF and TLS need there, and enable it and scope it to rules; or disable the rule ${rule}.`,
        ),
      ];
    const [meant, another] = near;
    // Of two names that are as near, either would be a guess.
    const renamed =
      meant === undefined || another !== undefined
        ? []
        : proposed(
            text`Let the rule ${rule} route to ${meant}`,
            'review',
            context.change(ruleAt, { RouteMessageOutboundConnector: meant }),
          );
    return [
      ...renamed,
      byPerson(
        text`Decide where the rule ${rule} is to route`,
        text`Create the outbound connector ${name}, scoped to rules, with the smart host or the MX that is meant; or name another connector in the rule ${rule}.`,
      ),
    ];
  },
});

const waits: Text = text`What becomes of the messages that the rule matches is not documented; the traces let them wait until they are returned.`;

function violation(
  context: CheckContext,
  { owner, compiled }: OwnedRule,
  { text: name, at }: Written,
): UndefinedConnector | undefined {
  const connector = owner.outboundConnectors.find((one) => one.name.toLowerCase() === name.trim().toLowerCase());
  if (connector?.enabled === true && connector.isTransportRuleScoped) return undefined;
  const waiting = [...outcomesOf(context.traces)].filter(
    ({ outcome }) =>
      connector?.enabled !== true && outcome.status === 'deferred' && outcome.rules.includes(compiled.name),
  );
  const [example] = waiting;
  return {
    subject: subject('rule', compiled.name),
    at,
    detail: name.toLowerCase(),
    evidence: [
      ...(connector === undefined ? [] : [settingOf(context, connector)]),
      ...(example === undefined ? [] : sessionEvidence(context, example.probed, example.outcome)),
    ],
    semantics: ['ACT-5', 'ACT-5a', 'PMIS-31'],
    explains: waiting.map((one) => one.probed),
    rule: compiled.rule.name,
    name,
    connector,
    ruleAt: compiled.rule.at,
    near: nearest(
      name,
      owner.outboundConnectors.map((one) => one.name),
    ),
  };
}

function settingOf({ sources }: CheckContext, { at, name, enabled }: OutboundConnector) {
  const property = enabled ? 'IsTransportRuleScoped' : 'Enabled';
  return { at: sources.locate(`${at}/${property}`), text: text`${property} of ${name} is false` };
}
