import type { ChangingCmdlet } from './changing-cmdlets.ts';
import { parameterForms } from './parameter-forms.ts';

/** A cmdlet that sets something of recipients of some kinds. */
export interface RecipientCmdlet extends ChangingCmdlet {
  /** RecipientTypeDetails of what it sets. */
  readonly of: RegExp;
  /** The only side that has it; undefined: both have. */
  readonly side?: 'tenant' | 'onPremises';
}

/** What recipients are set by, in the forms of the parameters; what of them is not here is set by no command. */
export const recipientForms = parameterForms({
  off: 'DeliverToMailboxAndForward',
  // A group refuses strangers by default where it was made by New-DistributionGroup, other recipients do not.
  flag: 'RequireSenderAuthenticationEnabled',
  unsettable: 'SmtpClientAuthenticationDisabled',
  text: 'ForwardingAddress ForwardingSmtpAddress',
  edits: 'EmailAddresses TrustedSendersAndDomains BlockedSendersAndDomains',
  choice: 'ExternalEmailAddress RemoteRoutingAddress MaxReceiveSize MaxSendSize',
});

const mailbox = /^(?:user|shared|room|equipment|linked|legacy|team|scheduling|discovery)mailbox$/iu;
const common = ['EmailAddresses', 'RequireSenderAuthenticationEnabled'];
const sizes = ['MaxReceiveSize', 'MaxSendSize'];

/** In the order in which they are called. */
export const recipientCmdlets: readonly RecipientCmdlet[] = [
  {
    cmdlet: 'Set-Mailbox',
    of: mailbox,
    parameters: ['ForwardingAddress', 'ForwardingSmtpAddress', 'DeliverToMailboxAndForward', ...common, ...sizes],
  },
  {
    cmdlet: 'Set-RemoteMailbox',
    of: /^remote\w*mailbox$/iu,
    side: 'onPremises',
    parameters: ['RemoteRoutingAddress', ...common],
  },
  {
    cmdlet: 'Set-MailUser',
    of: /^(?:guest)?mailuser$/iu,
    parameters: ['ExternalEmailAddress', ...common, ...sizes],
  },
  {
    cmdlet: 'Set-MailContact',
    of: /^mail(?:forest)?contact$/iu,
    parameters: ['ExternalEmailAddress', ...common, ...sizes],
  },
  {
    cmdlet: 'Set-DistributionGroup',
    of: /^(?:mail(?:nonuniversal|universaldistribution|universalsecurity)group|roomlist)$/iu,
    parameters: [...common, ...sizes],
  },
  {
    cmdlet: 'Set-CASMailbox',
    of: mailbox,
    side: 'tenant',
    parameters: ['SmtpClientAuthenticationDisabled'],
  },
  {
    cmdlet: 'Set-MailboxJunkEmailConfiguration',
    of: mailbox,
    parameters: ['TrustedSendersAndDomains', 'BlockedSendersAndDomains'],
  },
];

/** What puts one member into a group, and what takes one out. */
export const memberCmdlets = {
  of: /^(?:mail(?:nonuniversal|universaldistribution|universalsecurity)group|roomlist)$/iu,
  add: 'Add-DistributionGroupMember',
  remove: 'Remove-DistributionGroupMember',
} as const;

/** What a synchronised mailbox has from the directory on-premises; the rest of it is its own. */
export const directoryAttributes: ReadonlySet<string> = new Set([
  'EmailAddresses',
  'RequireSenderAuthenticationEnabled',
]);

/**
 * What the shorthand of recipients stands for. `aliases` is EmailAddresses without the first; `smtpAuth` the contrary of
 * SmtpClientAuthenticationDisabled.
 */
export const shorthandProperties: ReadonlyMap<string, string> = new Map([
  ['aliases', 'EmailAddresses'],
  ['contact', 'ExternalEmailAddress'],
  ['forwardTo', 'ForwardingSmtpAddress'],
  ['keepCopy', 'DeliverToMailboxAndForward'],
  ['members', 'Members'],
  ['internalOnly', 'RequireSenderAuthenticationEnabled'],
  ['smtpAuth', 'SmtpClientAuthenticationDisabled'],
  ['maxReceiveSize', 'MaxReceiveSize'],
  ['maxSendSize', 'MaxSendSize'],
  ['safeSenders', 'TrustedSendersAndDomains'],
  ['blockedSenders', 'BlockedSendersAndDomains'],
]);
