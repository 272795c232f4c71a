import type { Outcome, Trace } from '../../../src/simulate/trace.ts';
import { type FollowOptions, follow, type Piece } from '../follow.ts';

/** A tenant with mailboxes, groups and rules as Get-TransportRule prints them; everything else is the Internet. */
export const ruleWorld = (rules: readonly Piece[], more: Piece = {}, tenant: Piece = {}): Piece => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: ['contoso.com', { DomainName: 'relay.example', DomainType: 'ExternalRelay' }],
    transportRules: rules.map((rule, index) => ({ Name: `R${index + 1}`, Priority: index, State: 'Enabled', ...rule })),
    ...tenant,
  },
  recipients: [
    {
      address: 'anna@contoso.com',
      mailbox: 'cloud',
      aliases: ['a.meier@contoso.com'],
      attributes: { Department: 'Sales', Manager: 'boss@contoso.com', DisplayName: 'Anna Meier', City: null },
    },
    { address: 'bob@contoso.com', mailbox: 'cloud', attributes: { Department: 'Legal', Manager: null } },
    { address: 'boss@contoso.com', mailbox: 'cloud' },
    {
      address: 'robo@contoso.com',
      mailbox: 'cloud',
      inboxRules: [{ redirectTo: ['alice@example.org'], delete: true }],
    },
    { address: 'team@contoso.com', members: ['anna@contoso.com'] },
    { address: 'legal@contoso.com', members: ['bob@contoso.com'] },
    { address: 'partner@contoso.com', contact: 'pat@fabrikam.com' },
  ],
  dns: {
    records: [
      'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.',
      'contoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"',
      'example.org. MX 0 mx.example.org.',
      'mx.example.org. A 198.51.100.9',
      'example.org. TXT "v=spf1 ip4:198.51.100.7 -all"',
      '_dmarc.example.org. TXT "v=DMARC1; p=none"',
      'fabrikam.com. MX 0 mx.fabrikam.com.',
    ].join('\n'),
  },
  ...more,
});

/** From the Internet to a mailbox, authenticated by SPF. */
export const inbound: Piece = {
  from: 'alice@example.org',
  to: ['anna@contoso.com'],
  source: { address: '198.51.100.7', helo: 'mx.example.org' },
  subject: 'Hello',
};

/** From a mailbox to the Internet. */
export const outbound: Piece = { from: 'anna@contoso.com', to: ['alice@example.org'], subject: 'Hello' };

export const traced = (rules: readonly Piece[], message: Piece, options?: FollowOptions): Promise<Trace> =>
  follow(ruleWorld(rules), message, options);

/** `bounced R1` for each copy: how it ends and the rules that matched it. */
export const fates = ({ outcomes }: { readonly outcomes: readonly Outcome[] }): readonly string[] =>
  outcomes.map(({ recipient, status, rules }) => [recipient.split('@')[0], status, ...rules].join(' '));

/** The answers that remain open, each with what would become of the copies. */
export const open = (trace: Trace): readonly string[] =>
  trace.alternatives.map((one) => `${one.assumption ?? one.answer}: ${fates(one).join(', ')}`);
