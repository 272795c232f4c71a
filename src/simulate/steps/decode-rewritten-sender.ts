import { domainOf, localPartOf } from '../../protocols/smtp/mail-address.ts';
import type { DirectoryEntry } from '../directory.ts';
import type { Run } from '../run.ts';
import type { CompiledTenant } from '../world.ts';

/** What comes back to a sender that SRS rewrote (SRS-2). */
export type ReturnedTo =
  | { readonly kind: 'original'; readonly address: string; readonly via: string }
  /** The address whose mailbox takes it, which may not exist. */
  | { readonly kind: 'mailbox'; readonly address: string; readonly entry: DirectoryEntry | undefined };

/**
 * Whom a message without sender is for that comes back to an envelope sender which Exchange Online rewrote (SRS-2, CFWD-2):
 * the original sender, whose address the rewritten one carries; of the form for relayed mail, which carries none, the
 * `bounces` mailbox.
 * @returns undefined for any other address or sender.
 */
export function decodeRewrittenSender(
  run: Run,
  tenant: CompiledTenant,
  address: string,
  mailFrom: string,
): ReturnedTo | undefined {
  if (mailFrom !== '') return undefined;
  const parts = /^([^+]+)\+SRS=[^=]*=[^=]*(?:=([^=]+)=(.+))?$/iu.exec(localPartOf(address));
  const [, user = '', domain, original] = parts ?? [];
  if (parts === null || user === '') return undefined;
  const mailbox = `${user}@${domainOf(address)}`;
  if (
    domain !== undefined &&
    original !== undefined &&
    run.assume('srs.returnedMail', ['original-sender', 'forwarding-mailbox']) === 'original-sender'
  )
    return { kind: 'original', address: `${original}@${domain}`, via: mailbox };
  return { kind: 'mailbox', address: mailbox, entry: tenant.directory.entries.get(mailbox.toLowerCase()) };
}
