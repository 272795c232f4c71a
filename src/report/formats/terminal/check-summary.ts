import { copiesText, type Status } from '../../../model/delivery-status.ts';
import { joined, type Text, text } from '../../../model/text.ts';
import type { TopologyReport } from '../../report.ts';
import { summarize } from '../../summarize.ts';
import { moreText } from '../../words.ts';
import { type Page, paragraph, type Role } from './page.ts';

const undeterminedShown = 5;

/** What the reader wants to know last: how the messages fared, what could not be said, and the totals. */
export function checkSummary(page: Page, report: TopologyReport): readonly string[] {
  return [
    ...traces(page, report),
    ...intents(page, report),
    ...invariants(page, report),
    ...undetermined(page, report),
    ...totals(page, report),
  ];
}

const messagesText = (number: number): Text => (number === 1 ? text`${number} message` : text`${number} messages`);

function traces(page: Page, report: TopologyReport): readonly string[] {
  const { length } = report.traces;
  if (length === 0) return [];
  const statuses = new Map<Status, number>();
  for (const { status } of report.traces.flatMap((trace) => trace.outcomes)) {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  const copies =
    statuses.size === 0 ? text`no copies` : joined([...statuses].map(([status, number]) => copiesText[status](number)));
  const expected = report.traces.filter((trace) => trace.expectation !== null);
  const unmet = expected.filter((trace) => trace.expectation?.met === false).length;
  const said =
    expected.length === 0
      ? text``
      : unmet === 0
        ? text`; every expectation is met`
        : text`; ${messagesText(unmet)} not as expected`;
  const line = text`${messagesText(length)} traced: ${copies}${said}.`;
  return paragraph(page, line, { role: unmet > 0 ? 'error' : undefined });
}

function intents(page: Page, { intents: all }: TopologyReport): readonly string[] {
  if (all.length === 0) return [];
  const number = (holds: boolean | null) => all.filter((one) => one.holds === holds).length;
  const intentsText = all.length === 1 ? text`${all.length} intent` : text`${all.length} intents`;
  const open = number(null) === 0 ? text`` : text`, ${number(null)} open`;
  return paragraph(page, text`${intentsText}: ${number(true)} hold, ${number(false)} refuted${open}.`, {
    role: number(false) > 0 ? 'error' : undefined,
  });
}

function invariants(page: Page, { invariants: all }: TopologyReport): readonly string[] {
  if (all === undefined) return [];
  const number = (holds: boolean | null) => all.filter((one) => one.holds === holds).length;
  const said = text`Invariants: ${number(true)} hold, ${number(false)} refuted, ${number(null)} open; prove shows them.`;
  return paragraph(page, said, { role: number(false) === 0 ? undefined : 'error' });
}

function undetermined(page: Page, report: TopologyReport): readonly string[] {
  const { length } = report.undetermined;
  if (length === 0) return [];
  const shown = page.verbose ? report.undetermined : report.undetermined.slice(0, undeterminedShown);
  const head = length === 1 ? text`${length} point undetermined:` : text`${length} points undetermined:`;
  const lines = [...paragraph(page, head, { role: 'doubtful' })];
  for (const { what, missing, at } of shown) {
    const place = at === undefined ? text`` : text` (${page.place(at)})`;
    lines.push(...paragraph(page, text`${what} ${'—'} ${missing}${place}`, { indent: 2, label: '?' }));
  }
  if (shown.length < length) lines.push(...paragraph(page, moreText(length - shown.length), { indent: 2 }));
  return lines;
}

function totals(page: Page, report: TopologyReport): readonly string[] {
  const { error, warning, info, suppressed } = summarize(report.findings);
  const role: Role = error > 0 ? 'error' : warning > 0 ? 'warning' : 'good';
  const hidden =
    suppressed === 0
      ? text``
      : page.verbose
        ? text`; ${suppressed} suppressed`
        : text`; ${suppressed} suppressed (listed with --verbose)`;
  if (error + warning + info === 0) return paragraph(page, text`Nothing found${hidden}.`, { role });
  const errors = error === 1 ? text`${error} error` : text`${error} errors`;
  const warnings = warning === 1 ? text`${warning} warning` : text`${warning} warnings`;
  return paragraph(page, text`${errors}, ${warnings}, ${info} info${hidden}.`, { role });
}
