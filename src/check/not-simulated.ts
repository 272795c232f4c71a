import type { Pointer } from '../model/source.ts';
import { type Text, text } from '../model/text.ts';
import type { Tenant, Topology } from '../model/topology.ts';

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
  return [...tenants.flatMap(ofTenant), ...ofRecipientLists(topology), ...ofMessages(topology), ...ofIntents(topology)];
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
  for (const connector of tenant.inboundConnectors) {
    const [organization] = connector.trustedOrganizations;
    if (connector.enabled && organization !== undefined)
      found.push({
        subject: `inbound:${connector.name.toLowerCase()}`,
        at: organization.at,
        what: text`TrustedOrganizations of ${connector.name} is not simulated.`,
        effect: text`Mail of ${organization.text} may be attributed to the connector.`,
      });
  }
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
        what: text`SendingFromDomainDisabled of ${domain.name} is not simulated.`,
        effect: text`Mail with a sender in the domain is traced as if it could leave.`,
      });
  }
  return found;
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

function ofMessages(topology: Topology): readonly NotSimulated[] {
  return topology.messages.flatMap((message) => {
    const subject = `message:${message.name.toLowerCase()}`;
    const found: NotSimulated[] = [];
    if (
      message.type !== 'normal' &&
      message.type !== 'ndr' &&
      message.type !== 'oof' &&
      message.type !== 'autoForward' &&
      message.type !== 'readReceipt'
    )
      found.push({
        subject,
        at: `${message.at}/type`,
        what: text`The type ${message.type} of ${message.name} is not simulated.`,
        effect: text`The message is traced like a normal one.`,
      });
    // No message file is read that a limit could refuse.
    if (message.size !== undefined && message.eml === undefined)
      found.push({
        subject,
        at: `${message.at}/size`,
        what: text`The size of ${message.name} is not simulated.`,
        effect: text`Limits that refuse large messages are not applied.`,
      });
    return found;
  });
}

function ofIntents(topology: Topology): readonly NotSimulated[] {
  const [first] = topology.intents;
  if (first === undefined) return [];
  return [
    {
      subject: `intent:${first.name.toLowerCase()}`,
      at: first.at,
      what: text`${topology.intents.length} intents are declared and not proved.`,
      effect: text`Nothing is said about whether they hold for all messages.`,
    },
  ];
}
