import type { RemoteDomain } from '../../model/mail-policies.ts';
import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { rulesOfTenant } from '../rules/rule-owner.ts';
import type { Run, Transit } from '../run.ts';
import type { CompiledTenant } from '../world.ts';
import { remoteDomainOf } from './apply-remote-domain.ts';

/** The remote domain of the sender where its TrustedMailInboundEnabled is on (RD-4, RD-12): it is known by name alone. */
export function trustedRemoteDomain(
  run: Run,
  tenant: CompiledTenant,
  transit: Pick<Transit, 'mailFrom' | 'from'>,
): RemoteDomain | undefined {
  if (!tenant.tenant.remoteDomains.some((one) => one.trustedMailInboundEnabled)) return undefined;
  const owner = rulesOfTenant(run.world, tenant);
  const trusted = (sender: string): RemoteDomain | undefined => {
    const found = sender === '' ? undefined : remoteDomainOf(run, owner, sender);
    return found?.trustedMailInboundEnabled === true ? found : undefined;
  };
  const envelope = trusted(domainOf(transit.mailFrom));
  const header = trusted(domainOf(transit.from));
  if (envelope === header) return envelope;
  const by = run.ask(
    'sender of TrustedMailInboundEnabled',
    ['envelope', 'header'],
    () => text`whether TrustedMailInboundEnabled looks at the envelope sender or at the From header`,
  );
  return by === 'envelope' ? envelope : header;
}
