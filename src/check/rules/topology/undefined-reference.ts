import { nearest } from '../../../base/suggest.ts';
import { list, type Text, text } from '../../../model/text.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { type Noticed, noticesOf, saidByReader } from './noticed.ts';

/** A transport rule that routes to a connector which nobody declares. */
interface UndefinedConnector extends Violation {
  readonly rule: string;
  readonly connector: string;
  readonly known: readonly string[];
}

/** A name that nothing declares. */
export const undefinedReference = defineCheck<Noticed | UndefinedConnector>({
  id: 'topology/undefined-reference',
  severity: 'error',
  docs: {
    summary: 'A name refers to something that the topology does not declare.',
    why: 'What the name stands for is left out of the analysis, and Exchange would refuse or ignore such a reference too.',
    remedy: 'Declare the certificate, server, service, connector, recipient or policy, or correct the name.',
    references: [
      {
        title: 'Configure mail flow using connectors in Exchange Online',
        url: 'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/use-connectors-to-configure-mail-flow/use-connectors-to-configure-mail-flow',
      },
    ],
  },
  *run(context) {
    yield* noticesOf(context, 'topology/undefined-reference');
    yield* undefinedConnectors(context);
  },
  explain: (violation) =>
    'notice' in violation
      ? saidByReader(violation)
      : {
          problem: text`No outbound connector named ${violation.connector} is declared.`,
          consequence: text`Where the rule ${violation.rule} sends the messages that it matches is not known.`,
          remedy: remedyOf(violation),
        },
});

function* undefinedConnectors({ world }: CheckContext): Iterable<UndefinedConnector> {
  for (const { tenant } of world.tenants) {
    const known = tenant.outboundConnectors.map((one) => one.name);
    for (const rule of tenant.transportRules) {
      const connector = rule.properties.RouteMessageOutboundConnector;
      if (typeof connector !== 'string' || connector === '') continue;
      if (known.some((name) => name.toLowerCase() === connector.toLowerCase())) continue;
      yield {
        subject: subject('rule', `${tenant.prefix}${rule.name}`),
        at: `${rule.at}/RouteMessageOutboundConnector`,
        evidence: [],
        semantics: [],
        detail: `connector ${connector}`,
        rule: rule.name,
        connector,
        known,
      };
    }
  }
}

function remedyOf({ connector, known }: UndefinedConnector): Text {
  const near = nearest(connector, known);
  return near.length > 0 ? text`Did you mean ${list(near, 'or')}?` : text`Declare it, or correct the name in the rule.`;
}
