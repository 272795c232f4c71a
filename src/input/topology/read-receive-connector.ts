import { allIpv4, allIpv6 } from '../../model/addresses/address-set.ts';
import { asFlag, asList, unwrap, writtenText } from '../../model/exchange-value.ts';
import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { AddressEntry, ReceiveConnector } from '../../model/topology.ts';
import { addressEntry } from './domain-words.ts';
import type { Choices, ExchangeObject } from './exchange-object.ts';
import { choiceOf, flagOf, flagsOf, propertyAt, textOf, textsOf } from './exchange-object.ts';
import { sizeLimit } from './exported-limits.ts';
import type { NamesInScope } from './names-in-scope.ts';
import { findNode, reportUndefined } from './names-in-scope.ts';
import { rawObjects } from './pasted-objects.ts';
import { writtenItems } from './read-inbound-connector.ts';
import { fqdnOf, shortServerNames } from './read-send-connector.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';

const transportRoles: Choices<'HubTransport' | 'FrontendTransport'> = {
  values: ['HubTransport', 'FrontendTransport'],
  numbers: { 32: 'HubTransport', 16384: 'FrontendTransport' },
  open: true,
};
const authMechanisms = [
  'None',
  'Tls',
  'Integrated',
  'BasicAuth',
  'BasicAuthRequireTLS',
  'ExchangeServer',
  'ExternalAuthoritative',
];
const permissionGroups = [
  'None',
  'AnonymousUsers',
  'ExchangeUsers',
  'ExchangeServers',
  'ExchangeLegacyServers',
  'Partners',
  'Custom',
];
// Exports print the sums 31 and 13 beside the words; these bits follow from them, the others were not seen.
const authBits: Readonly<Record<number, string>> = {
  1: 'Tls',
  2: 'Integrated',
  4: 'BasicAuth',
  8: 'BasicAuthRequireTLS',
  16: 'ExchangeServer',
};
const permissionBits: Readonly<Record<number, string>> = {
  1: 'AnonymousUsers',
  4: 'ExchangeServers',
  8: 'ExchangeLegacyServers',
};

/** Reads what Get-ReceiveConnector prints, with the extended rights that Get-ADPermission prints for it. */
export function readReceiveConnector(reading: Reading, scope: NamesInScope, object: ExchangeObject): ReceiveConnector {
  const { name, server } = nameAndServer(reading, scope, object);
  // Set-up gives the Frontend connector these values (OPR-7, HYB 6.1); other connectors begin with TLS and no group.
  const isDefaultFrontend = /^default frontend\b/iu.test(name);
  const requireTls = flagOf(object, 'RequireTLS') ?? false;
  return {
    at: object.at,
    name,
    server,
    enabled: flagOf(object, 'Enabled') ?? true,
    bindings: readBindings(reading, object),
    remoteIPRanges: readRanges(reading, object),
    authMechanism:
      flagsOf(object, 'AuthMechanism', authMechanisms, authBits) ??
      (isDefaultFrontend ? ['tls', 'integrated', 'basicauth', 'basicauthrequiretls', 'exchangeserver'] : ['tls']),
    permissionGroups:
      flagsOf(object, 'PermissionGroups', permissionGroups, permissionBits) ??
      (isDefaultFrontend ? ['anonymoususers', 'exchangeservers', 'exchangelegacyservers'] : []),
    transportRole: choiceOf(object, 'TransportRole', transportRoles),
    fqdn: fqdnOf(object),
    requireTLS: requireTls,
    tlsCertificateName: textOf(object, 'TlsCertificateName'),
    tlsDomainCapabilities: readCapabilities(object),
    acceptAnyRecipient: readAcceptAnyRecipient(reading, object),
    maxHopCount: readCount(object, 'MaxHopCount'),
    maxMessageSize: sizeLimit(object, 'MaxMessageSize'),
  };
}

/** Identity is `EX01\Name`; Server stands beside a bare name. */
function nameAndServer(
  reading: Reading,
  scope: NamesInScope,
  object: ExchangeObject,
): { name: string; server: string } {
  const identity = textOf(object, 'Identity')?.text ?? object.name;
  const slash = identity.indexOf('\\');
  const name = object.name.includes('\\') ? object.name.slice(object.name.indexOf('\\') + 1) : object.name;
  const declared = textOf(object, 'Server');
  const written =
    declared === undefined ? (slash > 0 ? identity.slice(0, slash) : undefined) : shortServerNames(declared.text)[0];
  const at = declared?.at ?? object.at;
  if (written === undefined) {
    const [only, second] = scope.nodes.server;
    if (only !== undefined && second === undefined) return { name, server: only };
    reportProblem(
      reading,
      at,
      text`The receive connector ${object.name} names no server.`,
      text`Add ${'Server: <name>'}; Get-ReceiveConnector prints it.`,
    );
    return { name, server: '' };
  }
  const [node] = findNode(scope, written, ['server']);
  if (node !== undefined) return { name, server: node.slice('server:'.length) };
  reportUndefined(
    reading,
    { text: written, at },
    object.subject,
    text`server`,
    scope.nodes.server,
    text`The connector belongs to no declared server.`,
  );
  return { name, server: written };
}

function readBindings(reading: Reading, object: ExchangeObject): ReceiveConnector['bindings'] {
  const items = textsOf(object, 'Bindings');
  if (items.length === 0) return [{ address: '0.0.0.0', port: 25 }];
  return items.flatMap((item) => {
    const parts = /^(?:\[([0-9a-f:.]+)\]|([\d.]+)):(\d{1,5})$/iu.exec(item.text);
    const port = Number(parts?.[3]);
    if (parts !== null && port >= 1 && port <= 65_535) return [{ address: parts[1] ?? parts[2] ?? '', port }];
    reportProblem(
      reading,
      item.at,
      text`${item.text} is no binding.`,
      text`Write an address and a port: ${'0.0.0.0:25'} or ${'[::]:25'}.`,
    );
    return [];
  });
}

/** New-ReceiveConnector admits every address where no range is given. */
function readRanges(reading: Reading, object: ExchangeObject): readonly AddressEntry[] {
  const items = textsOf(object, 'RemoteIPRanges');
  if (items.length > 0) return items.map((item) => addressEntry(reading, item));
  const at: Pointer = propertyAt(object, 'RemoteIPRanges');
  return [
    { text: '0.0.0.0-255.255.255.255', at, set: allIpv4, family: 4, prefixLength: undefined },
    { text: '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', at, set: allIpv6, family: 6, prefixLength: undefined },
  ];
}

function readCapabilities(object: ExchangeObject): ReceiveConnector['tlsDomainCapabilities'] {
  return writtenItems(object, 'TlsDomainCapabilities').flatMap((item) => {
    const colon = item.text.lastIndexOf(':');
    if (colon <= 0) return [];
    return [
      {
        domain: item.text.slice(0, colon).trim().toLowerCase(),
        capability: item.text.slice(colon + 1).trim(),
        at: item.at,
      },
    ];
  });
}

/** Accounts that may hand in mail for any recipient; a denied right grants nothing. */
function readAcceptAnyRecipient(reading: Reading, object: ExchangeObject): readonly string[] {
  const at = propertyAt(object, 'extendedRights');
  return rawObjects(object.properties.extendedRights, at).flatMap((item) => {
    if (typeof item.raw !== 'object' || item.raw === null) {
      reportProblem(
        reading,
        item.at,
        text`${String(item.raw)} is no entry of extendedRights.`,
        text`Write ${'{ User: …, ExtendedRights: [Ms-Exch-SMTP-Accept-Any-Recipient] }'}.`,
      );
      return [];
    }
    const entries = new Map(Object.entries(item.raw).map(([key, value]) => [key.toLowerCase(), value as unknown]));
    const user = writtenText(entries.get('user'));
    const rights = asList(entries.get('extendedrights')).map((right) => (writtenText(right) ?? '').toLowerCase());
    const grants = rights.some((right) => right.split(/[\s,]+/u).includes('ms-exch-smtp-accept-any-recipient'));
    return user === undefined || !grants || asFlag(unwrap(entries.get('deny'))) === true ? [] : [user];
  });
}

function readCount(object: ExchangeObject, property: string): number | undefined {
  const written = writtenText(object.properties[property]);
  return written !== undefined && /^\d{1,9}$/u.test(written) ? Number(written) : undefined;
}
