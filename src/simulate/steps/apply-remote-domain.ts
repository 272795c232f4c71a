import type { RemoteDomain } from '../../model/mail-policies.ts';
import { type Text, text } from '../../model/text.ts';
import { reply, type SpokenReply } from '../../reference/replies/replies.ts';
import type { RuleOwner } from '../rules/rule-owner.ts';
import type { Copy, Run, Transit } from '../run.ts';
import { covered } from './select-partner-connector.ts';

/** The declared remote domains that are for a domain (RD-2), of which one governs mail to it. */
export const remoteDomainsOver = (owner: RuleOwner, domain: string): readonly RemoteDomain[] =>
  owner.remoteDomains.filter((one) => covered(one.domain, domain));

/** The remote domain that governs mail to a domain (RD-1 to RD-3); undefined: none is declared, and the built-in one holds. */
export function remoteDomainOf(run: Run, owner: RuleOwner, domain: string): RemoteDomain | undefined {
  const matching = remoteDomainsOver(owner, domain);
  const [first, second] = matching;
  if (second === undefined) return first;
  const exact = matching.find((one) => one.domain.kind === 'exact');
  if (exact !== undefined) return exact;
  const wildcards = matching.filter((one) => one.domain.kind === 'wildcard');
  const [listed] = wildcards;
  if (wildcards.length < 2) return listed ?? first;
  const longest = [...wildcards].sort((left, right) => right.domain.text.length - left.domain.text.length)[0];
  if (longest === listed) return listed;
  // PUNC-16
  return run.assume('remoteDomains.nested', ['longest', 'first']) === 'longest' ? longest : listed;
}

/** What a remote domain says of mail to it, defaults filled in (RD-5 to RD-10, RD-13); undefined: the built-in one. */
export function settingsTowards(
  { side }: Pick<RuleOwner, 'side'>,
  remote: RemoteDomain | undefined,
): Readonly<Record<string, string | boolean>> {
  const fallback = allowsByDefault(side, remote);
  return {
    AutoForwardEnabled: remote?.autoForwardEnabled ?? fallback,
    AutoReplyEnabled: remote?.autoReplyEnabled ?? fallback,
    AllowedOOFType: remote?.allowedOofType ?? 'External',
    IsInternal: remote?.isInternal ?? false,
    NDREnabled: remote?.ndrEnabled ?? true,
    TrustedMailOutboundEnabled: remote?.trustedMailOutboundEnabled ?? false,
  };
}

/** RD-5, RD-6: the built-in object of Exchange Server forbids both, every other allows them. */
const allowsByDefault = (side: RuleOwner['side'], remote: RemoteDomain | undefined): boolean =>
  side === 'cloud' || (remote !== undefined && remote.domain.kind !== 'all');

interface Automatic {
  readonly property: 'AutoForwardEnabled' | 'AutoReplyEnabled' | 'AllowedOOFType' | 'NDREnabled';
  readonly what: Text;
  readonly semantics: readonly string[];
  /** What message trace shows of it. */
  readonly event: SpokenReply | undefined;
}

/**
 * Whether a remote domain suppresses an automatic message to somebody outside (RD-5 to RD-10, RD-17): at recipient resolution,
 * for this recipient alone (RD-19), before any rule sees it (ORDER-22), and without a word to anybody.
 */
export function applyRemoteDomain(
  run: Run,
  at: { readonly owner: RuleOwner; readonly hop: number; readonly transit: Transit },
  copy: Copy,
  domain: string,
): boolean {
  const { owner, hop, transit } = at;
  const last = copy.forwards.at(-1);
  if (transit.type === 'normal' && last === undefined) return false;
  // RD-4: accepted domains are not remote.
  if (owner.accepted(domain) !== undefined) return false;
  const remote = remoteDomainOf(run, owner, domain);
  const found = suppressed(run, owner, transit, copy, remote);
  if (found === undefined) {
    if (transit.type === 'oof') noteReply(run, hop, remote);
    return false;
  }
  const seen = found.event === undefined ? '' : text`; message trace shows ${found.event.text}`;
  run.decide(hop, 'apply-remote-domain', [...found.semantics, 'RD-19'], () => ({
    verdict: text`dropped in silence`,
    because:
      remote === undefined
        ? text`${found.what}; no remote domain is declared, and ${found.property} of the built-in Default is false on-premises${seen}`
        : text`${found.what}; ${found.property} of the remote domain ${remote.name} forbids it${seen}`,
    evidence:
      remote === undefined
        ? []
        : [run.setting(`${remote.at}/${found.property}`, text`${found.property} of ${remote.name}`)],
  }));
  return true;
}

/** RD-7: both texts are made, and the one that is not for outsiders is dropped: message trace shows that every time. */
function noteReply(run: Run, hop: number, remote: RemoteDomain | undefined): void {
  const type = remote?.allowedOofType ?? 'External';
  run.decide(hop, 'apply-remote-domain', ['RD-6'], () => ({
    verdict: type === 'InternalLegacy' ? text`the reply for insiders leaves` : text`the reply for outsiders leaves`,
    because: text`AllowedOOFType of ${remote === undefined ? text`the built-in remote domain` : text`the remote domain ${remote.name}`} is ${type}; the other text is dropped as usual (${reply('automaticReplyDropped').text})`,
    evidence:
      remote === undefined ? [] : [run.setting(`${remote.at}/AllowedOOFType`, text`AllowedOOFType of ${remote.name}`)],
  }));
}

function suppressed(
  run: Run,
  owner: RuleOwner,
  transit: Transit,
  copy: Copy,
  remote: RemoteDomain | undefined,
): Automatic | undefined {
  const fallback = allowsByDefault(owner.side, remote);
  if (transit.type === 'oof') {
    if (!(remote?.autoReplyEnabled ?? fallback)) return automaticReply('AutoReplyEnabled');
    return remote?.allowedOofType === 'None' ? automaticReply('AllowedOOFType') : undefined;
  }
  if (transit.type === 'ndr' && transit.mailFrom === '' && remote?.ndrEnabled === false)
    return {
      property: 'NDREnabled',
      what: text`the message is a non-delivery report`,
      semantics: ['RD-10'],
      event: undefined,
    };
  if (remote?.autoForwardEnabled ?? fallback) return undefined;
  return governedForward(run, owner, transit, copy);
}

const automaticReply = (property: 'AutoReplyEnabled' | 'AllowedOOFType'): Automatic => ({
  property,
  what: text`the message is an automatic reply`,
  semantics: [property === 'AutoReplyEnabled' ? 'RD-6' : 'RD-7'],
  event: property === 'AutoReplyEnabled' ? undefined : reply('automaticReplyDropped'),
});

/** Table 4.3, first row: which forwards AutoForwardEnabled governs. */
function governedForward(run: Run, owner: RuleOwner, transit: Transit, { forwards }: Copy): Automatic | undefined {
  const last = forwards.at(-1);
  const forward = (what: Text, semantics: readonly string[]): Automatic => ({
    property: 'AutoForwardEnabled',
    what,
    semantics,
    event: reply('autoForwardDropped'),
  });
  if (transit.type === 'autoForward') return forward(text`the message is an automatic forward`, ['RD-5', 'RD-17']);
  if (last === undefined || last.owner !== owner.key) return undefined;
  switch (last.kind) {
    case 'ForwardingSmtpAddress':
    case 'RedirectTo':
    case 'ForwardTo':
    case 'ForwardAsAttachmentTo':
      return forward(text`${last.by} forwards it by ${last.kind}`, ['RD-5', 'RD-17']);
    case 'rule':
      return run.assume('forwarding.remoteDomainGovernsRules', ['no', 'yes']) === 'yes'
        ? forward(text`a mail flow rule sends it to somebody outside`, ['RD-17'])
        : undefined;
    case 'ForwardingAddress':
    case 'expansion':
      return undefined;
  }
}
