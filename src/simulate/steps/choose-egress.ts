import { type EgressPool, poolText } from '../../model/egress-pool.ts';
import { text } from '../../model/text.ts';
import type { OutboundConnector } from '../../model/topology.ts';
import { domainOf, localPartOf } from '../../protocols/smtp/mail-address.ts';
import { sampleEgress } from '../../reference/microsoft-ranges.ts';
import { rulesOfTenant } from '../rules/rule-owner.ts';
import type { Copy, Note, Run, Transit } from '../run.ts';
import { acceptedDomain, type CompiledTenant, memo } from '../world.ts';
import { remoteDomainOf } from './apply-remote-domain.ts';
import { spfOf } from './authenticate-sender.ts';

export interface Egress {
  readonly mailFrom: string;
  readonly pool: EgressPool;
  readonly ip: string;
  readonly notes: readonly Note[];
}

/**
 * How a message leaves Exchange Online for the Internet: sender rewriting (CFWD-1 to CFWD-3, SRS-1 to SRS-4) and the pool of
 * addresses (CFWD-4, CFWD-5). Whoever sent the message on signs for it; `bounces` of the default domain stands for relayed
 * mail (CFWD-2).
 */
export function chooseEgress(
  run: Run,
  tenant: CompiledTenant,
  transit: Transit,
  copy: Copy,
  connector: OutboundConnector | undefined,
): Egress {
  const { cloud } = tenant.tenant;
  const sample = (pool: Egress['pool']) => sampleEgress(cloud, pool).text;
  const sender = domainOf(transit.mailFrom);
  const pooled = (
    pool: Egress['pool'],
    mailFrom: string,
    ids: readonly string[],
    say: () => ReturnType<typeof text>,
  ): Egress => {
    const risky = pool === 'regular' && isOutboundSpam(run, tenant, copy);
    const taken = risky ? 'highRisk' : pool;
    return {
      mailFrom,
      pool: taken,
      ip: sample(taken),
      notes: [
        run.note('choose-egress', risky ? [...ids, 'CFWD-5', 'SRS-6'] : ids, () => ({
          verdict: text`${poolText[taken]} pool, envelope sender ${mailFrom === '' ? '<>' : mailFrom}`,
          because: risky ? text`${say()}; content filtering finds ${run.message.verdict}` : say(),
        })),
      ],
    };
  };
  if (sender === '')
    return pooled('highRisk', '', ['CFWD-5'], () => text`a message without envelope sender leaves like every NDR`);
  if (acceptedDomain(tenant, sender) !== undefined)
    return pooled('regular', transit.mailFrom, ['CFWD-4'], () => text`${sender} is an accepted domain`);
  const dkimSaves = transit.dkim.some((one) => one.result === 'pass' && one.domain === domainOf(transit.from));
  const passed = passedOnArrival(run, sender, copy);
  if (!passed && !(dkimSaves && run.assume('srs.dkimAloneAvoidsRelayPool', ['no', 'yes']) === 'yes')) {
    return pooled('relay', transit.mailFrom, ['CFWD-4', 'CFWD-3'], () =>
      copy.arrivalSpf === 'undetermined'
        ? text`${sender} is not accepted, and whether SPF passed on arrival is open: it is taken not to have; the relay pool rewrites nothing`
        : text`${sender} is not accepted and SPF did not pass on arrival (${copy.arrivalSpf ?? text`not evaluated`}); the relay pool rewrites nothing`,
    );
  }
  if (homeless(run, sender))
    return pooled('highRisk', transit.mailFrom, ['CFWD-5'], () => text`${sender} has neither A nor MX`);
  if (connector?.connectorType === 'OnPremises' && !connector.senderRewritingEnabled) {
    return pooled(
      'regular',
      transit.mailFrom,
      ['CFWD-3'],
      () => text`${connector.name} is of type OnPremises and SenderRewritingEnabled is off`,
    );
  }
  const rewritten = rewrite(tenant, transit, copy);
  return pooled(
    'regular',
    rewritten,
    ['CFWD-1', 'CFWD-2'],
    () => text`the foreign envelope sender ${transit.mailFrom} is rewritten (SRS)`,
  );
}

/** CFWD-4, SRS-5: SPF of the foreign sender when Microsoft 365 received the message; open where nobody supplies its record. */
function passedOnArrival(run: Run, sender: string, { arrivalSpf }: Copy): boolean {
  if (arrivalSpf !== 'undetermined') return arrivalSpf === 'pass';
  const answer = run.ask(
    `spf-on-arrival ${sender}`,
    ['no', 'yes'],
    () =>
      text`whether SPF of ${sender} passed when Exchange Online received the message, which the topology does not tell`,
  );
  return answer === 'yes';
}

const spamVerdicts: ReadonlySet<string> = new Set(['spam', 'highConfidenceSpam', 'phish', 'highConfidencePhish']);

/** SRS-6, unless the remote domain of the recipient has TrustedMailOutboundEnabled: then nothing is filtered (RD-13). */
function isOutboundSpam(run: Run, tenant: CompiledTenant, { address }: Copy): boolean {
  if (!spamVerdicts.has(run.message.verdict)) return false;
  const { remoteDomains } = tenant.tenant;
  if (!remoteDomains.some((one) => one.trustedMailOutboundEnabled)) return true;
  const owner = rulesOfTenant(run.world, tenant);
  return remoteDomainOf(run, owner, domainOf(address))?.trustedMailOutboundEnabled !== true;
}

/** CFWD-2: the form, without the hash and time that only the service knows. */
export function rewrite(tenant: CompiledTenant, transit: Transit, copy: Copy): string {
  const last = copy.forwards.at(-1);
  // CFWD-2: what own servers forward is relayed mail here.
  const via = last?.owner === tenant.tenant.node ? last.by : undefined;
  if (via !== undefined) {
    const local = `${localPartOf(via)}+SRS=hash=time=${domainOf(transit.mailFrom)}=${localPartOf(transit.mailFrom)}`;
    if (local.length <= 64) return `${local}@${domainOf(via)}`;
  }
  return relayedSender(tenant);
}

/** CFWD-2: what becomes of the envelope sender of relayed mail, and of one that is too long. */
export function relayedSender({ tenant }: CompiledTenant): string {
  const fallback =
    tenant.acceptedDomains.find((domain) => domain.isDefault) ??
    tenant.acceptedDomains.find((domain) => !domain.isInitial && !domain.isCoexistence);
  return `bounces+SRS=hash=time@${fallback?.name ?? tenant.domain}`;
}

/** Neither A nor MX in a zone that is complete (CFWD-5). */
function homeless(run: Run, domain: string): boolean {
  return memo(run.world, `homeless ${domain}`, () =>
    ['A', 'AAAA', 'MX'].every((type) => {
      const { status } = run.world.topology.dns.view.lookup(domain, type);
      return status === 'no-such-name' || status === 'no-such-type';
    }),
  );
}

/** What SPF says to the receiver of the leg. */
export const egressSpf = (run: Run, ip: string | null, mailFrom: string, helo: string) =>
  spfOf(run, ip, mailFrom, helo).result;
