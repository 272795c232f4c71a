import type { Pointer } from '../../model/source.ts';
import type { SendConnector, Server } from '../../model/topology.ts';
import { chooseTlsCertificate, parseTlsCertificateName } from '../../protocols/tls-names/tls-certificate-name.ts';
import { depart } from '../depart.ts';
import { copyWith } from '../new-copy.ts';
import type { Arrival, Copy, Note, Run, Transit } from '../run.ts';
import { applyHeaderFirewall, borderOut } from '../steps/apply-header-firewall.ts';
import { checkConnector, returnedOverLimit } from '../steps/check-limits.ts';
import { egressOf } from '../steps/judge-egress.ts';
import type { ClientTls } from '../steps/negotiate-tls.ts';
import { frontDoor, resolveDomain } from '../steps/resolve-next-hop.ts';
import { resolveSmartHosts } from '../steps/resolve-smart-hosts.ts';
import { bestCertificate } from '../steps/select-receive-connector.ts';
import { sourceAddress } from '../steps/source-address.ts';
import { asDemand } from '../tls-demand.ts';
import { transitWith } from '../transit.ts';
import type { CompiledPremises } from '../world.ts';

/** A message that an Exchange server has accepted. */
export interface ServerMessage {
  readonly server: Server;
  readonly premises: CompiledPremises;
  readonly transit: Transit;
  readonly authAs: 'Internal' | 'Anonymous';
  readonly hop: number;
  readonly accepted: boolean;
  /** A mailbox server of the organisation handed it on, after the mail flow rules had run there. */
  readonly rulesRan: boolean;
  /** Exchange Online handed it in, and is recognised (HDR-4). */
  readonly fromCloud: boolean;
  /** The session in which it comes; undefined: it is submitted here. */
  readonly session: Pick<Arrival, 'to' | 'from' | 'accepted'> | undefined;
}

/** One recipient's way out. */
export interface WayOut {
  readonly copy: Copy;
  readonly key: string;
  readonly domain: string;
  readonly connector: SendConnector | undefined;
  /** An internal leg to this server of the organisation. */
  readonly internal: Server | undefined;
  readonly notes: readonly Note[];
  /** Where a rule demands TLS (ACT-19). */
  readonly requireTls?: Pointer;
  /** The message as an Edge server shows it to the outside (ARW-3). */
  readonly rewritten?: Transit;
}

export const withSend = (copy: Copy, connector: SendConnector): Copy =>
  copyWith(copy, { connectors: [...copy.connectors, `send:${connector.name}`] });

/** Hands copies with one way to the next server, to the tenant or to the outside. */
export function leave(run: Run, message: ServerMessage, group: readonly WayOut[]): void {
  const [first] = group;
  if (first === undefined) return;
  const { server } = message;
  const transit = first.rewritten ?? message.transit;
  const { connector, internal, domain } = first;
  const copies = group.map((way) => way.copy);
  const entries =
    internal === undefined
      ? server.addresses
      : server.internalAddresses.length > 0
        ? server.internalAddresses
        : server.addresses;
  const helo = connector?.fqdn ?? server.fqdn ?? server.name.toLowerCase();
  const limit = checkConnector(run, connector, transit, 'messageTooLargeForRoute');
  if (returnedOverLimit(run, { hop: message.hop, node: server.node, transit }, copies, limit)) return;
  if (internal !== undefined) {
    depart(run, {
      from: server.node,
      copies,
      transit,
      towards: internal.node,
      resolution: { kind: 'hosts', groups: [[{ node: internal.node, host: undefined }]], evidence: [] },
      client: {
        demand: 'EncryptionOnly',
        domain: undefined,
        at: undefined,
        certificate: undefined,
        certificateFound: true,
      },
      helo,
      sourceIp: () => sourceAddress(run, `${server.node} inside`, entries),
      via: 'internal',
      accepted: message.accepted,
      notes: first.notes,
      semantics: ['OPR-1'],
      because: undefined,
    });
    return;
  }
  const smart = connector !== undefined && !connector.dnsRoutingEnabled && connector.smartHosts.length > 0;
  const hybrid = connector === undefined && towardsTenant(run, domain);
  // HDR-4: headers travel as cross-premises ones where the connector says so, and only over TLS.
  // Inside the organisation, by the `--` connector of an Edge server, nothing has to be translated.
  const inward = connector?.addressSpaces.some((space) => space.allAccepted) === true;
  const keeps = connector === undefined ? hybrid && wizardRan(run) : inward || connector.cloudServicesMailEnabled;
  const passed = applyHeaderFirewall(run, server.node, transit.headers, () =>
    inward ? undefined : borderOut(server.node, connector?.name, keeps),
  );
  const outgoing = transitWith(transit, {
    headers: passed.headers,
    crossPremises: keeps && message.authAs === 'Internal',
  });
  depart(run, {
    from: server.node,
    copies,
    transit: outgoing,
    towards: smart ? connector.smartHosts.map((host) => host.text).join(', ') : domain,
    resolution: smart ? resolveSmartHosts(run.world, connector.smartHosts) : resolveDomain(run.world, domain),
    client: forced(clientTls(server, connector, hybrid && wizardRan(run), domain), first.requireTls),
    helo,
    sourceIp: () => sourceAddress(run, server.node, server.addresses),
    via: smart ? 'smart-host' : 'mx',
    accepted: message.accepted,
    notes: [...first.notes, ...passed.notes],
    semantics: ['OPR-2'],
    because: undefined,
    leave: (leaving) => {
      const ip = sourceAddress(run, server.node, server.addresses);
      const judged = egressOf(run, outgoing, ip, helo, null);
      return {
        copies: leaving.map((copy) => copyWith(copy, { egress: judged.egress })),
        transit: outgoing,
        sourceIp: ip,
        notes: [judged.note],
      };
    },
  });
}

function towardsTenant(run: Run, domain: string): boolean {
  const resolution = resolveDomain(run.world, domain);
  return resolution.kind === 'hosts' && resolution.groups[0]?.[0]?.node === frontDoor;
}

/** Whether the tenant's side shows that the Hybrid Configuration Wizard set the organisation up (HYB 6.1). */
function wizardRan(run: Run): boolean {
  return (
    run.world.own?.onPremisesConnectors.some((one) => one.connector.cloudServicesMailEnabled) === true ||
    run.world.premises?.premises.hybridConfiguration !== undefined
  );
}

/** ACT-19: what a rule demands holds where nothing stricter does. */
const forced = (tls: ClientTls, at: Pointer | undefined): ClientTls =>
  at !== undefined && (tls.demand === 'opportunistic' || tls.demand === 'none')
    ? { ...tls, demand: 'EncryptionOnly', at }
    : tls;

function clientTls(server: Server, connector: SendConnector | undefined, hybrid: boolean, domain: string): ClientTls {
  if (connector === undefined) {
    const certificate = bestCertificate(server.certificates, server.fqdn);
    return hybrid
      ? {
          demand: 'DomainValidation',
          domain: 'mail.protection.outlook.com',
          at: undefined,
          certificate,
          certificateFound: true,
        }
      : {
          demand: server.encrypts === undefined ? 'opportunistic' : asDemand(server.encrypts),
          domain: undefined,
          at: undefined,
          certificate,
          certificateFound: true,
        };
  }
  const name = connector.tlsCertificateName && parseTlsCertificateName(connector.tlsCertificateName.text);
  const chosen = name
    ? chooseTlsCertificate(name, server.certificates).chosen
    : bestCertificate(server.certificates, connector.fqdn ?? server.fqdn);
  const unasked = server.encrypts === undefined ? 'opportunistic' : asDemand(server.encrypts);
  const demand = connector.tlsAuthLevel ?? (connector.requireTLS ? 'EncryptionOnly' : unasked);
  return {
    demand,
    // OPR-10: DomainValidation without TlsDomain compares with the recipient's domain.
    domain: demand === 'DomainValidation' ? (connector.tlsDomain?.text.toLowerCase() ?? domain) : undefined,
    at:
      connector.tlsAuthLevel === undefined
        ? connector.requireTLS
          ? `${connector.at}/RequireTLS`
          : undefined
        : `${connector.at}/TlsAuthLevel`,
    certificate: chosen,
    certificateFound: name === undefined || server.certificates.length === 0 || chosen !== undefined,
  };
}
