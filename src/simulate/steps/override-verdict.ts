import type { ContentFilterPolicy } from '../../model/filtering.ts';
import type { Pointer } from '../../model/source.ts';
import { type Text, text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Run } from '../run.ts';
import type { TenantMessage } from '../tenant-message.ts';
import { acceptedDomain } from '../world.ts';
import { type ListHit, policyHits } from './match-sender-lists.ts';
import { trustedRemoteDomain } from './trust-remote-domain.ts';

/** A setting of the tenant that lets a message pass or marks it, whatever content filtering finds (SAFE-1, SAFE-4). */
export interface Override {
  readonly effect: 'allow' | 'block';
  readonly by: 'rule' | 'remoteDomain' | 'ip' | 'tenantList' | 'policyList';
  /** What a reader calls it. */
  readonly name: Text;
  readonly sfv: string | undefined;
  readonly scl: number | null;
  readonly at?: Pointer;
}

/**
 * The overrides that a message meets, in the order of their stages: what is settled before content filtering (SAFE-2: SKN,
 * SKS), then its lists, blocks first. An SCL that a rule sets replaces the -1 of the IP allow list (CF-11).
 */
export function overridesOf(
  run: Run,
  message: TenantMessage,
  policy: ContentFilterPolicy | undefined,
  tenantList: ListHit | undefined,
): readonly Override[] {
  const { from } = message.transit;
  const found: Override[] = [...byRule(message)];
  const remote = trustedRemoteDomain(run, message.tenant, message.transit);
  if (remote !== undefined)
    found.push({
      effect: 'allow',
      by: 'remoteDomain',
      name: text`TrustedMailInboundEnabled of the remote domain ${remote.name}`,
      sfv: undefined,
      scl: -1,
      at: `${remote.at}/TrustedMailInboundEnabled`,
    });
  if (message.ipAllowed === true && message.scl === undefined)
    found.push({ effect: 'allow', by: 'ip', name: text`the IP allow list`, sfv: 'IPV:CAL', scl: -1 });
  const hits = policyHits(run, policy, from).filter(({ effect }) => effect === 'block' || isCredible(message));
  for (const { effect, entry } of hits)
    found.push({
      effect,
      by: 'policyList',
      name:
        effect === 'allow'
          ? text`allowing ${entry.text} in the anti-spam policy ${policy?.name ?? ''}`
          : text`blocking ${entry.text} in the anti-spam policy ${policy?.name ?? ''}`,
      sfv: effect === 'allow' ? 'SFV:SKA' : 'SFV:SKB',
      scl: effect === 'allow' ? -1 : 9,
      at: entry.at,
    });
  if (tenantList?.effect === 'allow')
    found.push({
      effect: 'allow',
      by: 'tenantList',
      name: text`allowing ${tenantList.entry.text} in the Tenant Allow/Block List`,
      sfv: undefined,
      scl: null,
      at: tenantList.entry.at,
    });
  return found;
}

function byRule({ scl }: TenantMessage): readonly Override[] {
  if (scl === undefined || (scl > -1 && scl < 5)) return [];
  const effect = scl === -1 ? 'allow' : 'block';
  return [
    { effect, by: 'rule', name: text`the SCL of ${scl} that a rule set`, sfv: scl === -1 ? 'SFV:SKN' : 'SFV:SKS', scl },
  ];
}

/** SAFE-3: an allowed sender in an own accepted domain must pass authentication. */
function isCredible({ tenant, transit, judged }: TenantMessage): boolean {
  if (acceptedDomain(tenant, domainOf(transit.from)) === undefined || judged === undefined) return true;
  return judged.authentication.aligned || judged.sealedBy !== undefined;
}

/** The one that holds; of an allow and a block of different kinds the documents do not say which. */
export function settleOverrides(run: Run, overrides: readonly Override[]): Override | undefined {
  const [first] = overrides;
  const block = overrides.find(({ effect }) => effect === 'block');
  if (first === undefined || first.effect === 'block' || block === undefined) return first;
  return run.assume('filtering.allowAndBlock', ['first-stage', 'block']) === 'block' ? block : first;
}
