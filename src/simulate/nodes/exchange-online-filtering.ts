import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { reply } from '../../reference/replies/replies.ts';
import { collect } from '../collect.ts';
import { copyWith } from '../new-copy.ts';
import type { ResolveAdded } from '../rules/apply-rules.ts';
import { rulesOf } from '../rules/compile-rules.ts';
import { type Resolved, resolvedWith } from '../rules/fork.ts';
import { rulesOfTenant } from '../rules/rule-owner.ts';
import type { Copy, Run } from '../run.ts';
import { type Filtered, filterContent } from '../steps/filter-content.ts';
import { microsoftSealer } from '../steps/judge-sender.ts';
import { refuse, returnToSender } from '../steps/return-to-sender.ts';
import type { TenantMessage } from '../tenant-message.ts';
import { transitWith } from '../transit.ts';
import { acceptedDomain } from '../world.ts';

/** Copies of a message that share all that rules and filtering made of it. */
export interface TenantFork {
  readonly message: TenantMessage;
  readonly recipients: readonly Resolved[];
}

/**
 * What is ended before the rules run: malware (ORDER-30, PUNC-3), and failed authentication where it is taken so (AUTH-8).
 * @returns the recipients that go on.
 */
export function filterBeforeRules(
  run: Run,
  message: TenantMessage,
  recipients: readonly Resolved[],
): readonly Resolved[] {
  const [first] = recipients;
  if (message.transit.journalReport === true) return recipients;
  if (first === undefined || rulesOf(run.world, rulesOfTenant(run.world, message.tenant)).length === 0)
    return recipients;
  if (run.message.verdict === 'malware') {
    if (run.assume('order.malwareBeforeRules', ['yes', 'no']) === 'no') return recipients;
    for (const recipient of recipients) endFiltered(run, message, recipient, filterContent(run, message, recipient));
    return [];
  }
  if (message.judged === undefined || message.judged.authentication.aligned || message.ipAllowed === true)
    return recipients;
  return recipients.filter((recipient) => {
    const filtered = filterContent(run, message, recipient);
    if (!filtered.spoof || filtered.end === 'junk') return true;
    if (run.assume('order.dmarcBeforeRules', ['no', 'yes']) === 'no') return true;
    endFiltered(run, message, recipient, filtered);
    return false;
  });
}

/** Content filtering of what the rules left (ORDER-12); copies that it ends are ended, and the others carry its mark. */
export function filterForks(
  run: Run,
  forks: readonly TenantFork[],
  resolveAdded: (message: TenantMessage, copy: Copy) => ReturnType<ResolveAdded>,
): readonly TenantFork[] {
  return collect(forks, ({ message, recipients }) => {
    // What a sample declares of its content is not said of the report about it.
    if (message.transit.journalReport === true) return [{ message, recipients }];
    const sealed = withSeal(message);
    const marked = new Map<string, { readonly message: TenantMessage; readonly recipients: Resolved[] }>();
    for (const recipient of recipients) {
      const one = filterRecipient(run, sealed, recipient, resolveAdded);
      if (one === undefined) continue;
      const key = `${one.message.folder} ${one.message.transit.sfv ?? ''} ${one.change}`;
      const known = marked.get(key);
      if (known === undefined) marked.set(key, { message: one.message, recipients: [...one.recipients] });
      else known.recipients.push(...one.recipients);
    }
    return [...marked.values()];
  });
}

/** Mail between own mailboxes to the outside, and what own servers relay there, is the outbound filter's (ORDER-25). */
function isFiltered(run: Run, { tenant, authAs, directionality }: TenantMessage, { destination }: Resolved): boolean {
  if (run.message.verdict === 'malware') return true;
  const inside = destination.kind !== 'domain' || acceptedDomain(tenant, destination.domain) !== undefined;
  return inside || (authAs !== 'Internal' && directionality === 'Incoming');
}

function filterRecipient(
  run: Run,
  message: TenantMessage,
  recipient: Resolved,
  resolveAdded: (message: TenantMessage, copy: Copy) => ReturnType<ResolveAdded>,
): (TenantFork & { readonly change: string }) | undefined {
  if (!isFiltered(run, message, recipient)) return { message, recipients: [recipient], change: '' };
  const filtered = filterContent(run, message, recipient);
  const { end, sfv, change } = filtered;
  if (end !== 'inbox' && end !== 'junk' && end !== 'redirect') {
    endFiltered(run, message, recipient, filtered);
    return undefined;
  }
  run.attach(message.hop, filtered.notes);
  const { transit } = message;
  const headers =
    change?.action === 'AddXHeader'
      ? new Map(transit.headers).set(change.policy.addXHeaderValue.toLowerCase(), 'This message appears to be spam.')
      : transit.headers;
  const subject =
    change?.action === 'ModifySubject'
      ? `${change.policy.modifySubjectValue}${transit.content.subject}`
      : transit.content.subject;
  const folder = end === 'junk' ? 'junk' : 'inbox';
  const next: TenantMessage = {
    ...message,
    folder,
    transit: transitWith(transit, {
      headers,
      content: subject === transit.content.subject ? transit.content : { ...transit.content, subject },
      junk: folder === 'junk',
      sfv: sfv ?? transit.sfv,
    }),
  };
  const copy = withScl(run, message, recipient.copy, filtered);
  if (end !== 'redirect')
    return { message: next, recipients: [resolvedWith(recipient, { copy })], change: change?.action ?? '' };
  const targets = change?.policy.redirectToRecipients ?? [];
  const recipients = targets.flatMap(({ text: address }, index) =>
    resolveAdded(
      next,
      copyWith(copy, {
        order: index === 0 ? copy.order : [...copy.order, redirected + index],
        address,
        final: address,
        groups: [],
      }),
    ),
  );
  if (targets.length === 0)
    run.end(copy, transit, {
      status: 'undetermined',
      missing: text`where the anti-spam policy ${change?.policy.name ?? ''} redirects to: it has no RedirectToRecipients`,
    });
  return { message: next, recipients, change: 'Redirect' };
}

/** Further copies of a redirection stand behind what groups and rules made of the one they come from. */
const redirected = 2_000_000;

/** The SCL of the outcome is that of the last arrival at the own tenant. */
function withScl(run: Run, { tenant, scl }: TenantMessage, copy: Copy, filtered: Filtered): Copy {
  return tenant === run.world.own ? copyWith(copy, { scl: filtered.scl ?? scl ?? null }) : copy;
}

function endFiltered(run: Run, message: TenantMessage, recipient: Resolved, filtered: Filtered): void {
  run.attach(message.hop, filtered.notes);
  const copy = withScl(run, message, recipient.copy, filtered);
  switch (filtered.end) {
    case 'quarantine':
      return run.end(copy, message.transit, { status: 'quarantined' });
    case 'drop':
      return run.end(copy, message.transit, { status: 'dropped' });
    case 'reject': {
      const said = reply('dmarcReject', { domain: domainOf(message.transit.from) });
      const { session } = message;
      if (session === undefined) returnToSender(run, copy, message.transit, message.tenant.tenant.node, said);
      else refuse(run, session, copy, said);
      return;
    }
    case 'inbox':
    case 'junk':
    case 'redirect':
      return;
  }
}

/** AUTH-9: Exchange Online seals what it hands on; a chain that was broken on arrival stays broken. */
function withSeal(message: TenantMessage): TenantMessage {
  const { judged, session, transit } = message;
  if (judged === undefined) return message;
  const intact = session?.transit.arc?.intact ?? true;
  const passed = judged.authentication.aligned || judged.sealedBy !== undefined;
  return { ...message, transit: transitWith(transit, { arc: { domain: microsoftSealer, passed, intact } }) };
}
