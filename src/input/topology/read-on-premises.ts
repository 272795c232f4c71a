import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { HybridConfiguration, OnPremises } from '../../model/topology.ts';
import { pointerTo } from '../documents/source-index.ts';
import { textOf, textsOf } from './exchange-object.ts';
import type { NamesInScope } from './names-in-scope.ts';
import { openObjects } from './pasted-objects.ts';
import type { RawOnPremises } from './raw-topology.ts';
import { readAcceptedDomains } from './read-accepted-domains.ts';
import { readAddressRewriting } from './read-address-rewriting.ts';
import { readJournalRules } from './read-journal-rules.ts';
import { domainsOf, readOrganizationConfig, readRemoteDomains, readSingle } from './read-policies.ts';
import { readReceiveConnector } from './read-receive-connector.ts';
import { readRecipientOverrides } from './read-recipient-overrides.ts';
import { readSendConnector } from './read-send-connector.ts';
import { checkServerKeys, readServer } from './read-server.ts';
import { readTransportRules } from './read-transport-rules.ts';
import type { Reading } from './reading.ts';
import { uniqueNames } from './unique-names.ts';

export function readOnPremises(reading: Reading, scope: NamesInScope, raw: RawOnPremises, at: Pointer): OnPremises {
  const key = (name: string): Pointer => pointerTo(at, name);
  const servers = (raw.servers ?? []).map((server, index) =>
    readServer(reading, scope, server, pointerTo(key('servers'), index)),
  );
  for (const server of servers) checkServerKeys(reading, server);
  const send = openObjects(reading, 'sendConnector', raw.sendConnectors, key('sendConnectors'));
  uniqueNames(reading, text`send connector`, send);
  const receive = openObjects(reading, 'receiveConnector', raw.receiveConnectors, key('receiveConnectors')).map(
    (object) => readReceiveConnector(reading, scope, object),
  );
  uniqueNames(
    reading,
    text`receive connector`,
    receive.map((one) => ({ name: `${one.server}\\${one.name}`, at: one.at })),
  );
  return {
    at,
    acceptedDomains: isDeclared(raw.acceptedDomains)
      ? readAcceptedDomains(reading, raw.acceptedDomains, key('acceptedDomains'), undefined)
      : undefined,
    hybridConfiguration: readHybridConfiguration(reading, raw.hybridConfiguration, key('hybridConfiguration')),
    transportConfig: readOrganizationConfig(reading, raw.transportConfig, key('transportConfig')),
    servers,
    sendConnectors: isDeclared(raw.sendConnectors)
      ? send.map((object) => readSendConnector(reading, scope, object))
      : undefined,
    receiveConnectors: isDeclared(raw.receiveConnectors) ? receive : undefined,
    remoteDomains: readRemoteDomains(reading, raw.remoteDomains, key('remoteDomains')),
    transportRules: readTransportRules(reading, raw.transportRules, key('transportRules'), 'onPremises'),
    addressRewriteEntries: readAddressRewriting(reading, raw.addressRewriteEntries, key('addressRewriteEntries')),
    journalRules: readJournalRules(reading, raw.journalRules, key('journalRules')),
    recipients: readRecipientOverrides(reading, raw.recipients, key('recipients')),
  };
}

/** An empty key declares nothing; an empty list declares that there are none. */
const isDeclared = (value: unknown): boolean => value !== undefined && value !== null;

function readHybridConfiguration(reading: Reading, raw: unknown, at: Pointer): HybridConfiguration | undefined {
  if (typeof raw === 'object' && raw !== null && Object.keys(raw).length === 0) return undefined;
  const object = readSingle(reading, 'hybridConfiguration', raw, at, 'Hybrid Configuration');
  if (object === undefined) return undefined;
  return {
    at,
    features: textsOf(object, 'Features').map((item) => item.text),
    domains: domainsOf(object, 'Domains'),
    tlsCertificateName: textOf(object, 'TlsCertificateName'),
    onPremisesSmartHost: textOf(object, 'OnPremisesSmartHost'),
    properties: object.properties,
  };
}
