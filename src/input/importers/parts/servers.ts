import { byCodeUnit } from '../../../base/order.ts';
import type { Span } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import { shortServerNames } from '../../topology/read-send-connector.ts';
import type { PlainProperty, PlainValue } from '../plain-value.ts';
import type { TakenObject } from '../take-object.ts';
import type { DraftEntry, DraftNode } from '../topology-draft.ts';

/** A server of the organisation that some export names. */
export interface NamedServer {
  readonly name: string;
  readonly at: Span;
  readonly isEdge: boolean;
  /** What Get-ExchangeServer prints of it. */
  readonly described: TakenObject | undefined;
}

const namingProperties: readonly (readonly [property: string, isEdge: boolean])[] = [
  ['Server', false],
  ['SourceTransportServers', false],
  ['ReceivingTransportServers', false],
  ['SendingTransportServers', false],
  ['TransportServers', false],
  ['EdgeTransportServers', true],
];

/** Servers by lower-case name: those that Get-ExchangeServer prints, and those that connectors and the hybrid set-up name. */
export function namedServers(objects: readonly TakenObject[]): ReadonlyMap<string, NamedServer> {
  const servers = new Map<string, NamedServer>();
  const add = (name: string, at: Span, isEdge: boolean, described?: TakenObject): void => {
    const known = servers.get(name.toLowerCase());
    servers.set(name.toLowerCase(), {
      name: known?.name ?? name,
      at: known?.at ?? at,
      isEdge: isEdge || known?.isEdge === true,
      described: described ?? known?.described,
    });
  };
  for (const one of objects) {
    if (one.side !== 'onPremises') continue;
    if (one.noun.name === 'ExchangeServer') {
      const role = JSON.stringify([one.properties.get('ServerRole')?.value, one.properties.get('IsEdgeServer')?.value]);
      add(one.name, one.properties.get('Name')?.at ?? one.at, /edge|true/iu.test(role), one);
    } else if (['sendConnector', 'receiveConnector', 'hybridConfiguration'].includes(one.noun.kind ?? '')) {
      for (const [property, isEdge] of namingProperties)
        for (const { name, at } of namesIn(one.properties.get(property))) add(name, at, isEdge);
      const [server, rest] = one.noun.kind === 'receiveConnector' ? one.key.split('\\') : [];
      if (server !== undefined && rest !== undefined && !servers.has(server)) add(server, one.at, false);
    }
  }
  return servers;
}

function namesIn(property: PlainProperty | undefined): readonly { readonly name: string; readonly at: Span }[] {
  if (property === undefined) return [];
  const list: readonly PlainValue[] = Array.isArray(property.value) ? property.value : [property.value];
  return list.flatMap((value, index) =>
    typeof value !== 'string' || value === ''
      ? []
      : shortServerNames(value).map((name) => ({ name, at: property.items?.[index] ?? property.at })),
  );
}

/** `servers` of the topology; addresses stand in no export, and are asked for. */
export function serverItems(
  servers: ReadonlyMap<string, NamedServer>,
  presented: ReadonlyMap<string, readonly string[]>,
): readonly DraftNode[] {
  return [...servers]
    .sort(([left], [right]) => byCodeUnit(left, right))
    .map(([key, server]): DraftNode => ({ entries: serverEntries(server, presented.get(key) ?? []), at: server.at }));
}

function serverEntries(
  { name, at, isEdge, described }: NamedServer,
  certificates: readonly string[],
): readonly DraftEntry[] {
  const entries: DraftEntry[] = [{ key: 'name', node: { scalar: name, at } }];
  if (isEdge) entries.push({ key: 'role', node: { scalar: 'edge', at: described?.at ?? at } });
  entries.push({
    key: 'addresses',
    node: undefined,
    comments: [text`addresses: what the Internet sees of it, after NAT, is in no export; write it here.`],
  });
  const fqdn = described?.properties.get('Fqdn');
  if (typeof fqdn?.value === 'string' && fqdn.value !== '')
    entries.push({ key: 'names', node: { items: [{ scalar: fqdn.value, at: fqdn.at }] } });
  if (certificates.length > 0)
    entries.push({ key: 'certificate', node: { items: certificates.map((one) => ({ scalar: one })) } });
  const version = described?.properties.get('AdminDisplayVersion');
  const build = /(\d+)\.(\d+)\s*\(Build (\d+)\.(\d+)\)/u
    .exec(String(version?.value ?? ''))
    ?.slice(1)
    .join('.');
  if (build !== undefined) entries.push({ key: 'build', node: { scalar: build, at: version?.at } });
  return entries;
}
