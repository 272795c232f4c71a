import type { AntiPhishPolicy } from '../../model/mail-policies.ts';
import { type Text, text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Resolved } from '../rules/fork.ts';
import type { Note, Run, Transit } from '../run.ts';
import type { TenantMessage } from '../tenant-message.ts';
import { acceptedDomain, type CompiledTenant } from '../world.ts';
import { chooseFilterPolicy } from './choose-filter-policy.ts';
import { composeAuthentication, type JudgedSender } from './judge-sender.ts';
import { spoofItemOf } from './match-sender-lists.ts';
import { mxLeadsToTenant } from './resolve-next-hop.ts';

export interface DmarcAction {
  readonly action: 'none' | 'reject' | 'quarantine' | 'junk';
  /** The sender's published policy is what acts, and not spoof intelligence. */
  readonly honored: boolean;
  /** A block of the Tenant Allow/Block List asks for it, which no list of a user overrides (SAFE-5). */
  readonly blocked: boolean;
  readonly note: Note;
}

const actionText: Readonly<Record<DmarcAction['action'], Text>> = {
  none: text`none`,
  reject: text`reject`,
  quarantine: text`quarantine`,
  junk: text`junk`,
};

/**
 * What the tenant does with a message that fails authentication (AUTH-4 to AUTH-7). The published policy is honoured only
 * where the domain's MX leads here or Enhanced Filtering found the source; what it does not decide is left to spoof
 * intelligence, which acts on an implicit fail.
 */
export function honorDmarc(run: Run, message: TenantMessage, judged: JudgedSender, recipient: Resolved): DmarcAction {
  const { tenant, transit } = message;
  const { authentication, sealedBy } = judged;
  const none = (because: () => Text, ids: readonly string[] = ['AUTH-6']): DmarcAction => ({
    action: 'none',
    honored: false,
    blocked: false,
    note: run.note('honor-dmarc', ids, () => ({ verdict: text`no action`, because: because() })),
  });
  if (authentication.aligned) return none(() => text`SPF or DKIM passes for the domain of the From header`);
  if (sealedBy !== undefined) return none(() => text`the seal of ${sealedBy} vouches for the sender`, ['AUTH-9']);
  const policy = policyFor(run, message, recipient);
  const act = (
    action: DmarcAction['action'],
    ids: readonly string[],
    because: () => Text,
    kind: { readonly honored?: boolean; readonly blocked?: boolean } = {},
  ): DmarcAction => ({
    action,
    honored: kind.honored ?? false,
    blocked: kind.blocked ?? false,
    note: run.note('honor-dmarc', ids, () => ({
      verdict: actionText[action],
      because: because(),
      evidence: policy === undefined ? [] : [run.setting(policy.at, text`anti-phishing policy ${policy.name}`)],
    })),
  });
  const listed = spoofItemOf(run, tenant, transit.from, judged);
  if (listed?.action === 'Allow')
    return none(
      () => text`the Tenant Allow/Block List allows ${listed.spoofedUser.text} from ${listed.infrastructure.text}`,
      ['AUTH-8'],
    );
  if (listed !== undefined)
    return act(
      failAction(policy),
      ['SAFE-4'],
      () => text`the Tenant Allow/Block List blocks ${listed.spoofedUser.text} from ${listed.infrastructure.text}`,
      { blocked: true },
    );
  const honor = policy?.honorDmarcPolicy ?? true;
  const spoof = policy?.enableSpoofIntelligence ?? true;
  const { dmarc, policy: published } = authentication;
  if (dmarc === 'fail' && (published === 'reject' || published === 'quarantine')) {
    const honored = isHonored(run, policy, judged, recipient);
    if (honored && isSampled(run, transit.from, authentication.percent))
      return act(
        published === 'reject' ? rejectAction(policy) : quarantineAction(policy),
        ['AUTH-5', 'AUTH-6', 'AUTH-7'],
        () => text`DMARC fails, the sender's policy is p=${published}, and HonorDmarcPolicy is on`,
        { honored: true },
      );
    if (!spoof && !honor)
      return act(
        'quarantine',
        ['AUTH-6'],
        () => text`DMARC fails with p=${published}; HonorDmarcPolicy and spoof intelligence are both off`,
      );
    const because = !honor
      ? text`HonorDmarcPolicy is off`
      : honored
        ? text`pct=${authentication.percent} leaves this message out`
        : text`the MX of the recipient's domain leads elsewhere and Enhanced Filtering found no source, so the policy is not honoured`;
    if (!spoof) return none(() => text`DMARC fails with p=${published}; ${because}; spoof intelligence is off`);
    return act(
      failAction(policy),
      !honor ? ['AUTH-6'] : honored ? ['AUTH-6', 'AUTH-10'] : ['AUTH-6', 'AUTH-7', 'EFC-12'],
      () => text`DMARC fails with p=${published}; ${because}; spoof intelligence acts`,
    );
  }
  if (dmarc === 'undetermined') return none(() => text`the authentication is undetermined`);
  if (!spoof) return none(() => text`no policy asks for an action, and spoof intelligence is off`);
  const isOwn = (name: string) => acceptedDomain(tenant, name) !== undefined;
  const composite = composeAuthentication(run, isOwn, transit.from, judged);
  if (composite.result !== 'fail') return none(() => text`composite authentication is taken to pass by reputation`);
  const domain = domainOf(transit.from);
  return act(failAction(policy), ['AUTH-2', 'AUTH-6'], () =>
    !isOwn(domain)
      ? text`${domain} fails composite authentication (reason ${composite.reason ?? ''}) and asks for no action itself; spoof intelligence acts`
      : text`the own domain ${domain} is used without authentication; spoof intelligence acts`,
  );
}

/**
 * `action=` of Authentication-Results (AUTH-1), as far as the documents tell it: what becomes of a failed DMARC check by the
 * published policy, HonorDmarcPolicy, and pct. undefined: they do not.
 */
export function dmarcActionWord(
  run: Run,
  tenant: CompiledTenant,
  transit: Transit,
  judged: JudgedSender,
  recipient: Resolved,
): string | undefined {
  const { dmarc, policy: published, percent } = judged.authentication;
  if (dmarc === 'undetermined') return undefined;
  if (dmarc === 'temperror' || dmarc === 'permerror') return dmarc;
  if (dmarc !== 'fail' || published === undefined || published === 'none') return 'none';
  const policy = policyFor(run, { tenant }, recipient);
  if (policy?.honorDmarcPolicy === false) return published === 'reject' ? 'oreject' : undefined;
  if (!isHonored(run, policy, judged, recipient)) return undefined;
  if (!isSampled(run, transit.from, percent)) return `pct.${published}`;
  return published === 'quarantine' ? 'quarantine' : undefined;
}

const policyFor = (run: Run, message: Pick<TenantMessage, 'tenant'>, recipient: Resolved) => {
  const { antiPhishPolicies, antiPhishRules } = message.tenant.tenant;
  const policies = antiPhishPolicies.filter((one) => one.enabled);
  return chooseFilterPolicy(run, message, recipient, { policies, rules: antiPhishRules }, settingsOf);
};

/** AUTH-7: where the MX leads here, or Enhanced Filtering found the source. */
const isHonored = (
  run: Run,
  policy: AntiPhishPolicy | undefined,
  { source }: JudgedSender,
  { copy }: Resolved,
): boolean =>
  (policy?.honorDmarcPolicy ?? true) &&
  (source.recovered || mxLeadsToTenant(run.world, domainOf(copy.address)) !== false);

/** AUTH-10: the policy is for a share of the messages, and which ones is chance. */
function isSampled(run: Run, from: string, percent: number): boolean {
  if (percent === 0 || percent === 100) return percent === 100;
  const domain = domainOf(from);
  const answer = run.ask(
    `pct ${domain}`,
    ['applied', 'spared'],
    () =>
      text`whether the message is among the ${percent} of a hundred that the DMARC policy of ${domain} is for (pct)`,
  );
  return answer === 'applied';
}

const rejectAction = (policy: AntiPhishPolicy | undefined): DmarcAction['action'] =>
  policy?.dmarcRejectAction === 'Quarantine' ? 'quarantine' : 'reject';
const quarantineAction = (policy: AntiPhishPolicy | undefined): DmarcAction['action'] =>
  policy?.dmarcQuarantineAction === 'MoveToJmf' ? 'junk' : 'quarantine';
const failAction = (policy: AntiPhishPolicy | undefined): DmarcAction['action'] =>
  policy?.authenticationFailAction === 'Quarantine' ? 'quarantine' : 'junk';

/** All that a policy decides here, with its defaults. */
const settingsOf = (policy: AntiPhishPolicy | undefined): string =>
  [
    policy?.honorDmarcPolicy ?? true,
    policy?.enableSpoofIntelligence ?? true,
    rejectAction(policy),
    quarantineAction(policy),
    failAction(policy),
  ].join();
