import type { Pointer } from '../../model/source.ts';
import { list, text } from '../../model/text.ts';
import type { Server, ServerRole, TlsAsClient, TlsAsServer } from '../../model/topology.ts';
import { pointerTo } from '../documents/source-index.ts';
import { addressEntry, writtenAt, writtenList } from './domain-words.ts';
import type { NamesInScope } from './names-in-scope.ts';
import { findCertificates, reportUndefined, resolveNode } from './names-in-scope.ts';
import type { RawServer } from './raw-topology.ts';
import { readFields, readModifications, readNames, readNextHops, readPeers, readSendings } from './read-nodes.ts';
import type { Reading } from './reading.ts';
import { reportNotice, reportProblem } from './reading.ts';
import { oneOf } from './schema-problems.ts';

export function readServer(reading: Reading, scope: NamesInScope, raw: RawServer, at: Pointer): Server {
  const key = (name: string): Pointer => pointerTo(at, name);
  const node = `server:${raw.name}`;
  const subject = node.toLowerCase();
  const reachable =
    raw.reachableFrom === undefined || raw.reachableFrom === null
      ? undefined
      : writtenList(raw.reachableFrom, key('reachableFrom'));
  return {
    at,
    node,
    name: raw.name,
    role: (raw.role ?? 'mailbox') as ServerRole,
    addresses: writtenList(raw.addresses, key('addresses')).map((item) => addressEntry(reading, item)),
    internalAddresses: writtenList(raw.internalAddresses, key('internalAddresses')).map((item) =>
      addressEntry(reading, item),
    ),
    ...readNames(reading, writtenAt(raw.fqdn, key('fqdn')), writtenList(raw.names, key('names'))),
    certificates: findCertificates(reading, scope, writtenList(raw.certificate, key('certificate')), subject),
    build: raw.build ?? undefined,
    reachableFrom: reachable === undefined ? undefined : readPeers(reading, scope, reachable, subject),
    submits: readSubmission(reading, scope, raw, key('submits'), subject),
    sends: readSendings(reading, raw.sends, key('sends')),
    delivers:
      raw.delivers === undefined || raw.delivers === null
        ? undefined
        : readNextHops(reading, scope, raw.delivers, key('delivers'), subject),
    encrypts: (raw.encrypts ?? undefined) as TlsAsClient | undefined,
    tls: (raw.tls ?? undefined) as TlsAsServer | undefined,
    modifies: readModifications(reading, raw.modifies, key('modifies')),
    stamps: readFields(raw.stamps),
  };
}

const ways = ['direct', 'relay', 'smtpAuth'] as const;

function readSubmission(
  reading: Reading,
  scope: NamesInScope,
  raw: RawServer,
  at: Pointer,
  subject: string,
): Server['submits'] {
  const item = writtenAt(raw.submits, at);
  if (item === undefined) return undefined;
  const how = ways.find((way) => way === item.text);
  if (how !== undefined) return { how };
  const via = /^via:(.*)$/su.exec(item.text)?.[1]?.trim();
  if (via === undefined) {
    reportProblem(reading, at, text`${item.text} is no value of submits.`, oneOf(item.text, [...ways, 'via:<server>']));
    return undefined;
  }
  const node = resolveNode(reading, scope, { text: via, at }, subject, ['server']);
  if (node !== undefined) return { how: 'via', node };
  reportUndefined(
    reading,
    { text: via, at },
    subject,
    text`server`,
    scope.nodes.server,
    text`How ${raw.name} submits is not known.`,
  );
  return undefined;
}

/** Roles that route by a next-hop table; the others route by connectors or hand everything to one place. */
const tableRoles: readonly ServerRole[] = ['mta', 'appliance'];

/** Says what of a server its role leaves without effect. */
export function checkServerKeys(reading: Reading, server: Server): void {
  if (server.delivers === undefined || tableRoles.includes(server.role)) return;
  reportNotice(reading, pointerTo(server.at, 'delivers'), {
    rule: 'topology/undetermined',
    subject: server.node.toLowerCase(),
    problem: text`${server.name} has the role ${server.role}, which reads no next-hop table.`,
    consequence: text`Its table ${'delivers'} has no effect.`,
    remedy: text`Give it the role ${list(tableRoles, 'or')}, or declare its routing as connectors.`,
  });
}
