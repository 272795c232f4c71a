import type { AntiPhishPolicy } from '../../model/mail-policies.ts';
import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Arrival, Note, Run } from '../run.ts';
import { acceptedDomain } from '../world.ts';
import type { Authentication } from './authenticate-sender.ts';
import { mxLeadsToTenant } from './resolve-next-hop.ts';

export interface DmarcAction {
  readonly action: 'none' | 'reject' | 'quarantine' | 'junk';
  readonly note: Note;
}

/**
 * What the tenant does with a message that fails authentication (AUTH-4 to AUTH-7). The published policy is honoured only
 * where the domain's MX leads here or Enhanced Filtering found the source; without one, only a forged own domain is
 * certain to be caught (AUTH-2, 6xx): of a foreign domain the service decides by reputation, which nobody declares.
 */
export function honorDmarc(
  run: Run,
  arrival: Arrival,
  authentication: Authentication,
  recovered: boolean,
): DmarcAction {
  const tenant = arrival.attribution?.tenant;
  const none = (because: () => ReturnType<typeof text>): DmarcAction => ({
    action: 'none',
    note: run.note('honor-dmarc', ['AUTH-6'], () => ({ verdict: text`no action`, because: because() })),
  });
  if (tenant === undefined || authentication.aligned)
    return none(() => text`SPF or DKIM passes for the domain of the From header`);
  const policy = tenant.tenant.antiPhishPolicies.find((one) => one.isDefault) ?? tenant.tenant.antiPhishPolicies[0];
  const honor = policy?.honorDmarcPolicy ?? true;
  const spoof = policy?.enableSpoofIntelligence ?? true;
  const direct = arrival.copies.every((copy) => mxLeadsToTenant(run.world, domainOf(copy.address)) !== false);
  const evidence = () => (policy === undefined ? [] : [run.setting(policy.at, `anti-phishing policy ${policy.name}`)]);
  const act = (
    action: DmarcAction['action'],
    ids: readonly string[],
    because: () => ReturnType<typeof text>,
  ): DmarcAction => ({
    action,
    note: run.note('honor-dmarc', ids, () => ({ verdict: text`${action}`, because: because(), evidence: evidence() })),
  });
  const published = authentication.dmarc === 'fail' ? authentication.policy : undefined;
  if (published === 'reject' || published === 'quarantine') {
    if (honor && (direct || recovered)) {
      const action = published === 'reject' ? rejectAction(policy) : quarantineAction(policy);
      return act(
        action,
        ['AUTH-5', 'AUTH-6', 'AUTH-7'],
        () => text`DMARC fails, the sender's policy is p=${published}, and HonorDmarcPolicy is on`,
      );
    }
    if (!spoof && !honor)
      return act(
        'quarantine',
        ['AUTH-6'],
        () => text`DMARC fails with p=${published}; HonorDmarcPolicy and spoof intelligence are both off`,
      );
    const because =
      direct || recovered
        ? text`HonorDmarcPolicy is off`
        : text`the MX of the recipient's domain leads elsewhere and Enhanced Filtering found no source, so the policy is not honoured`;
    return spoof
      ? act(
          failAction(policy),
          direct || recovered ? ['AUTH-6'] : ['AUTH-6', 'AUTH-7', 'EFC-12'],
          () => text`DMARC fails with p=${published}; ${because}; spoof intelligence acts`,
        )
      : none(() => text`nothing acts on it`);
  }
  if (authentication.dmarc === 'undetermined') return none(() => text`the authentication is undetermined`);
  return forgedOwn(arrival, spoof, policy, act, none, () => text`no policy asks for an action`);
}

function forgedOwn(
  arrival: Arrival,
  spoof: boolean,
  policy: AntiPhishPolicy | undefined,
  act: (action: DmarcAction['action'], ids: readonly string[], because: () => ReturnType<typeof text>) => DmarcAction,
  none: (because: () => ReturnType<typeof text>) => DmarcAction,
  otherwise: () => ReturnType<typeof text>,
): DmarcAction {
  const tenant = arrival.attribution?.tenant;
  const domain = domainOf(arrival.transit.from);
  if (!spoof || tenant === undefined || acceptedDomain(tenant, domain) === undefined) return none(otherwise);
  return act(
    failAction(policy),
    ['AUTH-2', 'AUTH-6'],
    () => text`the own domain ${domain} is used without authentication; spoof intelligence acts`,
  );
}

const rejectAction = (policy: AntiPhishPolicy | undefined): DmarcAction['action'] =>
  policy?.dmarcRejectAction === 'Quarantine' ? 'quarantine' : 'reject';
const quarantineAction = (policy: AntiPhishPolicy | undefined): DmarcAction['action'] =>
  policy?.dmarcQuarantineAction === 'MoveToJmf' ? 'junk' : 'quarantine';
const failAction = (policy: AntiPhishPolicy | undefined): DmarcAction['action'] =>
  policy?.authenticationFailAction === 'Quarantine' ? 'quarantine' : 'junk';
