import { asList, writtenText } from '../../model/exchange-value.ts';
import { text } from '../../model/text.ts';
import type { InboundConnector, Written } from '../../model/topology.ts';
import { addressEntry, domainPatterns } from './domain-words.ts';
import type { Choices, ExchangeObject } from './exchange-object.ts';
import { choiceOf, flagOf, propertyAt, textOf, textsOf } from './exchange-object.ts';
import type { Reading } from './reading.ts';
import { reportNotice } from './reading.ts';

/** Connectors of both directions are of these types; the numbers behind them are not published. */
export const connectorTypes: Choices<'Partner' | 'OnPremises'> = { values: ['Partner', 'OnPremises'] };

/** Reads what Get-InboundConnector prints, with the defaults of New-InboundConnector (INB 3.1). */
export function readInboundConnector(reading: Reading, object: ExchangeObject): InboundConnector {
  for (const property of ['TrustedOrganizations', 'ClientHostNames']) reportUnused(reading, object, property);
  const skipLastIP = flagOf(object, 'EFSkipLastIP') ?? flagOf(object, 'DetectSenderIPBySkippingLastIP') ?? false;
  const skip = textsOf(object, 'EFSkipIPs');
  const users = textsOf(object, 'EFUsers');
  return {
    at: object.at,
    name: object.name,
    enabled: flagOf(object, 'Enabled') ?? true,
    connectorType: connectorType(reading, object),
    connectorSource: textOf(object, 'ConnectorSource')?.text,
    senderDomains: domainPatterns(reading, textsOf(object, 'SenderDomains')),
    senderIPAddresses: textsOf(object, 'SenderIPAddresses').map((item) => addressEntry(reading, item)),
    tlsSenderCertificateName: textOf(object, 'TlsSenderCertificateName'),
    requireTls: flagOf(object, 'RequireTls') ?? true,
    restrictDomainsToIPAddresses: flagOf(object, 'RestrictDomainsToIPAddresses') ?? false,
    restrictDomainsToCertificate: flagOf(object, 'RestrictDomainsToCertificate') ?? false,
    cloudServicesMailEnabled: flagOf(object, 'CloudServicesMailEnabled') ?? false,
    treatMessagesAsInternal: flagOf(object, 'TreatMessagesAsInternal') ?? false,
    associatedAcceptedDomains: writtenItems(object, 'AssociatedAcceptedDomains'),
    efSkipLastIP: skipLastIP,
    // Before 2020 the properties of enhanced filtering had the names that begin with DetectSenderIP.
    efSkipIPs: (skip.length > 0 ? skip : textsOf(object, 'DetectSenderIPBySkippingTheseIPs')).map((item) =>
      addressEntry(reading, item),
    ),
    efUsers: users.length > 0 ? users : textsOf(object, 'DetectSenderIPRecipientList'),
    trustedOrganizations: writtenItems(object, 'TrustedOrganizations'),
    clientHostNames: writtenItems(object, 'ClientHostNames'),
    scanAndDropRecipients: writtenItems(object, 'ScanAndDropRecipients'),
  };
}

/** Properties whose effect on attribution is not documented (INB 3.1). */
function reportUnused(reading: Reading, object: ExchangeObject, property: string): void {
  if (writtenItems(object, property).length === 0) return;
  reportNotice(reading, propertyAt(object, property), {
    rule: 'topology/undetermined',
    subject: object.subject,
    problem: text`${object.name} has ${property}, whose effect on mail flow is not documented.`,
    consequence: text`Which connections the connector takes is judged without it.`,
    remedy: text`Identify the sender by certificate or address where that is possible.`,
  });
}

/** A list of names, in which a comma belongs to the name. */
export function writtenItems(object: ExchangeObject, property: string): readonly Written[] {
  const at = propertyAt(object, property);
  return asList(object.properties[property]).flatMap((item, index) => {
    const written = writtenText(item);
    return written === undefined || written === ''
      ? []
      : [{ text: written, at: Array.isArray(object.properties[property]) ? `${at}/${index}` : at }];
  });
}

export function connectorType(reading: Reading, object: ExchangeObject): 'Partner' | 'OnPremises' {
  const declared = object.properties.ConnectorType;
  if (declared === undefined || declared === null) {
    reportNotice(reading, object.at, {
      rule: 'topology/undetermined',
      subject: object.subject,
      problem: text`ConnectorType of ${object.name} is not declared.`,
      consequence: text`It is taken as ${'Partner'}, which grants nothing.`,
      remedy: text`Add ${'ConnectorType: Partner'} or ${'ConnectorType: OnPremises'}; Format-List prints it near the top, where pasting often cuts.`,
    });
  }
  return choiceOf(object, 'ConnectorType', connectorTypes) ?? 'Partner';
}
