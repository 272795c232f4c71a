import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Arrival, Copy, Note, Run } from '../run.ts';
import { acceptedDomain } from '../world.ts';
import { isComplete, resolveInCloud } from './resolve-recipient.ts';
import { trustedRemoteDomain } from './trust-remote-domain.ts';

/**
 * Directory-based edge blocking: an unknown recipient of an Authoritative domain is refused at RCPT TO, an InternalRelay
 * domain lets everybody in (ACC-4, ACC-5, ACC-10, ORDER-5, CUNC-11).
 * @returns undefined where edge blocking has nothing to say.
 */
export function blockUnknownRecipient(
  run: Run,
  arrival: Pick<Arrival, 'attribution' | 'transit'>,
  copy: Copy,
): { readonly rejected: boolean; readonly note: Note } | undefined {
  const { attribution } = arrival;
  if (attribution === undefined) return undefined;
  const { tenant } = attribution;
  const domain = acceptedDomain(tenant, domainOf(copy.address));
  if (domain === undefined) return undefined;
  if (domain.sendingToDisabled) {
    const note = run.note('block-unknown-recipient', ['ACC-2'], () => ({
      verdict: text`refused`,
      because: text`SendingToDomainDisabled blocks delivery to ${domain.name}`,
      evidence: [run.setting(`${domain.at}/SendingToDomainDisabled`, 'SendingToDomainDisabled: true')],
    }));
    return { rejected: true, note };
  }
  // A domain whose recipients nobody declares has no unknown ones; where they live is asked by whoever needs to know.
  if (!isComplete(tenant.directory, domainOf(copy.address), domain)) return undefined;
  const resolved = resolveInCloud(run, tenant, copy.address, arrival.transit.mailFrom);
  if (resolved.kind !== 'none') return undefined;
  const evidence = () => [
    run.setting(domain.isListed ? `${domain.at}/DomainType` : domain.at, `${domain.name}: ${domain.type}`),
  ];
  if (domain.type !== 'Authoritative') {
    const note = run.note('block-unknown-recipient', ['ACC-4', 'ACC-10'], () => ({
      verdict: text`let in`,
      because: text`${copy.address} is unknown here, and ${domain.name} is ${domain.type}: the next system owes the answer`,
      evidence: evidence(),
    }));
    return { rejected: false, note };
  }
  const { mailFrom } = arrival.transit;
  // Edge blocking answers at RCPT TO, where only the envelope is known.
  const trusted = trustedRemoteDomain(run, tenant, { mailFrom, from: mailFrom });
  if (trusted !== undefined) {
    const note = run.note('block-unknown-recipient', ['RD-12'], () => ({
      verdict: text`let in, to be returned`,
      because: text`${copy.address} is unknown here, and TrustedMailInboundEnabled of the remote domain ${trusted.name} skips recipient filtering for ${mailFrom}`,
      evidence: [
        run.setting(`${trusted.at}/TrustedMailInboundEnabled`, text`TrustedMailInboundEnabled of ${trusted.name}`),
      ],
    }));
    return { rejected: false, note };
  }
  if (attribution.directionality === 'Originating') {
    const value = run.assume('edge.unknownRecipientOnOriginating', ['accept-then-bounce', 'reject']);
    const note = run.note('block-unknown-recipient', ['CUNC-11', 'ACC-24'], () => ({
      verdict: value === 'reject' ? text`refused` : text`let in, to be returned`,
      because: text`${copy.address} is unknown here; whether edge blocking acts on Originating sessions is not documented`,
      evidence: evidence(),
    }));
    return { rejected: value === 'reject', note };
  }
  const note = run.note('block-unknown-recipient', ['ACC-4', 'ACC-5'], () => ({
    verdict: text`refused`,
    because: text`${copy.address} is no recipient of the tenant, and ${domain.name} is Authoritative`,
    evidence: evidence(),
  }));
  return { rejected: true, note };
}
