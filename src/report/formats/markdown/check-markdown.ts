import { formatInstant } from '../../../base/time.ts';
import type { Finding } from '../../../check/finding.ts';
import { sentence, text } from '../../../model/text.ts';
import { markdownValue } from '../../escape.ts';
import { placeText } from '../../place-of.ts';
import type { CheckReport, TopologyReport } from '../../report.ts';
import { summarize } from '../../summarize.ts';
import { heading, items, page, say, table, values } from './markdown-parts.ts';
import { proofRows, proofTable } from './proof-markdown.ts';
import { outcomeRows, outcomeTable } from './trace-markdown.ts';

/** Markdown of `check`, for a comment at a pull request or a file: what was found, how it is mended, how messages fare. */
export function checkMarkdown(report: CheckReport): string {
  const { error, warning, info, suppressed } = summarize(report.topologies.flatMap(({ findings }) => findings));
  return page([
    heading(1, say(text`mxproof: errors ${error}, warnings ${warning}, info ${info}`)),
    say(
      text`Judged as of ${sentence(formatInstant(report.asOf))} by version ${sentence(report.version)}. Suppressed: ${suppressed}.`,
    ),
    ...report.topologies.flatMap(section),
  ]);
}

type Blocks = readonly (string | readonly string[])[];

function section(topology: TopologyReport): Blocks {
  const { file, name, findings, traces, intents, undetermined } = topology;
  const open = findings.filter(({ suppressed }) => suppressed === undefined);
  const accepted = findings.filter(({ suppressed }) => suppressed !== undefined);
  const title = name === '' || name === file ? text`${file}` : text`${file}: ${name}`;
  return [
    heading(2, say(title)),
    ...(open.length === 0 ? [say(text`Nothing found.`)] : []),
    ...table(
      [text`Severity`, text`Rule`, text`Subject`, text`Place`],
      open.map((one) => [one.severity, markdownValue(one.rule), markdownValue(one.subject), place(topology, one)]),
    ),
    ...open.flatMap((one) => findingBlocks(topology, one)),
    ...titled(text`Suppressed`, [
      ...table(
        [text`Rule`, text`Subject`, text`Reason`],
        accepted.map((one) => [one.rule, one.subject, one.suppressed ?? ''].map(markdownValue)),
      ),
    ]),
    ...titled(text`Messages`, outcomeTable(traces.flatMap(outcomeRows))),
    ...titled(text`Intents`, proofTable(proofRows(intents))),
    ...titled(
      text`Undetermined`,
      undetermined.length === 0
        ? []
        : [
            items(
              undetermined.map(({ what, missing, at }) =>
                say(at === undefined ? text`${what} ${missing}` : text`${what} ${missing} (${placeText(file, at)})`),
              ),
            ),
          ],
    ),
  ];
}

const titled = (title: ReturnType<typeof text>, blocks: Blocks): Blocks =>
  blocks.length === 0 ? [] : [heading(3, say(title)), ...blocks];

const place = ({ file }: TopologyReport, { location }: Finding): string =>
  location === undefined ? '' : markdownValue(placeText(file, location));

function findingBlocks(topology: TopologyReport, it: Finding): Blocks {
  const evidence = it.evidence.map(({ at, text: fact }) =>
    at === undefined ? markdownValue(fact) : say(text`${placeText(topology.file, at)}: ${fact}`),
  );
  const confidence = {
    documented: [],
    observed: [say(text`This is observed in practice and not documented.`)],
    inferred: [say(text`This is inferred, neither documented nor observed.`)],
  };
  return [
    heading(3, say(text`${sentence(it.severity)}: ${it.rule}, ${it.subject}`)),
    say(it.problem),
    say(it.consequence),
    say(text`Remedy: ${it.remedy}`),
    ...confidence[it.confidence],
    ...(it.assumptions.length === 0 ? [] : [`${say(text`Assumes:`)} ${values(it.assumptions)}`]),
    ...(evidence.length === 0 ? [] : [items(evidence)]),
  ];
}
