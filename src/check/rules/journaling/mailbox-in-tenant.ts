import { type Text, text } from '../../../model/text.ts';
import type { Written } from '../../../model/topology.ts';
import { peopleOf } from '../../../simulate/rules/people.ts';
import { rulesOfTenant } from '../../../simulate/rules/rule-owner.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { journalingPages } from './journaling-pages.ts';

interface InTenant extends Violation {
  readonly address: string;
  /** Which setting names it: a rule, or JournalingReportNdrTo. */
  readonly named: Text;
  readonly isTarget: boolean;
}

/** Journal reports are to go to a mailbox of Exchange Online, which takes none. */
export const mailboxInTenant = defineCheck<InTenant>({
  id: 'journaling/mailbox-in-tenant',
  severity: 'error',
  covers: ['PMIS-73'],
  docs: {
    summary: 'Journal reports, or the ones that cannot be delivered, are to go to a mailbox of Exchange Online.',
    why: 'Exchange Online takes no mailbox of its own as a journaling mailbox: reports queue and are lost, and with them the evidence.',
    remedy: 'Name a mailbox of an archive outside Exchange Online.',
    references: [journalingPages.journaling, journalingPages.setTransport],
  },

  *run(context) {
    const { tenant } = context.topology;
    if (tenant === undefined) return;
    for (const rule of tenant.journalRules) {
      if (!rule.enabled || !isCloudMailbox(context, rule.journalTo)) continue;
      yield {
        subject: subject('rule', rule.name),
        at: rule.journalTo.at,
        evidence: [],
        semantics: ['JRN-1', 'PMIS-73'],
        address: rule.journalTo.text,
        named: text`the journal rule ${rule.name}`,
        isTarget: true,
      };
    }
    const ndrTo = tenant.organization.journalingReportNdrTo;
    if (ndrTo === undefined || !isCloudMailbox(context, ndrTo)) return;
    yield {
      subject: 'topology:tenant',
      at: ndrTo.at,
      detail: 'JournalingReportNdrTo',
      evidence: [],
      semantics: ['JRN-1', 'RD-18', 'PMIS-73'],
      address: ndrTo.text,
      named: text`JournalingReportNdrTo`,
      isTarget: false,
    };
  },

  explain: ({ address, named, isTarget }) => ({
    problem: isTarget
      ? text`${address}, to which ${named} sends its reports, is a mailbox of Exchange Online.`
      : text`${address}, which ${named} names, is a mailbox of Exchange Online.`,
    consequence: isTarget
      ? text`The reports do not arrive.`
      : text`Reports that cannot be delivered are lost, and inbox rules and automatic replies of ${address} stop working.`,
    remedy: isTarget
      ? text`Let the rule send its reports to an archive outside Exchange Online.`
      : text`Name a mailbox outside Exchange Online that serves nothing else: Set-TransportConfig -JournalingReportNdrTo with its address.`,
  }),

  fix: ({ address, named, isTarget }) => [
    byPerson(
      text`Name a mailbox outside Exchange Online instead of ${address}`,
      isTarget
        ? text`Let ${named} send its reports to an archive outside Exchange Online.`
        : text`Name a mailbox outside Exchange Online that serves nothing else, for ${named}.`,
    ),
  ],
});

function isCloudMailbox({ world }: CheckContext, named: Written): boolean {
  if (world.own === undefined) return false;
  const entry = peopleOf(world, rulesOfTenant(world, world.own)).find(named.text);
  return entry?.kind === 'mailbox';
}
