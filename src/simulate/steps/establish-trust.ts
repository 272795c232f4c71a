import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Arrival, Note, Run } from '../run.ts';
import { acceptedDomain } from '../world.ts';

export interface Trust {
  readonly authAs: 'Internal' | 'Anonymous';
  readonly note: Note;
}

/** Whether Exchange Online takes the message for internal (HDR-1 to HDR-5, CUNC-9). */
export function establishTrust(run: Run, arrival: Arrival): Trust {
  const { attribution, transit } = arrival;
  const anonymous = (ids: readonly string[], because: () => ReturnType<typeof text>, at?: string): Trust => ({
    authAs: 'Anonymous',
    note: run.note('establish-trust', ids, () => ({
      verdict: text`Anonymous`,
      because: because(),
      evidence: at === undefined ? [] : [run.setting(at, at.split('/').at(-1) ?? '')],
    })),
  });
  const connector = attribution?.connector;
  if (attribution?.directionality !== 'Originating' || connector === undefined) {
    return anonymous(['HDR-2'], () => text`the message is Incoming`);
  }
  if (connector.cloudServicesMailEnabled) {
    if (!transit.crossPremises) {
      return anonymous(
        ['HDR-4', 'HDR-8'],
        () =>
          text`the message carries no cross-premises headers that say Internal, so ${connector.name} has nothing to promote`,
      );
    }
    if (!arrival.encrypted) return anonymous(['HDR-4'], () => text`headers are promoted only over TLS`);
    const byAddress = attribution.byKey === 'address';
    if (byAddress && run.assume('headers.promotionByAddress', ['yes', 'no']) === 'no') {
      return anonymous(
        ['HDR-4', 'CUNC-9'],
        () => text`${connector.name} was matched by address, which is taken not to be enough to promote headers`,
      );
    }
    return {
      authAs: 'Internal',
      note: run.note('establish-trust', byAddress ? ['HDR-4', 'CUNC-9'] : ['HDR-2', 'HDR-4'], () => ({
        verdict: text`Internal`,
        because: text`CloudServicesMailEnabled of ${connector.name} promotes the cross-premises headers`,
        evidence: [
          run.setting(`${connector.at}/CloudServicesMailEnabled`, text`CloudServicesMailEnabled of ${connector.name}`),
        ],
      })),
    };
  }
  if (connector.treatMessagesAsInternal) {
    const sender = domainOf(transit.mailFrom);
    if (sender !== '' && acceptedDomain(attribution.tenant, sender) !== undefined) {
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
    return anonymous(['HDR-2'], () => text`TreatMessagesAsInternal applies to senders in accepted domains only`);
  }
  return anonymous(
    ['HDR-1', 'HDR-5'],
    () =>
      text`attribution does not make a message internal: CloudServicesMailEnabled of ${connector.name} is off, so cross-premises headers are removed`,
    `${connector.at}/CloudServicesMailEnabled`,
  );
}
