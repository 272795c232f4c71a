import { type Text, text } from '../../model/text.ts';
import type { InboundConnector } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Arrival, Attribution, Note, Run } from '../run.ts';
import { acceptedDomain, isExchangeServer } from '../world.ts';
import type { Border } from './apply-header-firewall.ts';

export interface Trust {
  readonly authAs: 'Internal' | 'Anonymous';
  readonly note: Note;
}

/** Whether Exchange Online takes the message for internal (HDR-1 to HDR-5, CUNC-9). */
export function establishTrust(run: Run, arrival: Arrival): Trust {
  const { attribution, transit } = arrival;
  const anonymous = ({ ids, because, at }: Closed): Trust => ({
    authAs: 'Anonymous',
    note: run.note('establish-trust', ids, () => ({
      verdict: text`Anonymous`,
      because: because(),
      evidence: at === undefined ? [] : [run.setting(at, at.split('/').at(-1) ?? '')],
    })),
  });
  const connector = attribution?.connector;
  if (attribution?.directionality === 'Originating' && connector !== undefined) {
    if (connector.cloudServicesMailEnabled && !transit.crossPremises) {
      return anonymous({
        ids: ['HDR-4', 'HDR-8'],
        because: () =>
          text`the message carries no cross-premises headers that say Internal, so ${connector.name} has nothing to promote`,
      });
    }
    if (!connector.cloudServicesMailEnabled && connector.treatMessagesAsInternal)
      return treatedAsInternal(run, attribution, transit.mailFrom, connector) ?? anonymous(acceptedOnly);
  }
  const promotion = promotionOf(run, arrival);
  if (!promotion.promotes) return anonymous(promotion);
  return {
    authAs: 'Internal',
    note: run.note('establish-trust', promotion.byAddress ? ['HDR-4', 'CUNC-9'] : ['HDR-2', 'HDR-4'], () => ({
      verdict: text`Internal`,
      because: text`CloudServicesMailEnabled of ${promotion.connector.name} promotes the cross-premises headers`,
      evidence: [
        run.setting(
          `${promotion.connector.at}/CloudServicesMailEnabled`,
          text`CloudServicesMailEnabled of ${promotion.connector.name}`,
        ),
      ],
    })),
  };
}

/** Why a session has no header promoted. */
interface Closed {
  readonly ids: readonly string[];
  readonly because: () => Text;
  /** Pointer to the setting behind it. */
  readonly at?: string;
}

const acceptedOnly: Closed = {
  ids: ['HDR-2'],
  because: () => text`TreatMessagesAsInternal applies to senders in accepted domains only`,
};

function treatedAsInternal(
  run: Run,
  { tenant }: Attribution,
  mailFrom: string,
  connector: InboundConnector,
): Trust | undefined {
  const sender = domainOf(mailFrom);
  if (sender === '' || acceptedDomain(tenant, sender) === undefined) return undefined;
  return {
    authAs: 'Internal',
    note: run.note('establish-trust', ['HDR-2', 'HDR-3'], () => ({
      verdict: text`Internal`,
      because: text`TreatMessagesAsInternal of ${connector.name}, and the sender's domain ${sender} is accepted`,
      evidence: [
        run.setting(`${connector.at}/TreatMessagesAsInternal`, text`TreatMessagesAsInternal of ${connector.name}`),
      ],
    })),
  };
}

type Promotion =
  | { readonly promotes: true; readonly connector: InboundConnector; readonly byAddress: boolean }
  | ({ readonly promotes: false } & Closed);

/** Whether the session is one whose cross-premises headers are promoted (HDR-4, HDR-5). */
function promotionOf(run: Run, { attribution, encrypted }: Arrival): Promotion {
  const connector = attribution?.connector;
  if (attribution?.directionality !== 'Originating' || connector === undefined)
    return { promotes: false, ids: ['HDR-2'], because: () => text`the message is Incoming` };
  if (!connector.cloudServicesMailEnabled) {
    return {
      promotes: false,
      ids: ['HDR-1', 'HDR-5'],
      because: () =>
        text`CloudServicesMailEnabled of ${connector.name} is off, so cross-premises headers are removed, and attribution alone does not make a message internal`,
      at: `${connector.at}/CloudServicesMailEnabled`,
    };
  }
  if (!encrypted) return { promotes: false, ids: ['HDR-4'], because: () => text`headers are promoted only over TLS` };
  const byAddress = attribution.byKey === 'address';
  if (byAddress && run.assume('headers.promotionByAddress', ['yes', 'no']) === 'no') {
    return {
      promotes: false,
      ids: ['HDR-4', 'CUNC-9'],
      because: () => text`${connector.name} was matched by address, which is taken not to be enough to promote headers`,
    };
  }
  return { promotes: true, connector, byAddress };
}

/** What the session does to header fields that only Exchange servers write (HDR-4, HDR-5). */
export function borderOfTenant(run: Run, arrival: Arrival): Border {
  const promotion = promotionOf(run, arrival);
  if (!promotion.promotes)
    return {
      kind: 'closed',
      ids: [...new Set([...promotion.ids, 'HDR-4', 'HDR-5'])],
      because: () => text`the session has nothing promoted: ${promotion.because()}`,
    };
  const { from } = arrival;
  const ofExchange = isExchangeServer(run.world, from) || run.world.tenants.some((one) => one.tenant.node === from);
  return { kind: 'promotes', by: promotion.connector.name, ofExchange };
}
