import { text } from '../../model/text.ts';
import { sameAddress } from '../../protocols/smtp/mail-address.ts';
import type { DirectoryEntry } from '../directory.ts';
import type { Copy, Run, Transit } from '../run.ts';

/**
 * RD-18: a mailbox makes no automatic reply while ForwardingSmtpAddress is set on it, nor does the one that takes journal
 * reports which cannot be delivered. That it answers a sender once only, and junk never, hangs on mail before, which a sample
 * does not tell.
 * @returns whether the copies are ended, because there is no such message.
 */
export function replyAutomatically(
  run: Run,
  at: { readonly hop: number; readonly node: string; readonly transit: Transit },
  mailbox: DirectoryEntry | undefined,
  journalingReportNdrTo: string | undefined,
  copies: readonly Copy[],
): boolean {
  if (at.transit.type !== 'oof' || mailbox?.kind !== 'mailbox') return false;
  const { forwarding, primary } = mailbox;
  const forwards = forwarding?.attribute === 'ForwardingSmtpAddress';
  const takesReports = journalingReportNdrTo !== undefined && sameAddress(primary, journalingReportNdrTo);
  if (!forwards && !takesReports) return false;
  run.decide(at.hop, 'reply-automatically', forwards ? ['RD-18'] : ['RD-18', 'JRN-1'], () => ({
    verdict: text`no reply is made`,
    because: forwards
      ? text`ForwardingSmtpAddress of ${primary} is ${forwarding.to}, and a mailbox that forwards so makes no automatic replies`
      : text`${primary} is JournalingReportNdrTo, which makes no automatic replies`,
    evidence: forwards ? [run.setting(forwarding.at, text`ForwardingSmtpAddress of ${primary}`)] : [],
  }));
  for (const copy of copies) run.end(copy, at.transit, { status: 'dropped', endsAt: at.node });
  return true;
}
