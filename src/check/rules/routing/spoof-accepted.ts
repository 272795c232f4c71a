import type { Change } from '../../../model/change.ts';
import { type Text, text } from '../../../model/text.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { textRecordChange } from '../../text-record-change.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';

interface SpoofAccepted extends Violation {
  readonly domain: string;
  readonly sender: string;
  readonly recipient: string;
  readonly way: string;
  readonly judged: Text;
  readonly connector: string | undefined;
  readonly policy: string | undefined;
}

/** An outsider's message with an own-domain sender reaches a mailbox unmarked. */
export const spoofAccepted = defineCheck<SpoofAccepted>({
  id: 'routing/spoof-accepted',
  severity: 'warning',
  stage: 1,
  covers: ['PMIS-40', 'PMIS-41'],
  docs: {
    summary: "An outsider's message with an own-domain sender reaches a mailbox unmarked.",
    why: 'Readers trust mail from their own domain; it is the usual first step of a payment fraud.',
    remedy:
      'Enhanced Filtering on the connector of the filter, addresses of others out of SPF, DMARC with a policy, RejectDirectSend.',
    references: [
      {
        title: 'Enhanced Filtering for Connectors in Exchange Online',
        url: 'https://learn.microsoft.com/exchange/mail-flow-best-practices/use-connectors-to-configure-mail-flow/enhanced-filtering-for-connectors',
      },
    ],
  },

  *run(context) {
    const accepted = [...outcomesOf(context.traces)].filter(
      ({ probed, outcome }) =>
        probed.purpose === 'forged' &&
        outcome.status === 'delivered' &&
        outcome.folder === 'inbox' &&
        isJudged(outcome) &&
        !context.accounted.has(probed),
    );
    // By domain and way in: the MX is one way, each door round it another, and each has its own cure.
    const groups = groupBy(accepted, ({ probed, outcome }) => `${domainOf(probed.message.from)} ${outcome.route[1]}`);
    for (const group of groups.values()) {
      const [{ probed, outcome }] = group;
      const domain = domainOf(probed.message.from);
      const accepts = context.topology.tenant?.acceptedDomains.find((one) => one.name === domain);
      yield {
        subject: subject('domain', domain),
        at: accepts?.at,
        domain,
        sender: probed.message.from,
        recipient: outcome.recipient,
        way: outcome.route.join(' → '),
        connector: outcome.connectors.find((name) => name.startsWith('inbound:')),
        policy: policyOf(context, domain),
        judged:
          outcome.spf === null
            ? text`no system judges its sender`
            : text`Exchange Online judges it for ${outcome.judgedAddress ?? text`an unknown address`}: SPF ${outcome.spf}, DMARC ${outcome.dmarc ?? 'none'}`,
        detail: outcome.route[1] ?? '',
        evidence: sessionEvidence(context, probed, outcome, [
          'recover-source-address',
          'authenticate-sender',
          'reject-direct-send',
        ]),
        semantics: outcome.spf === null ? ['AUTH-6'] : ['AUTH-6', 'EFC-12'],
        assumptions: outcome.assumptions,
        explains: group.map((one) => one.probed),
      };
    }
  },

  explain: ({ domain, sender, recipient, way, judged }) => ({
    problem: text`A stranger's message as ${sender} reaches ${recipient} in the inbox: ${way}.`,
    consequence: text`Forged mail of ${domain} looks like the organisation's own; ${judged}.`,
    remedy: text`Where a filter stands in front, Set-InboundConnector -EFSkipLastIP $true on its connector, so that the sender's own address is judged; keep addresses that others send from out of the SPF record; publish DMARC with p=quarantine or p=reject; Set-OrganizationConfig -RejectDirectSend $true.`,
  }),

  fix({ domain, connector: name, policy }, context) {
    const { tenant } = context.topology;
    const connector = tenant?.inboundConnectors.find((one) => `inbound:${one.name}` === name);
    const enhanced =
      connector === undefined || connector.efSkipLastIP || connector.efSkipIPs.length > 0
        ? []
        : proposed(
            text`Let ${connector.name} skip the last address when it looks for the sender`,
            'review',
            context.change(connector.at, { EFSkipLastIP: true }),
          );
    const organization: Change | undefined =
      context.change('/tenant/organizationConfig', { RejectDirectSend: true }) ??
      (tenant === undefined
        ? undefined
        : {
            target: 'object',
            within: '/tenant/organizationConfig',
            name: undefined,
            before: null,
            after: { RejectDirectSend: true },
          });
    const direct =
      tenant?.organization.rejectDirectSend === true
        ? []
        : proposed(text`Let the tenant refuse Direct Send`, 'review', organization);
    const tightened =
      policy === undefined
        ? []
        : proposed(
            text`Tighten the DMARC policy of ${domain} to quarantine`,
            'review',
            textRecordChange(context, `_dmarc.${domain}`, {
              from: policy,
              to: policy.replace(/(;\s*p\s*=\s*)none\b/iu, '$1quarantine'),
            }),
          );
    return [...enhanced, ...direct, ...tightened];
  },
});

/** The DMARC record of a domain's own that asks for nothing yet. */
function policyOf({ topology }: CheckContext, domain: string): string | undefined {
  const answer = topology.dns.view.lookup(`_dmarc.${domain}`, 'TXT');
  if (answer.status !== 'records') return undefined;
  return answer.records.find(
    (one): one is string => typeof one === 'string' && /^v=DMARC1;.*?\bp\s*=\s*none\b/iu.test(one),
  );
}

/**
 * Whether the topology tells that nobody marks the message. It does not where SPF or DMARC rests on records that were not
 * supplied, nor where an own server took it in or handed it on: what that one, or its anti-spam agents, think of a sender,
 * or of the verdict that Exchange Online stamped, is not declared; and what it hands to Exchange Online counts as
 * Originating there (HYB 6.2), or is judged by the server's own address.
 */
const isJudged = ({ spf, dmarc, route }: Outcome): boolean =>
  !route.some((node) => node.startsWith('server:')) &&
  (spf === null || dmarc === 'fail' || (spf !== 'undetermined' && dmarc !== 'undetermined'));
