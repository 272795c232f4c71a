import { type Text, text } from '../../model/text.ts';
import type { ReceiveConnector } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { matchTlsDomain } from '../../protocols/tls-names/match-tls-domain.ts';
import { reply, type SpokenReply } from '../../reference/replies/replies.ts';
import type { Arrival, Copy, Note, Run } from '../run.ts';
import { type CompiledPremises, isExchangeServer, premisesAcceptedDomain } from '../world.ts';
import type { Border } from './apply-header-firewall.ts';

/** What the client of an Exchange server may do. */
export interface ClientRights {
  readonly authAs: 'Internal' | 'Anonymous';
  /** May hand in mail for anybody. */
  readonly relays: boolean;
  /** Recognised as Exchange Online (HDR-4). */
  readonly cloud: boolean;
  readonly refused: SpokenReply | undefined;
  readonly note: Note;
}

/** Whom an Exchange server takes the client for, and what it lets it do (HDR-4, OPR-4, OPR-8, CMIS-53). */
export function trustOnPremises(run: Run, arrival: Arrival): ClientRights {
  const connector = arrival.receive;
  const rights = (
    { authAs, relays, cloud, refused }: Omit<ClientRights, 'note'>,
    ids: readonly string[],
    say: () => { verdict: Text; because: Text },
    at?: string,
  ): ClientRights => ({
    authAs,
    relays,
    cloud,
    refused,
    note: run.note('trust-on-premises', ids, () => ({
      ...say(),
      evidence: at === undefined ? [] : [run.setting(at, at.split('/').at(-1) ?? '')],
    })),
  });
  if (isExchangeServer(run.world, arrival.from)) {
    const authAs = arrival.transit.crossPremises ? 'Internal' : 'Anonymous';
    return rights({ authAs, relays: true, cloud: false, refused: undefined }, ['OPR-8'], () => ({
      verdict: text`${authAs}`,
      because: text`a server of the same organisation; it hands on what it knows`,
    }));
  }
  // OPR-8, CMIS-53: recognised or not, a client that does not authenticate needs the anonymous group; where the export does
  // not show the groups, those of the default connector hold.
  const closed =
    connector !== undefined &&
    connector.permissionGroups.length > 0 &&
    !connector.permissionGroups.includes('anonymoususers') &&
    !isExternallySecured(connector);
  if (closed) {
    return rights(
      { authAs: 'Anonymous', relays: false, cloud: false, refused: reply('anonymousRefusedOnPremises') },
      ['OPR-8', 'CMIS-53'],
      () => ({ verdict: text`refused`, because: text`${connector.name} lets nobody in without authentication` }),
      `${connector.at}/PermissionGroups`,
    );
  }
  const presented = arrival.certificate;
  const capability = recognises(connector, presented, run);
  if (capability !== undefined && arrival.encrypted) {
    const authAs = arrival.transit.crossPremises ? 'Internal' : 'Anonymous';
    return rights(
      { authAs, relays: true, cloud: true, refused: undefined },
      ['HDR-4'],
      () => ({
        verdict: text`${authAs}, recognised as ${capability.domain}`,
        because: arrival.transit.crossPremises
          ? text`TlsDomainCapabilities names ${capability.domain}, whose certificate the client presents: its cross-premises headers are promoted`
          : text`TlsDomainCapabilities names ${capability.domain}, whose certificate the client presents, but the message carries no headers that say Internal`,
      }),
      capability.at,
    );
  }
  if (connector === undefined) {
    return rights({ authAs: 'Anonymous', relays: false, cloud: false, refused: undefined }, ['OPR-8'], () => ({
      verdict: text`Anonymous`,
      because: text`the default receive connector takes mail for accepted domains from anybody`,
    }));
  }
  if (isExternallySecured(connector)) {
    return rights(
      { authAs: 'Internal', relays: true, cloud: false, refused: undefined },
      ['OPR-8', 'HDR-2'],
      () => ({
        verdict: text`Internal`,
        because: text`${connector.name} is externally secured: its clients count as servers of the organisation`,
      }),
      `${connector.at}/AuthMechanism`,
    );
  }
  const anybody = connector.acceptAnyRecipient.some((account) => /anonymous/iu.test(account));
  return rights(
    { authAs: 'Anonymous', relays: anybody, cloud: false, refused: undefined },
    ['OPR-8'],
    () => ({
      verdict: anybody ? text`Anonymous, may relay` : text`Anonymous`,
      because: anybody
        ? text`${connector.name} grants Accept-Any-Recipient to anonymous clients`
        : text`${connector.name} takes mail for accepted domains from anybody`,
    }),
    `${connector.at}/PermissionGroups`,
  );
}

const isExternallySecured = (connector: ReceiveConnector): boolean =>
  connector.authMechanism.includes('externalauthoritative') && connector.permissionGroups.includes('exchangeservers');

/**
 * What the session does to header fields that only Exchange servers write. Ms-Exch-Accept-Headers-Organization belongs to
 * Exchange servers alone: neither anonymous clients nor externally secured ones have it (OPR-8).
 */
export function borderOfServer(run: Run, arrival: Arrival, rights: ClientRights): Border | undefined {
  if (isExchangeServer(run.world, arrival.from)) return undefined;
  if (!rights.cloud)
    return {
      kind: 'closed',
      ids: ['OPR-8', 'HDR-4', 'HDR-5'],
      because: () => text`${arrival.to} takes these fields from Exchange servers only, and ${arrival.from} is none`,
    };
  const ofExchange = run.world.tenants.some((one) => one.tenant.node === arrival.from);
  return { kind: 'promotes', by: arrival.receive?.name ?? arrival.to, ofExchange };
}

/** Without declared receive connectors the default one recognises Exchange Online as the wizard leaves it (HYB 6.1). */
function recognises(
  connector: ReceiveConnector | undefined,
  presented: Arrival['certificate'],
  run: Run,
): { domain: string; at: string } | undefined {
  if (presented === undefined) return undefined;
  if (connector === undefined) {
    const hybrid =
      run.world.own?.tenant.outboundConnectors.some((one) => one.cloudServicesMailEnabled) === true ||
      run.world.premises?.premises.hybridConfiguration !== undefined;
    return hybrid && presented.at === ''
      ? { domain: presented.key, at: run.world.premises?.premises.at ?? '' }
      : undefined;
  }
  return connector.tlsDomainCapabilities.find(
    (one) =>
      /^accept(cloudservicesmail|oorgprotocol)$/iu.test(one.capability) &&
      matchTlsDomain(one.domain, presented).matched === 'yes',
  );
}

/** Whether the server takes a recipient from this client (OPR-3, OPR-4, ACC-25). */
export function acceptRecipient(
  run: Run,
  premises: CompiledPremises,
  rights: ClientRights,
  arrival: Arrival,
  copy: Copy,
): { readonly reply: SpokenReply | undefined; readonly note: Note } {
  const domain = domainOf(copy.address);
  const accepted = premisesAcceptedDomain(premises, domain);
  if (accepted !== undefined || rights.relays) {
    const note = run.note('accept-recipient', accepted === undefined ? ['OPR-8'] : ['ACC-25'], () => ({
      verdict: text`taken`,
      because:
        accepted === undefined
          ? text`the client may relay to ${domain}`
          : text`${domain} is an accepted domain on-premises`,
      evidence: accepted === undefined ? [] : [run.setting(accepted.at, `${accepted.name}: ${accepted.type}`)],
    }));
    return { reply: undefined, note };
  }
  const returning = arrival.from === run.world.own?.tenant.node;
  const said = returning ? reply('unableToRelayReturn') : reply('unableToRelay');
  const note = run.note('accept-recipient', returning ? ['OPR-4'] : ['OPR-3', 'ACC-25'], () => ({
    verdict: text`refused`,
    because: returning
      ? text`${domain} is no accepted domain on-premises, and the server does not recognise Exchange Online by its certificate`
      : text`${domain} is no accepted domain on-premises, and the client may not relay`,
  }));
  return { reply: said, note };
}
