import { formatInstant } from '../../../base/time.ts';
import { text } from '../../../model/text.ts';
import type { Trace } from '../../../simulate/trace.ts';
import type { Style, TraceReport } from '../../report.ts';
import { type Content, element } from './element.ts';
import { type Boxes, filterList } from './filter-list.ts';
import { messagesTile, messageTable } from './glance.ts';
import { contents, htmlPage, type Section, sectionElements } from './page.ts';
import { createSheet, type Sheet } from './sheet.ts';
import { tileList, verdictLine } from './summary-parts.ts';
import { traceArticle, worstOf } from './trace-article.ts';

/** What `trace` says as one page: what becomes of each message, and hop by hop why. */
export function tracePage(report: TraceReport, style: Pick<Style, 'wording'> = {}): string {
  const sheet = createSheet('', report.file, report.sources);
  const { traces } = report;
  const sections: readonly Section[] = [
    {
      name: 'glance',
      title: text`At a glance`,
      content:
        traces.length === 0
          ? element('p', {}, text`The topology declares no messages to trace.`)
          : [verdict(traces), tileList(messagesTile(traces)), messageTable(sheet, traces)],
    },
    { name: 'messages', title: text`Messages, hop by hop`, content: traceList(sheet, 'messages', traces) },
  ];
  return htmlPage(
    {
      version: report.version,
      title: report.file,
      heading: text`Messages through ${report.file}`,
      about: text`Mail flow as declared, simulated as of ${formatInstant(report.asOf)} by mxproof ${report.version}.`,
      overview: contents(sheet, text`Sections of ${report.file}`, sections),
      main: sectionElements(sheet, sections),
    },
    style,
  );
}

function verdict(traces: readonly Trace[]): Content {
  const unmet = traces.filter(({ expectation }) => expectation?.met === false).length;
  if (unmet > 0) return verdictLine('bad', text`Messages that do not do what is expected of them: ${unmet}.`);
  const expected = traces.filter(({ expectation }) => expectation !== null).length;
  if (expected === traces.length) return verdictLine('good', text`Every message does what is expected of it.`);
  const failing = traces.filter(({ expectation, outcomes }) => expectation === null && worstOf(outcomes) === 'bad');
  if (failing.length > 0)
    return verdictLine(
      'doubtful',
      text`Messages that do not arrive, and of which nobody says what is expected: ${failing.length}.`,
    );
  const open = traces.some(({ expectation, outcomes }) => expectation === null && worstOf(outcomes) === 'doubtful');
  return open
    ? verdictLine('doubtful', text`Of some messages it is open whether they arrive.`)
    : verdictLine('good', text`Every message arrives.`);
}

const moodBoxes: Boxes = [
  ['bad', text`fail`],
  ['doubtful', text`in doubt`],
  ['good', text`arrive`],
];

/** Messages hop by hop, to search and filter; undefined for none. */
export const traceList = (sheet: Sheet, name: string, traces: readonly Trace[]): Content =>
  filterList(
    sheet,
    name,
    moodBoxes,
    traces.map((one, index) => traceArticle(sheet, one, index)),
  );
