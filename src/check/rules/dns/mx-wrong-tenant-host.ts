import { list, text } from '../../../model/text.ts';
import type { Cloud } from '../../../model/topology.ts';
import { microsoftNames, mxSuffixCloud } from '../../../reference/microsoft-names.ts';
import { acceptedDomain } from '../../../simulate/world.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { mailExchangerChange } from '../../mail-exchanger-change.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { mxEvidence, mxHosts, mxSubject, receivingDomains, tracesEndedBy } from './mx-hosts.ts';

interface MxWrongTenantHost extends Violation {
  readonly domain: string;
  readonly preference: number;
  readonly host: string;
  readonly cloud: Cloud;
  readonly fault:
    | { readonly kind: 'cloud'; readonly suffix: string; readonly theirs: string }
    | { readonly kind: 'label'; readonly label: string; readonly expected: string };
}

export const mxWrongTenantHost = defineCheck<MxWrongTenantHost>({
  id: 'dns/mx-wrong-tenant-host',
  severity: 'warning',
  docs: {
    summary: 'An MX names a Microsoft host of another cloud or of another domain.',
    why: 'Another cloud does not know the tenant and refuses its mail; the host of another domain works by luck and may go away with that domain.',
    remedy: 'Copy the MX value that the admin center shows for this domain.',
    references: [
      {
        title: 'External DNS records for Microsoft 365',
        url: 'https://learn.microsoft.com/en-us/microsoft-365/enterprise/external-domain-name-system-records',
      },
    ],
  },
  *run(context) {
    const { own } = context.world;
    if (own === undefined) return;
    const { cloud } = own.tenant;
    for (const { name } of receivingDomains(context)) {
      if (acceptedDomain(own, name) === undefined) continue;
      for (const mx of mxHosts(context, name)) {
        const fault = faultOf(name, mx.host, cloud);
        if (fault === undefined) continue;
        yield {
          subject: mxSubject(name),
          at: mx.at,
          evidence: [
            mxEvidence(name, mx),
            { at: context.sources.locate(own.tenant.at), text: text`cloud of the tenant: ${cloud}` },
          ],
          semantics: ['NET-3'],
          explains: fault.kind === 'cloud' ? tracesEndedBy(context, name, wrongRegion) : [],
          detail: mx.host,
          domain: name,
          preference: mx.preference,
          host: mx.host,
          cloud,
          fault,
        };
      }
    }
  },
  explain({ domain, preference, host, cloud, fault }) {
    const suffixes = microsoftNames('mx-suffix', cloud)
      .filter((name) => !/legacy|closed/u.test(name.cloud))
      .map((name) => name.value);
    const remedy = text`Replace ${`MX ${preference} ${host}`} of ${domain} by the value that the Microsoft 365 admin center, or Graph under serviceConfigurationRecords, shows for ${domain}; in this cloud it ends in ${list(suffixes, 'or')}.`;
    if (fault.kind === 'cloud')
      return {
        problem: text`The MX of ${domain} names ${host}, a host of Microsoft's cloud ${fault.theirs}, and the tenant is in the cloud ${cloud}.`,
        consequence: text`Hosts under ${fault.suffix} do not know the tenant and refuse mail for ${domain} (451 4.4.62, ATTR35).`,
        remedy,
      };
    return {
      problem: text`The MX of ${domain} names ${host}, whose first label does not begin with ${fault.expected}, as that of a host for this domain does.`,
      consequence: text`The host was assigned to another domain; whether it takes the mail of ${domain} is not promised, and MTA-STS, DANE and IPv6 settings of ${domain} do not apply there.`,
      remedy,
    };
  },

  fix({ domain, host, cloud }, context) {
    const others = mxHosts(context, domain).filter((one) => one.host !== host);
    const sound = others.some(
      (one) => mxSuffixCloud(one.host) !== undefined && faultOf(domain, one.host, cloud) === undefined,
    );
    const removed = sound
      ? proposed(
          text`Take ${host} out of the MX of ${domain}`,
          'review',
          mailExchangerChange(context, domain, (before) => before.filter((one) => one.host !== host)),
        )
      : [];
    return [
      ...removed,
      byPerson(
        text`Copy the MX value of ${domain} from the Microsoft 365 admin centre`,
        text`Put the value that the Microsoft 365 admin centre, or Graph under serviceConfigurationRecords, shows for ${domain} in the place of ${host} in its MX.`,
      ),
    ];
  },
});

/** What another cloud answers (ATTR-20). */
const wrongRegion: ReadonlySet<string> = new Set(['4.4.62']);

function faultOf(domain: string, host: string, cloud: Cloud): MxWrongTenantHost['fault'] | undefined {
  const suffix = mxSuffixCloud(host);
  if (suffix === undefined) return undefined;
  if (!suffix.clouds.includes(cloud)) return { kind: 'cloud', suffix: suffix.value, theirs: suffix.cloud };
  const [label = ''] = host.split('.');
  const expected = domain.replaceAll('.', '-');
  return beginsWith(label, expected) ? undefined : { kind: 'label', label, expected };
}

/** NET-3: names with dashes or long names may lose some of theirs or carry extra characters, so only the start is compared. */
function beginsWith(label: string, expected: string): boolean {
  const long = 40;
  const bare = (name: string): string => name.replaceAll('-', '').slice(0, long);
  return label.startsWith(expected) || (/-.*-/u.test(expected) && bare(label).startsWith(bare(expected)));
}
