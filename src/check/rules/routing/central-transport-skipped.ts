import { type TextValue, text } from '../../../model/text.ts';
import { isCentral } from '../../../simulate/steps/select-outbound-connector.ts';
import { defineCheck, isQuestion, subject, type Violation } from '../../check.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { transportRouting } from './transport-routing.ts';

interface Skipped extends Violation {
  readonly connector: string;
  readonly name: TextValue;
  readonly way: string;
}

/** Mail that came from own servers and goes on to the Internet leaves from Exchange Online, centralised transport or not. */
export const centralTransportSkipped = defineCheck<Skipped>({
  id: 'routing/central-transport-skipped',
  severity: 'info',
  covers: ['CMIS-34'],
  docs: {
    summary:
      'With centralised transport, mail that came from the own servers leaves for the Internet from Exchange Online.',
    why: 'Exchange Online sends nothing back to where it came from; whoever looks for all outbound mail at the own servers does not see this part.',
    remedy: 'Nothing is wrong; expect it in reports and in the SPF record.',
    references: [transportRouting],
  },

  *run(context) {
    const central = context.topology.tenant?.outboundConnectors.find(isCentral);
    if (central === undefined) return;
    const found = [...outcomesOf(context.traces)].find(
      ({ probed, outcome: { status, route } }) =>
        !isQuestion(probed) &&
        status === 'sent' &&
        route.at(-2) === 'tenant' &&
        route.slice(0, -2).some((node) => node.startsWith('server:')),
    );
    if (found === undefined) return;
    const { probed, outcome } = found;
    yield {
      subject: subject('outbound', central.name),
      at: `${central.at}/RouteAllMessagesViaOnPremises`,
      evidence: sessionEvidence(context, probed, outcome, ['select-outbound-connector']),
      semantics: ['HYB-5', 'CMIS-34'],
      assumptions: outcome.assumptions,
      connector: central.name,
      name: probed.trace.name,
      way: outcome.route.join(' → '),
    };
  },

  explain: ({ connector, name, way }) => ({
    problem: text`${name} goes ${way}: ${connector} does not send back what came from the own servers.`,
    consequence: text`This mail leaves from Exchange Online and not from the own servers: what these do to outbound mail does not happen to it.`,
    remedy: text`Nothing is to be changed; let the SPF record name both, and look for such mail in the traces of Exchange Online.`,
  }),
});
