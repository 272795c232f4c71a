import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Arrival, Note, Run } from '../run.ts';
import { acceptedDomain } from '../world.ts';

/**
 * Whether the session is refused as Direct Send: Incoming, no connector matched by certificate or address, and the
 * envelope sender in an accepted domain (DS-1, DS-5, ORDER-4).
 * @returns undefined where the gate has nothing to say.
 */
export function rejectDirectSend(
  run: Run,
  arrival: Arrival,
): { readonly rejected: boolean; readonly note: Note } | undefined {
  const { attribution } = arrival;
  if (attribution?.directionality !== 'Incoming' || attribution.byKey !== undefined) return undefined;
  const sender = domainOf(arrival.transit.mailFrom);
  if (sender === '' || acceptedDomain(attribution.tenant, sender) === undefined) return undefined;
  const { organization, node } = attribution.tenant.tenant;
  const value =
    organization.rejectDirectSend ??
    run.ask(
      `reject-direct-send ${node}`,
      ['false', 'true'],
      () => text`RejectDirectSend of ${node}, which is not declared`,
    ) === 'true';
  const note = run.note('reject-direct-send', ['DS-1'], () => ({
    verdict: value ? text`refused` : text`let in`,
    because: value
      ? text`RejectDirectSend is on, no connector matched by certificate or address, and ${sender} is an accepted domain`
      : text`an anonymous session may use the own domain ${sender} as envelope sender: RejectDirectSend is off`,
    evidence: [
      run.setting(
        `${organization.at}/RejectDirectSend`,
        text`RejectDirectSend: ${organization.rejectDirectSend === undefined ? text`not declared, default ${'false'}` : String(organization.rejectDirectSend)}`,
      ),
    ],
  }));
  return { rejected: value, note };
}
