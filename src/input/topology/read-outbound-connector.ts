import type { OutboundConnector, SmartHost, TlsDemand } from '../../model/topology.ts';
import { domainPatterns, smartHost } from './domain-words.ts';
import type { Choices, ExchangeObject } from './exchange-object.ts';
import { choiceOf, flagOf, textOf, textsOf } from './exchange-object.ts';
import { connectorType } from './read-inbound-connector.ts';
import type { Reading } from './reading.ts';

/** TlsSettings and TlsAuthLevel share their values. CertificateValidation is 2 in exports; the others were not seen as numbers. */
export const tlsDemands: Choices<TlsDemand> = {
  values: ['EncryptionOnly', 'CertificateValidation', 'DomainValidation'],
  numbers: { 2: 'CertificateValidation' },
};
const mtaStsModes: Choices<'Opportunistic' | 'None'> = { values: ['Opportunistic', 'None'] };
const daneModes: Choices<'Opportunistic' | 'Mandatory' | 'None'> = { values: ['Opportunistic', 'Mandatory', 'None'] };

/** Reads what Get-OutboundConnector prints, with the defaults of New-OutboundConnector (OUT 5.1). */
export function readOutboundConnector(reading: Reading, object: ExchangeObject): OutboundConnector {
  return {
    at: object.at,
    name: object.name,
    enabled: flagOf(object, 'Enabled') ?? true,
    connectorType: connectorType(reading, object),
    connectorSource: textOf(object, 'ConnectorSource')?.text,
    recipientDomains: domainPatterns(reading, textsOf(object, 'RecipientDomains')),
    allAcceptedDomains: flagOf(object, 'AllAcceptedDomains') ?? false,
    isTransportRuleScoped: flagOf(object, 'IsTransportRuleScoped') ?? false,
    useMXRecord: flagOf(object, 'UseMXRecord') ?? true,
    smartHosts: smartHosts(reading, object),
    tlsSettings: choiceOf(object, 'TlsSettings', tlsDemands),
    tlsDomain: textOf(object, 'TlsDomain'),
    cloudServicesMailEnabled: flagOf(object, 'CloudServicesMailEnabled') ?? false,
    routeAllMessagesViaOnPremises: flagOf(object, 'RouteAllMessagesViaOnPremises') ?? false,
    senderRewritingEnabled: flagOf(object, 'SenderRewritingEnabled') ?? false,
    mtaStsMode: choiceOf(object, 'MtaStsMode', mtaStsModes) ?? 'Opportunistic',
    smtpDaneMode: choiceOf(object, 'SmtpDaneMode', daneModes) ?? 'Opportunistic',
    testMode: flagOf(object, 'TestMode') ?? false,
  };
}

/** SmartHosts, or SmartHostsString where an export has that alone. */
export function smartHosts(reading: Reading, object: ExchangeObject): readonly SmartHost[] {
  const declared = textsOf(object, 'SmartHosts');
  const items = declared.length > 0 ? declared : textsOf(object, 'SmartHostsString');
  return items.flatMap((item) => smartHost(reading, item) ?? []);
}
