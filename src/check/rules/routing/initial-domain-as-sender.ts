import { type TextValue, text } from '../../../model/text.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import { type CheckContext, defineCheck, isQuestion, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';

interface InitialSender extends Violation {
  readonly domain: string;
  /** A message that leaves with such a sender; undefined: the initial domain is the default one. */
  readonly name: TextValue | undefined;
}

/** Mail leaves for the Internet with a sender in the tenant's onmicrosoft.com domain, which is limited. */
export const initialDomainAsSender = defineCheck<InitialSender>({
  id: 'routing/initial-domain-as-sender',
  severity: 'warning',
  covers: ['CMIS-57'],
  docs: {
    summary: "Mail to the Internet has a sender in the tenant's initial domain (onmicrosoft.com).",
    why: 'After a hundred external recipients in a day the service refuses it: 550 5.7.236.',
    remedy: 'Make a domain of the organisation the default one, and give people and applications addresses in it.',
    references: [
      {
        title: 'Limiting Onmicrosoft Domain Usage for Sending Emails',
        url: 'https://techcommunity.microsoft.com/blog/exchange/limiting-onmicrosoft-domain-usage-for-sending-emails/4446167',
      },
    ],
  },

  *run(context) {
    const { tenant } = context.topology;
    const initial = tenant?.acceptedDomains.find((one) => one.isInitial);
    if (tenant === undefined || initial === undefined) return;
    const sent = sentAs(context, initial.name);
    const custom = tenant.acceptedDomains.some((one) => !one.isInitial && !one.isCoexistence);
    if (sent === undefined && !(initial.isDefault && custom)) return;
    yield {
      subject: subject('domain', initial.name),
      at: initial.isListed ? initial.at : `${tenant.at}/domain`,
      evidence: sent === undefined ? [] : sessionEvidence(context, sent.probed, sent.outcome),
      semantics: ['ACC-21', 'CMIS-57'],
      domain: initial.name,
      name: sent?.probed.trace.name,
    };
  },

  explain: ({ domain, name }) => ({
    problem:
      name === undefined
        ? text`${domain}, the initial domain of the tenant, is its default domain: new mailboxes send in it.`
        : text`${name} leaves for the Internet with a sender in ${domain}, the initial domain of the tenant.`,
    consequence: text`The tenant may write to a hundred external recipients in 24 hours from this domain; what is more comes back with 550 5.7.236.`,
    remedy: text`Make a domain of the organisation the default one in the Microsoft 365 admin centre, and its addresses the primary ones: Set-Mailbox -WindowsEmailAddress.`,
  }),

  fix: ({ domain }) => [
    byPerson(
      text`Let people send in a domain of the organisation`,
      text`Make a domain of the organisation the default one in the Microsoft 365 admin centre, and give everybody who sends in ${domain} a primary address in it.`,
    ),
  ],
});

/** A message that the tenant itself hands to the Internet with such an envelope sender. */
const sentAs = (context: CheckContext, domain: string) =>
  [...outcomesOf(context.traces)].find(
    ({ probed, outcome }) =>
      !isQuestion(probed) &&
      probed.purpose !== 'forged' &&
      probed.purpose !== 'relay' &&
      // ACC-21: journal reports do not count.
      outcome.journalReport !== true &&
      outcome.status === 'sent' &&
      outcome.egressPool !== null &&
      domainOf(outcome.lastMailFrom) === domain,
  );
