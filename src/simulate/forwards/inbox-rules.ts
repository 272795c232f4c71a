import { text } from '../../model/text.ts';
import type { Recipient } from '../../model/topology.ts';
import type { DirectoryEntry } from '../directory.ts';
import { copyWith } from '../new-copy.ts';
import type { RuleOwner } from '../rules/rule-owner.ts';
import type { Copy, Run, Transit } from '../run.ts';
import { runInboxRules } from '../steps/run-inbox-rules.ts';
import { transitWith } from '../transit.ts';
import { counted, type Forward, type ForwardKind, inboxRulesLoopHeader } from './forward.ts';

type InboxRule = Recipient['inboxRules'][number];

/** A message that has reached a mailbox. */
export interface AtMailbox {
  readonly owner: RuleOwner;
  readonly node: string;
  readonly hop: number;
  readonly transit: Transit;
  readonly authAs: 'Internal' | 'Anonymous';
  /** Where the filter lets it land. */
  readonly folder: 'inbox' | 'junk';
}

/** What an inbox rule submits: it starts the way out of its organisation like any message of the mailbox. */
export interface Submission {
  readonly hop: number;
  readonly transit: Transit;
  readonly authAs: 'Internal' | 'Anonymous';
  readonly copies: readonly Copy[];
}

/** Copies of inbox rules stand behind what the forwarding of the mailbox makes. */
const behind = 2;

/**
 * Runs the inbox rules of a mailbox on a message that reaches it, and hands what they send on to `submit` (ORDER-15).
 * @returns whether the mailbox keeps its own copy.
 */
export function sendOn(
  run: Run,
  message: AtMailbox,
  copy: Copy,
  entry: DirectoryEntry,
  submit: (submission: Submission) => void,
): boolean {
  const { sending, stopped, keeps } = runInboxRules(run, message, entry);
  for (const rule of stopped)
    for (const one of sentCopies(message, copy, entry, rule))
      run.end(one, message.transit, { status: 'dropped', endsAt: message.node });
  for (const rule of sending) {
    const redirects = rule.kind === 'redirectTo';
    const carried = redirects ? message.transit : forwarded(message.transit, entry.primary, rule);
    const transit = transitWith(carried, {
      headers: counted(carried.headers, inboxRulesLoopHeader, entry.primary),
      crossPremises: false,
      junk: false,
    });
    // What is redirected keeps the trust it came with: nothing documents that it gains any.
    const authAs = redirects ? message.authAs : 'Internal';
    const copies = sentCopies(message, copy, entry, rule);
    const hop = openSubmission(run, message.node, transit.mailFrom, authAs, entry, copies);
    submit({
      hop,
      transit,
      authAs,
      copies: copies.map((one) => copyWith(one, { hops: [...one.hops, hop], finalAuthAs: authAs })),
    });
  }
  return keeps;
}

function openSubmission(
  run: Run,
  node: string,
  mailFrom: string,
  authAs: string,
  entry: DirectoryEntry,
  copies: readonly Copy[],
): number {
  const recipients = copies.map((one) => one.address);
  return run.openHop(
    { from: node, to: node, sourceIp: null, helo: null, mailFrom, recipients, tls: null, certificate: null },
    [
      run.note('submit-message', ['ORDER-15'], () => ({
        verdict: text`Originating, ${authAs}`,
        because: text`an inbox rule of ${entry.primary} sends the message on, which starts the way out`,
      })),
    ],
  );
}

function sentCopies(
  { owner, transit }: AtMailbox,
  copy: Copy,
  entry: DirectoryEntry,
  rule: InboxRule,
): readonly Copy[] {
  const place = behind + (entry.recipient?.inboxRules.indexOf(rule) ?? 0);
  const forward: Forward = {
    kind: kinds[rule.kind],
    by: entry.primary,
    at: rule.at,
    owner: owner.key,
    side: owner.side,
    sender: transit.mailFrom,
    keepsCopy: !rule.deletes,
  };
  return rule.to.map(({ text: address }, index) =>
    copyWith(copy, {
      order: [...copy.order, place, index],
      address,
      final: address,
      groups: [],
      forwards: [...copy.forwards, forward],
    }),
  );
}

const kinds: Readonly<Record<InboxRule['kind'], ForwardKind>> = {
  forwardTo: 'ForwardTo',
  forwardAsAttachmentTo: 'ForwardAsAttachmentTo',
  redirectTo: 'RedirectTo',
};

/** FWD-5, FWD-6: a new message of the mailbox, of which loop counters are all that stays of the old header. */
function forwarded(transit: Transit, mailbox: string, rule: InboxRule): Transit {
  const { content } = transit;
  const counters = [...transit.headers].filter(([name]) => /^x-ms-exchange-.*loop$/u.test(name));
  return transitWith(transit, {
    mailFrom: mailbox,
    from: mailbox,
    originalFrom: transit.originalFrom ?? transit.from,
    headers: new Map(counters),
    received: [],
    dkim: [],
    sfv: undefined,
    arc: undefined,
    type: 'autoForward',
    content: {
      ...content,
      subject: `FW: ${content.subject}`,
      body: rule.kind === 'forwardTo' ? content.body : '',
      to: rule.to.map((one) => one.text),
      cc: [],
    },
  });
}
