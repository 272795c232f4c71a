import { list, text } from '../../model/text.ts';
import type { Recipient } from '../../model/topology.ts';
import type { DirectoryEntry } from '../directory.ts';
import { inboxRulesLoopHeader } from '../forwards/forward.ts';
import { countOf } from '../rules/headers.ts';
import type { RuleOwner } from '../rules/rule-owner.ts';
import type { Run, Transit } from '../run.ts';

type InboxRule = Recipient['inboxRules'][number];

/** What the inbox rules of a mailbox make of a message that is delivered to it. */
export interface InboxRulesRun {
  /** Rules that send it on, in their order. */
  readonly sending: readonly InboxRule[];
  /** Rules whose messages the loop counter stops, without a word to anybody. */
  readonly stopped: readonly InboxRule[];
  /** No rule that was applied deletes the mailbox's own copy. */
  readonly keeps: boolean;
}

const mechanisms: Readonly<Record<InboxRule['kind'], string>> = {
  forwardTo: 'FWD-5',
  forwardAsAttachmentTo: 'FWD-6',
  redirectTo: 'FWD-7',
};

/** FWD-13, LIM-5 */
const addressesMax = 10;
/** RULE-51: once in Exchange Online, three times on-premises. */
const loopMax = { cloud: 1, onPremises: 3 } as const;

/**
 * Inbox rules that forward or redirect, at delivery (ORDER-15). A rule with too many addresses is not applied (FWD-13),
 * mailbox forwarding puts redirections out of force (FWD-12), and the loop counter stops what was sent on before (RULE-51).
 */
export function runInboxRules(
  run: Run,
  at: {
    readonly owner: RuleOwner;
    readonly hop: number;
    readonly transit: Transit;
    readonly folder: 'inbox' | 'junk';
  },
  entry: DirectoryEntry,
): InboxRulesRun {
  const rules = entry.recipient?.inboxRules ?? [];
  if (rules.length === 0) return { sending: [], stopped: [], keeps: true };
  const { owner, hop, transit } = at;
  if (at.folder === 'junk' && run.assume('forwarding.inboxRulesOnJunk', ['no', 'yes']) === 'no') {
    run.decide(hop, 'run-inbox-rules', ['SAFE-7'], () => ({
      verdict: text`not applied`,
      because: text`the message goes to the junk folder, and inbox rules are taken to act on the inbox alone`,
      evidence: rules.map((rule) => run.setting(rule.at, text`inbox rule of ${entry.primary}`)),
    }));
    return { sending: [], stopped: [], keeps: true };
  }
  const stops = countOf(transit.headers, inboxRulesLoopHeader) >= loopMax[owner.side];
  const sending: InboxRule[] = [];
  const stopped: InboxRule[] = [];
  let keeps = true;
  for (const rule of rules) {
    const idle = idleBecause(rule, entry);
    if (idle === undefined) {
      (stops ? stopped : sending).push(rule);
      keeps &&= !rule.deletes;
    }
    const semantics = idle?.semantics ?? (stops ? ['RULE-51', 'RULE-52'] : ['ORDER-15', mechanisms[rule.kind]]);
    run.decide(hop, 'run-inbox-rules', semantics, () => ({
      verdict: idle === undefined ? (stops ? text`dropped in silence` : text`sent on`) : text`not applied`,
      because:
        idle?.because ??
        (stops
          ? text`an inbox rule has sent the message on before, and ${owner.side === 'cloud' ? text`Exchange Online allows it once` : text`Exchange Server allows it three times`}`
          : text`${rule.kind} of an inbox rule of ${entry.primary} names ${list(
              rule.to.map((one) => one.text),
              'and',
            )}`),
      evidence: [run.setting(rule.at, text`inbox rule of ${entry.primary}`)],
    }));
  }
  return { sending, stopped, keeps };
}

function idleBecause(rule: InboxRule, entry: DirectoryEntry) {
  if (rule.to.length > addressesMax)
    return {
      semantics: ['FWD-13', 'LIM-5'],
      because: text`it names ${rule.to.length} addresses, more than the ${addressesMax} that a rule may send to`,
    };
  if (rule.kind === 'redirectTo' && entry.forwarding !== undefined)
    return {
      semantics: ['FWD-12'],
      because: text`${entry.forwarding.attribute} of ${entry.primary} puts redirections by inbox rules out of force`,
    };
  return undefined;
}
