import { terminalText } from '../../escape.ts';
import type { SpfReport, SpfTree } from '../../spf-report.ts';
import { angled, count, flow, type Page, paragraph, prose, type Role } from './page.ts';

/** RFC 7208 4.6.4. */
const lookupsMax = 10;
const voidLookupsMax = 2;
const authorisedShown = 30;

/** The verdict or the reading of a record: its tree, the cost, whom it authorises, and what is wrong with it. */
export function spfLines(page: Page, report: SpfReport): readonly string[] {
  const lines = [...verdict(page, report)];
  if (page.quiet) {
    const opinion = report.secondOpinion === null ? [] : secondOpinion(page, report.secondOpinion);
    return [...lines, ...problemLines(page, report), ...opinion];
  }
  lines.push(...cost(page, report), '', ...treeLines(page, report.tree, '', ''));
  const authorised = authorisedLines(page, report);
  if (authorised.length > 0) lines.push('', ...authorised);
  const problems = problemLines(page, report);
  if (problems.length > 0) lines.push('', ...problems);
  if (report.secondOpinion !== null) lines.push('', ...secondOpinion(page, report.secondOpinion));
  return lines;
}

function verdict(page: Page, report: SpfReport): readonly string[] {
  const { evaluation } = report;
  if (evaluation === null) return paragraph(page, `SPF of ${terminalText(report.domain)}`, { role: 'strong' });
  const role: Role = evaluation.result === 'pass' ? 'good' : evaluation.result === 'none' ? 'doubtful' : 'bad';
  const by = evaluation.mechanism === null ? '' : ` by ${terminalText(evaluation.mechanism)}`;
  const client = `${terminalText(evaluation.ip)} with MAIL FROM ${angled(evaluation.sender)}, helo ${terminalText(evaluation.helo)}`;
  const result = report.undetermined ? `undetermined (${evaluation.result} as far as supplied)` : evaluation.result;
  const lines = [...paragraph(page, `SPF of ${terminalText(report.domain)} for ${client}`, { role: 'strong' })];
  lines.push(...paragraph(page, `${result}${by}`, { role: report.undetermined ? 'doubtful' : role }));
  if (evaluation.explanation !== null) {
    lines.push(...paragraph(page, terminalText(evaluation.explanation), { label: 'Explanation', labelRole: 'faint' }));
  }
  return lines;
}

function cost(page: Page, report: SpfReport): readonly string[] {
  const text = `${report.lookups} of ${lookupsMax} look-ups, ${report.voidLookups} of ${voidLookupsMax} void look-ups`;
  const exceeded = report.lookups > lookupsMax || report.voidLookups > voidLookupsMax;
  const lines = [
    ...paragraph(page, exceeded ? `${text}: over the limit` : text, { role: exceeded ? 'bad' : undefined }),
  ];
  if (report.undetermined && report.evaluation === null) {
    lines.push(
      ...paragraph(page, 'Some names were not supplied, so more may be true than is said here.', { role: 'doubtful' }),
    );
  }
  return lines;
}

/** The record and its terms as a tree; `first` leads its own line, `rest` those below. */
function treeLines(page: Page, tree: SpfTree, first: string, rest: string): readonly string[] {
  const place = tree.at === null ? '' : `  (${page.place(tree.at)})`;
  const note = tree.note === '' ? '' : `  ${terminalText(tree.note)}`;
  const inner: Page = { ...page, width: page.width - rest.length };
  const lines = [
    ...flow(inner, [{ text: terminalText(tree.domain), gap: '', role: 'strong' }, ...tail(note + place)], 0),
  ];
  const framed = lines.map((line, index) => (index === 0 ? first : rest) + line);
  tree.terms.forEach((term, index) => {
    const last = index === tree.terms.length - 1;
    const below = `${rest}${last ? '   ' : '│  '}`;
    const cost =
      term.lookups === 0 ? [] : [{ text: `(${count(term.lookups, 'look-up')})`, gap: ' ', role: 'faint' as const }];
    const narrow: Page = { ...page, width: page.width - below.length };
    const own = flow(
      narrow,
      [{ text: terminalText(term.text), gap: '' }, ...cost, ...tail(`  ${terminalText(term.note)}`)],
      0,
    );
    framed.push(...own.map((line, at) => (at === 0 ? `${rest}${last ? '└─ ' : '├─ '}` : below) + line));
    if (term.child !== null) framed.push(...treeLines(page, term.child, `${below}└─ `, `${below}   `));
  });
  return framed;
}

const tail = (text: string) =>
  text.trim() === ''
    ? []
    : text
        .trim()
        .split(' ')
        .filter((word) => word !== '')
        .map((word, index) => ({ text: word, gap: index === 0 ? '  ' : ' ', role: 'faint' as const }));

function authorisedLines(page: Page, report: SpfReport): readonly string[] {
  if (report.authorised.length === 0) return [];
  const shown = page.verbose ? report.authorised : report.authorised.slice(0, authorisedShown);
  const lines = [
    ...paragraph(page, `Authorises ${count(report.authorised.length, 'entry', 'entries')}:`, { role: 'strong' }),
  ];
  for (const { addresses, through, owner, term } of shown) {
    const whose = owner === null ? '' : ` — ${terminalText(owner)}`;
    const way = through.length < 2 ? '' : ` through ${through.slice(1).map(terminalText).join(' → ')}`;
    const written = term.includes(addresses) ? '' : ` (${terminalText(term)})`;
    lines.push(...paragraph(page, `${terminalText(addresses)}${whose}${written}${way}`, { indent: 2 }));
  }
  const more = report.authorised.length - shown.length;
  if (more > 0) lines.push(...paragraph(page, `and ${more} more, listed with --verbose`, { indent: 2 }));
  return lines;
}

function problemLines(page: Page, report: SpfReport): readonly string[] {
  return report.problems.flatMap(({ rule, message, location }) => {
    const place = location === undefined ? '' : ` (${page.place(location)})`;
    return paragraph(page, `${prose(message)}${place}`, { label: rule ?? 'Note', labelRole: 'warning' });
  });
}

function secondOpinion(page: Page, opinion: NonNullable<SpfReport['secondOpinion']>): readonly string[] {
  const text = opinion.agrees ? 'spf-parse reads the record the same way.' : 'spf-parse reads the record otherwise:';
  const lines = [...paragraph(page, text, { label: 'Second opinion', labelRole: 'strong' })];
  for (const line of opinion.says) lines.push(...paragraph(page, prose(line), { indent: 2 }));
  return lines;
}
