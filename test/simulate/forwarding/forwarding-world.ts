import type { Outcome, Trace } from '../../../src/simulate/trace.ts';
import { type FollowOptions, follow, type Piece } from '../follow.ts';

const soa = (zone: string): string => `${zone}. SOA ns.${zone}. h.${zone}. 1 2 3 4 5`;

/** A tenant whose outbound policy lets forwards out, so that each control can be put in force by itself. */
export const allowing: Piece = { Name: 'Default', IsDefault: true, AutoForwardingMode: 'On' };

export interface ForwardingWorld {
  readonly recipients: readonly Piece[];
  readonly tenant?: Piece;
  readonly more?: Piece;
}

export const contact: Piece = { address: 'fab@contoso.com', contact: 'x@fabrikam.com' };

export const world = ({ recipients, tenant = {}, more = {} }: ForwardingWorld): Piece => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: [{ DomainName: 'contoso.com', Default: true }],
    hostedOutboundSpamFilterPolicies: [allowing],
    ...tenant,
  },
  recipients: [
    { address: 'bob@contoso.com', mailbox: 'cloud' },
    { address: 'carol@contoso.com', mailbox: 'cloud' },
    contact,
    ...recipients,
  ],
  dns: {
    records: [
      soa('contoso.com'),
      'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.',
      'contoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"',
      soa('example.org'),
      'example.org. MX 10 mx.example.org.',
      'example.org. TXT "v=spf1 ip4:192.0.2.10 -all"',
      soa('fabrikam.com'),
      'fabrikam.com. MX 10 mx.fabrikam.com.',
      'eu.fabrikam.com. MX 10 mx.fabrikam.com.',
    ].join('\n'),
  },
  ...more,
});

/** From outside, SPF passes: no pool and no DMARC decides anything. */
export const fromOutside: Piece = { from: 'alice@example.org', source: { address: '192.0.2.10' } };
export const fromInside: Piece = { from: 'bob@contoso.com' };

/** A way in which mail for anna@contoso.com reaches x@fabrikam.com without its sender's doing (section 4.2). */
export interface Mechanism {
  readonly name: string;
  readonly recipients: readonly Piece[];
  readonly tenant?: Piece;
  readonly to: string;
}

const anna = (rest: Piece): Piece => ({ address: 'anna@contoso.com', mailbox: 'cloud', ...rest });
const forwardingAddress: Piece = {
  PrimarySmtpAddress: 'anna@contoso.com',
  RecipientTypeDetails: 'UserMailbox',
  ForwardingAddress: 'fab@contoso.com',
};

export const mechanisms = {
  smtp: { name: 'ForwardingSmtpAddress', recipients: [anna({ forwardTo: 'x@fabrikam.com' })], to: 'anna@contoso.com' },
  address: {
    name: 'ForwardingAddress to a contact',
    recipients: [anna({})],
    tenant: { recipients: [forwardingAddress] },
    to: 'anna@contoso.com',
  },
  forward: {
    name: 'inbox rule ForwardTo',
    recipients: [anna({ inboxRules: [{ forwardTo: ['x@fabrikam.com'] }] })],
    to: 'anna@contoso.com',
  },
  attachment: {
    name: 'inbox rule ForwardAsAttachmentTo',
    recipients: [anna({ inboxRules: [{ forwardAsAttachmentTo: ['x@fabrikam.com'] }] })],
    to: 'anna@contoso.com',
  },
  redirect: {
    name: 'inbox rule RedirectTo',
    recipients: [anna({ inboxRules: [{ redirectTo: ['x@fabrikam.com'] }] })],
    to: 'anna@contoso.com',
  },
  rule: {
    name: 'transport rule RedirectMessageTo',
    recipients: [anna({})],
    tenant: {
      transportRules: [
        { Name: 'Redirect', Priority: 0, SentTo: 'anna@contoso.com', RedirectMessageTo: 'x@fabrikam.com' },
      ],
    },
    to: 'anna@contoso.com',
  },
  bcc: {
    name: 'transport rule BlindCopyTo',
    recipients: [anna({})],
    tenant: {
      transportRules: [{ Name: 'Bcc', Priority: 0, SentTo: 'anna@contoso.com', BlindCopyTo: 'x@fabrikam.com' }],
    },
    to: 'anna@contoso.com',
  },
  group: {
    name: 'group with a contact',
    recipients: [anna({}), { address: 'all@contoso.com', members: ['anna@contoso.com', 'fab@contoso.com'] }],
    to: 'all@contoso.com',
  },
  contact: { name: 'contact', recipients: [anna({})], to: 'fab@contoso.com' },
} as const satisfies Readonly<Record<string, Mechanism>>;

export type MechanismKey = keyof typeof mechanisms;

/** Controls are pieces of the tenant; lists of rules are put together, the mechanism's own first. */
export async function forwardBy(
  key: MechanismKey,
  control: Piece = {},
  options: FollowOptions & { readonly message?: Piece } = {},
): Promise<Trace> {
  const mechanism: Mechanism = mechanisms[key];
  const own = (mechanism.tenant?.transportRules ?? []) as readonly Piece[];
  const added = (control.transportRules ?? []) as readonly Piece[];
  const transportRules = [...own, ...added.map((rule, index) => ({ ...rule, Priority: own.length + index }))];
  const topology = world({
    recipients: mechanism.recipients,
    tenant: { ...mechanism.tenant, ...control, ...(transportRules.length > 0 ? { transportRules } : {}) },
  });
  return follow(topology, { ...fromOutside, to: [mechanism.to], ...options.message }, options);
}

/** The copy that is meant for the outside. */
export function outside(trace: Trace): Outcome {
  const [found, ...more] = trace.outcomes.filter((one) => one.finalRecipient.endsWith('fabrikam.com'));
  if (found === undefined || more.length > 0)
    throw new Error(`one copy for the outside is expected: ${trace.outcomes.map((one) => one.finalRecipient).join()}`);
  return found;
}

/** `sent`, `dropped`, or how it ends with which code. */
export const fate = ({ status, reply }: Outcome): string => (reply === null ? status : `${status} ${reply.enhanced}`);

export const forwardFate = async (...given: Parameters<typeof forwardBy>): Promise<string> =>
  fate(outside(await forwardBy(...given)));
