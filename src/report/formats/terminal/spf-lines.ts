import { joined, type Text, text } from '../../../model/text.ts';
import { terminalText } from '../../escape.ts';
import { everybodyElse, type SpfReport, type SpfTree } from '../../spf-report.ts';
import { moreText } from '../../words.ts';
import { angled, flow, type Page, paragraph, prose, type Role } from './page.ts';

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
  if (evaluation === null) return paragraph(page, text`SPF of ${report.domain}`, { role: 'strong' });
  const { ip, sender, helo, result, mechanism, explanation } = evaluation;
  const role: Role = result === 'pass' ? 'good' : result === 'none' ? 'doubtful' : 'bad';
  const by = mechanism === null ? text`` : text` by ${mechanism}`;
  const said = report.undetermined ? text`undetermined (${result} as far as supplied)` : text`${result}`;
  return [
    ...paragraph(page, text`SPF of ${report.domain} for ${ip} with MAIL FROM ${angled(sender)}, helo ${helo}`, {
      role: 'strong',
    }),
    ...paragraph(page, text`${said}${by}`, { role: report.undetermined ? 'doubtful' : role }),
    ...(explanation === null
      ? []
      : paragraph(page, text`${explanation}`, { label: text`Explanation`, labelRole: 'faint' })),
  ];
}

function cost(page: Page, { lookups, voidLookups, undetermined, evaluation }: SpfReport): readonly string[] {
  const said = text`${lookups} of ${lookupsMax} look-ups, ${voidLookups} of ${voidLookupsMax} void look-ups`;
  const exceeded = lookups > lookupsMax || voidLookups > voidLookupsMax;
  const lines = paragraph(page, exceeded ? text`${said}: over the limit` : said, {
    role: exceeded ? 'bad' : undefined,
  });
  if (!undetermined || evaluation !== null) return lines;
  const open = text`Some names were not supplied, so more may be true than is said here.`;
  return [...lines, ...paragraph(page, open, { role: 'doubtful' })];
}

/** The record and its terms as a tree; `first` leads its own line, `rest` those below. */
function treeLines(page: Page, tree: SpfTree, first: string, rest: string): readonly string[] {
  const place = tree.at === null ? '' : `  (${page.place(tree.at)})`;
  const note = tree.note === null ? '' : `  ${prose(page, tree.note)}`;
  const inner: Page = { ...page, width: page.width - rest.length };
  const lines = [
    ...flow(inner, [{ text: terminalText(tree.domain), gap: '', role: 'strong' }, ...tail(note + place)], 0),
  ];
  const framed = lines.map((line, index) => (index === 0 ? first : rest) + line);
  tree.terms.forEach((term, index) => {
    const last = index === tree.terms.length - 1;
    const below = `${rest}${last ? '   ' : '│  '}`;
    const cost =
      term.lookups === 0 ? [] : [{ text: prose(page, costText(term.lookups)), gap: ' ', role: 'faint' as const }];
    const said = term.note === null ? '' : prose(page, term.note);
    const narrow: Page = { ...page, width: page.width - below.length };
    const own = flow(narrow, [{ text: terminalText(term.text), gap: '' }, ...cost, ...tail(said)], 0);
    framed.push(...own.map((line, at) => (at === 0 ? `${rest}${last ? '└─ ' : '├─ '}` : below) + line));
    if (term.child !== null) framed.push(...treeLines(page, term.child, `${below}└─ `, `${below}   `));
  });
  return framed;
}

const costText = (lookups: number): Text => (lookups === 1 ? text`(${lookups} look-up)` : text`(${lookups} look-ups)`);

const tail = (said: string) =>
  said.trim() === ''
    ? []
    : said
        .trim()
        .split(' ')
        .filter((word) => word !== '')
        .map((word, index) => ({ text: word, gap: index === 0 ? '  ' : ' ', role: 'faint' as const }));

function authorisedLines(page: Page, report: SpfReport): readonly string[] {
  if (report.authorised.length === 0) return [];
  const shown = page.verbose ? report.authorised : report.authorised.slice(0, authorisedShown);
  const { length } = report.authorised;
  const head = length === 1 ? text`Authorises ${length} entry:` : text`Authorises ${length} entries:`;
  const lines = [...paragraph(page, head, { role: 'strong' })];
  for (const { addresses, through, owner, term } of shown) {
    const whom = addresses === everybodyElse ? text`everybody else` : text`${addresses}`;
    const whose = owner === null ? text`` : text` ${'—'} ${owner}`;
    const way = through.length < 2 ? text`` : text` through ${joined(through.slice(1), ' → ')}`;
    const written = term.includes(addresses) ? text`` : text` (${term})`;
    lines.push(...paragraph(page, text`${whom}${whose}${written}${way}`, { indent: 2 }));
  }
  const more = length - shown.length;
  if (more > 0) lines.push(...paragraph(page, moreText(more), { indent: 2 }));
  return lines;
}

function problemLines(page: Page, report: SpfReport): readonly string[] {
  return report.problems.flatMap(({ rule, message, location }) => {
    const place = location === undefined ? text`` : text` (${page.place(location)})`;
    return paragraph(page, text`${message}${place}`, { label: rule ?? text`Note`, labelRole: 'warning' });
  });
}

function secondOpinion(page: Page, opinion: NonNullable<SpfReport['secondOpinion']>): readonly string[] {
  const said = opinion.agrees
    ? text`spf-parse reads the record the same way.`
    : text`spf-parse reads the record otherwise:`;
  return [
    ...paragraph(page, said, { label: text`Second opinion`, labelRole: 'strong' }),
    ...opinion.says.flatMap((line) => paragraph(page, line, { indent: 2 })),
  ];
}
