import { formatInstant } from '../../../base/time.ts';
import type { Finding } from '../../../check/finding.ts';
import { asText, sentence, type Text, text } from '../../../model/text.ts';
import type { Severity } from '../../../model/topology.ts';
import { markdownValue } from '../../escape.ts';
import { faultOf } from '../../fault-words.ts';
import { placeText } from '../../place-of.ts';
import type { CheckReport, Style, TopologyReport } from '../../report.ts';
import { summarize } from '../../summarize.ts';
import { severityText } from '../../words.ts';
import { drillColumns, drillRows, pointsLine } from './drill-markdown.ts';
import { type Entry, fitted, type Section } from './fitted.ts';
import { heading, items, page, row, type Say, sayIn, tableHead, values } from './markdown-parts.ts';
import { proofColumns, proofRows } from './proof-markdown.ts';
import { outcomeColumns, outcomeRows } from './trace-markdown.ts';

/** What a comment at a pull request holds on GitHub, less room for what stands round the entries. */
const commentMax = 65_536 - 1_536;

/**
 * Markdown of `check`, for a comment at a pull request or a file: what was found, how it is mended, how messages fare. It
 * is never longer than such a comment may be: the gravest comes first, and what was left out is said.
 */
export function checkMarkdown(report: CheckReport, style: Pick<Style, 'wording'> = {}): string {
  const say = sayIn(style);
  const { error, warning, info, suppressed } = summarize(report.topologies.flatMap(({ findings }) => findings));
  const { blocks, left } = fitted(
    report.topologies.flatMap((one) => sections(say, one)),
    commentMax,
  );
  return page([
    heading(1, say(text`mxproof: errors ${error}, warnings ${warning}, info ${info}`)),
    say(
      text`Judged as of ${sentence(formatInstant(report.asOf))} by version ${sentence(report.version)}. Suppressed: ${suppressed}.`,
    ),
    ...(report.faults ?? []).map(({ file, what }) => say(faultOf(file, what))),
    ...leftOut(say, left),
    ...blocks,
  ]);
}

/** What an entry tells of. */
interface Told extends Entry {
  readonly about: Severity | 'other';
}

/** What mail loses today comes before what is only to know, and what was found before how it was found. */
const ranks = { topology: 0, gravest: 1, error: 2, warning: 3, info: 4, plain: 5, accepted: 6 } as const;

function leftOut(say: Say, left: readonly Told[]): readonly string[] {
  if (left.length === 0) return [];
  const number = (about: Told['about']): number => left.filter((one) => one.about === about).length;
  return [
    say(
      text`Left out here, because a comment on GitHub holds no more: of errors ${number('error')}, of warnings ${number('warning')}, of info ${number('info')}, of other entries ${number('other')}. Everything is in ${'--format json'} and ${'--format html'}.`,
    ),
  ];
}

function sections(say: Say, topology: TopologyReport): readonly Section<Told>[] {
  const { file, name, findings, traces, invariants = [], intents, undetermined, drills = [] } = topology;
  const open = findings.filter(({ suppressed }) => suppressed === undefined);
  const accepted = findings.filter(({ suppressed }) => suppressed !== undefined);
  const title = name === '' || name === file ? text`${file}` : text`${file}: ${name}`;
  const rows = (all: readonly (readonly string[])[], rank: (cells: readonly string[], at: number) => number) =>
    all.map((cells, at): Told => ({ rank: rank(cells, at), text: row(cells), about: 'other' }));
  return [
    {
      head: heading(2, say(title)),
      joint: '\n\n',
      entries: [{ rank: ranks.topology, text: open.length === 0 ? say(text`Nothing found.`) : '', about: 'other' }],
    },
    {
      head: tableHead(say, [text`Severity`, text`Rule`, text`Subject`, text`Place`]),
      joint: '\n',
      entries: open.map((one) => ({
        rank: ranks[one.severity],
        text: row([
          say(severityText[one.severity]),
          markdownValue(one.rule),
          markdownValue(one.subject),
          place(topology, one),
        ]),
        about: one.severity,
      })),
    },
    {
      head: '',
      joint: '\n\n',
      entries: open.map((one) => ({
        rank: ranks[one.severity],
        text: page(findingBlocks(say, topology, one)).trimEnd(),
        about: one.severity,
      })),
    },
    titled(
      say,
      text`Suppressed`,
      tableHead(say, [text`Rule`, text`Subject`, text`Reason`]),
      rows(
        accepted.map((one) => [one.rule, one.subject, one.suppressed ?? ''].map(markdownValue)),
        () => ranks.accepted,
      ),
    ),
    titled(
      say,
      text`Messages`,
      tableHead(say, outcomeColumns),
      traces.flatMap((trace) =>
        rows(outcomeRows(say, trace), () => (trace.expectation?.met === false ? ranks.gravest : ranks.plain)),
      ),
    ),
    ...[
      { title: text`Invariants`, proofs: invariants },
      { title: text`Intents`, proofs: intents },
    ].map((one) =>
      titled(
        say,
        one.title,
        tableHead(say, proofColumns),
        rows(proofRows(say, one.proofs), (_, at) => (one.proofs[at]?.holds === false ? ranks.gravest : ranks.plain)),
      ),
    ),
    titled(
      say,
      text`When one thing fails`,
      [pointsLine(say, drills), tableHead(say, drillColumns)].join('\n\n'),
      rows(drillRows(say, drills), () => ranks.plain),
    ),
    titled(
      say,
      text`Undetermined`,
      '',
      undetermined.map(({ what, missing, at }) => ({
        rank: ranks.plain,
        text: `- ${say(at === undefined ? text`${what} ${missing}` : text`${what} ${missing} (${placeText(file, at)})`)}`,
        about: 'other',
      })),
    ),
  ];
}

const titled = (say: Say, title: Text, head: string, entries: readonly Told[]): Section<Told> => ({
  head: [heading(3, say(title)), ...(head === '' ? [] : ['', head])].join('\n') + (head === '' ? '\n' : ''),
  joint: '\n',
  entries,
});

const place = ({ file }: TopologyReport, { location }: Finding): string =>
  location === undefined ? '' : markdownValue(placeText(file, location));

function findingBlocks(say: Say, topology: TopologyReport, it: Finding): readonly (string | readonly string[])[] {
  const evidence = it.evidence.map(({ at, text: fact }) =>
    say(at === undefined ? asText(fact) : text`${placeText(topology.file, at)}: ${fact}`),
  );
  const confidence = {
    documented: [],
    observed: [say(text`This is observed in practice and not documented.`)],
    inferred: [say(text`This is inferred, neither documented nor observed.`)],
  };
  return [
    heading(3, say(text`${severityText[it.severity]}: ${it.rule}, ${it.subject}`)),
    say(it.problem),
    say(it.consequence),
    say(text`Remedy: ${it.remedy}`),
    ...confidence[it.confidence],
    ...(it.assumptions.length === 0 ? [] : [`${say(text`Assumes:`)} ${values(it.assumptions)}`]),
    ...(evidence.length === 0 ? [] : [items(evidence)]),
  ];
}
