import { text } from '../../model/text.ts';
import type { SendConnector, Written } from '../../model/topology.ts';
import { addressSpace, domainPatterns, hostName } from './domain-words.ts';
import type { ExchangeObject } from './exchange-object.ts';
import { choiceOf, flagOf, textOf, textsOf } from './exchange-object.ts';
import { sizeLimit } from './exported-limits.ts';
import type { NamesInScope } from './names-in-scope.ts';
import { findNode, reportUndefined } from './names-in-scope.ts';
import { writtenItems } from './read-inbound-connector.ts';
import { smartHosts, tlsDemands } from './read-outbound-connector.ts';
import type { Reading } from './reading.ts';
import { reportNotice } from './reading.ts';

/** Reads what Get-SendConnector prints, with the defaults of New-SendConnector. */
export function readSendConnector(reading: Reading, scope: NamesInScope, object: ExchangeObject): SendConnector {
  const hosts = smartHosts(reading, object);
  return {
    at: object.at,
    name: object.name,
    enabled: flagOf(object, 'Enabled') ?? true,
    addressSpaces: readAddressSpaces(reading, object),
    dnsRoutingEnabled: flagOf(object, 'DNSRoutingEnabled') ?? hosts.length === 0,
    smartHosts: hosts,
    requireTLS: flagOf(object, 'RequireTLS') ?? false,
    tlsAuthLevel: choiceOf(object, 'TlsAuthLevel', tlsDemands),
    tlsDomain: textOf(object, 'TlsDomain'),
    tlsCertificateName: textOf(object, 'TlsCertificateName'),
    cloudServicesMailEnabled: flagOf(object, 'CloudServicesMailEnabled') ?? false,
    fqdn: fqdnOf(object),
    sourceTransportServers: readSourceServers(reading, scope, object),
    isScopedConnector: flagOf(object, 'IsScopedConnector') ?? false,
    maxMessageSize: sizeLimit(object, 'MaxMessageSize'),
  };
}

export function fqdnOf(object: ExchangeObject): string | undefined {
  const written = textOf(object, 'Fqdn');
  return written === undefined ? undefined : (hostName(written.text) ?? written.text.toLowerCase());
}

function readAddressSpaces(reading: Reading, object: ExchangeObject): SendConnector['addressSpaces'] {
  return textsOf(object, 'AddressSpaces').flatMap((item): SendConnector['addressSpaces'] => {
    const { name, cost, type } = addressSpace(item.text);
    if (type !== 'smtp') {
      reportNotice(reading, item.at, {
        rule: 'topology/undetermined',
        subject: object.subject,
        problem: text`The address space ${item.text} is not of the type SMTP.`,
        consequence: text`It is left out; only SMTP addresses are routed here.`,
        remedy: text`Remove it where it does not matter.`,
      });
      return [];
    }
    // OPR-9: two hyphens stand for all accepted domains, on an Edge server.
    if (name === '--') return [{ ...item, kind: 'all' as const, cost, allAccepted: true }];
    return domainPatterns(reading, [item]).map((pattern) => ({ ...pattern, cost, allAccepted: false }));
  });
}

/** Names as exports write them, without the path of a distinguished name in front. */
function readSourceServers(reading: Reading, scope: NamesInScope, object: ExchangeObject): readonly Written[] {
  return writtenItems(object, 'SourceTransportServers').flatMap((item) =>
    shortServerNames(item.text).map((name) => {
      const written = { text: name, at: item.at };
      if (findNode(scope, name, ['server']).length === 0) {
        reportUndefined(
          reading,
          written,
          object.subject,
          text`server`,
          scope.nodes.server,
          text`The connector is not used by it.`,
        );
      }
      return written;
    }),
  );
}

/** `EX01`, `EX01, EX02`, `CN=EX01,CN=Servers,…`, `contoso.local/…/EX01`. */
export function shortServerNames(written: string): readonly string[] {
  const common = /^CN=([^,]+)/iu.exec(written)?.[1];
  if (common !== undefined) return [common];
  return written
    .split(',')
    .map((part) => part.slice(part.lastIndexOf('/') + 1).trim())
    .filter((part) => part !== '');
}
