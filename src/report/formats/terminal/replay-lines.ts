import type { Comparison } from '../../../check/replay/compare-evidence.ts';
import type { Hop } from '../../../simulate/trace.ts';
import { shortened, terminalText } from '../../escape.ts';
import { type ComparedCopy, type ReplayReport, unexplained } from '../../replay-report.ts';
import { count, type Page, paragraph, prose } from './page.ts';

type Block = readonly string[];

/** What a terminal shows of a comparison: copies that differ, then totals; with --verbose also those that agree. */
export function replayBlocks(page: Page, report: ReplayReport): readonly Block[] {
  const differing = report.copies.filter((copy) => unexplained(copy).length > 0);
  const shown = page.verbose || report.copies.length === 1 ? report.copies : differing;
  const blocks = shown.map((copy) => copyLines(page, report, copy));
  const skipped = report.notCompared.map(({ name, because }) => [
    ...paragraph(page, terminalText(name), { role: 'strong' }),
    ...paragraph(page, prose(because), { indent: 2, label: 'Not compared', labelRole: 'doubtful' }),
  ]);
  const unused = report.unusedDeviations.map((one) =>
    paragraph(page, `${terminalText(one.aspect)}: ${terminalText(one.reason)} (${deviationPlace(report, one.line)})`, {
      label: 'Deviation that nothing needs',
      labelRole: 'doubtful',
    }),
  );
  return page.quiet ? [...blocks, ...skipped] : [...blocks, ...skipped, ...unused, paragraph(page, totals(report))];
}

function totals(report: ReplayReport): string {
  const wrong = report.copies.filter((copy) => unexplained(copy).length > 0).length;
  const known = report.copies.filter((copy) => unexplained(copy).length === 0 && copy.known.size > 0).length;
  const parts = [`${report.copies.length - wrong - known} agree`, `${known} differ as known`, `${wrong} differ`];
  const left = report.notCompared.length === 0 ? '' : `; ${report.notCompared.length} not compared`;
  return `${count(report.copies.length, 'copy', 'copies')} compared: ${parts.join(', ')}${left}.`;
}

const deviationPlace = ({ deviationsFile }: ReplayReport, line: number): string =>
  `${terminalText(deviationsFile ?? '')}:${line}`;

function copyLines(page: Page, report: ReplayReport, copy: ComparedCopy): Block {
  const wrong = unexplained(copy);
  const named = (result: Comparison['result']) =>
    copy.comparisons.filter((one) => one.result === result).map((one) => one.aspect);
  const line = (label: string, text: string, role?: 'good' | 'bad' | 'doubtful'): Block =>
    text === '' ? [] : paragraph(page, text, { indent: 2, label, labelRole: role ?? 'strong' });
  return [
    ...paragraph(page, `${terminalText(copy.name)} to ${terminalText(copy.recipient)}`, { role: 'strong' }),
    ...line('Agrees', named('same').join(', '), 'good'),
    ...line('Differs', wrong.map((one) => one.aspect).join(', '), 'bad'),
    ...wrong.flatMap((one, index) => differenceLines(page, report, one, index === 0)),
    ...[...copy.known].flatMap(([one, known]) =>
      line(
        'Known',
        `${one.aspect}: predicted ${terminalText(one.predicted)}, said ${terminalText(one.said)}; ${terminalText(known.reason)} (${deviationPlace(report, known.line)})`,
      ),
    ),
    ...line('Left open', named('open').join(', '), 'doubtful'),
    ...line('Not said', copy.notSaid.join(', ')),
    ...line('Not predicted', copy.notPredicted.join(', ')),
    ...line('Would agree with', copy.otherwise.map((one) => `--assume ${terminalText(one)}`).join(' or '), 'doubtful'),
  ];
}

const quoteMax = 400;

function differenceLines(page: Page, report: ReplayReport, one: Comparison, isFirst: boolean): Block {
  const side = (label: string, text: string): Block => paragraph(page, text, { indent: 4, label });
  const decided = isFirst && one.hop !== undefined ? hopLines(page, one) : [];
  return [
    ...paragraph(page, one.aspect, { indent: 2, label: isFirst ? 'They part at' : 'Then' }),
    ...side('predicted', terminalText(one.predicted)),
    ...decided,
    ...side('said     ', terminalText(one.said)),
    ...one.evidence.flatMap(({ at, text }) =>
      paragraph(
        page,
        `${terminalText(report.evidenceFile)}:${at?.line ?? 1}: ${shortened(terminalText(text), quoteMax)}`,
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
  const way = `on the hop ${terminalText(hop.from)} → ${terminalText(hop.to)}${client(hop)}`;
  return [
    ...paragraph(page, way, { indent: 15, role: 'faint' }),
    ...decidedBy(aspect, hop).flatMap((one) =>
      paragraph(page, `${one.step}  ${prose(one.verdict)}, because ${prose(one.because)}`, {
        indent: 15,
        role: 'faint',
      }),
    ),
  ];
}

const client = (hop: Hop): string => (hop.sourceIp === null ? '' : ` from ${terminalText(hop.sourceIp)}`);
