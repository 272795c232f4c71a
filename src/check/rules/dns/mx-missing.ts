import { list, text } from '../../../model/text.ts';
import { mxSuffixCloud } from '../../../reference/microsoft-names.ts';
import { type CheckContext, defineCheck, type Violation } from '../../check.ts';
import { mailExchangerChange } from '../../mail-exchanger-change.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { completeZone, type MxHost, mxHosts, mxSubject, receivingDomains, undeliveredTo } from './mx-hosts.ts';

interface MxMissing extends Violation {
  readonly domain: string;
  readonly zone: string;
  readonly fallback: boolean;
}

export const mxMissing = defineCheck<MxMissing>({
  id: 'dns/mx-missing',
  severity: 'error',
  docs: {
    summary: 'A domain that receives mail has no MX record.',
    why: 'Senders then try the address of the domain itself, which is mostly a web server, or return the message.',
    remedy: 'Publish the MX record that leads to the filter, the tenant or the own servers.',
    whenNotToApply: 'The domain is to receive no mail: publish a null MX (MX 0 .) so that senders learn it at once.',
    references: [
      {
        title: 'External DNS records for Microsoft 365',
        url: 'https://learn.microsoft.com/en-us/microsoft-365/enterprise/external-domain-name-system-records',
      },
      { title: 'RFC 5321 section 5.1', url: 'https://www.rfc-editor.org/rfc/rfc5321#section-5.1' },
    ],
  },
  *run(context) {
    const { view } = context.topology.dns;
    for (const { name, at } of receivingDomains(context)) {
      const zone = completeZone(context, name);
      const { status } = view.lookup(name, 'MX');
      if (zone === undefined || (status !== 'no-such-type' && status !== 'no-such-name')) continue;
      const fallback = ['A', 'AAAA'].some((type) => view.lookup(name, type).status === 'records');
      const soa = view.lookup(zone, 'SOA');
      const origin = soa.status === 'records' ? soa.origins?.[0] : undefined;
      yield {
        subject: mxSubject(name),
        at,
        evidence: [
          { at: origin?.kind === 'declared' ? origin.at : undefined, text: text`${zone} SOA: the zone is complete` },
        ],
        semantics: ['ACC-3'],
        explains: undeliveredTo(context, name),
        domain: name,
        zone,
        fallback,
      };
    }
  },
  explain: ({ domain, zone, fallback }) => ({
    problem: text`The accepted domain ${domain} has no MX record in the zone ${zone}, which is complete.`,
    consequence: fallback
      ? text`Senders connect to the address record of ${domain} instead, past every filter; where nobody answers there, mail is lost.`
      : text`Senders find no host for ${domain} and return their messages.`,
    remedy: text`Add ${`${domain}. IN MX 0 <host>.`} to the zone, with the host that the filter or the Microsoft 365 admin center names for this domain; for a domain without mail, add ${`${domain}. IN MX 0 .`}`,
  }),

  fix({ domain }, context) {
    const like = sameForAll(context, domain);
    const instead =
      like === undefined
        ? []
        : proposed(
            text`Let ${domain} receive its mail as the other domains do, at ${list(like.map(({ host }) => host))}`,
            'review',
            mailExchangerChange(context, domain, () => like),
          );
    return [
      ...instead,
      byPerson(
        text`Publish the MX record of ${domain}`,
        text`Publish the MX record that the filter in front, or the Microsoft 365 admin centre, names for ${domain}; for a domain without mail, publish ${`${domain}. IN MX 0 .`}`,
      ),
    ];
  },
});

/** The MX hosts of every other domain, where these are the same for all; a host of Microsoft's is for one domain alone. */
function sameForAll(context: CheckContext, domain: string): readonly MxHost[] | undefined {
  const sets = receivingDomains(context)
    .filter(({ name, isInitial }) => name !== domain && !isInitial)
    .map(({ name }) => mxHosts(context, name))
    .filter((hosts) => hosts.length > 0);
  const [first, ...others] = sets;
  const key = (hosts: readonly MxHost[]): string => hosts.map(({ preference, host }) => `${preference} ${host}`).join();
  if (first === undefined || others.some((one) => key(one) !== key(first))) return undefined;
  return first.some(({ host }) => mxSuffixCloud(host) !== undefined) ? undefined : first;
}
