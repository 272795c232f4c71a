import type { Comparison } from '../../../check/replay/compare-evidence.ts';
import { comparedText } from '../../../model/delivery-evidence.ts';
import { factOf } from '../../../model/source.ts';
import { joined, type Text, text } from '../../../model/text.ts';
import type { Hop } from '../../../simulate/trace.ts';
import { shortened, terminalText } from '../../escape.ts';
import { type ComparedCopy, type ReplayReport, unexplained } from '../../replay-report.ts';
import { type Page, padded, paragraph } from './page.ts';

type Block = readonly string[];

/** What a terminal shows of a comparison: copies that differ, then totals; with --verbose also those that agree. */
export function replayBlocks(page: Page, report: ReplayReport): readonly Block[] {
  const differing = report.copies.filter((copy) => unexplained(copy).length > 0);
  const shown = page.verbose || report.copies.length === 1 ? report.copies : differing;
  const blocks = shown.map((copy) => copyLines(page, report, copy));
  const skipped = report.notCompared.map(({ name, because }) => [
    ...paragraph(page, terminalText(name), { role: 'strong' }),
    ...paragraph(page, because, { indent: 2, label: text`Not compared`, labelRole: 'doubtful' }),
  ]);
  const unused = report.unusedDeviations.map((one) =>
    paragraph(page, text`${comparedText[one.aspect]}: ${one.reason} (${deviationPlace(report, one.line)})`, {
      label: text`Deviation that nothing needs`,
      labelRole: 'doubtful',
    }),
  );
  return page.quiet ? [...blocks, ...skipped] : [...blocks, ...skipped, ...unused, paragraph(page, totals(report))];
}

function totals({ copies, notCompared }: ReplayReport): Text {
  const wrong = copies.filter((copy) => unexplained(copy).length > 0).length;
  const known = copies.filter((copy) => unexplained(copy).length === 0 && copy.known.size > 0).length;
  const all = copies.length === 1 ? text`${copies.length} copy compared` : text`${copies.length} copies compared`;
  const left = notCompared.length === 0 ? text`` : text`; ${notCompared.length} not compared`;
  return text`${all}: ${copies.length - wrong - known} agree, ${known} differ as known, ${wrong} differ${left}.`;
}

const deviationPlace = ({ deviationsFile }: ReplayReport, line: number): string => `${deviationsFile ?? ''}:${line}`;

function copyLines(page: Page, report: ReplayReport, copy: ComparedCopy): Block {
  const wrong = unexplained(copy);
  const named = (result: Comparison['result']) =>
    copy.comparisons.filter((one) => one.result === result).map(({ aspect }) => comparedText[aspect]);
  const line = (label: Text, items: readonly (string | Text)[], role?: 'good' | 'bad' | 'doubtful'): Block =>
    items.length === 0 ? [] : paragraph(page, joined(items), { indent: 2, label, labelRole: role ?? 'strong' });
  const assumed = copy.otherwise.map((one) => text`--assume ${one}`);
  return [
    ...paragraph(page, text`${copy.name} to ${copy.recipient}`, { role: 'strong' }),
    ...line(text`Agrees`, named('same'), 'good'),
    ...line(
      text`Differs`,
      wrong.map(({ aspect }) => comparedText[aspect]),
      'bad',
    ),
    ...wrong.flatMap((one, index) => differenceLines(page, report, one, index === 0)),
    ...[...copy.known].flatMap(([{ aspect, predicted, said }, known]) =>
      line(text`Known`, [
        text`${comparedText[aspect]}: predicted ${predicted}, said ${said}; ${known.reason} (${deviationPlace(report, known.line)})`,
      ]),
    ),
    ...line(text`Left open`, named('open'), 'doubtful'),
    ...line(
      text`Not said`,
      copy.notSaid.map((aspect) => comparedText[aspect]),
    ),
    ...line(
      text`Not predicted`,
      copy.notPredicted.map((aspect) => comparedText[aspect]),
    ),
    ...line(text`Would agree with`, assumed.length === 0 ? [] : [joined(assumed, ' or ')], 'doubtful'),
  ];
}

const quoteMax = 400;

function differenceLines(page: Page, report: ReplayReport, one: Comparison, isFirst: boolean): Block {
  const labels = { predicted: text`predicted`, said: text`said` };
  const side = (label: Text, content: string): Block =>
    paragraph(page, text`${content}`, { indent: 4, label: padded(page, label, Object.values(labels)) });
  const decided = isFirst && one.hop !== undefined ? hopLines(page, one) : [];
  return [
    ...paragraph(page, comparedText[one.aspect], { indent: 2, label: isFirst ? text`They part at` : text`Then` }),
    ...side(labels.predicted, one.predicted),
    ...decided,
    ...side(labels.said, one.said),
    ...one.evidence.flatMap((fact) =>
      paragraph(
        page,
        `${terminalText(report.evidenceFile)}:${fact.at?.line ?? 1}: ${shortened(terminalText(factOf(fact)), quoteMax)}`,
        { indent: 15, role: 'faint' },
      ),
    ),
  ];
}

/** Steps of a hop that decide about an aspect; the whole hop is in the trace. */
const decisive: Readonly<Record<string, RegExp>> = {
  route:
    /^(?:resolve-next-hop|choose-first-hop|deliver-from-table|select-(?:outbound|send)-connector|resolve-recipient)$/u,
  'connecting address': /^choose-egress$/u,
  'inbound connector': /^(?:attribute-connection|select-partner-connector)$/u,
  attribution: /^attribute-connection$/u,
  directionality: /^attribute-connection$/u,
  authAs: /^establish-trust$/u,
  spf: /^(?:recover-source-address|authenticate-sender)$/u,
  dkim: /^authenticate-sender$/u,
  dmarc: /^(?:authenticate-sender|honor-dmarc)$/u,
  scl: /^(?:filter-content|override-verdict)$/u,
  'outbound connector': /^select-outbound-connector$/u,
};

/** How a message ends, its last hop shows by its last decision. */
function decidedBy(aspect: string, hop: Hop): Hop['decisions'] {
  if (aspect === 'status') return hop.decisions.slice(-1);
  return hop.decisions.filter((one) => decisive[aspect]?.test(one.step) === true).slice(0, 3);
}

function hopLines(page: Page, { aspect, hop }: Comparison): Block {
  if (hop === undefined) return [];
  const { from, to, sourceIp } = hop;
  const way =
    sourceIp === null ? text`on the hop ${from} ${'→'} ${to}` : text`on the hop ${from} ${'→'} ${to} from ${sourceIp}`;
  return [
    ...paragraph(page, way, { indent: 15, role: 'faint' }),
    ...decidedBy(aspect, hop).flatMap((one) =>
      paragraph(page, text`${one.step}  ${one.verdict}, because ${one.because}`, { indent: 15, role: 'faint' }),
    ),
  ];
}
