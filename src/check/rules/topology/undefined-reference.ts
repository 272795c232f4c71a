import { nearest } from '../../../base/suggest.ts';
import { list, type Text, text } from '../../../model/text.ts';
import { connectorsOf } from '../../../model/transport-rule.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { fails } from '../connector/fails.ts';
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
    for (const noticed of noticesOf(context, 'topology/undefined-reference'))
      yield { ...noticed, explains: unrecognised(context, noticed.subject) };
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

/** What fails because nothing identifies the node whose reference, such as that of its certificate, leads nowhere. */
const unrecognised = ({ traces }: CheckContext, node: string): readonly ProbedTrace[] =>
  traces.filter(
    (probed) =>
      fails(probed) && probed.trace.hops.some((hop) => hop.from.toLowerCase() === node && hop.attribution?.by === null),
  );

function* undefinedConnectors({ world }: CheckContext): Iterable<UndefinedConnector> {
  for (const { tenant } of world.tenants) {
    const known = tenant.outboundConnectors.map((one) => one.name);
    for (const rule of tenant.transportRules) {
      for (const { text: connector, at } of connectorsOf(rule)) {
        if (known.some((name) => name.toLowerCase() === connector.toLowerCase())) continue;
        yield {
          subject: subject('rule', `${tenant.prefix}${rule.name}`),
          at,
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
}

function remedyOf({ connector, known }: UndefinedConnector): Text {
  const near = nearest(connector, known);
  return near.length > 0 ? text`Did you mean ${list(near, 'or')}?` : text`Declare it, or correct the name in the rule.`;
}
