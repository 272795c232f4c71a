import type { RemoteDomain } from '../../../model/mail-policies.ts';
import { list, text } from '../../../model/text.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import { rulesOfPremises, rulesOfTenant } from '../../../simulate/rules/rule-owner.ts';
import { remoteDomainsOver, settingsTowards } from '../../../simulate/steps/apply-remote-domain.ts';
import { type CheckContext, defineCheck, isQuestion, subject, type Violation } from '../../check.ts';
import { newObject, proposed } from '../../proposed-fix.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { ownRemoteDomains } from './foreign-domain.ts';
import { remoteDomainPages } from './remote-domain-pages.ts';

interface NotCovered extends Violation {
  readonly remote: RemoteDomain;
  readonly domain: string;
  readonly address: string;
  /** What the remote domain sets otherwise than the one that holds, by property. */
  readonly settings: Readonly<Record<string, string | boolean>>;
  readonly side: 'cloud' | 'onPremises';
}

/** Mail goes to a subdomain of a remote domain that is for the domain alone, without `*.` (RD-2, RD-3). */
export const subdomainNotCovered = defineCheck<NotCovered>({
  id: 'remote-domain/subdomain-not-covered',
  severity: 'warning',
  covers: ['PMIS-65'],
  docs: {
    summary: 'Mail goes to a subdomain of a remote domain that is for the domain alone.',
    why: 'A remote domain without *. is for exactly its domain: to subdomains the settings of the remote domain for all domains hold, which differ.',
    remedy: 'A remote domain for the domain and all its subdomains, with *. in front.',
    whenNotToApply: 'Where only the domain itself is meant, and its subdomains are somebody else.',
    references: [remoteDomainPages.newRemoteDomain, remoteDomainPages.remoteDomains],
  },

  *run(context) {
    for (const { remote, name, side } of ownRemoteDomains(context)) {
      if (remote.domain.kind !== 'exact') continue;
      const found = mailBelow(context, remote, remote.domain.domain, side);
      if (found === undefined) continue;
      const { probed, outcome, settings } = found;
      const at = `${remote.at}/DomainName`;
      yield {
        subject: subject('remote-domain', name),
        at,
        evidence: [
          { at: context.sources.locate(at), text: `${remote.name}: ${remote.domain.text}` },
          ...sessionEvidence(context, probed, outcome),
        ],
        semantics: ['RD-2', 'RD-3', 'PMIS-65'],
        confidence: outcome.confidence,
        remote,
        domain: remote.domain.domain,
        address: outcome.finalRecipient,
        settings,
        side,
      };
    }
  },

  explain: ({ remote: { name }, domain, address, settings }) => ({
    problem: text`The remote domain ${name} is for ${domain} alone, and mail goes to ${address}.`,
    consequence:
      Object.keys(settings).length === 1
        ? text`${list(Object.keys(settings), 'and')} of ${name} does not hold for that address, but what the remote domain for all domains says.`
        : text`${list(Object.keys(settings), 'and')} of ${name} do not hold for that address, but what the remote domain for all domains says.`,
    remedy: text`New-RemoteDomain -Name ${quoted(subdomainsOf(name))} -DomainName ${quoted(`*.${domain}`)}, and set it like ${name}: the domain of a remote domain cannot be changed.`,
  }),

  fix: ({ remote: { name }, domain, settings, side }) =>
    proposed(
      text`Give the subdomains of ${domain} a remote domain with the settings of ${name}`,
      'review',
      newObject(side === 'cloud' ? '/tenant/remoteDomains' : '/onPremises/remoteDomains', subdomainsOf(name), {
        DomainName: `*.${domain}`,
        ...settings,
      }),
    ),
});

const subdomainsOf = (name: string): string => `${name} and its subdomains`;

/**
 * Somebody's mail to a subdomain that no remote domain of that side but the one for all names, where that says something else.
 */
function mailBelow(context: CheckContext, remote: RemoteDomain, domain: string, side: 'cloud' | 'onPremises') {
  const { own, premises } = context.world;
  const [owner, isThere] =
    side === 'cloud'
      ? [own && rulesOfTenant(context.world, own), (node: string) => node === own?.tenant.node]
      : [
          premises && rulesOfPremises(context.world, premises, 'mailbox'),
          (node: string) => premises?.mailboxServers.some((server) => server.node === node) === true,
        ];
  if (owner === undefined) return undefined;
  for (const { probed, outcome } of outcomesOf(context.traces)) {
    const address = domainOf(outcome.finalRecipient);
    if (isQuestion(probed) || !address.endsWith(`.${domain}`) || owner.accepted(address) !== undefined) continue;
    // It was already on its way there when that side had it: it ended there, or was handed on from there.
    const handedOn = outcome.hops.some((index) => {
      const leg = probed.trace.hops[index];
      return leg !== undefined && isThere(leg.from) && leg.recipients.some((one) => domainOf(one) === address);
    });
    if (!handedOn && !isThere(outcome.endsAt)) continue;
    const over = remoteDomainsOver(owner, address);
    if (over.some((one) => one.domain.kind !== 'all')) continue;
    const held = settingsTowards(owner, over[0]);
    const settings = Object.fromEntries(
      Object.entries(settingsTowards(owner, remote)).filter(([name, value]) => held[name] !== value),
    );
    if (Object.keys(settings).length > 0) return { probed, outcome, settings };
  }
  return undefined;
}
