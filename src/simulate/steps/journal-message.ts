import type { JournalRule } from '../../model/journal-rule.ts';
import { type Text, text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { copyWith, newCopy } from '../new-copy.ts';
import type { Resolved } from '../rules/fork.ts';
import { peopleOf } from '../rules/people.ts';
import type { RuleOwner } from '../rules/rule-owner.ts';
import { addressOf } from '../rules/scene.ts';
import { anyOf, type Truth } from '../rules/truth.ts';
import type { Copy, Run, Transit } from '../run.ts';

/** An organisation that journals, and its reports. */
export interface Journal {
  readonly owner: RuleOwner;
  readonly rules: readonly JournalRule[];
  /** JournalingReportNdrTo; undefined: nobody hears of reports that cannot be delivered. */
  readonly ndrTo: string | undefined;
  /** The domain of the Exchange recipient, in whose name the reports are made. */
  readonly domain: string;
}

/** Recipients that travel with one form of the message after routing. */
export interface RoutedFork {
  readonly transit: Transit;
  readonly recipients: readonly Resolved[];
}

/** A journal report at the node that makes it. */
export interface JournalReport {
  readonly transit: Transit;
  readonly copy: Copy;
}

/** Journal reports stand behind all other copies. */
const behind = 1_000_000_000;

/**
 * The journal agent (ORDER-14, JRN-2): one report to each journaling mailbox for each fork of the message, and internal
 * recipients are another fork than external ones.
 */
export function journalMessage(
  run: Run,
  journal: Journal,
  at: { readonly hop: number; readonly node: string },
  forks: readonly RoutedFork[],
): readonly JournalReport[] {
  const rules = journal.rules.filter((rule) => rule.enabled);
  if (rules.length === 0) return [];
  return forks.flatMap(({ transit, recipients }) => {
    // Reports about reports would never end.
    if (transit.journalReport === true || transit.type === 'ndr') return [];
    const inside = (one: Resolved) => journal.owner.accepted(domainOf(addressOf(one))) !== undefined;
    const parts = [recipients.filter(inside), recipients.filter((one) => !inside(one))];
    return parts.flatMap((part, index) => reportsOn(run, { journal, at, transit, part, internal: index === 0 }, rules));
  });
}

interface Journaled {
  readonly journal: Journal;
  readonly at: { readonly hop: number; readonly node: string };
  readonly transit: Transit;
  /** Recipients inside only, or outside only. */
  readonly part: readonly Resolved[];
  readonly internal: boolean;
}

function reportsOn(run: Run, journaled: Journaled, rules: readonly JournalRule[]): readonly JournalReport[] {
  if (journaled.part.length === 0) return [];
  const targets = new Set<string>();
  const reports: JournalReport[] = [];
  for (const [index, rule] of rules.entries()) {
    const target = rule.journalTo.text.toLowerCase();
    if (targets.has(target) || !matches(run, journaled, rule)) continue;
    targets.add(target);
    reports.push(report(run, journaled, rule, index));
  }
  return reports;
}

function matches(run: Run, journaled: Journaled, rule: JournalRule): boolean {
  const { journal, at, transit, part, internal } = journaled;
  // JRN-2: by the envelope sender, whoever that really is.
  const fromInside = journal.owner.accepted(domainOf(transit.mailFrom)) !== undefined;
  const scope = fromInside && internal ? 'Internal' : 'External';
  if (rule.scope !== 'Global' && rule.scope !== scope) return false;
  const concerned = concerns(run, journal, rule, [transit.mailFrom, ...part.map(addressOf)]);
  const taken =
    concerned ??
    run.ask(
      `journal rule ${journal.owner.prefix}${rule.name}`,
      ['does not match', 'matches'],
      () => text`whether the message is one of ${rule.recipient?.text ?? ''}, whom the journal rule ${rule.name} names`,
    ) === 'matches';
  if (!taken) return false;
  run.decide(at.hop, 'journal-message', ['JRN-2'], () => ({
    verdict: text`a report to ${rule.journalTo.text}`,
    because: text`the journal rule ${rule.name} takes ${said(rule)} messages, and ${transit.mailFrom === '' ? '<>' : transit.mailFrom} is ${fromInside ? text`inside` : text`outside`}, ${part.map((one) => one.copy.address).join(', ')} ${internal ? text`inside` : text`outside`}`,
    evidence: [run.setting(rule.at, `the journal rule ${rule.name}`)],
  }));
  return true;
}

const said = ({ scope, recipient }: JournalRule): Text => {
  const kind = { Global: text`all`, Internal: text`internal`, External: text`external` }[scope];
  return recipient === undefined ? text`${kind}` : text`${kind} (of ${recipient.text})`;
};

/** Sent or received by the one whom the rule names, or by a member of the group that it names. */
function concerns(run: Run, { owner }: Journal, { recipient }: JournalRule, addresses: readonly string[]): Truth {
  if (recipient === undefined) return true;
  const people = peopleOf(run.world, owner);
  const group = people.find(recipient.text)?.kind === 'group';
  return anyOf(
    addresses.filter((address) => address !== ''),
    (address) => (group ? people.isMember(recipient.text, address) : people.isPerson(recipient.text, address)),
  );
}

function report(run: Run, { journal, at, transit }: Journaled, rule: JournalRule, index: number): JournalReport {
  const address = rule.journalTo.text;
  return {
    copy: copyWith(newCopy([behind, index, run.journalReports++], address, at.node), { journalReport: true }),
    transit: {
      // JRN-1: what cannot be delivered goes to JournalingReportNdrTo, and so in its name.
      mailFrom: journal.ndrTo ?? '',
      from: `MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@${journal.domain}`,
      originalFrom: undefined,
      headers: new Map(),
      received: [],
      crossPremises: false,
      dkim: [],
      junk: false,
      sfv: undefined,
      arc: undefined,
      type: 'normal',
      content: { subject: transit.content.subject, body: '', to: [address], cc: [] },
      journalReport: true,
      journaled: false,
    },
  };
}

/** Opens the hop on which a report begins. @returns the copy as it is there. */
export function openReport(run: Run, { transit, copy }: JournalReport, node: string): Copy {
  const hop = run.openHop(
    {
      from: node,
      to: node,
      sourceIp: null,
      helo: null,
      mailFrom: transit.mailFrom,
      recipients: [copy.address],
      tls: null,
      certificate: null,
    },
    [
      run.note('submit-message', ['JRN-3'], () => ({
        verdict: text`Originating, Internal`,
        because: text`the journal agent of ${node} makes a report, which no mail flow rule sees`,
      })),
    ],
  );
  return copyWith(copy, { hops: [hop], finalAuthAs: 'Internal' });
}
