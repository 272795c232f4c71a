import { type Status, statusText } from '../../../model/delivery-status.ts';
import { asString, list, type Text, type TextValue, text } from '../../../model/text.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import { nullMx } from '../../../simulate/steps/remote-replies.ts';
import { resolveDomain } from '../../../simulate/steps/resolve-next-hop.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import {
  decidingPlace,
  decidingSemantics,
  decisionsOf,
  groupBy,
  outcomesOf,
  quotedReply,
  sessionEvidence,
} from '../../trace-evidence.ts';
import { unknownCertificate } from '../../unknown-certificate.ts';

interface DeadEnd extends Violation {
  readonly name: TextValue;
  readonly statuses: readonly Status[];
  readonly by: string;
  /** What senders are told; empty: nothing. */
  readonly said: readonly TextValue[];
  readonly because: Text;
  readonly others: number;
}

const ends = new Set<Outcome['status']>(['rejected', 'bounced', 'deferred', 'dropped']);

/** Mail that should arrive does not; the decision that ends it. What a specific check explains is left to that. */
export const deadEnd = defineCheck<DeadEnd>({
  id: 'routing/dead-end',
  severity: 'error',
  stage: 2,
  covers: ['CMIS-18', 'CMIS-22', 'CMIS-23', 'CMIS-48', 'CMIS-53', 'CMIS-19', 'CMIS-24', 'CMIS-28', 'CMIS-58'],
  docs: {
    summary: 'A class of messages that should arrive is rejected, bounced, deferred or dropped.',
    why: 'Mail is lost, and often only the sender is told.',
    remedy: 'Change the setting that decides, which the finding points at, so that the class is delivered.',
    references: [
      {
        title: 'Email non-delivery reports and SMTP errors in Exchange Online',
        url: 'https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online/non-delivery-reports-in-exchange-online',
      },
    ],
  },

  *run(context) {
    const lost = [...outcomesOf(context.traces)].filter(
      ({ probed, outcome }) =>
        probed.legitimate &&
        ends.has(outcome.status) &&
        !context.accounted.has(probed) &&
        !takesNoMail(context, outcome) &&
        !isEndedByRule(context, outcome) &&
        unknownCertificate(context, probed, outcome) === undefined,
    );
    const groups = groupBy(lost, ({ outcome }) => keyOf(outcome));
    for (const group of byCause(context, groups.values())) {
      const [{ probed, outcome }] = group;
      const decision = decisionsOf(context.explained(probed), outcome).at(-1);
      yield {
        subject: culprit(context, outcome),
        at: decidingPlace(context, probed, outcome) ?? placeOfEnd(context, outcome),
        name: probed.trace.name,
        statuses: unique(group.map((one) => one.outcome.status)),
        by: outcome.reply?.from ?? outcome.endsAt,
        said: saidTo(group),
        because: decision?.because ?? text`no decision is recorded`,
        others: group.length - 1,
        detail: `${outcome.endsAt} ${outcome.reply?.enhanced ?? ''} ${outcome.connectors.at(-1) ?? ''}`,
        evidence: [...sessionEvidence(context, probed, outcome), ...(decision?.evidence ?? [])],
        semantics: decidingSemantics(context, probed, outcome),
        assumptions: outcome.assumptions,
        explains: group.map((one) => one.probed),
      };
    }
  },

  explain: ({ name, statuses, by, said, because, others }) => ({
    problem:
      others === 0
        ? text`Mail does not arrive: ${name} is ${list(words(statuses), 'or')} by ${by}.`
        : others === 1
          ? text`Mail does not arrive: ${name} and one more kind of message are ${list(words(statuses), 'or')} by ${by}.`
          : text`Mail does not arrive: ${name} and ${others} more kinds of messages are ${list(words(statuses), 'or')} by ${by}.`,
    consequence:
      said.length === 0
        ? text`The message disappears, and nobody is told.`
        : text`The sender sees ${list(said, 'or')}.`,
    remedy: text`The deciding reason: ${because}. Change what it names, or take the address away if nobody should write to it.`,
  }),

  fix: ({ name, by, because }) => [
    byPerson(
      text`Let ${name} arrive`,
      text`It ends at ${by}, and the deciding reason is: ${because}. Change what that names, or take the address away if nobody should write to it.`,
    ),
  ],
});

const words = (statuses: readonly Status[]): readonly Text[] => statuses.map((one) => statusText[one]);

interface Lost {
  readonly probed: ProbedTrace;
  readonly outcome: Outcome;
}
type LostGroup = readonly [Lost, ...Lost[]];

/** Failures of one recipient by one setting are one, whatever is said to whom: insiders are told otherwise than outsiders. */
function byCause(context: CheckContext, groups: Iterable<LostGroup>): readonly LostGroup[] {
  const causes = groupBy(groups, ([{ probed, outcome }]) => {
    const found = culprit(context, outcome);
    const place = decidingPlace(context, probed, outcome);
    return found.startsWith('recipient:') && place !== undefined
      ? `${found} ${place.file} ${place.line} ${place.column}`
      : keyOf(outcome);
  });
  return [...causes.values()].map(([[first, ...rest], ...others]): LostGroup => [first, ...rest, ...others.flat()]);
}

const keyOf = ({ endsAt, reply, connectors }: Outcome): string =>
  [endsAt, reply?.from, reply?.enhanced, connectors.at(-1)].join(' ');

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

/** Every answer to senders once. */
function saidTo(group: LostGroup): readonly TextValue[] {
  const all = group.flatMap(({ outcome: { reply } }) => (reply === null ? [] : [quotedReply(reply)]));
  return [...new Map(all.map((one) => [asString(one), one])).values()];
}

/** Exchange Online turns mail away for want of a connector: no setting decides, and one is missing there. */
function placeOfEnd({ topology }: CheckContext, { endsAt }: Outcome): Violation['at'] {
  return endsAt === 'tenant' && topology.tenant !== undefined ? `${topology.tenant.at}/inboundConnectors` : undefined;
}

/** RFC 7505: the domain declares by a null MX that nobody is to write to it, and the sender is told so. */
const takesNoMail = (context: CheckContext, { finalRecipient, reply }: Outcome): boolean =>
  reply?.enhanced === nullMx.enhanced && resolveDomain(context.world, domainOf(finalRecipient)).kind === 'null-mx';

function culprit(context: CheckContext, outcome: Outcome): string {
  const connector = outcome.connectors.at(-1);
  if (connector !== undefined) {
    const at = connector.indexOf(':');
    return subject(connector.slice(0, at), connector.slice(at + 1));
  }
  const [kind, name] = outcome.endsAt.split(':');
  if (name !== undefined && kind !== undefined && kind !== 'mx') return subject(kind, name);
  return context.topology.recipients.some((one) => one.address === outcome.finalRecipient)
    ? subject('recipient', outcome.finalRecipient)
    : 'topology:tenant';
}

/** A mail flow rule that refuses or deletes is somebody's decision, not mail that got lost. */
function isEndedByRule(context: CheckContext, outcome: Outcome): boolean {
  return outcome.rules.length > 0 && context.world.tenants.some(({ tenant }) => tenant.node === outcome.endsAt);
}
