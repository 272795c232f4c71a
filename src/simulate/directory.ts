import type { MessageLimits } from '../model/message-limits.ts';
import type { Pointer } from '../model/source.ts';
import type {
  MailboxForwarding,
  OnPremises,
  Recipient,
  RecipientOverride,
  Tenant,
  Topology,
  Written,
} from '../model/topology.ts';
import { domainOf, localPartOf } from '../protocols/smtp/mail-address.ts';

/** One object of a directory, as the transport of that side sees it. */
export interface DirectoryEntry {
  readonly at: Pointer;
  readonly primary: string;
  readonly kind: 'mailbox' | 'remote' | 'group' | 'contact';
  /** Exchange's name of the kind: UserMailbox, MailUser, RemoteUserMailbox, MailContact … */
  readonly recipientType: string;
  /** A mailbox: the node that holds it (undefined for on-premises: the first mailbox server). */
  readonly node: string | undefined;
  /** A remote or contact: ExternalEmailAddress, RemoteRoutingAddress; undefined: it has none. */
  readonly target: string | undefined;
  readonly members: readonly Written[];
  /** RequireSenderAuthenticationEnabled */
  readonly internalOnly: boolean;
  readonly limits: MessageLimits;
  /** The shorthand it stands for, where it came from one. */
  readonly recipient: Recipient | undefined;
  /** A mailbox: what forwards its mail in transport; undefined: nothing. */
  readonly forwarding: ForwardingSetting | undefined;
}

/** Mailbox forwarding as one attribute sets it (FWD-1 to FWD-4). */
export interface ForwardingSetting {
  readonly at: Pointer;
  readonly attribute: 'ForwardingAddress' | 'ForwardingSmtpAddress';
  /** An address, or for ForwardingAddress any reference to a recipient. */
  readonly to: string;
  readonly keepsCopy: boolean;
  /** ForwardingSmtpAddress is set too, and ignored (FWD-3). */
  readonly ignored: string | undefined;
}

/** Whether the object stands for somebody outside: a contact, or a mail user whose external address is nobody's here. */
export function isOutside(entry: DirectoryEntry, isInside: (domain: string) => boolean): boolean {
  if (entry.kind === 'contact') return true;
  return entry.kind === 'remote' && entry.target !== undefined && !isInside(domainOf(entry.target));
}

/** Whom a copy for this object is meant for: the mailbox by its primary address, or the address outside. */
export const finalOf = (entry: DirectoryEntry, isInside: (domain: string) => boolean): string =>
  isOutside(entry, isInside) ? (entry.target ?? entry.primary) : entry.primary;

/** Who exists on one side. Addresses are keys in lower case. */
export interface Directory {
  readonly entries: ReadonlyMap<string, DirectoryEntry>;
  /** Domains of which at least one recipient is declared: any other address in them does not exist. */
  readonly completeDomains: ReadonlySet<string>;
}

/** Builds the directory of a tenant from the shorthand, its proxy addresses and its overrides. */
export function cloudDirectory(tenant: Tenant, topology: Topology): Directory {
  const builder = new DirectoryBuilder();
  const proxyDomains = tenant.acceptedDomains.filter((domain) => domain.isInitial || domain.isCoexistence);
  for (const recipient of topology.recipients) {
    if (!acceptedBy(tenant, domainOf(recipient.address))) continue;
    builder.declare(recipient);
    const entry = cloudEntry(recipient, tenant);
    if (entry === undefined) continue;
    builder.add(entry, recipient.aliases);
    for (const domain of proxyDomains) builder.addProxy(entry, proxyAddress(builder, recipient.address, domain.name));
  }
  for (const override of tenant.recipients) builder.override(override, 'MailUser');
  return builder.build();
}

/** Builds the on-premises directory from the same shorthand, seen from the other side. */
export function premisesDirectory(premises: OnPremises, topology: Topology): Directory {
  const builder = new DirectoryBuilder();
  const coexistence = topology.tenant?.acceptedDomains.find((domain) => domain.isCoexistence)?.name;
  for (const recipient of topology.premisesRecipients ?? topology.recipients) {
    const domain = domainOf(recipient.address);
    const partner = topology.partners.some((one) => one.tenant !== undefined && acceptedBy(one.tenant, domain));
    if (partner) continue;
    builder.declare(recipient);
    const entry = premisesEntry(recipient, builder, coexistence);
    if (entry === undefined) continue;
    builder.add(entry, recipient.aliases);
    // HYB 6.1: the wizard's address policy gives the address in the coexistence domain on this side.
    if (coexistence !== undefined) builder.addProxy(entry, proxyAddress(builder, recipient.address, coexistence));
  }
  for (const override of premises.recipients) builder.override(override, 'RemoteUserMailbox');
  return builder.build();
}

export function acceptedBy(tenant: Tenant, domain: string): boolean {
  return tenant.acceptedDomains.some(
    (one) => one.name === domain || (one.matchSubDomains && domain.endsWith(`.${one.name}`)),
  );
}

function cloudEntry(recipient: Recipient, tenant: Tenant): DirectoryEntry | undefined {
  const remote = () => entryOf(recipient, { kind: 'remote', recipientType: 'MailUser', target: recipient.address });
  switch (recipient.kind) {
    case 'none':
      return undefined;
    case 'contact':
      return contactOf(recipient);
    case 'group':
      if (!recipient.synced) return undefined;
      return recipient.home === 'cloud' ? groupOf(recipient) : remote();
    case 'mailbox':
      if (recipient.mailbox?.where === 'cloud') return mailboxOf(recipient, tenant.node);
      return recipient.synced ? remote() : undefined;
  }
}

function premisesEntry(
  recipient: Recipient,
  builder: DirectoryBuilder,
  coexistence: string | undefined,
): DirectoryEntry | undefined {
  const remote = () => {
    const target = coexistence === undefined ? undefined : proxyAddress(builder, recipient.address, coexistence);
    return entryOf(recipient, { kind: 'remote', recipientType: 'RemoteUserMailbox', target });
  };
  switch (recipient.kind) {
    case 'none':
      return undefined;
    case 'contact':
      return contactOf(recipient);
    case 'group':
      return recipient.home === 'onPremises' ? groupOf(recipient) : remote();
    case 'mailbox':
      if (recipient.mailbox?.where === 'onPremises') return mailboxOf(recipient, recipient.mailbox.node);
      return recipient.synced ? remote() : undefined;
  }
}

const mailboxOf = (recipient: Recipient, node: string | undefined): DirectoryEntry =>
  entryOf(recipient, { kind: 'mailbox', recipientType: 'UserMailbox', node });

const contactOf = (recipient: Recipient): DirectoryEntry =>
  entryOf(recipient, { kind: 'contact', recipientType: 'MailContact', target: recipient.contact });

const groupOf = (recipient: Recipient): DirectoryEntry =>
  entryOf(recipient, { kind: 'group', recipientType: 'MailUniversalDistributionGroup', members: recipient.members });

/** An object made of the shorthand: it carries its address and its RequireSenderAuthenticationEnabled. */
const entryOf = (
  recipient: Recipient,
  own: Pick<DirectoryEntry, 'kind' | 'recipientType'> & Partial<Pick<DirectoryEntry, 'node' | 'target' | 'members'>>,
): DirectoryEntry => ({
  at: recipient.at,
  primary: recipient.address,
  recipient,
  internalOnly: recipient.internalOnly,
  limits: recipient.limits,
  node: undefined,
  target: undefined,
  members: [],
  forwarding: forwardingOf(recipient, undefined),
  ...own,
});

/** FWD-3: with both attributes ForwardingAddress wins. What a pasted object does not say, the shorthand says. */
function forwardingOf(
  recipient: Recipient | undefined,
  pasted: MailboxForwarding | undefined,
): ForwardingSetting | undefined {
  const address = pasted?.forwardingAddress ?? undefined;
  const smtp =
    pasted?.forwardingSmtpAddress === null ? undefined : (pasted?.forwardingSmtpAddress ?? recipient?.forwardTo);
  const to = address ?? smtp;
  if (to === undefined) return undefined;
  return {
    at: to.at,
    attribute: address === undefined ? 'ForwardingSmtpAddress' : 'ForwardingAddress',
    to: to.text,
    keepsCopy: pasted?.deliverToMailboxAndForward ?? recipient?.keepCopy ?? false,
    ignored: address === undefined ? undefined : smtp?.text,
  };
}

/**
 * The proxy that the wizard's address policy gives (`%m@<tenant>.mail.onmicrosoft.com`, HYB 6.1). Two people with one
 * local part cannot share it; the second one's carries the domain, as the directory's uniqueness rule would force.
 */
function proxyAddress(builder: DirectoryBuilder, address: string, domain: string): string {
  const simple = `${localPartOf(address)}@${domain}`;
  const holder = builder.proxies.get(simple.toLowerCase());
  if (holder !== undefined && holder !== address.toLowerCase())
    return `${localPartOf(address)}.${domainOf(address).replaceAll('.', '-')}@${domain}`;
  builder.proxies.set(simple.toLowerCase(), address.toLowerCase());
  return simple;
}

const mailboxTypes = /^(user|shared|room|equipment|linked|legacy|team|group|discovery|scheduling)?mailbox$/u;
const groupTypes = /group/u;

class DirectoryBuilder {
  readonly entries = new Map<string, DirectoryEntry>();
  readonly complete = new Set<string>();
  readonly proxies = new Map<string, string>();
  /** The addresses of each entry, so that replacing one looks at no other. */
  private readonly held = new Map<DirectoryEntry, string[]>();

  declare(recipient: Recipient): void {
    for (const address of [recipient.address, ...recipient.aliases]) this.complete.add(domainOf(address));
  }

  add(entry: DirectoryEntry, aliases: readonly string[]): void {
    for (const address of [entry.primary, ...aliases]) this.put(address.toLowerCase(), entry);
  }

  addProxy(entry: DirectoryEntry, address: string): void {
    this.complete.add(domainOf(address));
    if (!this.entries.has(address.toLowerCase())) this.put(address.toLowerCase(), entry);
  }

  override(override: RecipientOverride, remoteType: string): void {
    const key = override.address.toLowerCase();
    this.complete.add(domainOf(override.address));
    const old = this.entries.get(key);
    if (override.entry === null) {
      for (const address of [key, ...this.addressesOf(old)]) this.entries.delete(address);
      return;
    }
    const { entry } = override;
    const type = entry.recipientType.toLowerCase();
    const kind = mailboxTypes.test(type)
      ? 'mailbox'
      : groupTypes.test(type)
        ? 'group'
        : type.includes('contact')
          ? 'contact'
          : 'remote';
    const replacement: DirectoryEntry = {
      at: override.at,
      primary: override.address,
      kind,
      recipientType: entry.recipientType === '' ? remoteType : entry.recipientType,
      node: old?.kind === 'mailbox' ? old.node : undefined,
      target: entry.target,
      members: entry.members.length > 0 ? entry.members : (old?.members ?? []),
      internalOnly: entry.internalOnly,
      limits: { ...old?.limits, ...entry.limits },
      recipient: old?.recipient,
      forwarding: kind === 'mailbox' ? forwardingOf(old?.recipient, entry.forwarding) : undefined,
    };
    // The proxies of the object it replaces stay its own: a pasted object rarely repeats them all.
    for (const address of this.addressesOf(old)) this.put(address, replacement);
    this.add(replacement, entry.aliases);
  }

  private put(address: string, entry: DirectoryEntry): void {
    this.entries.set(address, entry);
    const addresses = this.held.get(entry);
    if (addresses === undefined) this.held.set(entry, [address]);
    else addresses.push(address);
  }

  /** An address that another entry has taken since is not the entry's own any more. */
  private addressesOf(entry: DirectoryEntry | undefined): readonly string[] {
    const addresses = entry === undefined ? [] : (this.held.get(entry) ?? []);
    return addresses.filter((address) => this.entries.get(address) === entry);
  }

  build(): Directory {
    return { entries: this.entries, completeDomains: this.complete };
  }
}
