import { text } from '../../model/text.ts';
import type { World } from '../../simulate/world.ts';
import type { MessageClass } from './message-class.ts';

/**
 * Whether a program somewhere may send with the credentials of this mailbox, or of any, by what the topology says (SUB-2):
 * what it does not say allows nobody here.
 */
export function mayAuthenticate({ own }: World, address?: string): boolean {
  if (own === undefined) return false;
  const everybody = own.tenant.organization.smtpClientAuthenticationDisabled === false;
  if (address === undefined)
    return everybody || [...own.directory.entries.values()].some((one) => one.recipient?.smtpAuth === true);
  const entry = own.directory.entries.get(address.toLowerCase());
  return entry?.kind === 'mailbox' && (entry.recipient?.smtpAuth ?? everybody);
}

/** The message of a mailbox, as a program elsewhere submits it. */
export function* asClient(of: MessageClass): Generator<MessageClass> {
  const { origin, sender, witness } = of;
  if (origin.kind !== 'mailbox' || origin.party !== 'cloud') return;
  yield {
    ...of,
    kin: {},
    origin: { ...origin, kind: 'client', label: text`a client of ${sender.from}`, oddity: origin.oddity + 1 },
    witness: {
      ...witness,
      name: text`${witness.name}, by a client with its credentials`,
      source: {
        at: '',
        node: 'internet',
        address: undefined,
        helo: undefined,
        certificate: undefined,
        tls: 'opportunistic',
      },
      authenticated: true,
    },
  };
}
