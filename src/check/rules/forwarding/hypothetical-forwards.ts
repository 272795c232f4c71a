import type { Recipient, RecipientOverride, Topology, Written } from '../../../model/topology.ts';
import { domainOf, sameAddress } from '../../../protocols/smtp/mail-address.ts';

/**
 * The topology in three versions, in which the mailboxes forward to somebody outside: by ForwardingSmtpAddress, by
 * ForwardingAddress to a contact, and by inbox rules of each kind.
 */
export function forwardingTopologies(
  topology: Topology,
  mailboxes: readonly string[],
  outside: string,
): readonly Topology[] {
  const { tenant } = topology;
  const [first] = mailboxes;
  if (tenant === undefined || first === undefined) return [];
  const to = written(outside);
  const contact = mailbox(`forwarding-contact@${domainOf(first)}`, {
    kind: 'contact',
    mailbox: undefined,
    contact: outside,
  });
  const plain = { forwardTo: undefined, keepCopy: false, inboxRules: [] };
  const byRules = (['forwardTo', 'forwardAsAttachmentTo', 'redirectTo'] as const).map((kind) => ({
    at: '',
    kind,
    to: [to],
    deletes: false,
  }));
  return [
    changed(topology, mailboxes, { ...plain, forwardTo: to }, undefined),
    changed({ ...topology, recipients: [...topology.recipients, contact] }, mailboxes, plain, written(contact.address)),
    changed(topology, mailboxes, { ...plain, inboxRules: byRules }, undefined),
  ];
}

const written = (text: string): Written => ({ text, at: '' });

/** The mailboxes with other forwarding, in the shorthand and where pasted objects stand for them. */
function changed(
  topology: Topology,
  mailboxes: readonly string[],
  change: Pick<Recipient, 'forwardTo' | 'keepCopy' | 'inboxRules'>,
  forwardingAddress: Written | undefined,
): Topology {
  const { tenant } = topology;
  if (tenant === undefined) return topology;
  const isOne = ({ address }: { readonly address: string }) => mailboxes.some((one) => sameAddress(one, address));
  const missing = mailboxes.filter((one) => !topology.recipients.some(({ address }) => sameAddress(address, one)));
  const forwarding = {
    forwardingAddress,
    forwardingSmtpAddress: undefined,
    deliverToMailboxAndForward: undefined,
  };
  const pasted = tenant.recipients.map((one) =>
    isOne(one) && one.entry !== null ? { ...one, entry: { ...one.entry, forwarding } } : one,
  );
  const added =
    forwardingAddress === undefined
      ? []
      : mailboxes
          .filter((address) => !pasted.some((one) => sameAddress(one.address, address)))
          .map((address): RecipientOverride => ({ at: '', address, entry: { ...emptyObject, forwarding } }));
  return {
    ...topology,
    recipients: [...topology.recipients, ...missing.map((address) => mailbox(address, {}))].map((one) =>
      isOne(one) ? { ...one, ...change } : one,
    ),
    tenant: { ...tenant, recipients: [...pasted, ...added] },
  };
}

const emptyObject = {
  recipientType: 'UserMailbox',
  aliases: [],
  target: undefined,
  members: [],
  internalOnly: false,
  limits: {},
  properties: {},
};

const mailbox = (address: string, other: Partial<Recipient>): Recipient => ({
  at: '',
  address,
  aliases: [],
  kind: 'mailbox',
  mailbox: { where: 'cloud' },
  members: [],
  home: 'cloud',
  contact: undefined,
  synced: true,
  internalOnly: false,
  forwardTo: undefined,
  keepCopy: false,
  inboxRules: [],
  safeSenders: [],
  blockedSenders: [],
  limits: {},
  smtpAuth: undefined,
  memberOf: [],
  attributes: new Map(),
  ...other,
});
