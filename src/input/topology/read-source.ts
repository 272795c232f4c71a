import { formatAddress, parseAddress } from '../../model/addresses/address.ts';
import { contains } from '../../model/addresses/address-set.ts';
import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { AddressEntry, MessageSource } from '../../model/topology.ts';
import { pointerTo } from '../documents/source-index.ts';
import { hostName } from './domain-words.ts';
import type { NamesInScope } from './names-in-scope.ts';
import { findCertificates, nodeNames, reportUndefined, resolveNode } from './names-in-scope.ts';
import type { RawSource } from './raw-topology.ts';
import { certificateFromNames } from './read-nodes.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';

/** The declared nodes with their addresses, so that a source given by address is the node that owns it. */
export type NodeAddresses = readonly { readonly node: string; readonly addresses: readonly AddressEntry[] }[];

export function readSource(
  reading: Reading,
  scope: NamesInScope,
  nodes: NodeAddresses,
  raw: string | RawSource | null | undefined,
  at: Pointer,
  subject: string,
): MessageSource | undefined {
  if (raw === undefined || raw === null) return undefined;
  const none = { address: undefined, helo: undefined, certificate: undefined, tls: 'opportunistic' } as const;
  if (typeof raw === 'object') return readHost(reading, scope, nodes, raw, at, subject);
  if (raw === 'internet' || raw === 'tenant') return { at, node: raw, ...none };
  const node = resolveNode(reading, scope, { text: raw, at }, subject);
  if (node !== undefined) return { at, node, ...none };
  reportUndefined(
    reading,
    { text: raw, at },
    subject,
    text`source`,
    ['internet', 'tenant', ...nodeNames(scope)],
    text`The message is taken as coming from the Internet.`,
  );
  return { at, node: 'internet', ...none };
}

function readHost(
  reading: Reading,
  scope: NamesInScope,
  nodes: NodeAddresses,
  raw: RawSource,
  at: Pointer,
  subject: string,
): MessageSource {
  const written = raw.address ?? undefined;
  const address = written === undefined ? undefined : parseAddress(written.trim());
  if (written !== undefined && address === undefined) {
    reportProblem(
      reading,
      pointerTo(at, 'address'),
      text`${written} is no address of a host.`,
      text`Write one IPv4 or IPv6 address, such as ${'198.51.100.7'}.`,
    );
  }
  const owner =
    address === undefined
      ? undefined
      : nodes.find((one) => one.addresses.some((entry) => contains(entry.set, address)));
  const helo = raw.helo ?? undefined;
  const certificate = raw.certificate ?? undefined;
  const [named] = certificateFromNames(reading, raw, at, subject);
  return {
    at,
    node: owner?.node ?? 'internet',
    address: address === undefined ? undefined : formatAddress(address),
    // A host may greet with an address literal or with nonsense; it is compared as text then.
    helo: helo === undefined ? undefined : (hostName(helo) ?? helo.trim().toLowerCase()),
    certificate:
      certificate === undefined
        ? named
        : findCertificates(reading, scope, [{ text: certificate, at: pointerTo(at, 'certificate') }], subject)[0],
    ...(certificate === undefined && named !== undefined && { certificateNames: named.dnsNames }),
    tls: raw.tls ?? 'opportunistic',
  };
}
