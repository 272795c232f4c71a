import type { DnsView, RecordValue } from '../model/dns.ts';
import type { Pointer } from '../model/source.ts';
import { type Text, text } from '../model/text.ts';
import type { Tenant, Topology } from '../model/topology.ts';
import { domainOf } from '../protocols/smtp/mail-address.ts';
import { hasKnownOrigin } from '../simulate/rules/rule-owner.ts';

/** Something that a topology declares and that no message of the simulation meets yet. */
export interface NotSimulated {
  /** `kind:name` of the thing. */
  readonly subject: string;
  readonly at: Pointer;
  readonly what: Text;
  /** What would change if it were. */
  readonly effect: Text;
}

/**
 * What is declared and would act on messages, but is not simulated: said once for each kind, so that nobody takes a verdict
 * for more than it is. What cannot change the fate of a message (comments, validation states) is not listed.
 */
export function notSimulated(topology: Topology): readonly NotSimulated[] {
  const tenants = [topology.tenant, ...topology.partners.map((partner) => partner.tenant)].filter(
    (one) => one !== undefined,
  );
  return [...tenants.flatMap(ofTenant), ...ofEdgeRules(topology), ...ofRecipientLists(topology), ...ofDns(topology)];
}

function ofTenant(tenant: Tenant): readonly NotSimulated[] {
  const found: NotSimulated[] = [];
  for (const policy of tenant.hostedConnectionFilterPolicies)
    if (policy.enableSafeList)
      found.push({
        subject: `policy:${policy.name.toLowerCase()}`,
        at: `${policy.at}/EnableSafeList`,
        what: text`EnableSafeList of ${policy.name} is not simulated: which addresses are on Microsoft's safe list is not published.`,
        effect: text`Mail from such an address may skip spam filtering (CF-3).`,
      });
  for (const connector of tenant.outboundConnectors) {
    if (!connector.enabled) continue;
    if (connector.smtpDaneMode === 'Mandatory')
      found.push({
        subject: `outbound:${connector.name.toLowerCase()}`,
        at: `${connector.at}/SmtpDaneMode`,
        what: text`SmtpDaneMode Mandatory of ${connector.name} is not simulated.`,
        effect: text`Mail to hosts without valid TLSA records would wait and be dropped (OUT-27).`,
      });
    if (connector.testMode)
      found.push({
        subject: `outbound:${connector.name.toLowerCase()}`,
        at: `${connector.at}/TestMode`,
        what: text`TestMode of ${connector.name} is not simulated.`,
        effect: text`The connector is traced as if it were in force.`,
      });
  }
  for (const domain of tenant.acceptedDomains) {
    if (domain.sendingFromDisabled)
      found.push({
        subject: `domain:${domain.name}`,
        at: `${domain.at}/SendingFromDomainDisabled`,
        what: text`SendingFromDomainDisabled of ${domain.name} is not simulated: what it does to mail is not documented.`,
        effect: text`Mail with a sender in the domain is traced as if it could leave.`,
      });
  }
  return found;
}

/** An export does not say on which kind of server it was made, and an Edge server has rules of its own. */
function ofEdgeRules({ onPremises }: Topology): readonly NotSimulated[] {
  if (onPremises === undefined || !onPremises.servers.some((one) => one.role === 'edge')) return [];
  const [first, ...more] = onPremises.transportRules.filter((one) => one.enabled && !hasKnownOrigin(onPremises, one));
  if (first === undefined) return [];
  return [
    {
      subject: `rule:onpremises/${first.name.toLowerCase()}`,
      at: first.at,
      what:
        more.length === 0
          ? text`Whether the rule ${first.name} of the own servers is one of the mailbox servers or of an Edge server is not known.`
          : text`Whether the rule ${first.name} and ${more.length} more of the own servers are those of the mailbox servers or of an Edge server is not known.`,
      effect: text`Such rules are traced on mailbox servers; OriginatingServer of an export that names a declared server settles it.`,
    },
  ];
}

/** Exchange Online sees the lists of its own mailboxes; what a server of one's own makes of a list is not simulated. */
function ofRecipientLists(topology: Topology): readonly NotSimulated[] {
  const elsewhere = topology.recipients.filter(
    (one) => one.mailbox?.where !== 'cloud' && one.safeSenders.length + one.blockedSenders.length > 0,
  );
  return elsewhere.map((one) => ({
    subject: `recipient:${one.address.toLowerCase()}`,
    at: one.at,
    what: text`The safe and blocked senders of ${one.address}, whose mailbox is not in the cloud, are not simulated.`,
    effect: text`Its mail is traced as if it had no such lists (SAFE-7).`,
  }));
}

/**
 * DANE and MTA-STS are honoured on the way out unless a connector says otherwise (OUT-9, OUT-27, OUT-28). Nothing here reads
 * them, which matters where the declared DNS shows that somebody publishes them.
 */
function ofDns(topology: Topology): readonly NotSimulated[] {
  const { view, at } = topology.dns;
  const domains = new Set([
    ...(topology.tenant?.acceptedDomains ?? []).map((domain) => domain.name),
    ...topology.partners.flatMap((partner) => partner.domains),
    ...topology.messages.flatMap((message) => message.recipients.map((recipient) => domainOf(recipient.text))),
  ]);
  const found: NotSimulated[] = [];
  for (const domain of domains) {
    if (hasRecords(view, `_mta-sts.${domain}`, 'TXT'))
      found.push({
        subject: `dns:_mta-sts.${domain}/txt`,
        at,
        what: text`MTA-STS of ${domain} is published and not simulated.`,
        effect: text`Mail from Exchange Online to a host that the policy does not name, or whose certificate fails, would wait and be dropped (OUT-28).`,
      });
    const mx = view.lookup(domain, 'MX');
    const hosts = mx.status === 'records' ? mx.records.map(hostOf) : [];
    const host = hosts.find((name) => hasRecords(view, `_25._tcp.${name}`, 'TLSA'));
    if (host !== undefined)
      found.push({
        subject: `dns:_25._tcp.${host}/tlsa`,
        at,
        what: text`The TLSA records of ${host}, which receives mail for ${domain}, are not simulated.`,
        effect: text`Mail from Exchange Online would wait and be dropped where the certificate does not fit them (OUT-27).`,
      });
  }
  return found;
}

const hostOf = (record: RecordValue): string => (typeof record === 'string' ? record : record[1]);

const hasRecords = (view: DnsView, name: string, type: string): boolean => view.lookup(name, type).status === 'records';
