import { text } from '../../../model/text.ts';
import type { TopologyReport } from '../../report.ts';
import { summarize } from '../../summarize.ts';
import { count, type Page, paragraph, prose, type Role } from './page.ts';

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

function traces(page: Page, report: TopologyReport): readonly string[] {
  if (report.traces.length === 0) return [];
  const statuses = new Map<string, number>();
  for (const { status } of report.traces.flatMap((trace) => trace.outcomes)) {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  const copies = [...statuses].map(([status, number]) => `${number} ${status}`).join(', ');
  const expected = report.traces.filter((trace) => trace.expectation !== null);
  const unmet = expected.filter((trace) => trace.expectation?.met === false).length;
  const said =
    expected.length === 0
      ? ''
      : unmet === 0
        ? '; every expectation is met'
        : `; ${count(unmet, 'message')} not as expected`;
  const line = `${count(report.traces.length, 'message')} traced: ${copies === '' ? 'no copies' : copies}${said}.`;
  return paragraph(page, line, { role: unmet > 0 ? 'error' : undefined });
}

function intents(page: Page, { intents: all }: TopologyReport): readonly string[] {
  if (all.length === 0) return [];
  const number = (holds: boolean | null) => all.filter((one) => one.holds === holds).length;
  const open = number(null) === 0 ? '' : `, ${number(null)} open`;
  const line = `${count(all.length, 'intent')}: ${number(true)} hold, ${number(false)} refuted${open}.`;
  return paragraph(page, line, { role: number(false) > 0 ? 'error' : undefined });
}

function invariants(page: Page, { invariants: all }: TopologyReport): readonly string[] {
  if (all === undefined) return [];
  const number = (holds: boolean | null) => String(all.filter((one) => one.holds === holds).length);
  const said = text`Invariants: ${number(true)} hold, ${number(false)} refuted, ${number(null)} open; prove shows them.`;
  return paragraph(page, prose(said), { role: number(false) === '0' ? undefined : 'error' });
}

function undetermined(page: Page, report: TopologyReport): readonly string[] {
  const { length } = report.undetermined;
  if (length === 0) return [];
  const shown = page.verbose ? report.undetermined : report.undetermined.slice(0, undeterminedShown);
  const lines = [...paragraph(page, `${count(length, 'point')} undetermined:`, { role: 'doubtful' })];
  for (const { what, missing, at } of shown) {
    const place = at === undefined ? '' : ` (${page.place(at)})`;
    lines.push(...paragraph(page, `${prose(what)} — ${prose(missing)}${place}`, { indent: 2, label: '?' }));
  }
  if (shown.length < length) {
    lines.push(...paragraph(page, `and ${length - shown.length} more, listed with --verbose`, { indent: 2 }));
  }
  return lines;
}

function totals(page: Page, report: TopologyReport): readonly string[] {
  const { error, warning, info, suppressed } = summarize(report.findings);
  const role: Role = error > 0 ? 'error' : warning > 0 ? 'warning' : 'good';
  const hidden = suppressed === 0 ? '' : `; ${suppressed} suppressed${page.verbose ? '' : ' (listed with --verbose)'}`;
  if (error + warning + info === 0) return paragraph(page, `Nothing found${hidden}.`, { role });
  return paragraph(page, `${count(error, 'error')}, ${count(warning, 'warning')}, ${info} info${hidden}.`, { role });
}
