import { size } from '../../model/addresses/address-set.ts';
import type { Certificate } from '../../model/certificate.ts';
import { type Text, text } from '../../model/text.ts';
import type { ReceiveConnector, Server } from '../../model/topology.ts';
import { chooseTlsCertificate, parseTlsCertificateName } from '../../protocols/tls-names/tls-certificate-name.ts';
import { isAmong } from '../client-address.ts';
import type { Note, Run } from '../run.ts';
import { memoAbout } from '../world.ts';
import type { ServerTls } from './negotiate-tls.ts';

export type SelectedReceive =
  | { readonly kind: 'connector'; readonly connector: ReceiveConnector; readonly note: Note }
  /** The document declares no receive connectors: the default one as the wizard leaves it. */
  | { readonly kind: 'implicit'; readonly note: Note }
  | { readonly kind: 'none'; readonly note: Note };

/**
 * Which receive connector of a server takes a connection: on port 25, or on 2525 from another mailbox server, the one whose RemoteIPRanges is the most specific
 * match of the client address (OPR-6, OPR-7).
 */
export function selectReceiveConnector(
  run: Run,
  server: Server,
  sourceIp: string | null,
  port: 25 | 2525 = 25,
): SelectedReceive {
  const all = run.world.premises?.premises.receiveConnectors;
  const own = memoAbout(run.world, server, 'receive', () => (all === undefined ? [] : connectorsOf(all, server)));
  // Every Exchange server has receive connectors: where the list holds none of this one, they are not declared. The one
  // between servers is rarely declared, because nobody edits it.
  const undeclared = all === undefined || (all.length > 0 && own.length === 0);
  if (undeclared || (port === 2525 && !own.some((connector) => listensOn(connector, port)))) {
    const note = run.note('select-receive-connector', ['OPR-7'], () => ({
      verdict: text`the default receive connector`,
      because: text`no receive connectors of ${server.node} for port ${port} are declared; it is taken to have the default one as the hybrid wizard leaves it`,
    }));
    return { kind: 'implicit', note };
  }
  const losers: { candidate: string; because: Text }[] = [];
  const lose = (connector: ReceiveConnector, because: () => Text) => {
    if (run.explain) losers.push({ candidate: `receive:${connector.server}/${connector.name}`, because: because() });
  };
  let best: ReceiveConnector | undefined;
  let bestSize = 0n;
  for (const connector of own) {
    if (!connector.enabled) lose(connector, () => text`it is disabled`);
    else if (!listensOn(connector, port)) lose(connector, () => text`it does not listen on port ${port}`);
    else {
      const range = narrowestRange(run, connector, sourceIp);
      if (range === undefined)
        lose(connector, () => text`its RemoteIPRanges do not hold ${sourceIp ?? text`the client address`}`);
      else if (best === undefined || range < bestSize) {
        const loser = best;
        if (loser) lose(loser, () => text`its range is wider than that of ${connector.name}`);
        best = connector;
        bestSize = range;
      } else {
        const winner = best;
        lose(connector, () => text`its range is wider than that of ${winner.name}`);
      }
    }
  }
  const chosen = best;
  const note = run.note('select-receive-connector', ['OPR-6'], () =>
    chosen === undefined
      ? {
          verdict: text`no receive connector`,
          because: text`no enabled connector on port ${port} admits ${sourceIp ?? text`the client`}`,
          rejected: losers,
        }
      : {
          verdict: text`${`receive:${chosen.server}/${chosen.name}`}`,
          because: text`its range is the most specific one that holds ${sourceIp ?? text`any address`}`,
          rejected: losers,
          evidence: [run.setting(`${chosen.at}/RemoteIPRanges`, text`RemoteIPRanges of ${chosen.name}`)],
        },
  );
  return chosen === undefined ? { kind: 'none', note } : { kind: 'connector', connector: chosen, note };
}

function connectorsOf(all: readonly ReceiveConnector[], server: Server): readonly ReceiveConnector[] {
  const name = server.name.toLowerCase();
  return all.filter((connector) => {
    const of = connector.server.toLowerCase();
    return of === name || of.split('.')[0] === name || server.names.includes(of);
  });
}

/** OPR-7: 25 takes mail from other organisations; 587 and 717 are for clients, 2525 for the transport service behind it. */
const listensOn = (connector: ReceiveConnector, port: 25 | 2525): boolean =>
  connector.bindings.some((binding) => binding.port === port) || (port === 25 && connector.bindings.length === 0);

function narrowestRange(run: Run, connector: ReceiveConnector, sourceIp: string | null): bigint | undefined {
  if (connector.remoteIPRanges.length === 0) return 1n << 128n;
  let narrowest: bigint | undefined;
  for (const entry of connector.remoteIPRanges) {
    if (sourceIp === null ? size(entry.set) < 1n << 31n : !isAmong(run, entry.set, sourceIp)) continue;
    const width = size(entry.set);
    if (narrowest === undefined || width < narrowest) narrowest = width;
  }
  return narrowest;
}

/** Certificate and STARTTLS of a server's receive connector (CERT-4, CERT-5). */
export function receiveTls(server: Server, connector: ReceiveConnector | undefined): ServerTls {
  const demands = server.tls === 'required' || connector?.requireTLS === true;
  const presenting = (certificate: Certificate | undefined): ServerTls => ({
    offers: true,
    demands,
    certificate,
    microsoft: false,
    because: undefined,
  });
  const closed = (because: Text): ServerTls => ({
    offers: false,
    demands,
    certificate: undefined,
    microsoft: false,
    because,
  });
  if (server.tls === 'none') return closed(text`${server.node} is declared without TLS`);
  const written = connector?.tlsCertificateName;
  const name = written && parseTlsCertificateName(written.text);
  if (name && server.certificates.length > 0) {
    const { chosen } = chooseTlsCertificate(name, server.certificates);
    if (chosen !== undefined) return presenting(chosen);
    return closed(
      text`no certificate of ${server.node} has the issuer and subject that TlsCertificateName of ${connector?.name ?? ''} names, so STARTTLS is not offered`,
    );
  }
  return presenting(bestCertificate(server.certificates, connector?.fqdn ?? server.fqdn));
}

/** Without TlsCertificateName: the certificate that carries the connector's FQDN, newest first, else the first declared. */
export function bestCertificate(
  certificates: readonly Certificate[],
  fqdn: string | undefined,
): Certificate | undefined {
  const [first] = certificates;
  if (certificates.length < 2 || fqdn === undefined) return first;
  const carrying = certificates.filter((one) => one.dnsNames.includes(fqdn) || one.commonName?.toLowerCase() === fqdn);
  return [...carrying].sort((a, b) => (b.notAfter ?? 0) - (a.notAfter ?? 0))[0] ?? first;
}
