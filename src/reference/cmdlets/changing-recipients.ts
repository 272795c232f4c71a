import type { ChangeableObjects } from './changing-cmdlets.ts';
import { parameterForms } from './parameter-forms.ts';

const forwarding = { off: 'DeliverToMailboxAndForward', text: 'ForwardingAddress ForwardingSmtpAddress' };

/**
 * What mail flow hangs on of recipients as Exchange prints them. ExternalEmailAddress is none of it: Set-MailUser sets it of
 * a mail user, Set-MailContact of a contact, and a change does not say which of them it is about.
 */
export const changeableRecipients: readonly ChangeableObjects[] = [
  {
    within: '/tenant/recipients',
    side: 'tenant',
    forms: parameterForms(forwarding),
    update: [
      {
        cmdlet: 'Set-Mailbox',
        parameters: ['ForwardingAddress', 'ForwardingSmtpAddress', 'DeliverToMailboxAndForward'],
      },
    ],
  },
  {
    within: '/onPremises/recipients',
    side: 'onPremises',
    forms: parameterForms({ ...forwarding, choice: 'RemoteRoutingAddress' }),
    update: [
      {
        cmdlet: 'Set-Mailbox',
        parameters: ['ForwardingAddress', 'ForwardingSmtpAddress', 'DeliverToMailboxAndForward'],
      },
      { cmdlet: 'Set-RemoteMailbox', parameters: ['RemoteRoutingAddress'] },
    ],
  },
];
