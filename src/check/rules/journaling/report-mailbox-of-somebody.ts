import { text } from '../../../model/text.ts';
import type { Recipient, Written } from '../../../model/topology.ts';
import { sameAddress } from '../../../protocols/smtp/mail-address.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { journalingPages } from './journaling-pages.ts';

interface OfSomebody extends Violation {
  readonly address: string;
}

/** The mailbox for undeliverable journal reports forwards or has inbox rules: somebody works with it. */
export const reportMailboxOfSomebody = defineCheck<OfSomebody>({
  id: 'journaling/report-mailbox-of-somebody',
  severity: 'warning',
  covers: ['PMIS-73'],
  docs: {
    summary: 'JournalingReportNdrTo names a mailbox that forwards or has inbox rules.',
    why: 'Inbox rules and automatic replies of that mailbox stop working, and nothing says so.',
    remedy: 'Name a mailbox that serves nothing else.',
    references: [journalingPages.setTransport, journalingPages.journaling],
  },

  *run(context) {
    for (const ndrTo of named(context)) {
      const recipient = context.topology.recipients.find((one) => isWorkingOne(one, ndrTo));
      if (recipient === undefined) continue;
      yield {
        subject: subject('recipient', recipient.address),
        at: ndrTo.at,
        evidence: [{ at: context.sources.locate(recipient.at), text: recipient.address }],
        semantics: ['JRN-1', 'PMIS-73'],
        address: recipient.address,
      };
    }
  },

  explain: ({ address }) => ({
    problem: text`JournalingReportNdrTo names ${address}, a mailbox that forwards or has inbox rules.`,
    consequence: text`The inbox rules and automatic replies of ${address} do not work as long as it is named.`,
    remedy: text`Name a mailbox outside Exchange Online that serves nothing else: Set-TransportConfig -JournalingReportNdrTo with its address.`,
  }),
});

const named = ({ topology }: CheckContext): readonly Written[] =>
  [
    topology.tenant?.organization.journalingReportNdrTo,
    topology.onPremises?.transportConfig.journalingReportNdrTo,
  ].flatMap((one) => one ?? []);

const isWorkingOne = (recipient: Recipient, { text: address }: Written): boolean =>
  [recipient.address, ...recipient.aliases].some((one) => sameAddress(one, address)) &&
  (recipient.forwardTo !== undefined || recipient.inboxRules.length > 0);
