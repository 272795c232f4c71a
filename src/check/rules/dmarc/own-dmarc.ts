import type { Span } from '../../../model/source.ts';
import { type DmarcDiscovery, findDmarc } from '../../../protocols/dmarc/find-dmarc.ts';
import { organizationalDomain } from '../../../protocols/dmarc/organizational-domain.ts';
import type { DmarcRecord } from '../../../protocols/dmarc/parse-dmarc.ts';
import type { CheckContext } from '../../check.ts';
import { isOwnName, type OwnDomain, ownMailDomains } from '../spf/own-mail-domains.ts';

export interface OwnDmarc {
  readonly domain: OwnDomain;
  readonly found: DmarcDiscovery;
  /** Where a record for the domain belongs: at its organizational domain where that is the organisation's too. */
  readonly holder: string;
}

/** What a receiver finds for every domain that the organisation sends as, or may. */
export const ownDmarc = (context: CheckContext): readonly OwnDmarc[] =>
  ownMailDomains(context).map((domain) => {
    const organizational = organizationalDomain(domain.name);
    return {
      domain,
      found: findDmarc(domain.name, context.topology.dns.view),
      holder: isOwnName(context, organizational) ? organizational : domain.name,
    };
  });

/** The name and place of a TXT record that discovery has read, by its text. */
export function placeOf(
  context: CheckContext,
  domain: string,
  { text }: Pick<DmarcRecord, 'text'>,
): { readonly name: string; readonly at: Span | undefined } | undefined {
  for (const name of [`_dmarc.${domain}`, `_dmarc.${organizationalDomain(domain)}`]) {
    const answer = context.topology.dns.view.lookup(name, 'TXT');
    if (answer.status !== 'records') continue;
    const index = answer.records.indexOf(text);
    if (index < 0) continue;
    const origin = answer.origins?.[index];
    return { name, at: origin?.kind === 'declared' ? origin.at : undefined };
  }
  return undefined;
}
