import { text } from '../../model/text.ts';
import type { Recipient } from '../../model/topology.ts';
import type { DirectoryEntry } from '../directory.ts';
import { counted, type Forward, type ForwardKind, inboxRulesLoopHeader } from '../forward.ts';
import { rulesOfTenant } from '../rules/rule-owner.ts';
import type { Copy, Run, Transit } from '../run.ts';
import { runInboxRules } from '../steps/run-inbox-rules.ts';
import type { TenantMessage } from '../tenant-message.ts';

type InboxRule = Recipient['inboxRules'][number];

/** Copies of inbox rules stand behind what the forwarding of the mailbox makes. */
const behind = 2;

/**
 * Runs the inbox rules of a mailbox on a message that reaches it, and submits what they send on (ORDER-15).
 * @returns whether the mailbox keeps its own copy.
 */
export function sendOn(
  run: Run,
  message: TenantMessage,
  copy: Copy,
  entry: DirectoryEntry,
  submit: (run: Run, message: TenantMessage, copies: readonly Copy[]) => void,
): boolean {
  const { tenant, transit, hop } = message;
  const owner = rulesOfTenant(run.world, tenant);
  const { sending, stopped, keeps } = runInboxRules(run, { owner, hop, transit }, entry);
  const place = (rule: InboxRule) => behind + (entry.recipient?.inboxRules.indexOf(rule) ?? 0);
  const copiesOf = (rule: InboxRule) => sentCopies(copy, entry, rule, place(rule), owner.key, transit.mailFrom);
  for (const rule of stopped)
    for (const one of copiesOf(rule)) run.end(one, transit, { status: 'dropped', endsAt: tenant.tenant.node });
  for (const rule of sending) {
    const sent = sentMessage(message, entry, rule);
    const copies = copiesOf(rule).map((one) => ({ ...one, finalAuthAs: sent.authAs }));
    const own = tenant === run.world.own;
    const opened = openSubmission(run, sent, entry, copies);
    submit(
      run,
      { ...sent, hop: opened },
      copies.map((one) => ({
        ...one,
        hops: [...one.hops, opened],
        ...(own
          ? { directionality: 'Originating' as const, authAs: sent.authAs, scl: sent.authAs === 'Internal' ? -1 : null }
          : {}),
      })),
    );
  }
  return keeps;
}

function openSubmission(run: Run, sent: TenantMessage, entry: DirectoryEntry, copies: readonly Copy[]): number {
  const { node } = sent.tenant.tenant;
  return run.openHop(
    {
      from: node,
      to: node,
      sourceIp: null,
      helo: null,
      mailFrom: sent.transit.mailFrom,
      recipients: copies.map((one) => one.address),
      tls: null,
      certificate: null,
    },
    [
      run.note('submit-message', ['ORDER-15'], () => ({
        verdict: text`Originating, ${sent.authAs}`,
        because: text`an inbox rule of ${entry.primary} sends the message on, which starts the way out`,
      })),
    ],
  );
}

function sentCopies(
  copy: Copy,
  entry: DirectoryEntry,
  rule: InboxRule,
  place: number,
  owner: string,
  sender: string,
): readonly Copy[] {
  const forward: Forward = {
    kind: kinds[rule.kind],
    by: entry.primary,
    at: rule.at,
    owner,
    sender,
    keepsCopy: !rule.deletes,
  };
  return rule.to.map(({ text: address }, index) => ({
    ...copy,
    order: [...copy.order, place, index],
    address,
    final: address,
    groups: [],
    forwards: [...copy.forwards, forward],
  }));
}

const kinds: Readonly<Record<InboxRule['kind'], ForwardKind>> = {
  forwardTo: 'ForwardTo',
  forwardAsAttachmentTo: 'ForwardAsAttachmentTo',
  redirectTo: 'RedirectTo',
};

/** FWD-5 to FWD-7: a forward is a new message of the mailbox, a redirection the old one once more. */
function sentMessage(message: TenantMessage, { primary }: DirectoryEntry, rule: InboxRule): TenantMessage {
  const redirects = rule.kind === 'redirectTo';
  const { transit } = message;
  const carried = redirects ? transit : forwarded(transit, primary, rule);
  return {
    ...message,
    transit: {
      ...carried,
      headers: counted(carried.headers, inboxRulesLoopHeader, primary),
      crossPremises: false,
      junk: false,
    },
    // What is redirected keeps the trust it came with: nothing documents that it gains any.
    authAs: redirects ? message.authAs : 'Internal',
    directionality: 'Originating',
    fromOnPremises: false,
    folder: 'inbox',
  };
}

function forwarded(transit: Transit, mailbox: string, rule: InboxRule): Transit {
  const { content } = transit;
  const counters = [...transit.headers].filter(([name]) => /^x-ms-exchange-.*loop$/u.test(name));
  return {
    ...transit,
    mailFrom: mailbox,
    from: mailbox,
    originalFrom: transit.originalFrom ?? transit.from,
    headers: new Map(counters),
    received: [],
    dkim: [],
    type: 'autoForward',
    content: {
      ...content,
      subject: `FW: ${content.subject}`,
      body: rule.kind === 'forwardTo' ? content.body : '',
      to: rule.to.map((one) => one.text),
      cc: [],
    },
  };
}
