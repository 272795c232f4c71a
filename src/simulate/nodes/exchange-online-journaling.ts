import { text } from '../../model/text.ts';
import { reply } from '../../reference/replies/replies.ts';
import { copyWith } from '../new-copy.ts';
import type { Resolved } from '../rules/fork.ts';
import { rulesOfTenant } from '../rules/rule-owner.ts';
import type { Copy, Run } from '../run.ts';
import { journalMessage, openReport, type RoutedFork } from '../steps/journal-message.ts';
import { returnToSender } from '../steps/return-to-sender.ts';
import { submitted, type TenantMessage } from '../tenant-message.ts';
import type { TenantFork } from './exchange-online-filtering.ts';

/** Submits the journal reports that Exchange Online makes about a message that it has routed (ORDER-14). */
export function journalFromTenant(
  run: Run,
  message: TenantMessage,
  forks: readonly TenantFork[],
  submit: (run: Run, message: TenantMessage, copies: readonly Copy[]) => void,
): void {
  const { tenant } = message.tenant;
  const { organization, journalRules } = tenant;
  if (journalRules.length === 0 || isDuplicate(message)) return;
  const journal = {
    owner: rulesOfTenant(run.world, message.tenant),
    rules: journalRules,
    ndrTo: organization.journalingReportNdrTo?.text,
    domain: tenant.domain,
  };
  const routed = forks.map((fork): RoutedFork => ({ transit: fork.message.transit, recipients: fork.recipients }));
  const own = message.tenant === run.world.own;
  for (const report of journalMessage(run, journal, { hop: message.hop, node: tenant.node }, routed)) {
    const opened = openReport(run, report, tenant.node);
    const copy = own ? copyWith(opened, { directionality: 'Originating', authAs: 'Internal', scl: -1 }) : opened;
    const sent = submitted(message.tenant, report.transit, 'Internal', opened.hops[0] ?? message.hop);
    submit(run, sent, [copy]);
  }
}

/** JRN-2: what own servers have journaled is journaled once more, unless PreventDuplicateJournalingEnabled says no. */
const isDuplicate = ({ tenant, transit }: TenantMessage): boolean =>
  transit.journaled === true && tenant.tenant.organization.preventDuplicateJournalingEnabled === true;

/**
 * A report for a mailbox of Exchange Online is not taken: of own rules it cannot be the target (JRN-1), and reports of own
 * servers need Journaling Archive (JRN-3). @returns the recipients that stay.
 */
export function refuseReports(run: Run, message: TenantMessage, resolved: readonly Resolved[]): readonly Resolved[] {
  const { transit, tenant, hop } = message;
  if (transit.journalReport !== true || message.directionality !== 'Originating') return resolved;
  if (message.fromOnPremises && tenant.tenant.organization.journalArchivingEnabled === true) return resolved;
  return resolved.filter((one) => {
    if (one.destination.kind === 'domain') return true;
    run.decide(hop, 'journal-message', [message.fromOnPremises ? 'JRN-3' : 'JRN-1'], () => ({
      verdict: text`not delivered`,
      because: message.fromOnPremises
        ? text`${one.copy.address} is a mailbox of Exchange Online, which takes reports of own servers with Journaling Archive only`
        : text`${one.copy.address} is a mailbox of Exchange Online, which cannot be the target of its journal rules`,
    }));
    if (message.fromOnPremises) returnToSender(run, one.copy, transit, tenant.tenant.node, reply('journalingRefused'));
    else
      run.end(one.copy, transit, {
        status: 'undetermined',
        missing: text`what becomes of a journal report to ${one.copy.address}: Exchange Online takes none of its own mailboxes as the target of a journal rule`,
      });
    return false;
  });
}
