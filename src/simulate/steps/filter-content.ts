import { folderText } from '../../model/delivery-status.ts';
import type { ContentFilterPolicy, ContentVerdict, SpamAction, SpamVerdict } from '../../model/filtering.ts';
import { type Text, text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Resolved } from '../rules/fork.ts';
import type { Note, Run } from '../run.ts';
import type { TenantMessage } from '../tenant-message.ts';
import { acceptedDomain } from '../world.ts';
import { chooseFilterPolicy } from './choose-filter-policy.ts';
import { type DmarcAction, honorDmarc } from './honor-dmarc.ts';
import { type ListHit, policyHits, tenantListHit, userListHit } from './match-sender-lists.ts';
import { type Override, overridesOf, settleOverrides } from './override-verdict.ts';
import { mxLeadsToTenant } from './resolve-next-hop.ts';

/** What filtering does with one copy. */
export interface Filtered {
  readonly end: 'inbox' | 'junk' | 'quarantine' | 'drop' | 'reject' | 'redirect';
  /** What X-Forefront-Antispam-Report says, as far as it is known (SAFE-2, AUTH-3); undefined: nothing. */
  readonly sfv: string | undefined;
  /** As far as the documents tell it; null: not known. */
  readonly scl: number | null;
  /** The sender's failed authentication decided. */
  readonly spoof: boolean;
  /** The policy whose action changes the message or its recipients. */
  readonly change: { readonly action: SpamAction; readonly policy: ContentFilterPolicy } | undefined;
  readonly notes: readonly Note[];
}

const endText: Readonly<Record<Filtered['end'], Text>> = {
  ...folderText,
  quarantine: text`quarantine`,
  drop: text`drop`,
  reject: text`reject`,
  redirect: text`redirect`,
};

/** What the decision about a copy goes by. */
interface Case {
  readonly run: Run;
  readonly message: TenantMessage;
  readonly recipient: Resolved;
  readonly content: ContentVerdict;
  readonly policy: ContentFilterPolicy | undefined;
  readonly spoof: DmarcAction | undefined;
  readonly user: ListHit | undefined;
}

type Decided = Omit<Filtered, 'notes'> & {
  readonly ids: readonly string[];
  readonly because: Text;
  readonly at: string | undefined;
};

/**
 * Content filtering of one copy (ORDER-12): the verdict that the sample declares and what sender authentication asks for,
 * the highest first (ORDER-31), with the overrides of rules, lists and users (SAFE-4, SAFE-5).
 */
export function filterContent(run: Run, message: TenantMessage, recipient: Resolved): Filtered {
  const { verdict: content } = run.message;
  const policy = contentPolicy(run, message, recipient, content);
  const spoof =
    message.judged === undefined || message.ipAllowed === true
      ? undefined
      : honorDmarc(run, message, message.judged, recipient);
  const here = recipient.destination.kind === 'mailbox' ? recipient.entry?.recipient : undefined;
  const user = userListHit(run, here, message.transit.from);
  const decided = decide({ run, message, recipient, content, policy, spoof, user });
  const { end, sfv, scl, change, ids, because, at } = decided;
  const note = run.note('filter-content', ids, () => ({
    verdict: sfv === undefined ? endText[end] : text`${sfv}, ${endText[end]}`,
    because,
    evidence: at === undefined ? [] : [run.setting(at, at.split('/').at(-1) ?? '')],
  }));
  return { end, sfv, scl, spoof: decided.spoof, change, notes: spoof === undefined ? [note] : [spoof.note, note] };
}

function contentPolicy(run: Run, message: TenantMessage, recipient: Resolved, content: ContentVerdict) {
  const { hostedContentFilterPolicies: policies, hostedContentFilterRules: rules } = message.tenant.tenant;
  const { from } = message.transit;
  // Two policies differ for this message where their lists or their actions do.
  const matters = (one: ContentFilterPolicy | undefined): string =>
    JSON.stringify([
      policyHits(run, one, from).map(({ effect }) => effect),
      content === 'clean' && message.scl === undefined
        ? ''
        : one && [one.actions, one.marksBulk, one.intraOrganization],
    ]);
  return chooseFilterPolicy(run, message, recipient, { policies, rules }, matters);
}

function decide(it: Case): Decided {
  const { message, content } = it;
  if (content === 'malware')
    return ended('quarantine', ['SAFE-4', 'ORDER-31'], text`malware is found, which nothing overrides`);
  if (message.authAs === 'Internal') return decideInternal(it);
  const tabl = tenantListHit(it.run, message.tenant, message.transit.from);
  if (tabl?.effect === 'block')
    return {
      ...ended('quarantine', ['SAFE-4', 'SAFE-5'], text`the Tenant Allow/Block List blocks ${tabl.entry.text}`),
      at: tabl.entry.at,
    };
  if (content === 'highConfidencePhish' && !passesByComplexRouting(it))
    return act(
      it,
      'highConfidencePhish',
      ['SAFE-4', 'ORDER-31'],
      text`high-confidence phishing is found, which nothing overrides`,
    );
  if (it.spoof?.blocked === true && content !== 'phish') return bySpoof(it, it.spoof);
  if (it.user?.effect === 'allow')
    return {
      ...delivered('SFV:SFE', -1, ['SAFE-5'], text`${it.user.entry.text} is a safe sender of the mailbox`),
      at: it.user.entry.at,
    };
  const settled = settleOverrides(it.run, overridesOf(it.run, message, it.policy, tabl));
  if (settled?.effect === 'allow' && !spoofStands(it, settled)) return byAllow(it, settled);
  return decideUnallowed(it, settled?.effect === 'block' ? settled : undefined);
}

/** Phishing first, then failed authentication, then what marks the message, then the rest of the verdicts (ORDER-31). */
function decideUnallowed(it: Case, block: Override | undefined): Decided {
  const { content, spoof, user } = it;
  const blockedByUser = user?.effect === 'block';
  const harmless = content === 'clean' || content === 'bulk';
  // SAFE-5: a user's blocked sender turns what a setting of the tenant asks for into Junk.
  if (blockedByUser && spoof?.honored === true && content !== 'phish') return byUser(it);
  if (content === 'phish') return act(it, 'phish', ['SAFE-4', 'ORDER-31'], text`phishing is found`);
  if (spoof !== undefined && spoof.action !== 'none') return bySpoof(it, spoof);
  if (blockedByUser && harmless) return byUser(it);
  if (block !== undefined) return byBlock(it, block);
  if (content === 'clean')
    return delivered('SFV:NSPM', null, ['ORDER-12', 'SAFE-2'], text`content filtering finds nothing`);
  if (content === 'bulk' && it.policy?.marksBulk === false)
    return delivered('SFV:NSPM', null, ['ORDER-12'], text`MarkAsSpamBulkMail is off, so bulk mail is only stamped`);
  return act(it, content as SpamVerdict, ['ORDER-12', 'ORDER-31'], text`the verdict is ${content}`);
}

/** HDR-7: mail between own mailboxes skips spam filtering, but for the verdicts of IntraOrgFilterState. */
function decideInternal(it: Case): Decided {
  const { message, content, policy } = it;
  const verdicts = policy?.intraOrganization ?? ['highConfidencePhish'];
  const found = verdicts.find((one) => one === content);
  if (found !== undefined && message.scl !== -1)
    return act(
      it,
      found,
      ['HDR-7', 'SAFE-4'],
      text`${content} is found in mail between own mailboxes, which IntraOrgFilterState has filtered`,
    );
  if (message.scl !== undefined && message.scl >= 5)
    return byBlock(it, { effect: 'block', by: 'rule', name: text`a rule`, sfv: 'SFV:SKS', scl: message.scl });
  const end = message.transit.junk ? 'junk' : 'inbox';
  return plain(end, 'SFV:SKI', -1, ['HDR-7', 'SAFE-2'], text`mail inside the organisation skips spam filtering`);
}

/** SAFE-4: with the MX elsewhere a rule that skips filtering holds for high-confidence phishing too. */
function passesByComplexRouting({ run, message, recipient }: Case): boolean {
  if (message.scl !== -1 || mxLeadsToTenant(run.world, domainOf(recipient.copy.address)) !== false) return false;
  return run.assume('filtering.complexRouting', ['mx-elsewhere', 'none']) === 'mx-elsewhere';
}

/** AUTH-8: of what allows a message, rules, the IP list and spoofed-sender pairs free it from a failed authentication. */
function spoofStands({ run, spoof }: Case, { by }: Override): boolean {
  if (spoof === undefined || spoof.action === 'none') return false;
  if (spoof.blocked) return true;
  if (by === 'rule' || by === 'ip' || by === 'remoteDomain') return false;
  return run.assume('filtering.allowListsOverrideSpoof', ['no', 'yes']) === 'no';
}

function byAllow(it: Case, { name, sfv, scl, at }: Override): Decided {
  if (it.user?.effect === 'block') return byUser(it);
  return { ...delivered(sfv, scl, ['SAFE-4', 'SAFE-2'], text`${name} lets it pass`), at };
}

function byUser({ user }: Case): Decided {
  const said = text`${user?.entry.text ?? ''} is a blocked sender of the mailbox`;
  return { ...plain('junk', 'SFV:BLK', null, ['SAFE-5'], said), at: user?.entry.at };
}

function bySpoof({ message }: Case, spoof: DmarcAction): Decided {
  const end = spoof.action === 'none' ? 'inbox' : spoof.action;
  // AUTH-3: a forged own domain, or another's.
  const own = acceptedDomain(message.tenant, domainOf(message.transit.from)) !== undefined;
  return {
    ...plain(
      end,
      end === 'junk' || end === 'quarantine' ? `SFV:SPM;SFTY:${own ? '9.11' : '9.22'}` : undefined,
      null,
      ['AUTH-3', 'AUTH-6', 'ORDER-31'],
      text`the sender is not authenticated`,
    ),
    spoof: true,
  };
}

/** SAFE-4, the columns of blocks: by a rule's SCL of 5 to 9, and by the lists of the policy. */
function byBlock(it: Case, { by, name, sfv, scl, at }: Override): Decided {
  const { run, content, policy } = it;
  const said = text`${name} marks it as spam`;
  const junk = { ...plain('junk', sfv, scl, ['SAFE-4', 'ACT-17a'], said), at };
  const spam = content === 'spam' || content === 'bulk' || content === 'highConfidenceSpam';
  const own = spam && by === 'rule' ? act(it, content, ['SAFE-4', 'PUNC-17'], said) : undefined;
  if (own !== undefined && own.end !== 'junk' && run.assume('filtering.ruleBlockTable', ['2026', '2024']) === '2026')
    return { ...own, sfv, scl, at };
  if (own !== undefined) return junk;
  // ACT-17a: marked as spam, 7 and more as high-confidence spam; the action of the policy may be another than Junk.
  const marked = act(it, scl !== null && scl >= 7 ? 'highConfidenceSpam' : 'spam', ['ACT-17a'], said);
  if (policy === undefined || marked.end === 'junk') return junk;
  return run.assume('filtering.markedAsSpam', ['junk', 'policy']) === 'junk' ? junk : { ...marked, sfv, scl, at };
}

/** The action of the policy for a verdict, with the service's defaults. */
function act({ run, policy }: Case, verdict: SpamVerdict, ids: readonly string[], because: Text): Decided {
  const action = policy?.actions[verdict] ?? defaultAction(run, verdict);
  const end = endOf(action, verdict);
  const changes = action === 'AddXHeader' || action === 'ModifySubject' || action === 'Redirect';
  return {
    ...plain(end, 'SFV:SPM', verdict === 'bulk' ? 6 : null, ids, because),
    change: policy !== undefined && changes ? { action, policy } : undefined,
    at: policy?.at,
  };
}

/** Of the action for phishing the default policy and the description of the cmdlet differ. */
function defaultAction(run: Run, verdict: SpamVerdict): SpamAction {
  if (verdict === 'phish') return run.assume('filtering.defaultPhishAction', ['MoveToJmf', 'Quarantine']);
  return verdict === 'highConfidencePhish' ? 'Quarantine' : 'MoveToJmf';
}

function endOf(action: SpamAction, verdict: SpamVerdict): Filtered['end'] {
  switch (action) {
    case 'MoveToJmf':
    case 'ModifySubject':
      return 'junk';
    case 'AddXHeader':
      return verdict === 'spam' || verdict === 'highConfidenceSpam' ? 'junk' : 'inbox';
    case 'Redirect':
      return 'redirect';
    case 'Delete':
      return 'drop';
    case 'Quarantine':
      return 'quarantine';
    case 'NoAction':
      return 'inbox';
  }
}

const plain = (
  end: Filtered['end'],
  sfv: string | undefined,
  scl: number | null,
  ids: readonly string[],
  because: Text,
): Decided => ({ end, sfv, scl, ids, because, at: undefined, spoof: false, change: undefined });

const ended = (end: Filtered['end'], ids: readonly string[], because: Text): Decided =>
  plain(end, undefined, null, ids, because);

const delivered = (sfv: string | undefined, scl: number | null, ids: readonly string[], because: Text): Decided =>
  plain('inbox', sfv, scl, ids, because);
