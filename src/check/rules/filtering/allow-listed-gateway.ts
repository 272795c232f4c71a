import { containsText } from '../../../model/addresses/address-set.ts';
import type { Change } from '../../../model/change.ts';
import type { Pointer } from '../../../model/source.ts';
import { plain, text } from '../../../model/text.ts';
import type { AddressEntry, InboundConnector } from '../../../model/topology.ts';
import { acts } from '../../../simulate/rules/compile-rules.ts';
import type { Hop, Outcome } from '../../../simulate/trace.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { proposed } from '../../proposed-fix.ts';
import { ruleState } from '../../rule-state.ts';
import { decisionsOf, groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { connectorPages } from '../connector/connector-pages.ts';
import { quoted, removeCommand } from '../connector/power-shell.ts';
import { entriesExcept } from './connection-lists.ts';

/** What exempts mail of the filter: an entry of an IP allow list, or a rule that sets the SCL to -1. */
type Exemption =
  | { readonly kind: 'list'; readonly policy: string; readonly entry: AddressEntry }
  | { readonly kind: 'rule'; readonly rule: string; readonly name: string; readonly at: Pointer };

interface AllowListed extends Violation {
  readonly filter: string;
  readonly exemption: Exemption;
  /** The connector by which the filter's mail comes, and whether Enhanced Filtering is on there. */
  readonly connector: InboundConnector | undefined;
  readonly enhanced: boolean;
}

/** Mail that comes through the filter in front is exempt from filtering in Exchange Online. */
export const allowListedGateway = defineCheck<AllowListed>({
  id: 'filtering/allow-listed-gateway',
  severity: 'error',
  covers: ['PMIS-2', 'PMIS-3', 'PMIS-46'],
  docs: {
    summary: 'Mail that comes through the filter in front of the tenant is exempt from spam filtering there.',
    why: 'Everything comes from the addresses of the filter, so that an exemption of these exempts everything: forged senders and spam that the filter misses reach mailboxes.',
    remedy:
      'Enhanced Filtering on the connector of the filter, and no entry on the IP allow list and no SCL -1 for it.',
    references: [
      connectorPages.enhancedFiltering,
      connectorPages.connectionFilter,
      {
        title: 'Use mail flow rules to set the spam confidence level (SCL) in messages',
        url: 'https://learn.microsoft.com/exchange/security-and-compliance/mail-flow-rules/use-rules-to-set-scl',
      },
    ],
  },

  *run(context) {
    const exempt = [...outcomesOf(context.traces)].flatMap(({ probed, outcome }) => {
      if (!asked.has(probed.purpose) || outcome.route[0] !== 'internet') return [];
      if (outcome.scl !== -1 || outcome.authAs !== 'Anonymous') return [];
      const hop = outcome.hops
        .map((index) => probed.trace.hops[index])
        .find((one) => one?.to === 'tenant' && one.from.startsWith('service:'));
      const exemption = hop && exemptionOf(context, probed, outcome, hop);
      return hop === undefined || exemption === undefined ? [] : [{ probed, outcome, hop, exemption }];
    });
    for (const group of groupBy(exempt, (one) => `${one.hop.from} ${subjectOf(one.exemption)}`).values()) {
      const [{ hop, exemption }] = group;
      const ordinary = group.find((one) => one.probed.purpose === 'inbound');
      if (ordinary === undefined) continue;
      const { probed, outcome } = ordinary;
      const connector = context.topology.tenant?.inboundConnectors.find(
        (one) => hop.attribution?.connector === `inbound:${one.name}`,
      );
      const enhanced = connector !== undefined && (connector.efSkipLastIP || connector.efSkipIPs.length > 0);
      yield {
        subject: subjectOf(exemption),
        at: exemption.kind === 'list' ? exemption.entry.at : exemption.at,
        detail: hop.from,
        evidence: sessionEvidence(context, probed, outcome, ['filter-connection', 'evaluate-rule']),
        semantics:
          exemption.kind === 'list'
            ? ['CF-5', 'CF-7', 'PMIS-46']
            : enhanced
              ? ['ACT-17a', 'EFC-8', 'PMIS-2']
              : ['ACT-17a', 'SAFE-4', 'PMIS-3'],
        assumptions: outcome.assumptions,
        // Forged senders come in by the same exemption (CF-5, AUTH-8).
        explains: group.map((one) => one.probed),
        filter: hop.from,
        exemption,
        connector,
        enhanced,
      };
    }
  },

  explain: ({ filter, exemption, connector, enhanced }) => ({
    problem:
      exemption.kind === 'list'
        ? text`The IP allow list holds ${exemption.entry.text}, from which ${filter} delivers the mail of the Internet.`
        : text`The rule ${exemption.rule} sets the SCL of mail to -1 that ${filter} delivers from the Internet.`,
    consequence:
      exemption.kind === 'list'
        ? text`All of it skips spam filtering and sender authentication: what the filter misses, and forged senders, reach the inbox.`
        : enhanced
          ? text`All of it skips spam filtering, so that Enhanced Filtering of ${connector?.name ?? ''} has no effect: what the filter misses reaches the inbox.`
          : text`All of it skips spam filtering: what the filter misses, and forged senders, reach the inbox.`,
    remedy:
      exemption.kind === 'list'
        ? text`${removeCommand('Set-HostedConnectionFilterPolicy', exemption.policy, 'IPAllowList', exemption.entry.text)}, and have the sender's address judged instead: ${enhancedBy(connector, enhanced)}.`
        : text`Disable-TransportRule -Identity ${quoted(exemption.rule)}, and have the sender's address judged instead: ${enhancedBy(connector, enhanced)}.`,
  }),

  fix({ exemption, connector, enhanced }, context) {
    const ended = endOf(context, exemption);
    const title =
      exemption.kind === 'list'
        ? text`Take ${exemption.entry.text} out of the IP allow list of ${exemption.policy}`
        : text`Disable the rule ${exemption.rule}`;
    const judged =
      connector === undefined || enhanced ? undefined : context.change(connector.at, { EFSkipLastIP: true });
    const both =
      judged === undefined
        ? []
        : proposed(
            text`${title}, and let ${connector?.name ?? ''} look for the sender's address`,
            'review',
            judged,
            ended,
          );
    return [...both, ...proposed(title, 'review', ended)];
  },
});

/** The change that ends an exemption. */
function endOf(context: CheckContext, exemption: Exemption): Change | undefined {
  const { tenant } = context.topology;
  if (exemption.kind === 'rule') {
    const rule = tenant?.transportRules.find((one) => one.name === exemption.rule);
    return rule && context.change(rule.at, ruleState(rule, false));
  }
  const policy = tenant?.hostedConnectionFilterPolicies.find((one) => one.name === exemption.policy);
  return (
    policy && context.change(policy.at, { IPAllowList: entriesExcept(policy.ipAllowList, [exemption.entry.text]) })
  );
}

/** What outsiders send by the MX, under their own name or another. */
const asked: ReadonlySet<string> = new Set(['inbound', 'forged']);

const enhancedBy = (connector: InboundConnector | undefined, enhanced: boolean) => {
  if (connector === undefined) return text`a Partner inbound connector for the filter with -EFSkipLastIP $true`;
  return enhanced
    ? text`Enhanced Filtering of ${connector.name} is on already`
    : text`Set-InboundConnector -Identity ${quoted(connector.name)} -EFSkipLastIP $true`;
};

const subjectOf = (exemption: Exemption): string =>
  exemption.kind === 'list' ? subject('policy', exemption.policy) : subject('rule', exemption.name);

/** By the decisions of the trace: the connection filter allowed the session, or a rule that matched set the SCL. */
function exemptionOf(context: CheckContext, probed: ProbedTrace, outcome: Outcome, hop: Hop): Exemption | undefined {
  const { tenant } = context.topology;
  const allowed = decisionsOf(context.explained(probed), outcome).some(
    (one) => one.step === 'filter-connection' && plain(one.verdict) === 'allowed',
  );
  if (allowed) {
    for (const policy of tenant?.hostedConnectionFilterPolicies ?? []) {
      const entry = policy.ipAllowList.find((one) => containsText(one.set, hop.sourceIp ?? ''));
      if (entry !== undefined) return { kind: 'list', policy: policy.name, entry };
    }
    return undefined;
  }
  for (const { owner, compiled } of everyRule(context)) {
    if (owner.side !== 'cloud' || !acts(compiled) || !outcome.rules.includes(compiled.name)) continue;
    const action = compiled.actions.find((one) => one.kind === 'setScl' && one.scl === -1);
    if (action !== undefined) return { kind: 'rule', rule: compiled.rule.name, name: compiled.name, at: action.at };
  }
  return undefined;
}
