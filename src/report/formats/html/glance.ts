import { by } from '../../../base/order.ts';
import type { Finding } from '../../../check/finding.ts';
import { type Text, text } from '../../../model/text.ts';
import type { Trace } from '../../../simulate/trace.ts';
import type { TopologyReport } from '../../report.ts';
import { summarize } from '../../summarize.ts';
import { type Content, type Element, element, inlineValue, named, shown, styled } from './element.ts';
import { findingId } from './finding-article.ts';
import { statusBadge } from './route-strip.ts';
import { commaList, type Sheet, table } from './sheet.ts';
import { tile, tileList, verdictLine } from './summary-parts.ts';
import { traceId, worstOf } from './trace-article.ts';

/** What somebody reads who reads one page: what is at risk in plain words, and what became of the messages. */
export const glance = (sheet: Sheet, report: TopologyReport): Content => [
  verdict(report),
  tiles(report),
  risks(sheet, report, 'error', text`At risk today`),
  risks(sheet, report, 'warning', text`At risk under a condition`),
  report.traces.length === 0 ? undefined : [element('h3', {}, text`Messages`), messageTable(sheet, report.traces)],
];

function verdict(report: TopologyReport): Element {
  const { error, warning, info } = summarize(report.findings);
  const open = report.undetermined.length;
  const unmet = report.traces.filter((trace) => trace.expectation?.met === false).length;
  if (error + unmet > 0) {
    return verdictLine('bad', text`Mail is lost, can be forged, or is relayed for strangers today.`);
  }
  if (warning > 0) {
    return verdictLine('doubtful', text`No mail is lost or exposed as declared; under a stated condition it would be.`);
  }
  if (open > 0) {
    return verdictLine('doubtful', text`Nothing is wrong in what could be decided; some points could not.`);
  }
  const words =
    info > 0 ? text`Nothing is wrong; there are things to know.` : text`Nothing is wrong in what was modelled.`;
  return verdictLine('good', words);
}

function tiles(report: TopologyReport): Element {
  const { error, warning, info, suppressed } = summarize(report.findings);
  const open = report.undetermined.length;
  return tileList(
    tile(error > 0 ? 'bad' : 'good', error, text`errors`),
    tile(warning > 0 ? 'doubtful' : 'good', warning, text`warnings`),
    tile('plain', info, text`to know`),
    suppressed === 0 ? undefined : tile('plain', suppressed, text`suppressed`),
    messagesTile(report.traces),
    tile(open > 0 ? 'doubtful' : 'good', open, text`points not determined`),
  );
}

/** Of messages that say what they expect it counts whether they do it; a refusal may be what is wanted. */
export function messagesTile(traces: readonly Trace[]): Content {
  if (traces.length === 0) return undefined;
  const expected = traces.filter(({ expectation }) => expectation !== null);
  const [all, words] = expected.length > 0 ? [expected, text`messages as expected`] : [traces, text`messages arrive`];
  const fit = all.filter(({ expectation, outcomes }) => expectation?.met ?? worstOf(outcomes) === 'good').length;
  return tile(fit === all.length ? 'good' : expected.length > 0 ? 'bad' : 'doubtful', `${fit}/${all.length}`, words);
}

/** Findings of one severity by what they cost; those with the same consequence share a line. */
function risks(sheet: Sheet, { findings }: TopologyReport, severity: Finding['severity'], title: Text): Content {
  const all = findings.filter((one) => one.suppressed === undefined && one.severity === severity);
  if (all.length === 0) return undefined;
  const groups = new Map<string, Finding[]>();
  for (const one of [...all].sort(by(({ rule }) => rule))) {
    const key = `${one.rule} ${JSON.stringify(one.consequence)}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const items = [...groups.values()].map((group) =>
    element(
      'li',
      {},
      group[0] === undefined ? undefined : group[0].consequence,
      ' ',
      element('code', { class: 'rule' }, group[0]?.rule),
      ' ',
      commaList(group.map((one) => element('a', { href: `#${findingId(sheet, one)}` }, shown(one.subject)))),
    ),
  );
  return [element('h3', {}, title), styled('ul', `risks ${severity}`, items)];
}

/** A cell that says what it is. */
const bare = { 'data-label': undefined };

/** A row a message: what becomes of each copy, and whether that is expected. */
export function messageTable(sheet: Sheet, traces: readonly Trace[]): Element {
  const head = [text`Message`, text`From`, text`To`, text`What becomes of it`, text`Expected`];
  const rows = traces.map(({ name, message, outcomes, expectation }, index) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, element('a', { href: `#${traceId(sheet, index)}` }, named(name))),
      element('td', {}, inlineValue(message.from)),
      element(
        'td',
        {},
        message.to.map((one, at) => [at === 0 ? '' : element('br'), inlineValue(one)]),
      ),
      element(
        'td',
        bare,
        outcomes.map((outcome, at) => [at === 0 ? '' : element('br'), statusBadge(outcome)]),
      ),
      element(
        'td',
        bare,
        expectation === null ? undefined : expectation.met ? text`as expected` : text`not as expected`,
      ),
    ),
  );
  return table('messages', head, rows);
}
