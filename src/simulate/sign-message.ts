import { domainOf } from '../protocols/smtp/mail-address.ts';
import type { Transit } from './run.ts';
import type { TenantMessage } from './tenant-message.ts';
import { transitWith } from './transit.ts';
import { acceptedDomain } from './world.ts';

/**
 * What Exchange Online signs: the domain of the From header where its DkimSigningConfig is enabled, else the initial domain
 * (the default signature). Mail that only passes through keeps its signatures.
 */
export function signed(message: TenantMessage, transit: Transit): Transit {
  if (message.directionality !== 'Originating') return transit;
  const { tenant } = message.tenant;
  const from = domainOf(transit.from);
  if (acceptedDomain(message.tenant, from) === undefined) return transit;
  const config = tenant.dkimSigningConfigs.find((one) => one.domain === from);
  const domain = config?.enabled === true ? from : tenant.domain;
  return transitWith(transit, {
    dkim: [...transit.dkim.filter((one) => one.domain !== domain), { domain, result: 'pass' }],
  });
}

/** RULE-44 is about one pass: the next system reads the header that the message carries. */
export function withoutOriginal(transit: Transit): Transit {
  return transit.originalFrom === undefined ? transit : transitWith(transit, { originalFrom: undefined });
}
